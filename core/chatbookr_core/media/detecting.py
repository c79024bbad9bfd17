"""Tells by its beginning what a file is; what its sender or the provider calls it does not matter."""

import re
from typing import Final

HEAD_BYTES: Final = 64 * 1024
OLE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
OLE_STREAMS: Final = (
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
_NOT_TEXT: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def found_type(head: bytes) -> str | None:
    """Name the type (IANA) of a content by its first bytes; None for what is not known, markup among it."""
    import filetype  # half a megabyte, which only who is handed files needs

    kind = filetype.guess(head)
    if kind is not None:
        return str(kind.mime)
    if head.startswith(OLE):
        streams = (mime for name, mime in OLE_STREAMS if name.encode("utf-16-le") in head)
        return next(streams, None)
    return "text/plain" if _is_plain(head) else None


def _is_plain(head: bytes) -> bool:
    """Tell whether it is text in UTF-8, and none that a browser may take for a page or a picture: markup begins so."""
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        if problem.start < len(head) - 3 or problem.reason != "unexpected end of data":
            return False
        text = head[: problem.start].decode("utf-8-sig")
    return bool(text.strip()) and not text.lstrip().startswith("<") and not _NOT_TEXT.search(text)
