from hypothesis import given
from hypothesis import strategies as st

from chatbookr_core.jobs import BACKOFF_CAP_SECONDS, backoff_seconds


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_waits_grow_to_a_cap_and_stay_between_half_and_whole(attempts: int, jitter: float) -> None:
    wait = backoff_seconds(attempts, jitter=jitter)

    whole = min(2.0 ** min(attempts, 20), BACKOFF_CAP_SECONDS)
    assert whole / 2 <= wait <= whole  # the very last float below 1 rounds up
