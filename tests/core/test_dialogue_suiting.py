"""When a time would suit who waits: what would not is left out, and never offered."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from tests.core.dialogue_practice import ZONE
from tests.core.test_dialogue_refusals import FRIDAY_AFTERNOON

from chatbookr_core.assistant.suiting import wish_of
from chatbookr_core.dialogue import Refused, Suiting, Wish, words
from chatbookr_core.dialogue.suiting import suiting_in, suiting_of
from chatbookr_core.dialogue.suiting import wish_of as wished
from chatbookr_core.waitlist.rules import Free, suits

MONDAY, FRIDAY = date(2026, 10, 12), 4
NOT_FRIDAY = (0, 1, 2, 3, 5, 6)
AFTERNOON = Refused((FRIDAY,), time(12), time(17))
EIGHTH_OR_TWENTIETH = (date(2026, 12, 8), date(2026, 12, 20))


def offered_for(suiting: Suiting, days: int = 14) -> list[datetime]:
    """Return the hours, in UTC, at which a place on the waitlist would be offered a time."""
    starts = [datetime(2026, 10, 12, 7, tzinfo=UTC) + timedelta(hours=one) for one in range(24 * days)]
    free = [Free(at, at + timedelta(minutes=30), UUID(int=1), UUID(int=2), ZONE) for at in starts]
    return [one.starts_at for one in free if suits(wish_of(suiting), one)]


def offered_days(suiting: Suiting) -> list[date]:
    return sorted({at.astimezone(ZoneInfo(ZONE)).date() for at in offered_for(suiting, 90)})


@pytest.mark.parametrize(
    ("text", "suiting"),
    [
        ("any day but not Monday", Suiting(weekdays=(1, 2, 3, 4, 5, 6))),
        ("any day but not Monday morning", Suiting(refused=Refused((0,), None, time(12)))),
        ("mornings, but not on Fridays", Suiting(weekdays=NOT_FRIDAY, until_time=time(12))),
        ("mornings, but not Friday after 10", Suiting(until_time=time(12), refused=Refused((FRIDAY,), time(10)))),
        ("weekdays", Suiting(weekdays=(0, 1, 2, 3, 4))),
        ("weekdays, but not Friday afternoon", Suiting(weekdays=(0, 1, 2, 3, 4), refused=AFTERNOON)),
        ("next week, but not Friday afternoon", Suiting(date(2026, 10, 19), date(2026, 10, 25), refused=AFTERNOON)),
        ("8 December or 20 December", Suiting(date(2026, 12, 8), date(2026, 12, 20), days=EIGHTH_OR_TWENTIETH)),
        ("13 or 15 October", Suiting(date(2026, 10, 13), date(2026, 10, 15), (1, 3))),
        ("week 43", Suiting(date(2026, 10, 19), date(2026, 10, 25))),
        ("week 43 or 44", Suiting(date(2026, 10, 19), date(2026, 11, 1))),
    ],
)
def test_what_would_not_suit_is_left_out(text: str, suiting: Suiting) -> None:
    assert suiting_in(words.plain(text), MONDAY, "en") == suiting


@pytest.mark.parametrize(
    ("refused", "suiting"),
    [
        (AFTERNOON, Suiting(MONDAY, None, (FRIDAY,), refused=AFTERNOON)),
        (Refused((FRIDAY,), None, time(12)), Suiting(MONDAY, None, (FRIDAY,), time(12), None)),
        (Refused((FRIDAY,), time(17)), Suiting(MONDAY, None, (FRIDAY,), None, time(17))),
    ],
)
def test_of_the_only_day_the_rest_is_kept(refused: Refused, suiting: Suiting) -> None:
    wish = Wish(MONDAY, is_open=True, weekdays=(FRIDAY,), refused=refused)

    assert suiting_of(wish) == suiting


@pytest.mark.parametrize("text", ["next week, but not Friday afternoon", "8 December or 20 December"])
def test_what_is_said_before_it_is_known_for_whom_is_the_same_afterwards(text: str) -> None:
    suiting = suiting_in(words.plain(text), MONDAY, "en")
    assert suiting is not None

    assert suiting_of(wished(suiting)) == suiting


def test_of_named_days_those_between_are_not_offered() -> None:
    suiting = suiting_in("8 december or 20 december", MONDAY, "en")
    assert suiting is not None

    assert [day.isoformat() for day in offered_days(suiting)] == ["2026-12-08", "2026-12-20"]


@pytest.mark.parametrize(("language", "text"), FRIDAY_AFTERNOON)
def test_no_friday_afternoon_is_offered_to_who_refused_them(language: str, text: str) -> None:
    suiting = suiting_in(words.plain(text), MONDAY, language)
    assert suiting is not None

    offered = offered_for(suiting)

    assert [at for at in offered if at.weekday() == FRIDAY]  # the morning
    assert not [at for at in offered if at.weekday() == FRIDAY and 10 <= at.hour < 15]  # UTC: 12:00 to 17:00 there
