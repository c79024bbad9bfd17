"""A session that ends while the desk is open: nothing of anybody is shown, nothing typed is lost, a log-in goes on."""

import re

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.e2e.desk_page import desk, parts_of, patient_writes
from tests.e2e.running import PATIENCE_SECONDS, Running

pytestmark = pytest.mark.e2e


def dialog(page: Page) -> Locator:
    return page.get_by_role("alertdialog", name="You are logged out")


def message(page: Page) -> Locator:
    return page.get_by_role("article", name="Conversation").get_by_role("textbox", name="Message")


def log_in_again(page: Page, house: Running, role: str) -> None:
    """Follow the dialog's way, in the tab that it opens, which goes by itself."""
    with page.expect_popup() as opened:
        dialog(page).get_by_role("link", name="Log in again").click()
    tab = opened.value
    email, password = house.password_of(role)
    tab.locator("input[name=email]").fill(email)
    tab.locator("input[name=password]").fill(password)
    with tab.expect_event("close"):
        tab.locator("#log-in button.primary").click()


def test_what_was_typed_is_still_there_after_another_log_in(browser: Browser, house: Running) -> None:
    patient_writes(house, "Can I talk to a person?", number="491700000051", name="Ans Terug")
    with desk(browser, house, "receptionist", path="/desk/inbox") as page:
        page.get_by_role("link").filter(has_text="Ans Terug").click()
        message(page).fill("Half a sentence")
        page.context.clear_cookies()
        take_over = page.get_by_role("group", name="What to do with").get_by_role("button", name="Take over")
        take_over.dispatch_event("click")  # something else may have noticed before, and covered it

        expect(dialog(page)).to_be_visible()
        log_in_again(page, house, "receptionist")
        expect(page.locator("dialog")).to_have_count(0)
        expect(message(page)).to_have_value("Half a sentence")
        page.get_by_role("group", name="What to do with").get_by_role("button", name="Take over").click()
        expect(page.get_by_text("It is yours now.")).to_be_visible()
        message(page).fill("")


def test_whoever_is_logged_out_is_not_shown_an_empty_inbox(browser: Browser, house: Running) -> None:
    patient_writes(house, "Can I talk to a person?", number="491700000052", name="Bas Leeg")
    with desk(browser, house, "receptionist", path="/desk/tasks") as page:
        page.context.clear_cookies()
        inbox = page.get_by_role("link", name="Inbox")
        inbox.dispatch_event("click")  # what the desk asks for by itself may have noticed before, and covered it

        expect(dialog(page)).to_be_visible()
        expect(page.get_by_text("No conversation is open.")).to_have_count(0)
        log_in_again(page, house, "receptionist")
        expect(page.locator("dialog")).to_have_count(0)
        expect(page.get_by_role("link").filter(has_text="Bas Leeg")).to_be_visible()


def test_a_desk_whose_session_was_ended_elsewhere_says_so_by_itself(browser: Browser, house: Running) -> None:
    with desk(browser, house, "receptionist", path="/desk/tasks", refused_at=("/graphql",)) as page:
        cookies = {str(one.get("name")): str(one.get("value")) for one in page.context.cookies()}
        httpx.post(f"{house.api}/logout", cookies=cookies, timeout=PATIENCE_SECONDS).raise_for_status()

        expect(dialog(page)).to_be_visible()


def test_who_logs_in_comes_to_the_place_they_had_asked_for(browser: Browser, house: Running) -> None:
    with desk(browser, house, "owner", path="/desk/agenda/2027-03-08?view=week") as page:
        expect(page).to_have_url(f"{house.api}/desk/agenda/2027-03-08?view=week")
        page.goto(f"{house.api}/account")
        page.goto(f"{house.api}/log-in#desk/settings/hours", wait_until="commit")  # it goes on by itself, loaded or not
        expect(page).to_have_url(re.compile("/desk/settings/hours$"))


def test_what_is_no_place_of_the_desk_is_not_gone_to(browser: Browser, house: Running) -> None:
    page = browser.new_context(locale="en-GB").new_page()
    page.goto(f"{house.api}/log-in#deskless.example/desk")
    email, password = house.password_of("owner")
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("#log-in button.primary").click()

    expect(page).to_have_url(f"{house.api}/account")
    page.context.close()


def test_a_desk_without_a_network_says_so_at_once(browser: Browser, house: Running) -> None:
    with desk(browser, house, "receptionist", path="/desk/tasks", refused_at=("/graphql",)) as page:
        parts_of(page)  # what cannot be fetched is complained of
        page.context.set_offline(True)
        expect(page.get_by_text("The connection is lost.")).to_be_visible(timeout=2_000)

        page.context.set_offline(False)
        expect(page.get_by_text("The connection is lost.")).to_have_count(0)
