"""Looks one event up: it is there, it is gone, or nobody can say; of what nobody can say nothing follows."""

from dataclasses import dataclass

from chatbookr_core.calendars.asking import ask
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import ChannelUnavailable, NeedsReconnect
from chatbookr_core.models import CalendarConnection
from chatbookr_sdk import PermanentFailure, StoredEvent, TemporaryFailure


@dataclass(frozen=True, slots=True)
class Present:
    """The event is there."""

    event: StoredEvent


@dataclass(frozen=True, slots=True)
class Gone:
    """The calendar is there, and the event is not."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The provider cannot be asked or did not answer: `code` is its reason, never its words."""

    code: str
    retry_after_seconds: float | None = None


Looked = Present | Gone | Unknown


async def look_up(deployment: Deployment, connection: CalendarConnection, calendar_id: str, event_id: str) -> Looked:
    """Ask the provider for one event. Must not run inside a transaction; raises nothing a provider can cause."""
    try:
        found = await ask(deployment, connection, lambda provider, ctx: provider.find_event(ctx, calendar_id, event_id))
    except (NeedsReconnect, ChannelUnavailable) as problem:
        return Unknown(problem.code)
    except PermanentFailure as problem:
        return Unknown(problem.code or problem.reason)
    except TemporaryFailure as problem:
        return Unknown(problem.code or "unavailable", problem.retry_after_seconds)
    return Present(found) if found is not None else Gone()
