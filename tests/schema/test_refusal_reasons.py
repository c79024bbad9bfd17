"""A refusal says to staff why, in the words of `explainSlot`, whichever door a time was refused at; to no key."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_booking, make_practitioner, writing
from tests.quiet_calendar import quiet_plugin
from tests.schema.desk import Desk, ask
from tests.schema.statements import statements
from tests.schema.test_explaining import CAUSES, HALF, NOON, a_break, another_event, booked

from chatbookr_core.availability.queries import SlotSearch
from chatbookr_core.availability.reasons import Reason
from chatbookr_core.bookings import refusals
from chatbookr_core.bookings.refusals import why_not_each
from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, WaitlistEntry
from chatbookr_core.series.layout import Wish
from chatbookr_core.series.preview import preview
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, Membership, Principal
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id

CREATE = """mutation ($input: BookingCreateInput!) { done: bookingCreate(input: $input) @idempotent(key: "k") {
  reasons userErrors { code } } }"""
MOVE = """mutation ($input: BookingRescheduleInput!) { done: bookingReschedule(input: $input) @idempotent(key: "k") {
  reasons userErrors { code } } }"""
SERIES = """mutation ($input: BookingSeriesCreateInput!) { done: bookingSeriesCreate(input: $input)
  @idempotent(key: "k") { refusals { ordinal code reasons } userErrors { code } } }"""
SERIES_MOVE = """mutation ($input: BookingSeriesRescheduleInput!) { done: bookingSeriesReschedule(input: $input)
  @idempotent(key: "k") { refusals { ordinal code reasons } userErrors { code } } }"""
OFFER = """mutation ($input: WaitlistOfferMakeInput!) { done: waitlistOfferMake(input: $input) {
  reasons userErrors { code } } }"""
PREVIEW = """query ($clinicId: ID!, $serviceId: ID!, $practitionerId: ID!, $at: DateTime!) {
  found: bookingSeriesPreview(clinicId: $clinicId, serviceId: $serviceId, practitionerId: $practitionerId,
    startsAt: $at, recurrence: "FREQ=WEEKLY;COUNT=2") { isOffered reasons } }"""
REFUSED = {name: one for name, one in CAUSES.items() if name != "STALE_CALENDAR"}
"""A calendar that is stale is asked at the tap; of one that does not answer then, test_times_on_request.py tells."""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return replace(make_deployment(vault, clock, tmp_path), plugins=Plugins({"gcal": quiet_plugin()}))


def given(desk: Desk, *kinds: str, **more: object) -> dict[str, Any]:
    return {"input": {f"{kind.lower()}Id": desk.id_of(kind) for kind in kinds} | more}


async def done(deployment: Deployment, actor: Principal, document: str, variables: dict[str, Any]) -> Any:
    answer = await ask(deployment, actor, document, variables)
    assert answer.errors == []
    return answer.data["done"]


@pytest.mark.parametrize(("reason", "cause", "at"), [(reason, *one) for reason, one in REFUSED.items()], ids=REFUSED)
async def test_a_booking_that_is_refused_is_explained_as_the_time_would_be(
    deployment: Deployment, desk: Desk, clock: TurnableClock, reason: str, cause: Any, at: Any
) -> None:
    await cause(desk, clock)
    wish = given(desk, "Service", "Practitioner", "Location", "Patient", startsAt=at.isoformat())

    refused = await done(deployment, desk.actor(Role.RECEPTIONIST), CREATE, wish)

    assert refused == {"reasons": [reason], "userErrors": [{"code": "SLOT_NOT_OFFERED"}]}


async def test_whoever_wants_anybody_hears_what_keeps_each_of_them(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    await make_practitioner(desk.clinic, desk.location, services=[desk.service])
    await a_break(desk, clock)
    wish = given(desk, "Service", "Patient", startsAt=NOON.isoformat())

    first = await done(deployment, desk.actor(Role.RECEPTIONIST), CREATE, wish)
    both = await done(deployment, desk.actor(Role.RECEPTIONIST), CREATE.replace('"k"', '"l"'), wish)

    assert first == {"reasons": [], "userErrors": []}
    assert both == {"reasons": ["BREAK", "BOOKING"], "userErrors": [{"code": "SLOT_NOT_OFFERED"}]}


async def test_a_booking_that_moves_does_not_stand_in_its_own_way(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    """Nor does its event."""
    moved = await make_booking(desk.patient, desk.service, desk.practitioner, desk.location, starts_at=NOON)
    await another_event(desk, clock)
    wish = {
        "bookingId": global_id("Booking", moved.id),
        "startsAt": (NOON + timedelta(minutes=7)).isoformat(),
        "version": 1,
    }

    refused = await done(deployment, desk.actor(Role.RECEPTIONIST), MOVE, {"input": wish})
    await booked(desk, NOON + HALF)
    taken = await done(deployment, desk.actor(Role.RECEPTIONIST), MOVE, {"input": wish})

    assert refused == {"reasons": ["GRID"], "userErrors": [{"code": "SLOT_NOT_OFFERED"}]}
    assert taken == {"reasons": ["GRID", "BOOKING"], "userErrors": [{"code": "SLOT_NOT_OFFERED"}]}


async def test_between_two_minutes_nothing_begins(deployment: Deployment, desk: Desk) -> None:
    at = (NOON + timedelta(seconds=1)).isoformat()

    refused = await done(
        deployment, desk.actor(Role.OWNER), CREATE, given(desk, "Service", "Practitioner", "Patient", startsAt=at)
    )

    assert refused == {"reasons": ["GRID"], "userErrors": [{"code": "SLOT_NOT_OFFERED"}]}


async def test_what_is_put_there_on_purpose_is_refused_for_what_nobody_may_pass_over(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    at = (clock.now() - timedelta(hours=1)).isoformat()
    wish = given(desk, "Service", "Practitioner", "Location", "Patient", startsAt=at, overbookReason="acute_pain")

    refused = await done(deployment, desk.actor(Role.OWNER), CREATE, wish)

    assert refused == {"reasons": ["NOTICE"], "userErrors": [{"code": "SLOT_NOT_OFFERED"}]}


async def test_each_appointment_of_a_series_is_explained(deployment: Deployment, desk: Desk) -> None:
    """The first is bound by the horizon and the others are not; what moves along is in nobody's way."""
    await booked(desk, NOON + timedelta(days=1))
    wish = given(
        desk,
        "Service",
        "Practitioner",
        "Patient",
        startsAt=(NOON + timedelta(minutes=7)).isoformat(),
        recurrence="FREQ=DAILY;COUNT=2",
    )

    refused = await done(deployment, desk.actor(Role.RECEPTIONIST), SERIES, wish)

    assert refused["userErrors"] == [{"code": "SERIES_REFUSED"}]
    assert refused["refusals"] == [
        {"ordinal": 1, "code": "SLOT_NOT_OFFERED", "reasons": ["GRID"]},
        {"ordinal": 2, "code": "SLOT_NOT_OFFERED", "reasons": ["GRID", "BOOKING"]},
    ]


async def test_what_moves_with_it_does_not_keep_an_appointment_of_a_series_from_moving(
    deployment: Deployment, desk: Desk
) -> None:
    owner = desk.actor(Role.OWNER)
    await booked(desk, NOON + timedelta(days=2))
    wish = given(desk, "Service", "Practitioner", "Patient", startsAt=NOON.isoformat(), recurrence="FREQ=DAILY;COUNT=2")
    assert (await done(deployment, owner, SERIES, wish))["userErrors"] == []
    both = await Booking.filter(series_length=2).order_by("starts_at")
    move = {
        "bookingId": global_id("Booking", both[0].id),
        "scope": "ALL",
        "startsAt": both[1].starts_at.isoformat(),
        "seen": [{"bookingId": global_id("Booking", one.id), "version": one.version} for one in both],
    }

    refused = await done(deployment, owner, SERIES_MOVE, {"input": move})

    assert refused["refusals"] == [{"ordinal": 2, "code": "SLOT_NOT_OFFERED", "reasons": ["BOOKING"]}]


async def test_a_time_that_cannot_be_offered_to_who_waits_is_explained(deployment: Deployment, desk: Desk) -> None:
    await booked(desk, NOON)
    wish = {"entryId": desk.id_of("WaitlistEntry"), "startsAt": NOON.isoformat()}
    async with writing():
        await WaitlistEntry.filter(id=desk.waitlist_entry.id).update(booking_id=None, state="waiting")

    refused = await done(deployment, desk.actor(Role.RECEPTIONIST), OFFER, {"input": wish})

    assert refused == {"reasons": ["BOOKING"], "userErrors": [{"code": "SLOT_NOT_OFFERED"}]}


async def test_a_key_is_told_nothing_of_why(deployment: Deployment, desk: Desk) -> None:
    """It has no `explainSlot` either: not the field, and nothing behind it."""
    await booked(desk, NOON)
    key = KeyActor(desk.api_key.id, desk.clinic.id, frozenset(Permission))
    wish = given(desk, "Service", "Practitioner", "Patient", startsAt=NOON.isoformat())

    asked = await ask(deployment, key, CREATE, wish, "partner")
    refused = await ask(deployment, key, CREATE.replace("reasons ", ""), wish, "partner")
    search = SlotSearch(desk.service.id, desk.practitioner.id)

    assert asked.codes == ["GRAPHQL_VALIDATION_FAILED"]
    assert refused.data["done"] == {"userErrors": [{"code": "SLOT_NOT_OFFERED"}]}
    assert await why_not_each(deployment, key, desk.clinic.id, search, [NOON]) == {NOON: []}
    staff = await why_not_each(deployment, desk.actor(Role.OWNER), desk.clinic.id, search, [NOON])
    assert staff == {NOON: [Reason.BOOKING]}


async def test_nor_is_it_by_the_preview_of_a_series(deployment: Deployment, desk: Desk) -> None:
    await booked(desk, NOON)
    key = KeyActor(desk.api_key.id, desk.clinic.id, frozenset(Permission))
    which = given(desk, "Clinic", "Service", "Practitioner")["input"] | {"at": NOON.isoformat()}
    wish = Wish(desk.clinic.id, desk.service.id, desk.practitioner.id, NOON, "FREQ=WEEKLY;COUNT=2")

    asked = await ask(deployment, key, PREVIEW, which, "partner")
    shown = await ask(deployment, key, PREVIEW.replace(" reasons", ""), which, "partner")
    by_staff = await ask(deployment, desk.actor(Role.RECEPTIONIST), PREVIEW, which)
    _, found = await preview(deployment, key, wish)

    assert asked.codes == ["GRAPHQL_VALIDATION_FAILED"]
    assert shown.data["found"] == [{"isOffered": False}, {"isOffered": True}]
    assert [one["reasons"] for one in by_staff.data["found"]] == [["BOOKING"], []]
    assert [list(one.reasons) for one in found] == [[], []]


async def test_who_may_not_look_for_times_is_not_told_why(deployment: Deployment, desk: Desk) -> None:
    await booked(desk, NOON)
    may = frozenset({Permission.BOOKING_WRITE, Permission.PATIENT_READ, Permission.CLINIC_READ})
    books = desk.member_actor(Membership(Role.CUSTOM, granted=may))
    wish = given(desk, "Service", "Practitioner", "Patient", startsAt=NOON.isoformat())

    answer = await ask(deployment, books, CREATE, wish)

    assert answer.data["done"] == {"reasons": None, "userErrors": [{"code": "SLOT_NOT_OFFERED"}]}


async def test_a_practitioner_hears_nothing_of_a_colleague(deployment: Deployment, desk: Desk) -> None:
    colleague = await make_practitioner(desk.clinic, desk.location, services=[desk.service])
    search, own = SlotSearch(desk.service.id, colleague.id), desk.actor(Role.PRACTITIONER)
    night = NOON + timedelta(hours=12)

    assert await why_not_each(deployment, own, desk.clinic.id, search, [night]) == {night: []}
    others = await why_not_each(deployment, desk.actor(Role.OWNER), desk.clinic.id, search, [night])
    assert others == {night: [Reason.HOURS]}


async def test_what_is_booked_costs_no_look_and_many_times_as_much_as_one(
    deployment: Deployment, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, search = desk.actor(Role.OWNER), SlotSearch(desk.service.id)
    named = replace(search, practitioner_id=desk.practitioner.id)
    for _ in range(3):
        await make_practitioner(desk.clinic, desk.location, services=[desk.service])
    with statements() as one:
        await why_not_each(deployment, owner, desk.clinic.id, named, [NOON])
    with statements() as many:
        await why_not_each(deployment, owner, desk.clinic.id, search, [NOON + timedelta(days=day) for day in range(20)])
    assert len(one) == len(many)

    async def asked(*_: object, **__: object) -> None:
        raise AssertionError("nothing was refused")

    monkeypatch.setattr(refusals, "why_not_each", asked)
    wish = given(desk, "Service", "Practitioner", "Patient", startsAt=NOON.isoformat())
    assert await done(deployment, owner, CREATE, wish) == {"reasons": [], "userErrors": []}
