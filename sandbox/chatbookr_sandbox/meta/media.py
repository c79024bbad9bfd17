"""Media files clinics and patients exchange, held in memory alone.

Types and sizes: Meta, Cloud API, "Media", "Supported media types".
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP

MEGABYTE = 1024 * 1024
LIMITS: dict[str, int] = {
    "audio": 16 * MEGABYTE,
    "image": 5 * MEGABYTE,
    "video": 16 * MEGABYTE,
    "document": 100 * MEGABYTE,
    "sticker": 500 * 1024,
}
KINDS: dict[str, tuple[str, ...]] = {
    "audio": ("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/opus"),
    "image": ("image/jpeg", "image/png"),
    "video": ("video/3gpp", "video/mp4"),
    "sticker": ("image/webp",),
}
"""By kind, what may be uploaded as it; documents of patients come as of any type."""

OFFICE = "application/vnd.openxmlformats-officedocument."
UPLOADED = (
    *(mime_type for types in KINDS.values() for mime_type in types),
    "application/vnd.ms-powerpoint",
    "application/msword",
    "application/vnd.ms-excel",
    "application/pdf",
    "text/plain",
    f"{OFFICE}wordprocessingml.document",
    f"{OFFICE}presentationml.presentation",
    f"{OFFICE}spreadsheetml.sheet",
)
"""What may be uploaded at all, as Meta lists it where it refuses another type."""

MOST_FILES = 50
MOST_BYTES = 256 * MEGABYTE
URL_SECONDS = 300
IDS_OF_WEBHOOKS_SECONDS, IDS_OF_UPLOADS_SECONDS = 7 * 86_400, 30 * 86_400


@dataclass(frozen=True, slots=True)
class MediaFile:
    """Hold one file: of the number it was uploaded to or sent to, until its id runs out (epoch seconds)."""

    id: str
    mime_type: str
    content: bytes = field(repr=False)
    phone_number_id: str
    expires_at: int

    @property
    def sha256(self) -> str:
        """Give the digest Meta reports of a file."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def sha256_of_webhooks(self) -> str:
        """Give the digest as webhooks have it."""
        return base64.b64encode(hashlib.sha256(self.content).digest()).decode()


@dataclass(slots=True)
class MediaShelf:
    """Keep the latest files; `secret` signs their addresses."""

    secret: bytes
    files: dict[str, MediaFile] = field(default_factory=dict)

    def put(self, file: MediaFile) -> None:
        """Keep a file; the oldest go when there are too many, or too much."""
        self.files[file.id] = file
        while len(self.files) > MOST_FILES or sum(len(one.content) for one in self.files.values()) > MOST_BYTES:
            del self.files[next(iter(self.files))]

    def find(self, media_id: str, now: int) -> MediaFile | None:
        """Find a file whose id has not run out."""
        file = self.files.get(media_id)
        return file if file is not None and now < file.expires_at else None

    def query_of(self, file: MediaFile, now: int) -> str:
        """Write what an address of a file ends with: until when it holds, and that it was written here."""
        until = now + URL_SECONDS
        return f"mid={file.id}&ext={until}&hash={self._hash(file.id, until)}"

    def is_address(self, media_id: str, until: str, signature: str, now: int) -> bool:
        """Tell whether an address was given out here and holds still."""
        if not (until.isascii() and until.isdecimal() and len(until) < 12):
            return False
        return hmac.compare_digest(self._hash(media_id, int(until)), signature) and now < int(until)

    def _hash(self, media_id: str, until: int) -> str:
        return hmac.new(self.secret, f"{media_id}|{until}".encode(), hashlib.sha256).hexdigest()


def kind_of(mime_type: str) -> str:
    """Say as what Meta takes a type."""
    named = mime_type.partition(";")[0].strip().lower()
    return next((kind for kind, types in KINDS.items() if named in types), "document")


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
