"""The desk's settings in a browser: a manager closes a day, changes hours and services, and chooses calendars."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.desk_page import desk
from tests.e2e.running import Running

pytestmark = pytest.mark.e2e

CLINIC = "{ viewer { memberships { clinic { id } } } }"
ARRANGED = """query ($clinic: ID!) { arrangements(clinicId: $clinic) {
    hours { windows { weekday startMinute endMinute } } days { day windows { startMinute } } } }"""
SERVICES = "query ($clinic: ID!) { clinic(id: $clinic) { services { nodes { title durationMinutes stepMinutes } } } }"
PEOPLE = "query ($clinic: ID!) { members(clinicId: $clinic) { nodes { role state user { fullName } } } }"
FEEDS = "query ($clinic: ID!) { calendars(clinicId: $clinic) { nodes { feeds { title isBlocking isWritten } } } }"


@pytest.fixture
def page(browser: Browser, house: Running) -> Iterator[Page]:
    with desk(browser, house, "owner", path="/desk/settings") as page:
        page.get_by_role("link", name="Settings").click()
        yield page


def asked(house: Running, query: str) -> dict[str, Any]:
    token = house.token_of("owner")
    clinic = house.query(token, CLINIC)["viewer"]["memberships"][0]["clinic"]["id"]
    return house.query(token, query, {"clinic": clinic})


def test_hours_are_changed_and_a_day_is_closed_and_opened_again(page: Page, house: Running) -> None:
    saturday = page.get_by_role("group", name="Saturday")
    saturday.get_by_role("button", name="Add hours").click()
    saturday.get_by_label("from").fill("10:00")
    saturday.get_by_label("until").fill("14:00")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. New times are offered by it from now on.")).to_be_visible()
    page.get_by_role("button", name="Close these days").click()
    expect(page.get_by_role("button", name="Usual hours again")).to_be_visible()

    found = asked(house, ARRANGED)["arrangements"]
    assert {"weekday": 6, "startMinute": 600, "endMinute": 840} in found["hours"][0]["windows"]
    assert [one["windows"] for one in found["days"]] == [[]]

    page.get_by_role("button", name="Usual hours again").click()
    expect(page.get_by_text("The usual hours hold again.")).to_be_visible()
    assert asked(house, ARRANGED)["arrangements"]["days"] == []


def test_a_service_is_changed_and_what_the_form_does_not_show_stays(page: Page, house: Running) -> None:
    before = asked(house, SERVICES)
    page.get_by_role("link", name="Services").click()
    line = page.get_by_role("listitem").filter(has_text="Check-up")
    line.get_by_role("button", name="Change").click()
    page.get_by_label("How many minutes it takes").fill("50")
    page.get_by_role("button", name="Save").click()
    expect(line).to_contain_text("50 minutes")

    after = asked(house, SERVICES)
    changed = [one for one in after["clinic"]["services"]["nodes"] if one not in before["clinic"]["services"]["nodes"]]
    assert [one["durationMinutes"] for one in changed] == [50]


def proven(page: Page, house: Running, said: str) -> None:
    """Wait until something is done; where a proof is asked for first, give it."""
    done, asks = page.get_by_text(said, exact=True), page.get_by_label("Password")
    expect(done.or_(asks)).to_be_visible()
    if asks.is_visible():
        asks.fill(house.password_of("owner")[1])
        page.get_by_role("button", name="Go on").click()
    expect(done).to_be_visible()


def test_somebody_is_invited_and_a_member_is_suspended_and_back(page: Page, house: Running) -> None:
    page.get_by_role("link", name="People").click()
    page.get_by_label("E-mail").fill("nieuw@praktijk-zuid.example")
    page.get_by_role("button", name="Invite").click()
    proven(page, house, "Invited: a letter is on its way.")
    rik = page.get_by_role("listitem").filter(has_text="Rik Smit")
    rik.get_by_role("button", name="Suspend").click()
    proven(page, house, "Suspended: they are logged out.")
    expect(rik.get_by_text("suspended")).to_be_visible()
    rik.get_by_role("button", name="Reinstate").click()
    proven(page, house, "They may work here again.")
    page.get_by_label("Role of Rik Smit").select_option("MANAGER")
    proven(page, house, "Saved.")

    found = [one for one in asked(house, PEOPLE)["members"]["nodes"] if one["user"]["fullName"] == "Rik Smit"]
    assert [(one["role"], one["state"]) for one in found] == [("MANAGER", "ACTIVE")]
    expect(page.get_by_role("listitem").filter(has_text="nieuw@praktijk-zuid.example")).to_be_visible()


def test_a_calendar_is_chosen_after_a_proof(page: Page, house: Running) -> None:
    page.get_by_role("link", name="Calendars").click()
    page.get_by_label("Privé takes time").check()
    page.locator(".account", has_text="Privé").get_by_role("button", name="Save").click()
    proven(page, house, "Saved.")

    feeds = [one for account in asked(house, FEEDS)["calendars"]["nodes"] for one in account["feeds"]]
    assert {"title": "Privé", "isBlocking": True, "isWritten": False} in feeds


@pytest.mark.parametrize("tab", ["hours", "services", "calendars", "people", "inbox", "whatsapp", "clinic", "places"])
def test_settings_that_do_not_come_say_why_and_are_tried_again(browser: Browser, house: Running, tab: str) -> None:
    with desk(browser, house, "owner", path="/desk/tasks", refused_at=("/graphql",)) as page:
        page.goto(f"{house.api}/desk/settings/{'services' if tab == 'hours' else 'hours'}")
        expect(page.locator("section.card").first).to_be_visible()
        page.route("**/graphql", lambda route: route.abort())
        page.locator(f'.tabs a[href$="/{tab}"]').click()
        expect(page.get_by_role("alert").first).to_contain_text("The server cannot be reached.")

        page.unroute("**/graphql")
        page.get_by_role("button", name="Try again").first.click()
        expect(page.locator("section.card").first).to_be_visible()
