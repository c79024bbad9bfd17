"""The front desk's agenda in the API: what a day shows, to whom, in how many statements; and figures about it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import (
    make_booking,
    make_location,
    make_patient,
    make_practitioner,
    make_resource,
    make_service,
    writing,
)
from tests.schema.crowd import crowd
from tests.schema.desk import MONDAY, Desk, ask
from tests.schema.statements import statements

from chatbookr_core.agendas.opening import local_span
from chatbookr_core.bookings import service
from chatbookr_core.bookings.rules import SlotRequest
from chatbookr_core.clock import TurnableClock, epoch_minute
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import ExternalBusy, Location, Practitioner, WorkingException
from chatbookr_permissions.roles import Role

AGENDA = """query ($clinic: ID!, $from: Date!, $days: Int!) {
  agenda(clinicId: $clinic, firstDay: $from, dayCount: $days) { practitioner { fullName } resourceId name
    entries { kind startsAt endsAt booking { reference } location { name } } } }"""
USED = """query ($clinic: ID!, $from: Date!, $days: Int!) {
  utilisation(clinicId: $clinic, firstDay: $from, dayCount: $days) {
  practitioner { fullName } openMinutes bookedMinutes share } }"""
MISSED = """query ($clinic: ID!, $from: Date!, $by: NoShowsBy!, $days: Int!) {
  noShows(clinicId: $clinic, firstDay: $from, by: $by, dayCount: $days) { bookings missed rate week
    practitioner { fullName } service { title } } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


def of_week(desk: Desk, days: int = 7, **more: object) -> dict[str, object]:
    return {"clinic": desk.id_of("Clinic"), "from": MONDAY.date().isoformat(), "days": days, **more}


def kinds(column: Any) -> list[str]:
    return [entry["kind"] for entry in column["entries"]]


async def test_a_day_shows_hours_bookings_holds_other_calendars_and_rooms(
    deployment: Deployment, desk: Desk, vault: Vault
) -> None:
    room = await make_resource(desk.location, services=[desk.service], name="Room 1")
    request = SlotRequest(desk.service.id, desk.practitioner.id, desk.location.id, MONDAY + timedelta(hours=1))
    async with transaction():
        await service.hold(
            desk.clinic.id, request, conversation_id=desk.conversation.id, clock=deployment.clock, minutes=10
        )
    minute = epoch_minute(MONDAY) + 180
    async with writing():
        await ExternalBusy.create(
            clinic_id=desk.clinic.id,
            connection_id=desk.calendar.id,
            practitioner_id=desk.practitioner.id,
            starts_minute=minute,
            ends_minute=minute + 45,
        )
        start = epoch_minute(MONDAY)
        await ExternalBusy.create(
            clinic_id=desk.clinic.id,
            connection_id=desk.calendar.id,
            practitioner_id=desk.practitioner.id,
            starts_minute=start,
            ends_minute=start + desk.service.duration_minutes,
        )

    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), AGENDA, of_week(desk, 1))

    assert answer.errors == []
    person, *rooms = answer.data["agenda"]
    shown = [one for one in rooms if one["name"] == room.name]
    by_kind = {entry["kind"]: entry for entry in person["entries"]}
    assert sorted(kinds(person)) == ["BOOKING", "EXTERNAL_BUSY", "HOLD", "HOURS"]  # its own event is no other one
    assert by_kind["BOOKING"]["booking"]["reference"] == desk.booking.reference
    assert datetime.fromisoformat(by_kind["HOLD"]["startsAt"]) == MONDAY + timedelta(hours=1)
    assert by_kind["HOURS"]["location"]["name"] == desk.location.name
    assert [kind for kind in kinds(shown[0]) if kind != "HOURS"] == ["HOLD"]


async def test_closed_days_show_as_closures_and_take_the_hours(deployment: Deployment, desk: Desk) -> None:
    async with writing():
        await WorkingException.create(clinic_id=desk.clinic.id, day=MONDAY.date(), windows=[])
        await Location.filter(id=desk.location.id).update(holiday_country="DE", holiday_region="BE")
    women_s_day = {"clinic": desk.id_of("Clinic"), "from": "2028-03-08", "days": 1}  # a Wednesday, a holiday in Berlin

    closed = await ask(deployment, desk.actor(Role.OWNER), AGENDA, of_week(desk, 1))
    holiday = await ask(deployment, desk.actor(Role.OWNER), AGENDA, women_s_day)

    assert sorted(kinds(closed.data["agenda"][0])) == ["BOOKING", "CLOSURE"]
    assert kinds(holiday.data["agenda"][0]) == ["CLOSURE"]


async def test_a_practitioner_sees_their_own_column_and_of_rooms_no_other_patients(
    deployment: Deployment, desk: Desk, vault: Vault
) -> None:
    other = await make_practitioner(desk.clinic, desk.location)
    theirs = await make_service(desk.clinic, other)
    await make_booking(await make_patient(desk.clinic, vault), theirs, other, desk.location, starts_at=MONDAY)

    own = await ask(deployment, desk.actor(Role.PRACTITIONER), AGENDA, of_week(desk, 1))
    everybodys = await ask(deployment, desk.actor(Role.RECEPTIONIST), AGENDA, of_week(desk, 1))
    stranger = await ask(deployment, desk.actor(None), AGENDA, of_week(desk, 1))

    people = [one["practitioner"]["fullName"] for one in own.data["agenda"] if one["practitioner"]]
    assert people == [desk.practitioner.full_name]
    assert len([one for one in everybodys.data["agenda"] if one["practitioner"]]) == 2
    assert stranger.codes == ["FORBIDDEN"]


@pytest.mark.parametrize(("query", "days"), [(AGENDA, 8), (AGENDA, 0), (USED, 93), (MISSED, 93)])
async def test_more_days_than_can_be_looked_at_are_refused(
    deployment: Deployment, desk: Desk, query: str, days: int
) -> None:
    variables = of_week(desk, days, **({"by": "WEEK"} if query == MISSED else {}))

    answer = await ask(deployment, desk.actor(Role.OWNER), query, variables)

    assert answer.codes == ["BAD_USER_INPUT"]


async def test_what_was_booked_is_compared_with_what_was_open(deployment: Deployment, desk: Desk, vault: Vault) -> None:
    starts_at = MONDAY + timedelta(hours=2)
    await make_booking(desk.patient, desk.service, desk.practitioner, desk.location, starts_at=starts_at)
    await make_booking(
        desk.patient,
        desk.service,
        desk.practitioner,
        desk.location,
        starts_at=starts_at + timedelta(hours=1),
        status="cancelled",
    )

    answer = await ask(deployment, desk.actor(Role.OWNER), USED, of_week(desk, 1))

    (found,) = answer.data["utilisation"]
    around = desk.service.buffer_before_minutes + desk.service.buffer_after_minutes
    assert found["bookedMinutes"] == 2 * (desk.service.duration_minutes + around)
    assert found["openMinutes"] > 0
    assert found["share"] == pytest.approx(found["bookedMinutes"] / found["openMinutes"])


async def test_whoever_has_left_is_among_them_in_a_stretch_in_which_they_had_bookings(
    deployment: Deployment, desk: Desk
) -> None:
    gone = await make_practitioner(desk.clinic, desk.location, services=[desk.service], full_name="Dr Gone Before")
    starts_at = MONDAY + timedelta(hours=2)
    await make_booking(desk.patient, desk.service, gone, desk.location, starts_at=starts_at)
    async with writing():
        await Practitioner.filter(id=gone.id).update(is_active=False)

    then = await ask(deployment, desk.actor(Role.OWNER), USED, of_week(desk, 1))
    later = {**of_week(desk, 7), "from": (MONDAY + timedelta(days=7)).date().isoformat()}
    since = await ask(deployment, desk.actor(Role.OWNER), USED, later)

    (left,) = [one for one in then.data["utilisation"] if one["practitioner"]["fullName"] == gone.full_name]
    around = desk.service.buffer_before_minutes + desk.service.buffer_after_minutes
    assert left["bookedMinutes"] == desk.service.duration_minutes + around
    assert left["openMinutes"] > 0
    assert [one["practitioner"]["fullName"] for one in since.data["utilisation"]] == [desk.practitioner.full_name]


async def test_who_did_not_come_is_counted_of_what_was_due(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    async def due(hours: int, **fields: object) -> None:
        starts_at = MONDAY + timedelta(days=hours // 24, hours=hours % 24)
        await make_booking(desk.patient, desk.service, desk.practitioner, desk.location, starts_at=starts_at, **fields)

    await due(2, status="cancelled", cancel_reason="no_show")
    await due(3, status="cancelled", cancel_reason="ill")
    await due(26)
    await due(24 * 7, status="cancelled", cancel_reason="no_show")
    await due(24 * 20)  # not due yet
    clock.turn(MONDAY + timedelta(days=10) - clock.now())
    counted = {}
    for by in ("PRACTITIONER", "SERVICE", "WEEK"):
        answer = await ask(deployment, desk.actor(Role.OWNER), MISSED, of_week(desk, 28, by=by))
        assert answer.errors == []
        counted[by] = answer.data["noShows"]

    assert [(one["bookings"], one["missed"]) for one in counted["PRACTITIONER"]] == [(4, 2)]
    assert [(one["service"]["title"], one["rate"]) for one in counted["SERVICE"]] == [(desk.service.title, 0.5)]
    assert [(one["week"], one["bookings"], one["missed"]) for one in counted["WEEK"]] == [
        ("2027-03-08", 3, 1),
        ("2027-03-15", 1, 1),
    ]


async def test_each_takes_as_many_statements_for_many_as_for_one(
    deployment: Deployment, desk: Desk, vault: Vault, clock: TurnableClock
) -> None:
    plain = "agenda(clinicId: $clinic, firstDay: $from, dayCount: $days) { name entries { kind startsAt } }"
    asked: dict[str, tuple[str, int]] = {
        "agenda": (f"query ($clinic: ID!, $from: Date!, $days: Int!) {{ {plain} }}", 8),
        "utilisation": (USED.replace("practitioner { fullName }", ""), 4),
        "noShows": (MISSED.replace("practitioner { fullName } service { title }", ""), 2),
    }

    async def counted(most: Callable[[int], bool]) -> dict[str, int]:
        found = {}
        for name, (query, limit) in asked.items():
            variables = of_week(desk, 7, **({"by": "SERVICE"} if name == "noShows" else {}))
            with statements() as taken:
                answer = await ask(deployment, desk.actor(Role.OWNER), query, variables)
            assert answer.errors == []
            assert most(limit - len(taken)), (name, list(taken))
            found[name] = len(taken)
        return found

    few = await counted(lambda left: left >= 0)
    await crowd(desk, vault, clock)
    for _ in range(5):
        await make_resource(await make_location(desk.clinic))

    assert await counted(lambda left: left >= 0) == few


def test_weeks_of_the_clock_are_as_long_as_they_are() -> None:
    """A day of 23 hours is one: no booking of its last hour falls into the next week."""
    start, end = local_span("Europe/Berlin", datetime(2027, 3, 22, tzinfo=UTC).date(), 7)

    assert end - start == timedelta(days=7) - timedelta(hours=1)


@pytest.mark.parametrize("first", ["0001-01-01", "1999-12-31", "3000-01-01", "9999-12-31"])
async def test_days_that_no_calendar_reaches_are_refused(
    deployment: Deployment, desk: Desk, clock: TurnableClock, first: str
) -> None:
    for query, more in ((AGENDA, {}), (USED, {}), (MISSED, {"by": "WEEK"})):
        wanted = {**of_week(desk, 1, **more), "from": first}
        answer = await ask(deployment, desk.actor(Role.OWNER), query, wanted)
        assert answer.codes == ["BAD_USER_INPUT"]
        assert answer.errors[0]["extensions"]["field"] == ["firstDay"]

    for edge in ("2000-01-01", "2999-12-31"):
        for query, more in ((AGENDA, {}), (USED, {}), (MISSED, {"by": "WEEK"})):
            answer = await ask(deployment, desk.actor(Role.OWNER), query, {**of_week(desk, 1, **more), "from": edge})
            assert answer.errors == []
