"""Staff who book series at a clinic with one of everything, each verb in a transaction of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from tests.core.booking_desk import within_transaction
from tests.factories import (
    make_clinic,
    make_connection,
    make_conversation,
    make_location,
    make_patient,
    make_practitioner,
    make_service,
)

from chatbookr_core.bookings.use_cases import BookingRequest, book_for_patient
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking
from chatbookr_core.series.booking import SeriesBooked, SeriesRequest, book_series, look_before_series
from chatbookr_core.series.changing import Change, Move, cancel_series, look_before_series_move, move_series
from chatbookr_core.series.layout import Wish
from chatbookr_permissions.actor import Actor, Membership, StaffActor
from chatbookr_permissions.roles import Role

NINE = datetime(2027, 3, 2, 8, 0, tzinfo=UTC)  # Tuesday, 09:00 in Berlin; the clock goes forward on 28 March
WEEKLY = "FREQ=WEEKLY;COUNT=10"


@dataclass(frozen=True, slots=True)
class Front:
    """The front desk of one clinic."""

    deployment: Deployment
    request: SeriesRequest

    def staff(self, role: Role = Role.OWNER) -> StaffActor:
        return StaffActor(uuid4(), uuid4(), {self.request.wish.clinic_id: Membership(role)})

    def asked(self, more: Mapping[str, Any] | None = None, **changes: Any) -> SeriesRequest:
        """Ask for the series with changes of the wish, and `more` of the request."""
        return replace(self.request, wish=replace(self.request.wish, **changes), **(more or {}))

    async def books(self, request: SeriesRequest, actor: Actor | None = None) -> SeriesBooked:
        who = actor or self.staff()
        seen = await look_before_series(self.deployment, who, request)
        return await within_transaction(lambda: book_series(self.deployment, who, request, seen))

    async def books_one(self, starts_at: datetime) -> UUID:
        wish, whose = self.request.wish, self.request.patient_id
        one = BookingRequest(wish.clinic_id, wish.service_id, wish.practitioner_id, starts_at, whose)
        return await within_transaction(lambda: book_for_patient(self.deployment, self.staff(), one))

    async def change(self, number: int, scope: Any = "this_and_following") -> Change:
        """Name the booking of that number, having seen all of them as they are."""
        bookings = await series()
        return Change(bookings[number - 1].id, scope, {one.id: one.version for one in bookings})

    async def moves(self, change: Change, starts_at: datetime, practitioner_id: UUID | None = None) -> UUID:
        move, who = Move(change, starts_at, practitioner_id), self.staff()
        seen = await look_before_series_move(self.deployment, who, move)
        return await within_transaction(lambda: move_series(self.deployment, who, move, seen))

    async def cancels(self, change: Change, reason: str | None = None, *, actor: Actor | None = None) -> UUID:
        who = actor or self.staff()
        return await within_transaction(lambda: cancel_series(self.deployment, who, change, reason=reason))


async def series() -> list[Booking]:
    """Return the bookings of the series there is, by number."""
    return await Booking.exclude(series_id=None).order_by("series_ordinal")


async def make_front(deployment: Deployment, vault: Vault, **fields: Any) -> Front:
    clinic = await make_clinic(vault)
    practitioner = await make_practitioner(clinic, await make_location(clinic))
    service = await make_service(clinic, practitioner, **fields)
    patient = await make_patient(clinic, vault)
    now = deployment.clock.now()
    await make_conversation(patient, await make_connection(clinic), last_inbound_at=now, last_message_at=now)
    return Front(deployment, SeriesRequest(Wish(clinic.id, service.id, practitioner.id, NINE, WEEKLY), patient.id))
