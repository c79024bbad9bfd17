"""How fast this machine runs Python: figures that are no ratios are read beside it.

Prints the CPU of one turn of a fixed piece of work (JSON, HMAC, strings, dicts and objects of the standard library
alone), the least of many, in microseconds. Of two machines one whose turn takes twice as long makes about half as many
conversations or bookings of whatever is bound by its interpreter. Usage: python benchmarks/yardstick.py
"""

import argparse
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

TURNS, ROUNDS = 2_000, 7
BEGIN = datetime(2027, 3, 1, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Slot:
    starts_at: datetime
    title: str


def _turn(number: int) -> int:
    slots = [_Slot(BEGIN + timedelta(minutes=15 * one), f"slot {number}-{one}") for one in range(10)]
    rows = [{"at": slot.starts_at.isoformat(), "title": slot.title.upper()} for slot in slots]
    body = json.dumps({"rows": rows, "number": number}, separators=(",", ":")).encode()
    seal = hmac.new(b"yardstick", body, hashlib.sha256).hexdigest()
    return len(json.loads(body)["rows"]) + len(seal)


def microseconds_a_turn() -> float:
    """Return the CPU of one turn, the least of a few rounds: what a neighbour on the core took is not counted."""
    least = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for number in range(TURNS):
            _turn(number)
        least = min(least, time.process_time() - began)
    return least / TURNS * 1e6


def line() -> str:
    """Say it in words, for other benchmarks to print."""
    return f"yardstick: {microseconds_a_turn():.0f} us of CPU a turn (benchmarks/yardstick.py)"


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    print(line())
