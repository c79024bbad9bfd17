"""Scanners: what clamd says becomes a verdict, and a scanner that is away is never taken for one that found nothing."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from tests.clamd_server import CLAMD, STREAM_MAX_BYTES, ClamdServer, clamd_server, real_clamd
from tests.media_files import EICAR, JPEG

from chatbookr_core.errors import InvalidSettings
from chatbookr_core.media.clamd import Clamd, service
from chatbookr_core.media.scanners import names_of, scanned, scanners_from
from chatbookr_core.settings import Settings, settings_from
from chatbookr_sdk import PermanentFailure, Scanned, TemporaryFailure

pytestmark = pytest.mark.integration


@pytest.fixture
async def clamd() -> AsyncIterator[ClamdServer]:
    async with clamd_server() as served:
        yield served


def opened(address: str, *, is_production: bool = False) -> Clamd:
    return service.open({"address": address}, {}, is_production=is_production)


async def pieces(content: bytes, size_bytes: int = 256 * 1024) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size_bytes):
        yield content[start : start + size_bytes]


async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()
    writer.close()


async def judged(address: str) -> None:
    scanner = opened(address)
    assert await scanner.scan(pieces(JPEG), size_bytes=len(JPEG)) == Scanned()
    assert await scanner.scan(pieces(b""), size_bytes=0) == Scanned()
    found = await scanner.scan(pieces(EICAR, 7), size_bytes=len(EICAR))
    assert "Eicar" in (found.finding or "")
    large = bytes(STREAM_MAX_BYTES * 4)
    with pytest.raises(PermanentFailure) as refusal:
        await scanner.scan(pieces(large), size_bytes=len(large))
    assert refusal.value.reason == "scanner_limit"


@pytest.mark.attack("media-malware")
async def test_what_clamd_says_becomes_a_verdict(clamd: ClamdServer) -> None:
    await judged(clamd.address)


@pytest.mark.skipif(CLAMD is None, reason="ClamAV's daemon is not installed")
async def test_the_real_clamd_says_the_same(tmp_path: Path) -> None:
    with real_clamd(tmp_path) as address:
        await judged(address)


async def test_a_scanner_that_is_away_or_at_a_loss_has_found_nothing_out(
    clamd: ClamdServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(TemporaryFailure):
        await opened("tcp://127.0.0.1:1").scan(pieces(JPEG), size_bytes=len(JPEG))
    with pytest.raises(TemporaryFailure):
        await opened("unix:/nonexistent/clamd.ctl").scan(pieces(JPEG), size_bytes=len(JPEG))
    for answer in ("stream: Can't allocate memory ERROR", "", "x" * 9000):
        clamd.answer = answer
        with pytest.raises(TemporaryFailure):
            await opened(clamd.address).scan(pieces(JPEG), size_bytes=len(JPEG))
    monkeypatch.setattr("chatbookr_core.media.clamd.ANSWER_SECONDS", 0.05)
    silent = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    async with silent:
        port = silent.sockets[0].getsockname()[1]
        with pytest.raises(TemporaryFailure):
            await opened(f"tcp://127.0.0.1:{port}").scan(pieces(JPEG), size_bytes=len(JPEG))


def test_addresses_are_of_this_machine_in_production() -> None:
    assert opened("unix:/run/clamav/clamd.ctl", is_production=True) == Clamd(path="/run/clamav/clamd.ctl")
    assert opened("tcp://127.0.0.1", is_production=True) == Clamd(host="127.0.0.1", port=3310)
    assert opened("tcp://scanner.example:99") == Clamd(host="scanner.example", port=99)
    for address in ("tcp://scanner.example", "127.0.0.1:3310", "unix:relative", "tcp://"):
        with pytest.raises(ValueError, match=r"address|production"):
            opened(address, is_production=True)


def test_scanners_are_found_by_name_and_clamd_by_its_address_alone() -> None:
    def named(**environment: str) -> Settings:
        given = {"CHATBOOKR_DATABASE_URL": "sqlite://x", **{f"CHATBOOKR_{k}": v for k, v in environment.items()}}
        return settings_from(given)

    assert scanners_from(named()) == {}
    found = scanners_from(named(CLAMD_ADDRESS="tcp://127.0.0.1:3310"))
    assert names_of(found) == "clamd"
    for wrong in (named(SCANNERS="clamd"), named(SCANNERS="unheard-of"), named(CLAMD_ADDRESS="ftp://x")):
        with pytest.raises(InvalidSettings):
            scanners_from(wrong)
    with pytest.raises(InvalidSettings):
        named(MEDIA_MOST_BYTES="0")


async def test_the_first_finding_stands_and_the_next_scanner_is_not_asked() -> None:
    asked: list[str] = []

    class Says:
        def __init__(self, name: str, finding: str | None) -> None:
            self.name, self.finding = name, finding

        async def scan(self, content: AsyncIterator[bytes], *, size_bytes: int) -> Scanned:
            asked.append(f"{self.name}:{len(b''.join([piece async for piece in content]))}:{size_bytes}")
            return Scanned(self.finding)

    scanners: Any = {"a": Says("a", None), "b": Says("b", "worm"), "c": Says("c", None)}

    assert await scanned(scanners, lambda: pieces(JPEG), len(JPEG)) == Scanned("worm")
    assert asked == [f"{name}:{len(JPEG)}:{len(JPEG)}" for name in "ab"]
    assert await scanned({}, lambda: pieces(JPEG), len(JPEG)) == Scanned()
