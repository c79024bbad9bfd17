"""A patient without a screen: writes and taps through the sandbox, and waits for what the clinic says."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.e2e.running import HTTP

PATIENCE_SECONDS = 120.0
LOOK_SECONDS = 0.1

ClinicMessage = Mapping[str, Any]


@dataclass(slots=True)
class Patient:
    """One phone of the sandbox, talking to the clinic's only number."""

    sandbox: str
    number: str
    seen: int = 0

    @property
    def _address(self) -> str:
        return f"{self.sandbox}/sandbox/meta/patients/{self.number}/messages"

    def write(self, text: str, **more: object) -> str:
        """Send a text and return its message id."""
        return self.send({"type": "text", "text": text, **more})

    def tap(self, option: Mapping[str, str]) -> str:
        """Tap a button or a row."""
        return self.send({"type": option["kind"], "id": option["id"]})

    def send(self, wish: Mapping[str, object]) -> str:
        """Send what the sandbox takes for a message, and return its id."""
        answer = HTTP.post(self._address, json=dict(wish), timeout=60)
        answer.raise_for_status()
        message_id: str = answer.json()["messages"][0]["id"]
        return message_id

    def thread(self) -> list[ClinicMessage]:
        """Return the whole thread."""
        answer = HTTP.get(self._address, timeout=60)
        answer.raise_for_status()
        messages: list[ClinicMessage] = answer.json()["messages"]
        return messages

    def heard(self) -> list[ClinicMessage]:
        """Return everything the clinic has said."""
        return [message for message in self.thread() if message["from"] == "clinic"]

    def hears(self, is_wanted: Callable[[ClinicMessage], bool], what: str) -> ClinicMessage:
        """Wait for the next message of the clinic that is wanted; earlier ones are done with."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            messages = self.heard()
            for place in range(self.seen, len(messages)):
                if is_wanted(messages[place]):
                    self.seen = place + 1
                    return messages[place]
            time.sleep(LOOK_SECONDS)  # other processes are at work
        said = [message["text"] for message in self.heard()]
        raise AssertionError(f"the clinic did not say {what}; it said {said}")

    def hears_text(self, text: str) -> ClinicMessage:
        """Wait for a message that holds `text`."""
        return self.hears(lambda message: text in message["text"], repr(text))


def options_of(message: ClinicMessage) -> list[dict[str, str]]:
    """List what can be tapped on a message: id, title, kind."""
    if message["list"]:
        rows = [row for section in message["list"]["sections"] for row in section["rows"]]
        return [{"id": row["id"], "title": row["title"], "kind": "list_reply"} for row in rows]
    return [{"id": one["id"], "title": one["title"], "kind": "button_reply"} for one in message["buttons"]]


def option_named(message: ClinicMessage, title: str) -> dict[str, str]:
    """Return the option whose title begins with `title`."""
    found = [option for option in options_of(message) if option["title"].startswith(title)]
    assert found, (title, [option["title"] for option in options_of(message)])
    return found[0]


def has_option(title: str) -> Callable[[ClinicMessage], bool]:
    """Tell whether a message offers an option whose title begins with `title`."""
    return lambda message: any(option["title"].startswith(title) for option in options_of(message))


def book(patient: Patient) -> ClinicMessage:
    """Go from hello to a booked time, and return the clinic's last word."""
    patient.write("hello")
    menu = patient.hears(has_option("Book appointment"), "the menu")
    patient.tap(option_named(menu, "Book appointment"))
    services = patient.hears(has_option("Check-up"), "the services")
    patient.tap(option_named(services, "Check-up"))
    people = patient.hears(has_option("First available"), "the practitioners")
    patient.tap(option_named(people, "First available"))
    times = patient.hears(has_option("Another day"), "times")
    patient.tap(options_of(times)[0])
    question = patient.hears(has_option("Confirm only"), "the question to confirm")
    patient.tap(option_named(question, "Confirm only"))
    return patient.hears_text("Booked")
