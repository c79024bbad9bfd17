"""Who changes a booking that is not what they saw any more is told so at once: no calendar is asked about it first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from tests.api.clients import make_deployment
from tests.factories import writing
from tests.quiet_calendar import UnreachableCalendar
from tests.schema.desk import Desk, ask, make_desk

from chatbookr_core.bookings import service
from chatbookr_core.bookings.asked_moves import ask_to_move
from chatbookr_core.channels.registry import LoadedPlugin, Plugins
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking
from chatbookr_permissions.roles import Role
from chatbookr_sdk import CalendarProvider, Context, FreeBusy

ELEVEN = datetime(2027, 3, 8, 11, tzinfo=UTC)
MOVE = """mutation ($input: BookingRescheduleInput!) { done: bookingReschedule(input: $input) {
  userErrors { code } } }"""
MOVE_SERIES = """mutation ($input: BookingSeriesRescheduleInput!) { done: bookingSeriesReschedule(input: $input) {
  refusals { code } userErrors { code } } }"""
BY_VERSION = """mutation ($id: ID!, $version: Int!) { done: %s(bookingId: $id, version: $version) {
  userErrors { code } } }"""
ATTENDANCE = ("bookingCheckIn", "bookingComplete", "bookingNoShow", "bookingAttendanceUndo")
OF_STATUS = [("cancelled", "ALREADY_CANCELLED"), ("completed", "WRONG_STATUS")]


class SlowCalendar(UnreachableCalendar):
    """Answers nothing, and counts how often it was asked."""

    asked = 0

    async def free_busy(
        self, ctx: Context, calendar_ids: Sequence[str], *, starts_at: datetime, ends_at: datetime
    ) -> FreeBusy:
        self.asked += 1
        return await super().free_busy(ctx, calendar_ids, starts_at=starts_at, ends_at=ends_at)


@dataclass(slots=True)
class Front:
    deployment: Deployment
    desk: Desk
    calendar: SlowCalendar

    async def codes(self, document: str, given: dict[str, Any]) -> list[str]:
        """Return why it was not done."""
        answer = await ask(self.deployment, self.desk.actor(Role.RECEPTIONIST), document, given)
        assert answer.errors == []
        done = answer.data["done"]
        return [one["code"] for one in (*done["userErrors"], *done.get("refusals", ()))]

    async def moves(self, version: int = 1, **more: object) -> list[str]:
        given = {"bookingId": self.desk.id_of("Booking"), "startsAt": ELEVEN.isoformat(), "version": version}
        return await self.codes(MOVE, {"input": {**given, **more}})

    async def moves_series(self, version: int = 1) -> list[str]:
        seen = [{"bookingId": self.desk.id_of("Booking"), "version": version}]
        given = {"bookingId": self.desk.id_of("Booking"), "startsAt": ELEVEN.isoformat(), "seen": seen}
        return await self.codes(MOVE_SERIES, {"input": {**given, "scope": "ALL"}})

    async def says(self, mutation: str, version: int = 1) -> list[str]:
        return await self.codes(BY_VERSION % mutation, {"id": self.desk.id_of("Booking"), "version": version})

    async def changes(self, **fields: object) -> None:
        """Change the booking meanwhile."""
        async with writing():
            await Booking.filter(id=self.desk.booking.id).update(**fields)


@pytest.fixture
async def front(database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> Front:
    calendar = SlowCalendar()
    loaded = LoadedPlugin("gcal", "tests", "ready", calendar=cast(CalendarProvider, calendar))
    deployment = replace(make_deployment(vault, clock, tmp_path), plugins=Plugins({"gcal": loaded}))
    return Front(deployment, await make_desk(vault, clock.now()), calendar)


async def test_a_calendar_is_asked_about_what_can_be_changed(front: Front) -> None:
    assert await front.moves() == ["CALENDAR_NOT_FRESH"]
    assert await front.moves_series() == ["SERIES_REFUSED", "CALENDAR_NOT_FRESH"]
    assert front.calendar.asked > 1


@pytest.mark.parametrize("with_whom", ["SAME", "ANYBODY"])
async def test_a_booking_that_was_changed_meanwhile_is_not_moved(front: Front, with_whom: str) -> None:
    assert await front.moves(2, withWhom=with_whom) == ["STALE"]
    assert front.calendar.asked == 0


@pytest.mark.parametrize(("status", "code"), OF_STATUS)
async def test_what_is_cancelled_or_over_is_not_moved(front: Front, status: str, code: str) -> None:
    await front.changes(status=status)

    assert await front.moves() == [code]
    assert await front.moves_series() == [code]
    assert front.calendar.asked == 0


async def test_a_booking_is_stale_wherever_it_was_to_go(front: Front) -> None:
    """It is said also of what is not offered at all: another look at the booking comes before another time."""
    assert await front.moves(2, startsAt=(ELEVEN + timedelta(minutes=7)).isoformat()) == ["STALE"]


async def test_a_series_that_was_changed_meanwhile_is_not_moved(front: Front) -> None:
    assert await front.moves_series(2) == ["SERIES_REFUSED", "STALE"]
    assert front.calendar.asked == 0


async def test_a_request_that_was_changed_meanwhile_is_not_confirmed(front: Front) -> None:
    await front.changes(status="requested")

    assert await front.says("bookingConfirm", 2) == ["STALE"]
    assert front.calendar.asked == 0


async def test_a_move_that_was_asked_for_is_not_confirmed_by_an_older_version(
    front: Front, clock: TurnableClock
) -> None:
    desk = front.desk
    wanted = service.SlotRequest(desk.service.id, desk.practitioner.id, desk.location.id, ELEVEN, is_on_request=True)
    async with transaction():
        kept = await service.hold(desk.clinic.id, wanted, conversation_id=None, clock=clock, minutes=10)
        await ask_to_move(desk.booking.id, clinic_id=desk.clinic.id, hold_id=kept.id, clock=clock)

    assert await front.says("bookingConfirm", 1) == ["STALE"]
    assert front.calendar.asked == 0


@pytest.mark.parametrize("verb", ["bookingConfirm", "bookingDecline"])
async def test_who_answers_a_request_after_a_colleague_is_told_that_it_changed(front: Front, verb: str) -> None:
    await front.changes(status="confirmed", version=2)

    assert await front.says(verb, 1) == ["STALE"]
    assert await front.says(verb, 2) == ["NOT_REQUESTED"]
    assert front.calendar.asked == 0


@pytest.mark.parametrize("mutation", ATTENDANCE)
async def test_a_visit_of_which_something_was_noted_meanwhile_is_stale(front: Front, mutation: str) -> None:
    status = "confirmed" if mutation == "bookingAttendanceUndo" else "no_show"
    await front.changes(status=status, version=2)

    assert await front.says(mutation, 1) == ["STALE"]
    assert await front.says(mutation, 2) == ["WRONG_STATUS"]


@pytest.mark.parametrize("mutation", ATTENDANCE)
async def test_a_visit_whose_time_was_changed_meanwhile_is_stale(front: Front, mutation: str) -> None:
    """It is not the time for the visit that is there now: but they saw another."""
    assert await front.says(mutation, 9) == ["STALE"]


@pytest.mark.parametrize("mutation", [*ATTENDANCE, "bookingUphold"])
async def test_a_booking_that_was_cancelled_meanwhile_is_cancelled(front: Front, mutation: str) -> None:
    await front.changes(status="cancelled", version=2)

    assert await front.says(mutation, 1) == ["ALREADY_CANCELLED"]
    assert await front.moves(1) == ["ALREADY_CANCELLED"]
    assert front.calendar.asked == 0


async def test_what_is_over_and_was_changed_meanwhile_is_stale(front: Front) -> None:
    await front.changes(status="completed", version=2)

    assert await front.moves(1) == ["STALE"]
    assert await front.moves_series(1) == ["SERIES_REFUSED", "STALE"]
    assert await front.says("bookingUphold", 1) == ["STALE"]
    assert front.calendar.asked == 0
