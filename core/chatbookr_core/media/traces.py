"""Blanks what a picture says beside what it shows: where and when, by which device, and by whom it was taken.

JPEG (ITU-T T.81, Annex B; Exif 2.32), PNG (W3C, third edition) and WebP (RFC 9649) are read as they pass by, in pieces;
films and sound in MP4 next door (films.py).
What is blanked keeps its length, so that nothing else moves; of Exif the orientation stays, or pictures would lie on
their side. No library does that: Pillow decodes what strangers send and loses quality, piexif has been left since 2019,
drops the orientation and leaves XMP.
"""

import re
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Final

from chatbookr_core.media.films import film
from chatbookr_core.media.pieces import Piece

EXIF: Final = b"Exif\0\0"
MOST_EXIF_BYTES: Final = 65_536
MOST_PARTS: Final = 65_536
"""So many segments or chunks are looked at; what is behind them is blanked. A picture of 100 MB has a tenth of that."""
_MARKER: Final = re.compile(rb"\xff[^\x00\x01\xd0-\xd8\xff]")  # neither stuffing nor one that stands alone
_KEPT_SEGMENTS: Final = ((0xE0, b"JFIF\0"), (0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe"))
"""Of what applications may add, what colours and sizes are told by."""
_PNG_KEPT: Final = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs acTL fcTL fdAT".split()
)
"""The picture, its colours, its size and its movement; programs put theirs beside (`caBX`: who made it, and where)."""
_WEBP_KEPT: Final = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH", b"ICCP"})
_IGNORED: Final = b"voId"  # ancillary, private, safe to copy (PNG, 5.4): nobody reads it
Blanking = Callable[[Piece], Iterator[bytes]]


async def without_traces(mime_type: str, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Pass the pieces of a picture or a film on, blanked; those of any other type as they are."""
    blanking = _BLANKINGS.get(mime_type)
    if blanking is None:
        async for piece in pieces:
            yield piece
        return
    waiting = Piece()
    reading = blanking(waiting)
    async for piece in pieces:
        waiting.data += piece
        if passed := b"".join(_until_short(reading)):
            yield passed
    waiting.is_last = True
    if passed := b"".join(_until_short(reading)):
        yield passed


def _until_short(reading: Iterator[bytes]) -> Iterator[bytes]:
    """Read on until the reader asks for more than there is, which it does by an empty piece."""
    for passed in reading:
        if not passed:
            return
        yield passed


def _jpeg(piece: Piece) -> Iterator[bytes]:
    parts = 0
    while piece.data or not piece.is_last:
        found = _MARKER.search(piece.data)
        if found is None:  # within the picture itself; a marker may be cut in two
            if size := len(piece.data) - (piece.data[-1:] == b"\xff" and not piece.is_last):
                yield piece.take(size)
            yield from piece.await_(len(piece.data) + 1)
            continue
        if found.start():
            yield piece.take(found.start())
        marker, parts = piece.data[1], parts + 1
        if marker == 0xD9 or parts > MOST_PARTS:
            yield piece.take(2)
            yield from piece.rest()
            return
        yield from piece.await_(4)
        size = 2 + int.from_bytes(piece.data[2:4], "big")
        yield from piece.await_(size)
        head, content = piece.take(4), piece.take(max(size - 4, 0))
        yield head + _segment(marker, content)


def _segment(marker: int, content: bytes) -> bytes:
    is_added = 0xE0 <= marker <= 0xEF or marker == 0xFE
    if not is_added or any(marker == one and content.startswith(name) for one, name in _KEPT_SEGMENTS):
        return content
    return _upright(content) if marker == 0xE1 else bytes(len(content))


def _png(piece: Piece) -> Iterator[bytes]:
    yield from piece.pass_on(8, is_blank=False)
    kind, parts = b"", 0
    while kind != b"IEND" and (piece.data or not piece.is_last) and parts < MOST_PARTS:
        parts += 1
        yield from piece.await_(8)
        length, kind = piece.take(4), piece.take(4)
        size = int.from_bytes(length, "big")
        if kind in _PNG_KEPT:
            yield length + kind
            yield from piece.pass_on(size + 4, is_blank=False)
            continue
        yield from _png_blank(piece, length, kind, size)
    yield from piece.rest()


def _png_blank(piece: Piece, length: bytes, kind: bytes, size: int) -> Iterator[bytes]:
    content = b""
    if kind == b"eXIf" and size <= MOST_EXIF_BYTES:
        yield from piece.await_(size)
        content = _upright(EXIF + piece.take(size))[len(EXIF) :]
    kept = kind if any(content) else _IGNORED[: len(kind)]
    yield length + kept + content
    sum_ = zlib.crc32(content, zlib.crc32(kept))
    for blank in piece.pass_on(size - len(content), is_blank=True):  # of what is there: a size may claim four gigabytes
        sum_ = zlib.crc32(blank, sum_)
        yield blank
    yield from piece.await_(4)
    yield sum_.to_bytes(4, "big")[: len(piece.take(4))]


def _webp(piece: Piece) -> Iterator[bytes]:
    yield from piece.await_(12)
    head = piece.take(12)
    left, parts = int.from_bytes(head[4:8], "little") - 4, 0
    yield head
    while left >= 8 and (piece.data or not piece.is_last) and parts < MOST_PARTS:
        parts += 1
        yield from piece.await_(8)
        chunk = piece.take(8)
        size = int.from_bytes(chunk[4:8], "little")
        size += size & 1
        left -= 8 + size
        yield chunk
        if chunk[:4] == b"EXIF" and size <= MOST_EXIF_BYTES:
            yield from piece.await_(size)
            content = piece.take(size)
            prefix = b"" if content.startswith(EXIF) else EXIF
            yield _upright(prefix + content)[len(prefix) :]
        else:
            yield from piece.pass_on(size, is_blank=chunk[:4] not in _WEBP_KEPT)
    yield from piece.rest()


def _upright(content: bytes) -> bytes:
    """Blank Exif data but for how the picture is to be turned; whatever else it is, whole."""
    way = _orientation(content.removeprefix(EXIF)) if content.startswith(EXIF) else 1
    if not 2 <= way <= 8 or len(content) < 32:
        return bytes(len(content))
    entry = b"\x01\x12\x00\x03\x00\x00\x00\x01\x00" + bytes([way]) + b"\x00\x00"
    kept = EXIF + b"MM\x00*\x00\x00\x00\x08\x00\x01" + entry + bytes(4)
    return kept + bytes(len(content) - len(kept))


def _orientation(tiff: bytes) -> int:
    """Read tag 0x0112 of the first directory (TIFF 6.0, section 2); 1, as it is, where there is none."""
    if tiff[:2] not in (b"MM", b"II"):
        return 1

    def number(at: int, size: int) -> int:
        return int.from_bytes(tiff[at : at + size], "big" if tiff[:1] == b"M" else "little")

    first = number(4, 4)
    for at in range(first + 2, min(first + 2 + 12 * number(first, 2), len(tiff) - 11), 12):
        if number(at, 2) == 0x0112 and number(at + 2, 2) == 3:
            return number(at + 8, 2)
    return 1


_BLANKINGS: Final[dict[str, Blanking]] = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/webp": _webp,
    "video/mp4": film,
    "video/3gpp": film,
    "audio/mp4": film,
}
