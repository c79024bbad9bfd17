"""Staff see where a patient asks to move a booking, and answer it; a look at the old booking shows what stands."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import writing
from tests.schema.desk import Desk, ask, make_desk

from chatbookr_core.bookings import service
from chatbookr_core.bookings.asked_moves import ask_to_move
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, CalendarConnection
from chatbookr_permissions.roles import Role

ELEVEN = datetime(2027, 3, 8, 11, tzinfo=UTC)
SHOWN = "requestedMove { startsAt endsAt answerBy practitioner { id } location { id } }"
LIST = f"query ($c: ID!) {{ bookings(clinicId: $c) {{ nodes {{ id startsAt version {SHOWN} }} }} }}"
ANSWER = """mutation ($booking: ID!, $version: Int!) {
  done: booking%s(bookingId: $booking, version: $version) {
    booking { startsAt status requestedMove { startsAt } } userErrors { code } } }"""


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    """Open a desk at which a patient has asked to move their booking, and no calendar stands in the way."""
    made = await make_desk(vault, clock.now())
    async with writing():
        await CalendarConnection.filter(id=made.calendar.id).update(state="disconnected")
    request = service.SlotRequest(made.service.id, made.practitioner.id, made.location.id, ELEVEN, is_on_request=True)
    async with transaction():
        kept = await service.hold(made.clinic.id, request, conversation_id=None, clock=clock, minutes=10)
        await ask_to_move(made.booking.id, clinic_id=made.clinic.id, hold_id=kept.id, clock=clock)
    return made


async def listed(desk: Desk, vault: Vault, clock: TurnableClock, folder: Path) -> Any:
    deployment = make_deployment(vault, clock, folder)
    answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), LIST, {"c": desk.id_of("Clinic")})
    assert answer.errors == []
    return next(one for one in answer.data["bookings"]["nodes"] if one["id"] == desk.id_of("Booking"))


async def test_staff_see_where_it_is_asked_to_move_until_that_lapses(
    desk: Desk, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> None:
    booking = await Booking.get(id=desk.booking.id)

    shown = await listed(desk, vault, clock, tmp_path)
    clock.turn(min(ELEVEN, booking.starts_at) - clock.now())
    lapsed = await listed(desk, vault, clock, tmp_path)

    asked = shown["requestedMove"]
    assert datetime.fromisoformat(shown["startsAt"]) == booking.starts_at
    assert datetime.fromisoformat(asked["startsAt"]) == ELEVEN
    assert datetime.fromisoformat(asked["answerBy"]) == min(ELEVEN, booking.starts_at)
    assert asked["practitioner"] == {"id": desk.id_of("Practitioner")}
    assert asked["location"] == {"id": desk.id_of("Location")}
    assert lapsed["requestedMove"] is None


@pytest.mark.parametrize("verb", ["Confirm", "Decline"])
async def test_staff_answer_it_by_the_version_they_saw(
    desk: Desk, vault: Vault, clock: TurnableClock, tmp_path: Path, verb: str
) -> None:
    deployment, actor = make_deployment(vault, clock, tmp_path), desk.actor(Role.RECEPTIONIST)
    booking = await Booking.get(id=desk.booking.id)
    ids = {"booking": desk.id_of("Booking")}

    answers = [
        (await ask(deployment, actor, ANSWER % verb, {**ids, "version": version})).data["done"]
        for version in (booking.version - 1, booking.version, booking.version + 1)
    ]

    stale, done, again = answers
    assert [one["code"] for one in stale["userErrors"]] == ["STALE"]
    assert done["userErrors"] == []
    assert (done["booking"]["status"], done["booking"]["requestedMove"]) == ("CONFIRMED", None)
    starts_at = datetime.fromisoformat(done["booking"]["startsAt"])
    assert starts_at == (ELEVEN if verb == "Confirm" else booking.starts_at)
    assert [one["code"] for one in again["userErrors"]] == ["NOT_REQUESTED"]
    assert (await Booking.get(id=booking.id)).ends_at - starts_at == timedelta(minutes=30)


async def test_a_day_that_is_closed_leaves_it_to_staff(
    desk: Desk, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> None:
    """The time is kept: who answers knows of the closure, and the patient has been told nothing else."""
    closed = {"clinicId": desk.id_of("Clinic"), "firstDay": "2027-03-08", "lastDay": "2027-03-08", "windows": []}
    close = "mutation ($input: WorkingDaysSetInput!) { done: workingDaysSet(input: $input) { userErrors { code } } }"

    answer = await ask(make_deployment(vault, clock, tmp_path), desk.actor(Role.OWNER), close, {"input": closed})
    shown = await listed(desk, vault, clock, tmp_path)

    assert answer.data == {"done": {"userErrors": []}}
    assert datetime.fromisoformat(shown["requestedMove"]["startsAt"]) == ELEVEN
