"""Loads hours, bookings, holds and external busy times, and asks the engine which slots can be offered."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from tortoise.expressions import Q

from chatbookr_core.availability.hours import DayException, Schedule, WeeklyHours, always_open
from chatbookr_core.availability.slots import (
    Need,
    Search,
    Subject,
    find_placement,
    free_starts_with_resources,
    search_window,
)
from chatbookr_core.availability.zones import Interval
from chatbookr_core.clock import epoch_minute, from_epoch_minute
from chatbookr_core.errors import NotFound
from chatbookr_core.models import (
    Allocation,
    Booking,
    CalendarConnection,
    Clinic,
    ExternalBusy,
    Location,
    Resource,
    Service,
    ServicePractitioner,
    ServiceResource,
    WorkingException,
    WorkingHours,
)


@dataclass(frozen=True, slots=True)
class OfferedSlot:
    """A time that can be booked with one practitioner at one place; instants are aware UTC."""

    starts_at: datetime
    ends_at: datetime
    practitioner_id: UUID
    location_id: UUID
    zone: str


@dataclass(frozen=True, slots=True)
class SlotSearch:
    """What is wanted: a service, and optionally with whom, where and between which instants."""

    service_id: UUID
    practitioner_id: UUID | None = None
    location_id: UUID | None = None
    earliest: datetime | None = None
    latest: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """One practitioner at one place."""

    practitioner_id: UUID
    location_id: UUID
    person: Subject
    resource_groups: tuple[tuple[Subject, ...], ...]


async def slots_for(clinic_id: UUID, wanted: SlotSearch, *, now: datetime) -> list[OfferedSlot]:
    """List what can be offered, in time order; where several practitioners are free at once, each is listed.

    A practitioner whose calendar is stale, errored or disconnected offers nothing. Raises NotFound.
    """
    clinic, service, need = await _service(clinic_id, wanted.service_id)
    search = _window(clinic, wanted, now)
    if search.earliest >= search.latest:
        return []
    found: list[OfferedSlot] = []
    for place in await _places(clinic, service, search, wanted, now):
        for placement in free_starts_with_resources(place.person, place.resource_groups, need, search):
            found.append(_offer(place, placement.start, need))
    return sorted(found, key=lambda slot: (slot.starts_at, str(slot.practitioner_id)))


async def find_slot(
    clinic_id: UUID, wanted: SlotSearch, starts_at: datetime, *, now: datetime, moving: UUID | None = None
) -> OfferedSlot | None:
    """Check one start again; None where it is not offered (any more). Raises NotFound.

    The booking `moving` does not stand in its own way, so that it can be moved by less than its length.
    """
    clinic, service, need = await _service(clinic_id, wanted.service_id)
    search = _window(clinic, wanted, now)
    start = epoch_minute(starts_at)
    if from_epoch_minute(start) != starts_at:
        return None
    for place in await _places(clinic, service, search, wanted, now, moving):
        if find_placement(start, place.person, place.resource_groups, need, search):
            return _offer(place, start, need)
    return None


def _offer(place: _Place, start: int, need: Need) -> OfferedSlot:
    return OfferedSlot(
        from_epoch_minute(start),
        from_epoch_minute(start + need.duration_minutes),
        place.practitioner_id,
        place.location_id,
        place.person.schedule.zone,
    )


async def _service(clinic_id: UUID, service_id: UUID) -> tuple[Clinic, Service, Need]:
    clinic = await Clinic.get_or_none(id=clinic_id)
    service = await Service.get_or_none(id=service_id, clinic_id=clinic_id, is_active=True)
    if clinic is None or service is None:
        raise NotFound()
    need = Need(
        service.duration_minutes,
        service.buffer_before_minutes,
        service.buffer_after_minutes,
        service.step_minutes,
    )
    return clinic, service, need


def _window(clinic: Clinic, wanted: SlotSearch, now: datetime) -> Search:
    return search_window(
        now,
        timedelta(minutes=clinic.notice_minutes),
        timedelta(days=clinic.horizon_days),
        since=wanted.earliest,
        until=wanted.latest,
    )


async def _places(
    clinic: Clinic,
    service: Service,
    search: Search,
    wanted: SlotSearch,
    now: datetime,
    moving: UUID | None = None,
) -> list[_Place]:
    practitioners = await _practitioners(clinic, service, wanted, now)
    if not practitioners:
        return []
    zones = {row.id: row.zone for row in await Location.filter(clinic_id=clinic.id, is_active=True)}
    rooms = await _rooms(clinic.id, service.id)
    everyone = [*practitioners, *(room for kinds in (rooms or {}).values() for members in kinds for room in members)]
    busy = await _busy(clinic.id, everyone, search, now, moving)
    exceptions = await _exceptions(clinic.id)
    places: list[_Place] = []
    for (practitioner_id, location_id), weekly in (await _hours(clinic.id, practitioners, wanted)).items():
        groups = rooms.get(location_id, []) if rooms is not None else []
        if location_id not in zones or (rooms is not None and (not groups or not all(groups))):
            continue  # a place without a room of each kind cannot give the service
        zone = zones[location_id]
        days = {**exceptions.get(None, {}), **exceptions.get(practitioner_id, {})}
        schedule = Schedule(zone, tuple(weekly), tuple(DayException(day, days[day]) for day in sorted(days)))
        subjects = tuple(tuple(Subject(always_open(zone), busy[room]) for room in members) for members in groups)
        places.append(_Place(practitioner_id, location_id, Subject(schedule, busy[practitioner_id]), subjects))
    return places


async def _practitioners(clinic: Clinic, service: Service, wanted: SlotSearch, now: datetime) -> list[UUID]:
    """Who gives the service and has a calendar that can be trusted (or none that is asked)."""
    rows = ServicePractitioner.filter(clinic_id=clinic.id, service_id=service.id, practitioner__is_active=True)
    if wanted.practitioner_id is not None:
        rows = rows.filter(practitioner_id=wanted.practitioner_id)
    offered = {practitioner_id for (practitioner_id,) in await rows.values_list("practitioner_id")}
    stale = await stale_practitioners(clinic, now=now)
    return sorted(offered - stale, key=str)


async def stale_practitioners(clinic: Clinic, *, now: datetime) -> set[UUID]:
    """Name the practitioners whose calendar is connected and cannot be trusted right now."""
    oldest = now - timedelta(minutes=clinic.calendar_freshness_minutes)
    connections = await CalendarConnection.filter(
        clinic_id=clinic.id, state__in=("connected", "needs_reconnect")
    ).values_list("practitioner_id", "state", "fetched_at")
    return {
        practitioner_id
        for practitioner_id, state, fetched_at in connections
        if state != "connected" or fetched_at is None or fetched_at < oldest
    }


async def _hours(
    clinic_id: UUID, practitioners: Sequence[UUID], wanted: SlotSearch
) -> dict[tuple[UUID, UUID], list[WeeklyHours]]:
    rows = WorkingHours.filter(clinic_id=clinic_id, practitioner_id__in=list(practitioners))
    if wanted.location_id is not None:
        rows = rows.filter(location_id=wanted.location_id)
    weekly: dict[tuple[UUID, UUID], list[WeeklyHours]] = defaultdict(list)
    fields = ("practitioner_id", "location_id", "weekday", "start_minute", "end_minute")
    for practitioner_id, location_id, weekday, start, end in await rows.values_list(*fields):
        weekly[practitioner_id, location_id].append(WeeklyHours(weekday, start, end))
    return dict(sorted(weekly.items(), key=lambda item: str(item[0])))


async def _exceptions(clinic_id: UUID) -> dict[UUID | None, dict[date, tuple[tuple[int, int], ...]]]:
    """By practitioner (None: the whole clinic) and local date."""
    found: dict[UUID | None, dict[date, tuple[tuple[int, int], ...]]] = defaultdict(dict)
    for row in await WorkingException.filter(clinic_id=clinic_id):
        found[row.practitioner_id][row.day] = tuple((start, end) for start, end in row.windows)
    return found


async def _rooms(clinic_id: UUID, service_id: UUID) -> dict[UUID, list[list[UUID]]] | None:
    """By place: for each kind of resource the service needs, the resources of that kind there; None: it needs none."""
    kinds = await ServiceResource.filter(clinic_id=clinic_id, service_id=service_id).values_list(
        "resource_kind", flat=True
    )
    if not kinds:
        return None
    by_place: dict[UUID, dict[str, list[UUID]]] = defaultdict(lambda: {kind: [] for kind in sorted(map(str, kinds))})
    rows = Resource.filter(clinic_id=clinic_id, kind__in=list(kinds), is_active=True).order_by("id")
    for resource_id, location_id, kind in await rows.values_list("id", "location_id", "kind"):
        by_place[location_id][kind].append(resource_id)
    return {place: list(groups.values()) for place, groups in by_place.items()}


async def _busy(
    clinic_id: UUID, subjects: Iterable[UUID], search: Search, now: datetime, moving: UUID | None
) -> dict[UUID, list[Interval]]:
    """Everything that takes a subject's time: bookings, holds that still stand, and external calendars."""
    busy: dict[UUID, list[Interval]] = defaultdict(list)
    margin = 24 * 60  # a buffer can reach into the search from outside
    wanted = list(subjects)
    within = {"starts_minute__lt": search.latest + margin, "ends_minute__gt": search.earliest - margin}
    own = Allocation.filter(clinic_id=clinic_id, subject_id__in=wanted, is_active=True, **within)
    own = own.filter(Q(booking_id__isnull=False) | Q(hold__expires_at__gt=now))
    moved = await _own_times(clinic_id, moving) if moving else []
    fields = ("subject_id", "starts_minute", "ends_minute", "booking_id")
    for subject_id, start, end, booking_id in await own.values_list(*fields):
        if moving is None or booking_id != moving:
            busy[subject_id].append((start, end))
    external = ExternalBusy.filter(clinic_id=clinic_id, practitioner_id__in=wanted, **within)
    for practitioner_id, start, end in await external.values_list("practitioner_id", "starts_minute", "ends_minute"):
        if (start, end) not in moved:  # the booking's own event
            busy[practitioner_id].append((start, end))
    return busy


async def _own_times(clinic_id: UUID, booking_id: UUID) -> list[Interval]:
    times = await Booking.filter(clinic_id=clinic_id, id=booking_id).values_list("starts_at", "ends_at")
    return [(epoch_minute(starts_at), epoch_minute(ends_at)) for starts_at, ends_at in times]
