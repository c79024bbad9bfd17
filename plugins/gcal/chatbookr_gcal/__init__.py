"""The Google Calendar provider."""

from chatbookr_gcal.provider import GoogleCalendar
from chatbookr_sdk import FollowingCalendar

plugin: FollowingCalendar = GoogleCalendar()
"""What the entry point names; the annotation has the type checker hold the class against the protocol."""

__all__ = ["GoogleCalendar", "plugin"]
