"""Days with hours of their own, in seven languages: each is looked at in those alone, and none is lost."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.dialogue_practice import ZONE, Practice, body_of, slot_at, view_with
from tests.thoroughness import examples

from chatbookr_core.assistant.suiting import wish_of
from chatbookr_core.dialogue import DayHours, FindSlots, Purpose, SlotQuery, Suiting, dates, words
from chatbookr_core.dialogue.suiting import suiting_in, suiting_of
from chatbookr_core.dialogue.suiting import wish_of as wished
from chatbookr_core.dialogue.wishes import Wish, find_wish
from chatbookr_core.waitlist.rules import Free, suits

TODAY = date(2026, 10, 12)  # a Monday
TUESDAY, FRIDAY, NEXT_MONDAY = date(2026, 10, 13), date(2026, 10, 16), date(2026, 10, 19)
NOON, EVENING = time(12), time(17)
MORNING = (None, NOON)
AFTERNOON = (NOON, EVENING)

TOMORROW_OR_FRIDAY = Wish(
    TUESDAY,
    None,
    EVENING,
    FRIDAY,
    weekdays=(1, 4),
    day_hours=(DayHours((), (TUESDAY,), *AFTERNOON), DayHours((), (FRIDAY,), *MORNING)),
)
MONDAY_OR_FRIDAY = Wish(
    FRIDAY,
    None,
    EVENING,
    NEXT_MONDAY,
    weekdays=(0, 4),
    day_hours=(DayHours((0,), (), *MORNING), DayHours((4,), (), *AFTERNOON)),
)
ENDS = Wish(day_hours=(DayHours(until_time=NOON), DayHours(from_time=EVENING)))
MONDAY_ENDS = replace(ENDS, day=NEXT_MONDAY)
UTTERANCES = (
    ("en", "tomorrow afternoon or Friday morning", TOMORROW_OR_FRIDAY),
    ("de", "morgen Nachmittag oder Freitag Vormittag", TOMORROW_OR_FRIDAY),
    ("de", "morgen nachmittags oder am Freitagvormittag", TOMORROW_OR_FRIDAY),
    ("fr", "demain après-midi ou vendredi matin", TOMORROW_OR_FRIDAY),
    ("es", "mañana por la tarde o el viernes por la mañana", TOMORROW_OR_FRIDAY),
    ("it", "domani pomeriggio o venerdì mattina", TOMORROW_OR_FRIDAY),
    ("pt", "amanhã à tarde ou sexta de manhã", TOMORROW_OR_FRIDAY),
    ("nl", "morgenmiddag of vrijdagochtend", TOMORROW_OR_FRIDAY),
    ("en", "Monday morning or Friday afternoon", MONDAY_OR_FRIDAY),
    ("en", "Monday in the morning, or Friday in the afternoon please", MONDAY_OR_FRIDAY),
    ("de", "Montagvormittag oder Freitagnachmittag", MONDAY_OR_FRIDAY),
    ("de", "montags vormittags und freitags nachmittags", MONDAY_OR_FRIDAY),
    ("fr", "lundi matin ou vendredi après-midi", MONDAY_OR_FRIDAY),
    ("fr", "le lundi matin et le vendredi après-midi", MONDAY_OR_FRIDAY),
    ("es", "el lunes por la mañana o el viernes por la tarde", MONDAY_OR_FRIDAY),
    ("it", "lunedì mattina o venerdì pomeriggio", MONDAY_OR_FRIDAY),
    ("pt", "segunda de manhã ou sexta à tarde", MONDAY_OR_FRIDAY),
    ("nl", "maandagochtend of vrijdagmiddag", MONDAY_OR_FRIDAY),
    ("en", "mornings or evenings", ENDS),
    ("de", "morgens oder abends", ENDS),
    ("de", "vormittags oder abends", ENDS),
    ("fr", "le matin ou le soir", ENDS),
    ("es", "por la mañana o por la noche", ENDS),
    ("it", "di mattina o di sera", ENDS),
    ("pt", "de manhã ou à noite", ENDS),
    ("nl", "'s ochtends of 's avonds", ENDS),
    ("en", "Monday, mornings or evenings", MONDAY_ENDS),
    ("de", "Montag morgens oder abends", MONDAY_ENDS),
    ("nl", "maandag 's ochtends of 's avonds", MONDAY_ENDS),
    (
        "en",
        "Monday after 4 or Friday before 10",
        replace(
            MONDAY_OR_FRIDAY,
            until_time=None,
            day_hours=(DayHours((0,), (), time(16)), DayHours((4,), (), None, time(10))),
        ),
    ),
    (
        "de",
        "Montag ab 16 Uhr oder Freitag vor 10 Uhr",
        replace(
            MONDAY_OR_FRIDAY,
            until_time=None,
            day_hours=(DayHours((0,), (), time(16)), DayHours((4,), (), None, time(10))),
        ),
    ),
    (
        "en",
        "Monday morning or Friday",
        replace(MONDAY_OR_FRIDAY, until_time=None, day_hours=(DayHours((0,), (), *MORNING), DayHours((4,)))),
    ),
    (
        "en",
        "Monday or Tuesday morning, Friday afternoon",
        Wish(
            TUESDAY,
            None,
            EVENING,
            NEXT_MONDAY,
            weekdays=(0, 1, 4),
            day_hours=(DayHours((0, 1), (), *MORNING), DayHours((4,), (), *AFTERNOON)),
        ),
    ),
    (
        "en",
        "weekday evenings or Saturday morning",
        Wish(
            TODAY,
            is_open=True,
            weekdays=(0, 1, 2, 3, 4, 5),
            day_hours=(DayHours((0, 1, 2, 3, 4), (), EVENING), DayHours((5,), (), *MORNING)),
        ),
    ),
    (
        "en",
        "Tuesday, 20 October in the morning or Friday, 30 October in the afternoon",
        Wish(
            date(2026, 10, 20),
            None,
            EVENING,
            date(2026, 10, 30),
            weekdays=(1, 4),
            days=(date(2026, 10, 20), date(2026, 10, 30)),
            day_hours=(
                DayHours((), (date(2026, 10, 20),), *MORNING),
                DayHours((), (date(2026, 10, 30),), *AFTERNOON),
            ),
        ),
    ),
    (
        "de",
        "am 20.10. vormittags oder am 22.10. nachmittags",
        Wish(
            date(2026, 10, 20),
            None,
            EVENING,
            date(2026, 10, 22),
            weekdays=(1, 3),
            day_hours=(
                DayHours((), (date(2026, 10, 20),), *MORNING),
                DayHours((), (date(2026, 10, 22),), *AFTERNOON),
            ),
        ),
    ),
    (
        "en",
        "next week Monday morning or Friday afternoon",
        replace(MONDAY_OR_FRIDAY, day=NEXT_MONDAY, last_day=date(2026, 10, 23)),
    ),
    ("en", "before 10 or after 4", Wish(day_hours=(DayHours(until_time=time(10)), DayHours(from_time=time(16))))),
    ("de", "vor 10 oder nach 16 Uhr", Wish(day_hours=(DayHours(until_time=time(10)), DayHours(from_time=time(16))))),
    ("fr", "avant 10h ou après 16h", Wish(day_hours=(DayHours(until_time=time(10)), DayHours(from_time=time(16))))),
)
ALIKE = (
    ("en", "Monday or Friday morning", replace(MONDAY_OR_FRIDAY, until_time=NOON, day_hours=())),
    ("en", "mornings on Monday or Friday", replace(MONDAY_OR_FRIDAY, until_time=NOON, day_hours=())),
    ("en", "Monday morning or Friday morning", replace(MONDAY_OR_FRIDAY, until_time=NOON, day_hours=())),
    ("en", "tomorrow morning or Friday morning", replace(TOMORROW_OR_FRIDAY, until_time=NOON, day_hours=())),
    ("en", "Monday morning or afternoon", Wish(NEXT_MONDAY, None, EVENING)),
    ("en", "after 9 and before 11", Wish(None, time(9), time(11))),
    ("en", "Monday between 9 and 11", Wish(NEXT_MONDAY, time(9), time(11))),
    ("fr", "lundi entre 9h et 11h", Wish(NEXT_MONDAY, time(9), time(11))),
    ("en", "Tuesday morning, 20 October", Wish(date(2026, 10, 20), None, NOON)),
    ("de", "Freitag, 16. Oktober vormittags", Wish(FRIDAY, None, NOON)),
    ("es", "el lunes en la tarde", Wish(NEXT_MONDAY, NOON, EVENING)),
)
"""What has the same hours on all days is one wish, as before."""
OR = {"en": "or", "de": "oder", "fr": "ou", "es": "o", "it": "o", "pt": "ou", "nl": "of"}
DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi"),
    "es": ("el lunes", "el martes", "el miércoles", "el jueves", "el viernes"),
    "it": ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì"),
    "pt": ("segunda", "terça", "quarta", "quinta", "sexta"),
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag"),
}
PARTS = {
    "en": ("morning", "afternoon", "evening"),
    "de": ("vormittags", "nachmittags", "abends"),
    "fr": ("matin", "après-midi", "soir"),
    "es": ("por la mañana", "por la tarde", "por la noche"),
    "it": ("mattina", "pomeriggio", "sera"),
    "pt": ("de manhã", "à tarde", "à noite"),
    "nl": ("in de ochtend", "in de middag", "in de avond"),
}
FREE = tuple(
    slot_at(f"2026-10-{day} {at}")
    for day in range(12, 32)
    for at in ("09:30", "11:45", "12:00", "14:30", "16:45", "17:00", "18:15")
)


def read(text: str, language: str) -> Wish | None:
    return find_wish(words.plain(text), TODAY, language)


def asked(text: str, language: str = "en") -> Practice:
    """Say when, where times are shown already."""
    practice = Practice(view_with(language=language), free=FREE)
    practice.says("hello")
    practice.taps(practice.titles()[0])
    practice.taps("Check-up")
    practice.taps_row(0)
    practice.says(text)
    return practice


def shown(practice: Practice) -> list[datetime]:
    return [one.starts_at.astimezone(ZoneInfo(ZONE)) for one in practice.state.offered]


def part_of(at: datetime) -> int:
    return (at.hour >= 12) + (at.hour >= 17)


def query_for(wish: Wish, like: SlotQuery) -> SlotQuery:
    """Write the query that a wish is to give, of what is booked."""
    what = like.service_id, like.practitioner_id, like.location_id
    is_day = wish.day is not None and not wish.is_span
    begin = time() if not is_day else wish.from_time
    after = dates.instant_at(wish.day, begin, ZONE) if wish.day is not None and begin is not None else None
    return SlotQuery(
        *what,
        wish.day if is_day else None,
        after,
        Purpose.DAY if is_day else Purpose.TIMES,
        wish.from_time,
        wish.until_time,
        None,
        wish.last_day,
        wish.weekdays,
        wish.days,
        wish.refused,
        day_hours=wish.day_hours,
    )


@pytest.mark.parametrize(("language", "text", "wish"), [*UTTERANCES, *ALIKE])
def test_each_day_keeps_the_hours_that_were_said_of_it(language: str, text: str, wish: Wish) -> None:
    assert read(text, language) == wish


@pytest.mark.parametrize(("language", "text", "wish"), [*UTTERANCES, *ALIKE])
def test_times_are_looked_for_as_was_said_and_no_others(language: str, text: str, wish: Wish) -> None:
    practice = asked(text, language)

    (query,) = [one.query for one in practice.effects if isinstance(one, FindSlots)]
    assert query == query_for(wish, query)
    assert shown(practice)


def test_of_two_days_both_are_listed_each_in_its_part() -> None:
    practice = asked("tomorrow afternoon or Friday morning")

    assert {(at.date(), part_of(at)) for at in shown(practice)} == {(TUESDAY, 1), (FRIDAY, 0)}
    assert body_of(practice.heard[-1]) == "Free times, Tue 13 Oct, 12:00–17:00; Fri 16 Oct, before 12:00:"


def test_what_was_wished_for_holds_where_times_are_shown_again() -> None:
    practice = asked("Monday morning or Friday afternoon")
    practice.taps_row(0)

    practice.taps("Other time")

    assert {(at.weekday(), part_of(at)) for at in shown(practice)} == {(0, 0), (4, 1)}
    assert "Monday, before 12:00; Friday, 12:00–17:00" in body_of(practice.heard[-1])


def test_other_hours_take_the_place_of_those_of_each_day() -> None:
    practice = asked("Monday morning or Friday afternoon")

    practice.says("after 5")

    assert {(at.weekday(), part_of(at)) for at in shown(practice)} == {(0, 2), (4, 2)}


def test_ends_of_a_day_that_was_named_before_are_of_that_day() -> None:
    practice = asked("Thursday")

    practice.says("mornings or evenings")

    assert {(at.date(), part_of(at)) for at in shown(practice)} == {(date(2026, 10, 15), 0), (date(2026, 10, 15), 2)}


@pytest.mark.parametrize("text", ["mornings or evenings", "tomorrow afternoon or Friday morning"])
def test_what_is_said_in_the_first_words_is_kept(text: str) -> None:
    practice = Practice(view_with(), free=FREE)

    practice.says(f"hello, {text} please")

    assert practice.state.wish == read(text, "en")


@pytest.mark.parametrize(
    ("language", "text", "suiting"),
    [
        (
            "en",
            "Monday morning or Friday afternoon",
            Suiting(None, None, (0, 4), None, EVENING, day_hours=MONDAY_OR_FRIDAY.day_hours),
        ),
        ("de", "morgens oder abends", Suiting(day_hours=ENDS.day_hours)),
        (
            "nl",
            "morgenmiddag of vrijdagochtend",
            Suiting(TUESDAY, FRIDAY, (1, 4), None, EVENING, day_hours=TOMORROW_OR_FRIDAY.day_hours),
        ),
    ],
)
def test_who_waits_is_heard_alike(language: str, text: str, suiting: Suiting) -> None:
    heard = suiting_in(words.plain(text), TODAY, language)

    assert heard == suiting
    assert suiting_of(wished(suiting)) == suiting


two_days = st.lists(
    st.tuples(st.integers(1, 4), st.integers(0, 2)), min_size=2, max_size=3, unique_by=lambda one: one[0]
)


@examples(80)
@given(st.sampled_from(sorted(OR)), two_days, st.sampled_from(("", " 🙏")))
def test_a_time_that_is_listed_is_one_that_was_wished_for(
    language: str, wanted: list[tuple[int, int]], after: str
) -> None:
    """Today is a Monday, of which the coming one is meant: the others are all of this week."""
    said = f" {OR[language]} ".join(f"{DAYS[language][day]} {PARTS[language][part]}" for day, part in wanted)

    practice = asked(said + after, language)

    listed = shown(practice)
    assert {(at.weekday(), part_of(at)) for at in listed} == set(wanted)
    assert {at.date() for at in listed} <= {TODAY + timedelta(days=day) for day in range(1, 5)}


@examples(80)
@given(st.sampled_from(sorted(OR)), two_days)
def test_what_is_offered_to_who_waits_is_what_was_wished_for(language: str, wanted: list[tuple[int, int]]) -> None:
    said = f" {OR[language]} ".join(f"{DAYS[language][day]} {PARTS[language][part]}" for day, part in wanted)
    suiting = suiting_in(words.plain(said), TODAY, language)
    assert suiting is not None
    starts = [datetime(2026, 10, 12, tzinfo=UTC) + timedelta(minutes=30 * one) for one in range(48 * 14)]
    free = [Free(at, at + timedelta(minutes=30), UUID(int=1), UUID(int=2), ZONE) for at in starts]

    offered = [one.starts_at.astimezone(ZoneInfo(ZONE)) for one in free if suits(wish_of(suiting), one)]

    assert {(at.weekday(), part_of(at)) for at in offered} == set(wanted)
