"""Calendars of practitioners: connecting, reading busy times, writing events."""
