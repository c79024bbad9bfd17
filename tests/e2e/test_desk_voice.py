"""The front desk as a screen reader has it: by the browser's accessibility tree, which is all that is read out."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.agenda_page import card_of, panel_of, turn_to, wait_for_found
from tests.e2e.desk_clinic import Clinic
from tests.e2e.desk_page import desk
from tests.e2e.running import Running
from tests.e2e.test_desk_inbox import somebody

pytestmark = pytest.mark.e2e

Node = Mapping[str, Any]


@pytest.fixture
def page(browser: Browser, house: Running) -> Iterator[Page]:
    with desk(browser, house, "receptionist") as page:
        yield page


def heard(page: Page) -> dict[str, Node]:
    """Everything a screen reader is given, by id: what is hidden from it is left out."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return {str(one["nodeId"]): one for one in nodes}


def said(node: Node, of: str) -> str:
    return str(node.get(of, {}).get("value", ""))


def named(nodes: Mapping[str, Node], role: str, name: str) -> list[Node]:
    shown = [one for one in nodes.values() if not one["ignored"]]
    return [one for one in shown if said(one, "role") == role and re.search(name, said(one, "name"))]


def around(nodes: Mapping[str, Node], node: Node) -> Iterator[Node]:
    while node.get("parentId") in nodes:
        node = nodes[node["parentId"]]
        yield node


def row(page: Page, name: str) -> Any:
    return page.get_by_role("region", name="Conversations", exact=True).get_by_role("link", name=re.compile(name))


def test_an_appointment_is_heard_with_whom_and_when_it_is(page: Page, house: Running, clinic: Clinic) -> None:
    slot = clinic.free_slot()
    clinic.book("Vera Stem", slot)
    turn_to(page, house, slot.day)
    expect(card_of(page, "Vera Stem")).to_be_visible()

    nodes = heard(page)
    [card] = named(nodes, "button", "Vera Stem")
    groups = [said(one, "name") for one in around(nodes, card) if said(one, "role") == "group"]
    assert groups == [f"{clinic.doctor_name}, {slot.day:%A} {slot.day.day} {slot.day:%B}"]


def test_a_new_appointment_begins_where_the_patient_is_named(page: Page, house: Running) -> None:
    turn_to(page, house)
    page.keyboard.press("n")

    expect(panel_of(page).get_by_label("Patient")).to_be_focused()


def test_who_was_chosen_has_the_focus_and_is_heard(page: Page, house: Running, clinic: Clinic) -> None:
    clinic.patient("Vita Gekozen")
    turn_to(page, house)
    page.keyboard.press("n")
    page.keyboard.type("gekozen")
    wait_for_found(page, "Vita Gekozen")
    page.keyboard.press("Enter")

    expect(panel_of(page).get_by_role("group", name="Patient")).to_be_focused()
    expect(panel_of(page).get_by_role("group", name="Patient")).to_contain_text("Vita Gekozen")


def test_what_is_said_of_a_step_has_a_place_that_was_there_before(page: Page, house: Running) -> None:
    turn_to(page, house)
    page.get_by_role("button", name="Waitlist").click()
    expect(panel_of(page).get_by_text("Nobody waits for a time.")).to_be_visible()

    nodes = heard(page)
    [dialog] = named(nodes, "dialog", "Waitlist")
    places = [one for one in nodes.values() if said(one, "role") == "status" and dialog in around(nodes, one)]
    assert len(places) == 1
    assert {one["name"]: one["value"].get("value") for one in places[0]["properties"]}["live"] == "polite"


def test_a_conversation_opened_by_a_key_goes_on_where_one_writes(page: Page, house: Running) -> None:
    somebody(house, "31612345841", "Vos Toets")
    row(page, "Vos Toets").focus()
    page.keyboard.press("Enter")
    field = page.get_by_role("textbox", name="Message")
    expect(field).to_be_focused()

    [writing] = named(heard(page), "textbox", "^Message$")
    assert said(writing, "description") == "They last wrote: Can I talk to a person?"
    page.keyboard.press("Escape")
    expect(row(page, "Vos Toets")).to_be_focused()


def test_the_same_words_said_twice_are_read_out_twice(page: Page, house: Running) -> None:
    viola = somebody(house, "31612345842", "Viola Twee")
    row(page, "Viola Twee").click()
    conversation = page.get_by_role("article", name="Conversation")
    told = conversation.get_by_role("status", name="New message")
    expect(conversation.locator(".said-by.theirs")).to_have_count(1)
    viola.write("hello?")
    expect(told).to_have_text("Viola Twee writes: hello?")
    before = told.text_content()
    viola.write("hello?")

    expect(conversation.locator(".said-by.theirs")).to_have_count(3)
    expect(told).to_have_text("Viola Twee writes: hello?")
    assert told.text_content() != before


def test_how_many_a_tab_holds_is_heard_apart_from_its_name(page: Page, house: Running) -> None:
    somebody(house, "31612345843", "Vlora Tel")
    expect(row(page, "Vlora Tel")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile(r"^Unread \d+$"))).to_be_visible()
