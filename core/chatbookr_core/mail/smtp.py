"""Hands mail to an SMTP server (RFC 5321), by TLS or STARTTLS wherever it is not on this machine."""

import re
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from chatbookr_core.errors import InvalidSettings
from chatbookr_core.tls import is_on_this_machine
from chatbookr_sdk import PermanentFailure, TemporaryFailure

TIMEOUT_SECONDS = 20.0
PORTS = {"smtp": 587, "smtps": 465}
HOST = re.compile(r"[\w.:-]+")  # a name, also an international one, or an address
UNREAD = (
    "CHATBOOKR_SMTP_URL must be smtp://USER:PASSWORD@HOST:PORT or smtps://…; in user and password, write `/` as %2F, "
    "`#` as %23, `?` as %3F, `@` as %40, `:` as %3A and `%` as %25."
)


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over, and as whom; `is_local` allows it in the clear."""

    host: str
    port: int
    has_implicit_tls: bool
    username: str | None
    password: str | None = field(repr=False)
    is_local: bool


def server_of(url: str) -> Server:
    """Read smtp://USER:PASSWORD@HOST:PORT (STARTTLS) or smtps://… (TLS from the start). Raises InvalidSettings."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise InvalidSettings(UNREAD) from None
    is_more = bool(parts.path.strip("/") or parts.query or parts.fragment)  # of a password: `/`, `?` and `#` end a host
    if parts.scheme not in PORTS or not HOST.fullmatch(parts.hostname or "") or is_more:
        raise InvalidSettings(UNREAD)
    return Server(
        str(parts.hostname),
        port or PORTS[parts.scheme],
        parts.scheme == "smtps",
        unquote(parts.username) if parts.username else None,
        unquote(parts.password) if parts.password else None,
        is_on_this_machine(str(parts.hostname)),
    )


async def hand_over(server: Server, message: EmailMessage) -> None:
    """Give one mail to the server.

    Raises PermanentFailure where it says 5xx, and TemporaryFailure for everything that can pass: 4xx, no connection,
    no TLS where there must be.
    """
    import aiosmtplib  # a worker that sends no mail does not load it

    try:
        await aiosmtplib.send(
            message,
            hostname=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            use_tls=server.has_implicit_tls,
            start_tls=None if server.is_local else not server.has_implicit_tls,
            timeout=TIMEOUT_SECONDS,
        )
    except aiosmtplib.SMTPRecipientsRefused as problem:
        raise _failure(problem.recipients[0].code) from None
    except aiosmtplib.SMTPResponseException as problem:
        raise _failure(problem.code) from None
    except (aiosmtplib.SMTPException, OSError) as problem:
        raise TemporaryFailure("the mail server could not be reached", code=type(problem).__name__) from None


def _failure(code: int) -> PermanentFailure | TemporaryFailure:
    if 500 <= code < 600:
        return PermanentFailure("the mail server refused", code=f"smtp_{code}")
    return TemporaryFailure("the mail server asks to try later", code=f"smtp_{code}")
