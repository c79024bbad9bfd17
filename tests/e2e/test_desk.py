"""The front desk as a whole: who is let in, what each role finds there, and that it hears of what happens."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, expect
from tests.e2e.desk_page import desk, parts_of, patient_writes
from tests.e2e.running import PATIENCE_SECONDS, Running, wait_for

pytestmark = pytest.mark.e2e

AHEAD = timedelta(minutes=10)  # a clock is set forward alone
REGRET_MILLISECONDS = 10_000
ASKED_BEFORE = "/graphql"  # what was on its way as somebody logged out is refused
CLINIC = "{ viewer { memberships { clinic { id } } } }"
TASKS = "query ($clinic: ID!) { tasks(clinicId: $clinic, where: { state: OPEN }) { totalCount } }"


def test_who_asks_for_a_person_appears_by_itself_and_is_ticked_off(browser: Browser, house: Running) -> None:
    with desk(browser, house, "receptionist") as page:
        page.clock.install()
        page.get_by_role("link", name="To do").click()
        expect(page.get_by_text("Nothing waits for anybody.")).to_be_visible()

        patient_writes(house, "Can I talk to a person?")

        card = page.locator(".card", has_text="A patient waits for a person")
        expect(card).to_be_visible()
        expect(page.get_by_role("link", name="To do").locator(".count")).to_have_text("1")
        page.clock.pause_at(datetime.now(UTC) + AHEAD)  # nothing is over before we have looked
        card.get_by_role("button", name="Done").click()
        undo = page.get_by_role("button", name="Undo")
        expect(undo).to_be_focused()
        undo.click()
        expect(card).to_be_visible()
        assert open_tasks(house) == 1

        card.get_by_role("button", name="Done").click()
        expect(undo).to_be_visible()
        assert open_tasks(house) == 1  # it can be taken back still
        page.clock.run_for(REGRET_MILLISECONDS)
        page.clock.resume()
        expect(undo).to_have_count(0)
        expect(page.get_by_text("Nothing waits for anybody.")).to_be_visible()
        assert open_tasks(house) == 0
        expect(page.get_by_role("heading", name="To do")).to_be_focused()


def test_what_was_ticked_off_is_told_by_who_closes_the_desk(browser: Browser, house: Running) -> None:
    patient_writes(house, "Can I talk to a person?", number="491700000043", name="Bo Li")
    with desk(browser, house, "receptionist", path="/desk/tasks") as page:
        page.goto(f"{house.api}/desk/tasks")
        page.locator(".card", has_text="A patient waits for a person").get_by_role("button", name="Done").click()
        expect(page.get_by_role("button", name="Undo")).to_be_visible()
        page.goto("about:blank")
    wait_for(lambda: open_tasks(house) == 0)


def open_tasks(house: Running) -> int:
    token = house.token_of("owner")
    clinic = house.query(token, CLINIC)["viewer"]["memberships"][0]["clinic"]["id"]
    count: int = house.query(token, TASKS, {"clinic": clinic})["tasks"]["totalCount"]
    return count


def test_a_desk_that_cannot_be_opened_says_why_and_is_tried_again(browser: Browser, house: Running) -> None:
    with desk(browser, house, "receptionist", refused_at=("/graphql",)) as page:
        page.route("**/graphql", lambda route: route.abort())
        page.reload()
        expect(page.get_by_role("alert")).to_contain_text("The server cannot be reached. Try again in a moment.")

        page.unroute("**/graphql")
        page.get_by_role("button", name="Try again").click()
        expect(page.locator(".navigation")).to_be_visible()


def test_a_part_of_the_desk_that_does_not_come_is_said_so(browser: Browser, house: Running) -> None:
    with desk(browser, house, "receptionist", path="/desk/tasks") as page:
        [part] = {url for url in parts_of(page) if "/agenda-" in url}
    with desk(browser, house, "receptionist", refused_at=(urlsplit(part).path,)) as page:
        page.context.route(part, lambda route: route.abort())
        page.goto(f"{house.api}/desk/agenda")
        expect(page.get_by_role("alert")).to_contain_text("This page could not be loaded.")
        expect(page.get_by_role("link", name="Inbox")).to_be_visible()

        page.context.unroute(part)
        page.get_by_role("button", name="Load the page again").click()
        expect(page.locator(".column").first).to_be_visible()


def test_the_desk_speaks_its_readers_language(browser: Browser, house: Running) -> None:
    with desk(browser, house, "receptionist", locale="nl-NL") as page:
        expect(page.get_by_role("link", name="Te doen")).to_be_visible()
        expect(page.get_by_role("button", name="Afmelden")).to_be_visible()


def test_a_role_finds_what_it_may_see_and_no_more(browser: Browser, house: Running) -> None:
    with desk(browser, house, "auditor") as page:
        expect(page.get_by_role("link", name="Agenda")).to_have_attribute("aria-current", "page")
        expect(page.get_by_role("link", name="To do")).to_be_visible()
        expect(page.get_by_role("link", name="Inbox")).to_have_count(0)
        expect(page.get_by_role("button", name="Done")).to_have_count(0)


@pytest.mark.parametrize("status", [None, 503])
def test_who_could_not_be_logged_out_is_told_so(browser: Browser, house: Running, status: int | None) -> None:
    with desk(browser, house, "owner", path="/desk/tasks", refused_at=("/logout", ASKED_BEFORE)) as page:
        page.route("**/logout", lambda route: route.fulfill(status=status) if status else route.abort())
        page.get_by_role("button", name="Log out").click()
        expect(page.get_by_role("alert")).to_have_text("You are still logged in: the server did not answer. Try again.")

        page.unroute("**/logout")
        page.get_by_role("button", name="Log out").click()
        expect(page.locator("input[name=password]")).to_be_visible()


def test_logging_out_ends_the_session(browser: Browser, house: Running) -> None:
    with desk(browser, house, "owner", path="/desk/tasks", refused_at=(ASKED_BEFORE,)) as page:
        cookies = {str(one.get("name")): str(one.get("value")) for one in page.context.cookies()}

        page.get_by_role("button", name="Log out").click()

        expect(page.locator("input[name=password]")).to_be_visible()
        assert httpx.get(f"{house.api}/me", cookies=cookies, timeout=PATIENCE_SECONDS).status_code == 401
