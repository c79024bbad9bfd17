"""What staff and partners do with bookings: the permission, the offer and the guard, each asked in turn."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from uuid import UUID

from chatbookr_core.audit.recording import note
from chatbookr_core.availability.queries import OfferedSlot, SlotSearch, find_slots
from chatbookr_core.bookings import requests, service
from chatbookr_core.bookings.asked_moves import answerable_move
from chatbookr_core.bookings.attendance import take_step
from chatbookr_core.bookings.errors import OnlyOnRequest
from chatbookr_core.bookings.fairness import fairest
from chatbookr_core.bookings.gone import as_offered
from chatbookr_core.bookings.life import Step
from chatbookr_core.bookings.moving import is_settled, is_there, keep_and_ask, search_for_move
from chatbookr_core.bookings.request_tasks import ask_for_answer
from chatbookr_core.bookings.rules import By, check_reason, minutes_of, require_changeable
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound, SlotNotOffered, SlotTaken
from chatbookr_core.keys import columns
from chatbookr_core.models import Booking, Conversation
from chatbookr_core.outbox.owing import announce_later
from chatbookr_core.patients.queries import patients_by_id
from chatbookr_core.reach import reach_in
from chatbookr_core.texts import words_from
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, KeyActor, SystemActor
from chatbookr_permissions.limits import is_with
from chatbookr_permissions.policy import is_at, permissions_in, require

NOTES_CHARS = 500


@dataclass(frozen=True, slots=True)
class BookingRequest:
    """What is asked for; without a place the one where the practitioner is then is taken.

    Without a practitioner one of those who are free is, fairly; without a duration the usual one. With a reason to
    overbook (a code) it is put there whatever else is there: then it names the practitioner and the place.
    """

    clinic_id: UUID
    service_id: UUID
    practitioner_id: UUID | None
    starts_at: datetime
    patient_id: UUID
    location_id: UUID | None = None
    duration_minutes: int | None = None
    notes: str | None = field(default=None, repr=False)
    overbook_reason: str | None = None
    or_on_request: bool = False
    """Where nobody can see whether it is free, a request of it will do."""
    passed_over: Collection[UUID] = ()
    """Whose calendars were asked a moment ago, and said no: where nobody is named, it is none of them."""


async def book_for_patient(deployment: Deployment, actor: Actor, request: BookingRequest) -> UUID:
    """Book an offered time for a patient. Needs a transaction.

    Raises NotFound, NotPermitted, InvalidInput, SlotNotOffered (OnlyOnRequest), SlotTaken.
    """
    await check_request(actor, request)
    conversation = await last_conversation(request)
    place = await _place_of(deployment, actor, request)
    with as_offered(is_offered=request.overbook_reason is None):
        booking = await service.book(
            place,
            clinic_id=request.clinic_id,
            patient_id=request.patient_id,
            conversation_id=conversation.id if conversation else None,
            created_by=party_of(actor),
            clock=deployment.clock,
            random=deployment.random,
            overbook_reason=request.overbook_reason,
            is_for_anybody=request.practitioner_id is None,
        )
    if booking.overbook_reason is not None:
        whose, mark = (booking.clinic_id,), booking.overbook_reason
        note(deployment.clock.now(), "bookingCreate", actor, clinics=whose, subject_id=booking.id, overbook=mark)
    booking.created_by_id = principal_of(actor)
    if request.notes:
        keys = await deployment.vault.patient_keys(request.clinic_id, request.patient_id)
        booking.notes_sealed = keys.seal(columns.BOOKING_NOTES, booking.id, kept_notes(request.notes))
    await booking.save(update_fields=["notes_sealed", "created_by_id"])
    await ask_for_answer(booking, deployment.clock.now(), is_unseen=place.is_on_request)
    return booking.id


async def check_request(actor: Actor, request: BookingRequest) -> None:
    """Raise NotFound, NotPermitted or InvalidInput where the actor may not book so for that patient."""
    if not permissions_in(actor, request.clinic_id):
        raise NotFound(field="service_id")
    require(actor, Permission.BOOKING_WRITE, request.clinic_id)
    require(actor, Permission.PATIENT_READ, request.clinic_id)
    if request.notes:
        require(actor, Permission.BOOKING_NOTES_WRITE, request.clinic_id)
        kept_notes(request.notes)
    found = await patients_by_id(reach_in(actor, request.clinic_id), [request.patient_id])
    if request.patient_id not in found or found[request.patient_id].erased_at is not None:
        raise NotFound(field="patient_id")


def kept_notes(notes: str) -> str:
    """Return what is noted of an appointment as it is kept. Raises InvalidInput."""
    return words_from(notes, NOTES_CHARS, field="notes", least_chars=0)


async def _place_of(deployment: Deployment, actor: Actor, request: BookingRequest) -> service.SlotRequest:
    """Find what is asked for among what is offered; where it is to be overbooked, take it at its word."""
    if request.overbook_reason is None:
        return slot_request(request.service_id, await offered_to(deployment, actor, request))
    require(actor, Permission.BOOKING_OVERBOOK, request.clinic_id)
    whose, where = request.practitioner_id, request.location_id
    if whose is None or where is None:
        missing = "practitionerId" if whose is None else "locationId"
        raise InvalidInput("Say with whom and where it is to be overbooked.", field=missing)
    if not is_at(actor, where) or not is_with(actor, request.clinic_id, whose):
        raise NotFound(field="practitioner_id")
    if request.starts_at < deployment.clock.now():
        raise SlotNotOffered()
    return service.SlotRequest(request.service_id, whose, where, request.starts_at, request.duration_minutes)


async def offered_to(deployment: Deployment, actor: Actor, request: BookingRequest) -> OfferedSlot:
    """Find what is asked for among what is offered; of several practitioners the one whose turn it is.

    Raises NotFound, InvalidInput, SlotNotOffered.
    """
    search, passed = search_for(request), request.passed_over
    return await _offered(deployment, actor, request.clinic_id, search, request.starts_at, passed_over=passed)


async def last_conversation(request: BookingRequest) -> Conversation | None:
    """Find where the patient was last written to."""
    rows = Conversation.filter(clinic_id=request.clinic_id, patient_id=request.patient_id)
    return await rows.order_by("-last_message_at").first()


async def move_booking(
    deployment: Deployment,
    actor: Actor,
    booking_id: UUID,
    *,
    starts_at: datetime,
    practitioner_id: UUID | None = None,
    to_anybody: bool = False,
    or_on_request: bool = False,
    passed_over: Collection[UUID] = (),
    version: int | None = None,
) -> UUID:
    """Move a booking to another offered time; the old one is kept until the new one is taken. The patient is told.

    Where it is there, or asked to move there, already nothing changes, and nobody is told. `to_anybody`: to whose turn
    it is of those who are free then at its place, none of those `passed_over`. `or_on_request`: what stands is asked to
    move to what nobody can see, and stays until staff confirm that. Needs a transaction.

    Raises NotFound, NotPermitted, AlreadyCancelled, StaleVersion, WrongStatus, SlotNotOffered (OnlyOnRequest),
    SlotTaken.
    """
    booking = await booking_for_change(actor, booking_id)
    require_changeable(booking.status, version=booking.version, expected_version=version)
    wish = {"to_anybody": to_anybody, "or_on_request": or_on_request}
    if await is_settled(booking, starts_at, practitioner_id, **wish, seen=version, clock=deployment.clock):
        return booking.id
    if to_anybody or practitioner_id not in (None, booking.practitioner_id):
        await check_handing_over(actor, booking)
    search = search_for_move(booking, practitioner_id, **wish)
    look = partial(_offered, deployment, actor, booking.clinic_id, starts_at=starts_at, passed_over=passed_over)
    offered = await look(search, moving=booking.id)
    if is_there(booking, offered, version):
        return booking.id
    if is_asked := offered.is_on_request and booking.status == "confirmed":
        offered = await look(replace(search, beside=booking.id))  # both times are kept: they may not meet
    return await _move_to(deployment, actor, booking, offered, version, is_asked=is_asked)


async def _move_to(
    deployment: Deployment,
    actor: Actor,
    booking: Booking,
    offered: OfferedSlot,
    version: int | None,
    *,
    is_asked: bool,
) -> UUID:
    with as_offered():
        moved = await (keep_and_ask if is_asked else service.reschedule)(
            booking.id,
            clinic_id=booking.clinic_id,
            to=slot_request(booking.service_id, offered),
            by=party_of(actor),
            expected_version=version,
            clock=deployment.clock,
        )
    await announce_later(deployment, moved)
    return moved.id


async def offered_to_move(
    deployment: Deployment, actor: Actor, booking: Booking, starts_at: datetime, passed_over: Collection[UUID]
) -> OfferedSlot:
    """Find with whose turn it is a booking may be at another time, on request if need be.

    Raises NotFound, SlotNotOffered.
    """
    search = search_for_move(booking, None, to_anybody=True, or_on_request=True)
    return await _offered(
        deployment, actor, booking.clinic_id, search, starts_at, moving=booking.id, passed_over=passed_over
    )


async def cancel_booking(
    deployment: Deployment, actor: Actor, booking_id: UUID, *, reason: str | None = None, version: int | None = None
) -> UUID:
    """Cancel for the clinic; the patient is told. Needs a transaction.

    Raises NotFound, NotPermitted, StaleVersion, AlreadyCancelled, WrongStatus.
    """
    booking = await booking_for_change(actor, booking_id)
    cancelled = await service.cancel(
        booking.id,
        clinic_id=booking.clinic_id,
        by=party_of(actor),
        reason=reason,
        expected_version=version,
        clock=deployment.clock,
    )
    cancelled.cancelled_by_id = principal_of(actor)
    await cancelled.save(update_fields=["cancelled_by_id"])
    await announce_later(deployment, cancelled)
    return cancelled.id


async def record_step(
    deployment: Deployment, actor: Actor, booking_id: UUID, step: Step, *, version: int | None = None
) -> UUID:
    """Note what became of a visit, or undo that. Needs a transaction.

    Raises NotFound, NotPermitted, WrongStatus, AlreadyCancelled, NotTheTime, StaleVersion.
    """
    booking = await booking_for_change(actor, booking_id)
    noted = await take_step(
        booking.id,
        step,
        clinic_id=booking.clinic_id,
        by=party_of(actor),
        by_id=principal_of(actor),
        expected_version=version,
        clock=deployment.clock,
    )
    return noted.id


async def answer_request(
    deployment: Deployment,
    actor: Actor,
    booking_id: UUID,
    *,
    is_confirmed: bool,
    version: int | None = None,
    overbook_reason: str | None = None,
) -> UUID:
    """Confirm or decline what was asked for, a booking or a move; the patient is told. Needs a transaction.

    With a reason to overbook (a code) what is confirmed carries it as its mark. Raises NotFound, NotPermitted,
    NotRequested, StaleVersion, InvalidInput.
    """
    booking = await booking_for_change(actor, booking_id)
    await _check_move(deployment, actor, booking)
    if overbook_reason is not None:
        require(actor, Permission.BOOKING_OVERBOOK, booking.clinic_id)
        check_reason(overbook_reason, field="overbookReason")
    clinic_id, clock = booking.clinic_id, deployment.clock
    if is_confirmed:
        answered = await requests.confirm_request(
            booking.id, clinic_id=clinic_id, expected_version=version, overbook_reason=overbook_reason, clock=clock
        )
        if overbook_reason is not None:
            whose, mark = (clinic_id,), overbook_reason
            note(clock.now(), "bookingConfirm", actor, clinics=whose, subject_id=booking.id, overbook=mark)
    else:
        answered = await _declined(deployment, actor, booking, version)
    await announce_later(deployment, answered)
    return answered.id


async def _declined(deployment: Deployment, actor: Actor, booking: Booking, version: int | None) -> Booking:
    declined = await requests.decline_request(
        booking.id,
        clinic_id=booking.clinic_id,
        by=party_of(actor),
        expected_version=version,
        clock=deployment.clock,
    )
    if declined.status == "cancelled":  # a move that is declined leaves the booking as it is
        declined.cancelled_by_id = principal_of(actor)
        await declined.save(update_fields=["cancelled_by_id"])
    return declined


async def _check_move(deployment: Deployment, actor: Actor, booking: Booking) -> None:
    """Raise NotFound where a booking is asked to move to whom or where the actor does not reach."""
    kept = await answerable_move(booking, deployment.clock.now())
    if kept is None or (kept.practitioner_id, kept.location_id) == (booking.practitioner_id, booking.location_id):
        return
    if not is_at(actor, kept.location_id) or not is_with(actor, booking.clinic_id, kept.practitioner_id):
        raise NotFound(field="booking_id")
    await check_handing_over(actor, booking)


async def booking_for_change(actor: Actor, booking_id: UUID) -> Booking:
    """Return a booking the actor may change. Raises NotFound, NotPermitted."""
    booking = await Booking.get_or_none(id=booking_id)  # any clinic: the actor's is checked next
    if booking is None or not permissions_in(actor, booking.clinic_id):
        raise NotFound(field="booking_id")
    if not is_at(actor, booking.location_id) or not is_with(actor, booking.clinic_id, booking.practitioner_id):
        raise NotFound(field="booking_id")
    require(actor, Permission.BOOKING_WRITE, booking.clinic_id)
    return booking


async def was_for_anybody(actor: Actor, booking_id: UUID) -> bool:
    """Tell whether nobody in particular was asked for. Raises NotFound, NotPermitted, as for a change."""
    return (await booking_for_change(actor, booking_id)).is_for_anybody


async def check_handing_over(actor: Actor, booking: Booking) -> None:
    """Raise NotFound where the patient is out of reach: the new practitioner would come to know them."""
    reach = reach_in(actor, booking.clinic_id)
    if reach.unsealed and not await patients_by_id(reach, [booking.patient_id]):
        raise NotFound(field="practitioner_id")


def party_of(actor: Actor) -> By:
    """Say who does something."""
    return "partner" if isinstance(actor, KeyActor) else "staff"


def principal_of(actor: Actor) -> UUID | None:
    """Return the user or API key."""
    return None if isinstance(actor, SystemActor) else actor.principal_id


def search_for(request: BookingRequest) -> SlotSearch:
    """Ask for what is to be booked."""
    return SlotSearch(
        request.service_id,
        practitioner_id=request.practitioner_id,
        location_id=request.location_id,
        duration_minutes=request.duration_minutes,
        or_on_request=request.or_on_request,
    )


async def _offered(
    deployment: Deployment,
    actor: Actor,
    clinic_id: UUID,
    search: SlotSearch,
    starts_at: datetime,
    moving: UUID | None = None,
    passed_over: Collection[UUID] = (),
) -> OfferedSlot:
    def is_for(practitioner_id: UUID, location_id: UUID) -> bool:
        return is_at(actor, location_id) and is_with(actor, clinic_id, practitioner_id)

    now, either = deployment.clock.now(), replace(search, or_on_request=True)
    found = await find_slots(clinic_id, either, starts_at, now=now, moving=moving, is_for=is_for)
    if not found:
        raise SlotNotOffered()
    if found[0].is_on_request and not search.or_on_request:
        raise OnlyOnRequest()
    left = [slot for slot in found if slot.practitioner_id not in passed_over]
    if not left:
        raise SlotTaken()
    return (await fairest(clinic_id, left, moving=moving))[0]


def slot_request(service_id: UUID, offered: OfferedSlot) -> service.SlotRequest:
    """Ask for what was offered, for as long as it was."""
    return service.SlotRequest(
        service_id=service_id,
        practitioner_id=offered.practitioner_id,
        location_id=offered.location_id,
        starts_at=offered.starts_at,
        duration_minutes=minutes_of(offered.starts_at, offered.ends_at),
        is_kept_length=True,
        is_on_request=offered.is_on_request,
    )
