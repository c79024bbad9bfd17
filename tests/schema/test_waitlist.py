"""The waitlist in the API: who sees it, who puts whom on it, and what staff do for a patient on the phone."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_booking, make_location, make_patient, make_practitioner, writing
from tests.schema.desk import MONDAY, Desk, ask, make_desk
from tests.waitlists import make_waitlist_entry

from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    AuditEntry,
    Booking,
    Job,
    LoggedChange,
    Patient,
    StaffTask,
    WaitlistEntry,
    WaitlistOffer,
)
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id

LIST = """query ($clinic: ID!, $where: WaitlistWhere) { waitlist(clinicId: $clinic, where: $where) { totalCount nodes {
  id state since weekdays dayParts firstDay createdBy booking { reference } patient { name }
  offer { startsAt offeredUntil needsCall practitioner { shortName } } } } }"""
ADD = """mutation ($input: WaitlistEntryAddInput!) { waitlistEntryAdd(input: $input) {
  waitlistEntry { id state weekdays dayParts firstDay lastDay createdBy } userErrors { code field } } }"""
MAKE = """mutation ($entry: ID!, $at: DateTime!) { waitlistOfferMake(input: {entryId: $entry, startsAt: $at}) {
  waitlistEntry { state offer { startsAt offeredUntil needsCall } } alternatives { startsAt } userErrors { code } } }"""
TAKE = """mutation ($entry: ID!) { waitlistOfferTake(entryId: $entry) {
  booking { startsAt status createdBy version } userErrors { code } } }"""
DECLINE = """mutation ($entry: ID!) { waitlistOfferDecline(entryId: $entry) {
  waitlistEntry { state offer { startsAt } } userErrors { code } } }"""
REMOVE = """mutation ($entry: ID!) { waitlistEntryRemove(entryId: $entry) {
  waitlistEntry { state endedAt } userErrors { code } } }"""
SET = """mutation ($clinic: ID!, $minutes: Int!) {
  clinicAppointmentsUpdate(input: {clinicId: $clinic, waitlistMinutes: $minutes}) {
    clinic { waitlistMinutes } userErrors { code field } } }"""
NOBODY = UUID(int=5)
TUESDAY = MONDAY + timedelta(days=1)

SEEN = """query ($id: ID!) { node(id: $id) { ... on WaitlistEntry {
  days refusedWeekdays refusedFromMinute refusedUntilMinute
  dayHours { weekdays days fromMinute untilMinute } } } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


async def told(desk: Desk) -> list[str]:
    return [one.kind for one in await LoggedChange.filter(clinic_id=desk.clinic.id) if one.kind == "waitlist"]


async def add(deployment: Deployment, desk: Desk, role: Role = Role.RECEPTIONIST, **more: Any) -> Any:
    given = {"serviceId": desk.id_of("Service"), "patientId": desk.id_of("Patient"), **more}
    return await ask(deployment, desk.actor(role), ADD, {"input": given})


async def waits(desk: Desk, vault: Vault) -> tuple[Patient, dict[str, object]]:
    """Let somebody wait who has never written, and name their place."""
    patient = await make_patient(desk.clinic, vault, name="Grace Example")
    async with writing():
        entry = await WaitlistEntry.create(
            clinic_id=desk.clinic.id,
            patient_id=patient.id,
            service_id=desk.service.id,
            state="waiting",
            since=desk.session.created_at,
            created_by="staff",
        )
    return patient, {"entry": global_id("WaitlistEntry", entry.id), "at": TUESDAY.isoformat()}


async def test_the_list_is_read_in_turn_and_by_who_reads_bookings(
    deployment: Deployment, desk: Desk, vault: Vault
) -> None:
    other = await make_practitioner(desk.clinic, place := await make_location(desk.clinic))
    theirs = await make_booking(await make_patient(desk.clinic, vault), desk.service, other, place, starts_at=MONDAY)
    later = desk.waitlist_entry.since + timedelta(days=1)
    await make_waitlist_entry(theirs, state="waiting", since=later, weekdays=0b0000101, day_parts=6)
    seen = {}
    for role in (Role.OWNER, Role.RECEPTIONIST, Role.PRACTITIONER, Role.AUDITOR):
        answer = await ask(deployment, desk.actor(role), LIST, {"clinic": desk.id_of("Clinic")})
        seen[role] = [one["state"] for one in (answer.data["waitlist"] or {"nodes": []})["nodes"]]
        if role is Role.OWNER:
            first, second = answer.data["waitlist"]["nodes"]

    assert seen[Role.OWNER] == seen[Role.RECEPTIONIST] == ["OFFERED", "WAITING"]
    assert seen[Role.PRACTITIONER] == ["OFFERED"]
    assert first["offer"]["startsAt"].startswith((desk.booking.starts_at - timedelta(days=1)).isoformat()[:16])
    assert (first["offer"]["needsCall"], first["booking"]["reference"]) == (False, desk.booking.reference)
    assert (second["weekdays"], second["dayParts"], second["offer"]) == ([1, 3], ["AFTERNOON", "EVENING"], None)


async def test_the_list_is_chosen_from(deployment: Deployment, desk: Desk) -> None:
    wheres: dict[str, tuple[dict[str, object], int]] = {
        "offered": ({"states": ["OFFERED"]}, 1),
        "others": ({"states": ["WAITING", "LEFT"]}, 0),
        "service": ({"serviceId": desk.id_of("Service")}, 1),
        "patient": ({"patientId": desk.id_of("Patient")}, 1),
        "with": ({"practitionerId": desk.id_of("Practitioner")}, 1),
        "before": ({"sinceBefore": desk.waitlist_entry.since.isoformat()}, 0),
        "from": ({"sinceFrom": desk.waitlist_entry.since.isoformat()}, 1),
    }
    for name, (where, count) in wheres.items():
        variables = {"clinic": desk.id_of("Clinic"), "where": where}
        answer = await ask(deployment, desk.actor(Role.OWNER), LIST, variables)
        assert (name, answer.data["waitlist"]["totalCount"]) == (name, count)


async def test_staff_put_a_patient_on_the_list_with_their_wish(deployment: Deployment, desk: Desk) -> None:
    wish: dict[str, Any] = {"weekdays": [1, 7, 7], "dayParts": ["MORNING", "EVENING"]}
    wish |= {"firstDay": "2027-05-03", "lastDay": "2027-06-01"}

    answer = await add(deployment, desk, **wish)

    entry = answer.data["waitlistEntryAdd"]["waitlistEntry"]
    assert answer.data["waitlistEntryAdd"]["userErrors"] == []
    assert (entry["weekdays"], entry["dayParts"]) == ([1, 7], ["MORNING", "EVENING"])
    assert (entry["firstDay"], entry["state"], entry["createdBy"]) == ("2027-05-03", "WAITING", "STAFF")
    assert await AuditEntry.filter(action="waitlistEntryAdd").count() == 1
    assert await told(desk) == ["waitlist"]
    assert await Job.filter(kind="waitlist.look").count() == 1


async def test_of_some_days_a_part_would_not_suit_and_some_days_alone_would(deployment: Deployment, desk: Desk) -> None:
    wish: dict[str, Any] = {"days": ["2027-05-20", "2027-05-03", "2027-05-03"], "refusedWeekdays": [5, 1]}

    answer = await add(deployment, desk, **wish, refusedFromMinute=720, refusedUntilMinute=1020)

    key = answer.data["waitlistEntryAdd"]["waitlistEntry"]["id"]
    seen = await ask(deployment, desk.actor(Role.OWNER), SEEN, {"id": key})
    assert seen.data["node"] == {
        "days": ["2027-05-03", "2027-05-20"],
        "refusedWeekdays": [1, 5],
        "refusedFromMinute": 720,
        "refusedUntilMinute": 1020,
        "dayHours": [],
    }


async def test_some_days_have_hours_of_their_own(deployment: Deployment, desk: Desk) -> None:
    mornings = {"weekdays": [1, 7], "untilMinute": 720}
    once = {"days": ["2027-05-20", "2027-05-03"], "fromMinute": 960, "untilMinute": 1440}

    answer = await add(deployment, desk, dayHours=[mornings, once])

    key = answer.data["waitlistEntryAdd"]["waitlistEntry"]["id"]
    seen = await ask(deployment, desk.actor(Role.OWNER), SEEN, {"id": key})
    assert seen.data["node"]["dayHours"] == [
        {"weekdays": [1, 7], "days": [], "fromMinute": None, "untilMinute": 720},
        {"weekdays": list(range(1, 8)), "days": ["2027-05-03", "2027-05-20"], "fromMinute": 960, "untilMinute": 1440},
    ]


@pytest.mark.parametrize(
    ("more", "code", "field"),
    [
        ({"weekdays": [8]}, "INVALID_VALUE", "weekdays"),
        ({"weekdays": []}, "INVALID_VALUE", "weekdays"),
        ({"dayParts": []}, "INVALID_VALUE", "dayParts"),
        ({"days": ["2001-01-01"]}, "INVALID_VALUE", "days"),
        ({"days": [f"2099-{month:02}-{day:02}" for month in (1, 3) for day in range(1, 17)]}, "INVALID_VALUE", "days"),
        ({"refusedWeekdays": [8]}, "INVALID_VALUE", "refusedWeekdays"),
        ({"refusedWeekdays": [1], "weekdays": [1]}, "INVALID_VALUE", "refusedWeekdays"),
        ({"refusedFromMinute": 600}, "INVALID_VALUE", "refusedFromMinute"),
        ({"refusedWeekdays": [1], "refusedFromMinute": 1440}, "INVALID_VALUE", "refusedFromMinute"),
        ({"refusedUntilMinute": 600}, "INVALID_VALUE", "refusedUntilMinute"),
        (
            {"refusedWeekdays": [1], "refusedFromMinute": 600, "refusedUntilMinute": 600},
            "INVALID_VALUE",
            "refusedUntilMinute",
        ),
        ({"dayHours": [{"weekdays": [8]}]}, "INVALID_VALUE", "dayHours"),
        ({"dayHours": [{"weekdays": []}]}, "INVALID_VALUE", "dayHours"),
        ({"dayHours": [{"fromMinute": 1440}]}, "INVALID_VALUE", "dayHours"),
        ({"dayHours": [{"fromMinute": 600, "untilMinute": 600}]}, "INVALID_VALUE", "dayHours"),
        ({"dayHours": [{"untilMinute": 1441}]}, "INVALID_VALUE", "dayHours"),
        ({"dayHours": [{"days": ["2001-01-01"]}]}, "INVALID_VALUE", "dayHours"),
        ({"dayHours": [{"weekdays": [1]}], "weekdays": [2]}, "INVALID_VALUE", "dayHours"),
        ({"dayHours": [{"untilMinute": 720}] * 15}, "INVALID_VALUE", "dayHours"),
        ({"lastDay": "2001-01-01"}, "INVALID_VALUE", "lastDay"),
        ({"durationMinutes": 7}, "INVALID_VALUE", "durationMinutes"),
        ({"practitionerId": global_id("Practitioner", NOBODY)}, "NOT_FOUND", None),
        ({"locationId": global_id("Location", NOBODY)}, "NOT_FOUND", None),
        ({"bookingId": global_id("Booking", NOBODY)}, "NOT_FOUND", None),
        ({"patientId": global_id("Patient", NOBODY)}, "NOT_FOUND", None),
    ],
)
async def test_what_cannot_be_waited_for_is_refused_and_changes_nothing(
    deployment: Deployment, desk: Desk, more: dict[str, Any], code: str, field: str | None
) -> None:
    answer = await add(deployment, desk, **more)

    (error,) = answer.data["waitlistEntryAdd"]["userErrors"]
    assert error["code"] == code
    assert field is None or error["field"] == ["input", field]
    assert await WaitlistEntry.all().count() == 1
    assert (await told(desk), await Job.filter(kind="waitlist.look").count()) == ([], 0)


async def test_a_practitioner_puts_people_on_their_own_list_alone(deployment: Deployment, desk: Desk) -> None:
    anybody = await add(deployment, desk, Role.PRACTITIONER)
    own = await add(deployment, desk, Role.PRACTITIONER, practitionerId=desk.id_of("Practitioner"))

    assert anybody.data["waitlistEntryAdd"]["userErrors"] == own.data["waitlistEntryAdd"]["userErrors"] == []
    (entry,) = await WaitlistEntry.filter(created_by="staff")
    assert (entry.practitioner_id, entry.version) == (desk.practitioner.id, 2)


async def test_somebody_who_never_wrote_is_called_and_staff_take_it_for_them(
    deployment: Deployment, desk: Desk, vault: Vault
) -> None:
    patient, entry = await waits(desk, vault)

    made = await ask(deployment, desk.actor(Role.RECEPTIONIST), MAKE, entry)
    again = await ask(deployment, desk.actor(Role.RECEPTIONIST), MAKE, entry)
    taken = await ask(deployment, desk.actor(Role.RECEPTIONIST), TAKE, {"entry": entry["entry"]})
    late = await ask(deployment, desk.actor(Role.RECEPTIONIST), TAKE, {"entry": entry["entry"]})

    offer = made.data["waitlistOfferMake"]["waitlistEntry"]["offer"]
    assert (made.data["waitlistOfferMake"]["userErrors"], offer["needsCall"]) == ([], True)
    assert again.data["waitlistOfferMake"]["userErrors"][0]["code"] in ("NOT_WAITING", "SLOT_NOT_OFFERED")
    assert taken.data["waitlistOfferTake"]["userErrors"] == []
    booking = taken.data["waitlistOfferTake"]["booking"]
    assert (booking["status"], booking["createdBy"]) == ("CONFIRMED", "STAFF")
    assert await Booking.filter(patient_id=patient.id, starts_at=TUESDAY).count() == 1
    assert [one["code"] for one in late.data["waitlistOfferTake"]["userErrors"]] == ["OFFER_OVER"]
    assert (await StaffTask.get(kind="waitlist_offer")).state == "done"
    entries = await AuditEntry.filter(action__startswith="waitlist").order_by("id")
    assert [one.action for one in entries] == ["waitlistOfferMake", "waitlistOfferTake"]


async def test_a_time_that_cannot_be_offered_is_refused_with_the_three_nearest_that_can(
    deployment: Deployment, desk: Desk, vault: Vault
) -> None:
    """What was offered before, or meets that, is none of them: it would be refused as well."""
    _, entry = await waits(desk, vault)
    staff, only = desk.actor(Role.RECEPTIONIST), {"entry": entry["entry"]}
    first = await ask(deployment, staff, MAKE, entry)
    await ask(deployment, staff, DECLINE, only)
    odd = {**entry, "at": (TUESDAY + timedelta(minutes=7)).isoformat()}

    refused = (await ask(deployment, staff, MAKE, odd)).data["waitlistOfferMake"]

    assert first.data["waitlistOfferMake"]["alternatives"] == []
    assert [one["code"] for one in refused["userErrors"]] == ["SLOT_NOT_OFFERED"]
    near = [datetime.fromisoformat(one["startsAt"]) for one in refused["alternatives"]]
    length = timedelta(minutes=desk.service.duration_minutes)
    assert len(near) == 3
    assert all(abs(at - TUESDAY) >= length for at in near)
    assert min(abs(at - TUESDAY) for at in near) == length
    for at in near:
        made = await ask(deployment, staff, MAKE, {**entry, "at": at.isoformat()})
        codes = [one["code"] for one in made.data["waitlistOfferMake"]["userErrors"]]
        assert codes in ([], ["ALREADY_OFFERED"])  # the one before meets it
        await ask(deployment, staff, DECLINE, only)
    assert await WaitlistOffer.filter(state="declined").count() > 1


async def test_staff_decline_for_a_patient_who_keeps_their_place_and_take_them_off(
    deployment: Deployment, desk: Desk, vault: Vault
) -> None:
    _, entry = await waits(desk, vault)
    only = {"entry": entry["entry"]}
    staff = desk.actor(Role.RECEPTIONIST)

    none_yet = await ask(deployment, staff, DECLINE, only)
    await ask(deployment, staff, MAKE, entry)
    declined = await ask(deployment, staff, DECLINE, only)
    once_more = await ask(deployment, staff, MAKE, entry)
    removed = await ask(deployment, staff, REMOVE, only)

    assert [one["code"] for one in none_yet.data["waitlistOfferDecline"]["userErrors"]] == ["OFFER_OVER"]
    assert declined.data["waitlistOfferDecline"]["waitlistEntry"] == {"state": "WAITING", "offer": None}
    assert [one["code"] for one in once_more.data["waitlistOfferMake"]["userErrors"]] == ["ALREADY_OFFERED"]
    assert removed.data["waitlistEntryRemove"]["waitlistEntry"]["state"] == "LEFT"
    assert await WaitlistOffer.filter(state="declined").count() == 1


async def test_who_may_not_change_bookings_changes_nothing_and_strangers_find_nothing(
    deployment: Deployment, desk: Desk, vault: Vault, clock: TurnableClock
) -> None:
    other = await make_desk(vault, clock.now())
    entry = {"entry": other.id_of("WaitlistEntry")}
    for document in (TAKE, DECLINE, REMOVE):
        stranger = await ask(deployment, desk.actor(Role.OWNER), document, entry)
        (payload,) = stranger.data.values()
        assert [one["code"] for one in payload["userErrors"]] == ["NOT_FOUND"]
        auditor = await ask(deployment, other.actor(Role.AUDITOR), document, entry)
        assert auditor.codes == ["FORBIDDEN"]

    await other.waitlist_entry.refresh_from_db()
    assert other.waitlist_entry.state == "offered"
    assert await told(other) == []


async def test_managers_say_for_how_long_a_time_is_kept(deployment: Deployment, desk: Desk) -> None:
    async def answered(minutes: int) -> Any:
        variables = {"clinic": desk.id_of("Clinic"), "minutes": minutes}
        return (await ask(deployment, desk.actor(Role.MANAGER), SET, variables)).data["clinicAppointmentsUpdate"]

    assert (await answered(30))["clinic"] == {"waitlistMinutes": 30}
    assert (await answered(1441))["userErrors"][0]["code"] == "INVALID_VALUE"
    assert (await answered(0))["clinic"] == {"waitlistMinutes": 0}
    refused = await add(deployment, desk)
    assert [one["code"] for one in refused.data["waitlistEntryAdd"]["userErrors"]] == ["INVALID_VALUE"]
