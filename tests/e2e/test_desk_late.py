"""The desk on a slow line: an answer that comes late takes nothing back, and quick steps keep their order."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.e2e.agenda_page import open_card, panel_of, turn_to, wait_for_found
from tests.e2e.desk_clinic import Clinic
from tests.e2e.desk_page import desk
from tests.e2e.late_line import LateLine
from tests.e2e.patient import Patient
from tests.e2e.running import Running

pytestmark = pytest.mark.e2e

CONVERSATIONS = """query ($clinic: ID!) { conversations(clinicId: $clinic, first: 100) {
    nodes { id patient { name } labels { name } } } }"""
CLOSE = """mutation ($id: ID!) { conversationClose(conversationId: $id) {
    conversation { state } userErrors { code } } }"""
LABEL = "mutation ($input: LabelSaveInput!) { labelSave(input: $input) { label { id } userErrors { code } } }"


@pytest.fixture
def page(browser: Browser, house: Running) -> Iterator[Page]:
    with desk(browser, house, "receptionist", path="/desk/inbox") as page:
        yield page


def somebody(house: Running, number: str, name: str) -> None:
    """Let a patient ask for a person."""
    patient = Patient(house.sandbox, number)
    patient.write("Can I talk to a person?", name=name)
    patient.hears(lambda said: "colleague" in str(said), "that a colleague will answer")


def conversation_of(clinic: Clinic, name: str) -> dict[str, object]:
    found = clinic.ask(CONVERSATIONS, clinic=clinic.id)["conversations"]["nodes"]
    return next(dict(one) for one in found if one["patient"]["name"] == name)


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name="Conversations", exact=True).get_by_role("link").filter(has_text=name)


@pytest.mark.parametrize(("held", "number", "name"), [
    ("ConversationHead", "31612345801", "Jip Vroeger"),
    ("TakeOver", "31612345802", "Jet Later"),
])  # fmt: skip
def test_a_late_answer_takes_back_nothing_of_what_a_colleague_did_meanwhile(
    page: Page, house: Running, clinic: Clinic, held: str, number: str, name: str
) -> None:
    line = LateLine.of(page)
    somebody(house, number, name)
    page.goto(f"{house.api}/desk/inbox")
    row(page, name).click()
    expect(page.get_by_role("button", name="Take over")).to_be_visible()
    expect(row(page, name).get_by_label("unread")).to_have_count(0)  # noting it as read is told, too
    page.get_by_role("link", name="Inbox").click()
    line.hold(held)
    row(page, name).click()
    if held == "TakeOver":
        page.get_by_role("button", name="Take over").click()
    line.wait()

    clinic.ask(CLOSE, id=conversation_of(clinic, name)["id"])
    reopen = page.get_by_role("button", name="Reopen")
    expect(reopen).to_be_visible()
    line.pass_on()

    expect(reopen).to_be_visible()


def test_labels_that_are_ticked_quickly_are_put_on_in_their_order(page: Page, house: Running, clinic: Clinic) -> None:
    line = LateLine.of(page)
    somebody(house, "31612345803", "Joep Gauw")
    for label in ("Insurance", "Call back"):
        clinic.ask(LABEL, input={"clinicId": clinic.id, "name": label, "colour": "#0f766e"})
    page.goto(f"{house.api}/desk/inbox")
    row(page, "Joep Gauw").click()
    page.get_by_role("group", name="What to do with").get_by_role("button", name="Labels").click()
    line.hold("LabelsSet", beforehand=True)

    page.get_by_role("checkbox", name="Insurance").check()
    line.wait()
    line.hold("")  # the second has a quick line
    page.get_by_role("checkbox", name="Call back").check()
    page.wait_for_timeout(1_000)
    line.pass_on()

    expect(page.get_by_role("article", name="Conversation").locator(".label-chip")).to_have_count(2)
    labels = conversation_of(clinic, "Joep Gauw")["labels"]
    assert isinstance(labels, list)
    assert {one["name"] for one in labels} == {"Insurance", "Call back"}


def test_of_a_day_whose_times_are_on_their_way_none_of_the_day_before_are_offered(
    page: Page, house: Running, clinic: Clinic
) -> None:
    line = LateLine.of(page)
    slot = clinic.free_slot()
    clinic.book("Daan Dagen", slot)
    turn_to(page, house, slot.day)
    panel = open_card(page, "Daan Dagen")
    panel.get_by_role("button", name="Move…").click()
    times = panel.get_by_role("group", name="Free times", exact=True).get_by_role("button")
    expect(times.first).to_be_visible()
    line.hold("FreeTimes")
    panel.get_by_role("group", name="Days with free times").get_by_role("button", disabled=False).last.click()
    line.wait()

    expect(times).to_have_count(0)
    line.pass_on()
    expect(times.first).to_be_visible()


def test_enter_takes_no_patient_who_was_found_by_other_words(page: Page, house: Running, clinic: Clinic) -> None:
    line = LateLine.of(page)
    for name in ("Ada Eerste", "Bea Tweede"):
        clinic.patient(name)
    turn_to(page, house)
    page.keyboard.press("n")
    panel = panel_of(page)
    field, chosen = panel.get_by_label("Patient"), panel.locator(".chosen")
    field.fill("eerste")
    expect(panel.get_by_role("button", name=re.compile("Ada Eerste"))).to_be_visible()
    line.hold("PatientSearch")
    field.fill("tweede")
    field.press("Enter")
    expect(chosen).to_have_count(0)
    line.wait()
    field.press("Enter")
    expect(chosen).to_have_count(0)

    line.pass_on()
    wait_for_found(page, "Bea Tweede")
    field.press("Enter")
    expect(chosen).to_contain_text("Bea Tweede")


def test_on_the_waitlist_a_step_is_over_once_what_it_left_is_shown(page: Page, house: Running, clinic: Clinic) -> None:
    line = LateLine.of(page)
    clinic.await_time("Wies Wacht", clinic.free_slot().day)
    page.goto(f"{house.api}/desk/agenda")
    page.get_by_role("button", name="Waitlist").click()
    waiting = page.get_by_role("dialog").get_by_role("listitem").filter(has_text="Wies Wacht")
    take_off = waiting.get_by_role("button", name="Take off")
    expect(take_off).to_be_enabled()
    line.hold("Waiting")
    take_off.click()
    line.wait()
    page.wait_for_timeout(1_000)  # the step itself was answered long ago

    expect(take_off).to_be_disabled()
    line.pass_on()
    expect(waiting).to_have_count(0)
    expect(page.get_by_text("Taken off the list.")).to_be_visible()
