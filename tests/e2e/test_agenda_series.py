"""What a receptionist plans ahead, and what waits for them: series, the waitlist, two places, the ways from tasks."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.e2e.agenda_page import choose_time, panel_of, point_at, turn_to
from tests.e2e.browser import PATIENCE_MILLISECONDS
from tests.e2e.desk_clinic import Clinic, Slot
from tests.e2e.desk_page import desk
from tests.e2e.running import Running, wait_for

pytestmark = pytest.mark.e2e


@pytest.fixture
def page(browser: Browser, house: Running) -> Iterator[Page]:
    """The desk of a receptionist."""
    with desk(browser, house, "receptionist", locale="en-US") as page:
        yield page


def choose_patient(panel: Locator, clinic: Clinic, name: str) -> None:
    clinic.patient(name)
    panel.get_by_label("Patient").fill(name)
    panel.get_by_role("button", name=re.compile(name)).click()


def begin_series(page: Page, house: Running, clinic: Clinic, slot: Slot, name: str) -> Locator:
    turn_to(page, house, slot.day)
    point_at(page, 0, slot.minute)
    panel = panel_of(page)
    expect(panel.get_by_text(f"{slot.clock} with {clinic.doctor_name} is free.")).to_be_visible()
    choose_patient(panel, clinic, name)
    expect(panel.get_by_role("button", name=slot.clock, exact=True)).to_have_attribute("aria-pressed", "true")
    panel.get_by_label("How often").select_option(label="Every week")
    panel.get_by_label("How many times").fill("3")
    expect(panel.locator(".dates > li")).to_have_count(3)
    return panel


def test_a_series_is_booked_and_what_is_not_free_gets_another_time(page: Page, house: Running, clinic: Clinic) -> None:
    slot = clinic.free_slot()
    clinic.book("Anna Ertussen", Slot(slot.starts_at + timedelta(days=7), slot.zone))
    panel = begin_series(page, house, clinic, slot, "Bram Reeks")

    lacking = panel.locator(".dates > li").nth(1)
    expect(lacking).to_contain_text("There is another appointment.")
    submit = panel.get_by_role("button", name="Book 2 appointments")
    expect(submit).to_be_disabled()
    lacking.get_by_role("group").get_by_role("button").first.click()
    panel.get_by_role("button", name="Book 3 appointments").click()

    expect(panel.get_by_role("heading", name="Bram Reeks")).to_be_visible()
    expect(panel.get_by_text("1 of 3")).to_be_visible()
    assert len(clinic.starts_of("Bram Reeks")) == 3


def test_of_a_series_what_is_not_free_is_left_out(page: Page, house: Running, clinic: Clinic) -> None:
    slot = clinic.free_slot()
    clinic.book("Clara Ertussen", Slot(slot.starts_at + timedelta(days=7), slot.zone))
    panel = begin_series(page, house, clinic, slot, "Daan Reeks")

    panel.get_by_label("Leave out what is not free").check()
    panel.get_by_role("button", name="Book 2 appointments").click()

    expect(panel.get_by_text("1 of 2")).to_be_visible()
    weeks = [slot.starts_at, slot.starts_at + timedelta(days=14)]
    assert [one.date() for one in clinic.starts_of("Daan Reeks")] == [one.date() for one in weeks]


def test_somebody_is_put_on_the_waitlist_with_what_would_suit(page: Page, house: Running, clinic: Clinic) -> None:
    turn_to(page, house)
    page.get_by_role("button", name="Waitlist").click()
    panel = panel_of(page)

    panel.get_by_role("button", name="Put somebody on the list").click()
    choose_patient(panel, clinic, "Eva Wachtster")
    panel.get_by_label("Tue", exact=True).check()
    panel.get_by_label("mornings").check()
    panel.get_by_label("Not before").fill("2027-03-01")
    panel.get_by_role("button", name="Put on the list").click()

    waiting = panel.get_by_role("listitem").filter(has_text="Eva Wachtster")
    expect(waiting).to_contain_text(re.compile("with anybody · Tue · mornings · from Mar 1 on"))
    expect(panel.get_by_role("status")).to_contain_text("On the list")


def test_a_task_to_call_has_the_number_and_leads_to_its_appointment(page: Page, house: Running, clinic: Clinic) -> None:
    slot, target = clinic.free_slots(2)
    clinic.book("Fenna Bellen", slot, "+31610000077")
    clinic.move("Fenna Bellen", target)
    page.goto(f"{house.api}/desk/tasks")

    card = page.get_by_role("listitem").filter(has_text="Fenna Bellen")
    expect(card).to_contain_text("A patient has to be told of a change", timeout=PATIENCE_MILLISECONDS)
    expect(card).to_contain_text(target.written)
    expect(card.get_by_role("link", name="Call +31610000077")).to_have_attribute("href", "tel:+31610000077")
    expect(page.get_by_role("main").get_by_role("listitem").first).to_contain_text("Fenna Bellen")  # the newest
    card.get_by_role("link", name="Open the appointment").click()
    expect(panel_of(page).get_by_role("heading", name="Fenna Bellen")).to_be_visible()
    expect(page).to_have_url(re.compile(f"/desk/agenda/{target.day}\\?booking="))
    page.go_back()
    card.get_by_role("button", name="Done").click()

    expect(card).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text="Done: A patient has to be told")).to_be_visible()
    expect(page.get_by_role("heading", name="To do")).to_be_focused()


def test_a_task_of_a_changed_event_leads_to_its_card(page: Page, house: Running, clinic: Clinic) -> None:
    slot, target = clinic.free_slots(2)
    booking = clinic.book("Gijs Verplaatst", slot)
    wait_for(lambda: clinic.booking(booking)["calendarState"] == "WRITTEN")
    clinic.move_event(slot, target)
    page.set_viewport_size({"width": 390, "height": 800})  # where the cards are folded until somebody asks
    page.goto(f"{house.api}/desk/tasks")

    task = page.get_by_role("listitem").filter(has_text="Gijs Verplaatst")
    expect(task).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    task.get_by_role("link", name="Say what holds").click()

    card = page.get_by_role("region", name="To be settled").get_by_role("listitem").filter(has_text="Gijs Verplaatst")
    expect(card).to_be_focused()
    expect(card).to_be_in_viewport()


def test_a_task_of_appointments_without_a_time_leads_to_them(page: Page, house: Running, clinic: Clinic) -> None:
    slot = clinic.free_slot(after_days=8)
    clinic.book("Hanna Gesloten", slot)
    clinic.close(slot.day)
    page.goto(f"{house.api}/desk/tasks")

    page.get_by_role("link", name="Find other times").click(timeout=PATIENCE_MILLISECONDS)

    strip = page.get_by_role("region", name="To be settled")
    expect(strip.get_by_role("listitem").filter(has_text="Hanna Gesloten")).to_be_visible()
    expect(strip.locator("li:focus")).to_have_count(1)


def test_of_two_places_one_is_chosen(page: Page, house: Running, clinic: Clinic) -> None:
    clinic.work_elsewhere_too("Kade Noord")
    slot = clinic.free_slot()
    turn_to(page, house, slot.day)
    page.keyboard.press("n")
    panel = panel_of(page)
    choose_patient(panel, clinic, "Iris Elders")
    panel.locator("label", has_text=re.compile("^With")).get_by_role("combobox").select_option(label=clinic.doctor_name)

    panel.get_by_label("Where").select_option(label="Kade Noord")
    saturday = slot.day + timedelta(days=(5 - slot.day.weekday()) % 7)
    choose_time(panel, Slot.at(saturday, 10, clinic.zone))
    panel.get_by_role("button", name=re.compile("^Book Sat.*10:00, Kade Noord")).click()

    expect(panel.get_by_role("heading", name="Iris Elders")).to_be_visible()
    expect(panel.locator(".facts")).to_contain_text("Kade Noord")


@pytest.mark.parametrize("locale", ["de-DE", "fr-FR"])
@pytest.mark.parametrize("view", ["", "?view=week"], ids=["day", "week"])
def test_the_longest_words_leave_the_toolbar_on_one_line(
    browser: Browser, house: Running, locale: str, view: str
) -> None:
    with desk(browser, house, "receptionist", locale=locale) as page:
        turn_to(page, house, date(2027, 9, 22), view)  # mercredi 22 septembre 2027
        toolbar = page.locator(".toolbar")

        height = toolbar.evaluate("one => one.getBoundingClientRect().height")
        one_line = toolbar.locator(".begin").evaluate("one => one.getBoundingClientRect().height")

        assert height < 1.5 * one_line
