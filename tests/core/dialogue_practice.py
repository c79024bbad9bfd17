"""A make-believe practice that does what the dialogue asks, and a patient who types and taps by what he reads."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from chatbookr_core.consents.rules import Entry, Purpose, replay, said_now, state_of, version_of
from chatbookr_core.consents.rules import State as ConsentState
from chatbookr_core.dialogue import (
    BookingCancelled,
    BookingMade,
    BookingMoved,
    BookingRefused,
    BookingSummary,
    Cancel,
    Chose,
    Confirm,
    DayWithSpace,
    Effect,
    Event,
    FindSlots,
    HandOver,
    HoldLost,
    HoldTaken,
    LocationView,
    NoteConsent,
    OptionSigner,
    OtherSaid,
    PatientView,
    PractitionerView,
    ReleaseHold,
    Reschedule,
    Said,
    ServiceView,
    Slot,
    SlotQuery,
    SlotsFound,
    State,
    TakeHold,
    View,
    booked_message,
    moved_message,
)
from chatbookr_core.dialogue.machine import advance
from chatbookr_sdk import Buttons, FileMessage, MessageLimits, Options, OutboundContent, TemplateMessage, Text

ZONE = "Europe/Amsterdam"
NOW = datetime(2026, 10, 12, 7, 0, tzinfo=UTC)  # a Monday, 09:00 in Amsterdam
WHATSAPP = MessageLimits(
    text_chars=4096,
    body_chars=1024,
    header_chars=60,
    footer_chars=60,
    buttons=3,
    button_title_chars=20,
    list_button_chars=20,
    list_rows=10,
    list_sections=10,
    section_title_chars=24,
    row_title_chars=24,
    row_description_chars=72,
    option_id_chars=200,
)
PLAIN_TEXT = replace(WHATSAPP, buttons=0, list_rows=0, list_sections=0, text_chars=1600)

VOS, JANSEN = PractitionerView(UUID(int=11), "Dr Vos"), PractitionerView(UUID(int=12), "Dr Jansen")
CENTRE = LocationView(UUID(int=21), "Centre", "Hoofdstraat 12")
SOUTH = LocationView(UUID(int=22), "South", "Zuidplein 3")
CHECK_UP = ServiceView(UUID(int=1), "Check-up", 30, "EUR 60", (VOS.id, JANSEN.id), (CENTRE.id,))
PHYSIO = ServiceView(UUID(int=2), "Physiotherapy", 40, None, (VOS.id,), (CENTRE.id,))


def view_with(
    *,
    services: tuple[ServiceView, ...] = (CHECK_UP, PHYSIO),
    practitioners: tuple[PractitionerView, ...] = (VOS, JANSEN),
    locations: tuple[LocationView, ...] = (CENTRE,),
    language: str = "en",
    limits: MessageLimits = WHATSAPP,
) -> View:
    """Describe a small practice in Amsterdam."""
    return View(
        clinic_name="Praktijk Zuid",
        privacy_url="https://zuid.example/privacy",
        phone="+31 20 555 0100",
        emergency_number="112",
        opening_text="Mon-Fri 08-17",
        zone=ZONE,
        services=services,
        practitioners=practitioners,
        locations=locations,
        patient=PatientView(),
        upcoming=(),
        limits=limits,
        language=language,
        now=NOW,
    )


def slot_at(local: str, *, minutes: int = 30, practitioner: PractitionerView = VOS, zone: str = ZONE) -> Slot:
    """Make a slot from local wall time, as "2026-10-13 09:30"."""
    start = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return Slot(start, start + timedelta(minutes=minutes), practitioner.id, CENTRE.id)


FREE = tuple(slot_at(f"2026-10-{day} {at}") for day in (13, 14, 15) for at in ("09:30", "14:00"))


sizes = st.integers(0, 30)
limits_of_channels = st.builds(
    MessageLimits,
    text_chars=st.integers(20, 400),
    body_chars=st.integers(0, 200),
    header_chars=sizes,
    footer_chars=sizes,
    buttons=st.integers(0, 5),
    button_title_chars=sizes,
    list_button_chars=sizes,
    list_rows=st.integers(0, 14),
    list_sections=st.integers(0, 5),
    section_title_chars=sizes,
    row_title_chars=sizes,
    row_description_chars=st.integers(0, 80),
    option_id_chars=st.sampled_from((0, 50, 159, 160, 200, 256)),
)


class Practice:
    """Carries out effects as the host does: slots, bookings at once; holds at once unless `is_slow`."""

    def __init__(self, view: View | None = None, free: tuple[Slot, ...] = FREE) -> None:
        self.view = view or view_with()
        self.free = free
        self.state = State()
        self.sign = OptionSigner(b"a key of the practice" * 2, "conversation-1")
        self.heard: list[OutboundContent] = []
        self.said: list[OutboundContent] = []
        self.effects: list[Effect] = []
        self.wanted: list[Slot] = []
        self.taken: set[datetime] = set()
        self.refusal: str | None = None
        self.is_slow = False
        self.is_unseen = False  # nobody knows what is free of those who have nothing
        self.holds: dict[UUID, Slot] = {}
        self.ledger: list[Entry] = []
        self._ids = 1000

    # --- the patient ---

    def says(self, text: str) -> list[str]:
        """Type; return what is answered, message by message."""
        return self.feed(Said(text))

    def sends(self, kind: str) -> list[str]:
        """Send something without words."""
        return self.feed(OtherSaid(kind))

    def taps(self, title: str) -> list[str]:
        """Tap the option with this title in the latest message that has it."""
        return self.feed(Chose(self.option(title), "whatever the phone says"))

    def taps_row(self, place: int) -> list[str]:
        """Tap an option of the latest message by its place."""
        return self.feed(Chose(options_of(self.heard[-1])[place][0], ""))

    def option(self, title: str) -> str:
        """Return the id of the latest option with this title."""
        for content in reversed(self.heard):
            for option_id, one in options_of(content):
                if one == title:
                    return option_id
        raise AssertionError(f"{title!r} is not offered in {[body_of(one) for one in self.heard]}")

    def titles(self) -> list[str]:
        """List what can be tapped on the latest message."""
        return [title for _, title in options_of(self.heard[-1])]

    def waits(self, **time: float) -> None:
        """Let time pass."""
        self.view = replace(self.view, now=self.view.now + timedelta(**time))

    # --- the host ---

    def feed(self, event: Event) -> list[str]:
        """Advance by one event and all that follows from it at once."""
        self.said, self.effects = [], []
        waiting: list[Event] = [event]
        for _ in range(12):
            if not waiting:
                break
            turn = advance(self.state, waiting.pop(0), self.view, sign=self.sign)
            self.state = State.from_json(turn.state.to_json())
            assert self.state == turn.state
            for content in turn.say:
                self.hears(content)
            for effect in turn.effects:
                self.effects.append(effect)
                waiting += self.carry_out(effect)
        assert not waiting, "the dialogue talks to itself"
        return [body_of(content) for content in self.said]

    def hears(self, content: OutboundContent) -> None:
        check_limits(content, self.view.limits)
        for option_id, _ in options_of(content):
            assert self.sign.find(option_id) is not None
        self.said.append(content)
        self.heard.append(content)

    def carry_out(self, effect: Effect) -> list[Event]:
        match effect:
            case FindSlots(query):
                return [self.found(query)]
            case TakeHold(slot):
                self.wanted.append(slot)
                return [] if self.is_slow else [self.held()]
            case Confirm(hold_id, reminders):
                return [self.book(hold_id, is_reminded=reminders)]
            case Reschedule(booking_id, hold_id):
                return [self.move(booking_id, hold_id)]
            case Cancel(booking_id):
                return [self.cancel(booking_id)]
            case ReleaseHold(hold_id):
                self.holds.pop(hold_id, None)
            case NoteConsent():
                self.enters(effect)
        return []

    def enters(self, said: NoteConsent) -> None:
        """Keep what was said as the ledger does."""
        decision = said_now(self.view.patient.consents, said.purpose, said.decision, is_of_booking=False)
        if decision is not None:
            version = version_of(said.wording) if said.wording else None
            entry = Entry(self.new_id(), said.purpose, decision, self.view.now, version, said.language or None)
            self.ledger.append(entry)
            consents = replay(self.ledger)
            self.view = replace(self.view, patient=replace(self.view.patient, consents=consents))

    @property
    def must_agree(self) -> bool:
        """Tell whether the patient is still to agree before anything else."""
        state = state_of(self.view.patient.consents, Purpose.DATA_PROCESSING)
        return self.view.asks_consent and state is not ConsentState.GRANTED

    def found(self, query: SlotQuery) -> SlotsFound:
        open_slots = [one for one in self.free if one.starts_at not in self.taken]
        if query.practitioner_id is not None:
            open_slots = [one for one in open_slots if one.practitioner_id == query.practitioner_id]
        if query.after is not None:
            open_slots = [one for one in open_slots if one.starts_at >= query.after]
        days: dict[date, list[Slot]] = {}
        for slot in open_slots:
            days.setdefault(slot.starts_at.astimezone(ZoneInfo(self.view.zone)).date(), []).append(slot)
        shown = days.get(query.day, []) if query.day is not None else open_slots
        with_space = tuple(DayWithSpace(day, len(found), found[0].starts_at) for day, found in days.items())
        return SlotsFound(query, tuple(shown), with_space, self.is_unseen and not shown)

    def held(self) -> Event:
        """Answer the oldest wish for a hold."""
        slot = self.wanted.pop(0)
        if slot.starts_at in self.taken:
            return HoldLost(tuple(one for one in self.free if one.starts_at not in self.taken)[:3])
        hold_id = self.new_id()
        self.holds[hold_id] = slot
        return HoldTaken(hold_id, slot)

    def book(self, hold_id: UUID, *, is_reminded: bool) -> Event:
        if self.refusal is not None or hold_id not in self.holds:
            return self.refused(hold_id)
        booking = replace(self.summary(self.holds.pop(hold_id)), wants_reminders=is_reminded)
        self.view = replace(self.view, upcoming=(*self.view.upcoming, booking))
        return BookingMade(booking)

    def move(self, booking_id: UUID, hold_id: UUID) -> Event:
        if self.refusal is not None or hold_id not in self.holds:
            return self.refused(hold_id)
        old = next(one for one in self.view.upcoming if one.id == booking_id)
        moved = replace(self.summary(self.holds.pop(hold_id)), id=old.id, reference=old.reference, version=2)
        rest = tuple(one for one in self.view.upcoming if one.id != booking_id)
        self.view = replace(self.view, upcoming=(*rest, moved))
        return BookingMoved(old, moved)

    def cancel(self, booking_id: UUID) -> Event:
        if self.refusal is not None:
            return self.refused()
        old = next(one for one in self.view.upcoming if one.id == booking_id)
        self.view = replace(self.view, upcoming=tuple(one for one in self.view.upcoming if one.id != booking_id))
        return BookingCancelled(old)

    def refused(self, hold_id: UUID | None = None) -> Event:
        if hold_id is not None:
            self.holds.pop(hold_id, None)  # what cannot be confirmed is not held any more
        code, self.refusal = self.refusal or "HOLD_EXPIRED", None
        return BookingRefused(code, self.free[-3:])

    def announces(self, *, is_moved: bool = False) -> str:
        """Send M7, as the host does when the calendar has answered."""
        write = moved_message if is_moved else booked_message
        language = self.state.language or self.view.language
        self.hears(write(self.view.upcoming[-1], self.view, language=language, sign=self.sign))
        return body_of(self.heard[-1])

    def has_booked(self, slot: Slot, **changes: object) -> BookingSummary:
        """Let the patient have a booking."""
        booking = replace(self.summary(slot), **changes)  # type: ignore[arg-type]  # each test names real fields
        self.view = replace(self.view, upcoming=(*self.view.upcoming, booking))
        return booking

    def summary(self, slot: Slot) -> BookingSummary:
        until = slot.starts_at - timedelta(days=1)
        return BookingSummary(
            id=self.new_id(),
            reference="K7Q2",
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            zone=ZONE,
            service_id=self.state.service_id or CHECK_UP.id,
            practitioner_id=slot.practitioner_id,
            location_id=slot.location_id,
            version=1,
            is_inside_cutoff=self.view.now >= until,
            change_until=until,
        )

    def new_id(self) -> UUID:
        self._ids += 1
        return UUID(int=self._ids)

    @property
    def handed_over(self) -> str | None:
        """Say why a person was called by the latest event, if one was."""
        return next((effect.reason for effect in self.effects if isinstance(effect, HandOver)), None)


def greeted(practice: Practice) -> Practice:
    """Bring a practice past the first greeting."""
    practice.says("hello")
    return practice


def options_of(content: OutboundContent) -> list[tuple[str, str]]:
    """List (id, title) of what can be tapped."""
    match content:
        case Buttons():
            return [(button.id, button.title) for button in content.buttons]
        case Options():
            return [(row.id, row.title) for section in content.sections for row in section.rows]
        case Text() | TemplateMessage() | FileMessage():
            return []


def body_of(content: OutboundContent) -> str:
    """Return what is read."""
    return content.body


def check_limits(content: OutboundContent, limits: MessageLimits) -> None:
    """Fail where a channel could not show a content."""
    match content:
        case Text():
            assert 1 <= len(content.body) <= max(limits.text_chars, 1)
        case Buttons():
            assert 1 <= len(content.body) <= limits.body_chars
            assert 1 <= len(content.buttons) <= limits.buttons
            assert all(1 <= len(button.title) <= limits.button_title_chars for button in content.buttons)
            assert len({button.title for button in content.buttons}) == len(content.buttons)
            _check_ids([button.id for button in content.buttons], limits)
        case Options():
            rows = [row for section in content.sections for row in section.rows]
            assert 1 <= len(content.body) <= limits.body_chars
            assert 1 <= len(content.button) <= limits.list_button_chars
            assert 1 <= len(rows) <= limits.list_rows
            assert 1 <= len(content.sections) <= limits.list_sections
            assert all(section.rows for section in content.sections)
            assert all(1 <= len(section.title) <= limits.section_title_chars for section in content.sections)
            assert all(1 <= len(row.title) <= limits.row_title_chars for row in rows)
            assert all(
                1 <= len(row.description or "-") <= limits.row_description_chars for row in rows if row.description
            )
            _check_ids([row.id for row in rows], limits)


def _check_ids(ids: list[str], limits: MessageLimits) -> None:
    assert len(set(ids)) == len(ids)
    assert all(len(option_id) <= limits.option_id_chars for option_id in ids)
