"""Each night that is named has seeds of its own; where none is, they are those that every run has."""

from tests.nights import seed_of_night, seeds_of_night


def test_where_no_night_is_named_the_seeds_are_those_of_every_run() -> None:
    assert seeds_of_night(1000, 100, night=0) == range(1000, 1100)


def test_no_two_nights_share_a_seed() -> None:
    nights = [seeds_of_night(first, 200, night=night) for night in (0, 1, 20261129, 20261130) for first in (100, 2000)]

    assert len({seed for seeds in nights for seed in seeds}) == 8 * 200
    assert seed_of_night(100, night=20261129) == nights[4][0]
