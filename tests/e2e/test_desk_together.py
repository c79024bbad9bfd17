"""Two people at the desk's settings: what each of them changed holds, and where it is the same it is said first."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.e2e.desk_clinic import Clinic
from tests.e2e.desk_page import desk
from tests.e2e.running import Running

pytestmark = pytest.mark.e2e

SERVICE = """query ($id: ID!) { clinic(id: $id) { services { nodes {
    id title shortTitle durationMinutes bufferAfterMinutes practitioners { id } } } } }"""
SAVE = "mutation ($input: ServiceSaveInput!) { serviceSave(input: $input) { userErrors { code message } } }"
HOURS = """query ($clinic: ID!) { arrangements(clinicId: $clinic) { hours { practitioner { id } windows {
    weekday startMinute endMinute } } } }"""
SET_HOURS = "mutation ($input: WorkingHoursSetInput!) { workingHoursSet(input: $input) { userErrors { code } } }"
TEN, TWELVE, FOURTEEN = 600, 720, 840


@pytest.fixture
def page(browser: Browser, house: Running) -> Iterator[Page]:
    with desk(browser, house, "owner", path="/desk/settings") as page:
        yield page


def service_of(clinic: Clinic) -> dict[str, Any]:
    found = clinic.ask(SERVICE, id=clinic.id)["clinic"]["services"]["nodes"]
    return next(dict(one) for one in found if one["id"] == clinic.service)


def save_elsewhere(clinic: Clinic, **changes: object) -> None:
    """Change the service as a colleague would."""
    now = service_of(clinic)
    same = {name: now[name] for name in ("title", "shortTitle", "durationMinutes", "bufferAfterMinutes")}
    givers = [one["id"] for one in now["practitioners"]]
    wish = {"clinicId": clinic.id, "serviceId": clinic.service, **same, "practitionerIds": givers, **changes}
    assert clinic.ask(SAVE, input=wish)["serviceSave"]["userErrors"] == []


def open_service(page: Page, house: Running, clinic: Clinic) -> None:
    page.goto(f"{house.api}/desk/settings/services")
    line_of(page, clinic).get_by_role("button", name="Change").click()


def line_of(page: Page, clinic: Clinic) -> Locator:
    return page.get_by_role("listitem").filter(has_text=service_of(clinic)["title"])


def test_what_each_of_two_changed_of_a_service_holds(page: Page, house: Running, clinic: Clinic) -> None:
    open_service(page, house, clinic)
    save_elsewhere(clinic, bufferAfterMinutes=10, practitionerIds=[clinic.doctor])

    page.get_by_label("How many minutes it takes").fill("50")
    page.get_by_role("button", name="Save").click()
    expect(line_of(page, clinic)).to_contain_text("50 minutes")

    now = service_of(clinic)
    assert (now["durationMinutes"], now["bufferAfterMinutes"]) == (50, 10)
    assert [one["id"] for one in now["practitioners"]] == [clinic.doctor]


def test_where_both_changed_the_same_it_is_said_and_a_second_save_decides(
    page: Page, house: Running, clinic: Clinic
) -> None:
    open_service(page, house, clinic)
    save_elsewhere(clinic, durationMinutes=35)

    minutes = page.get_by_label("How many minutes it takes")
    minutes.fill("40")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("A colleague has changed it meanwhile, to: 35.")).to_be_visible()
    expect(minutes).to_be_focused()
    assert service_of(clinic)["durationMinutes"] == 35

    page.get_by_role("button", name="Save").click()
    expect(line_of(page, clinic)).to_contain_text("40 minutes")  # physiotherapy takes as long
    assert service_of(clinic)["durationMinutes"] == 40


def hours_of(clinic: Clinic) -> list[dict[str, int]]:
    hours = clinic.ask(HOURS, clinic=clinic.id)["arrangements"]["hours"]
    found: list[dict[str, int]] = next(one["windows"] for one in hours if one["practitioner"]["id"] == clinic.doctor)
    return found


def open_elsewhere(clinic: Clinic, weekday: int, start: int, end: int) -> None:
    """Add hours on a day, as a colleague would."""
    more = {"weekday": weekday, "startMinute": start, "endMinute": end}
    wish = {"practitionerId": clinic.doctor, "locationId": clinic.location, "hours": [*hours_of(clinic), more]}
    assert clinic.ask(SET_HOURS, input=wish)["workingHoursSet"]["userErrors"] == []


def test_hours_of_two_days_are_put_together_and_of_one_day_are_asked_about(
    page: Page, house: Running, clinic: Clinic
) -> None:
    page.goto(f"{house.api}/desk/settings/hours")
    saturday, save = page.get_by_role("group", name="Saturday"), page.get_by_role("button", name="Save", exact=True)
    saturday.get_by_role("button", name="Add hours").click()
    saturday.get_by_label("from").fill("10:00")
    saturday.get_by_label("until").fill("12:00")
    open_elsewhere(clinic, 7, TEN, TWELVE)
    save.click()
    expect(page.get_by_text("Saved. New times are offered by it from now on.")).to_be_visible()
    assert [one["weekday"] for one in hours_of(clinic) if one["weekday"] > 5] == [6, 7]

    expect(page.get_by_role("group", name="Sunday").get_by_label("until")).to_have_value("12:00")
    saturday.get_by_label("until").fill("11:00")
    open_elsewhere(clinic, 6, TWELVE, FOURTEEN)
    save.click()
    expect(page.get_by_role("alert")).to_contain_text("A colleague has changed Saturday meanwhile, to: 10:00–12:00, ")
    save.click()
    expect(page.get_by_text("Saved. New times are offered by it from now on.")).to_be_visible()
    assert [one["endMinute"] for one in hours_of(clinic) if one["weekday"] == 6] == [660]
