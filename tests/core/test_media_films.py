"""A film is passed on without where, when and by what it was taken, whole, in whatever pieces it comes."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbookr_core.media.films import MOST_MOVIE_BYTES
from chatbookr_core.media.traces import without_traces

KINDS = ("video/mp4", "video/3gpp", "audio/mp4")
PLACE = b"+52.3702+004.8952/CANARY"
WHEN = (3_900_000_000).to_bytes(4, "big")
PICTURE, ENCODER = b"moving pictures" * 40, b"\x0fCANARY encoder".ljust(32, b"\0")


def box(kind: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return (8 + len(content)).to_bytes(4, "big") + kind + content


def header(kind: bytes, rest: int) -> bytes:
    return box(kind, bytes(4), WHEN, WHEN, b"\x01" * rest)


def entry(kind: bytes, of: bytes) -> bytes:
    if of == b"vide":
        return box(kind, bytes(6), b"\0\1", bytes(16), b"\x02\x80\x01\xe0", bytes(14), ENCODER, b"\0\x18\xff\xff")
    return box(
        kind, bytes(6), b"\0\1", bytes(8), b"\0\2\0\x10", bytes(4), b"\xac\x44\0\0", box(b"esds", b"decoder" * 9)
    )


def track(of: bytes, kind: bytes) -> bytes:
    named = box(b"hdlr", bytes(8), of, bytes(12), b"CANARY Media Handler\0")
    table = box(b"stbl", box(b"stsd", bytes(4), b"\0\0\0\1", entry(kind, of)), box(b"stsz", b"sizes"))
    data = box(b"dinf", box(b"dref", b"here"))
    media = box(b"mdia", header(b"mdhd", 12), named, box(b"minf", box(b"vmhd", bytes(8)), data, table))
    return box(b"trak", header(b"tkhd", 72), media, box(b"udta", box(b"name", b"CANARY")), box(b"meta", b"CANARY"))


FILM = b"".join(
    (
        box(b"ftyp", b"isom\0\0\2\0isomiso2avc1mp41"),
        box(b"free", b"CANARY in free space"),
        box(b"mdat", PICTURE),
        box(
            b"moov",
            header(b"mvhd", 88),
            track(b"vide", b"avc1"),
            track(b"soun", b"mp4a"),
            track(b"meta", b"gpmd"),
            box(b"udta", box(b"\xa9xyz", PLACE), box(b"loci", b"CANARY"), box(b"\xa9day", b"2026-11-29 CANARY")),
            box(b"meta", box(b"ilst", PLACE)),
            box(b"uuid", b"CANARY"),
        ),
        box(b"uuid", b"<x:xmpmeta>CANARY"),
        box(b"sefd", b"CANARY, behind the film"),
    )
)


async def passed(mime_type: str, content: bytes, size: int = 1 << 18) -> bytes:
    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(content), size):
            yield content[start : start + size]

    return b"".join([piece async for piece in without_traces(mime_type, pieces())])


@pytest.mark.attack("media-traces")
@pytest.mark.parametrize("mime_type", KINDS)
@pytest.mark.parametrize("size", [1, 3, 64, 1 << 18])
async def test_nothing_is_left_of_where_and_when_and_by_what_it_was_taken(mime_type: str, size: int) -> None:
    after = await passed(mime_type, FILM, size)

    for told in (b"CANARY", b"+52.3702", WHEN, b"2026", b"gpmd"):
        assert told in FILM
        assert told not in after
    assert len(after) == len(FILM)


async def test_what_plays_it_stays_where_it_is() -> None:
    after = await passed("video/mp4", FILM)

    for kept in (PICTURE, b"isomiso2avc1mp41", b"avc1", b"\x02\x80\x01\xe0", b"\xac\x44\0\0", b"decoder" * 9, b"sizes"):
        assert after.index(kept) == FILM.index(kept)
    assert (after.count(b"trak"), after.count(b"stsd"), after.count(b"esds")) == (2, 2, 1)
    assert after.count(b"\x01" * 72) == FILM.count(b"\x01" * 72) - 1


def test_a_film_without_traces_comes_out_as_it_went_in() -> None:
    """What was blanked once has nothing more to blank."""
    import asyncio

    once = asyncio.run(passed("video/mp4", FILM))

    assert asyncio.run(passed("video/mp4", once)) == once


LONG = b"\0\0\0\1mdat" + (16 + len(PICTURE)).to_bytes(8, "big") + PICTURE
ODD = {
    "a length of eight bytes": (LONG, LONG),
    "to the end": (b"\0\0\0\0mdat" + PICTURE, b"\0\0\0\0mdat" + PICTURE),
    "too short": (b"\0\0\0\3moovCANARY", bytes(14)),
    "cut off": (b"\0\0\0", bytes(3)),
    "more than is there": (b"\0\0\1\0uuidCANARY", b"\0\0\1\0free" + bytes(6)),
    "a movie longer than any": (
        (MOST_MOVIE_BYTES + 9).to_bytes(4, "big") + b"moovCANARY",
        (MOST_MOVIE_BYTES + 9).to_bytes(4, "big") + b"free" + bytes(6),
    ),
    "times of eight bytes": (
        box(b"moov", box(b"mvhd", b"\1\0\0\0", b"CANARY12" * 2, b"rest")),
        box(b"moov", box(b"mvhd", b"\1\0\0\0", bytes(16), b"rest")),
    ),
    "a box within that ends behind its own": (box(b"moov", b"\0\0\1\0mvhdCANARY"), box(b"moov", bytes(14))),
}


@pytest.mark.parametrize("name", ODD)
async def test_what_is_no_film_is_blanked_where_it_ends_to_be_one(name: str) -> None:
    content, wanted = ODD[name]

    assert await passed("video/mp4", content, 5) == wanted


@settings(max_examples=200)
@given(at=st.integers(0, len(FILM) - 1), value=st.integers(0, 255), size=st.integers(1, 300))
def test_whatever_is_changed_it_ends_and_keeps_its_length(at: int, value: int, size: int) -> None:
    import asyncio

    content = FILM[:at] + bytes([value]) + FILM[at + 1 :]

    assert len(asyncio.run(passed("video/mp4", content, size))) == len(content)
