from datetime import UTC, datetime

import pytest
from tests.factories import make_clinic

from chatbookr_core.db import Database, current_transaction, fetch, transaction
from chatbookr_core.events import Change, listening
from chatbookr_core.models import Clinic


async def test_a_committed_row_is_seen_by_readers_outside_of_transactions(database: Database) -> None:
    clinic = await make_clinic(name="Seen")

    rows = await fetch("SELECT name FROM clinic WHERE id = $1", (clinic.id,))

    assert rows == [{"name": "Seen"}]


async def test_what_fails_leaves_no_row_and_tells_nobody(database: Database) -> None:
    async def fail() -> None:
        async with transaction() as tx:
            clinic = await make_clinic()
            tx.tell(Change("booking", clinic.id, None))
            raise ZeroDivisionError

    async with listening() as changes:
        with pytest.raises(ZeroDivisionError):
            await fail()

    assert await Clinic.all().count() == 0
    assert changes.empty()


async def test_a_transaction_inside_another_is_refused(database: Database) -> None:
    async with transaction():
        with pytest.raises(RuntimeError):
            async with transaction():
                pass


async def test_writing_outside_of_a_transaction_is_a_bug(database: Database) -> None:
    with pytest.raises(RuntimeError):
        current_transaction()


async def test_an_insert_says_how_many_rows_it_made(database: Database) -> None:
    key = "INSERT INTO login_failure (id, email_hash, failures) VALUES ($1, 'x', 0) ON CONFLICT (email_hash) DO NOTHING"
    clinic = await make_clinic()

    async with transaction() as tx:
        counts = [await tx.execute(key, (clinic.id,)) for _ in range(2)]

    assert counts == [1, 0]


async def test_instants_come_back_as_they_were_written(database: Database) -> None:
    at = datetime(2027, 3, 28, 1, 30, 5, 123456, tzinfo=UTC)
    clinic = await make_clinic(created_at=at)

    read = await Clinic.get(id=clinic.id)
    found = await fetch("SELECT id FROM clinic WHERE created_at = $1", (at,))

    assert read.created_at == at
    assert len(found) == 1
