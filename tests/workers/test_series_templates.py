"""A series outside the 24-hour window: one approved template sums it up in the patient's language, or staff tell it."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.clinic_world import World, clinic_world
from tests.factories import writing
from tests.sources import ROOT
from tests.workers.ways_out import made, met, synced

from chatbookr_core.clock import TurnableClock
from chatbookr_core.consents.ledger import Statement, enter
from chatbookr_core.consents.rules import Decision
from chatbookr_core.db import Database, transaction
from chatbookr_core.dialogue.dates import long_day
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, Clinic, Conversation, Message, Patient, StaffTask
from chatbookr_core.series.booking import SeriesRequest, book_series, look_before_series
from chatbookr_core.series.changing import Change, Move, cancel_series, look_before_series_move, move_series
from chatbookr_core.series.layout import Wish
from chatbookr_core.templates.purposes import Purpose
from chatbookr_core.templates.service import use_template
from chatbookr_permissions.actor import SystemActor

pytestmark = pytest.mark.integration  # speaks with the sandbox over sockets

TUESDAY = datetime(2027, 3, 9, 9, 0, tzinfo=UTC)  # 10:00 in Berlin
WEEK, SETTLED = timedelta(weeks=1), timedelta(minutes=10)
TEXT = re.compile(r"^\| `(SERIES_\w+)` \| (\w\w) \| (.+) \|$", re.MULTILINE)
FILLINGS = ("count", "date", "time", "last_date", "place")
LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl")


def documented() -> dict[tuple[Purpose, str], str]:
    """Return the texts that the documentation has people hand in."""
    page = (ROOT / "docs/how-to/series.md").read_text(encoding="utf-8")
    return {(Purpose[purpose], language): text for purpose, language, text in TEXT.findall(page)}


@pytest.fixture
async def world(
    database: Database, database_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    """Lend a clinic without quiet hours whose patient has not written for two days, on each database."""
    async with clinic_world(database, database_url, clock, vault, tmp_path) as world:
        async with writing():
            await Clinic.filter(id=world.clinic.id).update(quiet_from_minute=0, quiet_until_minute=0)
        await met(world)
        world.clock.turn(timedelta(days=2))
        yield world


async def templates(world: World, *languages: str) -> None:
    """Have the documented texts approved, read and used."""
    texts = {key: text for key, text in documented().items() if key[1] in languages}
    for (purpose, language), text in texts.items():
        await made(world, purpose.value, body=text, language=language)
    rows = await synced(world)
    for purpose, language in texts:
        fillings = FILLINGS[: 4 if purpose is Purpose.SERIES_CANCELLED else 5]
        async with transaction():
            await use_template(
                world.deployment, SystemActor("test"), rows[purpose.value, language].id, purpose, fillings
            )


async def book(world: World, count: int = 3) -> list[Booking]:
    patient = await Patient.get()
    wish = Wish(world.clinic.id, world.service.id, None, TUESDAY, f"FREQ=WEEKLY;COUNT={count}")
    request = SeriesRequest(wish, patient.id)
    seen = await look_before_series(world.deployment, world.staff(), request)
    async with transaction():
        booked = await book_series(world.deployment, world.staff(), request, seen)
    await world.work(within=SETTLED)
    return await of_series(booked.first_id)


async def of_series(first_id: object) -> list[Booking]:
    first = await Booking.get(id=first_id)
    return await Booking.filter(series_id=first.series_id).order_by("series_ordinal")


def change(bookings: list[Booking]) -> Change:
    return Change(bookings[0].id, "this_and_following", {one.id: one.version for one in bookings})


async def move(world: World, bookings: list[Booking]) -> list[Booking]:
    wanted = Move(change(bookings), bookings[0].starts_at + timedelta(hours=1))
    seen = await look_before_series_move(world.deployment, world.staff(), wanted)
    async with transaction():
        await move_series(world.deployment, world.staff(), wanted, seen)
    await world.work(within=SETTLED)
    return await of_series(bookings[0].id)


async def cancel(world: World, bookings: list[Booking]) -> None:
    async with transaction():
        await cancel_series(world.deployment, world.staff(), change(bookings), reason=None)
    await world.work(within=SETTLED)


async def heard_since(world: World, before: int) -> list[str]:
    return [one["text"] for one in (await world.heard())[before:]]


def test_each_purpose_has_a_text_in_each_language() -> None:
    purposes = (Purpose.SERIES_BOOKED, Purpose.SERIES_MOVED, Purpose.SERIES_CANCELLED)

    assert documented().keys() == {(purpose, language) for purpose in purposes for language in LANGUAGES}


async def test_what_is_done_with_a_series_is_told_by_a_template_in_the_patients_language(world: World) -> None:
    await templates(world, *LANGUAGES)
    place = world.location.name
    told: dict[str, list[str]] = {}
    for language in LANGUAGES:
        async with writing():
            await Patient.all().update(language=language)
        before = len(await world.heard())

        moved = await move(world, await book(world))
        await cancel(world, moved)

        told[language] = await heard_since(world, before)

    since, until = "von Dienstag, 9. März", "bis Dienstag, 23. März"
    assert told["de"] == [
        f"Wir haben 3 Termine für Sie gebucht, {since}, 10:00 Uhr, {until}, {place}."
        " Schreiben Sie hier, um sie zu sehen oder zu ändern.",
        f"Ihre 3 Termine wurden verlegt. Sie sind jetzt {since}, 11:00 Uhr, {until}, {place}."
        " Schreiben Sie hier, um sie zu sehen oder zu ändern.",
        f"Wir mussten 3 Ihrer Termine absagen, {since}, 11:00 Uhr, {until}."
        " Das tut uns leid. Schreiben Sie hier, um andere zu buchen.",
    ]
    for language, texts in told.items():
        last = long_day((TUESDAY + 2 * WEEK).date(), language)
        assert [("3" in text, last in text, "{{" in text) for text in texts] == [(True, True, False)] * 3
        assert not any(world.service.title in text for text in texts)
    kinds = await Message.filter(purpose__startswith="series_").values_list("kind", "purpose")
    assert {kind for kind, _ in kinds} == {"template"}
    assert len(kinds) == 3 * len(LANGUAGES)
    assert await StaffTask.filter(kind="tell_patient").count() == 0


async def test_inside_the_window_the_text_lists_each_and_no_template_is_sent(world: World) -> None:
    await templates(world, "en")
    await world.write("hello")
    await world.work()
    before = len(await world.heard())

    await book(world)

    (text,) = await heard_since(world, before)
    assert text.startswith("The practice has booked these appointments for you:")
    assert (await Message.get(purpose="series_booked")).kind == "text"


async def test_without_a_template_staff_tell_what_was_moved_and_after_stop_too(world: World) -> None:
    booked = await book(world)
    before = len(await world.heard())
    moved = await move(world, booked)
    without = await StaffTask.filter(kind="tell_patient").count()

    await templates(world, "en")
    conversation = await Conversation.get()
    whose = (conversation.clinic_id, conversation.patient_id)
    async with transaction():
        await enter(Statement(*whose, "messages", Decision.WITHDRAWN, world.clock.now()))
    await cancel(world, moved)

    assert without == 1
    assert await heard_since(world, before) == []
    assert await StaffTask.filter(kind="tell_patient").count() == 2


async def test_of_one_that_is_left_of_a_series_the_ordinary_template_tells(world: World) -> None:
    await made(world, "one_cancelled", body="Your appointment on {{1}} at {{2}} ({{3}}) is off.")
    row = (await synced(world))["one_cancelled", "en"]
    async with transaction():
        fillings = ("date", "time", "reference")
        await use_template(world.deployment, SystemActor("test"), row.id, Purpose.CANCELLED, fillings)
    booked = await book(world, 2)
    before = len(await world.heard())

    last = Change(booked[1].id, "this_and_following", {booked[1].id: 1})
    async with transaction():
        await cancel_series(world.deployment, world.staff(), last, reason=None)
    await world.work(within=SETTLED)

    assert await heard_since(world, before) == [
        f"Your appointment on Tuesday 16 March at 10:00 ({booked[1].reference}) is off."
    ]
