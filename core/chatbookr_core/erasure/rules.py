"""What an instruction to erase says, and what is done with a patient's bookings."""

import re
from enum import StrEnum
from typing import Final

REFERENCE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/#:-]{0,79}")  # a ticket's number; a name would stay for ever


class Ground(StrEnum):
    """Why somebody is erased: the grounds of Art. 17(1) GDPR, by letter."""

    NO_LONGER_NECESSARY = "no_longer_necessary"  # (a)
    CONSENT_WITHDRAWN = "consent_withdrawn"  # (b)
    OBJECTION = "objection"  # (c)
    UNLAWFUL = "unlawful"  # (d)
    LEGAL_OBLIGATION = "legal_obligation"  # (e)


def is_reference(text: str) -> bool:
    """Tell whether a text can be a controller's reference."""
    return REFERENCE.fullmatch(text) is not None


def mentions(body: bytes, names: tuple[str, ...]) -> bool:
    """Tell whether a delivery's raw body names one of a patient's ids; digits are looked for without their `+`."""
    return any(name.removeprefix("+").encode() in body for name in names if name)
