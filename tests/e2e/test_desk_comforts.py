"""Small things that spare a receptionist's hands: the list of keys, and what is copied by one click."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.agenda_page import open_card, turn_to
from tests.e2e.desk_clinic import Clinic
from tests.e2e.desk_page import desk, patient_writes
from tests.e2e.running import Running

pytestmark = pytest.mark.e2e


@pytest.fixture
def page(browser: Browser, house: Running) -> Iterator[Page]:
    with desk(browser, house, "owner", path="/desk/tasks") as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield page


def test_the_list_of_keys_opens_by_one_and_gives_the_focus_back(page: Page, house: Running) -> None:
    patient_writes(house, "Can I talk to a person?", number="491700000061", name="Tom Toets")
    keys = page.get_by_role("dialog", name="Keys")
    page.get_by_role("link", name="Inbox").focus()
    page.keyboard.press("?")
    expect(keys.get_by_text("A new appointment")).to_be_visible()
    page.keyboard.press("n")
    page.keyboard.press("Escape")
    expect(keys).to_have_count(0)
    expect(page.get_by_role("link", name="Inbox")).to_be_focused()

    page.get_by_role("link", name="Inbox").click()
    search = page.get_by_role("searchbox")
    search.press("?")
    expect(search).to_have_value("?")
    expect(keys).to_have_count(0)


def test_a_number_and_a_reference_are_copied_by_one_click(page: Page, house: Running, clinic: Clinic) -> None:
    slot = clinic.free_slot()
    booking = clinic.book("Kim Kopie", slot, phone="+31612345851")
    turn_to(page, house, slot.day)
    panel = open_card(page, "Kim Kopie")
    panel.get_by_role("button", name="Copy the number").click()
    expect(panel.get_by_text("Copied")).to_be_visible()
    assert copied(page) == "+31612345851"

    panel.get_by_role("button", name="Copy the reference").click()
    page.wait_for_function(
        "(number) => navigator.clipboard.readText().then((text) => text !== number)", arg="+31612345851"
    )
    reference = clinic.ask("query ($id: ID!) { node(id: $id) { ... on Booking { reference } } }", id=booking)
    assert copied(page) == reference["node"]["reference"]


def copied(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text
