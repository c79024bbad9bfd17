"""What waits for somebody's word in the agenda, and what others do meanwhile, as a receptionist meets it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from tests.e2e.agenda_page import card_of, choose_time, open_card, panel_of, point_at, turn_to
from tests.e2e.browser import PATIENCE_MILLISECONDS
from tests.e2e.desk_clinic import Clinic
from tests.e2e.desk_page import desk
from tests.e2e.patient import Patient, has_option, option_named
from tests.e2e.running import Running, wait_for

pytestmark = pytest.mark.e2e


@pytest.fixture
def page(browser: Browser, house: Running) -> Iterator[Page]:
    """The desk of a receptionist."""
    with desk(browser, house, "receptionist", locale="en-US") as page:
        yield page


@pytest.fixture(scope="module")
def unseen(clinic: Clinic) -> Clinic:
    """The clinic of a practitioner whose calendar nobody can see any more; who is booked there is booked."""
    other = clinic.colleague()
    for name, slot in zip(("Olga Staat", "Piet Blijft"), other.free_slots(2), strict=True):
        other.book(name, slot)
    other.lose_calendar()
    wait_for(lambda: other.is_on_request())
    return other


def pill(panel: Locator, text: str) -> Locator:
    return panel.locator(".pill", has_text=text)


def find_patient(panel: Locator, name: str) -> None:
    panel.get_by_label("Patient").fill(name)
    panel.get_by_role("button", name=re.compile(name)).click()


def test_where_the_calendar_cannot_be_seen_a_time_is_asked_for_and_declined(
    page: Page, house: Running, unseen: Clinic
) -> None:
    slot = unseen.free_slot()
    unseen.patient("Rita Vraagt")
    turn_to(page, house, slot.day)

    point_at(page, 1, slot.minute)
    panel = panel_of(page)
    expect(panel.get_by_text("can be asked for: nobody can see the calendar right now")).to_be_visible()
    find_patient(panel, "Rita Vraagt")
    panel.get_by_role("button", name=re.compile(r"^Book .*\(on request\)$")).click()
    expect(pill(panel, "Requested")).to_be_visible()
    panel.get_by_role("button", name="Decline").click()

    expect(pill(panel, "Cancelled")).to_be_visible()
    expect(card_of(page, "Rita Vraagt")).to_have_count(0)


def ask_to_move(page: Page, house: Running, unseen: Clinic, name: str) -> tuple[Locator, str]:
    target = unseen.free_slot()
    turn_to(page, house, unseen.day_of(name))
    panel = open_card(page, name)
    panel.get_by_role("button", name="Move…").click()
    choose_time(panel, target, sign=" ?")
    panel.get_by_role("button", name=re.compile("^Move to ")).click()
    expect(panel.get_by_role("status").filter(has_text="It stays where it is until somebody confirms")).to_be_visible()
    expect(panel.get_by_text(f"Asked to move to {target.written} with {unseen.doctor_name}")).to_be_visible()
    return panel, target.starts_at.isoformat()


def test_a_move_to_where_nobody_sees_is_left_where_it_is(page: Page, house: Running, unseen: Clinic) -> None:
    before = unseen.start_of("Piet Blijft")
    panel, _ = ask_to_move(page, house, unseen, "Piet Blijft")

    panel.get_by_role("button", name="Leave it where it is").click()

    expect(panel.get_by_text("Asked to move to")).to_have_count(0)
    expect(pill(panel, "Confirmed")).to_be_visible()
    assert unseen.start_of("Piet Blijft") == before


def test_a_move_to_where_nobody_sees_is_confirmed(page: Page, house: Running, unseen: Clinic) -> None:
    panel, target = ask_to_move(page, house, unseen, "Olga Staat")

    panel.get_by_role("button", name=re.compile("^Move to ")).click()

    expect(panel.get_by_text("Asked to move to")).to_have_count(0)
    expect(panel.get_by_role("status").filter(has_text="Moved to")).to_be_visible()
    assert unseen.start_of("Olga Staat").isoformat() == target


def asks_for_an_opinion(clinic: Clinic, number: str) -> str:
    """Let a patient ask in the chat for a time of a service that is on request; return the booking."""
    patient = Patient(clinic.house.sandbox, number)
    patient.write("hello")
    for wanted in ("Book appointment", "Opinion", "", "Confirm only"):
        message = patient.hears(has_option(wanted), wanted or "times")
        patient.tap(option_named(message, wanted))
    wait_for(lambda: clinic.requested(number) is not None)
    return str(clinic.requested(number))


def test_a_request_is_confirmed_and_where_its_time_was_taken_meanwhile_others_are_offered(
    page: Page, house: Running, clinic: Clinic
) -> None:
    clinic.offer_service_on_request()
    free = asks_for_an_opinion(clinic, "31610000041")
    taken = asks_for_an_opinion(clinic, "31610000042")
    slot = clinic.slot_of(taken)
    clinic.enter_event(slot)
    turn_to(page, house, clinic.slot_of(free).day, f"?booking={free}")

    panel = panel_of(page)
    panel.get_by_role("button", name="Confirm").click()
    expect(pill(panel, "Confirmed")).to_be_visible()
    turn_to(page, house, slot.day, f"?booking={taken}")
    panel.get_by_role("button", name="Confirm").click()
    expect(panel.get_by_role("alert")).to_contain_text("That time is not free any more.")
    near = panel.locator(".alternatives button")
    expect(near).to_have_count(3)
    near.first.click()
    panel.get_by_role("button", name=re.compile("^Move to ")).click()

    expect(panel.get_by_role("status").filter(has_text="Moved to")).to_be_visible()
    assert clinic.booking(free)["status"] == "CONFIRMED"
    assert clinic.slot_of(taken) != slot


def moved_event(page: Page, house: Running, clinic: Clinic, name: str) -> tuple[str, Locator]:
    """Book somebody, and let their event be moved in the calendar; their card stands above the grid then."""
    slot, target = clinic.free_slots(2)
    booking = clinic.book(name, slot)
    turn_to(page, house, slot.day)
    wait_for(lambda: clinic.booking(booking)["calendarState"] == "WRITTEN")
    clinic.move_event(slot, target)
    card = page.get_by_role("region", name="To be settled").get_by_role("listitem").filter(has_text=name)
    expect(card).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    return booking, card


def test_what_was_moved_in_the_calendar_is_put_back(page: Page, house: Running, clinic: Clinic) -> None:
    booking, card = moved_event(page, house, clinic, "Ulla Terug")
    expect(card).to_contain_text("where none can be sent, a task asks somebody to call.")

    card.get_by_role("button", name="Put back").click()

    expect(card).to_have_count(0)
    wait_for(lambda: clinic.booking(booking)["calendarState"] == "WRITTEN")
    assert clinic.events_at(clinic.start_of("Ulla Terug")) == 1


def test_of_what_was_moved_in_the_calendar_both_are_kept(page: Page, house: Running, clinic: Clinic) -> None:
    booking, card = moved_event(page, house, clinic, "Vera Beide")

    card.get_by_role("button", name="Keep both").click()

    expect(card).to_have_count(0)
    wait_for(lambda: clinic.booking(booking)["calendarState"] == "WRITTEN")
    assert clinic.events_at(clinic.start_of("Vera Beide")) == 1


def test_what_somebody_else_changed_meanwhile_is_said_and_can_be_done_anew(
    page: Page, house: Running, clinic: Clinic
) -> None:
    slot, theirs, own = clinic.free_slots(3)
    clinic.book("Wim Tegelijk", slot)
    turn_to(page, house, slot.day)
    panel = open_card(page, "Wim Tegelijk")
    panel.get_by_role("button", name="Move…").click()
    choose_time(panel, own)

    def meanwhile(route: Route) -> None:
        if '"Moved"' in (route.request.post_data or "") and clinic.start_of("Wim Tegelijk") == slot.starts_at:
            clinic.move("Wim Tegelijk", theirs)  # while the own move is on its way
        route.continue_()

    page.route("**/graphql", meanwhile)
    panel.get_by_role("button", name=re.compile("^Move to .*" + own.clock)).click()
    expect(panel.get_by_role("alert")).to_contain_text("Somebody changed it meanwhile. This is how it stands now")
    expect(panel.locator(".when .clock")).to_contain_text(theirs.clock)
    panel.get_by_role("button", name=re.compile("^Move to .*" + own.clock)).click()

    expect(panel.get_by_role("status").filter(has_text="Moved to")).to_be_visible()
    assert clinic.start_of("Wim Tegelijk") == own.starts_at


READS_LATE = """
const ask = window.fetch;
window.fetch = async (...asked) => {
  if (String(asked[1]?.body).includes('"BookingDetail"')) await new Promise((then) => setTimeout(then, 1500));
  return ask(...asked);
};
"""


def test_what_is_done_right_after_a_change_of_ones_own_is_not_refused_as_stale(
    page: Page, house: Running, clinic: Clinic
) -> None:
    slot, other = clinic.free_slots(2)
    clinic.book("Xenia Meteen", slot)
    page.add_init_script(READS_LATE)  # a slow line: what one's own change left of the booking is known later
    turn_to(page, house, slot.day)
    panel = open_card(page, "Xenia Meteen")
    panel.get_by_role("button", name="Move…").click()
    choose_time(panel, other)
    panel.get_by_role("button", name=re.compile("^Move to ")).click()
    expect(panel.get_by_role("status").filter(has_text="Moved to")).to_be_visible()

    panel.get_by_role("button", name="Cancel…").click()
    panel.get_by_role("button", name="Cancel the appointment").click()

    expect(pill(panel, "Cancelled")).to_be_visible()
    expect(panel.get_by_role("alert")).to_have_count(0)
