"""Two people at what the settings show all the time: holidays, calendars, quiet hours, templates, numbers."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.e2e.desk_clinic import Clinic
from tests.e2e.desk_page import desk
from tests.e2e.running import HTTP, Running, wait_for

pytestmark = pytest.mark.e2e

CLINIC = """query ($id: ID!) { clinic(id: $id) { answerMinutes quietFromMinute quietUntilMinute }
    arrangements(clinicId: $id) { holidays { country thisYear { names isWorked } location { id } } } }"""
FEEDS = """query ($id: ID!) { calendars(clinicId: $id) { nodes { id
    feeds { calendarId title isWritable isWritten isBlocking } } } }"""
TEMPLATES = "query ($id: ID!) { templates(clinicId: $id) { nodes { id name uses { purpose } } } }"
CHANNELS = "query ($id: ID!) { channels(clinicId: $id) { nodes { id } } }"
READ = "mutation ($channel: ID!) { templateSync(channelId: $channel) { userErrors { code } } }"
QUIET = (
    "mutation ($input: ClinicQuietHoursUpdateInput!) { clinicQuietHoursUpdate(input: $input) { userErrors { code } } }"
)
HOLIDAYS = "mutation ($input: HolidaysSetInput!) { holidaysSet(input: $input) { userErrors { code } } }"
CHOOSE = """mutation ($calendar: ID!, $written: String!, $blocking: [String!]!) {
    calendarChoose(calendarId: $calendar, written: $written, blocking: $blocking) { userErrors { code } } }"""
MAP = "mutation ($input: TemplateMapInput!) { templateMap(input: $input) { userErrors { code } } }"
HAS_GAP = {"parameter_format": "positional", "language": "en", "category": "UTILITY"}


@pytest.fixture
def page(browser: Browser, house: Running) -> Iterator[Page]:
    with desk(browser, house, "owner", path="/desk/settings") as page:
        yield page


def asked(clinic: Clinic, document: str = CLINIC) -> dict[str, Any]:
    return clinic.ask(document, id=clinic.id)


def told(clinic: Clinic, document: str, **variables: object) -> None:
    """Do something as a colleague would."""
    [payload] = clinic.ask(document, **variables).values()
    assert payload["userErrors"] == []


def test_what_one_saved_oneself_is_no_colleagues(page: Page, house: Running, clinic: Clinic) -> None:
    page.goto(f"{house.api}/desk/settings/inbox")
    target = page.get_by_role("region", name="How soon patients are answered")
    for minutes in ("50", "70"):
        target.get_by_label("Minutes until an answer").fill(minutes)
        target.get_by_role("button", name="Save").click()
        expect(target.get_by_text("Saved. What waits longer is marked as late from now on.")).to_be_visible()

    assert asked(clinic)["clinic"]["answerMinutes"] == 70


def test_quiet_hours_of_which_each_changed_one_end_are_put_together(page: Page, house: Running, clinic: Clinic) -> None:
    page.goto(f"{house.api}/desk/settings/whatsapp")
    quiet = page.get_by_role("region", name="Quiet hours")
    until = asked(clinic)["clinic"]["quietUntilMinute"]
    quiet.get_by_label("Until").fill("09:30")
    told(clinic, QUIET, input={"clinicId": clinic.id, "fromMinute": 1290, "untilMinute": until})
    quiet.get_by_role("button", name="Save").click()
    expect(quiet.get_by_text("Saved. Reminders and offers wait")).to_be_visible()

    assert (asked(clinic)["clinic"]["quietFromMinute"], asked(clinic)["clinic"]["quietUntilMinute"]) == (1290, 570)


def test_holidays_that_two_open_are_both_open(page: Page, house: Running, clinic: Clinic) -> None:
    kept = {"locationId": clinic.location, "country": "DE", "subdivision": "BY"}
    told(clinic, HOLIDAYS, input={**kept, "worked": []})
    page.goto(f"{house.api}/desk/settings/places")
    holidays = page.get_by_role("region", name="Public holidays").locator("form").first
    holidays.get_by_label("Epiphany").check()
    told(clinic, HOLIDAYS, input={**kept, "worked": ["Easter Monday"]})
    expect(holidays.get_by_label("Easter Monday")).to_be_checked()
    expect(holidays.get_by_label("Epiphany")).to_be_checked()
    told(clinic, HOLIDAYS, input={**kept, "worked": ["Easter Monday", "Labor Day"]})
    holidays.get_by_role("button", name="Save").click()
    expect(holidays.get_by_role("status")).to_contain_text("Saved.")

    assert worked(clinic) == {"Epiphany", "Easter Monday", "Labor Day"}


def worked(clinic: Clinic) -> set[str]:
    kept = asked(clinic)["arrangements"]["holidays"]
    [days] = [one["thisYear"] for one in kept if one["location"]["id"] == clinic.location]
    return {one["names"][0] for one in days if one["isWorked"]}


def test_a_template_that_a_colleague_chose_meanwhile_is_said_before_another_takes_its_place(
    page: Page, house: Running, clinic: Clinic
) -> None:
    address = f"{house.sandbox}/meta/v23.0/200000000000001/message_templates"
    for name in ("theirs", "ours"):
        body = {"type": "BODY", "text": f"{name}: {{{{1}}}}.", "example": {"body_text": [["Tuesday"]]}}
        wish = {"name": name, **HAS_GAP, "components": [body]}
        HTTP.post(address, json=wish, headers={"authorization": "Bearer demo-meta-access-token"}).raise_for_status()
    [channel, *_] = asked(clinic, CHANNELS)["channels"]["nodes"]
    told(clinic, READ, channel=channel["id"])
    wait_for(lambda: len({"theirs", "ours"} & set(ids_of_templates(clinic))) == 2)
    page.goto(f"{house.api}/desk/settings/whatsapp")
    templates = page.get_by_role("region", name="Templates")
    line = templates.get_by_role("listitem").filter(has=page.get_by_text("ours", exact=True))
    line.get_by_role("button", name="Look at it").click()
    theirs = ids_of_templates(clinic)["theirs"]
    told(clinic, MAP, input={"templateId": theirs, "purpose": "REMINDER", "fillings": ["time"]})

    line.get_by_role("button", name="Use it for this").click()
    expect(page.get_by_role("alert")).to_contain_text("A colleague has changed it meanwhile, to: theirs, time.")
    assert using(clinic) == ["theirs"]

    line.get_by_role("button", name="Use it for this").click()
    expect(templates.get_by_text("Saved. “Reminder” is sent by this template")).to_be_visible()
    assert using(clinic) == ["ours"]


def ids_of_templates(clinic: Clinic) -> dict[str, str]:
    return {one["name"]: one["id"] for one in asked(clinic, TEMPLATES)["templates"]["nodes"]}


def using(clinic: Clinic) -> list[str]:
    found = asked(clinic, TEMPLATES)["templates"]["nodes"]
    return [one["name"] for one in found if any(use["purpose"] == "REMINDER" for use in one["uses"])]


def proven(house: Running, clinic: Clinic) -> Clinic:
    """Show as a colleague that it is them, as what is chosen of calendars asks for."""
    headers, proof = {"authorization": f"Bearer {clinic.token}"}, {"password": house.password_of("owner")[1]}
    answer = HTTP.post(f"{house.api}/step-up", json=proof, headers=headers)
    answer.raise_for_status()
    return replace(clinic, token=answer.json()["token"])


def test_of_calendars_that_take_time_each_choice_holds(page: Page, house: Running, clinic: Clinic) -> None:
    clinic = proven(house, replace(clinic, token=house.token_of("owner")))
    account = next(one for one in asked(clinic, FEEDS)["calendars"]["nodes"] if len(one["feeds"]) > 1)
    theirs, mine = sorted(account["feeds"], key=lambda one: not one["isWritten"])[:2]
    written = theirs["calendarId"]
    told(clinic, CHOOSE, calendar=account["id"], written=written, blocking=[])
    page.goto(f"{house.api}/desk/settings/calendars")
    page.get_by_label(f"{mine['title']} takes time").check()
    told(clinic, CHOOSE, calendar=account["id"], written=written, blocking=[theirs["calendarId"]])
    expect(page.get_by_label(f"{theirs['title']} takes time")).to_be_checked()
    expect(page.get_by_label(f"{mine['title']} takes time")).to_be_checked()  # what was begun is not lost
    page.locator(".account", has_text=mine["title"]).get_by_role("button", name="Save").click()
    page.get_by_label("Password").fill(house.password_of("owner")[1])
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Saved.")).to_be_visible()

    [now] = [one for one in asked(clinic, FEEDS)["calendars"]["nodes"] if one["id"] == account["id"]]
    blocking = {one["title"] for one in now["feeds"] if one["isBlocking"]}
    assert blocking >= {mine["title"], theirs["title"]}
