"""Staff and partners ask to move a booking to a time nobody can see: it stays, and staff confirm or decline that."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_booking, make_practitioner, writing
from tests.quiet_calendar import quiet_plugin, unreachable_plugin
from tests.schema.desk import Desk, ask, make_desk

from chatbookr_core.bookings.asked_moves import note_lapsed
from chatbookr_core.bookings.owing import LAPSE_JOB
from chatbookr_core.bookings.service import expire_holds
from chatbookr_core.channels.registry import LoadedPlugin, Plugins
from chatbookr_core.clock import TurnableClock, epoch_minute
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Allocation, Booking, CalendarConnection, Hold, Job, LoggedChange, StaffTask
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, Principal
from chatbookr_permissions.roles import Role
from chatbookr_schema.field import Surface
from chatbookr_schema.ids import global_id

ELEVEN = datetime(2027, 3, 8, 11, tzinfo=UTC)
HOUR = timedelta(hours=1)
BOOKING = """booking { id version status startsAt movedBy viewerCanCancel viewerCanReschedule
  requestedMove { startsAt requestedBy } }"""
MOVE = f"""mutation ($input: BookingRescheduleInput!, $key: String!) {{
  done: bookingReschedule(input: $input) @idempotent(key: $key) {{ {BOOKING}
    alternatives {{ startsAt isOnRequest }} userErrors {{ code }} }} }}"""
ANSWER = f"""mutation ($booking: ID!, $version: Int!) {{
  done: booking%s(bookingId: $booking, version: $version) {{ {BOOKING} userErrors {{ code }} }} }}"""
CANCEL = f"""mutation ($input: BookingCancelInput!) {{
  done: bookingCancel(input: $input) @idempotent(key: "c") {{ {BOOKING} userErrors {{ code }} }} }}"""
BOTH = pytest.mark.parametrize("surface", ["staff", "partner"])


@dataclass(frozen=True, slots=True)
class Front:
    """A desk with a booking that stands, whose practitioner's calendar was not read for an hour and does not answer."""

    deployment: Deployment
    desk: Desk
    clock: TurnableClock

    def asker(self, surface: Surface) -> Principal:
        desk = self.desk
        program = KeyActor(desk.api_key.id, desk.clinic.id, frozenset(Permission))
        return desk.actor(Role.RECEPTIONIST) if surface == "staff" else program

    async def does(self, surface: Surface, document: str, variables: dict[str, Any]) -> Any:
        answer = await ask(self.deployment, self.asker(surface), document, variables, surface)
        assert answer.errors == []
        return answer.data["done"]

    async def move(self, surface: Surface, at: datetime = ELEVEN, key: str = "k", **more: object) -> Any:
        booking = await self.booking()
        ids = {"bookingId": self.desk.id_of("Booking"), "version": booking.version}
        wish = {**ids, "startsAt": at.isoformat(), "orOnRequest": True, **more}
        return await self.does(surface, MOVE, {"input": wish, "key": key})

    async def answer(self, verb: str, version: int) -> Any:
        return await self.does("staff", ANSWER % verb, {"booking": self.desk.id_of("Booking"), "version": version})

    async def booking(self) -> Booking:
        return await Booking.get(id=self.desk.booking.id)

    async def told(self) -> int:
        """Count the changes of the booking that subscriptions and webhooks hear of."""
        return await LoggedChange.filter(kind="booking", subject_id=self.desk.booking.id).count()


def answering(deployment: Deployment, plugin: LoadedPlugin) -> Deployment:
    return replace(deployment, plugins=Plugins({"gcal": plugin}))


@pytest.fixture
async def front(database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> Front:
    desk = await make_desk(vault, clock.now())
    async with writing():
        await CalendarConnection.filter(id=desk.calendar.id).update(fetched_at=clock.now() - HOUR)
    return Front(answering(make_deployment(vault, clock, tmp_path), unreachable_plugin()), desk, clock)


async def tasks(state: str) -> int:
    return await StaffTask.filter(kind="booking_request", state=state).count()


@BOTH
async def test_what_stands_stays_and_the_other_time_is_kept_beside_it(front: Front, surface: Surface) -> None:
    before, told = await front.booking(), await front.told()

    done = await front.move(surface)

    booking, kept = await front.booking(), await Hold.get(moves_id=before.id)
    assert done["userErrors"] == []
    assert done["booking"]["requestedMove"] == {"startsAt": ELEVEN.isoformat(), "requestedBy": surface.upper()}
    assert (booking.starts_at, booking.status, booking.version) == (before.starts_at, "confirmed", before.version + 1)
    assert (kept.starts_at, kept.asked_by, kept.state) == (ELEVEN, surface, "held")
    assert kept.expires_at == min(ELEVEN, booking.starts_at)
    taken = await Allocation.filter(is_active=True, hold_id=kept.id)
    assert [one.starts_minute for one in taken] == [epoch_minute(ELEVEN)]
    task = await StaffTask.get(kind="booking_request")
    assert (task.booking_id, task.reason, task.state) == (booking.id, "calendar_not_fresh", "open")
    assert await front.told() == told + 1
    assert await Job.filter(kind="dialogue.announce", subject_id=booking.id).exists()


@BOTH
async def test_under_one_key_it_is_asked_for_once(front: Front, surface: Surface) -> None:
    version = (await front.booking()).version

    first, again = [await front.move(surface, version=version) for _ in range(2)]

    assert again["booking"] == first["booking"]
    assert await Hold.filter(moves_id__isnull=False).count() == 1


@BOTH
async def test_asked_for_again_it_is_asked_for_as_it_was(front: Front, surface: Surface) -> None:
    """Its own time would be in its way, and staff would be asked twice; to have it promised is something else."""
    first = await front.move(surface)
    told = await front.told()

    again = await front.move(surface, key="l")
    promised = await front.move(surface, key="m", orOnRequest=False)

    assert (again["userErrors"], again["booking"]) == ([], first["booking"])
    assert [one["code"] for one in promised["userErrors"]] == ["SLOT_NOT_OFFERED"]
    assert (await tasks("open"), await tasks("done")) == (1, 0)
    assert await front.told() == told


@BOTH
@pytest.mark.parametrize("verb", ["Confirm", "Decline"])
async def test_staff_answer_and_whose_word_the_new_time_is_stays_known(
    front: Front, surface: Surface, verb: str
) -> None:
    before = await front.booking()
    asked = await front.move(surface)
    told = await front.told()

    done = await front.answer(verb, asked["booking"]["version"])

    moved = verb == "Confirm"
    assert done["userErrors"] == []
    assert done["booking"]["requestedMove"] is None
    assert datetime.fromisoformat(done["booking"]["startsAt"]) == (ELEVEN if moved else before.starts_at)
    assert done["booking"]["movedBy"] == (surface.upper() if moved else None)
    assert (await tasks("open"), await tasks("done")) == (0, 1)
    assert await front.told() == told + 1


@BOTH
async def test_nobody_answers_in_time(front: Front, surface: Surface) -> None:
    await front.move(surface)
    kept, told = await Hold.get(moves_id__isnull=False), await front.told()
    front.clock.turn(kept.expires_at - front.clock.now())

    async with transaction():
        await expire_holds(clock=front.clock)
    (lapse,) = await Job.filter(kind=LAPSE_JOB)
    async with transaction():
        assert await note_lapsed(kept.id, clinic_id=kept.clinic_id, now=front.clock.now()) is None, "it has begun"

    assert lapse.arguments["hold_id"] == str(kept.id)
    assert (await Hold.get(id=kept.id)).state == "expired"
    assert (await front.booking()).status == "confirmed"
    assert (await tasks("open"), await tasks("done")) == (0, 1)
    assert await front.told() == told + 1


@BOTH
async def test_asked_to_stay_after_all_it_is_asked_for_no_longer(front: Front, surface: Surface) -> None:
    """Nobody has to see the calendar for that; what it said meanwhile is the answer to nothing."""
    before = await front.booking()
    asked = await front.move(surface)
    told = await front.told()

    done = await front.move(surface, at=before.starts_at, key="back", orOnRequest=False)

    assert done["userErrors"] == []
    assert (done["booking"]["requestedMove"], done["booking"]["version"]) == (None, asked["booking"]["version"])
    assert (await Hold.get(moves_id=before.id)).state == "released"
    assert (await tasks("open"), await tasks("done")) == (0, 1)
    assert await front.told() == told + 1
    refused = await front.answer("Confirm", asked["booking"]["version"])
    assert [one["code"] for one in refused["userErrors"]] == ["NOT_REQUESTED"]


async def test_what_a_patient_asked_for_is_left_to_staff(front: Front) -> None:
    """They wait to hear of it: who would stay where it is, declines."""
    before = await front.booking()
    await front.move("staff")
    async with writing():
        await Hold.filter(moves_id=before.id).update(asked_by=None)  # as one that was asked for by an earlier version

    done = await front.move("partner", at=before.starts_at, key="back")

    assert done["userErrors"] == []
    assert done["booking"]["requestedMove"] == {"startsAt": ELEVEN.isoformat(), "requestedBy": "PATIENT"}


@BOTH
async def test_whoever_asks_for_another_time_or_cancels_gives_the_first_up(front: Front, surface: Surface) -> None:
    await front.move(surface)
    second = await front.move(surface, at=ELEVEN + HOUR, key="l")
    holds = [one.state for one in await Hold.filter(moves_id__isnull=False).order_by("created_at", "starts_at")]

    wish = {"bookingId": second["booking"]["id"], "version": second["booking"]["version"]}
    ended = await front.does(surface, CANCEL, {"input": wish})

    assert second["booking"]["requestedMove"]["startsAt"] == (ELEVEN + HOUR).isoformat()
    assert holds == ["released", "held"]
    assert (ended["userErrors"], ended["booking"]["status"]) == ([], "CANCELLED")
    assert await Hold.filter(state="held").count() == 0
    assert (await tasks("open"), await tasks("done")) == (0, 2)


@BOTH
async def test_the_two_times_may_not_meet(front: Front, surface: Surface) -> None:
    """Both are kept: a move by less than its length would be in its own way."""
    before = await front.booking()

    refused = await front.move(surface, at=before.starts_at + timedelta(minutes=15))

    assert [one["code"] for one in refused["userErrors"]] == ["SLOT_NOT_OFFERED"]
    assert len(refused["alternatives"]) == 3
    assert {one["isOnRequest"] for one in refused["alternatives"]} == {True}
    assert (await front.booking()).version == before.version


@BOTH
async def test_another_version_or_one_that_has_begun_is_not_asked_to_move(front: Front, surface: Surface) -> None:
    booking = await front.booking()

    stale = await front.move(surface, version=booking.version + 1)
    async with writing():
        await Booking.filter(id=booking.id).update(starts_at=front.clock.now() - timedelta(minutes=5))
    begun = await front.move(surface)

    assert [[one["code"] for one in each["userErrors"]] for each in (stale, begun)] == [["STALE"], ["SLOT_NOT_OFFERED"]]
    assert await Hold.filter(moves_id__isnull=False).count() == 0


@BOTH
async def test_whoever_can_be_promised_takes_it_at_once(front: Front, surface: Surface) -> None:
    """With anybody, and a calendar that answers at the tap is no reason to ask either."""
    other = await make_practitioner(front.desk.clinic, front.desk.location, services=[front.desk.service])

    done = await front.move(surface, withWhom="ANYBODY")
    there = replace(front, deployment=answering(front.deployment, quiet_plugin()))
    again = await there.move(surface, at=ELEVEN + HOUR, key="l", practitionerId=front.desk.id_of("Practitioner"))

    assert (done["userErrors"], done["booking"]["requestedMove"]) == ([], None)
    assert (again["userErrors"], again["booking"]["requestedMove"]) == ([], None)
    assert datetime.fromisoformat(again["booking"]["startsAt"]) == ELEVEN + HOUR
    assert (await front.booking()).practitioner_id == front.desk.practitioner.id != other.id


@BOTH
async def test_what_is_a_request_itself_moves_at_once_and_can_be_given_up(front: Front, surface: Surface) -> None:
    """Nothing that stands is given up for it; whoever asked is shown that they may."""
    async with writing():
        await Booking.filter(id=front.desk.booking.id).update(status="requested", calendar_state="none")

    silent = await front.move(surface, key="s", orOnRequest=False)
    moved = await front.move(surface)
    wish = {"bookingId": moved["booking"]["id"], "version": moved["booking"]["version"]}
    ended = await front.does(surface, CANCEL, {"input": wish})

    assert [one["code"] for one in silent["userErrors"]] == ["ONLY_ON_REQUEST"]
    assert (moved["booking"]["status"], moved["booking"]["startsAt"]) == ("REQUESTED", ELEVEN.isoformat())
    assert (moved["booking"]["viewerCanCancel"], moved["booking"]["viewerCanReschedule"]) == (True, True)
    assert moved["booking"]["requestedMove"] is None
    assert (ended["userErrors"], ended["booking"]["status"]) == ([], "CANCELLED")
    assert ended["booking"]["viewerCanCancel"] is False
    assert not await Allocation.filter(is_active=True, booking_id=front.desk.booking.id).exists()


async def test_of_two_who_ask_for_one_time_at_once_one_has_it_kept(front: Front) -> None:
    desk = front.desk
    other = await make_booking(desk.patient, desk.service, desk.practitioner, desk.location, starts_at=ELEVEN + HOUR)
    named = global_id("Booking", other.id)

    both = await asyncio.gather(front.move("partner"), front.move("partner", key="l", bookingId=named, version=1))

    codes = [[one["code"] for one in done["userErrors"]] for done in both]
    assert [] in codes
    assert codes.count(["SLOT_TAKEN"]) + codes.count(["SLOT_NOT_OFFERED"]) == 1
    assert await Hold.filter(state="held", starts_at=ELEVEN).count() == 1
    assert await tasks("open") == 1
