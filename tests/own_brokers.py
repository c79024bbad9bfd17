"""Brokers of one test, which may be killed and started, or lose what they hold, while others go on using theirs."""

import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pika
import redis
from tests.servers import STARTUP_SECONDS, absent, free_port, is_listening

RABBITMQ: Final = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")


class OwnBroker:
    """A server that is started, killed, and started again on the same port; what it held is gone then."""

    def __init__(self, command: Sequence[str], port: int, folder: Path, environment: Mapping[str, str]) -> None:
        self._command = command
        self._port = port
        self._folder = folder
        self._environment = {**os.environ, **environment}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it takes jobs."""
        raise NotImplementedError

    def start(self) -> None:
        """Return once it takes connections."""
        with (self._folder / "broker.log").open("ab") as words:
            self._process = subprocess.Popen(
                self._command,
                cwd=self._folder,
                env=self._environment,
                stdout=words,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + STARTUP_SECONDS
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError((self._folder / "broker.log").read_text(errors="replace")[-2000:])
            time.sleep(0.1)

    def kill(self) -> None:
        """End it as the kernel does, with all that it started."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def lose(self) -> None:
        """Let it forget every message, and go on."""
        raise NotImplementedError

    def _is_ready(self) -> bool:
        return is_listening("127.0.0.1", self._port)


class OwnRedis(OwnBroker):
    """A Redis that keeps nothing on any disk."""

    def __init__(self, folder: Path) -> None:
        binary, port = shutil.which("redis-server"), free_port()
        if binary is None:
            absent("redis-server")
        command = [str(binary), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
        super().__init__(command, port, folder, {})

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self._port}/0"

    def lose(self) -> None:
        with redis.Redis.from_url(self.url) as client:
            client.flushall()


class OwnRabbitmq(OwnBroker):
    """A RabbitMQ node with a cookie and a store of its own."""

    def __init__(self, folder: Path) -> None:
        if not RABBITMQ.exists():
            absent("rabbitmq-server")
        port = free_port()
        (folder / "enabled").write_text("[].")
        (folder / "rabbitmq.conf").write_text(f"listeners.tcp.1 = 127.0.0.1:{port}\n")
        environment = {
            "HOME": str(folder),
            "RABBITMQ_NODENAME": f"chatbookr{secrets.token_hex(4)}@localhost",
            "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(folder / "none"),
            "RABBITMQ_NODE_PORT": str(port),
            "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_MNESIA_BASE": str(folder / "store"),
            "RABBITMQ_LOG_BASE": str(folder / "log"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled"),
            "RABBITMQ_CONF_ENV_FILE": str(folder / "none"),
        }
        super().__init__([str(RABBITMQ)], port, folder, environment)

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@127.0.0.1:{self._port}/"

    def kill(self) -> None:
        super().kill()
        shutil.rmtree(self._folder / "store", ignore_errors=True)

    def lose(self) -> None:
        connection = pika.BlockingConnection(pika.URLParameters(self.url))
        try:
            for name in ("inbound", "outbound", "dialogue", "calendars"):
                with suppress(pika.exceptions.AMQPError):
                    connection.channel().queue_purge(f"chatbookr.{name}")
        finally:
            connection.close()

    def _is_ready(self) -> bool:
        if not super()._is_ready():
            return False
        with suppress(pika.exceptions.AMQPError, OSError):
            pika.BlockingConnection(pika.URLParameters(self.url)).close()
            return True
        return False


@contextmanager
def own_broker(kind: type[OwnRedis] | type[OwnRabbitmq]) -> Iterator[OwnRedis | OwnRabbitmq]:
    """Start a broker of its own; killed in the end, whether it runs then or not."""
    with TemporaryDirectory(prefix="chatbookr-broker-") as name:
        broker = kind(Path(name))
        broker.start()
        try:
            yield broker
        finally:
            broker.kill()
