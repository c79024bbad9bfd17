"""The front desk's agenda in a real browser, used as a receptionist would, against API, worker and sandbox."""

import contextlib
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.agenda_page import card_of, choose_time, open_card, panel_of, point_at, turn_to
from tests.e2e.browser import PATIENCE_MILLISECONDS, note_complaints
from tests.e2e.desk_clinic import Clinic
from tests.e2e.running import Running, wait_for

pytestmark = pytest.mark.e2e

ZONE = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """Whatever a browser complains of, or asks of others, fails the test."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def page(browser: Browser, house: Running, complaints: list[str]) -> Iterator[Page]:
    """The desk of a receptionist, logged in."""
    with desk_of(browser, house, complaints, "receptionist") as page:
        yield page


@contextlib.contextmanager
def desk_of(browser: Browser, house: Running, complaints: list[str], role: str) -> Iterator[Page]:
    context = browser.new_context(locale="en", viewport={"width": 1360, "height": 860})
    email, password = house.password_of(role)
    assert context.request.post(f"{house.api}/login", data={"email": email, "password": password}).ok
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    note_complaints(page, house.api, complaints, schemes=("data", "blob"))
    try:
        yield page
    finally:
        context.close()


def test_what_is_booked_at_an_empty_place_stands_there_for_everybody(
    page: Page, browser: Browser, house: Running, clinic: Clinic, complaints: list[str]
) -> None:
    slot = clinic.free_slot()
    with desk_of(browser, house, complaints, "owner") as other:
        turn_to(other, house, slot.day)
        turn_to(page, house, slot.day)

        point_at(page, 0, slot.minute)
        panel = panel_of(page)
        expect(panel.get_by_text(f"{slot.clock} with {clinic.doctor_name} is free.")).to_be_visible()
        panel.get_by_role("button", name="Somebody new").click()
        panel.get_by_label("Name").fill("Berta Nieuwenhuis")
        panel.get_by_label("Telephone").fill("+31 6 1000 0001")
        panel.get_by_role("button", name="Add the patient").click()
        panel.get_by_role("button", name=re.compile("^Book .*" + slot.clock)).click()

        expect(panel.get_by_role("heading", name="Berta Nieuwenhuis")).to_be_visible()
        expect(panel.locator(".pill", has_text="Confirmed")).to_be_visible()
        expect(card_of(other, "Berta Nieuwenhuis")).to_have_attribute("aria-label", re.compile(f"^{slot.clock}–"))
        expect(page).to_have_url(re.compile("booking="))


def test_a_patient_is_found_by_a_word_of_the_name(page: Page, house: Running, clinic: Clinic) -> None:
    clinic.patient("Cornelis Zoekmans", "+31610000002")
    turn_to(page, house, clinic.free_slot().day)

    page.keyboard.press("n")
    panel_of(page).get_by_label("Patient").fill("zoekm")
    panel_of(page).get_by_role("button", name=re.compile("Cornelis Zoekmans")).click()
    expect(panel_of(page).get_by_text("+31610000002")).to_be_visible()
    panel_of(page).get_by_role("group", name="Free times", exact=True).get_by_role("button").first.click()
    panel_of(page).get_by_role("button", name=re.compile("^Book ")).click()

    expect(panel_of(page).get_by_role("heading", name="Cornelis Zoekmans")).to_be_visible()


def test_why_a_time_is_not_free_is_said_in_words(page: Page, house: Running, clinic: Clinic) -> None:
    turn_to(page, house, clinic.free_slot().day)

    point_at(page, 0, 3 * 60)

    panel = panel_of(page)
    expect(panel.locator(".verdict", has_text=f"03:00 with {clinic.doctor_name} is not free:")).to_be_visible()
    expect(panel.locator(".verdict li").first).to_have_text("There are no working hours then.")
    expect(panel.get_by_text("Put it there whatever else is there")).to_have_count(0)  # no receptionist may
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)


def test_a_booking_moves_and_where_its_new_time_is_gone_three_others_are_buttons(
    page: Page, house: Running, clinic: Clinic
) -> None:
    slot, target = clinic.free_slots(2)
    clinic.book("Dirk Verhuis", slot)
    turn_to(page, house, slot.day)
    panel = open_card(page, "Dirk Verhuis")
    panel.get_by_role("button", name="Move…").click()
    choose_time(panel, target)
    clinic.book("Eline Eerder", target)  # somebody is faster

    panel.get_by_role("button", name=re.compile("^Move to .*" + target.clock)).click()

    expect(panel.get_by_role("alert")).to_contain_text("There is another appointment.")
    near = panel.locator(".alternatives button")
    expect(near).to_have_count(3)
    near.first.click()
    panel.get_by_role("button", name=re.compile("^Move to ")).click()
    expect(panel.get_by_role("status").filter(has_text="Moved to")).to_be_visible()
    assert clinic.start_of("Dirk Verhuis") not in (slot.starts_at, target.starts_at)


def test_a_booking_is_cancelled_with_a_reason(page: Page, house: Running, clinic: Clinic) -> None:
    slot = clinic.free_slot()
    booking = clinic.book("Frits Afzegger", slot)
    turn_to(page, house, slot.day)
    panel = open_card(page, "Frits Afzegger")

    panel.get_by_role("button", name="Cancel…").click()
    panel.get_by_label("Why").select_option(label="The practitioner is absent")
    panel.get_by_role("button", name="Cancel the appointment").click()

    expect(panel.locator(".pill", has_text="Cancelled")).to_be_visible()
    expect(panel.get_by_role("button", name="Move…")).to_have_count(0)
    expect(card_of(page, "Frits Afzegger")).to_have_count(0)
    assert clinic.booking(booking)["cancelReason"] == "practitioner_absent"


def test_who_comes_is_checked_in_and_that_is_undone(page: Page, house: Running, clinic: Clinic) -> None:
    starts_at = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=3)
    if starts_at.astimezone(ZONE).date() != datetime.now(ZONE).date():
        pytest.skip("midnight is too near for an appointment of today")
    booking = clinic.overbook("Greet Vandaag", starts_at)
    turn_to(page, house)
    expect(page.locator("hr.now").first).to_be_visible()
    panel = open_card(page, "Greet Vandaag")

    panel.get_by_role("button", name="Check in").click()
    expect(panel.locator(".pill", has_text="Checked in")).to_be_visible()
    expect(card_of(page, "Greet Vandaag")).to_have_class(re.compile("checked_in"))
    panel.get_by_role("button", name="Not here after all").click()

    expect(panel.locator(".pill", has_text="Confirmed")).to_be_visible()
    assert clinic.booking(booking)["status"] == "CONFIRMED"


def test_an_event_that_was_moved_in_the_calendar_is_a_card_and_the_booking_follows(
    page: Page, house: Running, clinic: Clinic
) -> None:
    slot, target = clinic.free_slots(2)
    booking = clinic.book("Henk Verschoven", slot)
    turn_to(page, house, slot.day)
    wait_for(lambda: clinic.booking(booking)["calendarState"] == "WRITTEN")
    clinic.move_event(slot, target)

    strip = page.get_by_role("region", name="To be settled")
    card = strip.get_by_role("listitem").filter(has_text="Henk Verschoven")
    expect(card).to_contain_text(f"was moved: from {slot.written} to {target.written}", timeout=PATIENCE_MILLISECONDS)
    card.get_by_role("button", name="Move it too").click()

    expect(card).to_have_count(0)
    assert clinic.start_of("Henk Verschoven") == target.starts_at


def test_what_a_closed_day_took_is_listed_and_takes_place_all_the_same(
    page: Page, house: Running, clinic: Clinic
) -> None:
    slot = clinic.free_slot(after_days=5)
    booking = clinic.book("Ida Gesloten", slot)
    turn_to(page, house, slot.day)
    clinic.close(slot.day)

    strip = page.get_by_role("region", name="To be settled")
    expect(page.locator(".closure").first).to_be_visible()
    card = strip.get_by_role("listitem").filter(has_text="Ida Gesloten")
    card.get_by_role("button", name="Find another time").click()
    panel = panel_of(page)
    expect(panel.get_by_text("it needs another time")).to_be_visible()
    panel.get_by_role("button", name="Takes place all the same").click()

    expect(strip.get_by_text("Ida Gesloten")).to_have_count(0)
    assert clinic.booking(booking)["displacedAt"] is None


def test_of_a_series_this_one_and_all_later_ones_are_cancelled(page: Page, house: Running, clinic: Clinic) -> None:
    slot = clinic.free_slot()
    first, second, third = clinic.book_weekly("Karel Wekelijks", slot, 3)
    turn_to(page, house, slot.day + timedelta(days=7))
    panel = open_card(page, "Karel Wekelijks")
    expect(panel.get_by_text("2 of 3")).to_be_visible()

    panel.get_by_role("button", name="Cancel…").click()
    panel.get_by_label("This one and all later ones").check()
    panel.get_by_role("button", name="Cancel the appointment").click()

    expect(panel.locator(".pill", has_text="Cancelled")).to_be_visible()
    assert [clinic.booking(each)["status"] for each in (first, second, third)] == [
        "CONFIRMED",
        "CANCELLED",
        "CANCELLED",
    ]


def test_who_waits_takes_on_the_telephone_what_is_kept_for_them(page: Page, house: Running, clinic: Clinic) -> None:
    slot = clinic.free_slot()
    turn_to(page, house, slot.day)
    page.get_by_role("button", name="Waitlist").click()
    clinic.await_time("Lena Wachtende", slot.day)

    waiting = panel_of(page).get_by_role("listitem").filter(has_text="Lena Wachtende")
    expect(waiting.get_by_text("No message reaches them: please call.")).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    waiting.get_by_role("button", name="They take it").click()

    expect(waiting).to_have_count(0)
    page.keyboard.press("Escape")
    expect(card_of(page, "Lena Wachtende")).to_be_visible()


def test_who_may_puts_a_patient_beside_another_and_says_why(
    browser: Browser, house: Running, clinic: Clinic, complaints: list[str]
) -> None:
    slot = clinic.free_slot()
    clinic.book("Maria Eerste", slot)
    clinic.patient("Nico Spoedgeval")
    with desk_of(browser, house, complaints, "owner") as page:
        turn_to(page, house, slot.day)
        point_at(page, 0, slot.minute - 15)
        panel = panel_of(page)
        panel.get_by_label("Patient").fill("spoedgeval")
        panel.get_by_role("button", name=re.compile("Nico Spoedgeval")).click()
        panel.get_by_text("Put it there whatever else is there").click()
        panel.get_by_role("button", name=re.compile("all the same$")).click()

        expect(panel.locator(".pill", has_text="beside something else on purpose")).to_be_visible()
        expect(panel.get_by_text("Acute pain")).to_be_visible()
        expect(card_of(page, "Maria Eerste")).to_be_visible()
        expect(card_of(page, "Nico Spoedgeval")).to_be_visible()


def test_a_telephone_is_wide_enough(page: Page, house: Running, clinic: Clinic) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    turn_to(page, house, clinic.free_slot().day)
    assert page.evaluate("document.documentElement.scrollWidth") == 390

    page.get_by_role("button", name="New appointment").click()
    expect(panel_of(page).get_by_role("group", name="Free times", exact=True)).to_be_visible()

    assert page.evaluate("document.querySelector('dialog').scrollWidth") == 390


def test_the_keyboard_turns_the_days_and_the_address_keeps_what_is_seen(page: Page, house: Running) -> None:
    turn_to(page, house, date(2027, 3, 1))

    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name="Tuesday, March 2")).to_be_visible()
    page.keyboard.press("w")
    expect(page.locator(".column")).to_have_count(7)
    page.get_by_label("Practitioner").select_option(index=1)
    expect(page).to_have_url(re.compile(r"/agenda/2027-03-02\?view=week&with=\w+"))
    page.reload()
    expect(page.locator(".column")).to_have_count(7)
    page.keyboard.press("t")
    page.keyboard.press("d")

    expect(page).to_have_url(re.compile(r"/desk/agenda\?with="))
    expect(page.locator(".column")).to_have_count(1)


@pytest.mark.parametrize(("day", "hours", "doubled"), [("2027-03-28", 23, 0), ("2027-10-31", 25, 1)])
def test_a_day_on_which_the_clock_changes_is_as_long_as_it_is(
    page: Page, house: Running, day: str, hours: int, doubled: int
) -> None:
    turn_to(page, house, date.fromisoformat(day))

    expect(page.locator(".scale span")).to_have_count(hours)
    expect(page.locator(".scale .again")).to_have_count(doubled)


@pytest.mark.parametrize(("day", "hours", "lacking"), [("2027-03-28", 24, 1), ("2027-10-31", 25, 6)])
def test_in_a_week_in_which_the_clock_changes_the_other_days_keep_their_hours_beside_it(
    page: Page, house: Running, day: str, hours: int, lacking: int
) -> None:
    turn_to(page, house, date.fromisoformat(day), "?view=week")

    expect(page.locator(".column")).to_have_count(7)
    expect(page.locator(".scale span")).to_have_count(hours)
    expect(page.locator(".void")).to_have_count(lacking)


def test_who_may_look_alone_is_offered_no_step(
    browser: Browser, house: Running, clinic: Clinic, complaints: list[str]
) -> None:
    slot = clinic.free_slot()
    clinic.book("Jan Alleenlezen", slot)
    with desk_of(browser, house, complaints, "auditor") as page:
        turn_to(page, house, slot.day)
        card_of(page, slot.clock).first.click()

        expect(panel_of(page).locator(".pill", has_text="Confirmed")).to_be_visible()
        expect(panel_of(page).get_by_role("button", name=re.compile("Move|Cancel|Check in"))).to_have_count(0)
        expect(page.get_by_role("button", name="New appointment")).to_have_count(0)
        assert "Alleenlezen" not in page.content()
