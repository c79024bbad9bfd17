"""Media files clinics and patients exchange, held in memory alone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP

LARGEST_BYTES = 16 * 1024 * 1024
MOST_FILES = 50


@dataclass(frozen=True, slots=True)
class MediaFile:
    """Hold one uploaded file."""

    id: str
    mime_type: str
    content: bytes = field(repr=False)

    @property
    def sha256(self) -> str:
        """Give the digest Meta reports."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(slots=True)
class MediaShelf:
    """Keep the latest files."""

    files: dict[str, MediaFile] = field(default_factory=dict)

    def put(self, file: MediaFile) -> None:
        """Keep a file; the oldest goes when there are too many."""
        self.files[file.id] = file
        while len(self.files) > MOST_FILES:
            del self.files[next(iter(self.files))]


@dataclass(frozen=True, slots=True)
class Part:
    """Hold one part of a multipart body."""

    mime_type: str
    content: bytes = field(repr=False)


def parts_of(content_type: str, body: bytes) -> dict[str, Part]:
    """Read a `multipart/form-data` body (RFC 7578) into its named parts; nothing when it is none."""
    head = f"content-type: {content_type}\r\n\r\n".encode()
    whole = BytesParser(policy=HTTP).parsebytes(head + body)
    parts = {}
    for part in whole.iter_parts() if whole.is_multipart() else ():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            parts[name] = Part(part.get_content_type(), content)
    return parts
