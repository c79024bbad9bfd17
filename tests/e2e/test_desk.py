"""The front desk as a whole: who is let in, what each role finds there, and that it hears of what happens."""

import httpx
import pytest
from playwright.sync_api import Browser, expect
from tests.e2e.desk_page import desk, patient_writes
from tests.e2e.running import PATIENCE_SECONDS, Running

pytestmark = pytest.mark.e2e


def test_who_asks_for_a_person_appears_by_itself_and_is_ticked_off(browser: Browser, house: Running) -> None:
    with desk(browser, house, "receptionist") as page:
        page.get_by_role("link", name="To do").click()
        expect(page.get_by_text("Nothing waits for anybody.")).to_be_visible()

        patient_writes(house, "Can I talk to a person?")

        card = page.locator(".card", has_text="A patient waits for a person")
        expect(card).to_be_visible()
        expect(page.get_by_role("link", name="To do").locator(".count")).to_have_text("1")
        card.get_by_role("button", name="Done").click()
        expect(card).to_have_count(0)


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


def test_logging_out_ends_the_session(browser: Browser, house: Running) -> None:
    with desk(browser, house, "owner", path="/desk/tasks") as page:
        cookies = {str(one.get("name")): str(one.get("value")) for one in page.context.cookies()}

        page.get_by_role("button", name="Log out").click()

        expect(page.locator("input[name=password]")).to_be_visible()
        assert httpx.get(f"{house.api}/me", cookies=cookies, timeout=PATIENCE_SECONDS).status_code == 401
