"""Writes a form with one file (RFC 7578), piece by piece: httpx would hold the file whole."""

import secrets
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

from chatbookr_sdk import FilePart, PermanentFailure


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it goes over the wire."""

    content_type: str
    size_bytes: int
    pieces: AsyncIterator[bytes] = field(repr=False)


def form_of(file: FilePart, fields: Mapping[str, str]) -> Form:
    """Write a form of `fields` and then the file, under a boundary that nobody can have put into the content."""
    boundary = secrets.token_hex(20)
    head = b"".join(
        _part(boundary, f'name="{quoted(name)}"', None) + value.encode() + b"\r\n" for name, value in fields.items()
    )
    head += _part(boundary, f'name="file"; filename="{quoted(file.filename)}"', file.mime_type)
    tail = f"\r\n--{boundary}--\r\n".encode()
    size_bytes = len(head) + file.size_bytes + len(tail)
    return Form(f"multipart/form-data; boundary={boundary}", size_bytes, _pieces(head, file, tail))


def _part(boundary: str, disposition: str, mime_type: str | None) -> bytes:
    kind = f"Content-Type: {mime_type}\r\n" if mime_type else ""
    return f"--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n{kind}\r\n".encode()


def quoted(name: str) -> str:
    """Write a name as browsers do in a form (HTML, "multipart/form-data encoding algorithm"): it ends no header."""
    return name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")


async def _pieces(head: bytes, file: FilePart, tail: bytes) -> AsyncIterator[bytes]:
    """Yield the form. Raises PermanentFailure where the content is not as long as was announced."""
    yield head
    sent_bytes = 0
    async for piece in file.pieces:
        sent_bytes += len(piece)
        yield piece
    if sent_bytes != file.size_bytes:  # the provider could never tell where the form ends
        raise PermanentFailure("damaged", "the file is not as long as was announced")
    yield tail
