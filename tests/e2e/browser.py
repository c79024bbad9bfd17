"""A real browser on the sandbox's pages, driven as a patient and a practitioner would use them."""

import contextlib
import os
import re
import shutil
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, CDPSession, ConsoleMessage, Locator, Page, Request, expect, sync_playwright

CHROMIUMS = ("/usr/lib/chromium/chromium-headless-shell", "/usr/bin/chromium")  # the first has no windows to keep
PATIENCE_MILLISECONDS = 120_000
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def installed_chromium() -> str:
    """Name Debian's Chromium without windows, which takes two fifths less of a core, or else the whole one.

    Without either the test is skipped, and in CI it fails.
    """
    found = next(filter(shutil.which, CHROMIUMS), None)
    if found is None:
        reason = "Chromium is not installed: apt-get install chromium-headless-shell (or chromium)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium that is installed."""
    program = installed_chromium()
    expect.set_options(timeout=PATIENCE_MILLISECONDS)  # a busy machine takes longer than the five seconds it would wait
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def note_complaints(
    page: Page,
    own: str,
    complaints: list[str],
    *,
    kinds: Collection[str] = ("error",),
    schemes: Collection[str] = ("data",),
    is_meant: Callable[[ConsoleMessage], bool] = lambda _: False,
) -> None:
    """Note what a page's console says of these kinds, what breaks in it, and what it asks of others.

    `own` is the address it may ask, and `schemes` those that are no address; what `is_meant` is left out.
    """

    def note(said: ConsoleMessage) -> None:
        if said.type in kinds and not is_meant(said):
            complaints.append(said.text)

    def note_foreign(asked: Request) -> None:
        if urlsplit(asked.url).scheme not in schemes and not asked.url.startswith(f"{own}/"):
            complaints.append(asked.url)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", note_foreign)


@dataclass(frozen=True, slots=True)
class Offer:
    """A time as a row of a list offers it: its words, and what they mean on the clinic's clock."""

    title: str
    practitioner: str
    starts_at: datetime  # local, naive: as the calendar page writes it

    @property
    def day(self) -> str:
        return f"{self.starts_at:%Y-%m-%d}"


def offer_in(row: Locator, today: date) -> Offer:
    """Read a row such as "Tue 13 Oct 09:30" over "Dr Vos, 30 min"; the year is the one that lies ahead."""
    title = row.locator(".row-title").inner_text()
    read = re.fullmatch(r"\w{3} (\d+) (\w{3}) (\d\d):(\d\d)", title)
    assert read, title
    day = date(today.year, MONTHS.index(read[2]) + 1, int(read[1]))
    if day < today - timedelta(days=1):
        day = day.replace(year=today.year + 1)
    practitioner = row.locator(".row-description").inner_text().split(", ")[0]
    return Offer(title, practitioner, datetime.combine(day, time(int(read[3]), int(read[4]))))


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

    def offers(self, message: Locator, today: date) -> list[Offer]:
        """Open a message's list of times, and read the times."""
        timed = self.open_list(message).filter(has_text=re.compile(r"\d\d:\d\d"))
        offers = [offer_in(row, today) for row in timed.all()]
        assert offers, message.inner_text()
        return offers

    def take(self, offer: Offer) -> None:
        """Tap a time of the list that is open."""
        row = self.page.get_by_test_id("list-row").filter(has_text=offer.title).filter(has_text=offer.practitioner)
        row.click()


class Diary:
    """The practitioners' calendar page."""

    def __init__(self, page: Page, address: str) -> None:
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        page.goto(address)
        self.page = page
        self.address = address

    def open(self, calendar: str, day: str) -> None:
        """Turn to a day of somebody's calendar, with the page's own means."""
        self.page.get_by_test_id("calendar-select").select_option(calendar)
        self.page.get_by_test_id("calendar-date").fill(day)
        expect(self.page.get_by_test_id("calendar-day")).to_have_attribute("data-date", day)

    def event(self, title: str) -> Locator:
        """Find an event of the open day by its title."""
        return self.page.locator("[data-event-id]").filter(
            has=self.page.get_by_test_id("event-title").get_by_text(title, exact=True)
        )

    def shows(self, title: str, starts_at: datetime) -> None:
        """Wait until the event stands on the open day, at its time."""
        expect(self.event(title)).to_have_attribute(
            "data-start", f"{starts_at:%Y-%m-%dT%H:%M}", timeout=PATIENCE_MILLISECONDS
        )

    def lacks(self, title: str) -> None:
        """Wait until no such event stands on the open day."""
        expect(self.event(title)).to_have_count(0, timeout=PATIENCE_MILLISECONDS)

    def add(self, title: str, starts_at: datetime, minutes: int) -> None:
        """Enter an event on the open day."""
        self.page.get_by_test_id("event-add").click()
        self.page.get_by_test_id("event-form-title").fill(title)
        self.page.get_by_test_id("event-form-start").fill(f"{starts_at:%H:%M}")
        self.page.get_by_test_id("event-form-end").fill(f"{starts_at + timedelta(minutes=minutes):%H:%M}")
        self.page.get_by_test_id("event-form-save").click()
        self.shows(title, starts_at)


def plug_in(session: CDPSession, *, verifies: bool = True) -> str:
    """Give the machine an authenticator of its own, whose person agrees to everything; return its id."""
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verifies,
        "automaticPresenceSimulation": True,
    }
    added = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return str(added["authenticatorId"])
