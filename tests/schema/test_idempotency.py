"""A change asked for again under its key is answered again and not done again, whatever died in between."""

import asyncio
import json
import signal
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.forked import ran
from tests.matrix.test_changing_matrix import ONCE
from tests.partner_rows import make_api_key
from tests.schema.booking_process import BOOK, executed
from tests.schema.desk import Desk, make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.idempotency import KEPT, RUNNING, Asked, Claim, Done, claim, forget_requests, settle
from chatbookr_core.ids import new_id
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, IdempotentRequest, Job, Message
from chatbookr_core.partners.queries import find_key_actor
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Principal
from chatbookr_permissions.roles import Role
from chatbookr_schema.build import partner_schema, staff_schema
from chatbookr_schema.field import Surface
from chatbookr_schema.mutation import IDEMPOTENCY

TEN, ELEVEN = "2027-03-08T10:00:00Z", "2027-03-08T11:00:00Z"


@dataclass(frozen=True, slots=True)
class Front:
    """A desk, somebody at it, and what they need to book."""

    deployment: Deployment
    desk: Desk
    actor: Principal

    async def book(
        self, key: str, starts_at: str = TEN, *, actor: Principal | None = None, surface: Surface = "staff"
    ) -> tuple[Any, list[str], bool]:
        """Book under a key: the payload's booking, all codes, and whether it is an answer of before."""
        given = {**booking_of(self.desk, starts_at), "key": key}
        result = await executed(self.deployment, actor or self.actor, BOOK, given, surface)
        payload = (result.data or {}).get("bookingCreate") or {"booking": None, "userErrors": []}
        codes = [str((error.extensions or {})["code"]) for error in result.errors or ()]
        codes += [error["code"] for error in payload["userErrors"]]
        return payload["booking"], codes, "bookingCreate" in (result.extensions or {}).get("idempotentReplay", [])


def booking_of(desk: Desk, starts_at: str) -> dict[str, Any]:
    names = {"serviceId": "Service", "practitionerId": "Practitioner", "patientId": "Patient"}
    return {"input": {**{name: desk.id_of(kind) for name, kind in names.items()}, "startsAt": starts_at}}


@pytest.fixture
async def front(database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> Front:
    desk = await make_desk(vault, clock.now())
    return Front(make_deployment(vault, clock, tmp_path), desk, desk.actor(Role.RECEPTIONIST))


async def test_asked_again_it_is_answered_again(front: Front) -> None:
    first = await front.book("key-1")
    again = await front.book("key-1")

    assert first[0] is not None
    assert again == (first[0], [], True)
    assert (first[1], first[2]) == ([], False)
    assert await Booking.all().count() == 2  # the desk's own, and this one


async def test_fifty_at_once_make_one_booking(front: Front) -> None:
    answers = await asyncio.gather(*(front.book("key-1") for _ in range(50)))
    last = await front.book("key-1")

    made = [booking for booking, _, _ in answers if booking is not None]
    waiting = [codes for booking, codes, _ in answers if booking is None]
    assert made
    assert made == [last[0]] * len(made)
    assert waiting == [["IDEMPOTENCY_IN_PROGRESS"]] * len(waiting)
    assert [is_replay for booking, _, is_replay in answers if booking].count(False) == 1
    assert await Booking.all().count() == 2


async def test_the_answer_is_read_anew(front: Front) -> None:
    booking, _, _ = await front.book("key-1")
    cancel = """mutation ($id: ID!) { bookingCancel(input: { bookingId: $id, version: 1 }) { userErrors { code } } }"""
    await executed(front.deployment, front.actor, cancel, {"id": booking["id"]})
    document = BOOK.replace("startsAt }", "status }")

    given = {**booking_of(front.desk, TEN), "key": "key-1"}
    again = await executed(front.deployment, front.actor, document, given)

    assert again.data is not None
    assert again.data["bookingCreate"]["booking"] == {"id": booking["id"], "status": "CANCELLED"}


async def test_another_request_under_the_same_key_is_refused(front: Front) -> None:
    await front.book("key-1")

    other = await front.book("key-1", ELEVEN)

    assert other == (None, ["IDEMPOTENCY_KEY_MISMATCH"], False)
    assert await Booking.all().count() == 2


async def test_the_same_arguments_written_otherwise_are_the_same(front: Front) -> None:
    await front.book("key-1")
    given = booking_of(front.desk, TEN)["input"]
    written = ", ".join(f'{name}: "{value}"' for name, value in reversed(given.items()))
    document = (
        f'mutation {{ again: bookingCreate(input: {{ {written} }}) @idempotent(key: "key-1")'
        " { booking { id } userErrors { code } } }"
    )

    result = await executed(front.deployment, front.actor, document, {})

    assert result.errors is None
    assert result.extensions is not None
    assert result.extensions["idempotentReplay"] == ["again"]


async def test_a_key_is_its_principals_alone(front: Front) -> None:
    colleague = (await make_desk(front.deployment.vault, front.deployment.clock.now())).user
    other = front.desk.actor(Role.RECEPTIONIST)
    other = type(other)(colleague.id, other.session_id, other.memberships)
    await front.book("key-1")

    theirs = await front.book("key-1", ELEVEN, actor=other)

    assert theirs[0] is not None
    assert theirs[1:] == ([], False)


async def test_what_was_refused_can_be_asked_again(front: Front) -> None:
    refused = await front.book("key-1", "2027-03-08T20:00:00Z")
    again = await front.book("key-1", "2027-03-08T20:00:00Z")
    corrected = await front.book("key-1")

    assert refused[1] == again[1] == ["SLOT_NOT_OFFERED"]
    assert corrected[0] is not None


async def test_what_failed_unforeseen_gives_its_key_back(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr("chatbookr_schema.booking_changes.look_before_booking", fail)
        failed = await front.book("key-1")
    again = await front.book("key-1")

    assert failed[1] == ["INTERNAL_SERVER_ERROR"]
    assert again[0] is not None


@pytest.mark.parametrize("times", [1, 2])
async def test_what_is_cut_off_gives_its_key_back(front: Front, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    is_looking = asyncio.Event()

    async def look(*_: object, **__: object) -> None:
        is_looking.set()
        await asyncio.sleep(60)

    with monkeypatch.context() as patch:
        patch.setattr("chatbookr_schema.booking_changes.look_before_booking", look)
        asking = asyncio.create_task(front.book("key-1"))
        await is_looking.wait()
        for _ in range(times):
            asking.cancel()
            await asyncio.sleep(0)
        with pytest.raises(asyncio.CancelledError):
            await asking
    left = await IdempotentRequest.all().count()
    again = await front.book("key-1")

    assert left == 0
    assert (again[0] is not None, again[1:]) == (True, ([], False))


async def test_what_runs_out_of_time_gives_its_key_back(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    async def look(*_: object, **__: object) -> None:
        await asyncio.sleep(60)

    with monkeypatch.context() as patch:
        patch.setattr("chatbookr_schema.booking_changes.look_before_booking", look)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await front.book("key-1")
    again = await front.book("key-1")

    assert (again[0] is not None, again[1:]) == (True, ([], False))


@pytest.mark.parametrize(
    ("key", "codes"),
    [("k" * 255, []), ("ö" * 255, []), ("", ["BAD_USER_INPUT"]), ("k" * 256, ["BAD_USER_INPUT"])],
    ids=["255", "255 of two bytes", "none", "256"],
)
async def test_a_key_has_1_to_255_characters(front: Front, key: str, codes: list[str]) -> None:
    first, again = await front.book(key), await front.book(key)

    assert first[1] == again[1] == codes
    assert first[0] == again[0]


async def test_two_mutations_of_one_document_have_their_own_keys(front: Front) -> None:
    document = """
    mutation ($a: String!, $b: String!, $ten: BookingCreateInput!, $eleven: BookingCreateInput!) {
      one: bookingCreate(input: $ten) @idempotent(key: $a) { booking { id } userErrors { code } }
      two: bookingCreate(input: $eleven) @idempotent(key: $b) { booking { id } userErrors { code } }
    }"""
    times = {"ten": booking_of(front.desk, TEN)["input"], "eleven": booking_of(front.desk, ELEVEN)["input"]}
    await front.book("key-b", ELEVEN)

    result = await executed(front.deployment, front.actor, document, {"a": "key-a", "b": "key-b", **times})

    assert result.data is not None
    assert [result.data[name]["userErrors"] for name in ("one", "two")] == [[], []]
    assert (result.extensions or {})["idempotentReplay"] == ["two"]
    assert await Booking.all().count() == 3


async def test_a_message_is_sent_once(front: Front) -> None:
    document = """mutation ($input: MessageSendInput!) {
      messageSend(input: $input) @idempotent(key: "key-1") { message { id body } userErrors { code } } }"""
    given = {"input": {"conversationId": front.desk.id_of("Conversation"), "body": "good morning"}}

    answers = [await executed(front.deployment, front.actor, document, given) for _ in range(3)]

    assert answers[0].data == answers[1].data == answers[2].data
    assert await Message.filter(direction="outbound").count() == 1
    assert await Job.filter(kind="outbound.send").count() == 2  # the desk's dead one, and this one


async def test_nothing_that_people_wrote_is_kept(front: Front) -> None:
    await front.book("secret-key")

    [row] = await IdempotentRequest.all()
    assert set(row.outcome or {}) == {"key"}
    assert "secret-key" not in str(await IdempotentRequest.all().values())
    assert (row.state, row.principal_id) == ("done", front.actor.principal_id)


# --- programs -----------------------------------------------------------------------------------------------------


async def test_a_program_must_give_a_key_where_people_are_told(front: Front) -> None:
    scopes = [Permission.BOOKING_WRITE, Permission.BOOKING_READ, Permission.PATIENT_READ]
    key = await make_api_key(front.desk.clinic, scopes=scopes)
    program = await find_key_actor(key.id, now=front.deployment.clock.now())
    assert program is not None
    document = BOOK.replace("$key: String!, ", "").replace("@idempotent(key: $key)", "")

    without = await executed(front.deployment, program, document, booking_of(front.desk, TEN), "partner")
    staff = await executed(front.deployment, front.actor, document, booking_of(front.desk, ELEVEN))
    given, codes, _ = await front.book("key-1", actor=program, surface="partner")
    again = await front.book("key-1", actor=program, surface="partner")

    assert [(error.extensions or {})["code"] for error in without.errors or ()] == ["IDEMPOTENCY_KEY_REQUIRED"]
    assert staff.errors is None
    assert (given is not None, codes) == (True, [])
    assert again == (given, [], True)
    assert await IdempotentRequest.filter(clinic_id=front.desk.clinic.id, principal_id=key.id).count() == 1


COUNT_ONCE = {f"{name[0].upper()}{name[1:]}ErrorCode" for name in ONCE}
"""Of what takes a proof that counts once: it is refused there, since nothing could be answered again."""


@pytest.mark.parametrize("schema", [staff_schema(), partner_schema()], ids=["staff", "partner"])
def test_both_surfaces_have_it_on_every_mutation(schema: Any) -> None:
    core = schema._schema
    enums = [one for name, one in core.type_map.items() if name.endswith("ErrorCode")]

    assert core.get_directive("idempotent").args["key"].description
    assert enums
    assert {one.name for one in enums if not set(IDEMPOTENCY) <= set(one.values)} <= COUNT_ONCE


@pytest.mark.parametrize(
    "document",
    [
        'query { viewer @idempotent(key: "k") { user { id } } }',
        'mutation { taskDone(taskId: "x") { task @idempotent(key: "k") { id } } }',
    ],
)
async def test_where_it_would_do_nothing_it_is_refused(front: Front, document: str) -> None:
    result = await executed(front.deployment, front.actor, document, {})

    assert [(error.extensions or {})["code"] for error in result.errors or ()] == ["BAD_USER_INPUT"]
    assert result.data is None


# --- death, and time ----------------------------------------------------------------------------------------------


def asked() -> Asked:
    return Asked(new_id(), None, "bookingCreate", "key", "arguments")


async def test_who_was_taken_over_can_no_longer_settle(database: Database, clock: TurnableClock) -> None:
    wish = asked()
    slow = await claim(wish, clock.now())
    clock.turn(RUNNING)
    quick = await claim(wish, clock.now())
    assert isinstance(slow, Claim)
    assert isinstance(quick, Claim)

    with pytest.raises(Exception, match="under way"):
        async with transaction():
            await settle(slow, new_id())
    async with transaction():
        await settle(quick, new_id())

    assert [row.state for row in await IdempotentRequest.all()] == ["done"]


async def test_a_key_is_free_again_after_a_day(database: Database, clock: TurnableClock) -> None:
    wish, made = asked(), new_id()
    first = await claim(wish, clock.now())
    assert isinstance(first, Claim)
    async with transaction():
        await settle(first, made)
    clock.turn(KEPT - timedelta(seconds=1))
    kept = await claim(wish, clock.now())
    clock.turn(timedelta(seconds=1))
    other = await claim(replace(wish, arguments_hash="others"), clock.now())
    clock.turn(KEPT + timedelta(seconds=1))
    async with transaction():
        forgotten = await forget_requests(clock.now() - KEPT, limit=10)

    assert kept == Done(made)
    assert isinstance(other, Claim)
    assert (forgotten, await IdempotentRequest.all().count()) == (1, 0)


def booked_by_a_process(front: Front, url: str, folder: Path, point: str) -> tuple[int, str]:
    """Book in a process of its own; return how it ended, and what it was answered."""
    given = [url, str(folder), str(front.desk.user.id), str(front.desk.clinic.id), "key-1"]
    given += [json.dumps(booking_of(front.desk, TEN)), front.deployment.clock.now().isoformat()]
    return ran(folder / "process.log", "tests.schema.booking_process", *given, faultpoint=point)


@pytest.mark.e2e
async def test_a_process_killed_before_the_change_blocks_no_longer_than_it_may(
    front: Front, database_url: str, tmp_path: Path, clock: TurnableClock
) -> None:
    code, said = await asyncio.to_thread(booked_by_a_process, front, database_url, tmp_path, "mutation.claimed")
    meanwhile = await front.book("key-1")
    clock.turn(RUNNING)
    afterwards = await front.book("key-1")

    assert (code, said) == (-signal.SIGKILL, "")
    assert meanwhile == (None, ["IDEMPOTENCY_IN_PROGRESS"], False)
    assert afterwards[0] is not None
    assert afterwards[2] is False
    assert await Booking.all().count() == 2


@pytest.mark.e2e
@pytest.mark.parametrize("point", ["mutation.committed", ""])
async def test_a_process_killed_before_the_answer_has_booked_and_says_so_next_time(
    front: Front, database_url: str, tmp_path: Path, point: str
) -> None:
    code, said = await asyncio.to_thread(booked_by_a_process, front, database_url, tmp_path, point)
    again = await front.book("key-1")

    assert code == (-signal.SIGKILL if point else 0), said
    assert again[0] is not None
    assert again[1:] == ([], True)
    assert await Booking.all().count() == 2


@pytest.mark.e2e
async def test_a_process_killed_in_the_middle_of_the_change_has_not_changed_anything(
    front: Front, database_url: str, tmp_path: Path, clock: TurnableClock
) -> None:
    code, _ = await asyncio.to_thread(booked_by_a_process, front, database_url, tmp_path, "mutation.settled")
    count = await Booking.all().count()
    clock.turn(RUNNING)
    afterwards = await front.book("key-1")

    assert code == -signal.SIGKILL
    assert count == 1
    assert afterwards[0] is not None
    assert await Booking.all().count() == 2
