"""What is left of an erased patient outside of their rows: in files, logs, backups, and after a process was killed."""

import json
import logging
import re
import resource
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from tests.forked import ran
from tests.media_files import make_file
from tests.schema.desk import BODY, NAME, NOTES, PHONE, Desk, make_desk, make_message

from chatbookr_core.chunks import OF_MEDIA, read
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, fetch, opened, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.erasure.journal import append, entries, replay
from chatbookr_core.erasure.rules import Ground
from chatbookr_core.erasure.service import erase_patient
from chatbookr_core.errors import CannotUnseal
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.media.fetching import owner_of
from chatbookr_core.models import Erasure, Job, Media, MediaChunk, Message, MessageToken, Patient, PatientToken
from chatbookr_permissions.actor import SystemActor
from chatbookr_workers import erasure as _declared  # noqa: F401  # its import declares the kinds of job
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run

HOST = SystemActor("tests")
CANARIES = tuple(word.encode() for word in (NAME, PHONE[1:], BODY, NOTES))


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    await vault.deployment_keys()
    return await make_desk(vault, clock.now())


async def instruct(deployment: Deployment, desk: Desk) -> Erasure:
    async with transaction():
        key = await erase_patient(deployment, HOST, desk.patient.id, reference="DSR-7", ground=Ground.OBJECTION)
    return await Erasure.get(id=key)


async def erase(deployment: Deployment, desk: Desk) -> None:
    await instruct(deployment, desk)
    for job in await Job.filter(kind="patient.erase", state="due"):
        await run(deployment, declared_kinds()["patient.erase"], job.id)
        assert (await Job.get(id=job.id)).state == "done"


async def secrets_of(desk: Desk) -> list[bytes]:
    """Collect what would make the patient readable again: every ciphertext of theirs, and their wrapped key."""
    message, patient = await Message.get(id=desk.message.id), await Patient.get(id=desk.patient.id)
    keys = await fetch("SELECT wrapped_key FROM patient_key WHERE patient_id = $1", (desk.patient.id,))
    sealed = [message.body_sealed, patient.name_sealed, patient.phone_sealed, *(row["wrapped_key"] for row in keys)]
    pieces = await MediaChunk.filter(clinic_id=desk.clinic.id).values_list("content_sealed", flat=True)
    assert len(pieces) == 2
    beginnings = [bytes(piece)[:64] for piece in pieces]  # with its nonce; SQLite keeps the rest on many pages
    return [*(bytes(one) for one in sealed if one), *beginnings]


async def send_a_file(desk: Desk) -> Media:
    """Have a file of the patient's, of two pieces."""
    content = f"{BODY} ".encode() * 12_000
    _, media = await make_file(desk.conversation, desk.vault, content=content, filename=f"{NAME}.jpg")
    return media


async def tokens_of(desk: Desk) -> list[int]:
    """Collect what stands for words of the patient's in the index."""
    said = await MessageToken.filter(clinic_id=desk.clinic.id).values_list("token", flat=True)
    named = await PatientToken.filter(clinic_id=desk.clinic.id).values_list("token", flat=True)
    assert said
    assert named
    return [int(str(one)) for one in (*said, *named)]


def as_kept(number: int) -> bytes:
    """Write a number as SQLite does, one of 65,536 tokens in six bytes. Source: "Database File Format", 2.1."""
    size = next(size for size in (1, 2, 3, 4, 6, 8) if -(1 << 8 * size - 1) <= number < 1 << 8 * size - 1)
    return number.to_bytes(size, "big", signed=True)


async def test_no_canary_and_no_key_is_left_in_the_database_file_or_its_log(
    deployment: Deployment, new_sqlite_url: str, vault: Vault, clock: TurnableClock, caplog: pytest.LogCaptureFixture
) -> None:
    path = Path(new_sqlite_url.removeprefix("sqlite://"))
    async with opened(new_sqlite_url):
        await vault.deployment_keys()
        desk = await make_desk(vault, clock.now())
        for number in range(50):
            await make_message(desk.conversation, vault, body=f"{BODY} {number}" * 20)
        await send_a_file(desk)
        tokens = [as_kept(one) for one in await tokens_of(desk)]
        secrets = [*await secrets_of(desk), *set(tokens)]
        before = b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
        assert all(secret in before for secret in secrets)

        with caplog.at_level(logging.DEBUG):
            await erase(deployment, desk)

        files = b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
        jobs = repr(await Job.all().values())
    assert len(secrets) == 6 + len(set(tokens))
    assert [secret for secret in secrets if secret in files] == []
    assert [word for word in CANARIES if word in files] == []
    assert [word for word in CANARIES if word.decode() in caplog.text or word.decode() in jobs] == []


async def test_no_canary_and_no_key_is_in_a_dump_of_postgresql(
    deployment: Deployment, postgres_url: str, postgres_server_url: str, vault: Vault, clock: TurnableClock
) -> None:
    if shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not installed")
    whole = urlunsplit(urlsplit(postgres_server_url)._replace(path=urlsplit(postgres_url).path))  # by the superuser
    async with opened(postgres_url):
        await vault.deployment_keys()
        desk = await make_desk(vault, clock.now())
        await send_a_file(desk)
        secrets, tokens = await secrets_of(desk), [str(one) for one in await tokens_of(desk)]
        assert all(secret.hex() in _dump(whole) for secret in secrets)
        assert all(token in _dump(whole) for token in tokens)

        await erase(deployment, desk)

        dump = _dump(whole)
    assert [secret for secret in secrets if secret.hex() in dump] == []
    assert [token for token in tokens if token in dump] == []
    assert [word for word in CANARIES if word.decode() in dump] == []


def _dump(url: str) -> str:
    return subprocess.run(["pg_dump", "--data-only", url], check=True, capture_output=True).stdout.decode()


async def test_a_backup_from_before_gives_nothing_of_them_once_it_is_restored(
    deployment: Deployment, new_sqlite_url: str, tmp_path: Path, vault: Vault, clock: TurnableClock
) -> None:
    path, backup = Path(new_sqlite_url.removeprefix("sqlite://")), tmp_path / "backup.sqlite3"
    async with opened(new_sqlite_url):
        await vault.deployment_keys()
        desk = await make_desk(vault, clock.now())
        other = await make_desk(vault, clock.now())
        media = await send_a_file(desk)
        await fetch("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(path, backup)
        await erase(deployment, desk)

    anew = Vault(LocalKeyFile(deployment.settings.key_file), clock)
    restored = Deployment(deployment.settings, clock, anew, deployment.plugins, deployment.random)
    async with opened(f"sqlite://{backup}"):
        patient, message = await Patient.get(id=desk.patient.id), await Message.get(id=desk.message.id)
        assert patient.erased_at is None
        assert await replay(restored) == 1

        keys = await anew.reading(desk.clinic.id, [message.body_sealed, patient.name_sealed])
        with pytest.raises(CannotUnseal):
            keys.open_text(columns.MESSAGE_BODY, message.id, message.body_sealed)
        with pytest.raises(CannotUnseal):
            keys.open_text(columns.PATIENT_NAME, patient.id, patient.name_sealed or b"")
        with pytest.raises(CannotUnseal):
            [_ async for _ in read(anew, OF_MEDIA, owner_of(media), 2)]
        for job in await Job.filter(kind="patient.erase", state="due"):
            await run(restored, declared_kinds()["patient.erase"], job.id)
        assert (await Patient.get(id=desk.patient.id)).erased_at is not None
        assert await Message.filter(clinic_id=desk.clinic.id).count() == 0
        assert await Message.filter(clinic_id=other.clinic.id).count() == 1
        assert not await MediaChunk.exists()
        assert await replay(restored) == 0


async def test_a_journal_that_was_cut_off_or_written_twice_says_each_erasure_once(
    deployment: Deployment, desk: Desk, tmp_path: Path
) -> None:
    erasure, journal = await instruct(deployment, desk), tmp_path / "journal" / "erasures.jsonl"

    assert list(entries(journal)) == []
    append(journal, erasure)
    append(journal, erasure)
    with journal.open("a") as file:
        file.write('{"erasure": "cut o')

    assert [one["patient"] for one in entries(journal)] == [str(desk.patient.id)]
    assert journal.stat().st_mode & 0o077 == 0
    assert not re.search("|".join(word.decode() for word in CANARIES), json.dumps(list(entries(journal))))


async def test_an_erasure_behind_a_line_that_was_cut_off_is_read_and_the_program_starts(
    deployment: Deployment, desk: Desk
) -> None:
    erasure, journal = await instruct(deployment, desk), deployment.settings.erasure_journal
    journal.write_text('{"erasure": "cut o')

    append(journal, erasure)

    assert [one["patient"] for one in entries(journal)] == [str(desk.patient.id)]
    journal.write_text(journal.read_text().replace("cut o\n", "cut o"))  # as it was written before
    assert [one["patient"] for one in entries(journal)] == [str(desk.patient.id)]
    assert await replay(deployment) == 1


async def test_what_a_full_disk_takes_a_part_of_is_not_written_down_as_erased(
    deployment: Deployment, desk: Desk
) -> None:
    erasure, journal = await instruct(deployment, desk), deployment.settings.erasure_journal
    append(journal, erasure, [desk.clinic.id])
    two_lines = journal.read_text()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    journal.write_text("")

    resource.setrlimit(resource.RLIMIT_FSIZE, (len(two_lines) - 20, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            append(journal, erasure, [desk.clinic.id])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    append(journal, erasure, [desk.clinic.id])

    assert [one["patient"] for one in entries(journal)] == [str(desk.patient.id), str(desk.clinic.id)]


@pytest.mark.e2e
@pytest.mark.parametrize(
    "point",
    ["erasure.portion:2", "erasure.portion:5", "erasure.before_commit", "erasure.committed", "job.before_finish"],
)
async def test_an_erasure_whose_process_was_killed_is_done_by_the_next(
    deployment: Deployment, desk: Desk, database: Database, tmp_path: Path, point: str
) -> None:
    for number in range(40):
        await make_message(desk.conversation, desk.vault, body=f"{BODY} {number}")
    erasure = await instruct(deployment, desk)

    killed, _ = _process(database, tmp_path, point)
    async with transaction() as tx:  # its lease has run out
        await tx.execute("UPDATE job SET due_at = created_at WHERE kind = 'patient.erase'")
    again, said = _process(database, tmp_path, "")

    assert killed == -signal.SIGKILL
    assert (again, said.split()) == (0, ["done"])
    done = await Erasure.get(id=erasure.id)
    assert (done.state, done.counts["message"]) == ("erased", 41)
    assert await Message.filter(clinic_id=desk.clinic.id).count() == 0
    assert (await Patient.get(id=desk.patient.id)).name_sealed is None
    assert [one["erasure"] for one in entries(deployment.settings.erasure_journal)] == [str(erasure.id)]


def _process(database: Database, folder: Path, faultpoint: str) -> tuple[int, str]:
    given = (database.url, str(folder / "key-encryption.key"))
    return ran(folder / "process.log", "tests.workers.erasure_process", *given, faultpoint=faultpoint)
