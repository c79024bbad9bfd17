"""Which worker begins with what: whole processes first, and a file's together."""

from dataclasses import dataclass
from typing import Any

import pytest
from tests.shares import shared_out

WORKERS, FILES, TESTS = 4, 20, 5


@dataclass(frozen=True)
class Item:
    path: str
    number: int
    is_long: bool

    def get_closest_marker(self, name: str) -> str | None:
        return name if self.is_long else None


@pytest.fixture
def items() -> list[Any]:
    """Of every fifth file, the tests start whole processes."""
    return [Item(f"test_{file}.py", number, file % 5 == 0) for file in range(FILES) for number in range(TESTS)]


def shares(items: list[Any]) -> list[list[Any]]:
    size = len(items) // WORKERS
    return [items[begin : begin + size] for begin in range(0, len(items), size)]


def test_each_test_is_somebodys_once(items: list[Any]) -> None:
    assert sorted(shared_out(items, WORKERS), key=items.index) == items
    assert len(shared_out(items[:-3], WORKERS)) == len(items) - 3


def test_half_of_the_workers_begin_with_whole_processes_and_none_has_part_of_a_file(items: list[Any]) -> None:
    long = [[item.path for item in share if item.is_long] for share in shares(shared_out(items, WORKERS))]

    assert [len(paths) for paths in long] == [2 * TESTS, 2 * TESTS, 0, 0]
    assert set(long[0]).isdisjoint(long[1])
    assert all(share[0].is_long for share in shares(shared_out(items, WORKERS))[:2])


def test_one_worker_takes_whole_processes_first(items: list[Any]) -> None:
    is_long = [bool(item.get_closest_marker("e2e")) for item in shared_out(items, 1)]

    assert is_long == sorted(is_long, reverse=True)
