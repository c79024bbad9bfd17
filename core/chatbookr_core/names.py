"""Names that stand on one line: in lists, on sheets, in messages and in calendars. Pure.

What breaks the line, controls a terminal or turns the direction of what stands beside it (embeddings, overrides and
isolates of UAX #9) makes one name look like another, or like two. Joiners between letters are part of names and stay.
"""

import re
from typing import Final

from chatbookr_core.errors import InvalidInput

BREAKING: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
MARKS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def name_from(written: str, most_chars: int, *, field: str = "name") -> str:
    """Return a name that somebody wrote as it is kept: without blanks around it, and single ones within.

    Raises InvalidInput, which names the field, for one that is too long, breaks its line or turns its direction, and
    for one of which nothing is seen.
    """
    name = written.strip()
    if BREAKING.search(name) is not None:
        message = "It stands on one line, without control characters and marks that turn the direction of writing."
        raise InvalidInput(message, field=field)
    name = " ".join(name.split())
    if len(name) > most_chars or not any(sign.isprintable() for sign in name):
        raise InvalidInput(f"A name has 1 to {most_chars} characters.", field=field)
    return name


def on_one_line(name: str) -> str:
    """Return a name that others gave themselves as it can be kept: on one line, with single blanks."""
    return " ".join(BREAKING.sub(" ", MARKS.sub("", name)).split())
