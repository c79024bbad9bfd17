"""The front desk without a mouse and without eyes: a receptionist's whole job by keys, and what is read out."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.agenda_page import card_of, panel_of, turn_to
from tests.e2e.desk_clinic import Clinic
from tests.e2e.desk_page import desk
from tests.e2e.keyboard import Keyboard
from tests.e2e.patient import Patient
from tests.e2e.running import Running
from tests.e2e.scrolling import scroll_up

pytestmark = pytest.mark.e2e

LINES = 40  # more than one page of messages


@pytest.fixture
def page(browser: Browser, house: Running) -> Iterator[Page]:
    with desk(browser, house, "receptionist") as page:
        yield page


def asks(house: Running, number: str, name: str) -> Patient:
    patient = Patient(house.sandbox, number)
    patient.write("Can I talk to a person?", name=name)
    patient.hears(lambda said: "colleague" in str(said), "that a colleague will answer")
    return patient


def test_somebody_is_found_answered_booked_moved_and_cancelled_by_keys_alone(
    page: Page, house: Running, clinic: Clinic
) -> None:
    wanda = asks(house, "31612345901", "Wanda Toetsen")
    keyboard = Keyboard(page)
    keyboard.reaches(page.get_by_role("searchbox"))
    keyboard.writes("wanda")
    row = page.get_by_role("link", name=re.compile("Wanda Toetsen"))
    expect(row).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(row).to_be_focused()
    page.keyboard.press("Enter")
    conversation = page.get_by_role("article", name="Conversation")
    keyboard.reaches(conversation.get_by_role("textbox", name="Message"))
    keyboard.writes("When would suit you?")
    page.keyboard.press("Enter")
    wanda.hears_text("When would suit you?")

    keyboard.presses(page.get_by_role("link", name="Agenda", exact=True))
    expect(page.locator(".column").first).to_be_visible()
    page.keyboard.press("n")
    panel = panel_of(page)
    keyboard.reaches(panel.get_by_label("Patient"))
    keyboard.writes("toetsen")
    keyboard.presses(panel.get_by_role("button", name=re.compile("Wanda Toetsen")))
    keyboard.presses(panel.get_by_role("group", name="Free times", exact=True).get_by_role("button").first)
    keyboard.presses(panel.get_by_role("button", name=re.compile("^Book ")))
    expect(panel.get_by_role("heading", name="Wanda Toetsen")).to_be_visible()
    [booked] = clinic.starts_of("Wanda Toetsen")

    keyboard.presses(panel.get_by_role("button", name="Move…"))
    keyboard.presses(panel.get_by_role("group", name="Free times", exact=True).get_by_role("button").last)
    keyboard.presses(panel.get_by_role("button", name=re.compile("^Move to ")))
    expect(panel.get_by_role("status").filter(has_text="Moved to")).to_be_visible()
    assert clinic.starts_of("Wanda Toetsen") != [booked]

    keyboard.presses(panel.get_by_role("button", name="Cancel…"))
    keyboard.presses(panel.get_by_role("button", name="Cancel the appointment"))
    expect(panel.locator(".pill", has_text="Cancelled")).to_be_visible()
    expect(panel).to_be_focused()  # the button went: its panel has the keyboard still
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    assert page.evaluate("document.activeElement !== document.body")


def test_the_focus_goes_back_where_a_panel_or_a_form_was_opened(page: Page, house: Running, clinic: Clinic) -> None:
    slot = clinic.free_slot()
    clinic.book("Xander Terug", slot)
    turn_to(page, house, slot.day)
    keyboard = Keyboard(page)
    keyboard.presses(card_of(page, "Xander Terug"))
    expect(panel_of(page).get_by_role("heading", name="Xander Terug")).to_be_visible()
    page.keyboard.press("Escape")
    expect(card_of(page, "Xander Terug")).to_be_focused()
    waitlist = page.get_by_role("button", name="Waitlist")
    keyboard.reaches(waitlist, back=True)
    page.keyboard.press("Enter")
    keyboard.presses(panel_of(page).get_by_role("button", name="Close"))
    expect(waitlist).to_be_focused()


def test_the_focus_goes_into_a_form_of_the_settings_and_back(browser: Browser, house: Running) -> None:
    with desk(browser, house, "owner", path="/desk/settings/places") as page:
        page.goto(f"{house.api}/desk/settings/places")
        rooms = page.get_by_role("region", name="Rooms and devices")
        add = rooms.get_by_role("button", name="Add a room or device")
        keyboard = Keyboard(page)
        keyboard.presses(add)
        expect(rooms.get_by_label("Name", exact=True)).to_be_focused()
        keyboard.presses(rooms.get_by_role("button", name="Discard"))
        expect(add).to_be_focused()


def test_a_new_message_is_read_out_once_and_what_was_there_before_is_not(page: Page, house: Running) -> None:
    yara = asks(house, "31612345902", "Yara Luistert")
    for count in range(LINES - 1):
        yara.write(f"line {count} of many")
    time.sleep(1.1)  # WhatsApp tells time by the second: what is of the same one stands as it came
    yara.write(f"line {LINES - 1} of many")
    page.get_by_role("link", name=re.compile(f"Yara Luistert.*line {LINES - 1} of many")).click()
    conversation = page.get_by_role("article", name="Conversation")
    log, told = conversation.get_by_role("log"), conversation.get_by_role("status", name="New message")
    expect(log.get_by_text(f"line {LINES - 1} of many", exact=True)).to_be_visible()
    scroll_up(log, 0)
    expect(log.get_by_text("line 1 of many", exact=True)).to_be_attached()
    expect(told).to_have_text("")
    expect(log).to_have_attribute("aria-live", "off")

    yara.write("and one thing more")

    expect(told).to_have_text("Yara Luistert writes: and one thing more")


def test_what_arrives_elsewhere_is_read_out_as_a_number(page: Page, house: Running) -> None:
    page.get_by_role("link", name="To do").click()
    asks(house, "31612345903", "Zoë Elders")

    expect(page.get_by_role("status").filter(has_text=re.compile(r"conversations? (is|are) unread\."))).to_be_attached()
