"""Cards about changed events in the API: who sees them, who answers them, and what is told of it."""

from pathlib import Path

import pytest
from tests.api.clients import make_deployment
from tests.calendar_drifts import make_calendar_drift
from tests.factories import make_booking, make_location, make_patient, make_practitioner
from tests.schema.desk import MONDAY, Desk, ask, make_desk

from chatbookr_core.clock import TurnableClock
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import AuditEntry, CalendarDrift, Clinic, LoggedChange
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id

LIST = """query ($clinic: ID!, $where: CalendarDriftWhere) { calendarDrifts(clinicId: $clinic, where: $where) {
  totalCount nodes { id kind state eventStartsAt viewerCanSettle booking { reference calendarState } } } }"""
ANSWER = """mutation ($card: ID!) {{ {name}(driftId: $card) {{
  calendarDrift {{ state settledAt booking {{ status cancelReason calendarState }} }}
  userErrors {{ code message field }} }} }}"""
MODE = """mutation ($clinic: ID!) { calendarDriftModeSet(input: {clinicId: $clinic, mode: PUT_BACK}) {
  clinic { calendarDriftMode } userErrors { code } } }"""


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


async def test_a_practitioner_sees_the_cards_of_their_own_bookings_alone(
    deployment: Deployment, desk: Desk, vault: Vault
) -> None:
    place = await make_location(desk.clinic)
    other = await make_practitioner(desk.clinic, place)
    theirs = await make_booking(await make_patient(desk.clinic, vault), desk.service, other, place, starts_at=MONDAY)
    await make_calendar_drift(theirs, kind="moved", event_starts_at=MONDAY, event_ends_at=MONDAY)
    seen = {}
    for role in (Role.OWNER, Role.RECEPTIONIST, Role.PRACTITIONER, Role.AUDITOR):
        answer = await ask(deployment, desk.actor(role), LIST, {"clinic": desk.id_of("Clinic")})
        assert answer.errors == []
        seen[role] = [(one["kind"], one["viewerCanSettle"]) for one in answer.data["calendarDrifts"]["nodes"]]

    both = sorted([("DELETED", True), ("MOVED", True)])
    assert sorted(seen[Role.OWNER]) == sorted(seen[Role.RECEPTIONIST]) == both
    assert seen[Role.PRACTITIONER] == [("DELETED", True)]
    assert sorted(seen[Role.AUDITOR]) == [("DELETED", False), ("MOVED", False)]


async def test_cards_are_chosen_by_what_became_of_them(deployment: Deployment, desk: Desk) -> None:
    await make_calendar_drift(desk.booking, state="put_back", kind="edited")
    wheres: dict[str, tuple[dict[str, object], int]] = {
        "open": ({"states": ["OPEN"]}, 1),
        "settled": ({"states": ["PUT_BACK", "ACCEPTED"]}, 1),
        "edited": ({"kinds": ["EDITED"]}, 1),
        "of the booking": ({"bookingId": desk.id_of("Booking")}, 2),
        "found later": ({"foundFrom": MONDAY.isoformat()}, 0),
        "found before": ({"foundBefore": MONDAY.isoformat()}, 2),
    }

    counts = {}
    for name, (where, _) in wheres.items():
        answer = await ask(deployment, desk.actor(Role.OWNER), LIST, {"clinic": desk.id_of("Clinic"), "where": where})
        counts[name] = answer.data["calendarDrifts"]["totalCount"]

    assert counts == {name: count for name, (_, count) in wheres.items()}


@pytest.mark.parametrize(
    ("name", "state", "status"),
    [
        ("calendarDriftAccept", "ACCEPTED", "CANCELLED"),
        ("calendarDriftPutBack", "PUT_BACK", "CONFIRMED"),
        ("calendarDriftKeepBoth", "KEPT_BOTH", "CONFIRMED"),
    ],
)
async def test_an_answer_is_audited_told_and_given_once(
    deployment: Deployment, desk: Desk, name: str, state: str, status: str
) -> None:
    document, card = ANSWER.format(name=name), {"card": desk.id_of("CalendarDrift")}
    before = {one.id for one in await LoggedChange.all()}

    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), document, card)
    again = await ask(deployment, desk.actor(Role.RECEPTIONIST), document, card)

    told = [one.subject_id for one in await LoggedChange.all() if one.id not in before]
    audited = [entry.action for entry in await AuditEntry.all() if entry.subject_id == desk.calendar_drift.id]
    found = answer.data[name]["calendarDrift"]
    assert (found["state"], found["booking"]["status"]) == (state, status)
    assert [error["code"] for error in again.data[name]["userErrors"]] == ["DRIFT_SETTLED"]
    assert audited == [name]
    assert desk.booking.id in told


async def test_a_clinic_sets_what_becomes_of_it_by_itself(deployment: Deployment, desk: Desk) -> None:
    refused = await ask(deployment, desk.actor(Role.RECEPTIONIST), MODE, {"clinic": desk.id_of("Clinic")})
    unchanged = await Clinic.get(id=desk.clinic.id)
    answer = await ask(deployment, desk.actor(Role.OWNER), MODE, {"clinic": desk.id_of("Clinic")})

    assert refused.codes == ["FORBIDDEN"]
    assert unchanged.calendar_drift_mode == "ask"
    assert answer.data["calendarDriftModeSet"] == {"clinic": {"calendarDriftMode": "PUT_BACK"}, "userErrors": []}
    assert (await Clinic.get(id=desk.clinic.id)).calendar_drift_mode == "put_back"


async def test_a_card_of_another_clinic_is_not_there(deployment: Deployment, desk: Desk, vault: Vault) -> None:
    other = await make_desk(vault, deployment.clock.now())
    card = {"card": global_id("CalendarDrift", other.calendar_drift.id)}

    answer = await ask(deployment, desk.actor(Role.OWNER), ANSWER.format(name="calendarDriftPutBack"), card)

    assert [error["code"] for error in answer.data["calendarDriftPutBack"]["userErrors"]] == ["NOT_FOUND"]
    assert (await CalendarDrift.get(id=other.calendar_drift.id)).state == "open"
