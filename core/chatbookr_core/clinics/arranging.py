"""What managers arrange: who works when and where, days otherwise, limits, holidays, travel times, rooms' hours."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from chatbookr_core.bookings.displacing import displacing
from chatbookr_core.bookings.standing import Scope
from chatbookr_core.clinics.arranging_rules import (
    Window,
    check_days,
    check_holidays,
    check_hours,
    check_limit,
    check_way,
)
from chatbookr_core.clinics.telling import tell_of_clinic
from chatbookr_core.conversations.answering import owe_reckoning
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.models import (
    Clinic,
    Location,
    Practitioner,
    Resource,
    ResourceHours,
    WorkingException,
    WorkingHours,
)
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor
from chatbookr_permissions.policy import is_at, permissions_in, require


async def set_working_hours(
    deployment: Deployment, actor: Actor, *, practitioner_id: UUID, location_id: UUID, hours: Sequence[Window]
) -> UUID:
    """Say anew when a practitioner works at a place; whose clinic it is, is returned. Needs a transaction.

    What is booked at their other places is looked at too: on days otherwise it depends on all of their hours.

    Raises NotFound, PermissionDenied, InvalidInput.
    """
    place = await Location.get_or_none(id=location_id)  # any clinic: the actor's is checked next
    if place is None or not is_at(actor, location_id):
        raise NotFound(field="location_id")
    _check(actor, place.clinic_id, "location_id")
    if not await Practitioner.exists(id=practitioner_id, clinic_id=place.clinic_id):
        raise NotFound(field="practitioner_id")
    check_hours(hours)
    scope, now = Scope(place.clinic_id, practitioner_id), deployment.clock.now()
    async with displacing(scope, now):
        rows = WorkingHours.filter(clinic_id=place.clinic_id, practitioner_id=practitioner_id, location_id=location_id)
        await rows.delete()
        for one in hours:
            await WorkingHours.create(
                clinic_id=place.clinic_id,
                practitioner_id=practitioner_id,
                location_id=location_id,
                weekday=one.weekday,
                start_minute=one.start_minute,
                end_minute=one.end_minute,
                valid_from=one.valid_from,
                valid_until=one.valid_until,
            )
        await _take_in(scope.clinic_id, now)
    return place.clinic_id


async def set_resource_hours(
    deployment: Deployment, actor: Actor, *, resource_id: UUID, hours: Sequence[Window]
) -> UUID:
    """Say anew when a room or device can be used; without hours always. Needs a transaction.

    Raises NotFound, PermissionDenied, InvalidInput.
    """
    resource = await Resource.get_or_none(id=resource_id)  # any clinic: the actor's is checked next
    if resource is None or not is_at(actor, resource.location_id):
        raise NotFound(field="resource_id")
    _check(actor, resource.clinic_id, "resource_id")
    check_hours(hours)
    scope, now = Scope(resource.clinic_id, resource_id=resource_id), deployment.clock.now()
    async with displacing(scope, now):
        await ResourceHours.filter(clinic_id=resource.clinic_id, resource_id=resource_id).delete()
        for one in hours:
            await ResourceHours.create(
                clinic_id=resource.clinic_id,
                resource_id=resource_id,
                weekday=one.weekday,
                start_minute=one.start_minute,
                end_minute=one.end_minute,
                valid_from=one.valid_from,
                valid_until=one.valid_until,
            )
        tell_of_clinic(resource.clinic_id)
    return resource.clinic_id


async def set_days(
    deployment: Deployment,
    actor: Actor,
    clinic_id: UUID,
    *,
    first: date,
    last: date,
    windows: Sequence[tuple[int, int]] | None,
    practitioner_id: UUID | None = None,
    resource_id: UUID | None = None,
) -> UUID:
    """Let other hours hold on some days (none: closed; None: the usual ones again). Needs a transaction.

    Of a practitioner, of a room or device, or of the whole clinic. Raises NotFound, PermissionDenied, InvalidInput.
    """
    _check(actor, clinic_id, "clinic_id")
    if practitioner_id is not None and resource_id is not None:
        raise InvalidInput("Days are a practitioner's, or a room's.", field="resource_id")
    if practitioner_id and not await Practitioner.exists(id=practitioner_id, clinic_id=clinic_id):
        raise NotFound(field="practitioner_id")
    if resource_id and not await Resource.exists(id=resource_id, clinic_id=clinic_id):
        raise NotFound(field="resource_id")
    check_days(first, last, windows or ())
    now, scope = deployment.clock.now(), Scope(clinic_id, practitioner_id, None, resource_id, first, last)
    async with displacing(scope, now):
        await _keep_days(scope, first, last, windows)
        await _take_in(scope.clinic_id, now)
    return clinic_id


async def _keep_days(scope: Scope, first: date, last: date, windows: Sequence[tuple[int, int]] | None) -> None:
    clinic_id, practitioner_id, resource_id = scope.clinic_id, scope.practitioner_id, scope.resource_id
    rows = WorkingException.filter(clinic_id=clinic_id, practitioner_id=practitioner_id, resource_id=resource_id)
    await rows.filter(day__gte=first, day__lte=last).delete()
    for number in range((last - first).days + 1 if windows is not None else 0):
        kept = [list(one) for one in sorted(windows or ())]
        day = first + timedelta(days=number)
        await WorkingException.create(
            clinic_id=clinic_id, practitioner_id=practitioner_id, resource_id=resource_id, day=day, windows=kept
        )


async def set_limits(
    deployment: Deployment, actor: Actor, practitioner_id: UUID, *, per_day: int | None, per_week: int | None
) -> UUID:
    """Say how many bookings of a practitioner are enough. Needs a transaction.

    Raises NotFound, PermissionDenied, InvalidInput.
    """
    found = await Practitioner.get_or_none(id=practitioner_id)  # any clinic: the actor's is checked next
    if found is None:
        raise NotFound(field="practitioner_id")
    _check(actor, found.clinic_id, "practitioner_id")
    check_limit("per_day", per_day)
    check_limit("per_week", per_week)
    rows = Practitioner.filter(id=practitioner_id, clinic_id=found.clinic_id)
    await rows.update(bookings_per_day=per_day, bookings_per_week=per_week)
    tell_of_clinic(found.clinic_id)
    return found.clinic_id


async def set_holidays(
    deployment: Deployment,
    actor: Actor,
    location_id: UUID,
    *,
    country: str | None,
    subdivision: str | None,
    worked: Sequence[str],
) -> UUID:
    """Say whose public holidays a place keeps, and on which of them it is open all the same. Needs a transaction.

    Raises NotFound, PermissionDenied, InvalidInput.
    """
    place = await Location.get_or_none(id=location_id)  # any clinic: the actor's is checked next
    if place is None or not is_at(actor, location_id):
        raise NotFound(field="location_id")
    _check(actor, place.clinic_id, "location_id")
    now = deployment.clock.now()
    check_holidays(country, subdivision, worked, today=now.date())
    scope = Scope(place.clinic_id, location_id=location_id)
    async with displacing(scope, now):
        place.holiday_country, place.holiday_region = country, subdivision
        place.holidays_worked = sorted(set(worked)) or None
        await place.save(update_fields=["holiday_country", "holiday_region", "holidays_worked"])
        await _take_in(scope.clinic_id, now)
    return place.clinic_id


async def set_travel_time(deployment: Deployment, actor: Actor, clinic_id: UUID, *, minutes: int) -> UUID:
    """Say what a practitioner takes from one place to another. Needs a transaction.

    Raises NotFound, PermissionDenied, InvalidInput.
    """
    _check(actor, clinic_id, "clinic_id")
    check_way(minutes)
    await Clinic.filter(id=clinic_id).update(travel_minutes=minutes)
    tell_of_clinic(clinic_id)
    return clinic_id


async def _take_in(clinic_id: UUID, now: datetime) -> None:
    """Let whoever goes by the hours know that they are others now: who listens, and answers that are due."""
    tell_of_clinic(clinic_id)
    await owe_reckoning(clinic_id, now)


def _check(actor: Actor, clinic_id: UUID, name: str) -> None:
    if not permissions_in(actor, clinic_id):
        raise NotFound(field=name)
    require(actor, Permission.SERVICE_WRITE, clinic_id)
