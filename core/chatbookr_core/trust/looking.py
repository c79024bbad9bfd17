"""Somebody looks: at what, as of when, of which clinic, and what they see of the doors from outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chatbookr_core.db import fetch
from chatbookr_core.deployment import Deployment
from chatbookr_core.trust.doors import Doors


@dataclass(frozen=True, slots=True)
class FieldRules:
    """How many parts of the API there are, and how many of them nobody gave a rule: the schema's word."""

    parts: int
    without_rule: int


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a deployment, or (`clinic_id`) at what of it is a clinic's. Statements need a scope."""

    deployment: Deployment
    now: datetime
    doors: Doors
    rules: FieldRules
    clinic_id: UUID | None = None

    async def rows(self, sql: str, *values: object, column: str = "clinic_id") -> Sequence[Mapping[str, Any]]:
        """Run a statement in which `{whose}` stands for the condition on the clinic, whose placeholder is the last."""
        if self.clinic_id is None or "{whose}" not in sql:
            return await fetch(sql.replace("{whose}", "1 = 1"), values)
        return await fetch(sql.replace("{whose}", f"{column} = ${len(values) + 1}"), (*values, self.clinic_id))

    async def row(self, sql: str, *values: object, column: str = "clinic_id") -> Mapping[str, Any]:
        """Read the one row of a statement that counts."""
        return (await self.rows(sql, *values, column=column))[0]
