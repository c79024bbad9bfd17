"""A picture is passed on without what its phone wrote beside it, whole and upright, in whatever pieces it comes."""

import zlib
from collections.abc import AsyncIterator, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources import ROOT

from chatbookr_core.media.traces import MOST_PARTS, without_traces

PICTURES = ROOT / "tests" / "fixtures" / "pictures"
KINDS = {"image/jpeg": "phone.jpg", "image/png": "phone.png", "image/webp": "phone.webp"}
ORIENTED = bytes.fromhex("4d4d002a00000008000101120003000000010006000000000000")
"""All that is left of Exif: a directory of one entry, the orientation."""


def original(mime_type: str) -> bytes:
    return (PICTURES / KINDS[mime_type]).read_bytes()


async def passed(mime_type: str, content: bytes, size: int = 1 << 18) -> bytes:
    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(content), size):
            yield content[start : start + size]

    return b"".join([piece async for piece in without_traces(mime_type, pieces())])


def png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    at = 8
    while at < len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        yield content[at + 4 : at + 8], content[at + 8 : at + 8 + size], content[at + 8 + size : at + 12 + size]
        at += 12 + size
        if content[at - 8 : at - 4] == b"IEND":
            return


@pytest.mark.parametrize("mime_type", KINDS)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 1 << 18])
async def test_nothing_is_left_of_who_took_it_where_and_when(mime_type: str, size: int) -> None:
    before = original(mime_type)

    after = await passed(mime_type, before, size)

    assert b"CANARY" in before
    for told in (b"CANARY", b"GPSLatitude", b"2026:11:29", b"\x88\x25", b"\x25\x88"):  # the last: the tag of a place
        assert told not in after
    assert after.count(ORIENTED) == 1
    assert len(after) == len(before)


async def test_a_jpeg_keeps_its_picture_its_colours_and_its_size() -> None:
    before, after = original("image/jpeg"), await passed("image/jpeg", original("image/jpeg"))
    picture = before[before.index(b"\xff\xdb") : before.rindex(b"\xff\xd9") + 2]

    assert picture in after
    assert b"ICC_PROFILE\0" in after
    assert after[6:10] == b"JFIF"


async def test_a_png_keeps_its_picture_and_each_sum_is_right() -> None:
    before, after = (
        list(png_chunks(one)) for one in (original("image/png"), await passed("image/png", original("image/png")))
    )
    shown = (b"IHDR", b"IDAT", b"IEND")

    assert [one for one in after if one[0] in shown] == [one for one in before if one[0] in shown]
    assert {one[0] for one in after} == {*shown, b"eXIf", b"voId"}
    for kind, content, sum_ in after:
        assert zlib.crc32(kind + content) == int.from_bytes(sum_, "big")


def chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")


@pytest.mark.parametrize("kind", [b"caBX", b"dSIG", b"zxIf", b"sTER", b"prVT", b"CgBI"])
async def test_of_a_png_only_what_it_is_shown_by_is_kept(kind: bytes) -> None:
    before = original("image/png")
    head = 8 + 25  # its signature and size

    after = await passed("image/png", before[:head] + chunk(kind, b"CANARY: made at 52.37, 4.89") + before[head:])

    assert b"CANARY" not in after
    assert list(png_chunks(after))[1] == (b"voId", bytes(27), zlib.crc32(b"voId" + bytes(27)).to_bytes(4, "big"))


async def test_a_png_keeps_its_colours_and_its_movement() -> None:
    kept = [chunk(kind, b"told") for kind in (b"gAMA", b"iCCP", b"cICP", b"pHYs", b"tRNS", b"acTL", b"fcTL", b"fdAT")]
    content = b"\x89PNG\r\n\x1a\n" + b"".join(kept) + chunk(b"IEND", b"")

    assert await passed("image/png", content) == content


async def test_a_size_that_is_claimed_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    summed = list[int]()

    def counted(data: bytes, start: int = 0) -> int:
        summed.append(len(data))
        return start

    monkeypatch.setattr("chatbookr_core.media.traces.zlib.crc32", counted)
    content = b"\x89PNG\r\n\x1a\n" + b"\xff\xff\xff\xfftEXt" + b"little"

    assert len(await passed("image/png", content)) == len(content)
    assert sum(summed) < 100


async def test_a_webp_keeps_its_picture() -> None:
    before, after = original("image/webp"), await passed("image/webp", original("image/webp"))
    start = before.index(b"VP8 ")
    end = start + 8 + int.from_bytes(before[start + 4 : start + 8], "little")

    assert after[:end] == before[:end]


@pytest.mark.parametrize("mime_type", ["application/pdf", "audio/ogg", "text/plain"])
async def test_what_is_neither_picture_nor_film_is_passed_on_as_it_is(mime_type: str) -> None:
    assert await passed(mime_type, original("image/jpeg"), 9) == original("image/jpeg")


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.binary(max_size=40), st.integers(0, 1100), st.integers(1, 200))
async def test_a_damaged_picture_keeps_its_length_however_it_comes(
    mime_type: str, junk: bytes, at: int, size: int
) -> None:
    content = original(mime_type)
    damaged = content[:at] + junk + content[at + len(junk) // 2 :]

    after = await passed(mime_type, damaged, size)

    assert len(after) == len(damaged)
    assert after == await passed(mime_type, damaged)


async def test_a_picture_of_countless_parts_is_read_to_a_limit_and_blanked_behind_it() -> None:
    part = b"\xff\xfe\x00\x03!"

    after = await passed("image/jpeg", b"\xff\xd8" + part * MOST_PARTS + b"\xff\xe0\x00\x07JFIF\0")

    assert after.endswith(b"\xff\xe0" + bytes(7))
