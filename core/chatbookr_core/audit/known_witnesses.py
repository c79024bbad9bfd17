"""Which witnesses a deployment has, as its setting says: read when anything of it starts, not when they are asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from chatbookr_core.errors import InvalidSettings
from chatbookr_core.keys.notes import COSIGNATURE, NoteRefused, NoteVerifier


@dataclass(frozen=True, slots=True)
class KnownWitness:
    """Where a witness is asked, and whose signature counts."""

    url: str
    verifier: NoteVerifier


def witnesses_of(settings: Sequence[str]) -> list[KnownWitness]:
    """Read the setting: a URL, a blank, and a verifier key of a cosigner. Raises InvalidSettings."""
    found = []
    for one in settings:
        url, _, key = one.partition(" ")
        try:
            verifier = NoteVerifier.read(key)
        except NoteRefused as problem:
            raise InvalidSettings(f"CHATBOOKR_AUDIT_WITNESSES: {problem}.") from None
        if not url.startswith(("http://", "https://")) or verifier.algorithm != COSIGNATURE:
            raise InvalidSettings("CHATBOOKR_AUDIT_WITNESSES lists URLs, each with the verifier key of a cosigner.")
        found.append(KnownWitness(url.rstrip("/"), verifier))
    return found
