"""Types of a schema made up for a test, whose start is refused or not."""

from typing import Any

import pytest
import strawberry

from chatbookr_core.errors import InvalidSettings
from chatbookr_permissions.actions import Permission
from chatbookr_schema.build import build
from chatbookr_schema.field import (
    Needs,
    Public,
    field,
)

PUBLIC = Public("a test")
CONTACT = Needs(Permission.PATIENT_CONTACT_READ)


def refusal_of(query: type) -> str:
    with pytest.raises(InvalidSettings) as refused:
        build(query, None, None)
    return refused.value.message


def root_of(kind: Any, policy: Any = PUBLIC) -> type:
    """Make a root with one field that leads to a type."""
    thing: Any = field("It.", policy=policy)
    made = type("Query", (), {"__annotations__": {"thing": kind | None}, "thing": thing})
    return strawberry.type(made, description="All.")
