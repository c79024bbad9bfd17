"""The kinds of work this program can do, each declared where it is written."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from chatbookr_core.deployment import Deployment
from chatbookr_core.jobs import LeasedJob

Process = Callable[[Deployment, LeasedJob], Awaitable[None]]
Together = Callable[[Deployment, Sequence[LeasedJob]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class JobKind:
    """What to run for a kind of job, from which queue, and for how long one attempt may take.

    `at_once`: so many run beside each other on the loop of a process, without a thread each; None: one a thread.
    `together`: does several in one transaction, and leaves those it cannot do unsettled, for `process`.
    """

    name: str
    queue: str
    lease_seconds: float
    process: Process
    at_once: int | None = None
    together: Together | None = None


_kinds: dict[str, JobKind] = {}


def job(
    name: str,
    *,
    queue: str,
    lease_seconds: float = 60.0,
    at_once: int | None = None,
    together: Together | None = None,
) -> Callable[[Process], Process]:
    """Declare the decorated coroutine as what is run for jobs of kind `name`.

    It runs outside of any transaction, may run twice, and ends by `jobs.finish` in the transaction of its effect (or
    by postponing, killing …). TemporaryFailure and PermanentFailure may leave it; an attempt is cancelled after
    `lease_seconds`.
    """

    def declare(process: Process) -> Process:
        if name in _kinds:
            raise ValueError(f"job kind {name!r} is declared twice")
        _kinds[name] = JobKind(name, queue, lease_seconds, process, at_once, together)
        return process

    return declare


def declared_kinds() -> Mapping[str, JobKind]:
    """Return the kinds of every module imported so far."""
    return dict(_kinds)
