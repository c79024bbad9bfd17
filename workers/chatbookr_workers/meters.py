"""Counts what workers do, by OpenTelemetry, where CHATBOOKR_TELEMETRY=1 asks for it; never whose it was."""

from functools import cache
from typing import Any

from chatbookr_core.errors import InvalidSettings
from chatbookr_core.settings import Settings

MISSING = "CHATBOOKR_TELEMETRY=1 needs OpenTelemetry's API: install chatbookr[telemetry]."


class Meters:
    """Counters under one name, as `chatbookr.retention.deleted`."""

    def __init__(self, name: str) -> None:
        self._name = name

    def count(self, settings: Settings, what: str, number: int, **labels: str) -> None:
        """Add to a counter. Raises InvalidSettings where telemetry is on and cannot be."""
        if settings.telemetry and number:
            _counter(self._name, what).add(number, labels)


@cache
def _counter(name: str, what: str) -> Any:
    try:
        from opentelemetry import metrics  # imported only where it was asked for: 100 ms of start-up
    except ImportError:
        raise InvalidSettings(MISSING) from None
    return metrics.get_meter(name).create_counter(f"{name}.{what}")
