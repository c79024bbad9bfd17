"""Blanks what a film or a sound says beside what it shows: where and when, by which device, and by whom it was taken.

MP4, M4A and 3GP are boxes within boxes (ISO/IEC 14496-12; QuickTime File Format). What plays the film is listed here,
and all else becomes free space of the same length, so that nothing moves: users' data (`udta`: ©xyz, loci), metadata
(`meta`, `uuid`), and tracks that are neither picture, sound nor subtitle (where a camera was, second by second). Dates,
and the names of the programs that wrote it, become zeros.
"""

from collections.abc import Iterator
from typing import Final

from chatbookr_core.media.pieces import Piece

MOST_BOXES: Final = 65_536
MOST_MOVIE_BYTES: Final = 16 << 20
"""What describes a film is read whole; one of 100 MB and three hours takes a tenth of that. A longer one is blanked."""
MOST_DEPTH: Final = 8
HEAD_BYTES: Final = 8
_FREE: Final = b"free"
_PASSED: Final = frozenset((b"ftyp", b"styp", b"mdat", b"sidx", b"ssix", b"mfra", b"pdin", b"wide"))
_READ: Final = frozenset((b"moov", b"moof"))
_WITHIN: Final = frozenset(b"moov trak mdia minf stbl edts mvex moof traf dinf".split())
_KEPT: Final = frozenset(
    b"mvhd tkhd mdhd hdlr stsd stts ctts stsc stsz stz2 stco co64 stss stsh sdtp sbgp sgpd subs saiz saio cslg stps"
    b" elst vmhd smhd nmhd sthd gmhd dref tref trgr tapt load trex mehd leva mfhd tfhd tfdt trun iods elng".split()
)
"""What says how, when and in which order it is shown."""
_SHOWN: Final = frozenset((b"vide", b"soun", b"subt", b"sbtl", b"text"))
_ENCODER: Final = slice(50, 82)
"""Of a description of pictures: by what they were encoded."""


def film(piece: Piece) -> Iterator[bytes]:
    """Follow a film in pieces and yield it blanked; an empty piece asks for more."""
    boxes = 0
    while (piece.data or not piece.is_last) and boxes < MOST_BOXES:
        boxes += 1
        yield from piece.await_(HEAD_BYTES)
        head = piece.take(HEAD_BYTES)
        size, kind = int.from_bytes(head[:4], "big"), head[4:]
        if size == 1:  # written behind, in eight bytes
            yield from piece.await_(8)
            long = piece.take(8)
            size, head = int.from_bytes(long, "big"), head + long
        left = size - len(head) if size else 1 << 62  # 0: to the end
        if len(kind) < 4 or left < 0:
            yield bytes(len(head))
            break
        if kind in _READ and left <= MOST_MOVIE_BYTES:
            yield from piece.await_(left)
            yield head + _described(piece.take(left))
        else:
            is_passed = kind in _PASSED
            yield head if is_passed else head[:4] + _FREE + head[HEAD_BYTES:]
            yield from piece.pass_on(left, is_blank=not is_passed)
    yield from piece.rest()


def _described(content: bytes) -> bytes:
    data = bytearray(content)
    _read(memoryview(data), MOST_DEPTH, b"")
    return bytes(data)


def _read(data: memoryview, depth: int, handler: bytes) -> None:
    """Blank what of a box's content does not play the film; `handler` says what the track is of that it is in."""
    for kind, box, content in _boxes(data):
        of = _handler_of(content) if kind == b"trak" else handler
        if kind in _WITHIN and depth and (kind != b"trak" or of in _SHOWN):
            _read(content, depth - 1, of)
        elif kind == b"stsd" and of == b"vide":
            _blank_encoders(content)
        elif kind in _KEPT:
            _blank_within(kind, content)
        else:
            _free(box, content)


def _boxes(data: memoryview) -> Iterator[tuple[bytes, memoryview, memoryview]]:
    """Yield each box: its kind, all of it, its content. What is no box is blanked, to the end."""
    at = 0
    while at < len(data):
        size, head = int.from_bytes(data[at : at + 4], "big"), HEAD_BYTES
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        if size == 0:
            size = len(data) - at
        if size < head or at + size > len(data):
            data[at:] = bytes(len(data) - at)
            return
        yield bytes(data[at + 4 : at + 8]), data[at : at + size], data[at + head : at + size]
        at += size


def _free(box: memoryview, content: memoryview) -> None:
    box[4:8] = _FREE
    content[:] = bytes(len(content))


def _handler_of(track: memoryview) -> bytes:
    """Say what a track is of, by its `mdia`'s `hdlr`; empty where it does not say."""
    for kind, _, content in _boxes(track):
        if kind == b"mdia":
            return next((bytes(one[8:12]) for name, _, one in _boxes(content) if name == b"hdlr"), b"")
    return b""


def _blank_within(kind: bytes, content: memoryview) -> None:
    if kind in (b"mvhd", b"tkhd", b"mdhd"):  # made and changed when: in seconds since 1904
        times = content[4 : 4 + (16 if bytes(content[:1]) == b"\x01" else 8)]
        times[:] = bytes(len(times))
    elif kind == b"hdlr":  # by which program
        content[24:] = bytes(len(content[24:]))


def _blank_encoders(content: memoryview) -> None:
    for _, box, _ in _boxes(content[8:]):
        name = box[_ENCODER]
        name[:] = bytes(len(name))
