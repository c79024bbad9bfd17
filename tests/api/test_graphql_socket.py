"""Subscriptions over real sockets: events as they are committed, and the end of a session as the end of the socket."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import websockets
from tests.api.clients import make_deployment
from tests.api.serving import House, served, tell
from tests.api.sockets import begin, closed_with, hear, say
from tests.schema.desk import BODY, Desk, make_desk, make_message
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from chatbookr_api import watch
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.db import opened as other_process
from chatbookr_core.events import Change
from chatbookr_core.keys.vault import Vault
from chatbookr_core.listener import listen_forever
from chatbookr_core.models import Conversation, Membership, Patient, Session
from chatbookr_core.people.queries import find_actor
from chatbookr_core.people.sessions import log_out
from chatbookr_schema import subscriptions

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads

CONVERSATIONS = """
subscription ($clinic: ID!, $only: ID) {
  conversationChanged(clinicId: $clinic, conversationId: $only) {
    conversation { id handoverReason patient { name } } message { body }
  }
}"""
BOOKINGS = "subscription ($clinic: ID!) { bookingChanged(clinicId: $clinic) { booking { reference notes } } }"


@pytest.fixture
async def house(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    monkeypatch.setattr(subscriptions, "CHECK_SECONDS", 0.05)
    monkeypatch.setattr(watch, "CHECK_SECONDS", 0.05)
    async with served(sqlite_database, make_deployment(vault, clock, tmp_path)) as house:
        yield house


@asynccontextmanager
async def socket(house: House, **options: Any) -> AsyncIterator[ClientConnection]:
    protocols = options.pop("subprotocols", [Subprotocol("graphql-transport-ws")])
    async with connect(house.url, subprotocols=protocols, **options) as opened:
        yield opened


async def listen(opened: ClientConnection, query: str, name: str = "1", **variables: str) -> None:
    await say(opened, type="subscribe", id=name, payload={"query": query, "variables": variables})
    await asyncio.sleep(0.1)  # the protocol has no sign that a subscription stands


def about_message(desk: Desk) -> Change:
    return Change("message", desk.clinic.id, desk.message.id, desk.conversation.id)


async def test_a_new_message_is_heard_with_all_that_was_asked_for(house: House, vault: Vault) -> None:
    desk = house.desk
    async with socket(house) as opened:
        await begin(opened, house)
        await listen(opened, CONVERSATIONS, clinic=desk.id_of("Clinic"))
        message = await make_message(desk.conversation, vault, body="good morning")
        await tell(Change("message", desk.clinic.id, message.id, desk.conversation.id))

        heard = await hear(opened)

    change = heard["payload"]["data"]["conversationChanged"]
    assert heard["type"] == "next"
    assert change["message"] == {"body": "good morning"}
    assert change["conversation"]["id"] == desk.id_of("Conversation")


async def test_each_event_is_read_anew(house: House) -> None:
    desk = house.desk
    async with socket(house) as opened:
        await begin(opened, house)
        await listen(opened, CONVERSATIONS, clinic=desk.id_of("Clinic"))
        counts = []
        for count in (3, 7):
            async with transaction() as tx:
                await Conversation.filter(id=desk.conversation.id).update(handover_reason=f"reason_{count}")
                tx.tell(Change("conversation", desk.clinic.id, desk.conversation.id))
            counts.append(
                (await hear(opened))["payload"]["data"]["conversationChanged"]["conversation"]["handoverReason"]
            )

    assert counts == ["reason_3", "reason_7"]


async def test_only_what_was_asked_for_is_heard(house: House, vault: Vault, clock: TurnableClock) -> None:
    desk, other = house.desk, await make_desk(vault, clock.now())
    async with socket(house) as opened:
        await begin(opened, house)
        clinic, only = desk.id_of("Clinic"), desk.id_of("Conversation")
        await listen(opened, CONVERSATIONS, "one", clinic=clinic, only=only)
        await listen(opened, BOOKINGS, "two", clinic=clinic)
        await tell(
            about_message(other),
            Change("booking", other.clinic.id, other.booking.id),
            Change("conversation", desk.clinic.id, uuid4()),
            Change("task", desk.clinic.id, desk.task.id),
            Change("booking", desk.clinic.id, desk.booking.id),
            about_message(desk),
        )

        heard = {message["id"]: message["payload"]["data"] for message in (await hear(opened), await hear(opened))}

    assert heard["one"]["conversationChanged"]["message"] == {"body": BODY}
    assert heard["two"]["bookingChanged"]["booking"]["reference"] == desk.booking.reference


async def test_policies_hold_for_every_event(house: House) -> None:
    desk = house.desk
    async with socket(house) as opened:
        await begin(opened, house)
        await listen(opened, BOOKINGS, clinic=desk.id_of("Clinic"))
        payloads = []
        for role in ("receptionist", "owner", "receptionist"):
            async with transaction():
                await Membership.filter(user_id=house.user.id).update(role=role)
            await tell(Change("booking", desk.clinic.id, desk.booking.id))
            payloads.append((await hear(opened))["payload"])

    assert [payload["data"]["bookingChanged"]["booking"]["notes"] is None for payload in payloads] == [
        True,
        False,
        True,
    ]
    assert payloads[2]["errors"][0]["extensions"]["coordinate"] == "Booking.notes"


async def test_somebody_who_is_suspended_hears_nothing_more(house: House) -> None:
    desk = house.desk
    async with socket(house) as opened:
        await begin(opened, house)
        await listen(opened, BOOKINGS, clinic=desk.id_of("Clinic"))
        async with transaction() as tx:
            await Membership.filter(user_id=house.user.id).update(state="suspended")
            tx.tell(Change("membership", desk.clinic.id, house.user.id))
        await tell(Change("booking", desk.clinic.id, desk.booking.id))

        assert await closed_with(opened) == 4403


@pytest.mark.asvs("7.4.1")
async def test_a_log_out_elsewhere_closes_the_socket_at_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscriptions, "CHECK_SECONDS", 60)
    monkeypatch.setattr(watch, "CHECK_SECONDS", 60)
    async with socket(house) as opened:
        await begin(opened, house)
        await listen(opened, BOOKINGS, clinic=house.desk.id_of("Clinic"))
        actor = await find_actor(house.session.session_id, now=house.deployment.clock.now())
        assert actor is not None
        async with transaction():
            await log_out(actor, house.deployment.clock.now())

        assert await closed_with(opened) == 4403


async def test_a_session_that_runs_out_closes_the_socket_though_nothing_happens(
    house: House, clock: TurnableClock
) -> None:
    async with socket(house) as opened:
        await begin(opened, house)
        await listen(opened, BOOKINGS, clinic=house.desk.id_of("Clinic"))
        clock.turn(timedelta(days=8))

        assert await closed_with(opened) == 4403


async def test_after_the_session_no_operation_is_begun(house: House) -> None:
    async with socket(house) as opened:
        await begin(opened, house)
        async with transaction():
            await Session.all().update(revoked_at=house.deployment.clock.now())
        await listen(opened, "{ viewer { user { email } } }")

        assert await closed_with(opened) == 4403


async def test_queries_run_here_too_and_see_what_changed_between_them(house: House) -> None:
    query = "query ($id: ID!) { node(id: $id) { ... on Patient { language } } }"
    async with socket(house) as opened:
        await begin(opened, house)
        found = []
        for language in ("de", "en"):
            async with transaction():
                await Patient.filter(id=house.desk.patient.id).update(language=language)
            await listen(opened, query, id=house.desk.id_of("Patient"))
            found.append((await hear(opened))["payload"]["data"]["node"]["language"])
            assert (await hear(opened))["type"] == "complete"

    assert found == ["de", "en"]


@pytest.mark.checklist(20)
@pytest.mark.parametrize(
    "payload", [{}, {"authorization": "Bearer made-up"}, {"authorization": "Basic YTpi"}, {"token": "made-up"}]
)
async def test_nobody_is_let_in_without_a_session(house: House, payload: dict[str, str]) -> None:
    async with socket(house) as opened:
        await say(opened, type="connection_init", payload=payload)

        assert await closed_with(opened) == 4403


@pytest.mark.attack("csrf")
async def test_the_cookie_lets_the_own_page_in_and_no_other(house: House) -> None:
    cookie = {"cookie": f"chatbookr={house.session.token}"}
    own = house.deployment.settings.public_url

    async with socket(house, additional_headers=cookie, origin=own) as opened:
        await say(opened, type="connection_init")
        acknowledged = await hear(opened)
    with pytest.raises(websockets.InvalidStatus) as refused:
        async with socket(house, additional_headers=cookie, origin="https://evil.test"):
            pass

    assert acknowledged == {"type": "connection_ack"}
    assert refused.value.response.status_code == 403
    assert json.loads(refused.value.response.body or b"")["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_nothing_is_done_before_the_connection_is_acknowledged(house: House) -> None:
    async with socket(house) as opened:
        await listen(opened, "{ __typename }")

        assert await closed_with(opened) == 4401


async def test_the_older_protocol_is_not_spoken(house: House) -> None:
    async with socket(house, subprotocols=[Subprotocol("graphql-ws")]) as opened:
        assert await closed_with(opened) == 4406


MESSAGES = ["[]", "1", '"x"', "{", '{"type": 1}', '{"type": "subscribe"}', "[" * 5000, '{"type": "nonsense"}']
MESSAGES += ['{"type": "ping", "payload": {"n": ' + "1" * 5000 + "}}", '{"type": "ping", "payload": {"n": NaN}}']
MESSAGES += ['{"type": "ping", "type": "pong"}', '{"type": "ping", "payload": {"token": "\\ud800"}}']


async def test_a_token_that_cannot_be_written_closes_the_socket(house: House) -> None:
    async with socket(house) as opened:
        await opened.send('{"type": "connection_init", "payload": {"token": "\\ud800"}}')

        assert await closed_with(opened) == 4400


@pytest.mark.parametrize("message", MESSAGES)
async def test_what_is_no_message_closes_the_socket(house: House, message: str) -> None:
    async with socket(house) as opened:
        await begin(opened, house)
        await opened.send(message)

        assert await closed_with(opened) == 4400


async def test_a_socket_carries_at_most_20_operations(house: House) -> None:
    async with socket(house) as opened:
        await begin(opened, house)
        variables = {"clinic": house.desk.id_of("Clinic")}
        for number in range(21):
            await say(opened, type="subscribe", id=str(number), payload={"query": BOOKINGS, "variables": variables})

        heard = await hear(opened)

    assert (heard["id"], heard["type"]) == ("20", "error")


@pytest.mark.attack("tenant-crossing")
async def test_another_clinic_cannot_be_listened_to(house: House, vault: Vault, clock: TurnableClock) -> None:
    other = await make_desk(vault, clock.now())
    async with socket(house) as opened:
        await begin(opened, house)
        await listen(opened, BOOKINGS, clinic=other.id_of("Clinic"))

        heard = await hear(opened)

    errors = heard["payload"] if isinstance(heard["payload"], list) else heard["payload"]["errors"]
    assert [error["extensions"]["code"] for error in errors] == ["NOT_FOUND"]


async def test_a_document_that_is_none_is_refused(house: House) -> None:
    async with socket(house) as opened:
        await begin(opened, house)
        await listen(opened, "{ nothing }")
        heard = await hear(opened)

    assert heard["type"] == "error"
    assert heard["payload"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


@pytest.mark.postgres
async def test_what_another_process_commits_is_heard_too(
    postgres_database: Database, postgres_url: str, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> None:
    async with served(postgres_database, make_deployment(vault, clock, tmp_path)) as house:
        listener = asyncio.create_task(listen_forever(postgres_url))
        async with socket(house) as opened:
            await begin(opened, house)
            await listen(opened, BOOKINGS, clinic=house.desk.id_of("Clinic"))
            await asyncio.sleep(0.3)
            change = Change("booking", house.desk.clinic.id, house.desk.booking.id)
            async with other_process(postgres_url, work="operator"), transaction() as tx:
                tx.tell(change)
            heard = await hear(opened)
        listener.cancel()
        with suppress(asyncio.CancelledError):
            await listener

    assert heard["payload"]["data"]["bookingChanged"]["booking"]["reference"] == house.desk.booking.reference
