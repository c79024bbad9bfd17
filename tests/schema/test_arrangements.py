"""What managers arrange is what is offered next; what makes no sense is refused by the path of the field."""

from typing import Any
from uuid import UUID

import pytest
from tests.factories import writing
from tests.schema.desk import Answer, Desk, ask, make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, CalendarConnection, Service
from chatbookr_permissions.actor import Principal
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id

SHOWN = """arrangements {
  travelMinutes hours { practitioner { fullName } location { name } windows { weekday startMinute endMinute validFrom
    validUntil } }
  days { day practitioner { fullName } resourceId windows { startMinute endMinute } }
  rooms { resourceId name location { name } hours { weekday startMinute } }
  limits { practitioner { fullName } perDay perWeek }
  holidays { location { name } country subdivision thisYear { day names isWorked } } }"""
OFFERED = """query ($clinic: ID!, $service: ID!, $minutes: Int) { availableSlots(clinicId: $clinic, serviceId: $service,
  from: "2027-03-09T00:00:00Z", to: "2027-03-10T00:00:00Z", durationMinutes: $minutes) { startsAt endsAt } }"""
CREATE = """mutation ($input: BookingCreateInput!) { bookingCreate(input: $input) {
  booking { startsAt endsAt status practitioner { id } } userErrors { code field } } }"""


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    await vault.deployment_keys()
    return await make_desk(vault, clock.now())


async def arranged(
    deployment: Deployment, desk: Desk, name: str, given: dict[str, object], *, who: Principal | None = None
) -> dict[str, Any]:
    kind = name[0].upper() + name[1:] + "Input!"
    query = f"mutation ($input: {kind}) {{ done: {name}(input: $input) {{ {SHOWN} userErrors {{ code field }} }} }}"
    answer = await ask(deployment, who or desk.actor(Role.OWNER), query, {"input": given})
    assert answer.errors == []
    found: dict[str, Any] = answer.data["done"]
    return found


async def offered(deployment: Deployment, desk: Desk, minutes: int | None = None) -> Answer:
    variables = {"clinic": desk.id_of("Clinic"), "service": desk.id_of("Service"), "minutes": minutes}
    return await ask(deployment, desk.actor(Role.OWNER), OFFERED, variables)


async def starts(deployment: Deployment, desk: Desk) -> list[str]:
    return [slot["startsAt"][11:16] for slot in (await offered(deployment, desk)).data["availableSlots"]]


async def test_what_is_arranged_is_shown_and_decides_what_is_offered(deployment: Deployment, desk: Desk) -> None:
    practitioner, place = desk.id_of("Practitioner"), desk.id_of("Location")
    week = {"weekday": 2, "startMinute": 540, "endMinute": 600, "validFrom": "2027-03-01", "validUntil": "2027-03-31"}

    hours = await arranged(
        deployment, desk, "workingHoursSet", {"practitionerId": practitioner, "locationId": place, "hours": [week]}
    )
    open_hours = await starts(deployment, desk)
    day = {"clinicId": desk.id_of("Clinic"), "firstDay": "2027-03-09", "lastDay": "2027-03-10"}
    windows = [{"startMinute": 600, "endMinute": 645}]
    other = await arranged(
        deployment, desk, "workingDaysSet", {**day, "practitionerId": practitioner, "windows": windows}
    )
    on_that_day = await starts(deployment, desk)
    await arranged(deployment, desk, "workingDaysSet", {**day, "practitionerId": practitioner})

    assert hours["userErrors"] == other["userErrors"] == []
    assert hours["arrangements"]["hours"][0]["windows"] == [week]
    assert open_hours == ["08:00", "08:15", "08:30"]
    assert [one["day"] for one in other["arrangements"]["days"]] == ["2027-03-09", "2027-03-10"]
    assert on_that_day == ["09:00", "09:15"]
    assert await starts(deployment, desk) == open_hours


async def test_limits_holidays_ways_and_rooms_are_kept_and_shown(deployment: Deployment, desk: Desk) -> None:
    place = desk.id_of("Location")
    await arranged(
        deployment, desk, "bookingLimitsSet", {"practitionerId": desk.id_of("Practitioner"), "perDay": 4, "perWeek": 9}
    )
    await arranged(deployment, desk, "travelTimeSet", {"clinicId": desk.id_of("Clinic"), "minutes": 25})
    await arranged(
        deployment,
        desk,
        "holidaysSet",
        {"locationId": place, "country": "DE", "subdivision": "BY", "worked": ["Epiphany"]},
    )
    window = {"weekday": 3, "startMinute": 480, "endMinute": 500}
    shown = (
        await arranged(deployment, desk, "resourceHoursSet", {"resourceId": desk.id_of("Resource"), "hours": [window]})
    )["arrangements"]

    assert (shown["travelMinutes"], shown["limits"][0]["perDay"], shown["limits"][0]["perWeek"]) == (25, 4, 9)
    (kept,) = shown["holidays"]
    assert (kept["country"], kept["subdivision"]) == ("DE", "BY")
    assert {"day": "2027-01-06", "names": ["Epiphany"], "isWorked": True} in kept["thisYear"]
    (room,) = shown["rooms"]
    assert room["hours"] == [{"weekday": 3, "startMinute": 480}]


WRONG: list[tuple[str, dict[str, object], list[str]]] = [
    ("workingHoursSet", {"hours": [{"weekday": 9, "startMinute": 0, "endMinute": 60}]}, ["input", "hours", "0"]),
    ("resourceHoursSet", {"hours": [{"weekday": 1, "startMinute": 60, "endMinute": 60}]}, ["input", "hours", "0"]),
    ("workingDaysSet", {"firstDay": "2027-03-09", "lastDay": "2027-03-08"}, ["input", "lastDay"]),
    ("workingDaysSet", {"firstDay": "2027-03-09", "lastDay": "2028-03-09"}, ["input", "lastDay"]),
    (
        "workingDaysSet",
        {"firstDay": "2027-03-09", "lastDay": "2027-03-09", "windows": [{"startMinute": 9, "endMinute": 1500}]},
        ["input", "windows", "0"],
    ),
    ("bookingLimitsSet", {"perDay": 0}, ["input", "perDay"]),
    ("travelTimeSet", {"minutes": -1}, ["input", "minutes"]),
    ("holidaysSet", {"country": "XX"}, ["input", "country"]),
    ("holidaysSet", {"country": "DE", "subdivision": "XX"}, ["input", "subdivision"]),
    ("holidaysSet", {"country": "DE", "worked": ["Nobody's Day"]}, ["input", "worked", "0"]),
    ("holidaysSet", {"worked": ["Epiphany"]}, ["input", "country"]),
]
OF = {
    "workingHoursSet": ("practitionerId", "locationId"),
    "resourceHoursSet": ("resourceId",),
    "workingDaysSet": ("clinicId",),
    "bookingLimitsSet": ("practitionerId",),
    "travelTimeSet": ("clinicId",),
    "holidaysSet": ("locationId",),
}


async def test_what_makes_no_sense_is_refused_and_so_is_who_has_no_part_in_it(
    deployment: Deployment, desk: Desk, vault: Vault, clock: TurnableClock
) -> None:
    stranger = (await make_desk(vault, clock.now())).actor(Role.OWNER)

    for name, given, path in WRONG:
        ids = {key: desk.id_of(key.removesuffix("Id")[:1].upper() + key.removesuffix("Id")[1:]) for key in OF[name]}
        done = await arranged(deployment, desk, name, {**ids, **given})
        assert done == {"arrangements": None, "userErrors": [{"code": "INVALID_VALUE", "field": path}]}, name
        foreign = await arranged(deployment, desk, name, {**ids, **given}, who=stranger)
        assert [error["code"] for error in foreign["userErrors"]] == ["NOT_FOUND"], name


async def test_a_booking_may_leave_open_with_whom_and_choose_how_long(deployment: Deployment, desk: Desk) -> None:
    async with writing():
        await Service.filter(id=desk.service.id).update(other_durations=[60])
        await CalendarConnection.filter(id=desk.calendar.id).update(state="disconnected")
    slots = (await offered(deployment, desk, 60)).data["availableSlots"]
    given = {
        "serviceId": desk.id_of("Service"),
        "patientId": desk.id_of("Patient"),
        "startsAt": slots[0]["startsAt"],
        "durationMinutes": 60,
    }
    booked = await ask(deployment, desk.actor(Role.OWNER), CREATE, {"input": given})
    wrong = await ask(deployment, desk.actor(Role.OWNER), CREATE, {"input": {**given, "durationMinutes": 45}})
    too_long = await offered(deployment, desk, 45)

    made = booked.data["bookingCreate"]
    assert made["userErrors"] == []
    assert (made["booking"]["endsAt"], made["booking"]["status"]) == (slots[0]["endsAt"], "CONFIRMED")
    assert made["booking"]["practitioner"]["id"] == desk.id_of("Practitioner")
    assert wrong.data["bookingCreate"]["userErrors"] == [
        {"code": "INVALID_VALUE", "field": ["input", "durationMinutes"]}
    ]
    assert too_long.codes == ["BAD_USER_INPUT"]


@pytest.mark.parametrize(("name", "status"), [("bookingConfirm", "CONFIRMED"), ("bookingDecline", "CANCELLED")])
async def test_a_request_is_answered_once_by_who_may_change_bookings(
    deployment: Deployment, desk: Desk, name: str, status: str
) -> None:
    async with writing():
        await Booking.filter(id=desk.booking.id).update(status="requested")
    query = f"""mutation ($id: ID!, $version: Int!) {{ done: {name}(bookingId: $id, version: $version) {{
      booking {{ status version }} userErrors {{ code }} }} }}"""
    variables = {"id": desk.id_of("Booking"), "version": 1}

    stale = await ask(deployment, desk.actor(Role.OWNER), query, {**variables, "version": 5})
    unknown = await ask(
        deployment, desk.actor(Role.OWNER), query, {**variables, "id": global_id("Booking", UUID(int=5))}
    )
    done = await ask(deployment, desk.actor(Role.RECEPTIONIST), query, variables)
    again = await ask(deployment, desk.actor(Role.OWNER), query, {**variables, "version": 2})

    assert [error["code"] for error in stale.data["done"]["userErrors"]] == ["STALE"]
    assert [error["code"] for error in unknown.data["done"]["userErrors"]] == ["NOT_FOUND"]
    assert done.data["done"] == {"booking": {"status": status, "version": 2}, "userErrors": []}
    assert [error["code"] for error in again.data["done"]["userErrors"]] == ["NOT_REQUESTED"]
