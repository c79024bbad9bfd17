"""A practitioner's agenda as a calendar program reads it: iCalendar under a secret address, which can be revoked."""
