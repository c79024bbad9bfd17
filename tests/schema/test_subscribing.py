"""Subscriptions: gone on with after a break, in whichever process, and ended with what allowed them."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_booking, make_location, make_membership, make_user
from tests.partner_rows import make_api_key
from tests.schema.desk import MONDAY, Desk, make_desk
from tests.schema.listening import hearing, refusal, tell, told_by

from chatbookr_core import change_log
from chatbookr_core.clock import SystemClock, TurnableClock
from chatbookr_core.db import opened, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.models import ApiKey, Membership, Session, User
from chatbookr_core.partners.queries import find_key_actor
from chatbookr_core.people.queries import find_actor
from chatbookr_core.people.sessions import log_out
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import StaffActor
from chatbookr_schema.build import partner_schema

BOOKINGS = """subscription ($clinic: ID!, $after: String) {
  bookingChanged(clinicId: $clinic, after: $after) { cursor booking { id } } }"""
CONVERSATIONS = """subscription ($clinic: ID!, $after: String) {
  conversationChanged(clinicId: $clinic, after: $after) { cursor conversation { id } message { id } } }"""


class WaitingClock:
    """Stands at a moment until it is let go, and goes on as time does: what is made ready may take long."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._began: float | None = None

    def go(self) -> None:
        self._began = time.monotonic()

    def now(self) -> datetime:
        return self._at if self._began is None else self._at + timedelta(seconds=time.monotonic() - self._began)


async def logged_in(desk: Desk, now: datetime, **fields: Any) -> tuple[User, StaffActor]:
    """Make a receptionist with an open session."""
    user = await make_user()
    await make_membership(user, desk.clinic, role="receptionist")
    async with transaction():
        session = await Session.create(
            **{
                "user_id": user.id,
                "token_hash": str(user.id),
                "created_at": now,
                "last_seen_at": now,
                "expires_at": now + timedelta(days=1),
                **fields,
            }
        )
    actor = await find_actor(session.id, now=now)
    assert actor is not None
    return user, actor


def booking(desk: Desk) -> Change:
    return Change("booking", desk.clinic.id, desk.booking.id)


def message(desk: Desk) -> Change:
    return Change("message", desk.clinic.id, desk.message.id, desk.conversation.id)


# --- going on -----------------------------------------------------------------------------------------------------


@asynccontextmanager
async def process(database_url: str, folder: Path) -> AsyncIterator[Deployment]:
    """Open the database and the vault as another process would."""
    clock = SystemClock()
    async with opened(database_url), told_by(database_url):
        yield make_deployment(Vault(LocalKeyFile(folder / "key-encryption.key"), clock), clock, folder)


async def test_another_process_goes_on_where_one_left_off(database_url: str, tmp_path: Path) -> None:
    async with process(database_url, tmp_path) as first:
        desk = await make_desk(first.vault, first.clock.now())
        _, actor = await logged_in(desk, first.clock.now())
        clinic = desk.id_of("Clinic")
        async with hearing(first, actor, CONVERSATIONS, clinic=clinic) as heard:
            await tell(message(desk), Change("conversation", desk.clinic.id, desk.conversation.id))
            cursors = [(await heard.next())["cursor"], (await heard.next())["cursor"]]
    async with opened(database_url):
        await tell(booking(desk), message(desk))  # by a process nobody hears of now

    async with (
        process(database_url, tmp_path) as second,
        hearing(second, actor, CONVERSATIONS, clinic=clinic, after=cursors[0]) as heard,
    ):
        await tell(message(desk))
        found = [await heard.next() for _ in range(3)]
        is_silent = await heard.is_silent()

    is_about_message = [event["message"] is not None for event in found]
    assert is_about_message == [
        False,
        True,
        True,
    ]  # after the first cursor, missed, then live
    assert len({event["cursor"] for event in found}) == 3
    assert found[0]["cursor"] == cursors[1]
    assert is_silent


async def test_going_on_from_the_last_event_repeats_nothing(database_url: str, tmp_path: Path) -> None:
    async with process(database_url, tmp_path) as lent:
        desk = await make_desk(lent.vault, lent.clock.now())
        _, actor = await logged_in(desk, lent.clock.now())
        clinic = desk.id_of("Clinic")
        async with hearing(lent, actor, BOOKINGS, clinic=clinic) as heard:
            await tell(booking(desk))
            cursor = (await heard.next())["cursor"]

        async with hearing(lent, actor, BOOKINGS, clinic=clinic, after=cursor) as heard:
            assert await heard.is_silent()


async def test_a_cursor_opens_no_other_list(database_url: str, tmp_path: Path) -> None:
    async with process(database_url, tmp_path) as lent:
        desk, other = [await make_desk(lent.vault, lent.clock.now()) for _ in range(2)]
        user, _ = await logged_in(desk, lent.clock.now())
        await make_membership(user, other.clinic, role="receptionist")
        session = await Session.get(user_id=user.id)
        actor = await find_actor(session.id, now=lent.clock.now())
        assert actor is not None
        clinic = desk.id_of("Clinic")
        async with hearing(lent, actor, BOOKINGS, clinic=clinic) as heard:
            await tell(booking(desk))
            cursor = (await heard.next())["cursor"]

        codes = [
            await refusal(lent, actor, BOOKINGS, clinic=other.id_of("Clinic"), after=cursor),
            await refusal(lent, actor, CONVERSATIONS, clinic=clinic, after=cursor),
            *[
                await refusal(lent, actor, BOOKINGS, clinic=clinic, after=text)
                for text in ("", "nonsense", cursor[:-4], "A" * 5000, "ä")
            ],
        ]

    assert codes == ["BAD_USER_INPUT"] * 7


async def test_a_cursor_older_than_what_is_kept_says_so(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with process(database_url, tmp_path) as lent:
        desk = await make_desk(lent.vault, lent.clock.now())
        _, actor = await logged_in(desk, lent.clock.now())
        clinic = desk.id_of("Clinic")
        async with hearing(lent, actor, BOOKINGS, clinic=clinic) as heard:
            await tell(booking(desk))
            cursor = (await heard.next())["cursor"]
        monkeypatch.setattr(change_log, "RESUMABLE", timedelta(seconds=-2))  # the database's clock cannot be turned

        code = await refusal(lent, actor, BOOKINGS, clinic=clinic, after=cursor)

    assert code == "CURSOR_EXPIRED"


# --- the end ------------------------------------------------------------------------------------------------------


async def test_who_is_given_another_role_loses_what_it_does_not_include(database_url: str, tmp_path: Path) -> None:
    async with process(database_url, tmp_path) as lent:
        desk = await make_desk(lent.vault, lent.clock.now())
        user, actor = await logged_in(desk, lent.clock.now())
        async with hearing(lent, actor, CONVERSATIONS, clinic=desk.id_of("Clinic")) as heard:
            async with transaction() as tx:
                await Membership.filter(clinic_id=desk.clinic.id, user_id=user.id).update(role="auditor")
                tx.tell(Change("membership", desk.clinic.id, user.id))

            assert await heard.end(1) == 4403


async def test_who_keeps_the_permission_in_another_role_hears_on(database_url: str, tmp_path: Path) -> None:
    async with process(database_url, tmp_path) as lent:
        desk = await make_desk(lent.vault, lent.clock.now())
        user, actor = await logged_in(desk, lent.clock.now())
        async with hearing(lent, actor, BOOKINGS, clinic=desk.id_of("Clinic")) as heard:
            async with transaction() as tx:
                await Membership.filter(clinic_id=desk.clinic.id, user_id=user.id).update(role="auditor")
                tx.tell(Change("membership", desk.clinic.id, user.id))
                tx.tell(booking(desk))

            assert (await heard.next())["booking"] == {"id": desk.id_of("Booking")}


async def test_who_is_suspended_or_logged_out_hears_no_more(database_url: str, tmp_path: Path) -> None:
    async with process(database_url, tmp_path) as lent:
        desk = await make_desk(lent.vault, lent.clock.now())
        clinic = desk.id_of("Clinic")
        suspended, first = await logged_in(desk, lent.clock.now())
        _, second = await logged_in(desk, lent.clock.now())
        async with (
            hearing(lent, first, BOOKINGS, clinic=clinic) as one,
            hearing(lent, second, BOOKINGS, clinic=clinic) as two,
        ):
            async with transaction() as tx:
                await Membership.filter(clinic_id=desk.clinic.id, user_id=suspended.id).update(state="suspended")
                tx.tell(Change("membership", desk.clinic.id, suspended.id))
            codes = [await one.end()]
            async with transaction():
                await log_out(second, lent.clock.now())
            codes.append(await two.end())

    assert codes == [4403, 4403]


@pytest.mark.parametrize("what", ["expires", "idles"])
async def test_a_session_ends_by_the_clock_alone(
    deployment: Deployment, sqlite_url: str, clock: TurnableClock, what: str
) -> None:
    async with opened(sqlite_url):
        desk = await make_desk(deployment.vault, clock.now())
        waiting = WaitingClock(clock.now())
        running = replace(deployment, clock=waiting)
        soon = clock.now() + timedelta(seconds=0.8)
        fields = {"expires_at": soon} if what == "expires" else {"last_seen_at": soon - timedelta(hours=12)}
        _, actor = await logged_in(desk, clock.now(), **fields)
        async with hearing(running, actor, BOOKINGS, clinic=desk.id_of("Clinic")) as heard:
            waiting.go()
            code = await heard.end()  # long before anybody looks
            ended_at = waiting.now()

    assert code == 4403
    assert ended_at >= soon


async def test_a_sign_of_life_elsewhere_keeps_the_stream(
    deployment: Deployment, sqlite_url: str, clock: TurnableClock
) -> None:
    async with opened(sqlite_url):
        desk = await make_desk(deployment.vault, clock.now())
        waiting = WaitingClock(clock.now())
        running = replace(deployment, clock=waiting)
        user, actor = await logged_in(desk, clock.now(), last_seen_at=clock.now() - timedelta(hours=12, seconds=-0.5))
        async with hearing(running, actor, BOOKINGS, clinic=desk.id_of("Clinic")) as heard:
            async with transaction():
                await Session.filter(user_id=user.id).update(last_seen_at=clock.now())
            waiting.go()

            assert await heard.is_silent(1.2)  # it would have ended after 0.5 s
            assert heard.closed == []


@pytest.mark.parametrize("what", ["is revoked", "expires"])
async def test_a_key_hears_until_it_ends(
    deployment: Deployment, sqlite_url: str, clock: TurnableClock, what: str
) -> None:
    async with opened(sqlite_url):
        desk = await make_desk(deployment.vault, clock.now())
        waiting = WaitingClock(clock.now())
        running = replace(deployment, clock=waiting)
        expires_at = clock.now() + timedelta(seconds=0.8) if what == "expires" else None
        key = await make_api_key(desk.clinic, scopes=[Permission.BOOKING_READ], expires_at=expires_at)
        actor = await find_key_actor(key.id, now=clock.now())
        assert actor is not None
        async with hearing(running, actor, BOOKINGS, schema=partner_schema(), clinic=desk.id_of("Clinic")) as heard:
            await tell(booking(desk))
            event = await heard.next()
            waiting.go()
            if what == "is revoked":
                async with transaction() as tx:
                    await ApiKey.filter(clinic_id=desk.clinic.id, id=key.id).update(revoked_at=clock.now())
                    tx.tell(Change("key", desk.clinic.id, key.id))
            code = await heard.end()

    assert event["booking"] == {"id": desk.id_of("Booking")}
    assert code == 4403


async def test_a_key_of_one_place_does_not_hear_that_anything_happened_elsewhere(
    database_url: str, tmp_path: Path
) -> None:
    async with process(database_url, tmp_path) as lent:
        desk = await make_desk(lent.vault, lent.clock.now())
        place = await make_location(desk.clinic)
        starts_at = MONDAY + timedelta(days=1)
        elsewhere = await make_booking(desk.patient, desk.service, desk.practitioner, place, starts_at=starts_at)
        key = await make_api_key(desk.clinic, scopes=[Permission.BOOKING_READ], locations=[desk.location])
        actor = await find_key_actor(key.id, now=lent.clock.now())
        assert actor is not None
        async with hearing(lent, actor, BOOKINGS, schema=partner_schema(), clinic=desk.id_of("Clinic")) as heard:
            await tell(Change("booking", desk.clinic.id, elsewhere.id), booking(desk))
            event = await heard.next()
            is_silent = await heard.is_silent()

    assert event["booking"] == {"id": desk.id_of("Booking")}
    assert is_silent
