"""The check of the audit log, of the database's own guards, and of doors, against ones that were tampered with."""

import asyncio
import ssl
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest
from tests.certificates import Certified, certified
from tests.conftest import NOW, PostgresUrls
from tests.core.trust_looks import facts_of, found

from chatbookr_core.audit.entries import HOST
from chatbookr_core.audit.recording import note
from chatbookr_core.audit.sequencer import sequence
from chatbookr_core.clock import TurnableClock
from chatbookr_core.database_roles import Passwords, Roles, make_roles
from chatbookr_core.db import Database, fetch, opened, transaction, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.migration import migrate
from chatbookr_core.trust.doors import SECURITY_TXT, asked, door_at, doors_of
from chatbookr_core.trust.findings import Audience, Fact, Finding, Line, Outcome
from chatbookr_core.trust.looking import FieldRules
from chatbookr_core.trust.remembered import KEPT_FOR, LastReport
from chatbookr_core.trust.report import CHECKS, report_on, report_to

KEPT, NOT_KEPT, NOT_SHOWN = Outcome.KEPT, Outcome.NOT_KEPT, Outcome.NOT_SHOWN
OURS, THEIRS = uuid4(), uuid4()
TAMPERED = {
    "an entry": "UPDATE audit_entry SET content = REPLACE(content, 'serviceSave', 'bookingSave') WHERE id = $1",
    "an entry, and its hash": "UPDATE audit_leaf SET hash = $2 WHERE entry_id = $1",
    "a whole entry": "DELETE FROM audit_entry WHERE id = $1",
    "a signature": "UPDATE audit_checkpoint SET note = REPLACE(note, '/audit', '/audlt') WHERE $1 <> $3",
}


async def grown(deployment: Deployment, count: int = 40) -> UUID:
    """Write and place entries of two clinics and of none; return the id of one that is OURS."""
    async with transaction():
        for number in range(count):
            note(NOW, "serviceSave", HOST, clinics=((OURS, THEIRS, None)[number % 3],), subject_id=uuid4())
    await sequence(deployment)
    rows = await fetch("SELECT entry_id FROM audit_leaf WHERE clinic_id = $1 ORDER BY position LIMIT 1", (OURS,))
    return uuid_of(rows[0]["entry_id"])


@pytest.mark.parametrize("what", TAMPERED)
async def test_a_log_that_was_tampered_with_is_not_kept(
    sqlite_database: Database, deployment: Deployment, what: str
) -> None:
    assert (await found("P16", deployment)).outcome is NOT_SHOWN
    entry_id = await grown(deployment)
    whole = await found("P16", deployment)
    async with transaction() as tx:
        for row in await tx.fetch("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'"):
            await tx.connection.execute_query(f"DROP TRIGGER {row['name']}")
        sql = TAMPERED[what].replace("$3", "''").replace("$2", "randomblob(32)")
        assert await tx.execute(sql, (entry_id,)) == 1

    seen = await found("P16", deployment)
    others = await found("P16", deployment, clinic_id=THEIRS)
    ours = await found("P16", deployment, clinic_id=OURS)

    assert (whole.outcome, facts_of(whole)["entriesProven"]) == (KEPT, 40)
    assert (seen.outcome, ours.outcome) == (NOT_KEPT, NOT_KEPT)
    if what in ("an entry", "a whole entry"):
        assert facts_of(seen)["entriesNotProven"] == 1
        assert others.outcome is KEPT


async def test_entries_that_wait_are_seen(database: Database, deployment: Deployment, clock: TurnableClock) -> None:
    await grown(deployment)
    async with transaction():
        note(NOW, "serviceSave", HOST)
    assert (await found("P16", deployment)).outcome is KEPT

    clock.turn(timedelta(seconds=11))

    assert (await found("P16", deployment)).outcome is NOT_KEPT


@pytest.mark.postgres
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE patient NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY clinics ON message",
        "ALTER ROLE {app} BYPASSRLS",
        "GRANT UPDATE ON audit_entry TO {app}",
    ],
)
async def test_a_database_that_keeps_nobody_apart_is_not_kept(
    new_postgres_urls: PostgresUrls, deployment: Deployment, statement: str
) -> None:
    urls = new_postgres_urls
    await migrate(urls.migrator)
    roles = Roles.named(urls.admin.rpartition("/")[2])
    await make_roles(urls.admin, roles, Passwords())
    async with opened(urls.app):
        before = await found("P6", deployment)
        admin = await asyncpg.connect(urls.admin)
        await admin.execute(statement.format(app=roles.app))
        await admin.close()

        after = await found("P6", deployment)

    assert (before.outcome, facts_of(before)["isRowLevelSecurityOn"]) == (KEPT, True)
    assert after.outcome is NOT_KEPT


@pytest.fixture
def certificate(tmp_path: Path) -> Certified:
    return certified(tmp_path)


@asynccontextmanager
async def serving(certificate: Certified, *, is_old: bool) -> AsyncIterator[str]:
    """Serve security.txt by TLS; with `is_old` also by what came before 1.2."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.chain, certificate.key)
    if is_old:
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # the test is about just that
            context.minimum_version = ssl.TLSVersion.TLSv1

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked_for = await reader.readline()
        if asked_for:
            text = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nContact: mailto:s@host.example\n"
            writer.write(text if SECURITY_TXT.encode() in asked_for else b"HTTP/1.1 404 Not Found\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(answer, "localhost", 0, ssl=context)
    async with server:
        yield f"https://localhost:{server.sockets[0].getsockname()[1]}"


@pytest.mark.integration
@pytest.mark.parametrize("is_old", [False, True])
async def test_a_door_says_what_it_really_speaks(
    certificate: Certified, monkeypatch: pytest.MonkeyPatch, is_old: bool
) -> None:
    async with serving(certificate, is_old=is_old) as url:
        door = await door_at(url)
        untrusted = await asked(url, SECURITY_TXT)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.authority))
        doors = await doors_of(url, "memory://")

    assert (door.is_encrypted, door.version, door.takes_old) == (True, "TLSv1.3", is_old)
    assert untrusted is None
    assert doors.security_txt is not None
    assert doors.security_txt.body.startswith("Contact: ")
    assert (doors.broker.is_encrypted, doors.broker.is_here) == (False, True)


@pytest.mark.integration
async def test_a_door_that_nobody_opens_is_not_known(certificate: Certified) -> None:
    async with serving(certificate, is_old=False) as url:
        gone = url
    doors = await doors_of(gone, gone.replace("https", "amqps"))

    assert (doors.listener.version, doors.listener.takes_old, doors.security_txt) == (None, None, None)


async def test_a_check_that_fails_shows_nothing_and_keeps_nobody_from_the_others(
    sqlite_database: Database, deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_: object) -> Finding:
        raise RuntimeError("of Ada Example")

    monkeypatch.setitem(CHECKS, "P3", broken)

    lines = await report_on(replace(deployment, settings=replace(deployment.settings, public_url="")), FieldRules(1, 0))

    outcomes = {one.promise.id: one.finding for one in lines}
    assert len(outcomes) == 20
    assert (outcomes["P3"].outcome, outcomes["P3"].why) == (NOT_SHOWN, "It could not be looked at: RuntimeError.")
    assert outcomes["P6"].outcome is KEPT


async def test_clinics_read_their_own_rows_and_nothing_that_is_the_operators(
    sqlite_database: Database, deployment: Deployment
) -> None:
    rules = FieldRules(1, 0)
    whole = await report_on(replace(deployment, settings=replace(deployment.settings, public_url="")), rules)

    lines = await report_to(OURS, deployment, rules, whole)

    facts = [fact for one in lines for fact in one.finding.facts]
    assert [one.promise.id for one in lines] == [one.promise.id for one in whole]
    assert facts
    assert all(one.audience >= Audience.CLINICS for one in facts)
    assert any(one.audience is Audience.OPERATORS for each in whole for one in each.finding.facts)


def test_a_fact_is_for_operators_unless_it_says_so() -> None:
    finding = Finding(NOT_KEPT, (Fact("a", 1), Fact("b", 2, audience=Audience.EVERYBODY)), "because", "do this")

    public = finding.for_audience(Audience.EVERYBODY)

    assert [one.name for one in public.facts] == ["b"]
    assert (public.outcome, public.why, public.next_step) == (NOT_KEPT, "", "")


async def test_strangers_that_ask_again_make_nobody_look_again() -> None:
    looks, last = 0, LastReport()

    async def look() -> list[Line]:
        nonlocal looks
        looks += 1
        await asyncio.sleep(0)
        return []

    await asyncio.gather(*(last.at(NOW, look) for _ in range(20)))
    assert looks == 1
    await last.at(NOW + KEPT_FOR - timedelta(seconds=1), look)
    assert looks == 1
    await last.at(NOW + KEPT_FOR, look)
    await last.at(NOW - timedelta(hours=1), look)  # a clock that was set back
    assert looks == 3
