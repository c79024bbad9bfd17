"""Visits at the front desk: what is noted of them, by whom, and what is undone."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.api.clients import make_deployment
from tests.factories import writing
from tests.schema.desk import Desk, ask

from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, Clinic
from chatbookr_permissions.roles import Role

RULES = """mutation ($input: ClinicAppointmentsUpdateInput!) {
  clinicAppointmentsUpdate(input: $input) {
    clinic { completesBookings sendsReminders reminderHours lastReminderHours remindersNameServices }
    userErrors { code field } } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


def noting(name: str) -> str:
    return f"""mutation ($id: ID!, $version: Int!) {{ done: {name}(bookingId: $id, version: $version) {{
      booking {{ status version checkedInAt concludedAt concludedBy }} userErrors {{ code }} }} }}"""


@pytest.mark.parametrize(
    ("name", "status", "party"),
    [("bookingCheckIn", "CHECKED_IN", None), ("bookingComplete", "COMPLETED", "STAFF"),
     ("bookingNoShow", "NO_SHOW", "STAFF")],
)  # fmt: skip
async def test_a_visit_is_noted_once_it_is_time_and_undone_the_same_day(
    deployment: Deployment, desk: Desk, clock: TurnableClock, name: str, status: str, party: str | None
) -> None:
    actor, given = desk.actor(Role.RECEPTIONIST), {"id": desk.id_of("Booking"), "version": 1}
    async with writing():
        await Booking.filter(id=desk.booking.id).update(starts_at=clock.now() + timedelta(days=2))

    early = await ask(deployment, actor, noting(name), given)
    async with writing():
        await Booking.filter(id=desk.booking.id).update(starts_at=clock.now() - timedelta(minutes=5))
    stale = await ask(deployment, actor, noting(name), {**given, "version": 9})
    noted = await ask(deployment, actor, noting(name), given)
    again = await ask(deployment, actor, noting(name), {**given, "version": 2})
    undone = await ask(deployment, actor, noting("bookingAttendanceUndo"), {**given, "version": 2})

    assert [one["code"] for one in early.data["done"]["userErrors"]] == ["NOT_THE_TIME"]
    assert [one["code"] for one in stale.data["done"]["userErrors"]] == ["STALE"]
    shown = noted.data["done"]["booking"]
    assert (shown["status"], shown["version"], shown["concludedBy"]) == (status, 2, party)
    assert (shown["checkedInAt"] is None, shown["concludedAt"] is None) == (party is not None, party is None)
    assert [one["code"] for one in again.data["done"]["userErrors"]] == ["WRONG_STATUS"]
    assert undone.data["done"]["booking"] == {
        "status": "CONFIRMED", "version": 3, "checkedInAt": None, "concludedAt": None, "concludedBy": None,
    }  # fmt: skip


async def test_managers_say_whether_days_complete_themselves(deployment: Deployment, desk: Desk) -> None:
    given = {"input": {"clinicId": desk.id_of("Clinic"), "completesBookings": True, "reminderHours": 24}}

    refused = await ask(deployment, desk.actor(Role.RECEPTIONIST), RULES, given)
    done = await ask(deployment, desk.actor(Role.OWNER), RULES, given)
    same = await ask(deployment, desk.actor(Role.OWNER), RULES, {"input": {"clinicId": desk.id_of("Clinic")}})

    assert refused.data == {"clinicAppointmentsUpdate": None}
    for answer in (done, same):
        shown = answer.data["clinicAppointmentsUpdate"]["clinic"]
        assert shown == {
            "completesBookings": True, "sendsReminders": True, "reminderHours": 24, "lastReminderHours": 3,
            "remindersNameServices": False,
        }  # fmt: skip
    wrong = {"input": {"clinicId": desk.id_of("Clinic"), "reminderHours": 337}}
    errors = (await ask(deployment, desk.actor(Role.OWNER), RULES, wrong)).data["clinicAppointmentsUpdate"]
    assert errors["userErrors"] == [{"code": "INVALID_VALUE", "field": ["input", "reminderHours"]}]
    assert (await Clinic.get(id=desk.clinic.id)).completes_bookings


async def test_a_manager_says_after_how_long_a_silence_patients_are_asked(deployment: Deployment, desk: Desk) -> None:
    query = """mutation ($input: ClinicAppointmentsUpdateInput!) { clinicAppointmentsUpdate(input: $input) {
      clinic { nudgeMinutes } userErrors { code field } } }"""
    told = []
    for minutes in (60, 14, 721, 0):
        given = {"input": {"clinicId": desk.id_of("Clinic"), "nudgeMinutes": minutes}}
        answer = await ask(deployment, desk.actor(Role.MANAGER), query, given)
        found = answer.data["clinicAppointmentsUpdate"]
        told.append((found["clinic"], [one["field"] for one in found["userErrors"]]))

    refused = (None, [["input", "nudgeMinutes"]])
    assert told == [({"nudgeMinutes": 60}, []), refused, refused, ({"nudgeMinutes": 0}, [])]
