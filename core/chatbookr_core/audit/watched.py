"""Which fields' reading a clinic wants to know of, and how that is kept. Pure."""

import re
from collections.abc import Collection
from typing import Final

from chatbookr_core.errors import InvalidInput

MOST: Final = 40
COLUMN_CHARS: Final = 2000
COORDINATE: Final = re.compile(r"[A-Z][A-Za-z0-9]*\.[a-z][A-Za-z0-9]*")


def watched_of(column: str) -> frozenset[str]:
    """Read the names of fields, such as `Conversation.messages`, as a clinic's row has them."""
    return frozenset(column.split())


def column_of(fields: Collection[str]) -> str:
    """Write names of fields as a clinic's row has them. Raises InvalidInput for what is none, and for too many."""
    named = sorted(set(fields))
    if len(named) > MOST or any(not COORDINATE.fullmatch(one) for one in named):
        raise InvalidInput(f"Name at most {MOST} fields, each as Type.field.", field="fields")
    column = " ".join(named)
    if len(column) > COLUMN_CHARS:
        raise InvalidInput("These names are too long.", field="fields")
    return column
