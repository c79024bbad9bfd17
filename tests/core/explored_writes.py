"""What may happen to a clinic, one thing at a time and by chance: people book, and staff change how it works."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from tests.core.booking_desk import within_transaction
from tests.core.explored_clinic import WINDOWS, Explored, set_hours
from tests.factories import writing

from chatbookr_core.availability.queries import OfferedSlot, SlotSearch, slots_for
from chatbookr_core.bookings import service as bookings
from chatbookr_core.bookings.expiry import expire_holds
from chatbookr_core.bookings.rules import STANDING, minutes_of
from chatbookr_core.bookings.use_cases import (
    BookingRequest,
    answer_request,
    book_for_patient,
    cancel_booking,
    move_booking,
    slot_request,
)
from chatbookr_core.clock import from_epoch_minute
from chatbookr_core.models import (
    Booking,
    CalendarConnection,
    Clinic,
    ExternalBusy,
    Location,
    Practitioner,
    Resource,
    Service,
    ServicePractitioner,
    ServiceResource,
    WaitlistEntry,
    WaitlistOffer,
    WorkingException,
)
from chatbookr_core.series.booking import SeriesRequest, book_series
from chatbookr_core.series.changing import Change, Move, cancel_series, move_series
from chatbookr_core.series.layout import Wish as SeriesWish
from chatbookr_core.series.live import NOTHING_SEEN
from chatbookr_core.waitlist import offers
from chatbookr_core.waitlist.entries import Wanted, join
from chatbookr_core.waitlist.rules import Free

Write = Callable[[Explored], Awaitable[None]]
"""Something that may happen to a clinic."""

# --- what is booked -----------------------------------------------------------------------------------------------


async def offered(made: Explored, service: Service, **wanted: Any) -> OfferedSlot | None:
    """Choose a time that is offered, a near one mostly: so they meet."""
    search = SlotSearch(service.id, duration_minutes=made.some(durations(service)), or_on_request=True, **wanted)
    found = await slots_for(made.clinic.id, search, now=made.now)
    return made.some(found[:30] if made.is_so(0.7) else found) if found else None


def durations(service: Service) -> list[int]:
    return [service.duration_minutes, *(service.other_durations or ())]


async def active_service(made: Explored) -> Service:
    return made.some(await Service.filter(clinic_id=made.clinic.id, is_active=True).order_by("id"))


async def books(made: Explored) -> None:
    service = await active_service(made)
    slot = await offered(made, service)
    if slot is None:
        return
    whose = made.some((slot.practitioner_id, None))
    place = slot.location_id if whose or made.is_so(0.5) else None
    request = BookingRequest(
        made.clinic.id,
        service.id,
        whose,
        slot.starts_at,
        made.some(made.patients)[0].id,
        location_id=place,
        duration_minutes=minutes_of(slot.starts_at, slot.ends_at),
        or_on_request=True,
    )
    await within_transaction(lambda: book_for_patient(made.deployment, made.staff, request))


async def overbooks(made: Explored) -> None:
    person, place, service = made.some(made.people), made.some(made.locations), await active_service(made)
    request = BookingRequest(
        made.clinic.id,
        service.id,
        person.id,
        from_epoch_minute(made.minute()),
        made.some(made.patients)[0].id,
        location_id=place.id,
        overbook_reason="urgent",
    )
    await within_transaction(lambda: book_for_patient(made.deployment, made.staff, request))


async def holds(made: Explored) -> None:
    service = await active_service(made)
    slot, talk = await offered(made, service), made.some(made.patients)[1]
    if slot is None:
        return
    request, minutes = slot_request(service.id, slot), made.some((1, 10, 600))
    kept = await within_transaction(
        lambda: bookings.hold(made.clinic.id, request, conversation_id=talk.id, clock=made.clock, minutes=minutes)
    )
    made.holds.append(kept)


async def confirms(made: Explored) -> None:
    if not made.holds:
        return
    kept = made.holds.pop(made.chance.randrange(len(made.holds)))
    patient = next(patient for patient, talk in made.patients if talk.id == kept.conversation_id)
    await within_transaction(
        lambda: bookings.confirm(
            kept.id,
            patient_id=patient.id,
            clinic_id=made.clinic.id,
            conversation_id=kept.conversation_id,
            wants_reminders=False,
            created_by="patient",
            clock=made.clock,
            random=made.deployment.random,
        )
    )


async def releases(made: Explored) -> None:
    if made.holds:
        kept = made.holds.pop(made.chance.randrange(len(made.holds)))
        await within_transaction(lambda: bookings.release(kept.id, clinic_id=made.clinic.id))


async def standing(made: Explored, **values: Any) -> Booking | None:
    rows = await Booking.filter(clinic_id=made.clinic.id, status__in=STANDING, **values).order_by(
        "starts_at", "practitioner_id", "created_at", "reference"
    )
    return made.some(rows) if rows else None


async def moves(made: Explored) -> None:
    booking = await standing(made)
    if booking is None:
        return
    service = await Service.get(id=booking.service_id)
    slot = await offered(made, service) if service.is_active else None
    near = booking.starts_at + timedelta(minutes=made.some((-60, -30, -15, 15, 30, 60)))
    starts_at = near if slot is None or made.is_so(0.4) else slot.starts_at
    whose = None if slot is None or starts_at == near else made.some((None, slot.practitioner_id))
    await within_transaction(
        lambda: move_booking(
            made.deployment,
            made.staff,
            booking.id,
            starts_at=starts_at,
            practitioner_id=whose,
            to_anybody=whose is None and made.is_so(0.3),
            or_on_request=True,
        )
    )


async def cancels(made: Explored) -> None:
    booking = await standing(made)
    if booking is not None:
        await within_transaction(lambda: cancel_booking(made.deployment, made.staff, booking.id))


async def answers(made: Explored) -> None:
    booking, is_yes = await standing(made, status="requested"), made.is_so(0.6)
    if booking is not None:
        await within_transaction(lambda: answer_request(made.deployment, made.staff, booking.id, is_confirmed=is_yes))


async def books_series(made: Explored) -> None:
    service = await active_service(made)
    slot = await offered(made, service)
    if slot is None:
        return
    whose, minutes = made.some((slot.practitioner_id, None)), minutes_of(slot.starts_at, slot.ends_at)
    rule = made.some(("FREQ=DAILY;COUNT=3", "FREQ=WEEKLY;COUNT=3", "FREQ=DAILY;INTERVAL=2;COUNT=2"))
    wish = SeriesWish(
        *(made.clinic.id, service.id, whose, slot.starts_at, rule, slot.location_id, minutes),
        with_whom=made.some(("same", "each")),
    )
    request = SeriesRequest(wish, made.some(made.patients)[0].id, made.some(("skip", "refuse_all")))
    seen = {person.id: NOTHING_SEEN for person in made.people}
    await within_transaction(lambda: book_series(made.deployment, made.staff, request, seen))


async def changes_series(made: Explored) -> None:
    anchor = await standing(made, series_id__isnull=False)
    if anchor is None:
        return
    rows = await Booking.filter(series_id=anchor.series_id)
    change = Change(anchor.id, made.some(("this_and_following", "all")), {one.id: one.version for one in rows})
    move = Move(change, anchor.starts_at + timedelta(minutes=made.some((-60, 15, 30, 120, 1440))), None)
    seen = {person.id: NOTHING_SEEN for person in made.people}
    if made.is_so(0.7):
        await within_transaction(lambda: move_series(made.deployment, made.staff, move, seen))
    else:
        await within_transaction(lambda: cancel_series(made.deployment, made.staff, change, reason=None))


async def offers_to_who_waits(made: Explored) -> None:
    service, (patient, talk) = await active_service(made), made.some(made.patients)
    slot = await offered(made, service)
    if slot is None:
        return
    wanted = Wanted(service.id, duration_minutes=minutes_of(slot.starts_at, slot.ends_at))
    clinic = await Clinic.get(id=made.clinic.id)
    entry = await within_transaction(lambda: join(clinic, patient.id, wanted, by="staff", clock=made.clock))
    free = Free(slot.starts_at, slot.ends_at, slot.practitioner_id, slot.location_id, slot.zone)
    await within_transaction(lambda: offers.keep_for(clinic, entry.id, free, conversation_id=talk.id, clock=made.clock))


async def answers_offer(made: Explored) -> None:
    rows = await WaitlistOffer.filter(clinic_id=made.clinic.id, state="open").order_by("starts_at", "patient_id")
    if not rows:
        return
    offer, what = made.some(rows), made.chance.randrange(4)
    whose: dict[str, Any] = {"clinic_id": made.clinic.id, "clock": made.clock}
    if what == 0:
        taker = offers.Taker("staff")
        await within_transaction(lambda: offers.take(offer.id, taker, random=made.deployment.random, **whose))
    elif what == 1:
        await within_transaction(lambda: offers.decline(offer.id, **whose))
    elif what == 2:
        await within_transaction(lambda: offers.expire(offer.id, **whose))
    else:
        entry: WaitlistEntry = await WaitlistEntry.get(id=offer.entry_id)
        await within_transaction(lambda: offers.leave(entry.id, **whose))


# --- how the clinic works -----------------------------------------------------------------------------------------


async def changes_row(model: Any, key: UUID, **values: Any) -> None:
    async with writing():
        await model.filter(id=key).update(**values)


async def changes_clinic(made: Explored) -> None:
    values: dict[str, Any] = made.some(
        (
            {"travel_minutes": made.some((0, 10, 40))},
            {"notice_minutes": made.some((0, 30, 700))},
            {"horizon_days": made.some((5, 7, 9))},
            {"zone": made.some(made.locations).zone},
        )
    )
    await changes_row(Clinic, made.clinic.id, **values)


async def changes_service(made: Explored) -> None:
    service = made.some(made.services)
    values: dict[str, Any] = made.some(
        (
            {"duration_minutes": made.some((20, 30, 60)), "other_durations": made.some((None, [45]))},
            {"buffer_before_minutes": made.some((0, 10)), "buffer_after_minutes": made.some((0, 15))},
            {"step_minutes": made.some((10, 30, 50, 60))},
            {"bookings_per_day": made.some((None, 1, 3)), "bookings_per_week": made.some((None, 5))},
            {"seats": made.some((1, 2, 3))},
            {"is_active": made.is_so(0.7) or service is made.services[0]},
        )
    )
    await changes_row(Service, service.id, **values)


async def changes_people(made: Explored) -> None:
    person, place = made.some(made.people), made.some(made.locations)
    what = made.chance.randrange(5)
    if what == 0:
        await changes_row(Practitioner, person.id, is_active=made.is_so(0.7))
    elif what == 1:
        limits = {"bookings_per_day": made.some((None, 1, 3)), "bookings_per_week": made.some((None, 3))}
        await changes_row(Practitioner, person.id, **limits)
    elif what == 2:
        async with writing():
            await set_hours(made, person, place)
    else:
        key: dict[str, Any] = {
            "service_id": made.some(made.services).id,
            "practitioner_id": person.id,
            "clinic_id": made.clinic.id,
        }
        async with writing():
            if not await ServicePractitioner.filter(**key).delete():
                await ServicePractitioner.create(**key)


async def changes_premises(made: Explored) -> None:
    room, place = made.some(made.rooms), made.some(made.locations)
    what = made.chance.randrange(6)
    if what <= 1:
        await changes_row(Resource, room.id, is_active=made.is_so(0.7))
    elif what == 2:
        await changes_row(Location, place.id, is_active=made.is_so(0.8))
    elif what == 3:
        country, region = made.some(((None, None), ("DE", "BY"), ("PT", None)))
        worked = made.some((None, ["Good Friday"]))
        await changes_row(Location, place.id, holiday_country=country, holiday_region=region, holidays_worked=worked)
    elif what == 4:
        async with writing():
            await set_hours(made, room)
    else:
        key: dict[str, Any] = {
            "service_id": made.some(made.services).id,
            "resource_kind": room.kind,
            "clinic_id": made.clinic.id,
        }
        async with writing():
            if not await ServiceResource.filter(**key).delete():
                await ServiceResource.create(**key)


async def makes_a_day_otherwise(made: Explored) -> None:
    whose: dict[str, Any] = made.some(
        (
            {"practitioner_id": None, "resource_id": None},
            {"practitioner_id": made.some(made.people).id, "resource_id": None},
            {"practitioner_id": None, "resource_id": made.some(made.rooms).id},
        )
    )
    day, windows = made.day(), made.some(((), *WINDOWS))
    async with writing():
        await WorkingException.filter(clinic_id=made.clinic.id, day=day, **_searched(whose)).delete()
        if made.is_so(0.8):
            await WorkingException.create(clinic_id=made.clinic.id, day=day, windows=[*map(list, windows)], **whose)


def _searched(whose: Mapping[str, Any]) -> dict[str, Any]:
    return {name if key else f"{name}__isnull": key or True for name, key in whose.items()}


async def reads_calendar(made: Explored) -> None:
    """Read somebody's calendar again, or lose sight of it: there may be other events by now."""
    if not made.calendars:
        return
    calendar = made.some(made.calendars)
    state = made.some(("connected", "connected", "connected", "needs_reconnect", "disconnected"))
    async with writing():
        await CalendarConnection.filter(id=calendar.id).update(fetched_at=made.now, state=state)
        await ExternalBusy.filter(connection_id=calendar.id).delete()
        for _ in range(made.chance.randrange(4)):
            start = made.minute()
            await ExternalBusy.create(
                clinic_id=made.clinic.id,
                connection_id=calendar.id,
                practitioner_id=calendar.practitioner_id,
                starts_minute=start,
                ends_minute=start + made.some((1, 30, 95, 1440)),
            )


async def lets_time_pass(made: Explored) -> None:
    made.clock.turn(timedelta(minutes=made.some((1, 11, 61, 250, 900)), seconds=made.some((0, 29))))
    if made.is_so(0.5):
        await within_transaction(lambda: expire_holds(clock=made.clock))


WRITES: Final[Mapping[Write, int]] = {
    books: 8,
    overbooks: 2,
    holds: 4,
    confirms: 3,
    releases: 1,
    moves: 5,
    cancels: 3,
    answers: 1,
    books_series: 2,
    changes_series: 1,
    offers_to_who_waits: 2,
    answers_offer: 2,
    changes_clinic: 1,
    changes_service: 2,
    changes_people: 2,
    changes_premises: 2,
    makes_a_day_otherwise: 2,
    reads_calendar: 2,
    lets_time_pass: 2,
}
"""What may happen, and how often."""
