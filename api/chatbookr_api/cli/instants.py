"""Writes an instant as commands say it."""

from datetime import datetime


def written(at: datetime) -> str:
    """Write an instant, of UTC: to the second, for people."""
    return at.strftime("%Y-%m-%d %H:%M:%S UTC")
