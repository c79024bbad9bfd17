"""A patient types and taps anything shown of late, in bursts and twice: always answered, never in circles."""

from dataclasses import replace
from random import Random

import pytest
from tests.core.dialogue_practice import (
    CENTRE,
    FREE,
    JANSEN,
    SOUTH,
    VOS,
    WHATSAPP,
    Practice,
    check_limits,
    options_of,
    slot_at,
    view_with,
)
from tests.nights import seeds_of_night

from chatbookr_core.dialogue import (
    LANGUAGES,
    Chose,
    Confirm,
    OtherSaid,
    PatientView,
    RelativeView,
    Said,
)
from chatbookr_core.dialogue.state import Step
from chatbookr_sdk import OutboundContent

STEPS = 60
MANY = tuple(
    slot_at(f"2026-10-{day} {hour:02}:{minute}", practitioner=person)
    for day in range(13, 31)
    for hour, minute in ((9, "30"), (13, "00"), (16, "45"))
    for person in (VOS, JANSEN)
)
ASKING = (
    *(
        "hi",
        "hola",
        "Termin",
        "rdv",
        "1",
        "2",
        "9",
        "the first one",
        "den letzten bitte",
        "la segunda",
        "9:30",
        "13:00 is fine",
    ),
    *("yes", "ja, machen Sie das", "oui avec rappel", "no", "tomorrow", "Thursday after 4", "nächste Woche", "asap"),
    *("cancel it", "absagen", "ich muss meinen Termin verschieben", "can we make it friday", "iets eerder vrij?"),
    *(
        "for my son",
        "für mich",
        "Anna Vos",
        "check up",
        "vos",
        "egal",
        "how much is it?",
        "where are you?",
        "menu",
        "back",
    ),
    *(
        "Deutsch",
        "do you speak French?",
        "what",
        "asdf ghjkl",
        "waitlist",
        "never mind",
        "I will be late",
        "other time",
    ),
)
"""What wants an answer of somebody who may be answered."""


class Walk:
    """One patient of a practice, at random; every message is looked at as it is said."""

    def __init__(self, seed: int, language: str) -> None:
        self.dice = Random(seed)  # noqa: S311  # a walk that comes back by its seed
        others = self.dice.random() < 0.5
        patient = PatientView(
            self.dice.choice((None, "Anna Vos")),
            self.dice.choice((None, VOS.id)),
            relatives=(RelativeView(VOS.id, "Tim Vos"),) if others and self.dice.random() < 0.5 else (),
        )
        view = view_with(language=language, limits=WHATSAPP, locations=(CENTRE, SOUTH))
        view = replace(view, patient=patient, books_for_others=others)
        self.practice = Practice(view, MANY)
        if self.dice.random() < 0.3:
            self.practice.has_booked(slot_at("2026-10-20 10:00"))
        self.unanswered = 0
        self.typed_answers: list[str] = []

    def step(self) -> None:
        match self.dice.choices(("types", "taps", "burst", "twice", "sends", "waits"), (6, 8, 1, 1, 0.3, 0.7))[0]:
            case "types":
                self.types(self.dice.choice(ASKING))
            case "taps":
                self.taps()
            case "burst":
                for _ in range(self.dice.randint(2, 4)):
                    self.feed(Said(self.dice.choice(ASKING), sent_at=self.practice.view.now))
            case "twice":
                self.taps(times=2)
            case "sends":
                self.feed(OtherSaid(self.dice.choice(("sticker", "reaction", "audio", "image"))))
            case "waits":
                self.practice.waits(hours=self.dice.choice((1, 5, 25)))
                self.practice.free = tuple(one for one in MANY if one.starts_at > self.practice.view.now)

    def types(self, text: str) -> None:
        before = self.practice.state
        said = self.feed(Said(text))
        is_waiting = before.step in (Step.BOOKED, Step.IDLE, Step.MENU, Step.REASON) and text in ("yes", "no")
        self.unanswered = 0 if said or self.practice.handed_over or is_waiting else self.unanswered + 1
        assert self.unanswered < 3, f"{text!r} at {before.step}"
        alike = [written(one) for one in said]
        if len(alike) == 1 and self.practice.handed_over is None and not self.practice.effects:
            self.typed_answers = [*self.typed_answers, alike[0]][-3:]
            assert len(self.typed_answers) < 3 or len(set(self.typed_answers)) > 1, alike[0]
        else:
            self.typed_answers = []

    def taps(self, *, times: int = 1) -> None:
        ids = [option_id for content in self.practice.heard[-8:] for option_id, _ in options_of(content)]
        latest = [option_id for option_id, _ in options_of(self.practice.heard[-1])] if self.practice.heard else []
        self.typed_answers = []
        if not ids:
            return
        option_id = self.dice.choice(latest if latest and self.dice.random() < 0.7 else ids)
        booked = len(self.practice.view.upcoming)
        for _ in range(times):
            said = self.feed(Chose(option_id, ""))
            self.unanswered = 0 if said or self.practice.handed_over else self.unanswered
        assert len(self.practice.view.upcoming) <= booked + 1

    def feed(self, event: Said | Chose | OtherSaid) -> list[OutboundContent]:
        heard, holds = len(self.practice.heard), set(self.practice.holds)
        self.practice.feed(event)
        said = self.practice.heard[heard:]
        for content in said:
            check_limits(content, WHATSAPP)
        confirmed = [one.hold_id for one in self.practice.effects if isinstance(one, Confirm)]
        assert len(confirmed) <= 1
        assert set(confirmed) <= holds, "booked what was not shown to be confirmed"
        self.nothing_of_the_past()
        return said

    def nothing_of_the_past(self) -> None:
        state, now = self.practice.state, self.practice.view.now
        is_shown = state.step in (Step.TIMES, Step.DAY_TIMES) and not state.asks_to_go_on
        shown = state.offered if is_shown else ()
        assert all(one.starts_at > now for one in shown if state.spoke_at == now), state.step


def written(content: OutboundContent) -> str:
    return "\n".join((content.body, *(title for _, title in options_of(content))))


def walked(seed: int, language: str) -> None:
    walk = Walk(seed, language)
    for number in range(STEPS):
        try:
            walk.step()
        except AssertionError as problem:
            problem.add_note(f"seed {seed} in {language}, step {number}")
            raise


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_typed_and_tapped_leads_on(seed: int, language: str) -> None:
    walked(seed, language)


@pytest.mark.nightly
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("first", range(1000, 1100, 20))
def test_it_does_on_every_one_of_many_walks(first: int, language: str) -> None:
    for seed in seeds_of_night(first, 20):
        walked(seed, language)


def at_the_times(practice: Practice | None = None) -> Practice:
    practice = practice or Practice(view_with())
    practice.says("hello")
    practice.taps("Book appointment")
    practice.taps("Check-up")
    practice.taps("First available")
    return practice


def test_nothing_is_said_a_third_time_running() -> None:
    practice = at_the_times()

    answers = [practice.says("ok") for _ in range(4)]

    assert answers[0] == answers[1] == ["Choose a time for Check-up:"]
    assert answers[2] == ["How shall we go on?"]
    assert answers[3] == ["Choose a time for Check-up:"]  # "ok" to that goes on


def test_a_list_that_has_grown_old_is_not_shown_again_with_times_that_have_passed() -> None:
    practice = at_the_times()
    practice.waits(hours=27)
    practice.free = practice.free[2:]

    answers = practice.says("how much is it?")

    assert answers == ["Check-up: 30 min, EUR 60", "That list is out of date, here are the current times:"]
    assert practice.titles()[0] == "Wed 14 Oct 09:30"


def test_what_is_not_understood_is_counted_on_where_the_times_it_repeats_have_passed() -> None:
    practice = at_the_times(Practice(free=(slot_at("2026-10-12 09:20"), *FREE)))
    practice.waits(minutes=30)
    practice.free = FREE

    answers = [practice.says("grmbl") for _ in range(3)]

    assert answers[0] == ["Sorry, I did not get that.", "That list is out of date, here are the current times:"]
    assert answers[1] == ["Sorry, I did not get that.\n\nHow shall we go on?"]
    assert practice.handed_over == "not_understood"


def test_a_list_whose_times_are_to_come_is_shown_again() -> None:
    practice = at_the_times()

    assert practice.says("how much is it?") == ["Check-up: 30 min, EUR 60\n\nChoose a time for Check-up:"]
