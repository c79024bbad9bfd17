"""A refusal of a time names the nearest others; a place is taken twice only on purpose, by whom may, with a mark."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import writing
from tests.quiet_calendar import quiet_plugin
from tests.schema.desk import Desk, ask
from tests.schema.test_explaining import EXPLAIN

from chatbookr_core.availability.queries import OfferedSlot, Starts
from chatbookr_core.bookings import service
from chatbookr_core.bookings.rules import SlotRequest
from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import SlotTaken
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Allocation, AuditEntry, Booking, Practitioner
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, Principal
from chatbookr_permissions.roles import Role
from chatbookr_schema.field import Surface
from chatbookr_schema.ids import global_id

ELEVEN = datetime(2027, 3, 8, 11, tzinfo=UTC)
BOOK = """mutation ($input: BookingCreateInput!) { bookingCreate(input: $input) @idempotent(key: "k%s") {
  booking { id overbookReason } alternatives { startsAt practitioner { fullName } }
  userErrors { code field } } }"""
MOVE = """mutation ($input: BookingRescheduleInput!) { bookingReschedule(input: $input) {
  booking { version overbookReason } alternatives { startsAt } userErrors { code } } }"""

SLOTS = """query ($c: ID!, $s: ID!) { availableSlots(clinicId: $c, serviceId: $s, durationMinutes: 7,
  from: "2027-03-08T00:00:00Z", to: "2027-03-09T00:00:00Z") { startsAt } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return replace(make_deployment(vault, clock, tmp_path), plugins=Plugins({"gcal": quiet_plugin()}))


def wish(desk: Desk, starts_at: datetime, **more: object) -> dict[str, object]:
    return {
        "serviceId": desk.id_of("Service"),
        "practitionerId": desk.id_of("Practitioner"),
        "patientId": desk.id_of("Patient"),
        "startsAt": starts_at.isoformat(),
        **more,
    }


async def create(
    deployment: Deployment, desk: Desk, actor: Principal, given: dict[str, object], surface: Surface = "staff"
) -> Any:
    number = await AuditEntry.all().count()
    answer = await ask(deployment, actor, BOOK % number, {"input": given}, surface)
    assert answer.errors == []
    return answer.data["bookingCreate"]


def starts(payload: Any) -> list[datetime]:
    return [datetime.fromisoformat(one["startsAt"]) for one in payload["alternatives"]]


async def test_a_refusal_makes_no_more_times_than_it_names(
    deployment: Deployment, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service is free at some hundred times of the next weeks."""
    made, slot = list[int](), Starts.slot

    def noted(starts: Starts, start: int) -> OfferedSlot:
        made.append(start)
        return slot(starts, start)

    monkeypatch.setattr(Starts, "slot", noted)

    given = wish(desk, ELEVEN + timedelta(minutes=7))
    payload = await create(deployment, desk, desk.actor(Role.RECEPTIONIST), given)

    assert [one["code"] for one in payload["userErrors"]] == ["SLOT_NOT_OFFERED"]
    assert len(payload["alternatives"]) == len(made) == 3


@pytest.mark.parametrize("surface", ["staff", "partner"])
@pytest.mark.parametrize(("minute", "code"), [(0, "SLOT_NOT_OFFERED"), (7, "SLOT_NOT_OFFERED")])
async def test_a_time_that_cannot_be_had_is_refused_with_the_three_nearest(
    deployment: Deployment, desk: Desk, surface: Surface, minute: int, code: str
) -> None:
    """It is taken, or not on the grid; through both doors."""
    program = KeyActor(desk.api_key.id, desk.clinic.id, frozenset(Permission))
    actor: Principal = desk.actor(Role.RECEPTIONIST) if surface == "staff" else program
    await create(deployment, desk, desk.actor(Role.OWNER), wish(desk, ELEVEN))

    refused = await create(deployment, desk, actor, wish(desk, ELEVEN + timedelta(minutes=minute)), surface)

    found = starts(refused)
    assert [error["code"] for error in refused["userErrors"]] == [code]
    assert len(found) == 3
    assert all(abs(one - ELEVEN) <= timedelta(hours=1) for one in found)
    assert ELEVEN not in found
    made = await create(deployment, desk, actor, wish(desk, found[0]), surface)
    assert made["userErrors"] == []  # what is offered can be booked
    assert made["alternatives"] == []


async def test_a_move_that_cannot_be_is_refused_with_the_three_nearest(deployment: Deployment, desk: Desk) -> None:
    await create(deployment, desk, desk.actor(Role.OWNER), wish(desk, ELEVEN))
    given = {"bookingId": desk.id_of("Booking"), "startsAt": ELEVEN.isoformat(), "version": 1}

    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), MOVE, {"input": given})

    refused = answer.data["bookingReschedule"]
    assert [error["code"] for error in refused["userErrors"]] == ["SLOT_NOT_OFFERED"]
    assert len(starts(refused)) == 3


@pytest.mark.parametrize("per_day", [None, 1])
async def test_the_nearest_to_a_move_are_on_its_own_day_whatever_it_takes_there_itself(
    deployment: Deployment, desk: Desk, per_day: int | None
) -> None:
    """It is one of those that are enough on that day, and stands where two of the three are: neither keeps it away."""
    start = desk.booking.starts_at
    async with writing():
        await Practitioner.filter(id=desk.practitioner.id).update(bookings_per_day=per_day)
    odd = {"bookingId": desk.id_of("Booking"), "startsAt": (start + timedelta(minutes=7)).isoformat(), "version": 1}

    refused = (await ask(deployment, desk.actor(Role.RECEPTIONIST), MOVE, {"input": odd})).data["bookingReschedule"]

    near = starts(refused)
    assert near == [start + timedelta(minutes=minutes) for minutes in (-15, 15, 30)]
    there = {**odd, "startsAt": near[1].isoformat()}
    moved = (await ask(deployment, desk.actor(Role.RECEPTIONIST), MOVE, {"input": there})).data["bookingReschedule"]
    assert moved["userErrors"] == []


async def test_other_refusals_offer_nothing(deployment: Deployment, desk: Desk) -> None:
    given = {"bookingId": desk.id_of("Booking"), "startsAt": ELEVEN.isoformat(), "version": 7}

    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), MOVE, {"input": given})

    assert answer.data["bookingReschedule"]["alternatives"] == []
    assert [error["code"] for error in answer.data["bookingReschedule"]["userErrors"]] == ["STALE"]


# --- on purpose ---------------------------------------------------------------------------------------------------


async def test_who_may_overbook_does_with_a_reason_and_a_mark(deployment: Deployment, desk: Desk) -> None:
    given = wish(desk, ELEVEN, locationId=desk.id_of("Location"), overbookReason="acute_pain")
    first = await create(deployment, desk, desk.actor(Role.OWNER), wish(desk, ELEVEN))
    refused = await create(deployment, desk, desk.actor(Role.RECEPTIONIST), given)

    made = await create(deployment, desk, desk.actor(Role.MANAGER), given)

    entries = await AuditEntry.filter(action="bookingCreate", outcome="done")
    marked = await Booking.exclude(overbook_reason=None)
    beside = await Allocation.filter(is_exclusive=False)
    assert first["userErrors"] == []
    assert refused["userErrors"] == [{"code": "FORBIDDEN_FIELD", "field": ["input", "overbookReason"]}]
    assert (made["userErrors"], made["booking"]["overbookReason"]) == ([], "acute_pain")
    assert [one.booking_id for one in beside] == [one.id for one in marked]
    assert [one.subject_id for one in entries if "acute_pain" in one.content] == [marked[0].id]


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"overbookReason": "Acute pain!", "locationId": True}, ["input", "overbookReason"]),
        ({"overbookReason": "acute_pain"}, ["input", "locationId"]),
    ],
)
async def test_overbooking_says_why_and_where(
    deployment: Deployment, desk: Desk, more: dict[str, object], path: list[str]
) -> None:
    given = {**more, **({"locationId": desk.id_of("Location")} if "locationId" in more else {})}

    refused = await create(deployment, desk, desk.actor(Role.OWNER), wish(desk, ELEVEN, **given))

    assert [error["code"] for error in refused["userErrors"]] == ["INVALID_VALUE"]
    assert refused["userErrors"][0]["field"] == path
    assert await Booking.all().count() == 1


async def test_the_guard_stays_exact_for_everything_else(deployment: Deployment, desk: Desk) -> None:
    """Also when what was there first is gone: the time is taken as long as the overbooked one stands."""
    given = wish(desk, ELEVEN, locationId=desk.id_of("Location"), overbookReason="acute_pain")
    await create(deployment, desk, desk.actor(Role.OWNER), wish(desk, ELEVEN))
    await create(deployment, desk, desk.actor(Role.OWNER), given)
    (first,) = await Booking.filter(starts_at=ELEVEN, overbook_reason=None)
    (squeezed,) = await Booking.filter(starts_at=ELEVEN).exclude(overbook_reason=None)
    request = SlotRequest(desk.service.id, desk.practitioner.id, desk.location.id, ELEVEN)

    async def third() -> Booking:
        async with transaction():
            return await service.book(
                request,
                clinic_id=desk.clinic.id,
                patient_id=desk.patient.id,
                conversation_id=None,
                created_by="staff",
                clock=deployment.clock,
                random=deployment.random,
            )

    with pytest.raises(SlotTaken):
        await third()
    async with transaction():
        await service.cancel(first.id, clinic_id=desk.clinic.id, by="staff", clock=deployment.clock)
    with pytest.raises(SlotTaken):
        await third()

    move = {
        "bookingId": global_id("Booking", squeezed.id),
        "startsAt": (ELEVEN + timedelta(hours=2)).isoformat(),
        "version": squeezed.version,
    }
    moved = await ask(deployment, desk.actor(Role.OWNER), MOVE, {"input": move})
    assert moved.data["bookingReschedule"]["booking"] == {"version": 2, "overbookReason": None}
    assert await Allocation.filter(is_exclusive=False, is_active=True).count() == 0
    assert (await third()).starts_at == ELEVEN


@pytest.mark.parametrize("year", [1, 1969, 9999])
async def test_the_ends_of_the_calendar_are_refused_as_any_time_that_is_not_offered(
    deployment: Deployment, desk: Desk, year: int
) -> None:
    starts_at = datetime(year, 1 if year == 1 else 12, 1 if year == 1 else 31, 12, tzinfo=UTC)

    payload = await create(deployment, desk, desk.actor(Role.OWNER), wish(desk, starts_at))

    assert payload["booking"] is None
    assert payload["userErrors"]


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:00Z"])
async def test_a_time_that_nothing_can_be_reckoned_from_is_named(deployment: Deployment, desk: Desk, at: str) -> None:
    """Whatever it is given for: nothing is our fault."""
    owner, starts_at = desk.actor(Role.OWNER), datetime.fromisoformat(at)
    booked = await create(deployment, desk, owner, wish(desk, starts_at))
    move = {"bookingId": desk.id_of("Booking"), "startsAt": at, "version": 1}
    moved = await ask(deployment, owner, MOVE, {"input": move})
    where = {name[0].lower(): desk.id_of(name) for name in ("Clinic", "Service", "Practitioner", "Location")}
    explained = await ask(deployment, owner, EXPLAIN, {**where, "at": at})

    assert booked["userErrors"] == [{"code": "INVALID_VALUE", "field": ["input", "startsAt"]}]
    assert moved.data["bookingReschedule"]["userErrors"] == [{"code": "INVALID_VALUE"}]
    assert explained.codes == ["BAD_USER_INPUT"]
    assert explained.errors[0]["extensions"]["field"] == ["at"]


async def test_an_offset_that_leads_out_of_all_years_is_no_time(deployment: Deployment, desk: Desk) -> None:
    answer = await ask(
        deployment,
        desk.actor(Role.OWNER),
        EXPLAIN,
        {
            **{name[0].lower(): desk.id_of(name) for name in ("Clinic", "Service", "Practitioner", "Location")},
            "at": "0001-01-01T00:00:00+14:00",
        },
    )

    assert answer.codes == ["BAD_USER_INPUT"]


async def test_a_field_at_fault_is_named_as_the_client_wrote_it(deployment: Deployment, desk: Desk) -> None:
    ids = {name[0].lower(): desk.id_of(name) for name in ("Clinic", "Service")}
    answer = await ask(deployment, desk.actor(Role.OWNER), SLOTS, ids)

    assert answer.codes == ["BAD_USER_INPUT"]
    assert answer.errors[0]["extensions"]["field"] == ["durationMinutes"]
