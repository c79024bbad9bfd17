"""The practitioner's day: what the page is told, and the page itself in a real browser."""

import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
import uvicorn
from playwright.sync_api import Page, expect
from starlette.applications import Starlette
from tests.e2e.browser import chromium
from tests.e2e.running import HTTP
from tests.sandbox.google_sandbox import CALENDAR, DOCTOR, GoogleSandbox, google_sandbox

from chatbookr_sandbox.clock import SystemClock
from chatbookr_sandbox.context import SandboxContext
from chatbookr_sandbox.faults import Faults
from chatbookr_sandbox.google.routes import google_routes
from chatbookr_sandbox.settings import GoogleClient, SandboxSettings
from chatbookr_sandbox.state import StateFile

PAGE = f"/sandbox/google/calendars/{DOCTOR}"
OWNER = GoogleClient().account_email
LOOKS_MILLISECONDS = 3_000  # the page looks every second for what is new


@pytest.fixture
async def sandbox() -> AsyncIterator[GoogleSandbox]:
    async with google_sandbox() as running:
        await running.open_account()
        yield running


def timed(start: str, end: str, **more: Any) -> dict[str, Any]:
    zone = {"timeZone": "Europe/Madrid"}
    return {"start": {"dateTime": start, **zone}, "end": {"dateTime": end, **zone}, **more}


async def day(sandbox: GoogleSandbox, date: str) -> list[tuple[str, int, int]]:
    answer = await sandbox.http.get(f"{PAGE}/days/{date}")
    return [(event["title"], event["startMinute"], event["endMinute"]) for event in answer.json()["events"]]


async def test_a_day_is_told_in_minutes_of_the_calendars_own_clock(sandbox: GoogleSandbox) -> None:
    for body in (
        timed("2026-10-25T09:00:00", "2026-10-25T09:30:00", summary="After the clocks went back"),
        timed("2026-10-24T23:00:00", "2026-10-25T01:00:00", summary="Over midnight"),
        timed("2026-10-26T00:00:00", "2026-10-26T01:00:00", summary="Tomorrow"),
        {"summary": "Whole day", "start": {"date": "2026-10-25"}, "end": {"date": "2026-10-26"}},
    ):
        assert (await sandbox.http.post(f"{PAGE}/events", json=body)).status_code == 200

    assert await day(sandbox, "2026-10-25") == [
        ("Over midnight", 0, 60),
        ("Whole day", 0, 1440),
        ("After the clocks went back", 540, 570),
    ]
    assert await day(sandbox, "2026-10-24") == [("Over midnight", 1380, 1440)]


async def test_a_day_is_sent_again_only_when_something_changed(sandbox: GoogleSandbox) -> None:
    first = await sandbox.http.get(f"{PAGE}/days/2026-03-20")
    known = {"If-None-Match": first.headers["etag"]}

    same = await sandbox.http.get(f"{PAGE}/days/2026-03-20", headers=known)
    await sandbox.http.post(f"{PAGE}/events", json=timed("2026-03-20T09:00:00", "2026-03-20T10:00:00"))
    changed = await sandbox.http.get(f"{PAGE}/days/2026-03-20", headers=known)

    assert (first.json()["today"], first.json()["nowMinute"]) == ("2026-03-20", 600)
    assert (same.status_code, same.content) == (304, b"")
    assert len(changed.json()["events"]) == 1


async def test_what_the_page_changes_google_tells(sandbox: GoogleSandbox) -> None:
    sandbox.http.headers.update(await sandbox.bearer("calendar"))
    body = timed("2026-03-20T09:00:00", "2026-03-20T10:00:00", summary="Lunch")
    event = (await sandbox.http.post(f"{PAGE}/events", json=body)).json()
    token = (await sandbox.http.get(f"{CALENDAR}/events")).json()["nextSyncToken"]

    later = timed("2026-03-20T11:00:00", "2026-03-20T12:00:00")
    await sandbox.http.patch(f"{PAGE}/events/{event['id']}", json=later)
    found = (await sandbox.http.get(f"{CALENDAR}/events", params={"syncToken": token})).json()["items"]
    deleted = await sandbox.http.delete(f"{PAGE}/events/{event['id']}")

    assert [(one["summary"], one["start"]["dateTime"]) for one in found] == [("Lunch", "2026-03-20T11:00:00+01:00")]
    assert deleted.status_code == 200
    assert (await sandbox.http.get(f"{CALENDAR}/events")).json()["items"] == []
    stored = (await sandbox.http.get(f"{PAGE}/events")).json()["items"]
    assert [one["status"] for one in stored] == ["cancelled"]


async def test_a_series_can_be_changed_on_one_day_alone(sandbox: GoogleSandbox) -> None:
    rule = {"recurrence": ["RRULE:FREQ=DAILY;COUNT=3"]}
    body = timed("2026-03-20T09:00:00", "2026-03-20T10:00:00", summary="Rounds", **rule)
    await sandbox.http.post(f"{PAGE}/events", json=body | {"id": "rounds"})

    await sandbox.http.delete(f"{PAGE}/events/rounds_20260321T080000Z")

    assert [len(await day(sandbox, f"2026-03-{date}")) for date in (20, 21, 22, 23)] == [1, 0, 1, 0]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/sandbox/google/calendars/nobody@example.org/days/2026-03-20", 404),
        ("GET", f"{PAGE}/days/tomorrow", 400),
        ("POST", f"{PAGE}/events", 400),
        ("PATCH", f"{PAGE}/events/neverwas", 400),
        ("DELETE", f"{PAGE}/events/neverwas", 404),
        ("GET", "/calendar/static/routes.py", 404),
    ],
)
async def test_what_cannot_be_done_is_refused(sandbox: GoogleSandbox, method: str, path: str, status: int) -> None:
    assert (await sandbox.http.request(method, path)).status_code == status


async def test_the_page_brings_everything_itself_and_runs_nothing_inline(sandbox: GoogleSandbox) -> None:
    page = await sandbox.http.get("/calendar")

    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert "<style" not in page.text
    assert "style=" not in page.text
    assert "https://" not in page.text
    for name in ("calendar.js", "layout.js", "service.js", "drag.js", "calendar.css", "consent.css"):
        part = await sandbox.http.get(f"/calendar/static/{name}")
        assert part.status_code == 200, name
        assert "https://" not in part.text


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serve Google's half on a free port of this machine."""
    context = SandboxContext(SandboxSettings(), SystemClock(), Faults(), httpx.AsyncClient(), StateFile(None))
    app = Starlette(routes=google_routes(context))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def browser_page(address: str) -> Iterator[Page]:
    """Open a browser for one test: as long as it is open, no other loop runs on this thread."""
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 960})
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        yield page
    assert complaints == []


@pytest.fixture
def page(browser_page: Page, address: str) -> Page:
    """Show an empty Friday."""
    for event in HTTP.get(f"{address}/sandbox/google/calendars/{OWNER}/events").json()["items"]:
        HTTP.delete(f"{address}/sandbox/google/calendars/{OWNER}/events/{event['id']}")
    browser_page.goto(f"{address}/calendar?date=2026-03-27")
    browser_page.wait_for_selector("body[data-ready]")
    return browser_page


def book(address: str, start: str, end: str, title: str = "Appointment") -> None:
    zone = {"timeZone": "Europe/Amsterdam"}
    event = {
        "summary": title,
        "start": {"dateTime": f"2026-03-27T{start}:00", **zone},
        "end": {"dateTime": f"2026-03-27T{end}:00", **zone},
        "extendedProperties": {"private": {"bookingId": "b-1"}},
    }
    HTTP.post(f"{address}/sandbox/google/calendars/{OWNER}/events", json=event).raise_for_status()


@pytest.mark.e2e
def test_a_booking_from_elsewhere_appears_by_itself(page: Page, address: str) -> None:
    expect(page.get_by_test_id("calendar-heading")).to_have_text("Friday, 27 March 2026")
    expect(page.get_by_test_id("event")).to_have_count(0)

    book(address, "09:00", "09:30")

    expect(page.get_by_test_id("event-title")).to_have_text("Appointment")
    expect(page.get_by_test_id("event-time")).to_have_text("09:00 – 09:30")


@pytest.mark.e2e
def test_an_event_is_added_moved_and_deleted_by_form(page: Page) -> None:
    page.get_by_test_id("event-add").click()
    page.get_by_test_id("event-form-title").fill("<b>Lunch</b>")
    page.get_by_test_id("event-form-start").fill("12:30")
    page.get_by_test_id("event-form-end").fill("12:00")
    page.get_by_test_id("event-form-save").click()
    expect(page.get_by_test_id("event-form-complaint")).to_have_text("It has to end after it begins.")
    page.get_by_test_id("event-form-end").fill("13:15")
    page.get_by_test_id("event-form-save").click()
    expect(page.get_by_test_id("event-title")).to_have_text("<b>Lunch</b>")

    page.get_by_test_id("event-move").click()
    page.get_by_test_id("event-form-date").fill("2026-03-28")
    page.get_by_test_id("event-form-save").click()
    expect(page.get_by_test_id("event")).to_have_count(0)
    page.get_by_test_id("calendar-next").click()
    expect(page.get_by_test_id("calendar-day")).to_have_attribute("data-date", "2026-03-28")
    expect(page.get_by_test_id("event-time")).to_have_text("12:30 – 13:15")

    page.get_by_test_id("event-delete").click()
    expect(page.get_by_test_id("event")).to_have_count(0)


@pytest.mark.e2e
def test_an_event_is_dragged_and_stretched(page: Page, address: str) -> None:
    book(address, "09:00", "09:30")
    event = page.get_by_test_id("event")
    expect(event).to_have_count(1)

    def drag(from_edge: float, by_minutes: int) -> None:
        box = event.bounding_box()
        while box is None:  # the day is drawn anew meanwhile
            box = event.bounding_box()
        x, y = box["x"] + 60, box["y"] + from_edge * box["height"]
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x, y + by_minutes * 56 / 60, steps=8)
        page.mouse.up()

    drag(0.5, 120)
    expect(event).to_have_attribute("data-start", "2026-03-27T11:00")
    drag(0.93, 45)
    expect(event).to_have_attribute("data-end", "2026-03-27T12:15")
    expect(event).to_have_attribute("data-start", "2026-03-27T11:00")


@pytest.mark.e2e
def test_what_happens_elsewhere_takes_no_event_out_of_the_hand(page: Page, address: str) -> None:
    book(address, "09:00", "09:30", "First")
    event = page.get_by_test_id("event").filter(has_text="First")
    expect(event).to_have_count(1)
    box = event.bounding_box()
    assert box is not None
    x, y = box["x"] + 60, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    book(address, "14:00", "14:30", "Second")
    page.wait_for_timeout(LOOKS_MILLISECONDS)
    page.mouse.move(x, y + 112, steps=8)
    page.mouse.up()

    expect(event).to_have_attribute("data-start", "2026-03-27T11:00")
    expect(page.get_by_test_id("event")).to_have_count(2)


@pytest.mark.e2e
def test_a_click_on_the_day_proposes_that_time(page: Page) -> None:
    box = page.locator("#lane").bounding_box()
    assert box is not None

    page.mouse.click(box["x"] + 300, box["y"] + (15 * 60 + 5 - 7 * 60) * 56 / 60)

    expect(page.get_by_test_id("event-form-start")).to_have_value("15:00")
    expect(page.get_by_test_id("event-form-end")).to_have_value("15:30")
    page.get_by_test_id("event-form-cancel").click()
    expect(page.get_by_test_id("event-dialog")).to_be_hidden()


@pytest.mark.e2e
def test_overlapping_events_stand_side_by_side(page: Page, address: str) -> None:
    book(address, "09:00", "10:00", "First")
    book(address, "09:30", "10:30", "Second")
    book(address, "06:00", "06:30", "Early")

    expect(page.get_by_test_id("event")).to_have_count(3)
    boxes = [page.get_by_test_id("event").filter(has_text=name).bounding_box() for name in ("First", "Second", "Early")]
    first, second, early = (box for box in boxes if box is not None)
    assert first["x"] + first["width"] <= second["x"]
    assert early["width"] > first["width"] * 1.8


@pytest.mark.e2e
def test_consent_in_a_browser_leads_back_to_the_client(browser_page: Page, address: str) -> None:
    client = GoogleClient()
    query = {
        "client_id": client.client_id,
        "redirect_uri": client.redirect_uris[0],
        "response_type": "code",
        "scope": "https://www.googleapis.com/auth/calendar.freebusy https://www.googleapis.com/auth/calendar.events",
        "state": "STATE",
        "code_challenge": "a" * 43,
        "code_challenge_method": "S256",
    }
    browser_page.route("http://127.0.0.1:8000/**", lambda route: route.fulfill(body="Welcome back"))
    browser_page.goto(str(httpx.URL(f"{address}/google/o/oauth2/v2/auth", params=query)))

    browser_page.get_by_test_id("consent-scope").nth(1).uncheck()
    browser_page.get_by_test_id("consent-allow").click()
    browser_page.wait_for_url("http://127.0.0.1:8000/**")

    landed = httpx.URL(browser_page.url).params
    assert landed["state"] == "STATE"
    assert landed["scope"] == "https://www.googleapis.com/auth/calendar.freebusy"
    assert landed["code"].startswith("4/")
