"""Names that stand on one line: in lists, on sheets, in messages and in calendars. Pure.

What breaks the line, controls a terminal or turns the direction of what stands beside it (embeddings, overrides and
isolates of UAX #9) makes one name look like another, or like two. What nobody sees (fillers, spaces of no width, tags)
is left out: by it a name would be found by nobody who types it. Joiners between letters are part of names and stay.
"""

import re
from typing import Final

from chatbookr_core.errors import InvalidInput

BREAKING: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
MARKS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
UNSEEN: Final = re.compile("[\u00ad\u180e\u200b\u2060-\u2065\ufeff\U000e0000-\U000e007f]")
NOT_ONE_LINE: Final = (
    "It stands on one line, without control characters and marks that turn the direction of writing: type it anew."
)
BLANK: Final = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")
"""Letters and signs by their category, and yet nothing is seen of them: whoever wants to have no name takes these."""


def name_from(written: str, most_chars: int, *, field: str = "name") -> str:
    """Return a name that somebody wrote as it is kept: what is seen of it, with single blanks within.

    Raises InvalidInput, which names the field, for one that is too long, breaks its line or turns its direction, and
    for one of which nothing is seen.
    """
    name = written.strip()
    if BREAKING.search(name) is not None:
        raise InvalidInput(NOT_ONE_LINE, field=field)
    name = " ".join(seen(name).split())
    if len(name) > most_chars or not any(sign.isprintable() for sign in name):
        raise InvalidInput(f"A name has 1 to {most_chars} characters.", field=field)
    return name


def on_one_line(name: str) -> str:
    """Return a name that others gave themselves as it can be kept: on one line; "" where nothing of it is seen."""
    kept = " ".join(BREAKING.sub(" ", MARKS.sub("", seen(name))).split())
    return kept if any(sign.isprintable() for sign in kept) else ""


def seen(name: str) -> str:
    """Return what is seen of a name: a blank for each sign that looks like one, nothing for those without width."""
    return BLANK.sub(" ", UNSEEN.sub("", name))
