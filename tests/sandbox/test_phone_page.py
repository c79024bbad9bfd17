import asyncio
import re
from collections.abc import AsyncIterator
from html.parser import HTMLParser

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect
from tests.e2e.browser import FLAGS, PATIENCE_MILLISECONDS, installed_chromium
from tests.sandbox.meta_sandbox import (
    MetaSandbox,
    buttons,
    interactive,
    meta_sandbox,
    over_a_socket,
    text,
)

from chatbookr_sandbox.meta.phone import KINDS, PAGE

LOOKS = 3_000
REFUSED = "the server responded with a status of 400"  # the browser notes every refusal, the page explains it
SECTIONS = [
    {"title": "Tue 13 Oct", "rows": [{"id": "t1", "title": "Tue 13 Oct 09:30", "description": "Dr Vos, 30 min"}]},
    {"title": "More", "rows": [{"id": "more", "title": "Another day"}]},
]
pytestmark = pytest.mark.asyncio(loop_scope="module")  # that of the browser, which a second loop could not drive


@pytest_asyncio.fixture(loop_scope="module")
async def sandbox() -> AsyncIterator[MetaSandbox]:
    async with meta_sandbox() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=installed_chromium(), args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def page(sandbox: MetaSandbox, browser: Browser) -> AsyncIterator[Page]:
    """A browser window on the phone, which fails the test on any script error or blocked resource."""
    problems: list[str] = []
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    async with over_a_socket(sandbox.app) as client:
        window = await browser.new_page(base_url=str(client.base_url), viewport={"width": 390, "height": 800})
        window.set_default_timeout(PATIENCE_MILLISECONDS)
        window.on("pageerror", lambda error: problems.append(str(error)))
        window.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
        await window.goto("/phone")
        await expect(window.get_by_test_id("clinic-name")).to_have_text("Praktijk Zuid (demo)")
        yield window
        await window.close()
    assert [each for each in problems if REFUSED not in each] == []


@pytest.mark.parametrize("name", ["", *(f"/{name}" for name in KINDS if name != "phone.html")])
async def test_every_file_is_served_under_a_strict_policy(sandbox: MetaSandbox, name: str) -> None:
    answer = await sandbox.http.get(f"/phone{name}")

    policy = answer.headers["content-security-policy"]
    assert answer.status_code == 200
    assert answer.headers["content-type"] == KINDS[name.removeprefix("/") or "phone.html"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", ["../phone.py", "%2e%2e%2fphone.py", "nothing.js"])
async def test_nothing_else_is_served(sandbox: MetaSandbox, name: str) -> None:
    assert (await sandbox.http.get(f"/phone/{name}")).status_code == 404


async def test_the_page_brings_nothing_from_elsewhere_and_nothing_inline() -> None:
    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.inline: list[str] = []
            self.places: list[str] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            self.inline += [name for name in given if name.startswith("on") or name == "style"]
            self.inline += [tag] if tag == "style" or (tag == "script" and "src" not in given) else []
            self.places += [value or "" for name, value in attrs if name in ("src", "href")]

    reader = Reader()
    reader.feed((PAGE / "phone.html").read_text("utf-8"))

    assert reader.inline == []
    assert all(place.startswith(("/phone/", "/calendar")) for place in reader.places)
    for name in KINDS:
        source = (PAGE / name).read_text("utf-8")
        assert not re.search(r"(@import|url\(|from \"http|innerHTML|eval\()", source)


@pytest.mark.e2e
async def test_words_go_out_and_ticks_climb(sandbox: MetaSandbox, page: Page) -> None:
    await page.get_by_test_id("phone-input").fill("hello")
    await page.get_by_test_id("phone-send").click()
    mine = page.locator("[data-testid=message][data-from=patient]")
    await expect(mine.get_by_test_id("tick")).to_have_attribute("data-status", "delivered")
    heard = (await sandbox.thread())[0]
    await mine.evaluate("bubble => { bubble.isKept = true; }")

    await sandbox.send({"messaging_product": "whatsapp", "status": "read", "message_id": heard["id"]})

    await expect(mine.get_by_test_id("tick")).to_have_attribute("data-status", "read")
    assert await mine.evaluate("bubble => bubble.isKept"), "a bubble made anew takes the focus from its buttons"
    await expect(mine.get_by_test_id("tick")).to_have_accessible_name("Read")
    assert sandbox.webhook.messages()[0]["text"]["body"] == "hello"
    assert sandbox.webhook.changes()[0]["contacts"][0]["profile"]["name"] == "Ana Jansen"


@pytest.mark.e2e
async def test_a_tick_stays_single_while_the_webhook_refuses(page: Page, sandbox: MetaSandbox) -> None:
    sandbox.webhook.statuses = [500] * 10_000

    await page.get_by_test_id("phone-input").fill("hello")
    await page.keyboard.press("Enter")

    await expect(page.get_by_test_id("tick")).to_have_attribute("data-status", "sent")


@pytest.mark.e2e
async def test_buttons_and_lists_are_tapped_and_what_is_shown_is_read(sandbox: MetaSandbox, page: Page) -> None:
    await sandbox.hear(text="hello")
    await sandbox.send(interactive("button", buttons("Book", "Cancel"), footer={"text": "Reply STOP to end"}))
    await page.get_by_test_id("reply-button").filter(has_text="Book").click()
    await expect(page.locator("[data-from=patient]").last.get_by_test_id("message-text")).to_have_text("Book")
    await sandbox.send(interactive("list", {"button": "See the times", "sections": SECTIONS}))

    await page.get_by_test_id("list-open").focus()
    await page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog", name="See the times")
    await expect(sheet.get_by_role("heading", name="Tue 13 Oct")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(sheet).to_be_hidden()
    await page.get_by_test_id("list-open").click()
    await page.get_by_test_id("list-row").filter(has_text="09:30").click()

    reply = page.locator("[data-from=patient]").last
    await expect(reply.get_by_test_id("message-text")).to_have_text("Tue 13 Oct 09:30")
    await expect(reply.locator("blockquote")).to_contain_text("Which?")
    await expect(sheet).to_be_hidden()
    for _ in range(LOOKS):
        if count_of_read(sandbox) == 2 and len(sandbox.webhook.messages()) == 3:
            break
        await asyncio.sleep(0.02)
    taps = [each["interactive"] for each in sandbox.webhook.messages()[1:]]
    assert count_of_read(sandbox) == 2
    assert [each[each["type"]]["id"] for each in taps] == ["b0", "t1"]


def count_of_read(sandbox: MetaSandbox) -> int:
    return [each["status"] for each in sandbox.webhook.statuses_told()].count("read")


@pytest.mark.e2e
async def test_markup_in_words_is_shown_as_words(sandbox: MetaSandbox, page: Page) -> None:
    hostile = "<img src=x onerror=alert(1)> *bold* [x](javascript:alert(1)) https://a.example/?q=1."
    await sandbox.hear(text="hello")

    await sandbox.send(text(hostile))

    shown = page.locator("[data-from=clinic]").get_by_test_id("message-text")
    await expect(shown).to_have_text(hostile.replace("*", ""))
    await expect(shown.locator("strong")).to_have_text("bold")
    await expect(shown.locator("img")).to_have_count(0)
    await expect(shown.locator("a")).to_have_attribute("href", "https://a.example/?q=1")


@pytest.mark.e2e
async def test_another_patient_and_another_clinic_can_be_chosen(sandbox: MetaSandbox, page: Page) -> None:
    await sandbox.http.post("/sandbox/meta/numbers", json={"verified_name": "Praxis Nord", "phone_number_id": "77"})
    await page.goto("/phone?patient=US.1349&name=Sam&number=77")
    await expect(page.get_by_test_id("clinic-name")).to_have_text("Praxis Nord")

    await page.get_by_test_id("say-hello").click()
    await expect(page.get_by_test_id("tick")).to_have_attribute("data-status", "delivered")
    await page.get_by_role("button", name="Whose phone this is").click()
    await page.get_by_label("Phone number").fill("+49 151 234567")
    await page.get_by_label("Name").fill("Jo")
    await page.get_by_test_id("use-identity").click()
    await page.get_by_test_id("say-hello").click()
    await expect(page.get_by_test_id("tick")).to_have_attribute("data-status", "delivered")

    said = sandbox.webhook.changes()
    assert [each["contacts"][0]["profile"]["name"] for each in said] == ["Sam", "Jo"]
    assert [each["metadata"]["phone_number_id"] for each in said] == ["77", "77"]
    assert said[1]["messages"][0]["from"] == "49151234567"


@pytest.mark.e2e
async def test_a_number_that_cannot_be_is_explained(page: Page) -> None:
    await page.get_by_role("button", name="Whose phone this is").click()
    await page.get_by_label("Phone number").fill("12")

    await page.get_by_test_id("use-identity").click()

    await expect(page.get_by_role("alert")).to_contain_text("5 to 15 digits")
