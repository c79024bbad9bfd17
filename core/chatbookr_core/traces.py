"""Writes down for the log where something failed, and of what kind, but not in its own words.

Drivers and libraries quote in their errors what they were given: an address that is too long, the row that breaks a
constraint, a text that is no number. Our own errors do not, but have a code, which says as much.
"""

import traceback
from collections.abc import Iterator
from typing import Final

from chatbookr_core.errors import ChatbookrError, DatabaseFull, DatabaseUnavailable

NAMED: Final = ("sqlstate", "table_name", "column_name", "constraint_name")
"""What PostgreSQL says of an error in names of our own."""


AWAY: Final = "the database does not answer: is it running, can it be reached, and does another process lock it?"
FULL: Final = (
    "the database cannot be written: make room on its disk, and see whether that is sound and within its quota; "
    "nothing that was acknowledged is lost, and work goes on by itself"
)


def trace_of(problem: BaseException) -> str:
    """Write the frames and the class of an exception, and of those that led to it, first what came first."""
    return "\n".join(_each(problem, set()))


def place_of(problem: BaseException) -> str:
    """Name in one line the class of an exception and the last places it passed, the innermost first."""
    frames = traceback.extract_tb(problem.__traceback__)[-4:]
    places = " < ".join(f"{frame.name} ({frame.filename.rsplit('/', 1)[-1]}:{frame.lineno})" for frame in frames[::-1])
    return f"{type(problem).__name__} in {places or 'nowhere'}"


def told_of(problem: DatabaseUnavailable) -> str:
    """Write in one line what is wrong with the database, and what to do: it is so for every request meanwhile."""
    advice = FULL if isinstance(problem, DatabaseFull) else AWAY
    return f"{problem.code}: {advice} ({place_of(problem.__cause__ or problem)})"


def _each(problem: BaseException, known: set[int]) -> Iterator[str]:
    known.add(id(problem))
    before = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)
    if before is not None and id(before) not in known:
        yield from _each(before, known)
    yield "".join(traceback.format_tb(problem.__traceback__)) + _named(problem)
    if isinstance(problem, BaseExceptionGroup):
        for one in problem.exceptions:
            yield from _each(one, known)


def _named(problem: BaseException) -> str:
    kind = type(problem)
    told = [problem.code] if isinstance(problem, ChatbookrError) else []
    told += [f"{name}={value}" for name in NAMED if isinstance(value := getattr(problem, name, None), str)]
    return " ".join([f"{kind.__module__}.{kind.__qualname__}", *told])
