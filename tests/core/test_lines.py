from hypothesis import given
from hypothesis import strategies as st

from chatbookr_core.channels.lines import Lines

PLENTY = 10_000
NAMES = st.sampled_from("abcd")


def test_a_group_is_made_up_of_all_lines_in_turns() -> None:
    lines: Lines[str] = Lines(PLENTY, PLENTY)
    for number in range(100):
        lines.join("noisy", f"noisy {number}", 1)
    lines.join("quiet", "quiet 0", 1)
    lines.join("calm", "calm 0", 1)

    group = lines.group(4, PLENTY)

    assert group == {"noisy": ["noisy 0", "noisy 1"], "quiet": ["quiet 0"], "calm": ["calm 0"]}


def test_who_was_not_served_is_first_the_next_time() -> None:
    lines: Lines[int] = Lines(PLENTY, PLENTY)
    for number in range(6):
        lines.join("abc"[number % 3], number, 1)

    first = lines.group(2, PLENTY)
    lines.done(first)
    second = lines.group(2, PLENTY)

    assert (first, second) == ({"a": [0], "b": [1]}, {"c": [2], "a": [3]})


def test_what_follows_a_group_of_a_line_waits_until_that_is_done() -> None:
    lines: Lines[int] = Lines(PLENTY, PLENTY)
    lines.join("a", 1, 1)
    group = lines.group(10, PLENTY)
    lines.join("a", 2, 1)
    lines.join("b", 3, 1)

    meanwhile = lines.group(10, PLENTY)
    lines.done(group)

    assert meanwhile == {"b": [3]}
    assert lines.group(10, PLENTY) == {"a": [2]}


def test_a_group_ends_where_it_is_large_enough() -> None:
    lines: Lines[int] = Lines(PLENTY, PLENTY)
    for number in range(5):
        lines.join("a", number, 40)

    assert lines.group(10, 100) == {"a": [0, 1, 2]}


def test_there_is_room_for_so_many_and_for_so_much() -> None:
    lines: Lines[int] = Lines(2, 100)
    lines.join("a", 1, 60)

    assert (lines.has_room(40), lines.has_room(41)) == (True, False)
    lines.join("a", 2, 1)
    assert not lines.has_room(1)
    lines.group(1, PLENTY)
    assert lines.has_room(99)


def test_the_longest_line_makes_room_and_never_for_itself() -> None:
    lines: Lines[int] = Lines(4, PLENTY)
    for number in range(4):
        lines.join("noisy", number, 1)

    assert lines.send_away("noisy") is None
    assert lines.send_away("quiet") == 3
    assert lines.has_room(1)
    lines.join("quiet", 4, 1)
    assert lines.send_away("quiet") == 2
    lines.join("quiet", 5, 1)
    assert lines.send_away("quiet") is None


@given(st.lists(st.one_of(NAMES, st.integers(1, 5)), max_size=60))
def test_each_line_is_served_in_its_order_and_nobody_is_lost(steps: list[str | int]) -> None:
    lines: Lines[tuple[str, int]] = Lines(PLENTY, PLENTY)
    joined: dict[str, list[int]] = {}
    served: dict[str, list[int]] = {}
    under_way: list[dict[str, list[tuple[str, int]]]] = []
    for number, step in enumerate([*steps, *[5] * 60]):
        if isinstance(step, str):
            lines.join(step, (step, number), 1)
            joined.setdefault(step, []).append(number)
            continue
        if len(under_way) == 2:
            lines.done(under_way.pop(0))
        group = lines.group(step, PLENTY)
        assert not any(set(group) & set(one) for one in under_way)
        under_way.append(group)
        for whose, line in group.items():
            served.setdefault(whose, []).extend(one for _, one in line)

    assert len(lines) == 0
    assert served == joined
