"""The desk's settings in a browser: a manager runs the clinic without writing GraphQL, from labels to holidays."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from tests.e2e.desk_clinic import Clinic
from tests.e2e.desk_page import desk
from tests.e2e.running import HTTP, Running

pytestmark = pytest.mark.e2e

HOURS = """query ($clinic: ID!) { arrangements(clinicId: $clinic) {
    hours { windows { weekday startMinute validFrom validUntil } } } }"""
INBOX = """query ($clinic: ID!) { clinic(id: $clinic) { answerMinutes }
    labels(clinicId: $clinic) { nodes { name colour } }
    teams(clinicId: $clinic) { nodes { name members { fullName } } }
    cannedReplies(clinicId: $clinic) { nodes { shortcut texts { language body } } } }"""


@pytest.fixture
def page(browser: Browser, house: Running) -> Iterator[Page]:
    with desk(browser, house, "owner", path="/desk/settings") as page:
        page.get_by_role("link", name="Settings").click()
        yield page


def opened(page: Page, tab: str) -> None:
    page.locator(".tabs").get_by_role("link", name=tab).click()


def found_in(clinic: Clinic, document: str) -> dict[str, Any]:
    return clinic.ask(document, clinic=clinic.id)


def test_hours_of_a_season_are_added_and_taken_away(page: Page, clinic: Clinic) -> None:
    season = page.get_by_role("group", name="Hours for some dates only")
    season.get_by_label("Weekday").select_option("Saturday")
    season.get_by_label("Opens").fill("09:30")
    season.get_by_label("First date").fill("2027-06-01")
    season.get_by_label("Last date").fill("2027-08-31")
    season.get_by_role("button", name="Add these hours").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. New times are offered by it from now on.")).to_be_visible()

    wanted = {"weekday": 6, "startMinute": 570, "validFrom": "2027-06-01", "validUntil": "2027-08-31"}
    assert wanted in found_in(clinic, HOURS)["arrangements"]["hours"][0]["windows"]

    page.reload()
    season.get_by_role("listitem").get_by_role("button", name="Take away").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. New times are offered by it from now on.")).to_be_visible()
    assert wanted not in found_in(clinic, HOURS)["arrangements"]["hours"][0]["windows"]


def test_a_label_is_made_and_a_name_that_is_taken_is_refused_at_its_field(page: Page, clinic: Clinic) -> None:
    opened(page, "Inbox")
    labels = page.get_by_role("region", name="Labels")
    name = labels.get_by_label("Name")
    added(labels)
    expect(labels.get_by_text("Saved. It can be put on conversations now.")).to_be_visible()
    added(labels)
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_value("Braces")
    assert {"name": "Braces", "colour": "#aa3377"} in found_in(clinic, INBOX)["labels"]["nodes"]

    labels.get_by_role("button", name="Discard").click()
    line = labels.get_by_role("listitem").filter(has_text="Braces")
    line.get_by_role("button", name="Delete").click()
    line.get_by_role("button", name="Really delete: 0 conversations carry it").click()
    expect(labels.get_by_text("Deleted. No conversation carries it any more.")).to_be_visible()
    assert "Braces" not in [one["name"] for one in found_in(clinic, INBOX)["labels"]["nodes"]]


def added(labels: Locator) -> None:
    labels.get_by_role("button", name="Add a label").click()
    labels.get_by_label("Name").fill("Braces")
    labels.get_by_label("Colour").fill("#aa3377")
    labels.get_by_role("button", name="Save").click()


def test_a_team_has_who_was_ticked(page: Page, clinic: Clinic) -> None:
    opened(page, "Inbox")
    teams = page.get_by_role("region", name="Teams")
    teams.get_by_role("button", name="Add a team").click()
    teams.get_by_label("Name").fill("Recall")
    teams.get_by_label("Rik Smit").check()
    teams.get_by_role("button", name="Save").click()
    expect(teams.get_by_text("Saved. Conversations can be given to it from now on.")).to_be_visible()

    expect(teams.get_by_role("listitem").filter(has_text="Recall · Rik Smit")).to_be_visible()
    made = {"name": "Recall", "members": [{"fullName": "Rik Smit"}]}
    assert made in found_in(clinic, INBOX)["teams"]["nodes"]


def test_a_canned_reply_is_written_in_two_languages_and_seen_filled_in(page: Page, clinic: Clinic) -> None:
    opened(page, "Inbox")
    replies = page.get_by_role("region", name="Canned replies")
    replies.get_by_role("button", name="Add a canned reply").click()
    replies.get_by_label("Shortcut").fill("parking")
    replies.get_by_label("Text in", exact=False).fill("Dag {{patient.first_name}}, parkeren kan achter.")
    replies.get_by_label("Add a language").select_option("German")
    replies.get_by_label("Text in German").fill("Parken können Sie hinten.")
    expect(replies.get_by_text("Dag Ana, parkeren kan achter.")).to_be_visible()
    replies.get_by_role("button", name="Save").click()
    expect(replies.get_by_text("Saved. It is found by /parking from now on.")).to_be_visible()

    [made] = [one for one in found_in(clinic, INBOX)["cannedReplies"]["nodes"] if one["shortcut"] == "parking"]
    assert {"language": "de", "body": "Parken können Sie hinten."} in made["texts"]
    assert len(made["texts"]) == 2


def test_the_answer_target_is_set(page: Page, clinic: Clinic) -> None:
    opened(page, "Inbox")
    target = page.get_by_role("region", name="How soon patients are answered")
    target.get_by_label("Minutes until an answer").fill("45")
    target.get_by_role("button", name="Save").click()
    expect(target.get_by_text("Saved. What waits longer is marked as late from now on.")).to_be_visible()

    assert found_in(clinic, INBOX)["clinic"]["answerMinutes"] == 45


TEMPLATE = {
    "name": "see_you",
    "language": "en",
    "category": "UTILITY",
    "parameter_format": "positional",
    "components": [
        {"type": "BODY", "text": "See you {{1}} at {{2}}.", "example": {"body_text": [["Tuesday", "09:30"]]}},
    ],
}
USES = """query ($clinic: ID!) { templates(clinicId: $clinic) { nodes { name uses { purpose fillings } } }
    clinic(id: $clinic) { quietFromMinute quietUntilMinute } channels(clinicId: $clinic) { nodes { state } } }"""


def proven(page: Page, house: Running, said: str) -> None:
    """Wait until something is done; where a proof is asked for first, give it."""
    done, asks = page.get_by_text(said), page.get_by_label("Password")
    expect(done.or_(asks)).to_be_visible()
    if asks.is_visible():
        asks.fill(house.password_of("owner")[1])
        page.get_by_role("button", name="Go on").click()
    expect(done).to_be_visible()


def test_a_template_is_read_and_said_what_for_and_no_longer(page: Page, house: Running, clinic: Clinic) -> None:
    account = f"{house.sandbox}/meta/v23.0/200000000000001/message_templates"
    headers = {"authorization": "Bearer demo-meta-access-token"}
    HTTP.post(account, json=TEMPLATE, headers=headers).raise_for_status()
    opened(page, "WhatsApp")
    templates = page.get_by_role("region", name="Templates")
    templates.get_by_role("button", name="Read them now").click()
    line = templates.get_by_role("listitem").filter(has_text="see_you")
    expect(line).to_contain_text("English · approved")
    line.get_by_role("button", name="Look at it").click()
    line.get_by_label("What fills {{1}}").select_option("Date")
    line.get_by_label("What fills {{2}}").select_option("Time")
    expect(line.get_by_text("See you Tuesday 13 October at 09:30.")).to_be_visible()
    line.get_by_role("button", name="Use it for this").click()
    expect(templates.get_by_text("Saved. “Reminder” is sent by this template")).to_be_visible()
    assert uses_of(clinic) == [{"purpose": "REMINDER", "fillings": ["date", "time"]}]

    line.get_by_role("button", name="No longer for this").click()
    expect(templates.get_by_text("Saved. “Reminder” is not sent by it any more.")).to_be_visible()
    assert uses_of(clinic) == []


def uses_of(clinic: Clinic) -> list[dict[str, Any]]:
    [found] = [one["uses"] for one in found_in(clinic, USES)["templates"]["nodes"] if one["name"] == "see_you"]
    return list(found)


def test_a_receptionist_sees_how_whatsapp_is_and_changes_nothing(browser: Browser, house: Running) -> None:
    with desk(browser, house, "receptionist") as page:
        page.get_by_role("link", name="Settings").click()
        expect(page.get_by_text("People take its messages well.")).to_be_visible()
        expect(page.locator(".tabs").get_by_role("link")).to_have_text(["WhatsApp"])
        for name in ("Disconnect", "Connect", "Save", "Read them now"):
            expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)


def test_quiet_hours_are_set(page: Page, clinic: Clinic) -> None:
    opened(page, "WhatsApp")
    quiet = page.get_by_role("region", name="Quiet hours")
    quiet.get_by_label("From").fill("21:00")
    quiet.get_by_role("button", name="Save").click()
    expect(quiet.get_by_text("Saved. Reminders and offers wait for the end of these hours.")).to_be_visible()

    assert found_in(clinic, USES)["clinic"] == {"quietFromMinute": 1260, "quietUntilMinute": 480}


def test_an_account_is_disconnected_and_connected_again_and_no_secret_stays(
    browser: Browser, house: Running, clinic: Clinic
) -> None:
    connecting = "/connect/whatsapp"
    with desk(browser, house, "owner", path="/desk/settings", refused_at=(connecting,)) as page:
        page.get_by_role("link", name="Settings").click()
        opened(page, "WhatsApp")
        _disconnect_and_connect(page, house)
    assert "CONNECTED" in [one["state"] for one in found_in(clinic, USES)["channels"]["nodes"]]


def _disconnect_and_connect(page: Page, house: Running) -> None:
    accounts = page.get_by_role("region", name="WhatsApp accounts")
    expect(accounts.get_by_text("People take its messages well.")).to_be_visible()
    accounts.get_by_role("button", name="Disconnect").click()
    accounts.get_by_role("button", name="Really disconnect: nothing is sent or received then").click()
    proven(page, house, "Disconnected: nothing is sent or received. Conversations and bookings stay.")
    expect(accounts.get_by_text("None is connected: patients cannot write to you here.")).to_be_visible()
    accounts.get_by_label("Phone number id").fill("300000000000001")
    accounts.get_by_label("WhatsApp Business Account id").fill("2000")
    accounts.get_by_label("Access token").fill("demo-meta-access-token")
    accounts.get_by_role("button", name="Connect", exact=True).click()
    account = accounts.get_by_label("WhatsApp Business Account id")
    expect(account).to_have_attribute("aria-invalid", "true")
    expect(accounts.get_by_label("Phone number id")).to_have_value("300000000000001")
    expect(accounts.get_by_label("Access token")).to_have_value("")

    account.fill("200000000000001")
    accounts.get_by_label("Access token").fill("demo-meta-access-token")
    accounts.get_by_role("button", name="Connect", exact=True).click()
    expect(accounts.get_by_text("Connected. Patients can write to it from now on")).to_be_visible()
    expect(accounts.get_by_text("Praktijk Zuid (demo)")).to_be_visible()
    expect(accounts.get_by_label("Access token")).to_have_value("")


WHOLE = """query ($clinic: ID!) { clinic(id: $clinic) { phone openingText openingTexts { language text }
    horizonDays completesBookings waitlistMinutes locations { nodes { name address } }
    practitioners { nodes { fullName isActive } }
    services { nodes { title priceMinorUnits currency otherDurations bookingsPerDay } } }
    arrangements(clinicId: $clinic) { rooms { name kind hours { weekday startMinute } } limits { perDay perWeek }
    holidays { country subdivision thisYear { isWorked } } needs { resourceKind service { title } } } }"""


def test_what_patients_read_of_the_clinic_is_said_after_a_proof(page: Page, house: Running, clinic: Clinic) -> None:
    opened(page, "Clinic")
    about = page.get_by_role("region", name="What patients read of the clinic")
    about.get_by_label("Phone").fill("+31 20 555 0199")
    about.get_by_label("Opening hours in words").fill("Mon-Fri 09:00-17:00")
    about.get_by_text("Opening hours in words, language by language").click()
    about.get_by_role("textbox", name="German").fill("Mo-Fr 9-17 Uhr")
    about.get_by_label("Privacy page").fill("http://not-secure.example")
    about.get_by_role("button", name="Save").click()
    page.get_by_label("Password").fill(house.password_of("owner")[1])
    page.get_by_role("button", name="Go on").click()
    expect(about.get_by_label("Privacy page")).to_have_attribute("aria-invalid", "true")
    expect(about.get_by_label("Phone")).to_have_value("+31 20 555 0199")

    about.get_by_label("Privacy page").fill("https://praktijk-zuid.example/privacy")
    about.get_by_role("button", name="Save").click()
    expect(about.get_by_text("Saved. The next message to a patient has it.")).to_be_visible()
    found = found_in(clinic, WHOLE)["clinic"]
    assert (found["phone"], found["openingText"]) == ("+31 20 555 0199", "Mon-Fri 09:00-17:00")
    assert {"language": "de", "text": "Mo-Fr 9-17 Uhr"} in found["openingTexts"]


def test_booking_rules_are_set(page: Page, clinic: Clinic) -> None:
    opened(page, "Clinic")
    rules = page.get_by_role("region", name="Booking rules")
    rules.get_by_label("Horizon (days)").fill("60")
    rules.get_by_label("Waitlist (minutes)").fill("45")
    rules.get_by_label("Complete visits by themselves").check()
    rules.get_by_role("button", name="Save").click()
    expect(rules.get_by_text("Saved. It holds for what is offered and sent from now on")).to_be_visible()

    found = found_in(clinic, WHOLE)["clinic"]
    assert (found["horizonDays"], found["waitlistMinutes"], found["completesBookings"]) == (60, 45, True)


def test_a_room_is_made_given_hours_and_taken_by_a_service(page: Page, clinic: Clinic) -> None:
    opened(page, "Places and rooms")
    rooms = page.get_by_role("region", name="Rooms and devices")
    rooms.get_by_role("button", name="Add a room or device").click()
    rooms.get_by_label("Name").fill("Laser 1")
    rooms.get_by_label("Kind").fill("laser")
    rooms.get_by_role("button", name="Save").click()
    rooms.get_by_role("listitem").filter(has_text="Laser 1").get_by_role("button", name="Change").click()
    rooms.get_by_text("When it can be used").click()
    rooms.get_by_role("group", name="Monday").get_by_role("button", name="Add hours").click()
    rooms.get_by_role("button", name="Save").click()
    expect(rooms.get_by_text("at certain hours")).to_be_visible()

    opened(page, "Services")
    page.get_by_role("listitem").filter(has_text="Check-up").get_by_role("button", name="Change").click()
    page.get_by_label("Price").fill("45,50")
    page.get_by_label("Other durations (minutes)").fill("45, 60")
    page.get_by_label("Bookings a day").fill("12")
    page.get_by_label("laser").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. It holds for what is offered from now on")).to_be_visible()

    found = found_in(clinic, WHOLE)
    assert {"name": "Laser 1", "kind": "laser", "hours": [{"weekday": 1, "startMinute": 540}]} in found["arrangements"][
        "rooms"
    ]
    [service] = [one for one in found["clinic"]["services"]["nodes"] if one["priceMinorUnits"] == 4550]
    assert (service["currency"], service["otherDurations"], service["bookingsPerDay"]) == ("EUR", [45, 60], 12)
    assert {"resourceKind": "laser", "service": {"title": service["title"]}} in found["arrangements"]["needs"]


def test_places_practitioners_and_holidays_are_changed(page: Page, clinic: Clinic) -> None:
    opened(page, "Places and rooms")
    places = page.get_by_role("region", name="Places", exact=True)
    places.get_by_role("button", name="Add a place").click()
    places.get_by_label("Name in the chat").fill("West")
    places.get_by_label("Address").fill("Westlaan 4")
    places.get_by_role("button", name="Save").click()
    expect(places.get_by_text("West · Westlaan 4")).to_be_visible()

    people = page.get_by_role("region", name="Practitioners")
    people.get_by_role("listitem").first.get_by_role("button", name="Change").click()
    people.get_by_label("Bookings a day").fill("9")
    people.get_by_role("button", name="Save").click()
    expect(people.get_by_text("no appointment is affected")).to_be_visible()

    holidays = page.get_by_role("region", name="Public holidays").locator("form").first
    holidays.get_by_role("combobox", name="Country").select_option("DE")
    holidays.get_by_role("combobox", name="Region").select_option("BY")
    holidays.get_by_role("button", name="Save").click()
    holidays.get_by_label("Epiphany").check()
    holidays.get_by_role("button", name="Save").click()
    expect(holidays.get_by_role("status")).to_contain_text("Saved.")
    expect(holidays.get_by_label("Epiphany")).to_be_checked()

    found = found_in(clinic, WHOLE)
    assert {"name": "West", "address": "Westlaan 4"} in found["clinic"]["locations"]["nodes"]
    assert {"perDay": 9, "perWeek": None} in found["arrangements"]["limits"]
    [kept] = [one for one in found["arrangements"]["holidays"] if one["country"] == "DE"]
    assert kept["subdivision"] == "BY"
    assert sum(one["isWorked"] for one in kept["thisYear"]) == 1
