"""Whichever door a time is refused at, it is by a code, and with the three nearest times that can be had instead."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_practitioner
from tests.quiet_calendar import quiet_plugin
from tests.schema.desk import Desk, ask, make_desk

from chatbookr_core.assistant import holding, view
from chatbookr_core.assistant.effects import carry_out
from chatbookr_core.bookings import service
from chatbookr_core.bookings.rules import SlotRequest
from chatbookr_core.channels.registry import Plugins
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import BookingRefused, Confirm, Effect, HoldLost, PatientView, Reschedule, Slot, State
from chatbookr_core.errors import SlotTaken
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, CalendarDrift, Conversation
from chatbookr_core.rehearsals.service import USUAL_LIMITS
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, Principal
from chatbookr_permissions.roles import Role
from chatbookr_schema.field import Surface

ELEVEN = datetime(2027, 3, 8, 11, tzinfo=UTC)
HALF = timedelta(minutes=30)
Refused = tuple[list[str], list[datetime]]

CREATE = """mutation ($input: BookingCreateInput!) { done: bookingCreate(input: $input) @idempotent(key: "k") {
  alternatives { startsAt } userErrors { code } } }"""
MOVE = """mutation ($input: BookingRescheduleInput!) { done: bookingReschedule(input: $input) @idempotent(key: "k") {
  alternatives { startsAt } userErrors { code } } }"""
FOLLOW = """mutation ($card: ID!) { done: calendarDriftAccept(driftId: $card) {
  alternatives { startsAt } userErrors { code } } }"""
REFUSALS = "refusals { code alternatives { startsAt } } userErrors { code }"
SERIES = f"""mutation ($input: BookingSeriesCreateInput!) {{ done: bookingSeriesCreate(input: $input)
  @idempotent(key: "k") {{ {REFUSALS} }} }}"""
SERIES_MOVE = f"""mutation ($input: BookingSeriesRescheduleInput!) {{ done: bookingSeriesReschedule(input: $input)
  @idempotent(key: "k") {{ {REFUSALS} }} }}"""


@dataclass(frozen=True, slots=True)
class House:
    """A desk at which somebody else has ELEVEN, with a colleague who gives the same service."""

    deployment: Deployment
    desk: Desk
    clock: TurnableClock

    def request(self) -> SlotRequest:
        return SlotRequest(self.desk.service.id, self.desk.practitioner.id, self.desk.location.id, ELEVEN)

    async def take(self) -> None:
        async with transaction():
            await service.book(
                self.request(),
                clinic_id=self.desk.clinic.id,
                patient_id=self.desk.patient.id,
                conversation_id=None,
                created_by="staff",
                clock=self.clock,
                random=self.deployment.random,
            )

    async def asks(self, surface: Surface, document: str, variables: dict[str, Any]) -> Any:
        desk = self.desk
        key = KeyActor(desk.api_key.id, desk.clinic.id, frozenset(Permission))
        actor: Principal = desk.actor(Role.RECEPTIONIST) if surface == "staff" else key
        answer = await ask(self.deployment, actor, document, variables, surface)
        assert answer.errors == []
        return answer.data["done"]

    def given(self, *kinds: str, **more: object) -> dict[str, object]:
        """Name the desk's things of some kinds, beside what else is given."""
        return {f"{kind.lower()}Id": self.desk.id_of(kind) for kind in kinds} | more


@pytest.fixture
async def house(database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path) -> House:
    deployment = replace(make_deployment(vault, clock, tmp_path), plugins=Plugins({"gcal": quiet_plugin()}))
    desk = await make_desk(vault, clock.now())
    await make_practitioner(desk.clinic, desk.location, services=[desk.service])
    return House(deployment, desk, clock)


def times(rows: list[dict[str, str]] | None) -> list[datetime]:
    return [datetime.fromisoformat(one["startsAt"]) for one in rows or ()]


def of_payload(payload: Any) -> Refused:
    return [error["code"] for error in payload["userErrors"]], times(payload["alternatives"])


def of_refusals(payload: Any) -> Refused:
    """Read the one appointment that stands in a series' way."""
    (refusal,) = payload["refusals"]
    assert [error["code"] for error in payload["userErrors"]] == ["SERIES_REFUSED"]
    return [refusal["code"]], times(refusal["alternatives"])


def create_at(surface: Surface) -> Callable[[House], Awaitable[Refused]]:
    async def door(house: House) -> Refused:
        await house.take()
        given = house.given("Service", "Practitioner", "Patient", startsAt=ELEVEN.isoformat())
        return of_payload(await house.asks(surface, CREATE, {"input": given}))

    return door


def move_at(surface: Surface) -> Callable[[House], Awaitable[Refused]]:
    async def door(house: House) -> Refused:
        await house.take()
        given = house.given("Booking", startsAt=ELEVEN.isoformat(), version=1)
        return of_payload(await house.asks(surface, MOVE, {"input": given}))

    return door


def series_at(surface: Surface) -> Callable[[House], Awaitable[Refused]]:
    async def door(house: House) -> Refused:
        await house.take()
        given = house.given(
            "Service",
            "Practitioner",
            "Patient",
            startsAt=(ELEVEN - timedelta(days=5)).isoformat(),
            recurrence="FREQ=DAILY;INTERVAL=5;COUNT=2",
        )
        return of_refusals(await house.asks(surface, SERIES, {"input": given}))

    return door


def series_move_at(surface: Surface) -> Callable[[House], Awaitable[Refused]]:
    async def door(house: House) -> Refused:
        await house.take()
        seen = [house.given("Booking", version=1)]
        given = house.given("Booking", scope="ALL", startsAt=ELEVEN.isoformat(), seen=seen)
        return of_refusals(await house.asks(surface, SERIES_MOVE, {"input": given}))

    return door


async def following_a_card(house: House) -> Refused:
    await house.take()
    desk = house.desk
    async with transaction():
        await CalendarDrift.filter(id=desk.calendar_drift.id).update(
            kind="moved", event_starts_at=ELEVEN, event_ends_at=ELEVEN + HALF
        )
    return of_payload(await house.asks("staff", FOLLOW, {"card": desk.id_of("CalendarDrift")}))


async def held_too_long(house: House, make: Callable[[Any], Effect]) -> Refused:
    """Let a patient decide only when the time they held is somebody else's."""
    desk = house.desk
    async with transaction():
        kept = await service.hold(
            desk.clinic.id, house.request(), conversation_id=desk.conversation.id, clock=house.clock, minutes=10
        )
    house.clock.turn(timedelta(minutes=11))
    await house.take()
    async with transaction():
        seen = await view.view_of_clinic(house.deployment, desk.clinic.id, patient=PatientView(), limits=USUAL_LIMITS)
        talk = (house.deployment, desk.conversation, desk.patient)
        event = await carry_out(*talk, make(kept.id), state=State(), view=seen, message_id=None)
    assert isinstance(event, BookingRefused)
    return [event.code], [slot.starts_at for slot in event.alternatives]


async def confirming_in_the_chat(house: House) -> Refused:
    return await held_too_long(house, lambda hold_id: Confirm(hold_id, reminders=False))


async def moving_in_the_chat(house: House) -> Refused:
    return await held_too_long(house, lambda hold_id: Reschedule(house.desk.booking.id, hold_id))


def tapping(*, is_answered: bool) -> Callable[[House], Awaitable[Refused]]:
    """Tap on a time that is gone, or of a calendar that does not answer."""

    async def door(house: House) -> Refused:
        desk, told = house.desk, list[Any]()

        async def hear(deployment: Deployment, seen: Any, event: Any) -> None:
            told.append(event)

        async with transaction():
            await Conversation.filter(id=desk.conversation.id).update(owner="assistant")
        if is_answered:
            await house.take()
        slot = Slot(ELEVEN, ELEVEN + HALF, desk.practitioner.id, desk.location.id)
        wish = holding.Wish(desk.clinic.id, desk.conversation.id, desk.service.id, slot)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(holding, "_tell", hear)
            patched.setattr(view, "limits_of", lambda *_: USUAL_LIMITS)  # no channel's plugin is installed here
            async with transaction():
                if is_answered:
                    await holding.answer(house.deployment, wish, is_free=True)
                else:
                    await holding.refuse(house.deployment, wish)
        (event,) = told
        if isinstance(event, HoldLost):
            return [SlotTaken.code], [one.starts_at for one in event.alternatives]
        assert isinstance(event, BookingRefused)
        assert desk.practitioner.id not in {one.practitioner_id for one in event.alternatives}
        return [event.code], [one.starts_at for one in event.alternatives]

    return door


DOORS: dict[str, tuple[Callable[[House], Awaitable[Refused]], str]] = {
    "staff book": (create_at("staff"), "SLOT_NOT_OFFERED"),
    "a partner books": (create_at("partner"), "SLOT_NOT_OFFERED"),
    "staff move": (move_at("staff"), "SLOT_NOT_OFFERED"),
    "a partner moves": (move_at("partner"), "SLOT_NOT_OFFERED"),
    "staff book a series": (series_at("staff"), "SLOT_NOT_OFFERED"),
    "a partner books a series": (series_at("partner"), "SLOT_NOT_OFFERED"),
    "staff move a series": (series_move_at("staff"), "SLOT_NOT_OFFERED"),
    "a partner moves a series": (series_move_at("partner"), "SLOT_NOT_OFFERED"),
    "staff let a booking follow its event": (following_a_card, "SLOT_TAKEN"),
    "a patient confirms": (confirming_in_the_chat, "HOLD_EXPIRED"),
    "a patient moves": (moving_in_the_chat, "HOLD_EXPIRED"),
    "a patient taps on a time that is gone": (tapping(is_answered=True), "SLOT_TAKEN"),
    "a patient taps, and no calendar answers": (tapping(is_answered=False), "CALENDAR_NOT_FRESH"),
}


@pytest.mark.parametrize(("door", "code"), DOORS.values(), ids=DOORS)
async def test_a_refusal_has_a_code_and_the_three_nearest_times(
    house: House, door: Callable[[House], Awaitable[Refused]], code: str
) -> None:
    codes, found = await door(house)

    assert codes == [code]
    assert len(found) == 3
    assert found == sorted(set(found))
    assert all(abs(one - ELEVEN) <= timedelta(hours=1) for one in found)
    assert await Booking.filter(clinic_id=house.desk.clinic.id).count() <= 2  # the desk's own and, perhaps, ELEVEN
