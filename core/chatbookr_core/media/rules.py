"""What may become of a file, what kinds of content are kept at all, and how each is handed out. Pure."""

import base64
import binascii
import re
from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from chatbookr_sdk import Manifest, SentMedia


class MediaState(StrEnum):
    """How far a file has come."""

    WAITING = "waiting"
    FETCHED = "fetched"
    REFUSED = "refused"  # too large, or of a kind that is not kept
    INFECTED = "infected"
    FAILED = "failed"
    EXPIRED = "expired"  # the provider had it no longer


SOUND: Final = frozenset({"audio/3gpp", "audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"})
PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/webp"})
VIDEO: Final = frozenset({"video/mp4", "video/3gpp"})
OFFICE: Final = "application/vnd.openxmlformats-officedocument."
PAPERS: Final = frozenset(
    {
        "application/pdf",
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        "application/rtf",
        "text/plain",
        f"{OFFICE}wordprocessingml.document",
        f"{OFFICE}spreadsheetml.sheet",
        f"{OFFICE}presentationml.presentation",
    }
)
ALLOWED: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "image": PICTURES,
        "sticker": frozenset({"image/webp"}),
        "audio": SOUND,
        "voice": SOUND,
        "video": VIDEO,
        "document": PAPERS | PICTURES,
    }
)
"""By kind, the types of content that are kept: nothing that a browser or a desk runs at a click (HTML, SVG)."""

AS_SOUND: Final[Mapping[str, str]] = MappingProxyType({"video/mp4": "audio/mp4", "video/3gpp": "audio/3gpp"})
"""Containers that hold sound alone, where their kind says so."""
SHOWN_INLINE: Final = PICTURES | SOUND | VIDEO
EXTENSIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "audio/3gpp": "3gp",
        "audio/aac": "aac",
        "audio/amr": "amr",
        "audio/mpeg": "mp3",
        "audio/mp4": "m4a",
        "audio/ogg": "ogg",
        "image/jpeg": "jpg",
        "image/png": "png",
        "image/webp": "webp",
        "video/mp4": "mp4",
        "video/3gpp": "3gp",
        "application/pdf": "pdf",
        "application/msword": "doc",
        "application/vnd.ms-excel": "xls",
        "application/vnd.ms-powerpoint": "ppt",
        "application/rtf": "rtf",
        "text/plain": "txt",
        f"{OFFICE}wordprocessingml.document": "docx",
        f"{OFFICE}spreadsheetml.sheet": "xlsx",
        f"{OFFICE}presentationml.presentation": "pptx",
    }
)
NAME_CHARS: Final = 80
_MIME: Final = re.compile(r"[a-z0-9][a-z0-9.+-]{0,48}/[a-z0-9][a-z0-9.+-]{0,48}")
_NO_NAME: Final = re.compile(r"[^\w .,()+-]+")


def type_of(kind: str, found: str | None) -> str | None:
    """Return the type under which a content of a kind is kept; None: it is not kept."""
    named = AS_SOUND.get(found or "", found) if kind in ("audio", "voice") else found
    return named if named in ALLOWED.get(kind, frozenset()) else None


def declared_type(said: str | None) -> str | None:
    """Return the type a sender names, without parameters; None where what they say is none."""
    named = (said or "").partition(";")[0].strip().lower()
    return named if _MIME.fullmatch(named) else None


def most_bytes_of(manifest: Manifest | None, kind: str, ceiling_bytes: int) -> int | None:
    """Return how large a file of a kind may be: the channel's limit, or the deployment's below it; None: it may not."""
    limits = manifest.media_limits if manifest is not None else ()
    found = next((one.most_bytes for one in limits if one.kind == kind), None)
    return min(found, ceiling_bytes) if found is not None else None


def sent_as(manifest: Manifest | None, mime_type: str | None) -> SentMedia | None:
    """Return as which kind of file a channel sends what is of a type; None: it does not, or nothing of it is kept."""
    sent = manifest.sent_media if manifest is not None else ()
    return next((one for one in sent if mime_type in one.mime_types and mime_type in ALLOWED.get(one.kind, ())), None)


def is_digest(said: str, digest: bytes) -> bool:
    """Tell whether a provider's SHA-256 is a content's: in base64 (WhatsApp's webhooks) or hexadecimal digits."""
    if len(said) == 64:
        return said.lower() == digest.hex()
    try:
        return base64.b64decode(said, validate=True) == digest
    except (binascii.Error, ValueError):
        return False


def is_passed(scanned_with: str | None, scanners: Collection[str]) -> bool:
    """Tell whether every scanner that is set up has passed a file."""
    return set(scanners) <= set((scanned_with or "").split(","))


def file_name(said: str | None, mime_type: str, fallback: str) -> str:
    """Name a file by what its sender calls it, without any path, and by what it is: `x.html` of a picture is x.jpg."""
    stem = (said or "").replace("\\", "/").rpartition("/")[2].rpartition(".")
    clean = " ".join(_NO_NAME.sub(" ", stem[0] or stem[2]).split()).strip(" .")[:NAME_CHARS]
    return f"{clean or fallback}.{EXTENSIONS.get(mime_type, 'bin')}"
