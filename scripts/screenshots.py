"""Makes the README's pictures from the product itself: a booking is played in the demo, and photographed.

It needs the developers' tools and Chromium; the demo runs in a temporary folder, on ports of its own.
"""

import argparse
import base64
import sys
import tempfile
from datetime import UTC, datetime, time
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.e2e.account_pages import Person, owner_of  # noqa: E402  # after the path is known
from tests.e2e.agenda_page import turn_to  # noqa: E402  # likewise
from tests.e2e.browser import Diary, Phone, chromium, offer_in  # noqa: E402  # likewise
from tests.e2e.busy_clinic import fill  # noqa: E402  # likewise
from tests.e2e.desk_clinic import clinic_of  # noqa: E402  # likewise
from tests.e2e.desk_page import SIZE, log_in  # noqa: E402  # likewise
from tests.e2e.running import Running, running  # noqa: E402  # likewise

IMAGES = ROOT / "docs" / "images"
PHONE_SIZE: ViewportSize = {"width": 390, "height": 800}
CALENDAR_SIZE: ViewportSize = {"width": 1000, "height": 620}
CALENDARS = {"Dr Vos": "dr.vos@praktijk-zuid.example", "Dr Jansen": "dr.jansen@praktijk-zuid.example"}
FRAMES = """
body { display: flex; gap: 24px; margin: 0; width: max-content; background: transparent }
img { border: 1px solid #c9d2d3; border-radius: 20px }
"""
PASSWORD = "a quiet harbour of seven lamps"  # noqa: S105  # of nobody
OWN_EVENTS = (("Ward round", time(7, 45), 60), ("Team lunch", time(12, 30), 30))
COLLEAGUES = (("Dr Sara Peters", "Dr Peters"), ("Noor Bos", "Noor Bos"))
PATIENTS = (
    "Ana Jansen",
    "Bo Li",
    "Jonas Weber",
    "Giulia Rossi",
    "Pieter Bakker",
    "Lucía Fernández",
    "Sam Visser",
    "Fatima El Amrani",
    "Iris Hendriks",
)
MOMENT_MILLISECONDS = 700  # until what slides in has arrived


def open_page(browser: Browser, size: ViewportSize) -> Page:
    """Open a page that looks the same everywhere."""
    context = browser.new_context(
        viewport=size, locale="en-GB", timezone_id="Europe/Amsterdam", color_scheme="light", reduced_motion="reduce"
    )
    return context.new_page()


def still(page: Page) -> bytes:
    """Photograph what the window shows, once it rests; the pointer points at nothing."""
    page.mouse.move(1, 1)
    page.wait_for_timeout(MOMENT_MILLISECONDS)
    return page.screenshot()


def beside(browser: Browser, *pictures: bytes) -> bytes:
    """Lay pictures side by side."""
    page = browser.new_page()
    images = "".join(f'<img src="data:image/png;base64,{base64.b64encode(one).decode()}">' for one in pictures)
    page.set_content(f"<style>{FRAMES}</style>{images}")
    page.wait_for_timeout(MOMENT_MILLISECONDS)
    return page.locator("body").screenshot(omit_background=True)


def play(browser: Browser, house: Running) -> None:
    """Book a time as a patient would, and show it as the practitioner sees it."""
    phone = Phone(open_page(browser, PHONE_SIZE), f"{house.sandbox}/phone?patient=31612345678&name=Ana+Jansen")
    phone.write("hello")
    phone.tap("Book appointment", phone.hears("I can book, move or cancel appointments"))
    phone.tap("Check-up", phone.hears("What would you like to book?"))
    phone.choose("Dr Vos", phone.hears("With whom?"))
    rows = phone.open_list(phone.hears("Choose a time for Check-up"))
    choosing = still(phone.page)
    offer = offer_in(rows.nth(3), datetime.now(UTC).date())
    phone.take(offer)
    phone.tap("Confirm + reminder", phone.hears("May I also send reminders"))
    phone.hears("Booked:")
    (IMAGES / "phone.png").write_bytes(beside(browser, choosing, still(phone.page)))

    diary = Diary(open_page(browser, CALENDAR_SIZE), f"{house.sandbox}/calendar")
    diary.open(CALENDARS[offer.practitioner], offer.day)
    for title, begins, minutes in OWN_EVENTS:
        diary.add(title, datetime.combine(offer.starts_at, begins), minutes)
    (IMAGES / "calendar.png").write_bytes(still(diary.page))


def join(browser: Browser, house: Running) -> None:
    """Take up an invitation as a newcomer would, and enrol a phone."""
    link = owner_of(house).invites("grace@praktijk-zuid.example")
    grace = Person(open_page(browser, PHONE_SIZE), house)
    grace.opens(link)
    grace.writes("Your name", "Grace Hopper")
    grace.writes("Choose a password", PASSWORD)
    invited = still(grace.page)
    grace.presses("Make my account")
    grace.is_at("/account")
    grace.presses("Set up")
    grace.proves(PASSWORD)
    grace.page.get_by_role("heading", name="Second factor").evaluate("(heading) => heading.scrollIntoView()")
    (IMAGES / "account.png").write_bytes(beside(browser, invited, still(grace.page)))


def receive(browser: Browser, house: Running) -> None:
    """Show a full day as a receptionist sees it."""
    day = fill(clinic_of(house), COLLEAGUES, PATIENTS, "First consultation")
    page = open_page(browser, SIZE)
    page.goto(f"{house.api}/desk")
    log_in(page, house, "receptionist")
    turn_to(page, house, day)
    page.locator("button.booking").first.wait_for()
    (IMAGES / "desk-agenda.png").write_bytes(still(page))


def promise(browser: Browser, house: Running) -> None:
    """Show what everybody may read of what the deployment promises."""
    page = open_page(browser, CALENDAR_SIZE)
    page.goto(f"{house.api}/trust")
    (IMAGES / "trust.png").write_bytes(still(page))


def main() -> int:
    """Play, photograph, and say how large the pictures are."""
    IMAGES.mkdir(exist_ok=True)
    with chromium() as browser:
        for plays in ((play, join, promise), (receive,)):  # a full day has no room for what is played
            with tempfile.TemporaryDirectory() as folder, running(Path(folder), is_program=True) as house:
                for one in plays:
                    one(browser, house)
    for picture in sorted(IMAGES.glob("*.png")):
        sys.stdout.write(f"{picture.relative_to(ROOT)}: {picture.stat().st_size // 1024} KiB\n")
    return 0


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    raise SystemExit(main())
