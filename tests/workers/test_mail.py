"""Mail over a real SMTP server, the sandbox's mailbox: what is owed arrives once it can, and leaves nothing behind."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.alarms import make_anomaly
from tests.factories import make_clinic, make_membership, make_user
from tests.servers import free_port

from chatbookr_core.anomalies.rules import RULES
from chatbookr_core.anomalies.telling import owe_word
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, InvalidSettings
from chatbookr_core.jobs import LeasedJob, claim_due, start
from chatbookr_core.mail.outbox import JOB, post
from chatbookr_core.mail.smtp import server_of
from chatbookr_core.models import Job, Mail
from chatbookr_sandbox.app import create_app
from chatbookr_sandbox.settings import SandboxSettings
from chatbookr_sdk import TemporaryFailure
from chatbookr_workers.mail import send

pytestmark = pytest.mark.integration  # speaks SMTP with the sandbox

URL = "http://clinic.test/invitations/canary-link"
INVITATION = {"clinic": "Praxis Süd", "inviter": "Dr. Vos", "days": "7", "url": URL}


class Post:
    """A deployment, the mail server it uses, and a look into the mailbox."""

    def __init__(self, deployment: Deployment, mailbox: httpx.AsyncClient) -> None:
        self.deployment = deployment
        self._mailbox = mailbox

    async def mails(self, to: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self._mailbox.get("/sandbox/mail", params={"to": to})).json()["mails"]
        return found

    async def page(self) -> str:
        return (await self._mailbox.get("/mail")).text

    async def refuse(self, answer: str) -> None:
        assert (await self._mailbox.put("/sandbox/mail/refusal", content=answer)).status_code == 204

    async def owe(self, to: str, language: str = "en", **values: str) -> None:
        async with transaction():
            await post(self.deployment, "invitation", to=to, language=language, values={**INVITATION, **values})

    async def lease(self) -> LeasedJob:
        """Lease the mail job that is due."""
        now = self.deployment.clock.now()
        (claimed,) = await claim_due(now, 10, kinds=frozenset({JOB}), queue_seconds=30)
        leased = await start(claimed.id, now=now, lease_seconds=60)
        assert leased is not None
        return leased

    async def work(self) -> None:
        await send(self.deployment, await self.lease())


@pytest.fixture
async def office(deployment: Deployment, database: Database) -> AsyncIterator[Post]:
    port = free_port()
    app = create_app(SandboxSettings(smtp_port=port))
    settings = replace(deployment.settings, smtp_url=f"smtp://127.0.0.1:{port}", public_url="https://book.clinic.test")
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sandbox.test") as mailbox,
    ):
        yield Post(replace(deployment, settings=settings), mailbox)


async def test_a_letter_arrives_and_its_link_is_forgotten(office: Post) -> None:
    await office.owe("ada@clinic.test")

    await office.work()

    (mail,) = await office.mails("ada@clinic.test")
    assert mail["subject"] == "Praxis Süd invites you"
    assert URL in mail["text"]
    row = await Mail.get()
    assert (row.state, row.error, row.values_sealed, row.recipient_sealed) == ("sent", None, None, None)
    assert mail["id"] == f"<{row.id}@book.clinic.test>"
    assert (await Job.get(kind=JOB)).state == "done"


async def test_it_is_written_in_the_readers_language(office: Post) -> None:
    await office.owe("ada@clinic.test", "de-AT")

    await office.work()

    (mail,) = await office.mails("ada@clinic.test")
    assert mail["subject"] == "Praxis Süd lädt Sie ein"
    assert "innerhalb von 7 Tagen" in mail["text"]


async def test_an_alert_about_the_audit_log_reaches_the_owner(office: Post) -> None:
    clinic, owner = await make_clinic(name="Praxis Süd"), await make_user()
    await make_membership(owner, clinic, role="owner")
    async with transaction():
        await owe_word(office.deployment, await make_anomaly(clinic, owner))

    await office.work()

    (mail,) = await office.mails(owner.email)
    assert mail["subject"] == "Something unusual at Praxis Süd"
    assert RULES["mass_reads"].says in mail["text"].replace("\n", " ")
    assert RULES["mass_reads"].next_step in mail["text"].replace("\n", " ")
    assert str(owner.id) not in mail["text"]


async def test_what_waits_lies_sealed(office: Post) -> None:
    await office.owe("ada@clinic.test")

    row = await Mail.get()
    assert b"canary-link" not in (row.values_sealed or b"")
    assert b"ada@" not in (row.recipient_sealed or b"")


async def test_nothing_is_owed_where_the_transaction_fails(office: Post) -> None:
    async def changed_its_mind() -> None:
        async with transaction():
            await post(office.deployment, "invitation", to="ada@clinic.test", language="en", values=INVITATION)
            raise RuntimeError("changed its mind")

    with pytest.raises(RuntimeError, match="changed its mind"):
        await changed_its_mind()

    assert await Mail.all().count() == await Job.filter(kind=JOB).count() == 0


async def test_a_busy_server_is_tried_again_and_a_day_later_no_more(office: Post, clock: TurnableClock) -> None:
    await office.owe("ada@clinic.test")
    await office.refuse("450 4.2.1 Try later")
    leased = await office.lease()

    with pytest.raises(TemporaryFailure):
        await send(office.deployment, leased)
    assert (await Mail.get()).state == "owed"

    clock.turn(leased.give_up_at - clock.now() + timedelta(seconds=1))
    await send(office.deployment, leased)
    row = await Mail.get()
    assert (row.state, row.error, row.values_sealed) == ("failed", "smtp_450", None)


async def test_a_refused_address_is_noted(office: Post) -> None:
    await office.owe("nobody@clinic.test")
    await office.refuse("550 5.1.1 No such mailbox")

    await office.work()

    row = await Mail.get()
    assert (row.state, row.error) == ("failed", "smtp_550")


async def test_a_server_that_is_away_is_tried_again(office: Post) -> None:
    away = replace(office.deployment.settings, smtp_url=f"smtp://127.0.0.1:{free_port()}")
    await office.owe("ada@clinic.test")

    with pytest.raises(TemporaryFailure):
        await send(replace(office.deployment, settings=away), await office.lease())

    assert (await Mail.get()).state == "owed"


async def test_a_mail_sent_twice_is_the_same_mail(office: Post) -> None:
    """A worker that dies between the server's yes and its own note hands the mail over again, under the same id."""
    await office.owe("ada@clinic.test")
    leased = await office.lease()
    owed = await Mail.get()
    sealed = (owed.values_sealed, owed.recipient_sealed)
    await send(office.deployment, leased)
    await Mail.filter(id=owed.id).update(state="owed", values_sealed=sealed[0], recipient_sealed=sealed[1])

    leased.is_settled = False
    await Job.filter(id=leased.id).update(state="running", lease=leased.lease)
    await send(office.deployment, leased)

    ids = {mail["id"] for mail in await office.mails("ada@clinic.test")}
    assert len(ids) == 1


@pytest.mark.parametrize(
    "to",
    ["ada", "ada@x@y", "ada@a.test\r\nBcc: all@a.test", "<ada@clinic.test>", "a@b, c@d", "a" * 250 + "@b.test"],
)
async def test_an_address_that_is_none_is_refused(office: Post, to: str) -> None:
    with pytest.raises(InvalidInput):
        await office.owe(to)


async def test_a_name_cannot_write_headers(office: Post) -> None:
    await office.owe("ada@clinic.test", clinic="Praxis\r\nBcc: all@clinic.test")

    await office.work()

    assert len(await office.mails("ada@clinic.test")) == 1
    assert await office.mails("all@clinic.test") == []


async def test_the_page_shows_text_as_text(office: Post) -> None:
    await office.owe("ada@clinic.test", inviter="<script>alert(1)</script>")
    await office.work()

    page = await office.page()

    assert "<script>" not in page
    assert f'<a href="{URL}"' in page


async def test_nothing_of_a_mail_is_logged(office: Post, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "chatbookr_core")
    caplog.set_level(logging.DEBUG, "chatbookr_workers")
    await office.owe("ada@clinic.test")

    await office.work()

    ours = [record.getMessage() for record in caplog.records if record.name.startswith("chatbookr")]
    assert not any("canary-link" in line or "ada@clinic.test" in line for line in ours)


def test_a_server_is_read_from_its_url() -> None:
    far, near = server_of("smtps://me:p%40ss@mail.clinic.test"), server_of("smtp://127.0.0.1:8125")

    assert (far.host, far.port, far.username, far.password, far.is_local) == (
        "mail.clinic.test", 465, "me", "p@ss", False,
    )  # fmt: skip
    assert (near.port, near.has_implicit_tls, near.is_local) == (8125, False, True)
    assert "p@ss" not in repr(far)


@pytest.mark.parametrize("url", ["http://mail.test", "smtp://", "smtp://mail.test:port", "mail.test"])
def test_a_url_that_names_no_server_is_refused(url: str) -> None:
    with pytest.raises(InvalidSettings):
        server_of(url)
