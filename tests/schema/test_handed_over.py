"""A booking goes to somebody or somewhere a listener may not look: they hear once that it left, and find null."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_hours, make_location, make_membership, make_practitioner, make_user
from tests.partner_rows import make_api_key
from tests.schema.desk import Desk, make_desk
from tests.schema.listening import hearing, tell, told_by
from tests.session_rows import make_session
from tests.webhook_desk import webhook_desk

from chatbookr_core.bookings import service
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Location, Practitioner
from chatbookr_core.partners.queries import find_key_actor
from chatbookr_core.people.queries import find_actor
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Principal
from chatbookr_schema.build import partner_schema

HEAR = "subscription ($clinic: ID!) { bookingChanged(clinicId: $clinic) { bookingId booking { id } } }"
ELEVEN = datetime(2027, 3, 8, 11, tzinfo=UTC)


@dataclass(slots=True)
class Front:
    deployment: Deployment
    desk: Desk
    colleague: Practitioner
    elsewhere: Location

    @property
    def seen(self) -> dict[str, object]:
        return {"bookingId": self.desk.id_of("Booking"), "booking": {"id": self.desk.id_of("Booking")}}

    @property
    def gone(self) -> dict[str, object]:
        return {**self.seen, "booking": None}

    async def moves(self, *, to: Practitioner | None = None, at: Location | None = None) -> None:
        """Move the desk's booking to somebody, or to a place."""
        who, where = to or self.desk.practitioner, at or self.desk.location
        wanted = service.SlotRequest(self.desk.service.id, who.id, where.id, ELEVEN)
        async with transaction():
            await service.reschedule(
                self.desk.booking.id, clinic_id=self.desk.clinic.id, to=wanted, clock=self.deployment.clock
            )

    async def member(self, role: str, practitioner: Practitioner | None = None) -> Principal:
        user = await make_user()
        await make_membership(
            user, self.desk.clinic, role=role, practitioner_id=practitioner.id if practitioner else None
        )
        actor = await find_actor(
            (await make_session(user, self.deployment.clock.now())).id, now=self.deployment.clock.now()
        )
        assert actor is not None
        return actor

    async def program(self, *places: Location) -> Principal:
        key = await make_api_key(self.desk.clinic, scopes=[Permission.BOOKING_READ], locations=list(places))
        actor = await find_key_actor(key.id, now=self.deployment.clock.now())
        assert actor is not None
        return actor


async def make_front(deployment: Deployment, desk: Desk) -> Front:
    """Make a colleague who gives the same, and a place at which the practitioner works, too."""
    colleague = await make_practitioner(desk.clinic, desk.location, services=[desk.service])
    elsewhere = await make_location(desk.clinic)
    await make_hours(desk.practitioner, elsewhere, 6, 9 * 60, 17 * 60)
    return Front(deployment, desk, colleague, elsewhere)


@pytest.fixture
async def front(database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> AsyncIterator[Front]:
    desk = await make_desk(vault, clock.now())
    async with told_by(database.url):
        yield await make_front(make_deployment(vault, clock, tmp_path), desk)


async def test_who_sees_their_own_alone_hears_that_one_was_handed_over(front: Front) -> None:
    lent, clinic = front.deployment, front.desk.id_of("Clinic")
    mine = await front.member("practitioner", front.desk.practitioner)
    theirs = await front.member("practitioner", front.colleague)
    desk = await front.member("receptionist")

    async with (
        hearing(lent, mine, HEAR, clinic=clinic) as left,
        hearing(lent, theirs, HEAR, clinic=clinic) as got,
        hearing(lent, desk, HEAR, clinic=clinic) as beside,
    ):
        await front.moves(to=front.colleague)

        assert await left.next() == front.gone
        assert await got.next() == front.seen
        assert await beside.next() == front.seen
        assert [await one.is_silent() for one in (left, got, beside)] == [True] * 3


async def test_a_key_of_some_places_hears_that_one_went_elsewhere(front: Front) -> None:
    lent, clinic, partners = front.deployment, front.desk.id_of("Clinic"), partner_schema()
    here, there = await front.program(front.desk.location), await front.program(front.elsewhere)
    both = await front.program(front.desk.location, front.elsewhere)

    async with (
        hearing(lent, here, HEAR, schema=partners, clinic=clinic) as left,
        hearing(lent, there, HEAR, schema=partners, clinic=clinic) as got,
        hearing(lent, both, HEAR, schema=partners, clinic=clinic) as kept,
    ):
        await front.moves(at=front.elsewhere)

        assert await left.next() == front.gone
        assert await got.next() == front.seen
        assert await kept.next() == front.seen
        assert [await one.is_silent() for one in (left, got, kept)] == [True] * 3


async def test_who_never_saw_it_hears_nothing_of_a_booking_that_is_handed_over(front: Front) -> None:
    other = await front.member("practitioner", await make_practitioner(front.desk.clinic, front.desk.location))

    async with hearing(front.deployment, other, HEAR, clinic=front.desk.id_of("Clinic")) as heard:
        await front.moves(to=front.colleague)
        assert await heard.is_silent()


async def test_a_booking_that_is_back_by_then_is_no_news_of_its_leaving(front: Front) -> None:
    mine, desk = await front.member("practitioner", front.desk.practitioner), front.desk

    async with hearing(front.deployment, mine, HEAR, clinic=desk.id_of("Clinic")) as heard:
        await tell(Change("booking", desk.clinic.id, desk.booking.id, desk.practitioner.id))
        await tell(Change("booking", desk.clinic.id, desk.booking.id))
        assert await heard.next() == front.seen
        assert await heard.is_silent()


@pytest.mark.integration  # speaks over sockets
@pytest.mark.parametrize("is_limited", [True, False])
async def test_a_webhook_is_told_once_which_booking_left_its_places(
    database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path, is_limited: bool
) -> None:
    async with webhook_desk(make_deployment(vault, clock, tmp_path), clock) as hook:
        moved = await make_front(hook.deployment, hook.desk)
        if is_limited:
            hook.key = await make_api_key(
                hook.desk.clinic,
                scopes=[Permission.CLINIC_READ, Permission.BOOKING_READ],
                locations=[hook.desk.location],
            )
        await hook.made(HEAR)
        await moved.moves(at=moved.elsewhere)
        await hook.work()

        assert [one["data"]["bookingChanged"] for one in hook.bodies] == [moved.gone if is_limited else moved.seen]
