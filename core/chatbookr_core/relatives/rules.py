"""How people are called who come because somebody else booked: what counts as a name, and what is said of it. Pure."""

import unicodedata
from typing import Final

from chatbookr_core.names import seen

NAME_CHARS: Final = 120
MOST_RELATIVES: Final = 20
"""Of one contact: more is a home or a school, whose staff do not book by chat."""
MOST_WORDS: Final = 8
_BETWEEN: Final = frozenset(" '’.,-‐")


def name_from(text: str) -> str | None:
    """Read a first and last name as it was typed, with single blanks; None where that is no name.

    Letters of any script, and what stands between them in names; at least two words, each with a letter.
    """
    written = " ".join(unicodedata.normalize("NFC", seen(text)).split()).strip(".,")
    words = written.split(" ")
    if not 2 <= len(words) <= MOST_WORDS or len(written) > NAME_CHARS:
        return None
    if not all(_is_letter(sign) or sign in _BETWEEN for sign in written):
        return None
    return written if all(any(map(_is_letter, word)) for word in words) else None


def _is_letter(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LM"


def first_name(name: str) -> str:
    """Return what somebody is called in passing: "Tim" of "Tim Vos" and of "Vos, Tim"."""
    family, comma, given = name.partition(",")
    words = (given if comma and given.strip() else family).split()
    return words[0] if words else ""


def is_same_name(one: str, other: str) -> bool:
    """Tell whether two names are one person's for all that a phone's keyboard shows: case and accents aside."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold().replace("’", "'"))
    return " ".join("".join(sign for sign in letters if unicodedata.category(sign) != "Mn").split())
