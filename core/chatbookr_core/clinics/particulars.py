"""What a clinic says of itself: its name, clock and language, and what patients read of it: numbers, hours, notice."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from chatbookr_core.audit.recording import note
from chatbookr_core.clinics.rules import TITLE_CHARS, check_zone
from chatbookr_core.clinics.telling import tell_of_clinic
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.models import Clinic
from chatbookr_core.names import name_from
from chatbookr_core.people.sessions import require_step_up
from chatbookr_core.texts import line_from
from chatbookr_core.voice import PATIENTS_LANGUAGES
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.policy import permissions_in, require

PHONE: Final = re.compile(r"\+?[0-9(][0-9 ()/.-]{2,30}")
"""A number as people write it, to be read and dialled by people; with fewer than four characters it is none."""
EMERGENCY: Final = re.compile(r"\+?[0-9][0-9 ]{1,14}")
OPENING_CHARS, URL_CHARS = 80, 200
PUBLIC_HOST: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")


def checked_name(name: str) -> str:
    """Return a clinic's name as it is kept. Raises InvalidInput."""
    return name_from(name, TITLE_CHARS)


def checked_language(language: str) -> str:
    """Return one of the languages patients are spoken to in. Raises InvalidInput."""
    if language not in PATIENTS_LANGUAGES:
        raise InvalidInput(f"Its language is one of {', '.join(sorted(PATIENTS_LANGUAGES))}.", field="language")
    return language


def checked_zone(zone: str) -> str:
    """Return IANA's name of a time zone. Raises InvalidInput."""
    check_zone(zone)
    return zone


def checked_phone(phone: str) -> str:
    """Return a number patients can call, as it is shown; "" for none. Raises InvalidInput."""
    plain = " ".join(phone.split())
    if plain and not PHONE.fullmatch(plain):
        raise InvalidInput("A number has digits, blanks and ( ) / . -, like +49 30 123456.", field="phone")
    return plain


def checked_emergency(number: str) -> str:
    """Return the number that is called in an emergency; there always is one. Raises InvalidInput."""
    plain = " ".join(number.split())
    if not EMERGENCY.fullmatch(plain):
        raise InvalidInput("An emergency number has 2 to 15 digits, like 112.", field="emergency_number")
    return plain


def checked_opening(text: str) -> str:
    """Return opening hours in words; "" for none. Raises InvalidInput."""
    return line_from(" ".join(text.split()), OPENING_CHARS, field="opening_text", least_chars=0)


def checked_openings(texts: Mapping[str, str]) -> dict[str, str] | None:
    """Return opening hours in words by language, without those that are empty. Raises InvalidInput."""
    try:
        kept = {checked_language(language): checked_opening(text) for language, text in texts.items()}
    except InvalidInput as error:
        raise InvalidInput(str(error), field="opening_texts") from None
    return {language: kept[language] for language in sorted(kept) if kept[language]} or None


def checked_notice(url: str) -> str:
    """Return where patients read how their data is used; "" for nowhere. Raises InvalidInput.

    It goes out with every greeting: a page of a public host by its name, over https, without anybody's password.
    """
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        has_port = parts.port is not None
    except ValueError:
        raise _no_page() from None
    host = parts.hostname or ""
    if len(url) > URL_CHARS or not url.isascii() or not url.isprintable() or " " in url:
        raise _no_page()
    if parts.scheme != "https" or "@" in parts.netloc or has_port or not PUBLIC_HOST.fullmatch(host):
        raise _no_page()
    return url


def _no_page() -> InvalidInput:
    return InvalidInput(
        f"It is a page like https://clinic.example/privacy, at most {URL_CHARS} characters.", field="privacy_url"
    )


PARTICULARS: Final[Mapping[str, tuple[str, Callable[[str], str]]]] = {
    "name": ("name", checked_name),
    "time_zone": ("zone", checked_zone),
    "language": ("locale", checked_language),
    "phone": ("phone", checked_phone),
    "emergency_number": ("emergency_number", checked_emergency),
    "opening_text": ("opening_text", checked_opening),
    "privacy_url": ("privacy_url", checked_notice),
}
"""By what it is called: the column of a clinic, and what makes sense there."""
SPOKEN: Final = {
    "time_zone": "timeZone",
    "emergency_number": "emergencyNumber",
    "opening_text": "openingText",
    "opening_texts": "openingTexts",
    "privacy_url": "privacyUrl",
}
"""What is called otherwise where it is asked for, and in the audit log."""


async def set_particulars(
    deployment: Deployment,
    actor: Actor,
    clinic_id: UUID,
    given: Mapping[str, str | None],
    openings: Mapping[str, str] | None = None,
) -> UUID:
    """Set what is given, by the names of PARTICULARS (None: as it was). Needs a transaction.

    `openings` are opening hours in words, by language: all there are from now on. In other languages patients read
    `opening_text`.

    Patients are sent to the page and called to the numbers, so it takes a proof of the last minutes of who says so.
    The places keep their own time zones. Raises NotFound, PermissionDenied, StepUpRequired, InvalidInput.
    """
    if not permissions_in(actor, clinic_id):
        raise NotFound(field="clinic_id")
    require(actor, Permission.SERVICE_WRITE, clinic_id)
    await require_step_up(actor, deployment.clock.now())
    said: dict[str, Any] = {
        name: check(value) for name, (_, check) in PARTICULARS.items() if (value := given[name]) is not None
    }
    if openings is not None:
        said["opening_texts"] = checked_openings(openings)
    await _write(deployment, actor, clinic_id, said)
    return clinic_id


async def _write(deployment: Deployment, actor: Actor, clinic_id: UUID, said: Mapping[str, Any]) -> None:
    """Write what is not so yet, and note which it is: by name, never what was or is said."""
    clinic = await Clinic.filter(id=clinic_id).select_for_update().get()
    changed = [name for name, value in said.items() if getattr(clinic, _column(name)) != value]
    if changed:
        for name in changed:
            setattr(clinic, _column(name), said[name])
        await clinic.save(update_fields=[_column(name) for name in changed])
        tell_of_clinic(clinic_id)
    fields = sorted(SPOKEN.get(name, name) for name in changed)
    note(deployment.clock.now(), "clinicUpdate", actor, clinics=(clinic_id,), subject_id=clinic_id, fields=fields)


def _column(name: str) -> str:
    return PARTICULARS[name][0] if name in PARTICULARS else name
