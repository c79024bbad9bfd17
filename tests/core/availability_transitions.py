"""Local dates around which a zone's clock changes, in every way that clocks have been seen to change."""

from datetime import date

TRANSITIONS = (
    ("Europe/Berlin", date(2027, 3, 28)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("Europe/Madrid", date(2026, 3, 29)),
    ("Europe/Amsterdam", date(2026, 10, 25)),
    ("Europe/Lisbon", date(2027, 3, 28)),
    ("Europe/Lisbon", date(2027, 10, 31)),
    ("America/New_York", date(2027, 3, 14)),
    ("America/New_York", date(2027, 11, 7)),
    ("America/Sao_Paulo", date(2018, 11, 4)),  # midnight to 01:00: the day has no first hour
    ("America/Sao_Paulo", date(2018, 2, 18)),  # midnight back to 23:00 of the day before
    ("America/Havana", date(2027, 3, 14)),
    ("America/Havana", date(2027, 11, 7)),  # 01:00 back to midnight: the first hour comes twice
    ("America/Santiago", date(2027, 4, 4)),
    ("America/Santiago", date(2027, 9, 5)),
    ("Africa/Cairo", date(2027, 4, 30)),
    ("Africa/Cairo", date(2027, 10, 29)),
    ("Asia/Beirut", date(2027, 3, 28)),
    ("Asia/Beirut", date(2027, 10, 31)),
    ("Atlantic/Azores", date(2027, 3, 28)),
    ("Atlantic/Azores", date(2027, 10, 31)),
    ("Australia/Lord_Howe", date(2027, 4, 4)),  # half an hour
    ("Australia/Lord_Howe", date(2027, 10, 3)),
    ("Pacific/Chatham", date(2027, 4, 4)),  # at 03:45, between +13:45 and +12:45
    ("Pacific/Chatham", date(2027, 9, 26)),
    ("Antarctica/Troll", date(2027, 3, 28)),  # two hours
    ("Antarctica/Troll", date(2027, 10, 31)),
    ("Pacific/Apia", date(2011, 12, 31)),  # the thirtieth never was
)
STEADY = (("Asia/Kolkata", date(2027, 1, 1)), ("Asia/Kathmandu", date(2027, 6, 1)), ("UTC", date(2028, 2, 29)))
ZONES = tuple(sorted({zone for zone, _ in TRANSITIONS + STEADY}))
