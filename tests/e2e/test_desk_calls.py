"""Somebody rings, or writes and wants a time: from whoever it is the desk goes to their appointments at once."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.agenda_page import panel_of, turn_to, wait_for_found
from tests.e2e.desk_clinic import Clinic
from tests.e2e.desk_page import desk
from tests.e2e.running import Running
from tests.e2e.test_desk_inbox import somebody

pytestmark = pytest.mark.e2e


@pytest.fixture
def page(browser: Browser, house: Running) -> Iterator[Page]:
    with desk(browser, house, "receptionist", locale="en-US") as page:
        yield page


def test_who_rings_is_found_with_what_they_have_coming_up(page: Page, house: Running, clinic: Clinic) -> None:
    slot = clinic.free_slot()
    clinic.book("Roos Belt", slot)
    turn_to(page, house)
    page.keyboard.press("n")
    page.keyboard.type("roos")
    wait_for_found(page, "Roos Belt")
    page.keyboard.press("Enter")

    coming = panel_of(page).get_by_role("region", name="Coming up")
    expect(coming.get_by_role("listitem")).to_contain_text(clinic.doctor_name.split()[-1])
    coming.get_by_role("button", name=slot.written).click()
    expect(panel_of(page).get_by_role("heading", name="Roos Belt")).to_be_visible()
    expect(panel_of(page).get_by_role("button", name="Move…")).to_be_visible()


def test_from_a_conversation_an_appointment_is_begun_for_whom_it_is_with(page: Page, house: Running) -> None:
    somebody(house, "31612345851", "Sam Schrijft")
    page.goto(f"{house.api}/desk/inbox")
    page.get_by_role("region", name="Conversations", exact=True).get_by_role("link").filter(has_text="Sam").click()
    page.get_by_role("complementary", name="Patient").get_by_role("link", name="New appointment").click()

    panel = panel_of(page)
    expect(panel.get_by_role("group", name="Patient")).to_contain_text("Sam Schrijft")
    panel.get_by_role("group", name="Free times", exact=True).get_by_role("button").last.click()
    panel.get_by_role("button", name=re.compile("^Book ")).click()
    expect(panel.get_by_role("heading", name="Sam Schrijft")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    assert "for=" not in page.url
