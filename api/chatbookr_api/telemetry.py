"""What operators may know of each operation: how long it took, what it cost, what was refused; never what was asked.

Spans and metrics by OpenTelemetry, where CHATBOOKR_TELEMETRY=1 says so and its SDK is installed; otherwise nothing is
imported and nothing measured. What is written is on a list here: no variables, no arguments, no texts of errors.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

from chatbookr_core.errors import InvalidSettings
from chatbookr_core.settings import Settings
from chatbookr_permissions.actor import KeyActor, Principal

NAME = "chatbookr.graphql"
MASKED, TIMED_OUT = "INTERNAL_SERVER_ERROR", "TIMEOUT"
LONGEST_NAME_CHARS = 64
MISSING = "CHATBOOKR_TELEMETRY=1 needs OpenTelemetry's API: install chatbookr[telemetry]."


@dataclass(slots=True)
class Observation:
    """One operation under way; what is learnt of it while it runs is put here."""

    surface: str
    kind: str
    request_id: str
    actor: Principal | None
    document_id: str | None = None  # of a trusted document: only there is the operation's name one of ours
    operation_name: str | None = None
    codes: Counter[str] = field(default_factory=Counter)
    denied: set[str] = field(default_factory=set)
    cost: Mapping[str, Any] = field(default_factory=dict)
    batches: Sequence[tuple[str, int]] = ()  # what loaders read at once
    exception: str | None = None  # the class of what ended it
    is_failed: bool = False

    def note(self, errors: Sequence[Any], extensions: Mapping[str, Any] | None) -> None:
        """Learn from an answer: the codes of its errors, the coordinates refused, its cost."""
        for error in errors:
            written = error if isinstance(error, Mapping) else {"extensions": getattr(error, "extensions", None)}
            told = written.get("extensions") or {}
            self.note_code(str(told.get("code", MASKED)))
            if "coordinate" in told:
                self.denied.add(str(told["coordinate"]))
        self.cost = (extensions or {}).get("cost", {})

    def note_code(self, code: str) -> None:
        """Learn of one error."""
        self.codes[code] += 1
        self.is_failed = True

    def note_exception(self, problem: BaseException) -> None:
        """Learn what ended it without an answer; somebody who goes away is no failure."""
        self.exception = type(problem).__name__
        if not isinstance(problem, asyncio.CancelledError):
            self.note_code(TIMED_OUT if isinstance(problem, TimeoutError) else MASKED)

    @property
    def span_name(self) -> str:
        """Name the span: by the operation where the document is ours, by its kind where anybody can have named it."""
        if self.document_id and self.operation_name:
            return f"{self.kind} {self.operation_name[:LONGEST_NAME_CHARS]}"
        return self.kind

    @property
    def labels(self) -> dict[str, str]:
        """Label a metric: few values each, so that they can be added up."""
        key = str(self.actor.key_id) if isinstance(self.actor, KeyActor) else ""
        who = "key" if key else "staff" if self.actor else "nobody"
        labels = {"surface": self.surface, "kind": self.kind, "principal": who}
        return {**labels, "key_id": key} if key else labels


class Telemetry:
    """Writes a span and the metrics of each operation to whatever the OpenTelemetry SDK is set up with."""

    def __init__(self) -> None:
        try:
            from opentelemetry import metrics, trace  # imported only where it was asked for: 100 ms of start-up
        except ImportError:
            raise InvalidSettings(MISSING) from None
        self._tracer = trace.get_tracer(NAME)
        self._error = trace.StatusCode.ERROR
        meter = metrics.get_meter(NAME)
        self._duration = meter.create_histogram("graphql.server.duration", "s", "How long operations took.")
        self._cost = meter.create_histogram("chatbookr.graphql.cost", "{point}", "What operations cost.")
        self._errors = meter.create_counter("chatbookr.graphql.errors", "{error}", "Errors, by their code.")
        self._denied = meter.create_counter("chatbookr.graphql.denied", "{field}", "Refused coordinates.")
        self._batches = meter.create_histogram(
            "chatbookr.graphql.batch_size", "{row}", "How much loaders read at once."
        )

    @contextmanager
    def observe(self, observation: Observation) -> Iterator[None]:
        """Measure the operation; an exception that leaves it is named by its class alone."""
        begun = perf_counter()
        with self._tracer.start_as_current_span(
            observation.span_name, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield
            except BaseException as problem:
                observation.note_exception(problem)
                raise
            finally:
                self._write(observation, span, perf_counter() - begun)

    def begun(self, observation: Observation) -> Callable[[], None]:
        """Begin to measure what ends elsewhere, when the returned is called; what never does is not written."""
        begun = perf_counter()
        span = self._tracer.start_span(observation.span_name)

        def end() -> None:
            self._write(observation, span, perf_counter() - begun)
            span.end()

        return end

    def _write(self, observation: Observation, span: Any, duration_seconds: float) -> None:
        span.set_attributes(_attributes(observation))
        if observation.is_failed:
            span.set_status(self._error)
        self._measure(observation, duration_seconds)

    def _measure(self, observation: Observation, duration_seconds: float) -> None:
        labels = observation.labels
        self._duration.record(duration_seconds, labels)
        if "actual" in observation.cost:
            self._cost.record(observation.cost["actual"], labels)
        for code, count in observation.codes.items():
            self._errors.add(count, {**labels, "code": code})
        for coordinate in observation.denied:
            self._denied.add(1, {**labels, "coordinate": coordinate})
        for loader, size in observation.batches:
            self._batches.record(size, {"loader": loader})


def _attributes(observation: Observation) -> dict[str, str | int | list[str]]:
    """Write what a span may say."""
    found: dict[str, str | int | list[str]] = {
        "graphql.operation.type": observation.kind,
        "chatbookr.request_id": observation.request_id,
        **{f"chatbookr.{name}": value for name, value in observation.labels.items() if name != "kind"},
    }
    if observation.document_id:
        found["graphql.document.id"] = observation.document_id
        found["graphql.operation.name"] = (observation.operation_name or "")[:LONGEST_NAME_CHARS]
    if observation.exception:
        found["error.type"] = observation.exception
    if observation.codes:
        found["chatbookr.error_codes"] = sorted(observation.codes)
    if observation.denied:
        found["chatbookr.denied"] = sorted(observation.denied)
    for name in ("requested", "actual"):
        if name in observation.cost:
            found[f"chatbookr.cost_{name}"] = int(observation.cost[name])
    return found


def telemetry_from(settings: Settings) -> Telemetry | None:
    """Return who watches, if anybody. Raises InvalidSettings where telemetry is wanted and OpenTelemetry is missing."""
    return Telemetry() if settings.telemetry else None
