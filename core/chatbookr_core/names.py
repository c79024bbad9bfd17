"""Names that stand on one line: in lists, on sheets, in messages and in calendars. Pure.

What breaks the line, controls a terminal or turns the direction of what stands beside it (embeddings, overrides and
isolates of UAX #9) makes one name look like another, or like two. Joiners between letters are part of names and stay.
"""

import re
from typing import Final

from chatbookr_core.errors import InvalidInput

BREAKING: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
MARKS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def require_one_line(name: str, *, field: str = "name") -> None:
    """Raise InvalidInput, which names the field, for a name that breaks its line or turns its direction."""
    if BREAKING.search(name) is not None:
        message = "It stands on one line, without control characters and marks that turn the direction of writing."
        raise InvalidInput(message, field=field)


def on_one_line(name: str) -> str:
    """Return a name that others gave themselves as it can be kept: on one line, with single blanks."""
    return " ".join(BREAKING.sub(" ", MARKS.sub("", name)).split())
