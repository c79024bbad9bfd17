"""Entries get their places once, in order of commits, and each state is signed and proven."""

import asyncio
from uuid import UUID, uuid4

import pytest
from tests.conftest import NOW

from chatbookr_core.audit.checkpoints import Checkpoint
from chatbookr_core.audit.entries import HOST, Who
from chatbookr_core.audit.keeping import kept_hashes, log_signer, newest_checkpoint, size_of_log, time_signer
from chatbookr_core.audit.proofs import growth, inclusion_of, newest_note
from chatbookr_core.audit.recording import note
from chatbookr_core.audit.sequencer import BATCH, sequence
from chatbookr_core.audit.tree import Span, check_consistency, check_inclusion, hash_of, leaf_hash, places_of, root_of
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, fetch, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput
from chatbookr_core.keys.notes import Note
from chatbookr_core.models import AuditCheckpoint, AuditEntry, AuditLeaf, AuditPending

CLINICS = (uuid4(), uuid4(), None)


async def noted(count: int, clinics: tuple[UUID | None, ...] = CLINICS) -> None:
    async with transaction():
        for number in range(count):
            who = Who("staff", uuid4()) if number % 3 else HOST
            note(NOW, "serviceSave", who, clinics=(clinics[number % len(clinics)],), subject_id=uuid4())


async def test_every_entry_gets_one_place_and_each_clinics_are_counted(
    database: Database, deployment: Deployment
) -> None:
    await noted(BATCH + 20)

    assert [await sequence(deployment) for _ in range(3)] == [BATCH, 20, 0]

    leaves = await AuditLeaf.all().order_by("index")
    assert [leaf.index for leaf in leaves] == list(range(BATCH + 20))
    for clinic in CLINICS[:2]:
        numbers = [leaf.clinic_index for leaf in leaves if leaf.clinic_id == clinic]
        assert numbers == list(range(len(numbers)))
    assert all(leaf.clinic_index is None for leaf in leaves if leaf.clinic_id is None)
    assert await AuditPending.all().count() == 0


async def test_what_is_kept_gives_the_root_that_all_leaves_give(database: Database, deployment: Deployment) -> None:
    for count in (1, 14, 2, 30, 250, 7):
        await noted(count)
        await sequence(deployment)

        size = await size_of_log()
        hashes = [bytes(leaf.hash) for leaf in await AuditLeaf.all().order_by("index")]
        kept = await kept_hashes(set(places_of(Span(0, size))))
        signer = await log_signer(deployment)
        newest = await newest_checkpoint()
        assert newest is not None
        assert len(kept) < len(hashes) or size < 16
        assert Checkpoint.signed(newest.note, signer.verifier).root == root_of(hashes) == hash_of(Span(0, size), kept)


async def test_entries_and_growth_are_proven(database: Database, deployment: Deployment) -> None:
    roots = {}
    for _ in range(4):
        await noted(23, (CLINICS[0],))
        await sequence(deployment)
        newest = await newest_checkpoint()
        assert newest is not None
        roots[newest.size] = Checkpoint.read(Note.read(newest.note).text).root
    clinic, last = CLINICS[0], max(roots)
    assert clinic is not None

    for leaf in await AuditLeaf.all():
        proof = await inclusion_of(clinic, leaf.entry_id)
        assert proof is not None
        check_inclusion(proof.index, proof.size, leaf_hash(proof.leaf), proof.hashes, roots[last])
    for size in roots:
        check_consistency(size, last, roots[size], roots[last], await growth(size, last))
    with pytest.raises(InvalidInput):
        await growth(0, last)
    with pytest.raises(InvalidInput):
        await growth(1, last + 1)


async def test_another_clinics_entry_is_not_proven(database: Database, deployment: Deployment) -> None:
    await noted(3)
    await sequence(deployment)
    other = await AuditEntry.get(clinic_id=CLINICS[1])

    assert CLINICS[0] is not None
    assert await inclusion_of(CLINICS[0], other.id) is None


async def test_a_deed_that_comes_to_nothing_leaves_no_entry(database: Database, deployment: Deployment) -> None:
    async def undone() -> None:
        async with transaction():
            note(NOW, "serviceSave", HOST)
            raise RuntimeError("undone")

    with pytest.raises(RuntimeError, match="undone"):
        await undone()

    assert await AuditEntry.all().count() == await AuditPending.all().count() == 0


@pytest.mark.postgres
async def test_whoever_commits_later_gets_a_later_place(postgres_database: Database, deployment: Deployment) -> None:
    ready, go = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        async with transaction():
            note(NOW, "serviceSave", HOST, subject_id=uuid4())
            await fetch("SELECT pg_current_xact_id()")
            ready.set()
            await go.wait()

    first = asyncio.create_task(slow())
    await ready.wait()
    await noted(2)
    assert await sequence(deployment) == 2

    go.set()
    await first

    assert await sequence(deployment) == 1
    assert await size_of_log() == 3


@pytest.mark.postgres
async def test_two_who_place_at_once_place_each_entry_once(postgres_database: Database, deployment: Deployment) -> None:
    await noted(300)

    await asyncio.gather(*(sequence(deployment) for _ in range(5)))
    await sequence(deployment)

    assert await AuditLeaf.all().count() == 300 == await size_of_log()


async def test_a_checkpoint_says_when_it_was_the_newest_unless_entries_wait(
    database: Database, deployment: Deployment, clock: TurnableClock
) -> None:
    assert await newest_note(deployment) is None
    await noted(2)
    await sequence(deployment)
    clock.turn(clock.now() - clock.now())

    found = await newest_note(deployment)

    assert found is not None
    verifier = (await time_signer(deployment)).verifier
    signed = Note.read(found[1]).signed_by(verifier)
    assert int.from_bytes(signed.bytes_[:8], "big") == int(clock.now().timestamp())


async def test_checkpoints_only_grow(database: Database, deployment: Deployment) -> None:
    for count in (3, 5):
        await noted(count)
        await sequence(deployment)

    assert [one.size for one in await AuditCheckpoint.all().order_by("size")] == [3, 8]
