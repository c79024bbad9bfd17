"""Agenda feeds: made through GraphQL, read by calendar programs over HTTP, and by nobody once they ended."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from icalendar import Calendar
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from tests.api.clients import make_deployment
from tests.factories import make_booking, make_practitioner, writing
from tests.schema.desk import Desk, ask, make_desk

from chatbookr_api.agenda_feeds import AgendaFeeds
from chatbookr_api.errors import exception_handlers
from chatbookr_core.agenda_feeds.rules import MOST_FEEDS
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import AgendaFeed, Booking, Membership, Practitioner, Session, User
from chatbookr_core.scope import at_the_door
from chatbookr_permissions.roles import Role

CREATE = """mutation ($input: AgendaFeedCreateInput!) { agendaFeedCreate(input: $input) {
  agendaFeed { id name detail lastReadAt practitioner { id } createdBy { id } } url userErrors { code field } } }"""
REVOKE = """mutation ($id: ID!) { agendaFeedRevoke(agendaFeedId: $id) {
  agendaFeed { revokedAt } userErrors { code } } }"""
LIST = """query ($id: ID!, $where: AgendaFeedWhere) { agendaFeeds(clinicId: $id, where: $where) { nodes { id } } }"""
CLIENTS = ("httpx", "httpcore")  # the calendar program is one, and says where it asks
ICALENDAR = "query ($id: ID!) { node(id: $id) { ... on Booking { icalendar } } }"


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return make_deployment(vault, clock, tmp_path)


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    made = await make_desk(vault, clock.now())
    async with writing():
        await Session.filter(id=made.session.id).update(stepped_up_at=clock.now())
    return made


@pytest.fixture
async def programs(deployment: Deployment) -> AsyncIterator[httpx.AsyncClient]:
    """Lend a calendar program, which stands at the door as every request does."""
    route = Route("/agenda-feeds/{name}", AgendaFeeds(deployment).fetch)
    app = Starlette(routes=[route], exception_handlers=exception_handlers())

    async def door(scope: Scope, receive: Receive, send: Send) -> None:
        with at_the_door():
            await app(scope, receive, send)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(door), base_url="https://clinic.example") as client:
        yield client


async def made(deployment: Deployment, desk: Desk, role: Role = Role.OWNER, **fields: Any) -> dict[str, Any]:
    given = {"practitionerId": desk.id_of("Practitioner"), "name": "Phone", **fields}
    answer = await ask(deployment, desk.actor(role), CREATE, {"input": given})
    found: dict[str, Any] = answer.data["agendaFeedCreate"]
    return found


def path_of(url: str) -> str:
    return httpx.URL(url).path


def told(answer: httpx.Response) -> list[Any]:
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.text).walk("VEVENT"))


async def test_a_calendar_program_reads_when_and_where_and_not_who_or_what_for(
    deployment: Deployment,
    desk: Desk,
    programs: httpx.AsyncClient,
    clock: TurnableClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    starts_at = clock.now() + timedelta(days=2)
    await make_booking(desk.patient, desk.service, desk.practitioner, desk.location, starts_at=starts_at)
    cancelled = await make_booking(
        desk.patient, desk.service, desk.practitioner, desk.location, starts_at=starts_at + timedelta(days=1)
    )
    async with writing():
        await Booking.filter(id=cancelled.id).update(status="cancelled")
    feed = await made(deployment, desk)
    answer = await programs.get(path_of(feed["url"]))

    events = {str(one["uid"]): one for one in told(answer)}
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.headers["cache-control"] == "private, max-age=300"
    assert len(events) == 2  # the desk's own, and the one that stands
    event = next(one for one in events.values() if one.decoded("dtstart") == starts_at)
    assert str(event["summary"]) == "Appointment"
    assert str(event["location"]).startswith(desk.location.name)
    assert event["dtstart"].params["tzid"] == desk.booking.zone
    assert (event["class"], event["status"], event["sequence"]) == ("PRIVATE", "CONFIRMED", 0)
    calendar = Calendar.from_ical(answer.text)
    assert [str(one["tzid"]) for one in calendar.walk("VTIMEZONE")] == [desk.booking.zone]
    assert desk.practitioner.full_name in str(calendar["x-wr-calname"])
    for word in ("Ada", "Canary", desk.service.title, desk.service.short_title):
        assert word not in answer.text
    token = path_of(feed["url"]).split("/")[-1].removesuffix(".ics")
    assert token not in "".join(one.getMessage() for one in caplog.records if not one.name.startswith(CLIENTS))
    assert token not in str(await AgendaFeed.all().values())


async def test_what_it_is_for_is_told_where_that_was_wanted_and_304_where_nothing_changed(
    deployment: Deployment, desk: Desk, programs: httpx.AsyncClient, clock: TurnableClock
) -> None:
    path = path_of((await made(deployment, desk, detail="SERVICE"))["url"])

    first = await programs.get(path)
    assert [str(one["summary"]) for one in told(first)] == [desk.service.title]
    known = {"if-none-match": f'W/{first.headers["etag"]}, "another"'}
    clock.turn(timedelta(minutes=5))
    again = await programs.get(path, headers=known)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])

    async with writing():
        await Booking.filter(id=desk.booking.id).update(version=2)
    assert told(await programs.get(path, headers=known))[0]["sequence"] == 1


async def test_a_feed_ends_with_what_let_it_be_made_and_is_then_as_if_it_had_never_been(
    deployment: Deployment, desk: Desk, programs: httpx.AsyncClient
) -> None:
    feed = await made(deployment, desk)
    path, other = path_of(feed["url"]), await make_practitioner(desk.clinic, desk.location)
    place = {"role": "owner", "state": "active", "practitioner_id": None}
    ends: tuple[tuple[type[Any], dict[str, Any], dict[str, Any]], ...] = (
        (Membership, {"user_id": desk.user.id}, {"state": "suspended"}),
        (Membership, {"user_id": desk.user.id}, {"role": "receptionist"}),
        (Membership, {"user_id": desk.user.id}, {"role": "practitioner", "practitioner_id": other.id}),
        (User, {"id": desk.user.id}, {"is_active": False}),
        (Practitioner, {"id": desk.practitioner.id}, {"is_active": False}),
    )
    for model, which, change in ends:
        assert (await programs.get(path)).status_code == 200
        async with writing():
            await model.filter(**which).update(**change)
        assert (await programs.get(path)).status_code == 404, change
        async with writing():
            await model.filter(**which).update(**(place if model is Membership else {"is_active": True}))

    answer = await ask(deployment, desk.actor(Role.MANAGER), REVOKE, {"id": feed["agendaFeed"]["id"]})
    assert answer.data["agendaFeedRevoke"]["agendaFeed"]["revokedAt"] is not None
    others = (f"/agenda-feeds/{'A' * 43}.ics", "/agenda-feeds/x.ics", path.removesuffix(".ics"))
    answers = [await programs.get(one) for one in (path, *others)]
    assert {one.status_code for one in answers} == {404}
    assert len({one.text for one in answers}) == 1


async def test_reading_is_noted_to_the_hour(
    deployment: Deployment, desk: Desk, programs: httpx.AsyncClient, clock: TurnableClock
) -> None:
    path = path_of((await made(deployment, desk))["url"])
    seen: list[datetime | None] = []
    for minutes in (0, 30, 31):
        clock.turn(timedelta(minutes=minutes))
        assert (await programs.get(path)).status_code == 200
        seen.append((await AgendaFeed.exclude(id=desk.agenda_feed.id).get()).last_read_at)

    assert seen == [clock.now() - timedelta(minutes=61), clock.now() - timedelta(minutes=61), clock.now()]


async def test_practitioners_make_and_see_feeds_of_their_own_agenda_alone(deployment: Deployment, desk: Desk) -> None:
    other = await make_practitioner(desk.clinic, desk.location)
    own = await made(deployment, desk, Role.PRACTITIONER)
    assert (own["userErrors"], own["agendaFeed"]["createdBy"]["id"] is not None) == ([], True)
    foreign = replace(desk, practitioner=other).id_of("Practitioner")
    refused = await made(deployment, desk, Role.PRACTITIONER, practitionerId=foreign)
    assert refused["userErrors"] == [{"code": "NOT_FOUND", "field": ["input", "practitionerId"]}]

    async def seen(role: Role) -> int:
        answer = await ask(deployment, desk.actor(role), LIST, {"id": desk.id_of("Clinic"), "where": {"isOpen": True}})
        return len(answer.data["agendaFeeds"]["nodes"])

    async with writing():
        await AgendaFeed.filter(id=desk.agenda_feed.id).update(practitioner_id=other.id)
    assert await seen(Role.OWNER) == 2
    assert await seen(Role.PRACTITIONER) == 1


async def test_what_cannot_be_is_refused_with_a_code(deployment: Deployment, desk: Desk, clock: TurnableClock) -> None:
    assert (await made(deployment, desk, name=" "))["userErrors"] == [
        {"code": "INVALID_VALUE", "field": ["input", "name"]}
    ]
    for _ in range(MOST_FEEDS - 1):  # the desk has one
        assert (await made(deployment, desk))["userErrors"] == []
    assert [one["code"] for one in (await made(deployment, desk))["userErrors"]] == ["QUOTA_REACHED"]
    clock.turn(timedelta(minutes=6))
    late = await made(deployment, desk)
    assert ([one["code"] for one in late["userErrors"]], late["url"]) == (["STEP_UP_REQUIRED"], None)


async def test_a_booking_can_be_put_into_a_calendar_and_taken_out_again(deployment: Deployment, desk: Desk) -> None:
    async def written() -> Any:
        answer = await ask(deployment, desk.actor(Role.RECEPTIONIST), ICALENDAR, {"id": desk.id_of("Booking")})
        text = answer.data["node"]["icalendar"]
        assert "Ada" not in text
        assert desk.service.title not in text
        (event,) = Calendar.from_ical(text).walk("VEVENT")
        return event

    event = await written()
    assert event.decoded("dtstart") == desk.booking.starts_at
    assert event.decoded("dtend") == desk.booking.ends_at
    assert str(event["location"]).startswith(desk.clinic.name)
    assert (event["status"], event["transp"]) == ("CONFIRMED", "OPAQUE")

    async with writing():
        await Booking.filter(id=desk.booking.id).update(status="requested")
    assert (await written())["status"] == "TENTATIVE"
    async with writing():
        await Booking.filter(id=desk.booking.id).update(status="cancelled", version=2)
    gone = await written()
    assert (gone["uid"], gone["status"], gone["sequence"]) == (event["uid"], "CANCELLED", 1)
