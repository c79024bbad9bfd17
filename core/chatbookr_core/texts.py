"""Texts that people write besides names: a line, such as an address, and words of several lines, such as a note. Pure.

One rule for all of them. What controls a terminal is refused: nobody types it. A line is as names are (`names.py`).
Words have lines, and marks of direction (UAX #9) that are closed in their line, as numbers and names bring them along
that are copied from a phone; what turns letters over, or turns what comes behind it, is refused.
"""

import re
from typing import Final

from chatbookr_core.errors import InvalidInput
from chatbookr_core.names import BREAKING, NOT_ONE_LINE, seen

ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
"""What else than a line feed ends a line."""
CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
OVERRIDES: Final = re.compile("[\u202d\u202e]")
OPENED_BY: Final = {"\u202c": "\u202a\u202b", "\u2069": "\u2066\u2067\u2068"}
"""What ends a stretch of another direction, and what may have begun it."""
_OPENING: Final = "".join(OPENED_BY.values())
NOT_PLAIN: Final = (
    "It has control characters, or marks that turn the direction of writing: type it anew, or paste it without format."
)


def line_from(written: str, most_chars: int, *, field: str, least_chars: int = 1) -> str:
    """Return a line as it is kept: what is seen of it, with single blanks within; "" where none is needed.

    Raises InvalidInput, which names the field and says what to do.
    """
    if BREAKING.search(written.strip()) is not None:
        raise InvalidInput(NOT_ONE_LINE, field=field)
    line = " ".join(seen(written).split())
    if not least_chars <= len(line) <= most_chars or (line and not any(sign.isprintable() for sign in line)):
        raise InvalidInput(f"It has {least_chars} to {most_chars} characters, on one line.", field=field)
    return line


def words_from(written: str, most_chars: int, *, field: str, least_chars: int = 1) -> str:
    """Return words as they are kept: whole, without blanks around them; each line ends with a line feed.

    Raises InvalidInput, which names the field and says what to do.
    """
    words = ENDS.sub("\n", written).strip()
    if CONTROLS.search(words) or OVERRIDES.search(words) or not all(map(_is_closed, words.split("\n"))):
        raise InvalidInput(NOT_PLAIN, field=field)
    if not least_chars <= len(words) <= most_chars or (words and not seen(words).strip()):
        raise InvalidInput(f"It has {least_chars} to {most_chars} characters.", field=field)
    return words


def _is_closed(line: str) -> bool:
    """Tell whether each stretch of another direction ends within the line."""
    opened: list[str] = []
    for sign in line:
        if sign in _OPENING:
            opened.append(sign)
        elif sign in OPENED_BY and opened and opened[-1] in OPENED_BY[sign]:
            opened.pop()
    return not opened
