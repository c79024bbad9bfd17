"""An entry's content is RFC 8785's form of what it says, whatever that is; several are written as one is."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.factories import make_clinic
from tortoise.exceptions import IntegrityError, OperationalError

from chatbookr_core.audit.entries import HOST, VERSION, Detail, Entry, Who, written
from chatbookr_core.audit.recording import note
from chatbookr_core.audit.writing import alone
from chatbookr_core.canonical import canonical
from chatbookr_core.db import Database, transaction
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.models import AuditEntry, AuditPending, Clinic, LoggedChange
from chatbookr_core.postgres_engine import quoted
from chatbookr_core.scope import within

TOKENS = some.from_regex(r"[A-Za-z0-9_.:@/=+-]{1,120}", fullmatch=True)
DETAILS = some.dictionaries(TOKENS, TOKENS | some.booleans() | some.integers(-(2**53) + 1, 2**53 - 1), max_size=4)
INSTANTS = some.datetimes(min_value=datetime(1000, 1, 1), timezones=some.just(UTC))  # noqa: DTZ001  # made aware
KEYS = some.none() | some.uuids()
NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)


@given(some.uuids(), TOKENS, KEYS, KEYS, KEYS, INSTANTS, DETAILS)
def test_an_entrys_content_is_canonical_json_of_what_it_says(
    key: UUID,
    action: str,
    actor: UUID | None,
    clinic: UUID | None,
    subject: UUID | None,
    at: datetime,
    details: dict[str, Detail],
) -> None:
    entry = Entry(key, action, Who("staff", actor), at, clinic, subject, "denied", details)

    def text(one: UUID | None) -> str | None:
        return str(one) if one is not None else None

    assert entry.content == canonical(
        {
            "action": action,
            "actor": {"id": text(actor), "kind": "staff"},
            "at": written(at),
            "clinic": text(clinic),
            "details": details,
            "id": str(key),
            "outcome": "denied",
            "subject": text(subject),
            "v": VERSION,
        }
    )


@pytest.mark.parametrize("told", [0, 1, 2])
@pytest.mark.parametrize("noted", [1, 2])
async def test_entries_are_written_with_whatever_the_transaction_tells(
    database: Database, noted: int, told: int
) -> None:
    clinic = await make_clinic()
    before = await LoggedChange.all().count()

    async with transaction() as tx:
        for _ in range(noted):
            note(NOW, "serviceSave", Who("staff", new_id()), clinics=(clinic.id,), subject_id=new_id())
        changes = [Change("jobs", None, None), Change("booking", clinic.id, new_id())]
        for change in changes[:told]:
            tx.tell(change)

    kept = await AuditEntry.filter(clinic_id=clinic.id)
    assert [one.action for one in kept] == ["serviceSave"] * noted
    assert {one.id for one in kept} == {one.entry_id for one in await AuditPending.all()}
    assert await LoggedChange.all().count() - before == max(told - 1, 0)


@pytest.mark.parametrize("is_told", [False, True])
async def test_an_entry_that_cannot_be_written_takes_with_it_what_was_done_and_told(
    database: Database, monkeypatch: pytest.MonkeyPatch, *, is_told: bool
) -> None:
    clinic, key = await make_clinic(), new_id()
    monkeypatch.setattr("chatbookr_core.audit.recording.new_id", lambda: key)

    async def deed() -> None:
        async with transaction() as tx:
            await make_clinic()
            note(NOW, "serviceSave", Who("staff", new_id()), clinics=(clinic.id,))
            if is_told:
                tx.tell(Change("booking", clinic.id, new_id()))

    async def kept() -> list[int]:
        return [await one.all().count() for one in (Clinic, LoggedChange, AuditEntry)]

    await deed()
    before = await kept()
    for _ in range(12):  # more than there are connections: each of them is given back fit for the next
        with pytest.raises(IntegrityError):
            await deed()

    assert await kept() == before
    async with transaction():
        await make_clinic()


async def test_an_entry_that_is_alone_is_written_in_the_scope_of_who_did_it(postgres_database: Database) -> None:
    clinic, other = await make_clinic(), await make_clinic()

    with within([clinic.id]):
        async with transaction():
            note(NOW, "serviceSave", Who("staff", new_id()), clinics=(clinic.id,))
    with within([]), pytest.raises(OperationalError, match="row-level security"):
        await _commit_alone(Entry(new_id(), "serviceSave", HOST, NOW, other.id))

    assert [one.clinic_id for one in await AuditEntry.all()] == [clinic.id]


async def _commit_alone(entry: Entry) -> None:
    async with transaction() as tx:
        connection: Any = tx.connection
        await connection.commit_after(*alone(entry))


@given(some.text(max_size=20), some.sampled_from(["'", "\\", "\0"]), some.text(max_size=20))
def test_what_could_end_a_quotation_is_never_put_into_a_statement(before: str, ending: str, after: str) -> None:
    with pytest.raises(ValueError, match="no quotes"):
        quoted(before + ending + after)
