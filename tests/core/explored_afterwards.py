"""What else may happen to a clinic: visits are noted, patients prove to be one, and people wait in their turn."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from tests.core.booking_desk import within_transaction
from tests.core.explored_arranging import ANSWERING, ARRANGING
from tests.core.explored_clinic import Explored
from tests.core.explored_truth import Truth
from tests.core.explored_writes import WRITES, Write, active_service, standing
from tests.factories import make_conversation, make_patient

from chatbookr_core.availability.queries import SlotSearch, slots_for
from chatbookr_core.bookings import service as bookings
from chatbookr_core.bookings.life import Step
from chatbookr_core.bookings.rules import minutes_of
from chatbookr_core.bookings.use_cases import record_step, slot_request
from chatbookr_core.db import Database, transaction
from chatbookr_core.errors import ChatbookrError
from chatbookr_core.merges.service import merge_patients
from chatbookr_core.models import Booking, Clinic, Conversation, Patient, WaitlistEntry
from chatbookr_core.waitlist import offers
from chatbookr_core.waitlist.entries import Wanted, join, settle
from chatbookr_core.waitlist.looking import find_matches
from chatbookr_core.waitlist.rules import Match, Wish
from chatbookr_permissions.actor import SystemActor

HOST: Final = SystemActor("tests")
NOTED: Final = 5
"""So many of those who are next are tried closely after each step."""


class _Undone(Exception):
    """Takes back what was tried."""


# --- what may happen ----------------------------------------------------------------------------------------------


async def notes_a_visit(made: Explored) -> None:
    """Let somebody come, or not, or take that back: also too early, and of what was noted already."""
    rows = await Booking.filter(clinic_id=made.clinic.id, starts_at__lt=made.now + timedelta(hours=12)).order_by(
        "starts_at", "practitioner_id", "created_at", "reference"
    )
    if rows:
        booking, step = made.some(rows), made.some((Step.CHECK_IN, Step.COMPLETE, Step.NO_SHOW, Step.UNDO))
        await within_transaction(lambda: record_step(made.deployment, made.staff, booking.id, step))


async def merges_patients(made: Explored) -> None:
    """Let two of the patients be one person, and another be new."""
    kept, gone = made.chance.sample(made.patients, 2)
    await within_transaction(lambda: merge_patients(made.deployment, HOST, kept[0].id, gone[0].id))
    talks = await Conversation.filter(patient_id=kept[0].id).order_by("-last_message_at")
    made.patients[made.patients.index(kept)] = kept[0], talks[0]
    made.holds = [one for one in made.holds if one.conversation_id in {talk.id for _, talk in made.patients}]
    number = len(await Patient.filter(clinic_id=made.clinic.id))
    patient = await make_patient(made.clinic, made.deployment.vault, phone=f"+4915112346{number:03}")
    talk = await make_conversation(patient, await talks[0].connection)
    made.patients[made.patients.index(gone)] = patient, talk
    made.holds = [one for one in made.holds if one.conversation_id != gone[1].id]


async def waits(made: Explored) -> None:
    """Let somebody wait for a new time, or for an earlier one of what they have, at some hours."""
    clinic = await Clinic.get(id=made.clinic.id)
    wish = made.some(
        (Wish(), Wish(day_parts=made.chance.randrange(1, 8)), Wish(weekdays=made.chance.randrange(1, 128)))
    )
    own = await standing(made) if made.is_so(0.6) else None
    if own is not None:
        wanted, whose = Wanted(own.service_id, booking_id=own.id, wish=wish), own.patient_id
    else:
        who = made.some((None, made.some(made.people).id))
        wanted, whose = Wanted((await active_service(made)).id, who, wish=wish), made.some(made.patients)[0].id
    await within_transaction(lambda: join(clinic, whose, wanted, by="staff", clock=made.clock))


async def looks_at_the_list(made: Explored) -> None:
    """Offer what is free to those who are next."""
    clinic = await Clinic.get(id=made.clinic.id)
    await within_transaction(lambda: settle(clinic, clock=made.clock))
    for match in await find_matches(clinic, now=made.now):
        await _keep(made, clinic, match)


async def moves_by_chat(made: Explored) -> None:
    """Keep another time beside the one a booking has, and move it there or not."""
    booking = await standing(made)
    if booking is None:
        return
    minutes = minutes_of(booking.starts_at, booking.ends_at)
    search = SlotSearch(booking.service_id, duration_minutes=minutes, is_kept_length=True)
    search = replace(search, kept_by=booking.practitioner_id, beside=booking.id)
    found = await slots_for(made.clinic.id, search, now=made.now)
    if not found:
        return
    slot = made.some(found[:30])
    wanted = replace(slot_request(booking.service_id, slot), kept_by=search.kept_by, beside=booking.id)
    talk = made.patients[0][1]
    kept = await within_transaction(
        lambda: bookings.hold(made.clinic.id, wanted, conversation_id=talk.id, clock=made.clock, minutes=10)
    )
    if made.is_so(0.8):
        move = {"clinic_id": made.clinic.id, "to": kept.id, "by": "patient", "clock": made.clock}
        await within_transaction(lambda: bookings.reschedule(booking.id, **move))  # type: ignore[arg-type]  # named above
    else:
        await within_transaction(lambda: bookings.release(kept.id, clinic_id=made.clinic.id))


WIDER: Final[Mapping[Write, int]] = {
    **WRITES,
    **ARRANGING,
    **ANSWERING,
    notes_a_visit: 3,
    merges_patients: 1,
    waits: 4,
    looks_at_the_list: 3,
    moves_by_chat: 4,
}
"""What may happen, and how often."""


# --- what must hold -----------------------------------------------------------------------------------------------


async def the_list_is_true(made: Explored, another: Database, truth: Truth) -> tuple[object, ...]:
    """See that all ways of asking agree who is next, that they can have it, and that nobody is another's stub."""
    clinic = await Clinic.get(id=made.clinic.id)
    found = await find_matches(clinic, now=made.now)
    with another.entered():
        assert await find_matches(clinic, now=made.now) == found, "another process remembers otherwise"
    async with transaction():
        assert await find_matches(clinic, now=made.now) == found, "remembered otherwise than it is"
    entries = {one.id: one for one in await WaitlistEntry.filter(clinic_id=clinic.id)}
    since = [entries[match.waiting.id].since for match in found]
    assert since == sorted(since), "somebody is passed over"
    for match in found[:NOTED]:
        booking = next((row for row in truth.rows[Booking] if row.id == entries[match.waiting.id].booking_id), None)
        assert await _can_have(made, clinic, match), (match, booking)
    stubs = {one.id for one in await Patient.filter(clinic_id=clinic.id, merged_into_id__isnull=False)}
    assert not {one.patient_id for one in (*truth.rows[Booking], *entries.values())} & stubs, "left with a stub"
    return tuple((one.free.starts_at.isoformat(), one.free.practitioner_id.int) for one in found)


async def _can_have(made: Explored, clinic: Clinic, match: Match) -> bool:
    """Keep a time for who is next, and take that back."""
    try:
        async with transaction():
            await _kept(made, clinic, match)
            raise _Undone
    except _Undone:
        return True
    except ChatbookrError:
        return False


async def _keep(made: Explored, clinic: Clinic, match: Match) -> None:
    await within_transaction(lambda: _kept(made, clinic, match))


async def _kept(made: Explored, clinic: Clinic, match: Match) -> None:
    await offers.keep_for(clinic, match.waiting.id, match.free, conversation_id=None, clock=made.clock)
