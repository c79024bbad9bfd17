"""Quiet hours: when a clinic's patients are not written to unless they are talking."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local wall minutes since midnight [from, until), over midnight where that is earlier; alike: none."""

    zone: str
    from_minute: int
    until_minute: int

    def began_at(self, now: datetime) -> datetime | None:
        """Return since when (UTC) the quiet hours that are under way have lasted; None while there are none."""
        local = now.astimezone(ZoneInfo(self.zone))
        if not self._has(local):
            return None
        is_after_midnight = local.hour * 60 + local.minute < self.from_minute
        day = local.date() - timedelta(days=int(is_after_midnight))
        begin = datetime.combine(day, time(*divmod(self.from_minute, 60)), ZoneInfo(self.zone)).astimezone(UTC)
        return min(begin, now)

    def end_at(self, now: datetime) -> datetime | None:
        """Return when the quiet hours under way end (UTC); None while there are none.

        On the night of a clock change the end is the wall time still to come: a skipped one counts from after the gap.
        """
        local = now.astimezone(ZoneInfo(self.zone))
        if not self._has(local):
            return None
        is_before_midnight = self.from_minute > self.until_minute and local.hour * 60 + local.minute >= self.from_minute
        day = local.date() + timedelta(days=int(is_before_midnight))
        wall = datetime.combine(day, time(*divmod(self.until_minute, 60)), ZoneInfo(self.zone))
        ends = (wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
        return next((end for end in sorted(ends) if end > now), now + timedelta(minutes=1))

    def _has(self, local: datetime) -> bool:
        minute = local.hour * 60 + local.minute
        if self.from_minute <= self.until_minute:  # alike: none
            return self.from_minute <= minute < self.until_minute
        return minute >= self.from_minute or minute < self.until_minute
