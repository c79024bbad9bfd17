"""Search over sealed text, as lists are asked for it: what the index finds is opened and looked at once more."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from chatbookr_core.errors import CannotUnseal
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Keys
from chatbookr_core.patients.stubs import former_phones
from chatbookr_core.records import Rows
from chatbookr_core.sealed_rows import sealed_among
from chatbookr_core.search.tokens import Sought, Subject, sought
from chatbookr_core.search.words import marks_of, words_of
from chatbookr_schema.context import Context
from chatbookr_schema.paging import Sift

ASKED_SO = (
    "Whole words, in any case and without accents, umlauts written out or not, at most 8 of them: all must be there. "
    "Nothing is ranked; null is the same as leaving it out."
)


async def sought_in(
    context: Context, clinic_id: UUID, subject: Subject, query: str | None, *, field: str
) -> Sought | None:
    """Say what is looked for in a clinic; None where nothing is. Raises InvalidInput."""
    if query is None:
        return None
    return sought(await context.loaders.keys(clinic_id), clinic_id, subject, query, field=field)


def sift_for(context: Context, clinic_id: UUID, subject: Subject, wanted: Sought | None) -> Sift | None:
    """Make what leaves of a page those rows that have the words indeed; None where nothing is looked for."""
    if wanted is None:
        return None

    async def sift(rows: Sequence[Any]) -> Sequence[Any]:
        keys = await context.loaders.keys(clinic_id, sealed_among(rows))
        words = [_opened(subject, record, keys) for record in rows]
        has = [wanted.is_in(known) for known in words]
        if subject == "patient" and not all(has):
            former = await _former(context, clinic_id, [record.id for record in rows])
            has = [
                wanted.is_in((*known, *former.get(record.id, ()))) for record, known in zip(rows, words, strict=True)
            ]
        if all(has):
            return rows
        if isinstance(rows, Rows):
            return Rows(rows.source, [raw for raw, is_found in zip(rows.raw, has, strict=True) if is_found])
        return [record for record, is_found in zip(rows, has, strict=True) if is_found]

    return sift


async def _former(context: Context, clinic_id: UUID, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[str]]:
    """List by patient what the numbers are found by under which they were known before they were merged."""
    phones = await former_phones(clinic_id, ids)
    keys = await context.loaders.keys(clinic_id, [sealed for those in phones.values() for _, sealed in those])
    found: dict[UUID, list[str]] = {}
    for patient_id, those in phones.items():
        opened = [keys.open_text(columns.PATIENT_PHONE, stub_id, sealed) for stub_id, sealed in those]
        found[patient_id] = [mark for phone in opened for mark in marks_of(None, phone)]
    return found


def _opened(subject: Subject, record: Any, keys: Keys) -> Sequence[str]:
    """List what a record is found by; nothing for one that was erased a moment ago."""
    try:
        if subject == "message":
            return words_of(keys.open_text(columns.MESSAGE_BODY, record.id, record.body_sealed))
        name, phone = (
            keys.open_text(column, record.id, sealed) if sealed is not None else None
            for column, sealed in (
                (columns.PATIENT_NAME, record.name_sealed),
                (columns.PATIENT_PHONE, record.phone_sealed),
            )
        )
        return marks_of(name, phone)
    except CannotUnseal:
        return ()
