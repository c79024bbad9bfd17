"""Each page, panel and dialog of the front desk passes axe-core's rules of WCAG 2.2 A and AA, on a full day too."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e import busy_clinic
from tests.e2e.agenda_page import panel_of, point_at, turn_to
from tests.e2e.axe import Looks
from tests.e2e.desk_clinic import Clinic
from tests.e2e.desk_page import desk, patient_writes
from tests.e2e.patient import Patient
from tests.e2e.running import Running

pytestmark = pytest.mark.e2e

ANA, MAXI = busy_clinic.WRITERS[0], busy_clinic.WRITERS[1]


@pytest.fixture
def page(browser: Browser, house: Running) -> Iterator[Page]:
    with desk(browser, house, "owner") as page:
        yield page


def test_where_nothing_is_yet(page: Page, house: Running) -> None:
    looks = Looks(page)
    looks.at("an empty inbox")
    page.goto(f"{house.api}/desk/tasks")
    expect(page.get_by_text("Nothing waits for anybody.")).to_be_visible()
    looks.at("nothing to do")
    page.goto(f"{house.api}/desk/agenda/2027-01-02")
    expect(page.locator(".column").first).to_be_visible()
    looks.at("a closed day")
    assert looks.told == ""


def test_the_inbox(page: Page, house: Running, clinic: Clinic) -> None:
    busy_clinic.write(clinic)
    looks = Looks(page)
    page.get_by_role("region", name="Conversations").get_by_role("listitem").filter(has_text=MAXI[1]).wait_for()
    looks.at("a list of conversations")
    page.get_by_role("link", name=re.compile(re.escape(MAXI[1]))).click()
    conversation = page.get_by_role("article", name="Conversation")
    expect(conversation.get_by_role("textbox", name="Message")).to_be_visible()
    Patient(house.sandbox, MAXI[0]).send({"type": "image", "caption": "my arm"})
    conversation.get_by_role("button", name="Show the picture large").wait_for()
    looks.at("a conversation")
    page.get_by_role("button", name="Hide the patient").click()
    looks.at("a conversation alone")
    conversation.get_by_role("button", name="Take over").click()
    for name in ("Give to", "Put off"):
        conversation.get_by_role("button", name=name, exact=True).click()
        conversation.get_by_role("group", name=name).wait_for()
        looks.at(f"a conversation, {name}")
        page.keyboard.press("Escape")
    conversation.get_by_role("button", name="Show the picture large").click()
    page.get_by_role("dialog", name="Picture").wait_for()
    looks.at("a picture")
    page.keyboard.press("Escape")
    conversation.get_by_role("button", name="Template", exact=True).click()
    page.get_by_role("dialog").wait_for()
    looks.at("the templates")
    page.keyboard.press("Escape")
    conversation.get_by_role("button", name="Note for colleagues").click()
    looks.at("a note")
    page.get_by_role("searchbox").fill("heute")
    expect(page.get_by_text("Where it was said")).to_be_visible()
    looks.at("what was found")
    page.get_by_role("searchbox").press("Escape")
    page.get_by_role("button", name="Select several").click()
    page.get_by_role("checkbox", name="Select Ana Jansen").check()
    looks.at("several are selected")
    assert looks.told == ""


@pytest.fixture(scope="module")
def full_day(clinic: Clinic) -> date:
    return busy_clinic.fill(clinic)


def test_the_agenda(page: Page, house: Running, clinic: Clinic, full_day: date) -> None:
    looks = Looks(page)
    turn_to(page, house, full_day)
    page.locator("button.booking").first.wait_for()
    looks.at("a full day")
    page.locator(".people summary").click()
    looks.at("a full day, whose columns")
    page.keyboard.press("Escape")
    page.locator("button.booking").first.click()
    panel = panel_of(page)
    panel.get_by_role("button", name="Move…").wait_for()
    looks.at("an appointment")
    panel.get_by_role("button", name="Move…").click()
    panel.get_by_role("group", name="Free times", exact=True).get_by_role("button").first.click()
    looks.at("an appointment is moved")
    panel.get_by_role("button", name="Leave it").click()
    panel.get_by_role("button", name="Cancel…").click()
    looks.at("an appointment is cancelled")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    panel_of(page).get_by_role("button", name="Somebody new").click()
    looks.at("a new appointment")
    page.keyboard.press("Escape")
    point_at(page, 0, 3 * 60)
    panel_of(page).locator(".verdict li").first.wait_for()
    looks.at("a time that is not free")
    page.keyboard.press("Escape")
    clinic.await_time("Lena Wachtende", full_day)
    page.get_by_role("button", name="Waitlist").click()
    panel_of(page).get_by_role("listitem").first.wait_for()
    looks.at("the waitlist")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Week", exact=True).click()
    expect(page.locator(".column")).to_have_count(7)
    looks.at("a week")
    clinic.close(full_day)
    page.get_by_role("region", name="To be settled").wait_for()
    looks.at("what needs another time")
    assert looks.told == ""


def test_what_is_to_do(page: Page, house: Running, full_day: date) -> None:
    patient_writes(house, "Can I talk to a person?", number="31612345805", name="Nora Taak")
    looks = Looks(page)
    page.get_by_role("link", name="To do").click()
    page.locator(".card", has_text="Nora Taak").wait_for()
    looks.at("what is to do")
    assert looks.told == ""


@pytest.mark.parametrize("tab", ["hours", "services", "calendars", "people", "inbox", "whatsapp", "clinic", "places"])
def test_the_settings(page: Page, house: Running, full_day: date, tab: str) -> None:
    looks = Looks(page)
    page.goto(f"{house.api}/desk/settings/{tab}")
    page.locator("section.card").first.wait_for()
    page.wait_for_load_state("networkidle")
    looks.at(tab)
    adds = page.get_by_role("button", name=re.compile("^Add (a|an) "))
    while adds.count():
        adds.first.click()
    for change in page.get_by_role("button", name="Change", exact=True).all()[:1]:
        change.click()
    looks.at(f"{tab}, with its forms open")
    assert looks.told == ""


def test_what_covers_the_desk(page: Page) -> None:
    looks = Looks(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    looks.at("the list of keys")
    page.keyboard.press("Escape")
    page.context.clear_cookies()
    page.get_by_role("link", name="To do").dispatch_event("click")  # it may be covered already
    expect(page.get_by_role("alertdialog")).to_be_visible()
    looks.at("a session that is over")
    assert looks.told == ""
