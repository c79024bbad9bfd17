"""Whatever comes, in whatever order: no crash, every limit kept, no hold forgotten, nothing booked unasked."""

from dataclasses import replace
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.core.dialogue_practice import (
    CENTRE,
    CHECK_UP,
    FREE,
    JANSEN,
    NOW,
    PHYSIO,
    SOUTH,
    VOS,
    WHATSAPP,
    Practice,
    limits_of_channels,
    options_of,
    slot_at,
    view_with,
)
from tests.thoroughness import tries

from chatbookr_core.consents.rules import Decision, Purpose
from chatbookr_core.dialogue import (
    BookingRefused,
    Cancel,
    Chose,
    Confirm,
    Effect,
    FindSlots,
    HandOver,
    HoldLost,
    HoldTaken,
    NoteConsent,
    PatientView,
    PractitionerView,
    ReleaseHold,
    Reschedule,
    ReturnedToAssistant,
    ServiceView,
    Slot,
    SlotQuery,
    SlotsFound,
    State,
    Step,
    TakeHold,
)
from chatbookr_sdk import MessageLimits

MANY = tuple(
    slot_at(f"2026-10-{day} {hour:02}:{minute}", practitioner=person)
    for day in range(13, 31)
    for hour, minute in ((0, "15"), (9, "30"), (13, "00"), (18, "45"))
    for person in (VOS, JANSEN)
)
titles = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=24)
services = st.lists(
    st.builds(
        ServiceView,
        st.integers(1, 40).map(lambda number: UUID(int=number)),
        titles,
        st.integers(5, 240),
        st.none() | st.just("EUR 60"),
        st.sampled_from([(VOS.id,), (VOS.id, JANSEN.id)]),
        st.sampled_from([(CENTRE.id,), (CENTRE.id, SOUTH.id), ()]),
    ),
    max_size=30,
    unique_by=lambda service: service.id,
).map(tuple)
WORDS = (
    *("hello", "menu", "yes", "no", "cancel", "reschedule", "book", "my appointments", "deutsch", "english", "thanks"),
    *(
        "Thursday after 4",
        "tomorrow",
        "13.10.",
        "👍",
        "1",
        "2",
        "3",
        "8",
        "9",
        "human",
        "STOP",
        "START",
        "I agree",
        "grmbl",
        "",
    ),
)
texts = st.sampled_from(WORDS) | st.text(max_size=30)
codes = st.sampled_from(
    ("SLOT_TAKEN", "HOLD_EXPIRED", "INSIDE_CUTOFF", "ALREADY_CANCELLED", "CALENDAR_NOT_FRESH", "NOT_FOUND", "STALE")
)


class AnyTalk(RuleBasedStateMachine):
    """A patient, staff and a host that do anything at any time."""

    @initialize(
        limits=st.just(WHATSAPP) | limits_of_channels,
        language=st.sampled_from(("en", "de", "fr", "es", "it", "pt", "nl", "sv")),
        free=st.sampled_from((FREE, MANY, ())),
        more=st.just((CHECK_UP, PHYSIO)) | services,
        name=st.none() | titles,
        asks_consent=st.sampled_from((False, False, True)),
    )
    def begin(
        self,
        limits: MessageLimits,
        language: str,
        free: tuple[Slot, ...],
        more: tuple[ServiceView, ...],
        name: str | None,
        asks_consent: bool,
    ) -> None:
        view = view_with(services=more, locations=(CENTRE, SOUTH), language=language)
        people = (PractitionerView(VOS.id, "Dr Vos"), PractitionerView(JANSEN.id, "Dr J" + "x" * 30, (SOUTH.id,)))
        self.practice = Practice(
            replace(
                view,
                limits=limits,
                practitioners=people,
                patient=PatientView(name, VOS.id),
                asks_consent=asks_consent,
            ),
            free,
        )

    @rule(text=texts)
    def the_patient_types(self, text: str) -> None:
        before, must_agree = self.practice.view.upcoming, self.practice.must_agree
        self.practice.says(text)
        self.nothing_happened_unasked(before)
        if must_agree and self.practice.must_agree:
            assert not [one for one in self.practice.effects if isinstance(one, TakeHold | Confirm | FindSlots)]

    @rule(data=st.data())
    def the_patient_taps_anything_he_ever_saw(self, data: st.DataObject) -> None:
        ids = [option_id for content in self.practice.heard[-6:] for option_id, _ in options_of(content)]
        if ids:
            self.practice.feed(Chose(data.draw(st.sampled_from(ids)), ""))

    @rule(places=st.lists(st.sampled_from((0, 0, 0, 0, 0, 1, 1, 1, 2, 8, 9)), min_size=3, max_size=12))
    def the_patient_follows(self, places: list[int]) -> None:
        """Take what is offered, mostly the first thing; by number where nothing can be tapped."""
        for place in places:
            options = options_of(self.practice.heard[-1]) if self.practice.heard else []
            if options:
                self.practice.feed(Chose(options[place % len(options)][0], ""))
            else:
                self.practice.says(str(place + 1))

    @rule(option_id=st.text(max_size=40))
    def somebody_forges_an_option(self, option_id: str) -> None:
        before = self.practice.state
        self.practice.feed(Chose(option_id, ""))
        known: list[Effect] = [NoteConsent(Purpose.DATA_PROCESSING, Decision.SHOWN)]  # the first greeting
        known += [TakeHold(before.chosen)] if before.chosen else []  # a hold that never came is asked for again
        has_passed = any(one.starts_at <= self.practice.view.now for one in before.offered)  # they are looked for anew
        others = [one for one in self.practice.effects if not (has_passed and isinstance(one, FindSlots))]
        assert all(isinstance(one, HandOver | ReleaseHold) or one in known for one in others)

    @rule(kind=st.sampled_from(("image", "sticker", "audio")))
    def the_patient_sends_no_words(self, kind: str) -> None:
        self.practice.sends(kind)

    @rule(is_slow=st.booleans())
    def the_calendar_is_slow_or_not(self, is_slow: bool) -> None:
        self.practice.is_slow = is_slow

    @precondition(lambda self: bool(self.practice.wanted))
    @rule()
    def a_slow_hold_is_answered(self) -> None:
        self.practice.feed(self.practice.held())

    @rule(slots=st.sampled_from((FREE[:3], ())))
    def a_hold_is_told_lost(self, slots: tuple[Slot, ...]) -> None:
        self.practice.feed(HoldLost(slots))

    @rule()
    def a_hold_nobody_asked_for_is_told_taken(self) -> None:
        hold_id = self.practice.new_id()
        self.practice.holds[hold_id] = FREE[0]
        self.practice.feed(HoldTaken(hold_id, FREE[0]))

    @rule(code=codes, slots=st.sampled_from((FREE[:3], ())))
    def something_is_refused(self, code: str, slots: tuple[Slot, ...]) -> None:
        if self.practice.state.hold_id in self.practice.holds:
            del self.practice.holds[self.practice.state.hold_id]
        self.practice.feed(BookingRefused(code, slots))

    @rule(code=codes)
    def the_next_confirmation_is_refused(self, code: str) -> None:
        self.practice.refusal = code

    @rule()
    def slots_come_late(self) -> None:
        self.practice.feed(SlotsFound(SlotQuery(CHECK_UP.id), FREE, ()))

    @rule()
    def staff_hand_back(self) -> None:
        self.practice.feed(ReturnedToAssistant())

    @rule(hours=st.integers(0, 1000))
    def time_passes(self, hours: int) -> None:
        self.practice.waits(hours=hours)

    @rule()
    def somebody_takes_a_time(self) -> None:
        self.practice.taken |= {slot.starts_at for slot in self.practice.free[:2]}

    @rule(is_inside=st.booleans())
    def the_patient_has_a_booking(self, is_inside: bool) -> None:
        if len(self.practice.view.upcoming) < 12:
            self.practice.has_booked(slot_at("2026-10-20 10:00"), is_inside_cutoff=is_inside)
            self.practice.announces()

    @precondition(lambda self: bool(self.practice.view.services))
    @rule()
    def a_service_leaves(self) -> None:
        view = self.practice.view
        self.practice.view = replace(view, services=view.services[1:])

    @rule()
    def nonsense_three_times_calls_a_person(self) -> None:
        practice = self.practice
        practice.says("hello")
        if not practice.must_agree and practice.state.step in (Step.HOLDING, Step.REASON, Step.FINDING):
            return  # what is on its way is waited for, and a reason may be anything
        if practice.handed_over == "stop_requested":
            return  # of whether they want messages at all a person is asked already
        called = []
        for _ in range(3):
            practice.says("grmbl")
            called.append(practice.handed_over)
        assert "not_understood" in called

    def nothing_happened_unasked(self, before: tuple[object, ...]) -> None:
        acted = any(isinstance(effect, Confirm | Cancel | Reschedule) for effect in self.practice.effects)
        assert acted or self.practice.view.upcoming == before

    @invariant()
    def no_hold_is_forgotten(self) -> None:
        if hasattr(self, "practice"):
            assert set(self.practice.holds) <= {self.practice.state.hold_id}

    @invariant()
    def the_state_is_one_that_may_rest(self) -> None:
        if hasattr(self, "practice"):
            state = self.practice.state
            assert state.misses < 3
            assert state.step is not Step.FINDING or self.practice.must_agree  # looked for once they have
            assert State.from_json(state.to_json()) == state
            assert self.practice.view.now >= NOW


AnyTalk.TestCase.settings = settings(
    max_examples=tries(60), stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestAnyTalk = AnyTalk.TestCase
