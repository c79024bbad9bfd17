"""What patients and clinics have said to each other, and who is looking on."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace

from chatbookr_sandbox.meta.identifiers import scoped_user_id
from chatbookr_sandbox.meta.refusals import JsonObject

WINDOW_SECONDS = 24 * 60 * 60
LADDER = ("accepted", "sent", "delivered", "read")


@dataclass(frozen=True, slots=True)
class Patient:
    """Describe a person on WhatsApp; one who hides the phone number is known by `user_id` alone."""

    key: str
    name: str
    wa_id: str | None = None
    user_id: str | None = None

    def user_id_for(self, waba_id: str) -> str:
        """Give the id under which this business knows the person."""
        return self.user_id or scoped_user_id(waba_id, self.key)


@dataclass(frozen=True, slots=True)
class Message:
    """Hold one message; `content` is the object under its `kind` in the Graph API, `at` is epoch seconds."""

    id: str
    phone_number_id: str
    patient: str
    is_from_patient: bool
    at: int
    kind: str
    content: JsonObject
    context_id: str | None = None
    status: str = "accepted"
    callback_data: str | None = None
    reaction: str | None = None
    error_code: int | None = None


@dataclass(slots=True)
class Threads:
    """Keep patients and messages, and wake those who look on when anything changes."""

    patients: dict[str, Patient] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    _threads: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _typing: set[tuple[str, str]] = field(default_factory=set)
    _watchers: dict[tuple[str, str], set[asyncio.Event]] = field(default_factory=dict)

    def meet(self, key: str, *, name: str | None = None) -> Patient:
        """Find or add the patient behind a phone number's digits or a business-scoped user id."""
        known = self.patients.get(key)
        if known is not None and name in (None, known.name):
            return known
        is_phone = key.isdigit()
        called = name or (f"Patient {key[-4:]}" if is_phone else "Patient without a number")
        self.patients[key] = Patient(key, called, wa_id=key if is_phone else None, user_id=None if is_phone else key)
        return self.patients[key]

    def find_by_user_id(self, waba_id: str, user_id: str) -> Patient | None:
        """Find the patient a business knows under `user_id`."""
        if user_id in self.patients:
            return self.patients[user_id]
        known = (each for each in self.patients.values() if each.user_id_for(waba_id) == user_id)
        return next(known, None)

    def add(self, message: Message) -> None:
        """Put a message at the end of its thread."""
        self.messages[message.id] = message
        place = (message.phone_number_id, message.patient)
        self._threads.setdefault(place, []).append(message.id)
        if not message.is_from_patient:
            self._typing.discard(place)
        self._wake(place)

    def thread(self, phone_number_id: str, patient: str) -> list[Message]:
        """List what was said between a clinic number and a patient, oldest first."""
        return [self.messages[each] for each in self._threads.get((phone_number_id, patient), ())]

    def raise_status(self, message_id: str, status: str) -> bool:
        """Move a message's ticks forward; False when it is already there or beyond, or failed."""
        message = self.messages[message_id]
        if message.status == "failed" or LADDER.index(status) <= LADDER.index(message.status):
            return False
        self._replace(replace(message, status=status))
        return True

    def fail(self, message_id: str, code: int) -> None:
        """Mark a message as never delivered."""
        self._replace(replace(self.messages[message_id], status="failed", error_code=code))

    def react(self, message_id: str, emoji: str) -> None:
        """Put a reaction on a message; an empty `emoji` takes it off."""
        self._replace(replace(self.messages[message_id], reaction=emoji or None))

    def show_typing(self, phone_number_id: str, patient: str) -> None:
        """Let the patient see that the clinic is writing, until its next message."""
        self._typing.add((phone_number_id, patient))
        self._wake((phone_number_id, patient))

    def is_typing(self, phone_number_id: str, patient: str) -> bool:
        """Tell whether the clinic is writing to this patient."""
        return (phone_number_id, patient) in self._typing

    def is_window_open(self, phone_number_id: str, patient: str, *, now: int) -> bool:
        """Tell whether the patient wrote within the last 24 hours."""
        said = (each.at for each in reversed(self.thread(phone_number_id, patient)) if each.is_from_patient)
        last = next(said, None)
        return last is not None and now - last < WINDOW_SECONDS

    def _replace(self, message: Message) -> None:
        self.messages[message.id] = message
        self._wake((message.phone_number_id, message.patient))

    def _wake(self, place: tuple[str, str]) -> None:
        for event in self._watchers.get(place, ()):
            event.set()

    @contextmanager
    def watching(self, phone_number_id: str, patient: str) -> Iterator[asyncio.Event]:
        """Lend an event that is set whenever the thread changes."""
        event, place = asyncio.Event(), (phone_number_id, patient)
        self._watchers.setdefault(place, set()).add(event)
        try:
            yield event
        finally:
            self._watchers[place].discard(event)

    def as_json(self) -> JsonObject:
        """Write everything that has to outlive a restart."""
        return {
            "patients": [asdict(patient) for patient in self.patients.values()],
            "messages": [asdict(message) for message in self.messages.values()],
        }

    def restore(self, stored: JsonObject) -> None:
        """Take up what `as_json` wrote."""
        self.patients = {each["key"]: Patient(**each) for each in stored["patients"]}
        for each in stored["messages"]:
            self.add(Message(**each))
