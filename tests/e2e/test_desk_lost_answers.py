"""The desk after an answer was lost: what was done is said and shown, what was changed is not done on top unasked."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.e2e.agenda_page import choose_time, panel_of, turn_to
from tests.e2e.desk_clinic import Clinic
from tests.e2e.desk_page import desk
from tests.e2e.running import HTTP, Running
from tests.e2e.test_desk_inbox import ACCOUNT, TEMPLATE, somebody

pytestmark = pytest.mark.e2e

PATIENTS = """query ($clinic: ID!, $name: String!) {
    patients(clinicId: $clinic, where: { contains: $name }) { nodes { name } } }"""
WAITING = "query ($clinic: ID!) { waitlist(clinicId: $clinic, first: 50) { nodes { patient { name } firstDay } } }"
BOOKINGS = """query ($clinic: ID!) { bookings(clinicId: $clinic, first: 100) {
    nodes { startsAt patient { name } } } }"""
CHANNELS = "query ($id: ID!) { channels(clinicId: $id) { nodes { id } } }"
SYNC = "mutation ($id: ID!) { templateSync(channelId: $id) { userErrors { code } } }"
LOST = "The server cannot be reached"
WENT_THROUGH = "What you sent before that went through after all"


LINE = """
const ask = window.fetch;
window.lost = null;
window.fetch = async (...asked) => {
  const { document, arrives } = window.lost ?? {};
  if (!document || !String(asked[1]?.body).includes(`"${document}"`)) return ask(...asked);
  window.lost = null;
  if (arrives) await ask(...asked);
  throw new TypeError("Failed to fetch");
};
"""


@pytest.fixture
def page(browser: Browser, house: Running) -> Iterator[Page]:
    with desk(browser, house, "receptionist", locale="en-US") as page:
        page.add_init_script(LINE)
        yield page


def lose(page: Page, document: str, *, arrives: bool = True) -> None:
    """Lose the next answer of a document, after the server did what it says; or the request itself before that."""
    page.evaluate("(lost) => { window.lost = lost }", {"document": document, "arrives": arrives})


def names(clinic: Clinic, name: str) -> list[str]:
    found = clinic.ask(PATIENTS, clinic=clinic.id, name=name)["patients"]["nodes"]
    return sorted(str(one["name"]) for one in found)


def begin(page: Page, house: Running) -> Locator:
    turn_to(page, house)
    page.get_by_role("button", name="New appointment").first.click()
    return panel_of(page)


def add_patient(panel: Locator, name: str) -> None:
    panel.get_by_label("Name", exact=True).fill(name)
    panel.get_by_role("button", name="Add the patient").click()


def test_a_patient_who_was_added_after_all_is_shown_and_taken(page: Page, house: Running, clinic: Clinic) -> None:
    panel = begin(page, house)
    panel.get_by_role("button", name="Somebody new").click()
    lose(page, "PatientMade")
    add_patient(panel, "Wilma Eerst")
    expect(panel.get_by_text(LOST)).to_be_visible()

    add_patient(panel, "Wilma Tweede")
    expect(panel.get_by_role("alert")).to_contain_text(WENT_THROUGH)
    assert names(clinic, "Wilma") == ["Wilma Eerst"]
    panel.get_by_role("button", name="Take Wilma Eerst").click()

    expect(panel.locator(".chosen")).to_contain_text("Wilma Eerst")
    assert names(clinic, "Wilma") == ["Wilma Eerst"]


def test_after_it_was_said_another_patient_is_added_too(page: Page, house: Running, clinic: Clinic) -> None:
    panel = begin(page, house)
    panel.get_by_role("button", name="Somebody new").click()
    lose(page, "PatientMade")
    add_patient(panel, "Xandra Eerst")
    expect(panel.get_by_text(LOST)).to_be_visible()
    add_patient(panel, "Xandra Tweede")
    expect(panel.get_by_role("alert")).to_contain_text(WENT_THROUGH)

    panel.get_by_role("button", name="Add the patient").click()

    expect(panel.locator(".chosen")).to_contain_text("Xandra Tweede")
    assert names(clinic, "Xandra") == ["Xandra Eerst", "Xandra Tweede"]


def test_what_never_arrived_is_sent_as_it_was_changed(page: Page, house: Running, clinic: Clinic) -> None:
    panel = begin(page, house)
    panel.get_by_role("button", name="Somebody new").click()
    lose(page, "PatientMade", arrives=False)
    add_patient(panel, "Yara Eerst")
    expect(panel.get_by_text(LOST)).to_be_visible()

    add_patient(panel, "Yara Tweede")

    expect(panel.locator(".chosen")).to_contain_text("Yara Tweede")
    assert names(clinic, "Yara") == ["Yara Tweede"]


def test_who_was_put_on_the_waitlist_after_all_stands_there(page: Page, house: Running, clinic: Clinic) -> None:
    clinic.patient("Wanda Wacht")
    turn_to(page, house)
    page.get_by_role("button", name="Waitlist").click()
    panel = panel_of(page)
    panel.get_by_role("button", name="Put somebody on the list").click()
    panel.get_by_label("Patient").fill("Wanda")
    panel.get_by_role("button", name=re.compile("Wanda Wacht")).click()
    lose(page, "Awaited")
    panel.get_by_role("button", name="Put on the list").click()
    expect(panel.get_by_text(LOST)).to_be_visible()

    panel.get_by_label("Not before").fill("2031-03-03")
    panel.get_by_role("button", name="Put on the list").click()

    expect(panel.get_by_role("alert")).to_contain_text(WENT_THROUGH)
    expect(panel.get_by_role("listitem").filter(has_text="Wanda Wacht")).to_have_count(1)
    found = clinic.ask(WAITING, clinic=clinic.id)["waitlist"]["nodes"]
    assert [one["firstDay"] for one in found if one["patient"]["name"] == "Wanda Wacht"] == [None]


def test_what_was_booked_after_all_is_shown_and_not_booked_twice(page: Page, house: Running, clinic: Clinic) -> None:
    clinic.patient("Bea Boekt")
    first, second = clinic.free_slots(2)
    panel = begin(page, house)
    panel.get_by_label("Patient").fill("Bea Boekt")
    panel.get_by_role("button", name=re.compile("Bea Boekt")).click()
    panel.get_by_role("combobox", name="With", exact=True).select_option(clinic.doctor)
    choose_time(panel, first)
    lose(page, "Booked")
    panel.get_by_role("button", name=re.compile("^Book ")).click()
    expect(panel.get_by_text(LOST)).to_be_visible()

    choose_time(panel, second)
    panel.get_by_role("button", name=re.compile("^Book ")).click()

    expect(page.get_by_text(WENT_THROUGH)).to_be_visible()
    expect(panel_of(page).get_by_role("heading", name="Bea Boekt")).to_be_visible()
    assert clinic.starts_of("Bea Boekt") == [first.starts_at]


def open_conversation(page: Page, house: Running, name: str) -> Locator:
    page.goto(f"{house.api}/desk/inbox")
    page.get_by_role("region", name="Conversations", exact=True).get_by_role("link").filter(has_text=name).click()
    conversation = page.get_by_role("article", name="Conversation")
    expect(conversation.get_by_role("heading", name=name)).to_be_visible()
    return conversation


def test_a_note_that_was_kept_after_all_is_shown(page: Page, house: Running) -> None:
    somebody(house, "31612345811", "Nora Notitie")
    conversation = open_conversation(page, house, "Nora Notitie")
    conversation.get_by_role("button", name="Note for colleagues").click()
    field = conversation.get_by_role("textbox", name="Note")
    lose(page, "NoteAdd")
    field.fill("Rings back at ten")
    field.press("Enter")
    expect(conversation.get_by_text(LOST)).to_be_visible()

    field.fill("Rings back at eleven")
    field.press("Enter")

    expect(conversation.get_by_role("alert")).to_contain_text(WENT_THROUGH)
    expect(conversation.locator(".note")).to_have_count(1)
    expect(conversation.locator(".note")).to_contain_text("ten")
    expect(field).to_have_value("Rings back at eleven")


def test_a_template_that_went_out_after_all_is_said(page: Page, house: Running, clinic: Clinic) -> None:
    headers = {"authorization": "Bearer demo-meta-access-token"}
    address = f"{house.sandbox}/meta/v23.0/{ACCOUNT}/message_templates"
    HTTP.post(address, json=TEMPLATE, headers=headers).raise_for_status()
    [channel] = clinic.ask(CHANNELS, id=clinic.id)["channels"]["nodes"]
    clinic.ask(SYNC, id=channel["id"])
    truus = somebody(house, "31612345812", "Truus Sjabloon")
    conversation = open_conversation(page, house, "Truus Sjabloon")
    conversation.get_by_role("button", name="Template", exact=True).click()
    choice = page.get_by_role("dialog")
    choice.get_by_label("Gap 1").fill("Truus")
    lose(page, "MessageSendTemplate")
    choice.get_by_label("It cannot wait").check()
    choice.get_by_role("button", name="Send the template").click()
    expect(choice.get_by_text(LOST)).to_be_visible()

    choice.get_by_label("Gap 1").fill("Mrs Sjabloon")
    choice.get_by_role("button", name="Send the template").click()

    expect(choice.get_by_role("alert")).to_contain_text(WENT_THROUGH)
    truus.hears(lambda said: "Hello Truus" in str(said), "the template")
    choice.get_by_role("button", name="Send none").click()
    expect(conversation.locator(".said-by", has_text="please write to us")).to_have_count(1)
