"""A calendar provider in which nobody has anything else to do, for tests that are about something else."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from chatbookr_core.channels.registry import LoadedPlugin
from chatbookr_sdk import (
    CONTRACT,
    Busy,
    CalendarProvider,
    Capability,
    Context,
    FreeBusy,
    Manifest,
    TemporaryFailure,
)


class QuietCalendar:
    """Free at all times, unless `busy` says otherwise; everything but free/busy is out of its reach."""

    manifest = Manifest(
        name="gcal",
        title="A quiet calendar",
        version="1",
        contract=CONTRACT,
        kind="calendar",
        capabilities=frozenset({Capability.FREE_BUSY}),
    )

    def __init__(self, *busy: Busy) -> None:
        self.busy = busy

    async def free_busy(
        self, ctx: Context, calendar_ids: Sequence[str], *, starts_at: datetime, ends_at: datetime
    ) -> FreeBusy:
        return FreeBusy(dict.fromkeys(calendar_ids, self.busy), {})


def quiet_plugin(*busy: Busy) -> LoadedPlugin:
    """Load the quiet calendar under the name of the shipped one."""
    return LoadedPlugin("gcal", "tests", "ready", calendar=cast(CalendarProvider, QuietCalendar(*busy)))


class UnreachableCalendar(QuietCalendar):
    """Answers nothing at all."""

    async def free_busy(
        self, ctx: Context, calendar_ids: Sequence[str], *, starts_at: datetime, ends_at: datetime
    ) -> FreeBusy:
        raise TemporaryFailure("out of reach", code="unavailable")


def unreachable_plugin() -> LoadedPlugin:
    """Load the calendar that answers nothing under the name of the shipped one."""
    return LoadedPlugin("gcal", "tests", "ready", calendar=cast(CalendarProvider, UnreachableCalendar()))
