"""The stage of a rehearsal: the dialogue itself, and a host that does in memory alone what it asks."""

from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from chatbookr_core.consents.rules import Entry, replay, said_now, version_of
from chatbookr_core.dialogue import (
    BookingCancelled,
    BookingMade,
    BookingMoved,
    BookingRefused,
    BookingSummary,
    Cancel,
    Chose,
    Confirm,
    DeclineOffer,
    Effect,
    Event,
    FellSilent,
    FindSlots,
    HandOver,
    HoldTaken,
    JoinWaitlist,
    LateOffer,
    LeaveWaitlist,
    MoveAsked,
    NoteConsent,
    OfferGone,
    OfferPassed,
    OfferSummary,
    OfferTaken,
    OptionSigner,
    OtherSaid,
    Person,
    RelativeView,
    ReleaseHold,
    Reschedule,
    Said,
    Slot,
    SlotQuery,
    SlotsFound,
    State,
    TakeBack,
    TakeHold,
    TakeOffer,
    View,
    WaitingSummary,
    WaitlistJoined,
    booked_message,
    dates,
    move_asked_message,
    moved_message,
    offer_message,
    silent_at,
    written,
)
from chatbookr_core.dialogue.machine import advance
from chatbookr_core.dialogue.opting import is_opting
from chatbookr_core.errors import InvalidInput
from chatbookr_core.rehearsals.transcripts import Line
from chatbookr_core.relatives.rules import first_name
from chatbookr_core.voice import Voice
from chatbookr_sdk import Buttons, Options, OutboundContent

Find = Callable[[SlotQuery], Awaitable[SlotsFound]]
MOST_TURNS: Final = 12
HOLD: Final = timedelta(minutes=10)
MOST_MINUTES: Final = 60 * 24 * 60
REFERENCE: Final = "K7Q2"
_SIGNER: Final = OptionSigner(bytes(32), "rehearsal")  # its ids never leave this process


@dataclass(slots=True)
class Stage:
    """A talk under way. `find` looks the free times up; everything else is of this talk alone and gone with it."""

    view: View
    find: Find
    state: State = field(default_factory=State)
    lines: list[Line] = field(default_factory=list)
    heard: list[OutboundContent] = field(default_factory=list, repr=False)
    holds: dict[UUID, tuple[Slot, datetime]] = field(default_factory=dict, repr=False)
    is_handed_over: bool = False
    _ledger: list[Entry] = field(default_factory=list, repr=False)
    _made: int = 0

    async def play(self, line: Line) -> None:
        """Let the patient do one thing, and note what follows. Raises InvalidInput for what nobody could do here."""
        self.lines.append(line)
        match line.kind:
            case "patient":
                if not self.is_handed_over or is_opting(line.text):
                    await self._hear(Said(line.text))
            case "taps":
                await self._hear(Chose(self._option(line.text), line.text), is_silent=self.is_handed_over)
            case "sends":
                await self._hear(OtherSaid(line.text), is_silent=self.is_handed_over)
            case "waits":
                await self._wait(line.text)
            case _:
                raise InvalidInput("The assistant's lines are its own.", field="lines")

    async def _wait(self, minutes: str) -> None:
        if not minutes.isdecimal() or not 0 < int(minutes) <= MOST_MINUTES:
            raise InvalidInput(f"Somebody waits 1 to {MOST_MINUTES} minutes.", field="lines")
        end, silent = self.view.now + timedelta(minutes=int(minutes)), silent_at(self.state, self.view)
        if silent is not None and silent <= end and not self.is_handed_over:
            self.view = replace(self.view, now=max(silent, self.view.now))
            await self._hear(FellSilent())
        self.view = replace(self.view, now=end)

    def _option(self, title: str) -> str:
        """Return the id of the latest choice with a title, as a thumb finds it."""
        for content in reversed(self.heard):
            for option_id, shown in choices_of(content):
                if shown == title:
                    return option_id
        raise InvalidInput("Nothing of that title can be tapped.", field="lines")

    async def _hear(self, event: Event, *, is_silent: bool = False) -> None:
        if is_silent:
            return
        waiting = deque([event])
        for _ in range(MOST_TURNS):
            if not waiting:
                break
            turn = advance(self.state, waiting.popleft(), self.view, sign=_SIGNER)
            self.state = turn.state
            self._say(turn.say)
            for effect in turn.effects:
                answer = await self._do(effect)
                if answer is not None:
                    waiting.append(answer)
                    self._announce(answer)

    def _say(self, contents: Sequence[OutboundContent]) -> None:
        for content in contents:
            self.heard.append(content)
            self.lines.append(Line("assistant", content.body, tuple(title for _, title in choices_of(content))))

    def offer(self, offer: OfferSummary) -> None:
        """Keep a time for who waits, and tell them, as the host does when one falls free."""
        self.view = replace(self.view, offer=offer)
        language = self.state.language or self.view.patient.language or self.view.language
        self._say([offer_message(offer, self.view, language=language, sign=_SIGNER)])

    def _announce(self, answer: Event) -> None:
        """Say what stands, as the host does once the calendar knows too; a rehearsal has no calendar to wait for."""
        if isinstance(answer, BookingMade | BookingMoved | OfferTaken):
            booking = answer.new if isinstance(answer, BookingMoved) else answer.booking
            write = booked_message if booking.version == 1 else moved_message
            language = self.state.language or self.view.patient.language or self.view.language
            self._say([write(booking, self.view, language=language, sign=_SIGNER)])
        if isinstance(answer, MoveAsked):
            language = self.state.language or self.view.patient.language or self.view.language
            told = move_asked_message(answer.booking, answer.asked, self.view, language=language, sign=_SIGNER)
            self._say([told])

    async def _do(self, effect: Effect) -> Event | None:
        match effect:
            case FindSlots(query):
                return await self.find(self._moving(query))
            case TakeHold(slot):
                hold_id = self._new_id()
                self.holds[hold_id] = slot, self.view.now + HOLD
                return HoldTaken(hold_id, slot)
            case ReleaseHold(hold_id):
                self.holds.pop(hold_id, None)
            case Confirm():
                return self._book(effect)
            case Reschedule(booking_id, hold_id):
                return self._move(booking_id, hold_id)
            case Cancel(booking_id):
                return self._cancel(booking_id)
            case HandOver(reason):
                self.is_handed_over = True
                self._note(f"a person is called: {reason}")
            case TakeBack():
                self.is_handed_over = False
            case NoteConsent():
                self._enter(effect)
            case JoinWaitlist() | LeaveWaitlist() | TakeOffer() | DeclineOffer():
                return self._wait_for(effect)
        return None

    def _moving(self, query: SlotQuery) -> SlotQuery:
        """Look for another time than the booking has that is to move: nothing here keeps that from being offered."""
        wanted = self.state.booking_id if self.state.is_rescheduling else None
        moved = next((one for one in self.view.upcoming if one.id == wanted), None)
        if moved is None:
            return query
        return query.of_move(moved, now=self.view.now, horizon=self.view.horizon)

    def _wait_for(self, effect: JoinWaitlist | LeaveWaitlist | TakeOffer | DeclineOffer) -> Event | None:
        match effect:
            case JoinWaitlist():
                return self._join(effect)
            case LeaveWaitlist(entry_id):
                waiting = tuple(one for one in self.view.waiting if one.id != entry_id)
                self.view = replace(self.view, waiting=waiting)
                self._note("would wait no longer")
                return None
            case TakeOffer():
                return self._take()
            case DeclineOffer():
                self.view = replace(self.view, offer=None)
                self._note("would offer it to the next")
                return OfferPassed()

    def _join(self, wish: JoinWaitlist) -> Event:
        relative = self._relative(wish.person)
        booking = next((one for one in self.view.upcoming if one.id == wish.booking_id), None)
        person = first_name(relative.name) if relative else booking.person if booking else None
        entry = WaitingSummary(self._new_id(), wish.service_id, wish.booking_id, person=person, suiting=wish.suiting)
        entry = replace(entry, relative_id=relative.id if relative else None)
        self.view = replace(self.view, waiting=(*self.view.waiting, entry))
        when, whom = written(wish.suiting, Voice("en")), f" for {person}" if person else ""
        self._note(f"would wait for an earlier time{whom}" + (f": {when}" if when else ""))
        return WaitlistJoined(entry.id)

    def _take(self) -> Event:
        """Make what is kept a booking, or move the one that waits."""
        offer = self.view.offer
        if offer is None:
            return OfferGone()
        old = next((one for one in self.view.upcoming if one.id == offer.booking_id), None)
        slot = Slot(offer.starts_at, offer.ends_at, offer.practitioner_id, offer.location_id)
        if self.view.now >= offer.until:
            self.view = replace(self.view, offer=None)
            return OfferGone(None if offer.person else LateOffer(slot, offer.service_id, booking_id=offer.booking_id))
        booking = self._booking(slot, offer.service_id, wants_reminders=False, person=offer.person)
        if old is not None:
            booking = replace(booking, id=old.id, reference=old.reference, version=old.version + 1)
        self._stand((*(one for one in self.view.upcoming if one is not old), booking))
        self.view = replace(self.view, offer=None, waiting=())
        whom = f" for {offer.person}" if offer.person else ""
        self._note(f"would {'move' if old else 'book'}: {self._when(booking)}{whom}")
        return OfferTaken(booking)

    def _note(self, words: str) -> None:
        self.lines.append(Line("done", words))

    def _enter(self, said: NoteConsent) -> None:
        """Keep what was said for a purpose as the ledger does."""
        decision = said_now(self.view.patient.consents, said.purpose, said.decision, is_of_booking=False)
        if decision is None:
            return
        version = version_of(said.wording) if said.wording else None
        self._ledger.append(
            Entry(self._new_id(), said.purpose, decision, self.view.now, version, said.language or None)
        )
        self.view = replace(self.view, patient=replace(self.view.patient, consents=replay(self._ledger)))
        self._note(f"noted: {said.purpose} {decision}")

    def _held(self, hold_id: UUID) -> Slot | None:
        """Take a held time; None where it was kept too long."""
        slot, until = self.holds.pop(hold_id, (None, self.view.now))
        return slot if self.view.now < until else None

    def _book(self, wish: Confirm) -> Event:
        slot, relative = self._held(wish.hold_id), self._relative(wish.person)
        if slot is None or self.state.service_id is None:
            return BookingRefused("HOLD_EXPIRED")
        person = first_name(relative.name) if relative else None
        booking = self._booking(slot, self.state.service_id, wants_reminders=wish.reminders, person=person)
        whose = relative.id if relative else None
        self._stand((*self.view.upcoming, replace(booking, is_for_anybody=wish.is_for_anybody, relative_id=whose)))
        deed = "ask for" if booking.is_requested else "book"
        self._note(f"would {deed}: {self._when(booking)}" + (f" for {relative.name}" if relative else ""))
        return BookingMade(booking)

    def _booking(
        self, slot: Slot, service_id: UUID, *, wants_reminders: bool, person: str | None = None
    ) -> BookingSummary:
        until = slot.starts_at - timedelta(minutes=self.view.cutoff_minutes)
        place = next((one for one in self.view.locations if one.id == slot.location_id), None)
        return BookingSummary(
            id=self._new_id(),
            reference=REFERENCE,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            zone=(place.zone if place else None) or self.view.zone,
            service_id=service_id,
            practitioner_id=slot.practitioner_id,
            location_id=slot.location_id,
            version=1,
            is_inside_cutoff=self.view.now >= until,
            change_until=until,
            wants_reminders=wants_reminders,
            person=person,
            is_requested=slot.is_on_request,
        )

    def _relative(self, person: Person | None) -> RelativeView | None:
        """Know whoever is booked for from now on; None for who writes."""
        known = self.view.patient.relatives
        if person is None or person.is_contact:
            return None
        if person.relative_id is not None:
            return next((one for one in known if one.id == person.relative_id), None)
        made = RelativeView(self._new_id(), person.name or "")
        self.view = replace(self.view, patient=replace(self.view.patient, relatives=(*known, made)))
        return made

    def _move(self, booking_id: UUID, hold_id: UUID) -> Event:
        slot = self._held(hold_id)
        old = next((one for one in self.view.upcoming if one.id == booking_id), None)
        if slot is None or old is None:
            return BookingRefused("HOLD_EXPIRED" if old else "NOT_FOUND")
        if slot.is_on_request and not old.is_requested:
            self._note(f"would ask to move: {self._when(old)} to {dates.moment(slot.starts_at, old.zone, 'en')}")
            return MoveAsked(old, slot)
        until = slot.starts_at - timedelta(minutes=self.view.cutoff_minutes)
        new = replace(old, starts_at=slot.starts_at, ends_at=slot.ends_at, version=old.version + 1, change_until=until)
        new = replace(new, is_displaced=False)
        new = replace(new, practitioner_id=slot.practitioner_id, is_inside_cutoff=self.view.now >= until)
        self._stand((*(one for one in self.view.upcoming if one.id != booking_id), new))
        self._note(f"would move: {self._when(old)} to {self._when(new)}")
        return BookingMoved(old, new)

    def _cancel(self, booking_id: UUID) -> Event:
        old = next((one for one in self.view.upcoming if one.id == booking_id), None)
        if old is None:
            return BookingRefused("NOT_FOUND")
        self._stand(tuple(one for one in self.view.upcoming if one.id != booking_id))
        self._note(f"would cancel: {self._when(old)}")
        return BookingCancelled(old)

    def _stand(self, upcoming: tuple[BookingSummary, ...]) -> None:
        self.view = replace(self.view, upcoming=tuple(sorted(upcoming, key=lambda one: one.starts_at)))

    def _when(self, booking: BookingSummary) -> str:
        return dates.moment(booking.starts_at, booking.zone, "en")

    def _new_id(self) -> UUID:
        self._made += 1
        return UUID(int=self._made)


def choices_of(content: OutboundContent) -> list[tuple[str, str]]:
    """List the id and title of what can be tapped under a message, in order."""
    match content:
        case Buttons():
            return [(button.id, button.title) for button in content.buttons]
        case Options():
            return [(row.id, row.title) for section in content.sections for row in section.rows]
        case _:
            return []
