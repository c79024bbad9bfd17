"""A clamd as far as its clients can tell (clamd(8), INSTREAM), and the real one where it is installed."""

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from tests.media_files import EICAR

STREAM_MAX_BYTES = 1024 * 1024
PATIENCE_SECONDS = 60.0
SIGNATURE = "44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test-Signature\n"
CLAMD = shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


class ClamdServer:
    """Answers INSTREAM; `scanned` counts what it has read to the end, `answer` overrides what it says."""

    def __init__(self) -> None:
        self.scanned: list[int] = []
        self.answer: str | None = None
        self.address = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            answer = await self._answer_to(reader)
            writer.write(answer.encode() + b"\0")
            await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            """The client went away."""
        finally:
            writer.close()

    async def _answer_to(self, reader: asyncio.StreamReader) -> str:
        if await reader.readuntil(b"\0") != b"zINSTREAM\0":
            return "UNKNOWN COMMAND"
        content = bytearray()
        while size := int.from_bytes(await reader.readexactly(4), "big"):
            if len(content) + size > STREAM_MAX_BYTES:
                return "INSTREAM size limit exceeded. ERROR"
            content += await reader.readexactly(size)
        self.scanned.append(len(content))
        if self.answer is not None:
            return self.answer
        return "stream: Eicar-Test-Signature FOUND" if EICAR in content else "stream: OK"


@asynccontextmanager
async def clamd_server() -> AsyncIterator[ClamdServer]:
    """Serve on a port of this machine."""
    clamd = ClamdServer()
    server = await asyncio.start_server(clamd.serve, "127.0.0.1", 0)
    clamd.address = f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield clamd


@contextmanager
def real_clamd(folder: Path) -> Iterator[str]:
    """Run ClamAV's own daemon with one signature; yield its address."""
    assert CLAMD is not None
    database, socket = folder / "db", folder / "clamd.ctl"
    database.mkdir(parents=True)
    (database / "test.hdb").write_text(SIGNATURE)
    config = folder / "clamd.conf"
    lines = (f"DatabaseDirectory {database}", f"LocalSocket {socket}", "Foreground yes", "StreamMaxLength 1M")
    config.write_text("\n".join(lines) + "\n")
    log = (folder / "clamd.log").open("wb")
    process = subprocess.Popen([CLAMD, "--config-file", str(config)], stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not socket.exists():
            assert process.poll() is None, (folder / "clamd.log").read_text()
            assert time.monotonic() < deadline, "clamd does not start"
            time.sleep(0.05)
        yield f"unix:{socket}"
    finally:
        process.terminate()
        process.wait(20)
        log.close()
