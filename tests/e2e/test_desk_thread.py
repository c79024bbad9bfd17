"""A conversation at the desk: a message stands once, what is quoted is found, an address is shown as what it is."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.e2e.desk_clinic import Clinic
from tests.e2e.desk_page import desk
from tests.e2e.late_line import LateLine
from tests.e2e.running import Running, wait_for
from tests.e2e.test_desk_inbox import somebody

pytestmark = pytest.mark.e2e

CONVERSATIONS = "query ($clinic: ID!) { conversations(clinicId: $clinic, first: 50) { nodes { id patient { name } } } }"
MESSAGES = """query ($id: ID!) { node(id: $id) { ... on Conversation { messages(last: 100) {
    nodes { id body } } } } }"""
SEND = """mutation ($input: MessageSendInput!) { messageSend(input: $input) {
    message { id } userErrors { code message } } }"""
LINES = 75  # two pages of messages, and some


@pytest.fixture
def page(browser: Browser, house: Running) -> Iterator[Page]:
    with desk(browser, house, "receptionist", path="/desk/inbox") as page:
        yield page


def opened(page: Page, name: str) -> Locator:
    page.get_by_role("region", name="Conversations", exact=True).get_by_role("link").filter(has_text=name).click()
    conversation = page.get_by_role("article", name="Conversation")
    expect(conversation.get_by_role("heading", name=name)).to_be_visible()
    return conversation


def said_in(clinic: Clinic, name: str) -> tuple[str, dict[str, str]]:
    """Return the conversation's id, and its messages' by what they say."""
    found = clinic.ask(CONVERSATIONS, clinic=clinic.id)["conversations"]["nodes"]
    [conversation] = [str(one["id"]) for one in found if one["patient"]["name"] == name]
    nodes = clinic.ask(MESSAGES, id=conversation)["node"]["messages"]["nodes"]
    return conversation, {str(one["body"]): str(one["id"]) for one in nodes}


def test_an_answer_whose_news_comes_before_its_reply_stands_once(page: Page, house: Running, clinic: Clinic) -> None:
    line = LateLine.of(page)
    somebody(house, "31612345821", "Een Keer")
    page.goto(f"{house.api}/desk/inbox")
    conversation = opened(page, "Een Keer")
    field = conversation.get_by_role("textbox", name="Message")
    expect(field).to_be_visible()
    line.hold("MessageSend")
    for _ in range(2):
        field.fill("Until tomorrow")
        field.press("Enter")
    line.wait()
    told = conversation.locator(".said-by:not(.unsent)", has_text="Until tomorrow")
    expect(told).to_have_count(1)  # of the first one the news is here, its reply is not

    expect(conversation.locator(".said-by", has_text="Until tomorrow")).to_have_count(2, timeout=1_000)
    line.pass_on()
    expect(told).to_have_count(2)
    expect(conversation.locator(".unsent")).to_have_count(0)
    expect(conversation.locator(".said-by", has_text="Until tomorrow")).to_have_count(2)


def test_a_press_on_what_is_quoted_leads_back_to_what_was_said_long_ago(
    page: Page, house: Running, clinic: Clinic
) -> None:
    patient = somebody(house, "31612345822", "Lang Geleden")
    for number in range(LINES):
        patient.write(f"line {number:02}")
    wait_for(lambda: f"line {LINES - 1:02}" in said_in(clinic, "Lang Geleden")[1])
    conversation_id, messages = said_in(clinic, "Lang Geleden")
    wish = {"conversationId": conversation_id, "body": "As to that: yes", "replyToMessageId": messages["line 01"]}
    assert clinic.ask(SEND, input=wish)["messageSend"]["userErrors"] == []

    page.goto(f"{house.api}/desk/inbox")
    conversation = opened(page, "Lang Geleden")
    expect(conversation.locator(".said-by", has_text="line 01")).to_have_count(1)  # the quote alone
    conversation.get_by_role("button", name="Quoted: line 01").click()

    line = conversation.locator(".said-by.theirs", has_text="line 01")
    expect(line).to_be_in_viewport()
    expect(line).to_be_focused()


LINKS = (
    ("https://praxis.example/in\u202efdp.exe", "https://praxis.example/in%E2%80%AEfdp.exe"),
    ("https://praxis.example/a\u200bb", "https://praxis.example/a%E2%80%8Bb"),
    ("https://p\u0430ypal.example/x", "https://xn--pypal-4ve.example/x"),
    ("https://praxis-m\u00fcller.example/\u00fcber", "https://praxis-m\u00fcller.example/\u00fcber"),
)


def test_an_address_is_shown_as_what_it_leads_to(page: Page, house: Running) -> None:
    patient = somebody(house, "31612345823", "Linda Link")
    for at, (written, _) in enumerate(LINKS):
        patient.write(f"see {at} {written}")
    patient.write("then https://bank.example@evil.example/ and that is all")
    page.goto(f"{house.api}/desk/inbox")
    conversation = opened(page, "Linda Link")
    expect(conversation.locator(".words", has_text="that is all")).to_be_visible()

    for at, (_, shown) in enumerate(LINKS):
        link = conversation.locator(".words", has_text=f"see {at} ").locator("a")
        assert link.text_content() == shown
        assert link.evaluate("(one) => getComputedStyle(one).unicodeBidi") == "isolate"
    expect(conversation.locator(".words", has_text="that is all").locator("a")).to_have_count(0)
