"""Reads a clinic's message templates and what they are used for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chatbookr_core.db import fetch, listed, numbered, uuid_of
from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.models import TemplateUse
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Records, Unread
from chatbookr_core.templates.purposes import Purpose
from chatbookr_core.templates.rules import Shape


@dataclass(frozen=True, slots=True)
class TemplateRecord:
    """A template; `replies` and `variables` are JSON lists."""

    id: UUID
    clinic_id: UUID
    connection_id: UUID
    name: str
    language: str
    category: str
    previous_category: str | None
    status: str
    quality: str
    header: str | None
    body: str
    footer: str | None
    replies: object
    variables: object
    is_fillable: bool
    synced_at: datetime
    created_at: datetime

    @property
    def gaps(self) -> tuple[tuple[str, str], ...]:
        """List its variables as (place, name), in the order in which they are filled."""
        return tuple((pair[0], pair[1]) for pair in listed(self.variables) or ())

    @property
    def shape(self) -> Shape:
        """Return what of it is filled in."""
        return Shape(self.body, self.header, self.footer, self.gaps, self.is_fillable)


@dataclass(frozen=True, slots=True)
class UseRecord:
    """What a template is used for, and the names of what fills its variables."""

    clinic_id: UUID
    purpose: str
    fillings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TemplateFilter:
    """Which templates. What is not named does not matter."""

    connection_id: UUID | None = None
    name: str | None = None
    language: str | None = None
    category: str | None = None
    status: str | None = None


TEMPLATES = Records(TemplateRecord, "message_template")
TEMPLATE_ORDERS: Mapping[str, Order] = {
    "name": Order("template.name", "message_template", "name"),
    "created_at": Order("template.created", "message_template", "created_at"),
}


async def templates_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, TemplateRecord]:
    """Read templates by id."""
    return await records_by_id(TEMPLATES, reach, ids, unread)


def templates_where(reach: Reach, wanted: TemplateFilter, order: Order) -> Selection[TemplateRecord]:
    """Select templates to be paged or counted."""
    conditions = (
        reachable("message_template", reach)
        .where("message_template.connection_id =", wanted.connection_id)
        .where("message_template.name =", wanted.name)
        .where("message_template.language =", wanted.language)
        .where("message_template.category =", wanted.category)
        .where("message_template.status =", wanted.status)
    )
    return Selection(TEMPLATES, order, conditions)


async def uses_of_templates(reach: Reach, ids: Sequence[UUID]) -> dict[UUID, list[UseRecord]]:
    """List what each template is used for, by purpose."""
    clinics = list(reach.clinic_ids)
    if not ids or not clinics:
        return {}
    sql = (
        "SELECT template_id, clinic_id, purpose, fillings FROM template_use"  # noqa: S608  # placeholders alone
        f" WHERE template_id IN ({numbered(len(ids), since=1)})"
        f" AND clinic_id IN ({numbered(len(clinics), since=len(ids) + 1)}) ORDER BY purpose"
    )
    found: dict[UUID, list[UseRecord]] = {}
    for row in await fetch(sql, (*ids, *clinics)):
        use = UseRecord(uuid_of(row["clinic_id"]), row["purpose"], tuple(listed(row["fillings"]) or ()))
        found.setdefault(uuid_of(row["template_id"]), []).append(use)
    return found


async def is_used_for(clinic_id: UUID, connection_id: UUID, purpose: Purpose) -> bool:
    """Tell whether the clinic uses any template for it: which, and whether it can be sent, is seen when it is."""
    return await TemplateUse.exists(clinic_id=clinic_id, connection_id=connection_id, purpose=purpose.value)


async def sendable_templates(clinic_id: UUID, connection_id: UUID, *, limit: int) -> list[TemplateRecord]:
    """List the approved templates that staff can fill in, by name."""
    sql = (
        f"SELECT {TEMPLATES.columns} FROM message_template"  # noqa: S608  # names out of this program alone
        " WHERE clinic_id = $1 AND connection_id = $2 AND status = 'approved' AND is_fillable"
        " ORDER BY name, language LIMIT $3"
    )
    return [TEMPLATES.read(row) for row in await fetch(sql, (clinic_id, connection_id, limit))]
