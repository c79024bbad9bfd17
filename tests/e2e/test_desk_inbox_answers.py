"""The desk's inbox: a certain message is answered, and a conversation is put back as unread."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.e2e.desk_page import desk
from tests.e2e.patient import Patient
from tests.e2e.running import Running

pytestmark = pytest.mark.e2e

QUESTION, ANSWER = "Shall I come by car?", "Better by tram"


@pytest.fixture
def page(house: Running, browser: Browser) -> Iterator[Page]:
    with desk(browser, house, "receptionist", path="/desk/inbox") as page:
        yield page


def asked(house: Running, number: str, name: str) -> Patient:
    """A patient who asked for a person, then something else, and then wrote on."""
    patient = Patient(house.sandbox, number)
    patient.write("Can I talk to a person?", name=name)
    patient.hears(lambda said: "colleague" in str(said), "that a colleague will answer")
    for text in (QUESTION, "And shall I bring my letter?"):
        patient.write(text)
    return patient


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name="Conversations", exact=True).get_by_role("listitem").filter(has_text=name)


def opened(page: Page, name: str) -> Locator:
    row(page, name).get_by_role("link").click()
    conversation = page.get_by_role("article", name="Conversation")
    expect(conversation.get_by_role("heading", name=name)).to_be_visible()
    expect(conversation.locator(".said-by", has_text="my letter")).to_be_visible()
    return conversation


def test_a_certain_message_is_answered_and_the_phone_shows_which(page: Page, house: Running) -> None:
    ana = asked(house, "31612345701", "Ana Jansen")
    conversation = opened(page, "Ana Jansen")
    field = conversation.get_by_role("textbox", name="Message")
    answering = conversation.get_by_role("group", name="Answers this message")
    bubble = conversation.locator(".said-by.theirs", has_text=QUESTION)

    bubble.hover()
    bubble.get_by_role("button", name="Answer this message").click()
    expect(answering).to_contain_text(QUESTION)
    expect(field).to_be_focused()
    answering.get_by_role("button", name="Answer no message in particular").click()
    expect(answering).to_have_count(0)
    bubble.get_by_role("button", name="Answer this message").focus()  # as the Tab key comes to it
    page.keyboard.press("Enter")
    page.keyboard.type(ANSWER)
    page.keyboard.press("Enter")

    expect(answering).to_have_count(0)
    heard = ana.hears(lambda said: said["text"] == ANSWER, "the answer")
    assert heard["context"]["text"] == QUESTION
    ours = conversation.locator(".said-by.ours:not(.unsent)", has_text=ANSWER)
    expect(ours.get_by_role("button", name=f"Quoted: {QUESTION}")).to_be_visible()
    ours.get_by_role("button", name=f"Quoted: {QUESTION}").click()
    expect(bubble).to_have_class(re.compile("pointed-at"))


def test_what_is_answered_stays_with_its_conversation_until_it_is_sent(page: Page, house: Running) -> None:
    asked(house, "31612345702", "Bas Visser")
    asked(house, "31612345703", "Cor Mulder")
    conversation = opened(page, "Bas Visser")
    answering = conversation.get_by_role("group", name="Answers this message")
    conversation.get_by_role("button", name="Note for colleagues").click()
    bubble = conversation.locator(".said-by.theirs", has_text=QUESTION)
    bubble.hover()
    bubble.get_by_role("button", name="Answer this message").click()
    expect(conversation.get_by_role("textbox", name="Message")).to_be_focused()  # a note answers nobody

    opened(page, "Cor Mulder")
    expect(answering).to_have_count(0)
    opened(page, "Bas Visser")
    expect(answering).to_contain_text(QUESTION)


def test_what_was_read_is_put_back_as_unread_and_stays_so_until_it_is_opened(page: Page, house: Running) -> None:
    asked(house, "31612345704", "Dirk Prins")
    unread = row(page, "Dirk Prins").get_by_label(re.compile("unread"))
    conversation = opened(page, "Dirk Prins")
    expect(unread).to_have_count(0)

    conversation.get_by_role("button", name="Mark as unread").click()
    expect(unread).to_be_visible()
    expect(conversation).to_have_count(0)
    page.reload()
    expect(unread).to_be_visible()
    opened(page, "Dirk Prins")
    expect(unread).to_have_count(0)
