"""Bookings are made, moved and cancelled by GraphQL."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.quiet_calendar import quiet_plugin
from tests.schema.changes import BOOK, CANCEL, MOVE, a_booking
from tests.schema.changes import deployment as deployment
from tests.schema.desk import MONDAY, Desk, ask

from chatbookr_core.channels.registry import Plugins
from chatbookr_core.deployment import Deployment
from chatbookr_core.models import (
    Booking,
    Job,
)
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import parts_of
from chatbookr_sdk import Busy


async def test_a_booking_is_made_moved_and_cancelled(deployment: Deployment, desk: Desk) -> None:
    actor = desk.actor(Role.PRACTITIONER)

    made = await ask(deployment, actor, BOOK, a_booking(desk, "2027-03-08T11:00:00+01:00", notes="bring papers"))
    booking = made.data["bookingCreate"]["booking"]
    to = {"bookingId": booking["id"], "startsAt": "2027-03-08T12:30:00Z", "version": booking["version"]}
    moved = await ask(deployment, actor, MOVE, {"input": to})
    stale = await ask(deployment, actor, MOVE, {"input": {**to, "startsAt": "2027-03-08T13:00:00Z"}})
    end = {"bookingId": booking["id"], "reason": "ill", "version": 2}
    unseen = await ask(deployment, actor, CANCEL, {"input": {**end, "version": 1}})
    cancelled = await ask(deployment, actor, CANCEL, {"input": end})
    again = await ask(deployment, actor, CANCEL, {"input": {**end, "version": 3}})

    assert [one.errors for one in (made, moved, stale, unseen, cancelled, again)] == [[]] * 6
    assert booking["startsAt"] == "2027-03-08T10:00:00+00:00"
    assert booking["notes"] == "bring papers"
    assert moved.data["bookingReschedule"]["booking"] == {
        "id": booking["id"],
        "startsAt": "2027-03-08T12:30:00+00:00",
        "version": 2,
    }
    assert stale.data["bookingReschedule"]["userErrors"] == [{"code": "STALE", "field": ["input", "version"]}]
    assert unseen.data["bookingCancel"]["userErrors"] == [{"code": "STALE", "field": ["input", "version"]}]
    assert cancelled.data["bookingCancel"]["booking"]["cancelReason"] == "ill"
    assert [one["code"] for one in again.data["bookingCancel"]["userErrors"]] == ["ALREADY_CANCELLED"]


@pytest.mark.parametrize("query", [MOVE, CANCEL])
async def test_a_change_of_a_booking_says_which_version_it_is_of(
    deployment: Deployment, desk: Desk, query: str
) -> None:
    given = {"bookingId": desk.id_of("Booking"), **({"startsAt": MONDAY.isoformat()} if query == MOVE else {})}

    answer = await ask(deployment, desk.actor(Role.OWNER), query, {"input": given})

    assert answer.data is None
    assert answer.codes == ["BAD_USER_INPUT"]
    assert "version" in answer.errors[0]["message"]


@pytest.mark.parametrize(
    "reason", ["Ada has cancer, call +4915112345", "Ill", "1", "_", "", "no-show", "ill\n", "a" * 41, "ärzte"]
)
async def test_the_reason_of_a_cancellation_is_a_code_and_no_words(
    deployment: Deployment, desk: Desk, reason: str
) -> None:
    given = {"bookingId": desk.id_of("Booking"), "version": 1, "reason": reason}

    refused = await ask(deployment, desk.actor(Role.RECEPTIONIST), CANCEL, {"input": given})
    taken = await ask(deployment, desk.actor(Role.RECEPTIONIST), CANCEL, {"input": {**given, "reason": "no_show"}})

    (error,) = refused.data["bookingCancel"]["userErrors"]
    assert error == {"code": "INVALID_VALUE", "field": ["input", "reason"]}
    assert taken.data["bookingCancel"]["booking"]["cancelReason"] == "no_show"


@pytest.mark.parametrize(
    "starts_at", [MONDAY.isoformat(), "2027-03-08T10:07:00Z", "2027-03-08T20:00:00Z", "2027-03-01T08:10:00Z"]
)
async def test_a_time_that_is_taken_or_not_on_offer_is_not_booked(
    deployment: Deployment, desk: Desk, starts_at: str
) -> None:
    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), BOOK, a_booking(desk, starts_at))

    assert answer.errors == []
    (error,) = answer.data["bookingCreate"]["userErrors"]
    assert error["code"] in ("SLOT_NOT_OFFERED", "SLOT_TAKEN")
    assert await Booking.all().count() == 1


async def test_a_time_the_calendar_has_taken_meanwhile_is_not_booked(deployment: Deployment, desk: Desk) -> None:
    taken = Busy(datetime(2027, 3, 8, 10, 15, tzinfo=UTC), datetime(2027, 3, 8, 10, 45, tzinfo=UTC))
    busy = replace(deployment, plugins=Plugins({"gcal": quiet_plugin(taken)}))
    away = replace(deployment, plugins=Plugins({}))
    actor = desk.actor(Role.RECEPTIONIST)
    wanted = a_booking(desk, "2027-03-08T10:00:00Z")

    refused = await ask(busy, actor, BOOK, wanted)
    unheard = await ask(away, actor, BOOK, wanted)

    assert refused.data["bookingCreate"]["userErrors"] == [{"code": "SLOT_TAKEN", "field": ["input", "startsAt"]}]
    assert [one["code"] for one in unheard.data["bookingCreate"]["userErrors"]] == ["CALENDAR_NOT_FRESH"]
    assert await Booking.all().count() == 1


async def test_a_booking_may_move_into_the_time_its_own_event_takes(deployment: Deployment, desk: Desk) -> None:
    actor = desk.actor(Role.RECEPTIONIST)
    made = await ask(deployment, actor, BOOK, a_booking(desk, "2027-03-08T10:00:00Z"))
    booking = made.data["bookingCreate"]["booking"]
    row = await Booking.get(id=parts_of(booking["id"])[1])
    own = replace(deployment, plugins=Plugins({"gcal": quiet_plugin(Busy(row.starts_at, row.ends_at))}))

    moved = await ask(
        own, actor, MOVE, {"input": {"bookingId": booking["id"], "startsAt": "2027-03-08T10:00:00Z", "version": 1}}
    )

    assert moved.data["bookingReschedule"]["userErrors"] == []


async def test_a_booking_that_is_there_already_is_not_moved_and_nobody_is_told(
    deployment: Deployment, desk: Desk
) -> None:
    actor = desk.actor(Role.RECEPTIONIST)
    made = await ask(deployment, actor, BOOK, a_booking(desk, "2027-03-08T10:00:00Z"))
    booking = made.data["bookingCreate"]["booking"]
    owed = await Job.all().count()
    move = {"bookingId": booking["id"], "startsAt": "2027-03-08T10:00:00Z", "version": 1}

    same = await ask(deployment, actor, MOVE, {"input": move})
    stale = await ask(deployment, actor, MOVE, {"input": {**move, "version": 2}})

    assert same.data["bookingReschedule"]["userErrors"] == []
    assert [one["code"] for one in stale.data["bookingReschedule"]["userErrors"]] == ["STALE"]
    row = await Booking.get(id=parts_of(booking["id"])[1])
    assert (row.version, row.moved_by, await Job.all().count()) == (1, None, owed)


async def test_notes_of_somebody_who_may_not_write_them_stop_the_whole_booking(
    deployment: Deployment, desk: Desk
) -> None:
    given = a_booking(desk, "2027-03-08T11:00:00Z", notes="x")
    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), BOOK, given)

    assert answer.data["bookingCreate"]["booking"] is None
    (error,) = answer.data["bookingCreate"]["userErrors"]
    assert (error["code"], error["field"]) == ("FORBIDDEN_FIELD", ["input", "notes"])
    assert await Booking.all().count() == 1


async def test_a_time_without_an_offset_is_no_time(deployment: Deployment, desk: Desk) -> None:
    answer = await ask(deployment, desk.actor(Role.OWNER), BOOK, a_booking(desk, "2027-03-08T11:00:00"))

    assert answer.codes == ["BAD_USER_INPUT"]
    assert answer.errors[0]["extensions"]["field"] == ["input", "startsAt"]
