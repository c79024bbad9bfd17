"""Files that people send and are sent: how a channel hands them over, and who looks for malware in them.

A channel with `Capability.FETCH_MEDIA` is a `FetchesMedia` too, one with `SEND_MEDIA` a `SendsMedia`. The object of an
entry point `chatbookr.scanners` is a `ScannerService`; the host opens those that CHATBOOKR_SCANNERS names, and neither
serves nor sends a file that they have not passed.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from chatbookr_sdk.context import Context, Secret
from chatbookr_sdk.manifest import Setting
from chatbookr_sdk.received import MediaReceived


class FetchesMedia(Protocol):
    """The power to fetch files, of a messaging channel."""

    def fetch_media(self, ctx: Context, media: MediaReceived, *, most_bytes: int) -> AsyncIterator[bytes]:
        """Yield the content of a file, in pieces, from its beginning; may be asked for again from the beginning.

        Raises PermanentFailure: "not_found" (the provider has it no longer), "too_large" (more than `most_bytes`,
        best before reading), or another reason; TemporaryFailure; AuthExpired. The host compares the digest.
        """
        ...


@dataclass(frozen=True, slots=True)
class OutboundFile:
    """A file that is to be sent; the host has checked it against the manifest's `sent_media`."""

    kind: str
    filename: str = field(repr=False)
    mime_type: str
    size_bytes: int


class SendsMedia(Protocol):
    """The power to send files, of a messaging channel: first the file is handed over, then a `FileMessage` names it."""

    async def upload_media(self, ctx: Context, file: OutboundFile, content: AsyncIterator[bytes]) -> str:
        """Hand a file over and return the provider's id of it; nobody sees it before a message names it.

        It may be asked for again where nobody knows how it ended, and the host gives each id to one message. Raises
        PermanentFailure, TemporaryFailure, OutcomeUnknown, AuthExpired.
        """
        ...


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scanner says of a file; `finding` names what it found (None: nothing) and quotes nothing of the file."""

    finding: str | None = None


class Scanner(Protocol):
    """Looks for malware, from any task of one event loop."""

    async def scan(self, content: AsyncIterator[bytes], *, size_bytes: int) -> Scanned:
        """Read a file to its end, or as far as it takes to judge it.

        Raises TemporaryFailure where the scanner cannot be had now (the host asks again), PermanentFailure where it
        will never judge this file (too large for it): such a file is not served.
        """
        ...


class ScannerService(Protocol):
    """How a scanner is set up: the object of an entry point."""

    @property
    def settings(self) -> Sequence[Setting]:
        """What the operator sets. `address` of a service `clamd` is read from `CHATBOOKR_CLAMD_ADDRESS`."""
        ...

    def open(self, settings: Mapping[str, str], secrets: Mapping[str, Secret], *, is_production: bool) -> Scanner:
        """Return a scanner without asking it anything: a start must not depend on it.

        In production files must not pass a network in clear. Raises ValueError that says what to set, without values.
        """
        ...
