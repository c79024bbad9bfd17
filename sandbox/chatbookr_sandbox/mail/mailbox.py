"""The mail that came in: an SMTP server (RFC 5321, by aiosmtpd) that keeps what it is given, and refuses on demand."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import asdict, dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session

from chatbookr_sandbox.context import SandboxContext

KEPT = 200
LARGEST_BYTES = 1024 * 1024
SECTION = "mail"
TAKEN = "250 OK"


@dataclass(frozen=True, slots=True)
class Received:
    """One mail as its reader sees it."""

    id: str
    to: str
    sender: str
    subject: str
    text: str
    received_at: str


class Mailbox:
    """Keeps the last mails, over restarts; told of a fault for the service `mail`, it refuses or asks for patience."""

    def __init__(self, context: SandboxContext) -> None:
        self._context = context
        stored = context.state.attach(SECTION, self._snapshot)
        mails = stored if isinstance(stored, list) else []
        self._mails: deque[Received] = deque((Received(**mail) for mail in mails), maxlen=KEPT)
        self.refusal: str | None = None  # an SMTP answer such as "450 4.2.1 Try later", given instead of taking mail

    def all(self, to: str | None = None) -> list[Received]:
        """List the mails, the newest first, or those to one address."""
        return [mail for mail in reversed(self._mails) if to in (None, mail.to)]

    def clear(self) -> None:
        self._mails.clear()
        self._context.state.touch()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        """Take a mail in, once per recipient."""
        if self.refusal is not None:
            return self.refusal
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        message = message_from_bytes(content, policy=default)
        for recipient in envelope.rcpt_tos:
            self._mails.append(self._received(message, recipient))
        self._context.state.touch()
        return TAKEN

    def _received(self, message: EmailMessage, recipient: str) -> Received:
        body = message.get_body(("plain",))
        return Received(
            id=str(message.get("Message-ID", "")),
            to=recipient,
            sender=str(message.get("From", "")),
            subject=str(message.get("Subject", "")),
            text=body.get_content() if body is not None else "",
            received_at=self._context.clock.now().isoformat(),
        )

    def _snapshot(self) -> object:
        return [asdict(mail) for mail in self._mails]


async def serve(mailbox: Mailbox, host: str, port: int) -> asyncio.Server:
    """Listen for mail. Raises OSError where the port is taken."""
    loop = asyncio.get_running_loop()
    return await loop.create_server(
        lambda: SMTP(mailbox, loop=loop, hostname="sandbox", data_size_limit=LARGEST_BYTES, enable_SMTPUTF8=True),
        host,
        port,
    )
