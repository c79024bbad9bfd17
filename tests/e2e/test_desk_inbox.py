"""The front desk's inbox as a receptionist uses it: a browser, the API and its worker, and patients on their phones."""

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, Route, expect
from tests.e2e.browser import PATIENCE_MILLISECONDS, note_complaints
from tests.e2e.patient import Patient
from tests.e2e.running import HTTP, Running, wait_for
from tests.e2e.scrolling import scroll_up

pytestmark = pytest.mark.e2e

LINES = 45  # more than one page of messages
ACCOUNT = "200000000000001"
APPROVED = "query ($clinic: ID!) { templates(clinicId: $clinic, where: { status: APPROVED }) { totalCount } }"
TEMPLATE = {
    "name": "write_back",
    "language": "en",
    "category": "UTILITY",
    "components": [
        {"type": "BODY", "text": "Hello {{1}}, please write to us.", "example": {"body_text": [["Ana"]]}},
    ],
}


@dataclass
class Desk:
    """The inbox, open before somebody."""

    page: Page
    house: Running
    complaints: list[str] = field(default_factory=list)

    @property
    def list(self) -> Locator:
        return self.page.get_by_role("region", name="Conversations", exact=True)

    @property
    def conversation(self) -> Locator:
        return self.page.get_by_role("article", name="Conversation")

    @property
    def field(self) -> Locator:
        return self.conversation.get_by_role("textbox", name="Message")

    def row(self, name: str) -> Locator:
        return self.list.get_by_role("listitem").filter(has_text=name)

    def open(self, name: str) -> None:
        self.row(name).get_by_role("link").click()
        expect(self.conversation.get_by_role("heading", name=name)).to_be_visible()

    def bubble(self, text: str) -> Locator:
        return self.conversation.locator(".said-by", has_text=text).last

    def presses(self, name: str) -> None:
        self.conversation.get_by_role("button", name=name, exact=True).click()

    def turns_to(self, tab: str) -> None:
        group = self.list.get_by_role("group", name="Which conversations")
        group.get_by_role("button", name=re.compile(rf"^{re.escape(tab)}( \d+)?$")).click()


def opened(browser: Browser, house: Running, role: str = "receptionist") -> Desk:
    email, password = house.password_of(role)
    context = browser.new_context(viewport={"width": 1360, "height": 860}, locale="en-GB")
    context.request.post(f"{house.api}/login", data={"email": email, "password": password})
    desk = Desk(context.new_page(), house)
    desk.page.set_default_timeout(PATIENCE_MILLISECONDS)
    note_complaints(desk.page, house.api, desk.complaints, schemes=("data", "blob"))
    desk.page.goto(f"{house.api}/desk/inbox")
    expect(desk.list).to_be_visible()
    return desk


@pytest.fixture
def desk(house: Running, browser: Browser) -> Iterator[Desk]:
    """Open the inbox; whatever the browser complains of, or asks of others, fails the test."""
    desk = opened(browser, house)
    yield desk
    desk.page.context.close()
    assert desk.complaints == []


def of_owner(house: Running) -> tuple[str, str]:
    """Return the owner's token, and the clinic's id."""
    token = house.token_of("owner")
    viewer = house.query(token, "{ viewer { memberships { clinic { id } } } }")["viewer"]
    return token, viewer["memberships"][0]["clinic"]["id"]


def somebody(house: Running, number: str, name: str) -> Patient:
    """A patient who asked for a person, and was told that one will come."""
    patient = Patient(house.sandbox, number)
    patient.write("Can I talk to a person?", name=name)
    patient.hears(lambda said: "colleague" in str(said), "that a colleague will answer")
    return patient


def test_what_a_patient_writes_is_there_at_once_and_what_staff_answer_reaches_their_phone(desk: Desk) -> None:
    ana = somebody(desk.house, "31612345601", "Ana Jansen")
    expect(desk.row("Ana Jansen")).to_contain_text("Nobody")
    expect(desk.row("Ana Jansen").get_by_label(re.compile("unread"))).to_be_visible()

    desk.open("Ana Jansen")
    expect(desk.conversation).to_contain_text("The patient asked for a person.")
    expect(desk.row("Ana Jansen").get_by_label(re.compile("unread"))).to_have_count(0)
    ana.write("My arm hurts")
    expect(desk.bubble("My arm hurts")).to_be_visible()

    desk.field.fill("Hello Ana")
    desk.field.press("Shift+Enter")
    desk.field.press_sequentially("we look at it *today*")
    desk.field.press("Enter")
    expect(desk.field).to_have_value("")
    ana.hears(lambda said: "Hello Ana\nwe look at it *today*" in said["text"], "the answer")
    expect(desk.bubble("Hello Ana").get_by_role("img", name=re.compile("Delivered|Read"))).to_be_visible()
    expect(desk.bubble("Hello Ana").locator("strong")).to_have_text("today")
    expect(desk.row("Ana Jansen")).to_contain_text("Rik Smit")


def test_an_answer_that_comes_late_takes_nothing_back_of_what_was_told_meanwhile(desk: Desk) -> None:
    tim = somebody(desk.house, "31612345699", "Tim Bakker")
    desk.open("Tim Bakker")

    def is_sending(request: Request) -> bool:
        return "We call you" in (request.post_data or "")

    def hold_up(route: Route) -> None:
        if not is_sending(route.request):
            return route.continue_()
        answer = route.fetch()
        tim.hears(lambda said: said["text"] == "We call you", "the answer")
        time.sleep(3)  # so long the desk hears by its socket that it was delivered
        return route.fulfill(response=answer)

    desk.page.route("**/graphql", hold_up)
    desk.field.fill("We call you")
    with desk.page.expect_response(lambda response: is_sending(response.request)):
        desk.field.press("Enter")

    desk.page.unroute("**/graphql")
    expect(desk.bubble("We call you").get_by_role("img", name=re.compile("Delivered|Read"))).to_be_visible()


def test_older_messages_come_in_above_without_a_jump_and_new_ones_leave_a_reader_where_they_are(desk: Desk) -> None:
    jonas = somebody(desk.house, "31612345602", "Jonas Weber")
    for count in range(LINES):
        jonas.write(f"line {count} of many")
    time.sleep(1.1)  # WhatsApp tells time by the second: what is of the same one stands as it came
    jonas.write("and the last one")
    expect(desk.row("Jonas Weber")).to_contain_text("and the last one")
    desk.open("Jonas Weber")
    log = desk.conversation.get_by_role("log")
    expect(desk.bubble("and the last one")).to_be_in_viewport()

    oldest = desk.conversation.locator("[data-message]").first.get_attribute("data-message")
    mark = desk.conversation.locator(f'[data-message="{oldest}"]')
    scroll_up(log, 60)
    expect(desk.conversation.get_by_text("line 3 of many", exact=True)).to_be_attached()
    top = mark.bounding_box()
    assert top is not None
    assert (
        0 < top["y"] - (log.bounding_box() or top)["y"] < 200
    )  # where it stood when it was the oldest, to some pixels

    jonas.write("one thing more")
    desk.conversation.get_by_role("button", name=re.compile("1 new message")).click()
    expect(desk.bubble("one thing more")).to_be_in_viewport()


def test_a_picture_is_shown_and_a_document_is_fetched(desk: Desk) -> None:
    maria = somebody(desk.house, "31612345603", "Maria de Vries")
    desk.open("Maria de Vries")
    maria.send({"type": "image", "caption": "my arm"})
    picture = desk.bubble("my arm").get_by_role("button", name="Show the picture large")
    expect(picture.get_by_role("img")).to_have_js_property("complete", True)
    picture.click()
    expect(desk.page.get_by_role("dialog", name="Picture")).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(desk.page.get_by_role("dialog")).to_have_count(0)

    maria.send({"type": "document", "caption": "the letter"})
    expect(desk.bubble("the letter").get_by_role("button", name="a.pdf")).to_be_visible()
    with desk.page.expect_download() as fetched:
        desk.bubble("the letter").get_by_role("button", name="a.pdf").click()
    assert Path(fetched.value.path()).stat().st_size > 0

    maria.send({"type": "audio"})
    desk.conversation.get_by_role("button", name=re.compile("Play")).click()
    expect(desk.conversation.locator("audio")).to_be_visible()


def test_what_could_not_be_sent_stands_there_until_it_is(desk: Desk) -> None:
    lucia = somebody(desk.house, "31612345604", "Lucía Fernández")
    desk.open("Lucía Fernández")
    desk.page.context.set_offline(True)
    desk.field.fill("we will call you")
    desk.field.press("Enter")
    refused = desk.bubble("we will call you")
    expect(refused.get_by_role("alert")).to_contain_text("The server cannot be reached")

    desk.page.context.set_offline(False)
    refused.get_by_role("button", name="Try again").click()
    lucia.hears(lambda said: said["text"] == "we will call you", "what was sent again")
    expect(desk.conversation.get_by_role("alert")).to_have_count(0)
    expect(desk.conversation.locator(".said-by", has_text="we will call you")).to_have_count(1)
    desk.complaints[:] = [said for said in desk.complaints if "ERR_INTERNET_DISCONNECTED" not in said]


def test_a_draft_is_kept_while_somebody_looks_elsewhere_and_while_a_colleague_closes_it(desk: Desk) -> None:
    somebody(desk.house, "31612345605", "Giulia Rossi")
    somebody(desk.house, "31612345606", "Camille Laurent")
    desk.open("Giulia Rossi")
    desk.field.fill("half a thought")
    desk.open("Camille Laurent")
    expect(desk.field).to_have_value("")
    desk.open("Giulia Rossi")
    expect(desk.field).to_have_value("half a thought")

    key = desk.page.url.rsplit("/", 1)[1]
    document = "mutation ($id: ID!) { conversationClose(conversationId: $id) { userErrors { code } } }"
    desk.house.query(desk.house.token_of("owner"), document, {"id": key})
    expect(desk.conversation).to_contain_text("This conversation is closed.")
    desk.presses("Open it again")
    expect(desk.field).to_have_value("half a thought")


def test_a_canned_reply_is_filled_in_before_it_is_sent(desk: Desk) -> None:
    token, clinic = of_owner(desk.house)
    document = """mutation ($clinic: ID!) { cannedReplySave(input: {clinicId: $clinic, shortcut: "parking", texts: [
        {language: "en", body: "Hello {{patient.first_name}}, park behind {{clinic.name}}."}]}) {
        userErrors { code } } }"""
    desk.house.query(token, document, {"clinic": clinic})
    somebody(desk.house, "31612345607", "Pieter Bakker")
    desk.open("Pieter Bakker")

    desk.field.fill("/park")
    expect(desk.conversation.get_by_role("option", name="/parking")).to_be_visible()
    desk.field.press("Enter")

    expect(desk.field).to_have_value("Hello Pieter, park behind Praktijk Zuid.")


def test_after_a_day_a_template_is_chosen_filled_in_and_sent(desk: Desk) -> None:
    headers = {"authorization": "Bearer demo-meta-access-token"}
    made = HTTP.post(f"{desk.house.sandbox}/meta/v23.0/{ACCOUNT}/message_templates", json=TEMPLATE, headers=headers)
    made.raise_for_status()
    token, clinic = of_owner(desk.house)
    found = desk.house.query(token, "query ($id: ID!) { channels(clinicId: $id) { nodes { id } } }", {"id": clinic})
    document = "mutation ($id: ID!) { templateSync(channelId: $id) { userErrors { code } } }"
    desk.house.query(token, document, {"id": found["channels"]["nodes"][0]["id"]})
    wait_for(lambda: desk.house.query(token, APPROVED, {"clinic": clinic})["templates"]["totalCount"] > 0)
    fatima = somebody(desk.house, "31612345608", "Fatima El Amrani")
    a_day_goes_by(desk.house)

    desk.open("Fatima El Amrani")
    expect(desk.conversation).to_contain_text("WhatsApp takes an approved template only")
    desk.presses("Choose a template")
    choice = desk.page.get_by_role("dialog")
    choice.get_by_label("Gap 1").fill("Fatima")
    expect(choice).to_contain_text("Hello Fatima, please write to us.")
    choice.get_by_label("It cannot wait").check()
    choice.get_by_role("button", name="Send the template").click()

    expect(choice).to_have_count(0)
    fatima.hears(lambda said: "Hello Fatima, please write to us." in str(said), "the template")
    expect(desk.bubble("Hello Fatima, please write to us.")).to_be_visible()


def a_day_goes_by(house: Running) -> None:
    """Let everybody's last message be of two days ago."""
    with closing(sqlite3.connect(house.folder / "var" / "chatbookr.sqlite3", timeout=30)) as tables, tables:
        tables.execute("UPDATE conversation SET last_inbound_at = datetime(last_inbound_at, '-2 days') || '+00:00'")


def test_a_conversation_is_taken_given_labelled_put_off_and_closed(desk: Desk) -> None:
    token, clinic = of_owner(desk.house)
    document = """mutation ($clinic: ID!) { labelSave(input: {clinicId: $clinic, name: "Recall", colour: "#0f766e"}) {
        userErrors { code } } }"""
    desk.house.query(token, document, {"clinic": clinic})
    somebody(desk.house, "31612345609", "Sam Visser")
    desk.open("Sam Visser")

    desk.presses("Take over")
    expect(desk.row("Sam Visser")).to_contain_text("Rik Smit")
    desk.presses("Give to")
    desk.conversation.get_by_role("group", name="Give to").get_by_role("button", name="Dr Eva Vos").click()
    expect(desk.row("Sam Visser")).to_contain_text("Dr Eva Vos")
    desk.presses("Labels")
    desk.conversation.get_by_role("group", name="Labels").get_by_label("Recall").check()
    expect(desk.row("Sam Visser")).to_contain_text("Recall")
    desk.page.keyboard.press("Escape")

    desk.presses("Put off")
    desk.conversation.get_by_role("group", name="Put off").get_by_role("button", name="Until they write").click()
    expect(desk.row("Sam Visser")).to_have_count(0)
    desk.turns_to("Later")
    expect(desk.row("Sam Visser")).to_be_visible()
    desk.presses("Reopen")
    expect(desk.row("Sam Visser")).to_have_count(0)
    desk.presses("Close")
    desk.turns_to("Done")
    expect(desk.row("Sam Visser")).to_be_visible()


def test_a_note_is_for_colleagues_and_is_changed_and_taken_away_by_who_wrote_it(desk: Desk) -> None:
    noor = somebody(desk.house, "31612345610", "Noor Smits")
    desk.open("Noor Smits")
    heard = len(noor.heard())
    desk.presses("Note for colleagues")
    note_field = desk.conversation.get_by_role("textbox", name="Note")
    note_field.fill("Her brother calls back")
    note_field.press("Enter")
    note = desk.conversation.locator(".note")
    expect(note).to_contain_text("Her brother calls back")

    note.get_by_role("button", name="Edit").click()
    note.get_by_role("textbox").fill("Her brother calls on Monday")
    note.get_by_role("button", name="Save").click()
    expect(note).to_contain_text("Her brother calls on Monday")
    note.get_by_role("button", name="Delete").click()
    expect(note).to_have_count(0)
    assert len(noor.heard()) == heard


def test_colleagues_see_each_other_at_a_conversation(desk: Desk, browser: Browser) -> None:
    somebody(desk.house, "31612345611", "Bram Mulder")
    desk.open("Bram Mulder")
    other = opened(browser, desk.house, "owner")
    other.open("Bram Mulder")
    expect(desk.conversation).to_contain_text("Also here: Anna Bakker")

    def is_seen_typing() -> bool:
        other.field.press_sequentially("I am on it ")  # and on, as it is told for some seconds alone
        return "Typing: Anna Bakker" in desk.conversation.inner_text()

    wait_for(is_seen_typing)
    other.field.fill("")
    other.page.context.close()
    expect(desk.conversation).not_to_contain_text("Anna Bakker")
    assert other.complaints == []


def test_somebody_is_found_by_name_and_by_what_was_said(desk: Desk) -> None:
    eva = somebody(desk.house, "31612345612", "Eva Kuipers")
    eva.write("I have a referral letter from Dr Blom")
    expect(desk.row("Eva Kuipers")).to_contain_text("referral")
    search = desk.list.get_by_role("searchbox")
    search.fill("kuip")
    expect(desk.row("Eva Kuipers")).to_be_visible()
    expect(desk.list).to_contain_text("1 person")
    search.fill("referral blom")
    expect(desk.list).to_contain_text("Where it was said")
    expect(desk.row("Eva Kuipers")).to_be_visible()
    search.press("ArrowDown")
    search.press("Escape")
    expect(desk.list.get_by_role("button", name="All open")).to_be_visible()


def test_several_are_closed_at_once(desk: Desk) -> None:
    for number, name in (("31612345613", "Tess One"), ("31612345614", "Tess Two")):
        somebody(desk.house, number, name)
    desk.list.get_by_role("button", name="Select several").click()
    desk.list.get_by_role("checkbox", name="Select Tess One").check()
    desk.list.get_by_role("checkbox", name="Select Tess Two").check()
    desk.list.get_by_role("button", name="Close", exact=True).click()
    expect(desk.list).to_contain_text("Done to 2 conversations.")
    expect(desk.row("Tess One")).to_have_count(0)
    expect(desk.row("Tess Two")).to_have_count(0)


def test_on_a_narrow_screen_there_is_the_list_or_a_conversation_and_a_way_back(desk: Desk) -> None:
    somebody(desk.house, "31612345615", "Lars Meijer")
    desk.page.set_viewport_size({"width": 390, "height": 800})
    desk.open("Lars Meijer")
    expect(desk.list).to_be_hidden()
    assert desk.page.evaluate("document.documentElement.scrollWidth") == 390
    desk.conversation.get_by_role("link", name="Back to the list").click()
    expect(desk.row("Lars Meijer")).to_be_visible()


def test_two_desks_of_one_browser_both_hear_and_ask(desk: Desk) -> None:
    second = desk.page.context.new_page()
    second.goto(f"{desk.house.api}/desk/inbox")
    third = desk.page.context.new_page()
    third.goto(f"{desk.house.api}/desk/inbox")
    began = time.monotonic()
    somebody(desk.house, "31612345616", "Iris Hendriks")
    for page in (desk.page, second, third):
        expect(page.get_by_role("region", name="Conversations", exact=True)).to_contain_text("Iris Hendriks")
    assert time.monotonic() - began < PATIENCE_MILLISECONDS / 1000
