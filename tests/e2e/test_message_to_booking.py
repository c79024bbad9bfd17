"""From a WhatsApp message to a booking and back, in a real browser, with the processes a clinic would run.

A patient uses `/phone`, a practitioner `/calendar`, a front end GraphQL and its subscriptions: on SQLite with the
worker inside the API, and on PostgreSQL and Redis with a worker of its own.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import redis
from playwright.sync_api import Browser, Locator, expect
from tests.conftest import PostgresUrls
from tests.e2e.browser import PATIENCE_MILLISECONDS, Diary, Offer, Phone, chromium
from tests.e2e.running import Running, redis_for, running, wait_for
from tests.e2e.subscriber import Subscriber, subscribed

ZONE = ZoneInfo("Europe/Amsterdam")
CALENDARS = {"Dr Vos": "dr.vos@praktijk-zuid.example", "Dr Jansen": "dr.jansen@praktijk-zuid.example"}
CHANGE_SECONDS = 240.0
BOOKINGS = """
query ($clinic: ID!) {
  bookings(clinicId: $clinic) {
    nodes {
      id reference startsAt endsAt timeZone status version calendarState wantsReminders createdBy cancelledBy
      cancelReason service { title } practitioner { shortName } patient { name } conversation { id }
    }
  }
}"""
CONVERSATIONS = """
query ($clinic: ID!) {
  conversations(clinicId: $clinic, first: 5) {
    nodes {
      id state owner patient { name }
      messages(last: 100) { nodes { id direction author status body choices } }
    }
  }
}"""

pytestmark = pytest.mark.e2e


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Running]:
    """Run `make run` as it is: SQLite, and the worker in the same process."""
    with running(tmp_path, is_program=True) as house:
        yield house


@pytest.fixture
def separate(tmp_path: Path, new_postgres_urls: PostgresUrls, redis_url: str) -> Iterator[Running]:
    """Run the API on PostgreSQL, as a role that owns nothing, and a worker process that Redis hands jobs to."""
    broker = redis_for(redis_url)
    settings = {
        "CHATBOOKR_DATABASE_URL": new_postgres_urls.app,
        "CHATBOOKR_MIGRATION_DATABASE_URL": new_postgres_urls.migrator,
        "CHATBOOKR_BROKER_URL": broker,
    }
    with running(tmp_path, settings, is_program=True) as house:
        yield house
    with redis.Redis.from_url(broker) as client:
        keys = list(client.scan_iter("chatbookr*"))
        client.delete(*keys, "chatbookr")


@pytest.fixture(
    params=["embedded", pytest.param("separate", marks=[pytest.mark.postgres, pytest.mark.redis])],
    ids=["sqlite", "postgres-redis-worker"],
)
def house(request: pytest.FixtureRequest) -> Running:
    """Run the product: first as one process on SQLite, then on PostgreSQL and Redis."""
    house: Running = request.getfixturevalue(request.param)
    return house


class Desk:
    """The front desk: the owner's view of the clinic through GraphQL."""

    def __init__(self, house: Running) -> None:
        self._house = house
        self.token = house.token_of("owner")
        viewer = house.query(self.token, "{ viewer { memberships { role clinic { id } } } }")["viewer"]
        self.clinic_id: str = viewer["memberships"][0]["clinic"]["id"]

    def _list(self, document: str, name: str) -> list[dict[str, Any]]:
        nodes: list[dict[str, Any]] = self._house.query(self.token, document, {"clinic": self.clinic_id})[name]["nodes"]
        return nodes

    def bookings(self) -> list[dict[str, Any]]:
        """List the clinic's bookings."""
        return self._list(BOOKINGS, "bookings")

    def booking(self) -> dict[str, Any]:
        """Return the only booking there is."""
        (booking,) = self.bookings()
        return booking

    def conversation(self) -> dict[str, Any]:
        """Return the only conversation there is."""
        (conversation,) = self._list(CONVERSATIONS, "conversations")
        return conversation

    def outbound_statuses(self) -> set[str]:
        """Say how far the assistant's messages have come."""
        messages = self.conversation()["messages"]["nodes"]
        return {message["status"] for message in messages if message["direction"] == "OUTBOUND"}


def today() -> date:
    return datetime.now(ZONE).date()


def local_start(booking: dict[str, Any]) -> datetime:
    """Read when a booking starts, on the clinic's clock."""
    return datetime.fromisoformat(booking["startsAt"]).astimezone(ZoneInfo(booking["timeZone"])).replace(tzinfo=None)


def open_phone(browser: Browser, house: Running) -> Phone:
    return Phone(browser.new_page(), f"{house.sandbox}/phone?patient=31612340001&name=Ana+Jansen")


def ask_for_times(phone: Phone) -> Locator:
    """Go from hello to the list of times."""
    phone.write("hello there")
    phone.tap("Book appointment", phone.hears("I can book, move or cancel appointments"))
    phone.tap("Check-up", phone.hears("What would you like to book?"))
    phone.choose("First available", phone.hears("With whom?"))
    return phone.hears("Choose a time for Check-up")


def book(phone: Phone) -> tuple[Offer, str]:
    """Go from hello to a booking; return the time that was taken and the reference.

    It is the last that is offered: of one that is near, at some hours and on some days, nobody is reminded.
    """
    offer = phone.offers(ask_for_times(phone), today())[-1]
    phone.take(offer)
    question = phone.hears("May I also send reminders for this appointment")
    expect(question).to_contain_text(f"Check-up with {offer.practitioner}")
    phone.tap("Confirm + reminder", question)
    said = phone.hears(f"Booked: {offer.title}").inner_text()
    assert "I will remind you." in said
    return offer, reference_in(said)


def reference_in(said: str) -> str:
    """Read the reference the clinic told."""
    read = re.search(r"ref (\w{4,})\.", said)
    assert read, said
    return read[1]


def take_another_day(phone: Phone, old: Offer, message: Locator) -> Offer:
    """Choose a day other than the one there is, and its second time."""
    phone.choose("Another day", message)
    days = phone.hears("Which day suits you?")
    others = phone.open_list(days).filter(has_text="free, from").filter(has_not_text=old.title[:-6])
    others.nth(1).click()
    offer = phone.offers(phone.hears("Times on"), today())[1]
    phone.take(offer)
    return offer


def test_a_message_becomes_an_event_that_moves_and_goes(house: Running) -> None:
    desk = Desk(house)
    with chromium() as browser, subscribed(house, desk.token, desk.clinic_id) as told:
        phone = open_phone(browser, house)
        diary = Diary(browser.new_page(), f"{house.sandbox}/calendar")

        first, reference = book(phone)

        title = f"Appointment {reference}"
        diary.open(CALENDARS[first.practitioner], first.day)
        diary.shows(title, first.starts_at)
        made = assert_booked(desk, first, reference)
        assert_conversation_is_read(desk, reference)

        phone.tap("Reschedule", phone.hears("Booked:"))
        second = take_another_day(phone, first, phone.hears(f"Current: {first.title}"))
        phone.tap("Move appointment", phone.hears("Your current time:"))
        phone.hears(f"Moved to {second.title}, ref {reference}")

        diary.lacks(title)
        diary.open(CALENDARS[second.practitioner], second.day)
        diary.shows(title, second.starts_at)
        assert_moved(desk, made, second)

        phone.tap("Cancel booking", phone.hears("Moved to"))
        phone.tap("Yes, cancel", phone.hears("Cancel this appointment?"))
        phone.choose("Time does not suit", phone.hears(f"Cancelled: {second.title}"))
        phone.hears("Thank you.")

        diary.lacks(title)
        assert_cancelled(desk, made)
        assert_told(told, made["id"])
    assert_log_is_discreet(house)


def assert_booked(desk: Desk, offer: Offer, reference: str) -> dict[str, Any]:
    wait_for(lambda: desk.booking()["calendarState"] == "WRITTEN", CHANGE_SECONDS)
    booking = desk.booking()

    assert (booking["reference"], booking["status"], booking["version"]) == (reference, "CONFIRMED", 1)
    assert booking["wantsReminders"] is True
    assert booking["createdBy"] == "PATIENT"
    assert (booking["service"]["title"], booking["practitioner"]["shortName"]) == ("Check-up", offer.practitioner)
    assert booking["patient"]["name"] == "Ana Jansen"
    assert booking["conversation"]["id"] == desk.conversation()["id"]
    assert local_start(booking) == offer.starts_at
    return booking


def assert_conversation_is_read(desk: Desk, reference: str) -> None:
    """Compare the conversation with what was said; the phone page is looked at, so everything on it is read."""
    wait_for(lambda: desk.outbound_statuses() == {"READ"}, CHANGE_SECONDS)
    conversation = desk.conversation()
    messages = conversation["messages"]["nodes"]
    inbound = [message for message in messages if message["direction"] == "INBOUND"]
    outbound = [message for message in messages if message["direction"] == "OUTBOUND"]

    assert (conversation["state"], conversation["owner"]) == ("OPEN", "ASSISTANT")
    assert inbound[0]["body"] == "hello there"
    assert len(inbound) == 6  # hello and five taps
    assert {message["author"] for message in inbound} == {"PATIENT"}
    assert {message["status"] for message in inbound} == {"RECEIVED"}
    assert {message["author"] for message in outbound} == {"ASSISTANT"}
    assert len(outbound) == 6
    assert f"ref {reference}" in outbound[-1]["body"]
    assert outbound[-1]["choices"] == ["Reschedule", "Cancel booking"]


def assert_moved(desk: Desk, made: dict[str, Any], offer: Offer) -> None:
    wait_for(lambda: desk.booking()["calendarState"] == "WRITTEN", CHANGE_SECONDS)
    booking = desk.booking()

    assert (booking["id"], booking["reference"]) == (made["id"], made["reference"])
    assert (booking["status"], booking["version"]) == ("CONFIRMED", 2)
    assert local_start(booking) == offer.starts_at


def assert_cancelled(desk: Desk, made: dict[str, Any]) -> None:
    wait_for(lambda: desk.booking()["cancelReason"] is not None, CHANGE_SECONDS)
    booking = desk.booking()

    assert (booking["id"], booking["status"]) == (made["id"], "CANCELLED")
    assert (booking["cancelledBy"], booking["cancelReason"]) == ("PATIENT", "time")


def assert_told(told: Subscriber, booking_id: str) -> None:
    """Compare what came over the socket with what was done."""
    wait_for(lambda: "CANCELLED" in {change["status"] for change in told.bookings}, CHANGE_SECONDS)

    assert {change["id"] for change in told.bookings} == {booking_id}
    assert {1, 2} <= {change["version"] for change in told.bookings}
    assert "hello there" in {message["body"] for message in told.messages if message["direction"] == "INBOUND"}
    assert "READ" in {message["status"] for message in told.messages if message["direction"] == "OUTBOUND"}


def assert_log_is_discreet(house: Running) -> None:
    """Look for who wrote, what was written, and what proves who we are."""
    for secret in ("31612340001", "Ana Jansen", "hello there", "access_token", "appsecret_proof", "Bearer"):
        assert secret not in house.log, secret


def test_a_time_the_practitioner_has_just_filled_is_refused_at_the_tap(house: Running) -> None:
    with chromium() as browser:
        phone = open_phone(browser, house)
        diary = Diary(browser.new_page(), f"{house.sandbox}/calendar")
        offer = phone.offers(ask_for_times(phone), today())[0]
        diary.open(CALENDARS[offer.practitioner], offer.day)

        diary.add("Training", offer.starts_at, 120)
        phone.take(offer)

        nearest = phone.offers(phone.hears("That time has just gone. The nearest are:"), today())
        assert (nearest[0].starts_at, nearest[0].practitioner) == (offer.starts_at, colleague_of(offer))
        phone.take(nearest[0])
        phone.tap("Confirm only", phone.hears(f"Check-up with {nearest[0].practitioner}"))
        reference = reference_in(phone.hears(f"Booked: {nearest[0].title}").inner_text())
        diary.open(CALENDARS[nearest[0].practitioner], nearest[0].day)
        diary.shows(f"Appointment {reference}", nearest[0].starts_at)
    booking = Desk(house).booking()
    assert booking["wantsReminders"] is False
    assert booking["practitioner"]["shortName"] == colleague_of(offer)


def colleague_of(offer: Offer) -> str:
    (colleague,) = CALENDARS.keys() - {offer.practitioner}
    return colleague


def test_a_patient_who_prefers_german_is_answered_in_german_to_the_end(embedded: Running) -> None:
    with chromium() as browser:
        phone = open_phone(browser, embedded)
        phone.write("Deutsch")
        phone.tap("Termin buchen", phone.hears("Ich kann Termine buchen, verschieben oder absagen."))
        phone.tap("Check-up", phone.hears("Was möchten Sie buchen?"))
        phone.choose("Wer zuerst frei ist", phone.hears("Bei wem?"))
        times = phone.open_list(phone.hears("Bitte wählen Sie eine Zeit für Check-up"))
        times.filter(has_text=re.compile(r"\d\d:\d\d")).last.click()  # as above
        phone.tap("Ja, mit Erinnerung", phone.hears("Darf ich Sie an diesen Termin auch hier im Chat erinnern?"))
        booked = phone.hears("Gebucht: ")
        expect(booked).to_contain_text("Ich erinnere Sie.")
        phone.tap("Termin absagen", booked)
        phone.tap("Ja, absagen", phone.hears("Diesen Termin absagen?"))
        phone.choose("Zeit passt nicht", phone.hears("Abgesagt: "))
        expect(phone.hears("Vielen Dank.")).to_be_visible(timeout=PATIENCE_MILLISECONDS)
    assert Desk(embedded).booking()["status"] == "CANCELLED"
