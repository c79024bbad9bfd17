"""GraphiQL in a real browser: log in, ask, read the schema, listen; and no other host hears of it."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.browser import PATIENCE_MILLISECONDS, note_complaints
from tests.e2e.patient import Patient
from tests.e2e.running import PATIENCE_SECONDS, Running, wait_for

pytestmark = pytest.mark.e2e

IS_READ = """() => document.querySelector(".graphiql-query-editor .CodeMirror").CodeMirror
    .operations?.some(({ operation }) => operation === "subscription")"""


@pytest.fixture
def page(browser: Browser, house: Running) -> Iterator[Page]:
    """Open GraphiQL; whatever the browser complains of, or asks of others, fails the test."""
    complaints: list[str] = []
    with browser.new_page() as page:
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        note_complaints(page, house.api, complaints)
        page.goto(f"{house.api}/graphql")
        yield page
    assert complaints == []


def log_in(page: Page, house: Running) -> None:
    email, password = house.password_of("owner")
    page.get_by_placeholder("e-mail").fill(email)
    page.get_by_placeholder("password").fill(password)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text(email)).to_be_visible()


def test_somebody_logs_in_asks_and_reads_the_schema(page: Page, house: Running) -> None:
    log_in(page, house)
    page.get_by_label("Execute query").click()
    expect(page.locator(".result-window")).to_contain_text("Praktijk Zuid")
    page.get_by_label("Show Documentation Explorer").click()
    expect(page.locator(".graphiql-doc-explorer")).to_contain_text("Root Types")


@pytest.mark.asvs("6.2.6", "6.2.7")
def test_a_password_is_hidden_and_can_be_pasted_or_filled_in(page: Page, house: Running) -> None:
    field = page.get_by_placeholder("password")

    expect(field).to_have_attribute("type", "password")
    expect(field).to_have_attribute("autocomplete", "current-password")  # by which password managers know it
    is_taken = """at => at.dispatchEvent(
        new ClipboardEvent("paste", {clipboardData: new DataTransfer(), bubbles: true, cancelable: true}))"""
    assert field.evaluate(is_taken)  # nobody prevents it


@pytest.mark.asvs("7.4.4")
def test_logging_out_is_within_sight_and_ends_the_session(page: Page, house: Running) -> None:
    log_in(page, house)
    cookies = {str(one.get("name")): str(one.get("value")) for one in page.context.cookies()}

    page.get_by_role("button", name="Log out").click()

    expect(page.get_by_placeholder("password")).to_be_visible()
    assert httpx.get(f"{house.api}/me", cookies=cookies, timeout=PATIENCE_SECONDS).status_code == 401


def test_a_subscription_is_heard(page: Page, house: Running) -> None:
    log_in(page, house)
    token = house.token_of("owner")
    clinic = house.query(token, "{ viewer { memberships { clinic { id } } } }")["viewer"]["memberships"][0]["clinic"]
    document = f'subscription {{ conversationChanged(clinicId: "{clinic["id"]}") {{ message {{ body }} }} }}'
    page.locator(".graphiql-query-editor .CodeMirror").evaluate("(at, text) => at.CodeMirror.setValue(text)", document)
    page.wait_for_function(IS_READ)  # GraphiQL reads the operations when the typing has stopped
    page.get_by_label("Execute query").click()
    expect(page.get_by_label("Stop query")).to_be_visible()
    patient, heard = Patient(house.sandbox, "31612345678"), page.locator(".result-window")

    def is_heard() -> bool:
        patient.write("good morning")  # again and again: no sign says that a subscription stands, and hears from now on
        page.wait_for_timeout(1_000)
        return "conversationChanged" in heard.inner_text()

    wait_for(is_heard)


def test_what_is_served_is_what_is_installed(house: Running) -> None:
    text = httpx.get(f"{house.api}/assets/graphiql/LICENSES.txt", timeout=PATIENCE_SECONDS).text

    assert "\ngraphiql 3." in text
