"""When a time would suit who waits: what would not is left out, and never offered."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from tests.core.dialogue_practice import ZONE
from tests.core.test_dialogue_refusals import FRIDAY_AFTERNOON

from chatbookr_core.assistant.suiting import wish_of
from chatbookr_core.dialogue import Refused, Suiting, Wish, words
from chatbookr_core.dialogue.suiting import suiting_in, suiting_of
from chatbookr_core.waitlist.rules import Free, suits

MONDAY, FRIDAY = date(2026, 10, 12), 4
NOT_FRIDAY = (0, 1, 2, 3, 5, 6)


@pytest.mark.parametrize(
    ("text", "suiting"),
    [
        ("any day but not Monday", Suiting(weekdays=(1, 2, 3, 4, 5, 6))),
        ("any day but not Monday morning", Suiting(weekdays=(1, 2, 3, 4, 5, 6))),
        ("mornings, but not on Fridays", Suiting(weekdays=NOT_FRIDAY, until_time=time(12))),
        ("mornings, but not Friday after 10", Suiting(weekdays=NOT_FRIDAY, until_time=time(12))),
        ("weekdays", Suiting(weekdays=(0, 1, 2, 3, 4))),
        ("weekdays, but not Friday afternoon", Suiting(weekdays=(0, 1, 2, 3))),
        ("next week, but not Friday afternoon", Suiting(date(2026, 10, 19), date(2026, 10, 25), NOT_FRIDAY)),
        ("week 43", Suiting(date(2026, 10, 19), date(2026, 10, 25))),
        ("week 43 or 44", Suiting(date(2026, 10, 19), date(2026, 11, 1))),
    ],
)
def test_what_would_not_suit_is_left_out(text: str, suiting: Suiting) -> None:
    assert suiting_in(words.plain(text), MONDAY, "en") == suiting


@pytest.mark.parametrize(
    ("refused", "hours"),
    [
        (Refused((FRIDAY,), time(12), time(17)), (None, time(12))),
        (Refused((FRIDAY,), None, time(12)), (time(12), None)),
    ],
)
def test_of_the_only_day_the_rest_is_kept(refused: Refused, hours: tuple[time | None, time | None]) -> None:
    wish = Wish(MONDAY, is_open=True, weekdays=(FRIDAY,), refused=refused)

    assert suiting_of(wish) == Suiting(MONDAY, None, (FRIDAY,), *hours)


@pytest.mark.parametrize(("language", "text"), FRIDAY_AFTERNOON)
def test_no_friday_afternoon_is_offered_to_who_refused_them(language: str, text: str) -> None:
    suiting = suiting_in(words.plain(text), MONDAY, language)
    assert suiting is not None
    wish = wish_of(suiting)

    starts = [datetime(2026, 10, 12, 7, tzinfo=UTC) + timedelta(hours=one) for one in range(24 * 14)]
    free = [Free(at, at + timedelta(minutes=30), UUID(int=1), UUID(int=2), ZONE) for at in starts]
    offered = [one.starts_at for one in free if suits(wish, one)]

    assert offered
    assert not [at for at in offered if at.weekday() == FRIDAY and 10 <= at.hour < 15]  # UTC: 12:00 to 17:00 there
