"""P20: whether the deployment's own address says where weaknesses are reported (RFC 9116)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from chatbookr_core.trust.doors import Answer
from chatbookr_core.trust.findings import Audience, Fact, Finding, Reason, concluded, first
from chatbookr_core.trust.looking import Look


@dataclass(frozen=True, slots=True)
class Notice:
    """What security.txt says: how many contacts, and until when it counts (None: nothing that can be read)."""

    now: datetime
    is_reached: bool
    is_there: bool
    contacts: int
    expires_at: datetime | None


async def notice(look: Look) -> Notice:
    """Read what the address answered."""
    return read(look.doors.security_txt, look.now)


def read(answer: Answer | None, now: datetime) -> Notice:
    """Read an answer: `Contact` and `Expires` are required (RFC 9116, 2.5.3 and 2.5.5)."""
    if answer is None:
        return Notice(now, False, False, 0, None)
    is_there = answer.status == 200 and answer.headers.get("content-type", "").startswith("text/plain")
    contacts, expires = 0, list[str]()
    for line in answer.body.splitlines() if is_there else ():
        name, _, value = line.partition(":")
        contacts += name.strip().lower() == "contact" and bool(value.strip())
        expires += [value.strip()] if name.strip().lower() == "expires" else []
    return Notice(now, True, is_there, contacts, _instant(expires))


def _instant(texts: list[str]) -> datetime | None:
    if len(texts) != 1:  # it must not appear more than once
        return None
    try:
        found = datetime.fromisoformat(texts[0])
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else None


def judged(seen: Notice) -> Finding:
    """Judge P20: how soon reports are answered is known to whoever reads them, and to no program here."""
    facts = (
        Fact("isSecurityTxtServed", seen.is_there, audience=Audience.EVERYBODY),
        Fact("contacts", seen.contacts, "contacts", Audience.EVERYBODY),
        Fact("expires", seen.expires_at, audience=Audience.EVERYBODY),
    )
    broken = None
    if seen.is_reached:
        broken = first(
            None
            if seen.is_there
            else Reason(
                "The address serves no /.well-known/security.txt.",
                "Set CHATBOOKR_SECURITY_CONTACTS to whom weaknesses are reported: docs/how-to/trust.md.",
            ),
            None if seen.contacts else Reason("security.txt names no contact.", "See RFC 9116, 2.5.3."),
            None
            if seen.expires_at is not None and seen.expires_at > seen.now
            else Reason("security.txt has expired, or does not say when it does.", "See RFC 9116, 2.5.5."),
        )
    unseen = Reason(
        "How soon reports are answered is known where they arrive, and not here."
        if seen.is_reached
        else "The deployment's own address was not reached from here.",
        "See SECURITY.md.",
    )
    return concluded(facts, broken, unseen)
