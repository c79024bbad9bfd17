"""Reads everything of a patient, table by table, and opens what is sealed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from tortoise.fields import BooleanField, DatetimeField, JSONField
from tortoise.models import Model

from chatbookr_core import models
from chatbookr_core.db import fetch, instant_of, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Keys, Vault
from chatbookr_core.media.rules import EXTENSIONS, MediaState
from chatbookr_core.media.serving import is_served
from chatbookr_core.models import Clinic, Location, Media, Practitioner, Service, User, WebhookEndpoint
from chatbookr_core.patients.belongings import BELONGINGS, Belonging

JSON_TEXTS: Final = frozenset({"content", "dialogue", "source", "versions"})
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Subject:
    """All that is kept of a patient, by table, and the names of what it points at."""

    clinic_name: str
    zone: str
    language: str
    as_of: datetime
    tables: Mapping[str, Rows]
    names: Mapping[str, str]
    files: Mapping[str, str]
    """The names in the archive of the files that came with messages, by their ids in the table `media`."""

    def name_of(self, key: object) -> str:
        """Name what an id points at; empty where it points at nothing known."""
        return self.names.get(str(key), "")


async def gathered(deployment: Deployment, *, clinic_id: UUID, patient_id: UUID) -> Subject:
    """Read and open all of it. Raises CannotUnseal."""
    clinic = await Clinic.get(id=clinic_id)
    tables = {
        one.table: await _rows_of(one, deployment.vault, clinic_id, patient_id) for one in BELONGINGS if one.is_given
    }
    tables["patient"] = sorted(tables["patient"], key=lambda row: str(row["id"]) != str(patient_id))  # then their stubs
    language = str(tables["patient"][0]["language"] or clinic.locale) if tables["patient"] else clinic.locale
    now, names = deployment.clock.now(), await _names(clinic_id) | await _authors(tables["conversation_note"])
    files = await _files(deployment, clinic_id, patient_id)
    return Subject(clinic.name, clinic.zone, language, now, tables, names, files)


async def _files(deployment: Deployment, clinic_id: UUID, patient_id: UUID) -> dict[str, str]:
    """Name the files that can be given: those that were fetched, and that every scanner has passed."""
    rows = await Media.filter(clinic_id=clinic_id, patient_id=patient_id, state=MediaState.FETCHED.value).order_by("id")
    return {
        str(one.id): f"media/{one.id}.{EXTENSIONS[one.mime_type or '']}"
        for one in rows
        if is_served(one.state, one.scanned_with, deployment)
    }


async def _rows_of(belonging: Belonging, vault: Vault, clinic_id: UUID, patient_id: UUID) -> Rows:
    columns = ["id", *belonging.given, *(sealed.column for sealed in belonging.opened.values())]
    rows = await fetch(
        f"SELECT {', '.join(columns)} FROM {belonging.table} WHERE {belonging.condition} ORDER BY id",  # noqa: S608  # our own names
        (clinic_id, patient_id),
    )
    sealed = [row[one.column] for row in rows for one in belonging.opened.values()]
    keys = await vault.reading(clinic_id, sealed)
    fields = _model_of(belonging.table)._meta.fields_map
    return [_shown(belonging, row, fields, keys) for row in rows]


def _shown(belonging: Belonging, row: Mapping[str, Any], fields: Mapping[str, Any], keys: Keys) -> dict[str, Any]:
    row_id = uuid_of(row["id"])
    shown: dict[str, Any] = {"id": str(row_id)}
    shown |= {name: _plain(row[name], fields.get(name)) for name in belonging.given}
    for name, sealed in belonging.opened.items():
        value = row[sealed.column]
        text = keys.open_text(sealed, row_id, bytes(value)) if value else None
        shown[name] = json.loads(text) if text and name in JSON_TEXTS else text
    return shown


def _plain(value: Any, field: object) -> object:
    """Write a value as JSON has it, the same from both databases."""
    if value is None or isinstance(field, JSONField):
        return value
    if isinstance(field, DatetimeField):
        return instant_of(value).astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(field, BooleanField):
        return bool(value)
    return value if isinstance(value, int | float | str) else str(value)


@cache
def _model_of(table: str) -> type[Model]:
    kinds = (getattr(models, name) for name in models.__all__)
    found: type[Model] = next(kind for kind in kinds if kind._meta.db_table == table)
    return found


async def _authors(notes: Rows) -> dict[str, str]:
    """Name who wrote notes."""
    authors = {str(note["author_user_id"]) for note in notes if note["author_user_id"]}
    rows: Any = await User.filter(id__in=sorted(authors)).values_list("id", "full_name")
    return {str(key): str(name) for key, name in rows}


async def _names(clinic_id: UUID) -> dict[str, str]:
    """Name the clinic's services, practitioners, places and the partners that were told."""
    names: dict[str, str] = {}
    for kind, column in ((Service, "title"), (Practitioner, "full_name"), (Location, "name")):
        rows: Any = await kind.filter(clinic_id=clinic_id).values_list("id", column)
        names |= {str(key): str(name) for key, name in rows}
    told: Any = await WebhookEndpoint.filter(clinic_id=clinic_id).values_list("id", "api_key__name")
    return names | {str(key): str(name) for key, name in told}
