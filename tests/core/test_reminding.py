"""When a patient is reminded, and in which words: pure."""

from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.booking_desk import Desk, make_desk
from tests.factories import writing

from chatbookr_core.bookings.reminder_times import APART, FIRST, FRESH, LAST, ReminderRules, reminder_times
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.dialogue import State, Step, is_confirming
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Clinic, Job
from chatbookr_core.outbox.quiet import QuietHours
from chatbookr_core.templates.values import Values

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 2 * 525_600).map(lambda minutes: BEGIN + timedelta(minutes=minutes))
ZONES = st.sampled_from(["Europe/Berlin", "America/Sao_Paulo", "Asia/Kolkata", "Asia/Beirut", "Australia/Lord_Howe"])
QUIETS = st.builds(QuietHours, ZONES, st.integers(0, 1439), st.integers(0, 1439))
NIGHTS = QuietHours("Europe/Berlin", 20 * 60, 8 * 60)
RULES = st.builds(ReminderRules, st.booleans(), st.integers(0, 100), st.integers(0, 48), QUIETS)


@given(INSTANTS, st.integers(0, 60 * 24 * 30), RULES)
def test_reminders_come_before_the_start_at_a_decent_hour_and_never_soon_after_booking(
    booked_at: datetime, ahead: int, rules: ReminderRules
) -> None:
    starts_at = booked_at + timedelta(minutes=ahead)

    times = reminder_times(starts_at, booked_at=booked_at, rules=rules)

    assert set(times) <= {FIRST, LAST}
    assert rules.is_on or not times
    assert FIRST not in times or rules.first_hours > 0
    assert LAST not in times or rules.last_hours > 0
    for at in times.values():
        assert booked_at + FRESH <= at < starts_at
    if len(times) == 2:
        assert times[FIRST] + APART <= times[LAST]
    if FIRST in times:
        assert rules.quiet.end_at(times[FIRST]) is None or times[FIRST] == starts_at


@given(INSTANTS, QUIETS)
def test_quiet_hours_have_begun_before_they_end_and_less_than_a_day_ago(now: datetime, quiet: QuietHours) -> None:
    began, end = quiet.began_at(now), quiet.end_at(now)

    assert (began is None) == (end is None)
    if began is not None and end is not None:
        assert began <= now < end
        assert end - began <= timedelta(hours=26)


def test_the_last_reminder_of_an_early_visit_comes_the_evening_before() -> None:
    starts_at = datetime(2026, 10, 13, 8, 30, tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)
    rules = ReminderRules(is_on=True, first_hours=48, last_hours=3, quiet=NIGHTS)

    times = reminder_times(starts_at, booked_at=starts_at - timedelta(days=9), rules=rules)

    local = {stage: at.astimezone(ZoneInfo("Europe/Berlin")) for stage, at in times.items()}
    assert (local[FIRST].day, local[FIRST].hour, local[FIRST].minute) == (11, 8, 30)
    assert (local[LAST].day, local[LAST].hour, local[LAST].minute) == (12, 19, 30)


@pytest.mark.parametrize(
    ("hours_ahead", "stages"), [(20, set()), (26, set()), (30, {LAST}), (60, {LAST}), (80, {FIRST, LAST})]
)
def test_who_has_just_booked_is_not_reminded(hours_ahead: int, stages: set[int]) -> None:
    booked_at = datetime(2026, 10, 12, 10, tzinfo=UTC)
    rules = ReminderRules(is_on=True, first_hours=48, last_hours=3, quiet=QuietHours("UTC", 0, 0))

    assert set(reminder_times(booked_at + timedelta(hours=hours_ahead), booked_at=booked_at, rules=rules)) == stages


@pytest.mark.parametrize("text", ["confirm", "Yes!", "👍", "👍🏽", "ok", "Ja"])
def test_a_yes_answers_a_reminder_where_nothing_else_was_asked(text: str) -> None:
    assert is_confirming(text, State(step=Step.BOOKED))
    assert not is_confirming(text, State(step=Step.CONFIRM))
    assert not is_confirming("when is it?", State(step=Step.BOOKED))


def test_a_template_tells_all_times_of_one_day() -> None:
    at = datetime(2026, 10, 13, 7, 30, tzinfo=UTC)
    values = Values({"place": "Centre"}, starts_at=at, zone="Europe/Berlin", also=(at + timedelta(hours=4),))

    read = Values.from_json(values.as_json())

    assert read == values
    assert values.in_language("en")["time"] == "09:30, 13:30"


@pytest.mark.parametrize(
    ("people", "language", "person"),
    [
        (["Tim"], "en", "Tim"),
        ([None], "de-AT", "Sie"),
        (["Tim", None, "Tim"], "fr", "Tim, vous"),
        ([], "pt_BR", "si"),
    ],
)
def test_a_template_can_say_which_relative_comes_and_names_nobody_who_reads_it(
    people: list[str | None], language: str, person: str
) -> None:
    values = Values({"place": "Centre"}).naming(people)

    assert Values.from_json(values.as_json()) == values
    assert values.in_language(language)["person"] == person
    assert "Tim" not in repr(values)


# --- the jobs -----------------------------------------------------------------------------------------------------


@pytest.fixture
async def desk(database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    return await make_desk(vault, clock, Random(5))  # noqa: S311  # names bookings


async def owed(desk: Desk) -> list[tuple[int, int]]:
    """List what is owed, as hours before the start of `at(0)` a week from now, by version."""
    rows = await Job.filter(kind="booking.remind").order_by("due_at")
    return [(int(str(row.arguments["version"])), int(str(row.arguments["stage"]))) for row in rows]


async def test_each_version_of_a_booking_owes_its_own_reminders(desk: Desk) -> None:
    async with writing():
        await Clinic.filter(id=desk.clinic.id).update(quiet_from_minute=0, quiet_until_minute=0)
    booking = await desk.book(desk.at(4 * 1440))
    await desk.reschedule(booking, desk.at(5 * 1440))
    await desk.book(desk.at(-60))

    assert sorted(await owed(desk)) == [(1, FIRST), (1, LAST), (2, FIRST), (2, LAST)]


async def test_a_clinic_that_reminds_nobody_owes_nothing(desk: Desk) -> None:
    async with writing():
        await Clinic.filter(id=desk.clinic.id).update(sends_reminders=False)
    await desk.book(desk.at(4 * 1440))

    assert await owed(desk) == []
