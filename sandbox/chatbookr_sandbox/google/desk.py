"""The one place where calendars change, so that every change is kept and pushed to channels."""

from datetime import datetime

from chatbookr_sandbox.context import SandboxContext
from chatbookr_sandbox.google.channels import Channels
from chatbookr_sandbox.google.events import Events
from chatbookr_sandbox.google.state import Calendar, GoogleState


class Desk:
    """Lends calendars to whoever changes them, and spreads the word afterwards."""

    def __init__(self, context: SandboxContext, state: GoogleState, channels: Channels) -> None:
        self._context = context
        self._state = state
        self._channels = channels

    def events(self, calendar: Calendar, email: str) -> Events:
        """Return the events of a calendar as `email` changes them now."""
        return Events(self._state, calendar, email=email, now=self._context.clock.now())

    def changed(self, calendar: Calendar) -> None:
        """Spread the word that something in the calendar changed."""
        self._context.state.touch()
        self._channels.announce(calendar)

    def now(self) -> datetime:
        """Return the sandbox's present instant."""
        return self._context.clock.now()
