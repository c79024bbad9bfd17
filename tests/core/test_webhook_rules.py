"""When a webhook is tried again and when not; the sum of the waits, whatever chance has to say."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbookr_core.webhooks.rules import (
    FAILING_ALLOWED,
    FAILURES_ALLOWED,
    LONGEST_RETRY_AFTER_SECONDS,
    TRIES,
    Answer,
    event_name,
    is_given_up,
    retry_after_seconds,
    verdict_on,
    wait_seconds,
)

NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
jitters = st.floats(0, 1, exclude_max=True)


@given(st.lists(jitters, min_size=TRIES - 1, max_size=TRIES - 1))
def test_the_tries_spread_over_about_a_day(chances: list[float]) -> None:
    waits = [wait_seconds(tries, jitter=chance) for tries, chance in enumerate(chances, 1)]

    assert len(waits) + 1 >= 8
    assert 19 * 3600 < sum(waits) < 31 * 3600
    assert waits[0] <= 6
    assert all(later > 2 * earlier for earlier, later in pairwise(waits))  # exponential, also at the worst of chance


def test_the_tries_together_take_a_day_where_chance_is_even() -> None:
    waits = [wait_seconds(tries, jitter=0.5) for tries in range(1, TRIES)]

    assert 24 * 3600 <= sum(waits) <= 25 * 3600


@given(st.integers(1, TRIES), jitters, st.floats(0, 10**9))
def test_a_receivers_wish_makes_a_wait_longer_never_shorter(tries: int, chance: float, wish: float) -> None:
    planned = wait_seconds(tries, jitter=chance)

    waited = wait_seconds(tries, jitter=chance, retry_after_seconds=wish)

    assert waited == max(planned, min(wish, LONGEST_RETRY_AFTER_SECONDS))


def test_two_deliveries_that_failed_together_do_not_come_back_together() -> None:
    assert len({wait_seconds(5, jitter=part / 100) for part in range(100)}) == 100


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 0),
        ("", 0),
        ("120", 120),
        (" 7 ", 7),
        ("0", 0),
        ("-5", 0),
        ("1.5", 0),
        ("soon", 0),
        ("٣", 0),
        ("9" * 400, LONGEST_RETRY_AFTER_SECONDS),
        (format_datetime(NOW + timedelta(minutes=2), usegmt=True), 120),
        (format_datetime(NOW - timedelta(minutes=2), usegmt=True), 0),
        ("Mon, 01 Mar 2027 08:00:10", 0),  # no zone: nobody can say when that is
        ("Mon, 99 Mar 2027 08:00:10 GMT", 0),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: float) -> None:
    assert retry_after_seconds(header, NOW) == seconds


@given(st.text(max_size=60))
def test_no_header_can_break_the_reading(header: str) -> None:
    assert retry_after_seconds(header, NOW) >= 0


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_every_success_is_a_delivery(status: int) -> None:
    assert verdict_on(Answer(status, None, 1), tries=1) == "delivered"


@pytest.mark.parametrize("tries", [1, TRIES])
def test_gone_ends_the_endpoint_at_once(tries: int) -> None:
    assert verdict_on(Answer(410, None, 1), tries=tries) == "gone"


@pytest.mark.parametrize("status", [None, 100, 301, 302, 307, 400, 401, 404, 408, 409, 429, 500, 503, 599])
def test_all_else_is_tried_again_until_the_tries_are_used_up(status: int | None) -> None:
    answer = Answer(status, None if status else "timeout", 1)

    assert [verdict_on(answer, tries=tries) for tries in range(1, TRIES + 1)] == ["again"] * (TRIES - 1) + ["failed"]


@given(st.integers(0, 20), st.integers(0, 10 * 24))
def test_an_endpoint_is_given_up_after_several_failures_over_days_not_after_either_alone(
    failures: int, hours: int
) -> None:
    is_over = is_given_up(failures, since=NOW - timedelta(hours=hours), now=NOW)

    assert is_over is (failures >= FAILURES_ALLOWED and timedelta(hours=hours) >= FAILING_ALLOWED)
    assert not is_given_up(failures, since=None, now=NOW)


def test_events_are_named_for_their_subscription() -> None:
    assert event_name("bookingChanged") == "booking.changed"
    assert event_name("conversationChanged") == "conversation.changed"
