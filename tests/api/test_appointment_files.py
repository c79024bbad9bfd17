"""Appointments' calendar files: fetched without log-in by the address the patient was sent, as the booking is now."""

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from icalendar import Calendar
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from tests.api.clients import make_deployment
from tests.factories import writing
from tests.schema.desk import Desk, make_desk

from chatbookr_api.agenda_feeds import AppointmentFiles
from chatbookr_api.errors import exception_handlers
from chatbookr_core.agenda_feeds.appointment_links import address_of
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking
from chatbookr_core.scope import at_the_door

URL = "https://clinic.example"
PROGRAM = ("httpx", "httpcore")  # the patient's phone is one, and says where it asks


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path, public_url=URL)


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    return await make_desk(vault, clock.now())


@pytest.fixture
async def phone(deployment: Deployment) -> AsyncIterator[httpx.AsyncClient]:
    """Lend a phone that has logged in nowhere."""
    route = Route("/appointments/{name}", AppointmentFiles(deployment).fetch)
    app = Starlette(routes=[route], exception_handlers=exception_handlers())

    async def door(scope: Scope, receive: Receive, send: Send) -> None:
        with at_the_door():
            await app(scope, receive, send)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(door), base_url=URL) as client:
        yield client


async def address(vault: Vault, booking: Booking) -> str:
    return address_of(URL, await vault.clinic_keys(booking.clinic_id), booking.id)


def told(answer: httpx.Response) -> Any:
    assert answer.status_code == 200
    [event] = Calendar.from_ical(answer.text).walk("VEVENT")
    return event


async def test_it_says_when_and_where_and_not_who_or_what_for(
    desk: Desk, vault: Vault, phone: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    at = await address(vault, desk.booking)

    answer = await phone.get(at)

    event = told(answer)
    assert event.decoded("dtstart") == desk.booking.starts_at
    assert event["dtstart"].params["tzid"] == desk.booking.zone
    assert str(event["location"]).startswith(desk.clinic.name)
    assert (str(event["summary"]), event["class"], event["status"]) == ("Appointment", "PRIVATE", "CONFIRMED")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.headers["content-disposition"] == 'attachment; filename="appointment.ics"'
    assert answer.headers["cache-control"] == "no-store"
    assert (answer.headers["referrer-policy"], answer.headers["x-robots-tag"]) == ("no-referrer", "noindex, nofollow")
    for word in ("Ada", "Canary", desk.service.title, desk.service.short_title):
        assert word not in answer.text
    assert at.rsplit("/", 1)[1] not in "".join(
        one.getMessage() for one in caplog.records if not one.name.startswith(PROGRAM)
    )


async def test_a_moved_one_is_told_as_it_is_now_and_a_cancelled_one_takes_itself_out(
    desk: Desk, vault: Vault, phone: httpx.AsyncClient
) -> None:
    at, first = await address(vault, desk.booking), told(await phone.get(await address(vault, desk.booking)))
    later = desk.booking.starts_at + timedelta(hours=3)
    async with writing():
        await Booking.filter(id=desk.booking.id).update(starts_at=later, ends_at=later + timedelta(hours=1), version=2)
    moved = told(await phone.get(at))
    async with writing():
        await Booking.filter(id=desk.booking.id).update(status="cancelled", version=3)
    cancelled = told(await phone.get(at))

    assert moved.decoded("dtstart") == later
    assert [one["sequence"] for one in (first, moved, cancelled)] == [0, 1, 2]
    assert len({str(one["uid"]) for one in (first, moved, cancelled)}) == 1
    assert cancelled["status"] == "CANCELLED"


@pytest.mark.attack("tenant-crossing")
async def test_all_that_opens_nothing_is_answered_alike(
    desk: Desk, vault: Vault, clock: TurnableClock, phone: httpx.AsyncClient
) -> None:
    other = await make_desk(vault, clock.now())
    theirs = await vault.clinic_keys(other.clinic.id)
    own = await address(vault, desk.booking)
    over = own.removesuffix(".ics")
    names = [
        address_of(URL, theirs, desk.booking.id),
        f"{URL}/appointments/{'A' * 43}.ics",
        f"{URL}/appointments/x.ics",
    ]

    answers = [await phone.get(one) for one in (*names, over, own[:-5] + ("A" if own[-5] != "A" else "Q") + ".ics")]
    clock.turn(desk.booking.ends_at - clock.now() + timedelta(days=1))
    answers.append(await phone.get(own))

    assert {one.status_code for one in answers} == {404}
    assert len({one.text for one in answers}) == 1
    assert "text/calendar" not in {one.headers["content-type"] for one in answers}
