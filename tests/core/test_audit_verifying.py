"""Whatever is done to an export is found and the first bad entry named, by our verifier and the independent one."""

import ast
import json
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from tests.conftest import NOW
from tests.core.audit_forgeries import FORGERIES, Forge, parts_of, said_to_have_expired, seeded
from tests.sources import ROOT
from tests.thoroughness import tries

from chatbookr_core.audit.checkpoints import Checkpoint
from chatbookr_core.audit.entries import HOST, Who
from chatbookr_core.audit.expiry import announce, expire
from chatbookr_core.audit.export import export
from chatbookr_core.audit.keeping import log_signer, time_signer
from chatbookr_core.audit.recording import note
from chatbookr_core.audit.sequencer import sequence
from chatbookr_core.audit.tree import root_of
from chatbookr_core.audit.truncation import truncate_all
from chatbookr_core.audit.verifying import Trusted, verify
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotFound
from chatbookr_core.keys.notes import COSIGNATURE, NoteSigner
from chatbookr_core.models import AuditEntry

EACH = tries(76)  # of 17 kinds: 1292 forgeries
CLINICS = (UUID(int=1), UUID(int=2), None)
INDEPENDENT = ROOT / "docs" / "examples" / "audit-verifier" / "verify_audit_log.py"


async def grown(deployment: Deployment, random: Random, batches: int = 25, *, years_ago: int = 0) -> None:
    at = NOW.replace(year=NOW.year - years_ago)
    for _ in range(batches):
        async with transaction():
            for _ in range(random.randrange(1, 9)):
                clinic, subject = random.choice(CLINICS), UUID(int=random.getrandbits(128))
                note(at, "serviceSave", random.choice((HOST, Who("staff", subject))), clinics=(clinic,), codes=["a.b"])
        await placed(deployment, at)


async def placed(deployment: Deployment, at: datetime) -> None:
    """Give what was noted its place at the time it happened."""
    clock, since = deployment.clock, at - deployment.clock.now()
    if isinstance(clock, TurnableClock):
        clock.turn(since)
    await sequence(deployment)
    if isinstance(clock, TurnableClock):
        clock.turn(-since)


async def exported(deployment: Deployment, clinic: UUID | None = None) -> list[str]:
    return [line async for line in export(deployment, clinic)]


async def trusted(deployment: Deployment) -> Trusted:
    return Trusted((await log_signer(deployment)).verifier, time=(await time_signer(deployment)).verifier)


def independently(path: Path, believed: Trusted) -> tuple[int, str]:
    assert believed.time is not None
    command = [sys.executable, str(INDEPENDENT), str(path), believed.log.text, believed.time.text]
    ended = subprocess.run(command, capture_output=True, timeout=60)
    return ended.returncode, (ended.stdout + ended.stderr).decode()


async def test_an_export_is_proven(sqlite_database: Database, deployment: Deployment) -> None:
    with pytest.raises(NotFound):
        await exported(deployment)
    await grown(deployment, seeded("1"))

    found = verify(await exported(deployment), await trusted(deployment))

    assert found.problem is None
    assert found.entries == found.size > 60


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda one: one.__name__)
async def test_every_forgery_is_found_and_the_first_bad_entry_named(
    sqlite_database: Database, deployment: Deployment, forge: Forge
) -> None:
    random = seeded(f"audit {forge.__name__}")
    await grown(deployment, random)
    lines, believed = await exported(deployment), await trusted(deployment)
    missed = []

    for number in range(EACH):
        forged = forge(list(lines), random)
        problem = verify(forged.lines, believed).problem
        if forged.lines == lines:
            continue
        if problem is None or (
            forged.first_bad is not None and not problem.first_bad_index <= forged.first_bad < problem.before
        ):
            missed.append((number, forged.first_bad, problem))

    assert missed == []


async def test_an_entry_changed_without_its_hash_is_named_exactly(
    sqlite_database: Database, deployment: Deployment
) -> None:
    await grown(deployment, seeded("2"))
    head, entries = parts_of(await exported(deployment))
    entries[17] = entries[17].replace("serviceSave", "serviceSeve")

    problem = verify([*head, *entries], await trusted(deployment)).problem

    assert problem is not None
    assert (problem.first_bad_index, problem.before) == (17, 18)


async def test_a_rollback_and_a_fork_show_by_what_was_known_before(
    sqlite_database: Database, deployment: Deployment
) -> None:
    await grown(deployment, seeded("3"), 5)
    early = await exported(deployment)
    await grown(deployment, seeded("4"), 5)
    late, signer = await exported(deployment), await log_signer(deployment)
    newest = json.loads(parts_of(late)[0][-1])["checkpoint"]
    size = json.loads(late[0])["size"]
    forked = Checkpoint(signer.name, size, root_of([bytes(32)] * size)).text
    other = f"{forked}\n{signer.sign(forked, NOW)}"  # by the true key: somebody took it

    rolled_back = verify(early, Trusted(signer.verifier, known=(newest,)))
    fork = verify(late, Trusted(signer.verifier, known=(other,)))
    same = verify(late, Trusted(signer.verifier, known=(newest, json.loads(parts_of(early)[0][-1])["checkpoint"])))

    assert rolled_back.problem is not None
    assert rolled_back.problem.first_bad_index == json.loads(early[0])["size"]
    assert "rolled back" in rolled_back.problem.reason
    assert fork.problem is not None
    assert "forked" in fork.problem.reason
    assert same.problem is None


async def test_a_witness_that_is_believed_must_have_cosigned(sqlite_database: Database, deployment: Deployment) -> None:
    await grown(deployment, seeded("5"), 3)
    witness = NoteSigner("witness.example/w1", bytes(range(32)), COSIGNATURE)
    believed = Trusted((await log_signer(deployment)).verifier, (witness.verifier,))
    head, entries = parts_of(await exported(deployment))
    note_ = json.loads(head[-1])["checkpoint"]
    text = note_.split("\n\n")[0] + "\n"

    without = verify([*head, *entries], believed)
    signed = json.dumps({"checkpoint": note_ + witness.sign(text, NOW)}, separators=(",", ":"), ensure_ascii=False)
    cosigned = verify([*head[:-1], f"{signed}\n", *entries], believed)

    assert without.problem is not None
    assert "witness" in without.problem.reason
    assert cosigned.problem is None
    assert cosigned.witnesses == ("witness.example/w1",)


async def test_a_clinics_export_is_proven_and_none_of_its_entries_can_be_left_out(
    sqlite_database: Database, deployment: Deployment
) -> None:
    await grown(deployment, seeded("6"))
    lines, believed = await exported(deployment, CLINICS[0]), await trusted(deployment)
    head, entries = parts_of(lines)

    assert verify(lines, believed).problem is None
    assert verify(lines, believed).entries == len(entries) > 10
    for number in range(len(entries) - 1):  # of the newest, the next export tells
        problem = verify([*head, *entries[:number], *entries[number + 1 :]], believed).problem
        assert problem is not None
        assert problem.first_bad_index <= json.loads(entries[number + 1])["index"]
    for number, entry in enumerate(entries):
        forged = entry.replace("serviceSave", "serviceSeve")
        assert verify([*head, *entries[:number], forged, *entries[number + 1 :]], believed).problem is not None


@pytest.mark.integration
async def test_what_is_left_after_a_truncation_is_proven_against_states_of_before(
    sqlite_database: Database, deployment: Deployment, clock: TurnableClock, tmp_path: Path
) -> None:
    await grown(deployment, seeded("7"), 30, years_ago=6)
    await grown(deployment, seeded("8"), 5)
    before = json.loads(parts_of(await exported(deployment))[0][-1])["checkpoint"]

    await truncate_all(deployment, clock.now().replace(year=clock.now().year - 3))
    await sequence(deployment)
    lines, believed = await exported(deployment), await trusted(deployment)
    found = verify(lines, replace(believed, known=(before,)))

    assert found.problem is None
    assert found.start >= 64
    assert found.entries == found.size - found.start
    assert verify(await exported(deployment, CLINICS[0]), believed).problem is None
    (tmp_path / "log.jsonl").write_text("".join(lines))
    assert independently(tmp_path / "log.jsonl", believed)[0] == 0


@pytest.mark.integration
async def test_what_a_clinic_keeps_no_longer_is_proven_by_its_hashes_and_must_be_announced(
    database: Database, deployment: Deployment, clock: TurnableClock, tmp_path: Path
) -> None:
    await grown(deployment, seeded("12"), 8, years_ago=6)
    await grown(deployment, seeded("13"), 5)
    before, believed = await exported(deployment), await trusted(deployment)
    mine, path = CLINICS[0], tmp_path / "log.jsonl"
    assert mine is not None

    await announce(deployment, mine, clock.now().replace(year=clock.now().year - 3))
    async with transaction() as tx:
        gone = await expire(tx, mine, limit=500)
    lines, part = await exported(deployment), await exported(deployment, mine)
    trusted_ = replace(believed, known=(json.loads(parts_of(before)[0][-1])["checkpoint"],))

    expired = [line for line in lines if '"expired"' in line]
    assert gone == len(expired) == sum('"expired"' in line for line in part) > 5
    assert verify(lines, trusted_).problem is None
    assert verify(part, trusted_).problem is None
    assert await AuditEntry.filter(clinic_id=CLINICS[1], happened_at__lt=NOW.replace(year=NOW.year - 3)).count() > 5
    path.write_text("".join(lines))
    assert independently(path, believed)[0] == 0

    for forged in (
        [line for line in part if "auditExpire" not in line],  # the log has not said so
        [line.replace('"clinic_index":1}', '"clinic_index":2}') for line in part],
        [line.replace(expired[3][20:60], "0" * 40) for line in part],
        [line for line in part if line not in part[4:5]],
    ):
        assert forged != part
        assert verify(forged, trusted_).problem is not None
    early = [line.replace(str(mine), str(CLINICS[1])) if '"expired"' in line else line for line in lines]
    late = [said_to_have_expired(list(lines), seeded(str(number))).lines for number in range(9)]
    for forged in (early, *late):
        path.write_text("".join(forged))
        assert verify(forged, trusted_).problem is not None
    assert independently(path, believed)[0] == 1


@pytest.mark.integration
async def test_the_independent_verifier_proves_an_export_and_names_what_is_wrong(
    sqlite_database: Database, deployment: Deployment, tmp_path: Path
) -> None:
    await grown(deployment, seeded("9"))
    (head, entries), believed = parts_of(await exported(deployment)), await trusted(deployment)
    path = tmp_path / "log.jsonl"

    path.write_text("".join([*head, *entries]))
    assert independently(path, believed) == (0, f"{len(entries)} entries are proven\n")

    for forge in FORGERIES:
        forged = forge([*head, *entries], seeded("10"))
        path.write_text("".join(forged.lines))
        code, said = independently(path, believed)
        if forge.__name__ not in ("checkpoints_reordered", "bit_flip"):  # these may leave entries as they were signed
            assert code == 1, forge.__name__
            assert said.startswith("NOT PROVEN")


def test_the_independent_verifier_is_a_hundred_lines_that_need_nothing_but_cryptography() -> None:
    text = INDEPENDENT.read_text(encoding="utf-8")
    needed = {
        one.module or "" if isinstance(one, ast.ImportFrom) else name.name
        for one in ast.walk(ast.parse(text))
        if isinstance(one, ast.Import | ast.ImportFrom)
        for name in one.names
    }

    assert len(text.splitlines()) <= 100
    assert max(map(len, text.splitlines())) <= 120
    assert {one.split(".")[0] for one in needed} - sys.stdlib_module_names == {"cryptography"}


async def test_an_entry_of_somebody_elses_log_is_refused(sqlite_database: Database, deployment: Deployment) -> None:
    await grown(deployment, seeded("11"), 2)

    found = verify(await exported(deployment), Trusted(NoteSigner("other.example/audit", bytes(32)).verifier))

    assert found.problem is not None
