"""A real browser on the sandbox's pages, driven as a patient and a practitioner would use them."""

import contextlib
import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
PATIENCE_MILLISECONDS = 20_000
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start Debian's Chromium; without one the test is skipped, and in CI it fails."""
    if shutil.which(CHROMIUM) is None:
        reason = "Chromium is not installed: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Phone:
    """The patient's phone page."""

    def __init__(self, page: Page, address: str) -> None:
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        page.goto(address)
        self.page = page

    def write(self, text: str) -> None:
        """Type and send."""
        self.page.get_by_test_id("phone-input").fill(text)
        self.page.get_by_test_id("phone-send").click()

    def hears(self, text: str) -> Locator:
        """Wait for a message of the clinic that holds `text`, and return the latest one."""
        found = self.page.locator("[data-testid=message][data-from=clinic]", has_text=text).last
        expect(found).to_be_visible(timeout=PATIENCE_MILLISECONDS)
        return found

    def tap(self, title: str, message: Locator) -> None:
        """Tap a reply button of a message."""
        message.get_by_test_id("reply-button").filter(has_text=title).click()

    def open_list(self, message: Locator) -> Locator:
        """Open a message's list and return its rows."""
        message.get_by_test_id("list-open").click()
        rows = self.page.get_by_test_id("list-row")
        expect(rows.first).to_be_visible()
        return rows

    def choose(self, title: str, message: Locator) -> None:
        """Choose a row of a message's list."""
        self.open_list(message).filter(has_text=title).first.click()
