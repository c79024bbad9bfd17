"""The front desk in a real browser, opened as somebody of the demo clinic."""

import contextlib
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser, Page, ViewportSize, expect
from tests.e2e.browser import PATIENCE_MILLISECONDS, note_complaints
from tests.e2e.running import PATIENCE_SECONDS, Running, wait_for

PARTS = ("/agenda-", "/tasks-", "/settings-")
IMPORT = "(parts) => Promise.all(parts.map((one) => import(one))).then(() => null)"  # waits for what they need, too
SIZE: ViewportSize = {"width": 1360, "height": 860}


@contextlib.contextmanager
def desk(
    browser: Browser,
    house: Running,
    role: str,
    *,
    locale: str = "en-GB",
    path: str = "/desk",
    refused_at: tuple[str, ...] = (),
) -> Iterator[Page]:
    """Log somebody in at the desk; what the browser complains of, or asks of other hosts, fails the test.

    A browser complains of every refusal by HTTP: those of `refused_at`, paths, are meant to be.
    """
    complaints: list[str] = []
    page = browser.new_context(viewport=SIZE, locale=locale, timezone_id="Europe/Amsterdam").new_page()
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    note_complaints(
        page,
        house.api,
        complaints,
        kinds=("error", "warning"),
        schemes=("data", "blob"),
        is_meant=lambda said: any(urlsplit(said.location["url"]).path == at or at in said.text for at in refused_at),
    )
    page.goto(f"{house.api}{path}", wait_until="commit")  # it goes on to the log-in by itself, loaded or not
    log_in(page, house, role)
    try:
        yield page
    finally:
        page.context.close()
    assert complaints == [], complaints


def log_in(page: Page, house: Running, role: str) -> None:
    """Show who one is, and wait for the desk."""
    email, password = house.password_of(role)
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("#log-in button.primary").click()
    expect(page.locator(".navigation")).to_be_visible()


def parts_of(page: Page) -> list[str]:
    """Wait until no part of the desk is still to be fetched, which it does once it rests; return their addresses."""

    def fetched() -> list[str]:
        found: list[str] = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
        return [url for url in found if any(part in url for part in PARTS)]

    wait_for(lambda: len(fetched()) >= len(PARTS))
    parts = fetched()
    page.evaluate(IMPORT, parts)
    return parts


def patient_writes(house: Running, text: str, *, number: str = "491700000042", name: str = "Ana Jansen") -> None:
    """Write to the clinic from a patient's phone."""
    address = f"{house.sandbox}/sandbox/meta/patients/{number}/messages"
    answer = httpx.post(address, json={"text": text, "name": name}, timeout=PATIENCE_SECONDS)
    answer.raise_for_status()
