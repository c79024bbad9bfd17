"""`make run`: API, worker and sandbox in one process, with a demo clinic that can be written to at once.

Nothing leaves the machine: WhatsApp and Google are played by the sandbox. What it makes lies in var/; remove that
folder to start afresh.
"""

import argparse
import asyncio
import contextlib
import logging
import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import uvicorn
from demo_clinic import Demo, found, seed

from chatbookr_api.app import House, create_app
from chatbookr_api.cli.serve import server_config
from chatbookr_core.db import opened
from chatbookr_core.deployment import deployment_from
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.migration import migrate
from chatbookr_core.settings import Settings, settings_from
from chatbookr_sandbox.app import create_app as create_sandbox
from chatbookr_sandbox.settings import SandboxSettings

VAR = Path("var")
LOGINS = VAR / "demo-logins.txt"
WAIT_SECONDS = 20.0
SMTP_PORT_ABOVE = 25  # the sandbox's mail server listens as far above its pages


class QuietServer(uvicorn.Server):
    """One of two servers in a loop: signals are the business of both, and taken by neither."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def environment_for(given: Mapping[str, str], sandbox: SandboxSettings) -> dict[str, str]:
    """Fill in what the demo needs; what the caller has set stays."""
    base = f"http://{sandbox.host}:{sandbox.port}"
    defaults = {
        "CHATBOOKR_DATABASE_URL": f"sqlite://{VAR / 'chatbookr.sqlite3'}",
        "CHATBOOKR_KEY_FILE": str(VAR / "key-encryption.key"),
        "CHATBOOKR_WHATSAPP_APP_ID": sandbox.meta.app_id,
        "CHATBOOKR_WHATSAPP_APP_SECRET": sandbox.meta.app_secret,
        "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": sandbox.meta.verify_token,
        "CHATBOOKR_WHATSAPP_GRAPH_URL": f"{base}/meta",
        "CHATBOOKR_SMTP_URL": f"smtp://{sandbox.host}:{sandbox.smtp_port}",
        "CHATBOOKR_GCAL_CLIENT_ID": sandbox.google.client_id,
        "CHATBOOKR_GCAL_CLIENT_SECRET": sandbox.google.client_secret,
        "CHATBOOKR_GCAL_ACCOUNTS_URL": f"{base}/google",
        "CHATBOOKR_GCAL_TOKEN_URL": f"{base}/google/token",
        "CHATBOOKR_GCAL_REVOKE_URL": f"{base}/google/revoke",
        "CHATBOOKR_GCAL_API_URL": f"{base}/google/calendar/v3",
    }
    return {**defaults, **given}


def sandbox_settings(given: Mapping[str, str]) -> SandboxSettings:
    """Set the sandbox up to deliver to this API, and to remember over restarts."""
    port = given.get("CHATBOOKR_PORT", "8000")
    defaults = {
        "CHATBOOKR_SANDBOX_SMTP_PORT": str(int(given.get("CHATBOOKR_SANDBOX_PORT", "8100")) + SMTP_PORT_ABOVE),
        "CHATBOOKR_SANDBOX_STATE_FILE": str(VAR / "sandbox.json"),
        "CHATBOOKR_SANDBOX_WEBHOOK_URL": f"http://127.0.0.1:{port}/hooks/whatsapp",
        "CHATBOOKR_SANDBOX_GOOGLE_REDIRECT_URIS": f"{public_url_of(given)}/connect/gcal/callback",
    }
    return SandboxSettings.from_environment({**defaults, **given})


def everything(given: Mapping[str, str]) -> int:
    """Lay out what is missing, in a process of its own, and run.

    What only that needs (aerich and numpy behind it, Argon2's blocks of 19 MiB, which malloc keeps) ends with it.
    """
    begun = time.perf_counter()
    check_ports_of(given)
    fork = multiprocessing.get_context("fork")  # there is neither thread nor loop yet that a fork would lose
    aside = fork.Process(target=lambda: sys.exit(told(lay_out, given)))
    aside.start()
    aside.join()
    return aside.exitcode or asyncio.run(run(given, begun))


def lay_out(given: Mapping[str, str]) -> int:
    """Bring the database to this version's tables, and make the clinic unless it is there."""

    async def laid_out() -> None:
        settings = settings_of(given)
        await migrate(settings.migration_database_url or settings.database_url)
        async with opened(settings.database_url, work="operator") as database:
            await found(database, deployment_from(settings), LOGINS)

    asyncio.run(laid_out())
    return 0


async def run(given: Mapping[str, str], begun: float) -> int:
    """Start both servers, connect the clinic, say where everything is, and serve until Ctrl-C."""
    sandbox = sandbox_settings(given)
    settings = settings_of(given)
    api = create_app(settings)
    sandbox_app = create_sandbox(sandbox)
    servers = [
        QuietServer(
            uvicorn.Config(
                sandbox_app, host=sandbox.host, port=sandbox.port, log_level="warning", timeout_graceful_shutdown=1
            )
        ),
        QuietServer(quiet(server_config(settings, api))),
    ]
    serving = [asyncio.create_task(server.serve()) for server in servers]
    stop_on_signals(servers)
    try:
        await started(servers, serving)
        house: House = api.state.house
        demo = await seed(house.database, house.deployment, sandbox, LOGINS)
        announce(settings, sandbox, demo, time.perf_counter() - begun)
        await asyncio.gather(*serving)
    finally:
        for server in servers:
            server.should_exit = True
        await asyncio.gather(*serving, return_exceptions=True)
    return 0


def check_ports_of(given: Mapping[str, str]) -> None:
    """Raises InvalidSettings for a port of the API or the sandbox that is in use already."""
    sandbox, settings = sandbox_settings(given), settings_of(given)
    check_ports(
        {
            "CHATBOOKR_PORT": (settings.host, settings.port),
            "CHATBOOKR_SANDBOX_PORT": (sandbox.host, sandbox.port),
            "CHATBOOKR_SANDBOX_SMTP_PORT": (sandbox.host, sandbox.smtp_port),
        }
    )


def check_ports(wanted: Mapping[str, tuple[str, int | None]]) -> None:
    """Raises InvalidSettings that says which port is in use already, and by which setting it is another."""
    for setting, (host, port) in wanted.items():
        if port is None:
            continue
        try:
            with socket.create_server((host, port)):
                pass
        except OSError:
            text = f"Port {port} of {host} is in use: end what listens there, or set {setting} to another."
            raise InvalidSettings(text) from None


def quiet(config: uvicorn.Config) -> uvicorn.Config:
    """Keep start-up lines out of the demo's own words."""
    config.log_level = "warning"
    config.configure_logging()
    return config


def stop_on_signals(servers: list[QuietServer]) -> None:
    """Let Ctrl-C and SIGTERM end both servers."""

    def stop() -> None:
        for server in servers:
            server.should_exit = True

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)


async def started(servers: list[QuietServer], serving: list[asyncio.Task[None]]) -> None:
    """Wait for both to answer. Raises what ended one of them, or InvalidSettings for a port in use."""
    deadline = time.perf_counter() + WAIT_SECONDS
    while not all(server.started for server in servers):
        for task in serving:
            if task.done():
                task.result()
                raise InvalidSettings("A port is in use: set CHATBOOKR_PORT or CHATBOOKR_SANDBOX_PORT to others.")
        if time.perf_counter() > deadline:
            raise InvalidSettings(f"The servers did not start within {WAIT_SECONDS:.0f} s.")
        await asyncio.sleep(0.02)


def announce(settings: Settings, sandbox: SandboxSettings, demo: Demo, seconds: float) -> None:
    """Tell where everything is."""
    base = f"http://{sandbox.host}:{sandbox.port}"
    lines = [
        "",
        f"  Chatbookr is running ({demo.clinic_name}), ready after {seconds:.1f} s. Ctrl-C ends it.",
        "",
        f"    A patient's phone          {base}/phone",
        f"    The practitioners' days    {base}/calendar",
        f"    Everybody's mail           {base}/mail",
        f"    Front desk                 {settings.public_url}/desk",
        f"    Log-in and account         {settings.public_url}/log-in",
        f"    GraphQL                    {settings.public_url}/graphql",
        f"    Health                     {settings.public_url}/health",
        "",
        "    Log-ins, on that page or by POST /login:",
        *(f"      {role:14} {email:38} {password}" for role, email, password in demo.logins),
        "",
        '    Try it: write "hello" on the phone, book a time, and watch it appear in the calendar.',
        "",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def public_url_of(given: Mapping[str, str]) -> str:
    """Name the address people use: a name, as browsers make no passkeys for a number."""
    return given.get("CHATBOOKR_PUBLIC_URL") or f"http://localhost:{given.get('CHATBOOKR_PORT', '8000')}"


def settings_of(given: Mapping[str, str]) -> Settings:
    """Read the settings of this process, the demo's own filled in."""
    environment = {**given, "CHATBOOKR_PUBLIC_URL": public_url_of(given)}
    return settings_from(environment_for(environment, sandbox_settings(given)))


def serve(given: Mapping[str, str]) -> int:
    """Be the API alone (and its worker, where the broker is in the process)."""
    settings = settings_of(given)
    uvicorn.Server(server_config(settings, create_app(settings))).run()
    return 0


def work(given: Mapping[str, str]) -> int:
    """Be a worker process, where the broker is Redis or RabbitMQ."""
    from chatbookr_workers.jobs import run_worker

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs whole addresses, and some of them hold proofs
    settings = settings_of(given)
    run_worker(settings, lambda: deployment_from(settings))
    return 0


def play(given: Mapping[str, str]) -> int:
    """Be the sandbox alone."""
    settings = sandbox_settings(given)
    uvicorn.run(
        create_sandbox(settings),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        timeout_graceful_shutdown=1,
    )
    return 0


def prepare(given: Mapping[str, str]) -> int:
    """Migrate and seed, with the sandbox answering."""

    async def prepared() -> None:
        settings = settings_of(given)
        await migrate(settings.migration_database_url or settings.database_url)
        async with opened(settings.database_url, work="operator") as database:
            await seed(database, deployment_from(settings), sandbox_settings(given), LOGINS)

    asyncio.run(prepared())
    return 0


PARTS: Mapping[str, Callable[[Mapping[str, str]], int]] = {
    "all": everything,
    "sandbox": play,
    "seed": prepare,
    "serve": serve,
    "worker": work,
}


def main() -> int:
    """Run everything, or the one part that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="?", choices=list(PARTS), default="all")
    part = PARTS[parser.parse_args().part]
    VAR.mkdir(mode=0o700, exist_ok=True)
    return told(part, os.environ)


def told(part: Callable[[Mapping[str, str]], int], given: Mapping[str, str]) -> int:
    """Run a part; what is set up wrongly is said in words."""
    try:
        return part(given)
    except InvalidSettings as problem:
        sys.stderr.write(f"make run: {problem.message}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
