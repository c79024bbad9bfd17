"""A witness cosigns what grew from what it saw, and nothing else; what it saw outlives it."""

import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from tests.core.audit_forgeries import seeded
from tests.core.test_audit_verifying import grown

from chatbookr_core.audit.checkpoints import Checkpoint
from chatbookr_core.audit.cosigning import cosign
from chatbookr_core.audit.entries import HOST
from chatbookr_core.audit.freshness import check_fresh
from chatbookr_core.audit.keeping import log_signer, newest_checkpoint, time_signer
from chatbookr_core.audit.known_witnesses import KnownWitness, witnesses_of
from chatbookr_core.audit.proofs import growth, newest_note
from chatbookr_core.audit.recording import note
from chatbookr_core.audit.tree import Place, consistency_spans, hash_of, leaf_hash, root_of
from chatbookr_core.audit.witness import Submission, Witness, witness_signer
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment, deployment_from
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.keys.notes import Note, NoteRefused, NoteSigner, NoteVerifier
from chatbookr_core.models import AuditCosignature
from chatbookr_core.settings import Settings

LOG = NoteSigner("log.example/audit", bytes(32))
AT = datetime(2027, 3, 1, tzinfo=UTC)
LEAVES = [leaf_hash(b"%d" % number) for number in range(16)]
FORKED = [*LEAVES[:5], leaf_hash(b"another"), *LEAVES[6:]]


def submission(old: int, size: int, leaves: list[bytes] = LEAVES, signer: NoteSigner = LOG) -> str:
    """Have a log of those leaves ask, with a proof that is right for it."""
    text = Checkpoint(LOG.name, size, root_of(leaves[:size])).text
    note = f"{text}\n{signer.sign(text, AT)}"
    known = {Place(0, number): leaf for number, leaf in enumerate(leaves)}
    spans = consistency_spans(old, size) if 0 < old < size else []
    return Submission(old, tuple(hash_of(span, known) for span in spans), note).body


@pytest.fixture
def witness(tmp_path: Path, clock: TurnableClock) -> Witness:
    return Witness(witness_signer("w.example/1", tmp_path / "w"), [LOG.verifier], tmp_path / "w", clock)


async def test_what_grew_is_cosigned(witness: Witness, clock: TurnableClock) -> None:
    for old, size in ((0, 3), (3, 3), (3, 7), (7, 15)):
        answer = await witness.add(submission(old, size))
        assert answer.status == 200
        signed = Note.read(submission(old, size).partition("\n\n")[2] + answer.body).signed_by(witness.verifier)
        assert int.from_bytes(signed.bytes_[:8], "big") == int(clock.now().timestamp())


async def test_a_server_that_holds_back_or_hands_out_what_was_is_noticed(
    sqlite_database: Database, deployment: Deployment, clock: TurnableClock, tmp_path: Path
) -> None:
    signer, time = await log_signer(deployment), (await time_signer(deployment)).verifier
    log = signer.verifier
    w = Witness(witness_signer("w.example/1", tmp_path / "w"), [log], tmp_path / "w", clock)

    async def served() -> str:
        found = await newest_note(deployment)
        assert found is not None
        return found[1]

    def problem(note: str, *known: str, by: NoteVerifier = time) -> str:
        with pytest.raises(NoteRefused) as raised:
            check_fresh(note, log, by, now=clock.now(), known=known)
        return str(raised.value)

    await grown(deployment, seeded("early"), 3)
    early = await served()
    assert check_fresh(early, log, time, now=clock.now()).size == (await newest_note(deployment) or (0, ""))[0]
    cosigned = early + (await w.add(Submission(0, (), early).body)).body
    assert check_fresh(cosigned, log, w.verifier, now=clock.now()).size > 0
    clock.turn(timedelta(seconds=10))
    check_fresh(early, log, time, now=clock.now())
    clock.turn(timedelta(seconds=1))
    for by in (time, w.verifier):  # handed out again, by whoever has it: nothing new was done, or it is held back
        assert "held back" in problem(cosigned, by=by)
    check_fresh(await served(), log, time, now=clock.now())  # the same state, said anew

    await grown(deployment, seeded("late"), 3)
    late = await served()
    async with transaction():
        note(clock.now(), "serviceSave", HOST)  # and nobody gives it a place
    clock.turn(timedelta(seconds=11))
    assert "has not signed" in problem(await served())  # the log itself no longer says that this is all

    text = Note.read(early).text
    again = f"{early.partition(chr(10) * 2)[0]}\n\n{signer.sign(text, AT)}"
    again += (await time_signer(deployment)).sign(text, clock.now())  # the true keys say so of what was
    assert "rolled back" in problem(again, late)
    proof = await growth(Checkpoint.read(text).size, Checkpoint.read(Note.read(late).text).size)
    assert (await w.add(Submission(Checkpoint.read(text).size, proof, late).body)).status == 200
    answer = await w.add(Submission(0, (), again).body)
    assert (answer.status, answer.body) == (409, f"{Checkpoint.read(Note.read(late).text).size}\n")

    root = root_of([bytes(32)] * Checkpoint.read(text).size)
    other = Checkpoint(log.name, Checkpoint.read(text).size, root).text
    forked = f"{other}\n{signer.sign(other, AT)}{(await time_signer(deployment)).sign(other, clock.now())}"
    assert "forked" in problem(forked, early)
    ahead = early + (await time_signer(deployment)).sign(text, clock.now() + timedelta(minutes=1))
    assert "future" in problem(ahead.replace(early.split("\n")[-2] + "\n", ""))
    assert "only a cosigner" in problem(early, by=log)


async def test_what_did_not_grow_is_refused_and_forgotten(witness: Witness) -> None:
    assert (await witness.add(submission(0, 7))).status == 200

    fork = await witness.add(submission(7, 12, FORKED))
    same_size = await witness.add(submission(7, 7, FORKED))
    rolled_back = await witness.add(submission(3, 5))
    unproven = await witness.add(submission(7, 12).replace("old 7\n", "old 7\n" + "A" * 43 + "=\n", 1))
    from_nothing = await witness.add(submission(0, 12, FORKED))

    assert [one.status for one in (fork, same_size, rolled_back, unproven, from_nothing)] == [422, 409, 409, 422, 409]
    assert (rolled_back.body, rolled_back.media_type) == ("7\n", "text/x.tlog.size")
    assert (await witness.add(submission(7, 12))).status == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (submission(0, 3, signer=NoteSigner(LOG.name, bytes(range(32)))), 403),
        (submission(0, 3).replace("log.example", "other.example"), 404),
        (submission(0, 3).replace("old 0", "old 9"), 400),
        (submission(0, 3).replace("old 0", "old 00"), 400),
        ("", 400),
        ("old 0\n\nnothing", 400),
        ("old 0\n" + "AAAA\n" * 64 + "\n" + submission(0, 3).partition("\n\n")[2], 400),
    ],
)
async def test_what_is_no_submission_is_refused(witness: Witness, body: str, status: int) -> None:
    assert (await witness.add(body)).status == status
    assert witness.seen(LOG.name) is None


async def test_what_was_seen_outlives_the_witness(witness: Witness, tmp_path: Path, clock: TurnableClock) -> None:
    await witness.add(submission(0, 7))

    again = Witness(witness_signer("w.example/1", tmp_path / "w"), [LOG.verifier], tmp_path / "w", clock)

    assert again.verifier == witness.verifier
    assert (await again.add(submission(0, 7))).status == 409
    assert (tmp_path / "w" / "witness.key").stat().st_mode & 0o777 == 0o600


def _started(command: list[str], environment: dict[str, str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


@pytest.fixture
async def process(tmp_path: Path, deployment: Deployment, sqlite_database: Database) -> AsyncIterator[KnownWitness]:
    """Run `chatbookr witness` for the deployment's log."""
    log = (await log_signer(deployment)).verifier.text
    command = [sys.executable, "-c", "from chatbookr_api.cli import main; raise SystemExit(main())", "witness"]
    options = ["--name", "w.example/2", "--folder", str(tmp_path / "process"), "--log", log, "--port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    started = _started([*command, *options], environment)
    assert started.stdout is not None
    assert started.stderr is not None
    verifier = NoteVerifier.read(started.stdout.readline())
    line = next(one for one in iter(started.stderr.readline, "") if "running on" in one)
    yield KnownWitness(line.partition("on ")[2].split(" ")[0], verifier)
    started.send_signal(signal.SIGTERM)
    started.communicate(timeout=120)


@pytest.mark.integration
async def test_a_witness_process_cosigns_the_log_and_its_line_is_handed_out(
    process: KnownWitness, deployment: Deployment
) -> None:
    async with httpx.AsyncClient() as client:
        for number in range(3):
            await grown(deployment, seeded(f"witness {number}"), 2)
            assert await cosign(deployment, client, process)
            assert not await cosign(deployment, client, process)  # that one it has

        found, newest = await newest_note(deployment), await newest_checkpoint()
        assert found is not None
        assert newest is not None
        assert Note.read(found[1]).signed_by(process.verifier)
        assert await AuditCosignature.filter(witness=process.verifier.name).count() == 3


@pytest.mark.integration
async def test_a_log_that_lost_its_memory_of_the_witness_asks_it(process: KnownWitness, deployment: Deployment) -> None:
    async with httpx.AsyncClient() as client:
        await grown(deployment, seeded("one"), 2)
        assert await cosign(deployment, client, process)
        await grown(deployment, seeded("two"), 2)
        newest = await newest_checkpoint()
        assert newest is not None
        answer = await client.post(f"{process.url}/add-checkpoint", content=Submission(0, (), newest.note).body)

    assert answer.status_code == 409
    assert int(answer.text) < newest.size


def test_a_setting_that_names_no_witness_is_refused() -> None:
    signer = NoteSigner("w.example/1", bytes(32), 4)

    assert witnesses_of([f"https://w.example {signer.verifier.text}"])[0].verifier == signer.verifier
    for wrong in ("https://w.example", f"ftp://w {signer.verifier.text}", f"https://w {LOG.verifier.text}"):
        with pytest.raises(InvalidSettings):
            witnesses_of([wrong])


def test_nothing_of_a_deployment_starts_with_a_witness_that_cannot_be_asked(tmp_path: Path) -> None:
    settings = Settings(plugins=(), key_file=tmp_path / "key", audit_witnesses=("https://w.example no+verifier+key",))

    with pytest.raises(InvalidSettings, match="CHATBOOKR_AUDIT_WITNESSES"):
        deployment_from(settings)

    assert not (tmp_path / "key").exists()
    assert deployment_from(replace(settings, audit_witnesses=())).settings.audit_witnesses == ()
