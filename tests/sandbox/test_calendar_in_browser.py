"""The practitioner's day in a real browser, in a file of its own: a loop of other tests could not run beside it."""

import threading
from collections.abc import Iterator

import httpx
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect
from starlette.applications import Starlette
from tests.e2e.browser import PATIENCE_MILLISECONDS, chromium
from tests.e2e.running import HTTP
from tests.servers import free_port

from chatbookr_sandbox.clock import SystemClock
from chatbookr_sandbox.context import SandboxContext
from chatbookr_sandbox.faults import Faults
from chatbookr_sandbox.google.routes import google_routes
from chatbookr_sandbox.settings import GoogleClient, SandboxSettings
from chatbookr_sandbox.state import StateFile

pytestmark = pytest.mark.e2e
OWNER = GoogleClient().account_email
LOOKS_MILLISECONDS = 3_000  # the page looks every second for what is new


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serve Google's half on a free port of this machine; who asks for consent is of another origin, its name."""
    port = free_port()
    client = GoogleClient(redirect_uris=(f"http://localhost:{port}/calendar",))
    settings = SandboxSettings(google=client)
    context = SandboxContext(settings, SystemClock(), Faults(), httpx.AsyncClient(), StateFile(None))
    app = Starlette(routes=google_routes(context))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    """Open a window for one test, which knows nothing of the others."""
    page = browser.new_page(viewport={"width": 1280, "height": 960})
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield page
    page.close()
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


def test_a_booking_from_elsewhere_appears_by_itself(page: Page, address: str) -> None:
    expect(page.get_by_test_id("calendar-heading")).to_have_text("Friday, 27 March 2026")
    expect(page.get_by_test_id("event")).to_have_count(0)

    book(address, "09:00", "09:30")

    expect(page.get_by_test_id("event-title")).to_have_text("Appointment")
    expect(page.get_by_test_id("event-time")).to_have_text("09:00 – 09:30")


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


def test_a_click_on_the_day_proposes_that_time(page: Page) -> None:
    box = page.locator("#lane").bounding_box()
    assert box is not None

    page.mouse.click(box["x"] + 300, box["y"] + (15 * 60 + 5 - 7 * 60) * 56 / 60)

    expect(page.get_by_test_id("event-form-start")).to_have_value("15:00")
    expect(page.get_by_test_id("event-form-end")).to_have_value("15:30")
    page.get_by_test_id("event-form-cancel").click()
    expect(page.get_by_test_id("event-dialog")).to_be_hidden()


def test_overlapping_events_stand_side_by_side(page: Page, address: str) -> None:
    book(address, "09:00", "10:00", "First")
    book(address, "09:30", "10:30", "Second")
    book(address, "06:00", "06:30", "Early")

    expect(page.get_by_test_id("event")).to_have_count(3)
    boxes = [page.get_by_test_id("event").filter(has_text=name).bounding_box() for name in ("First", "Second", "Early")]
    first, second, early = (box for box in boxes if box is not None)
    assert first["x"] + first["width"] <= second["x"]
    assert early["width"] > first["width"] * 1.8


def test_consent_in_a_browser_leads_back_to_the_client(browser_page: Page, address: str) -> None:
    back = f"{address.replace('127.0.0.1', 'localhost')}/calendar"
    query = {
        "client_id": GoogleClient().client_id,
        "redirect_uri": back,
        "response_type": "code",
        "scope": "https://www.googleapis.com/auth/calendar.freebusy https://www.googleapis.com/auth/calendar.events",
        "state": "STATE",
        "code_challenge": "a" * 43,
        "code_challenge_method": "S256",
    }
    browser_page.goto(str(httpx.URL(f"{address}/google/o/oauth2/v2/auth", params=query)))

    browser_page.get_by_test_id("consent-scope").nth(1).uncheck()
    browser_page.get_by_test_id("consent-allow").click()
    browser_page.wait_for_url(f"{back}?*")

    landed = httpx.URL(browser_page.url).params
    assert landed["state"] == "STATE"
    assert landed["scope"] == "https://www.googleapis.com/auth/calendar.freebusy"
    assert landed["code"].startswith("4/")
