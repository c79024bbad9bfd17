"""Every talk in tests/transcripts comes out as it is written there: what a clinic reads is what a patient is told."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from tests.core.dialogue_practice import (
    CENTRE,
    CHECK_UP,
    FREE,
    PLAIN_TEXT,
    SOUTH,
    VOS,
    WHATSAPP,
    ZONE,
    check_limits,
    slot_at,
    view_with,
)
from tests.talks import from_yaml

from chatbookr_core.availability import around
from chatbookr_core.availability.horizons import horizon_for
from chatbookr_core.clock import epoch_minute
from chatbookr_core.dialogue import (
    BookingSummary,
    DayWithSpace,
    DurationView,
    OfferSummary,
    PatientView,
    Purpose,
    RelativeView,
    Slot,
    SlotQuery,
    SlotsFound,
    State,
    View,
    WaitingSummary,
)
from chatbookr_core.errors import InvalidInput
from chatbookr_core.rehearsals.recording import Recorder, stage_of
from chatbookr_core.rehearsals.stage import Stage
from chatbookr_core.rehearsals.transcripts import Line, Transcript
from chatbookr_core.rehearsals.writing import to_yaml
from chatbookr_core.relatives.rules import first_name

PLACE = Path(__file__).resolve().parents[1] / "transcripts"
TALKS = sorted(PLACE.glob("*.yaml"))
MANY = tuple(
    slot_at(f"2026-10-{day} {hour:02}:{minute}")
    for day in range(13, 31)
    if date(2026, 10, day).weekday() < 5
    for hour in (9, 11, 14, 17)
    for minute in ("00", "30")
)
YEAR = tuple(
    slot_at(f"{day} {at}")
    for day in (date(2026, 10, 13) + timedelta(days=after) for after in range(300))
    if day.weekday() < 5
    for at in ("09:00", "11:30", "16:30")
)
"""Free for longer than the practice books."""
KNOWN = {"language", "services", "places", "consent", "name", "before", "booked", "screen", "free", "greeted"}
KNOWN |= {
    "was at",
    "took",
    "had",
    "others",
    "relatives",
    "durations",
    "nudge",
    "waitlist",
    "offer",
    "offered to",
    "open",
    "displaced",
}


def view_for(setting: Mapping[str, str]) -> View:
    """Set a small practice in Amsterdam up as a talk says; it is Monday 12 October 2026, nine in the morning."""
    assert set(setting) <= KNOWN, set(setting) - KNOWN
    view = view_with(
        language=setting.get("language", "en"),
        limits=PLAIN_TEXT if setting.get("screen") == "plain text" else WHATSAPP,
        locations=(CENTRE, SOUTH) if setting.get("places") == "two" else (CENTRE,),
    )
    if setting.get("services") == "one":
        view = replace(view, services=(CHECK_UP,))
    if setting.get("places") == "two":
        services = tuple(replace(one, location_ids=(CENTRE.id, SOUTH.id)) for one in view.services)
        view = replace(view, services=services)
    if minutes := setting.get("durations"):
        longer = DurationView(int(minutes), "EUR 95")
        services = (replace(view.services[0], other_durations=(longer,)), *view.services[1:])
        view = replace(view, services=services)
    patient = PatientView(
        setting.get("name"),
        VOS.id if setting.get("before") == "Dr Vos" else None,
        last_service_id=CHECK_UP.id if setting.get("had") == "Check-up" else None,
        last_location_id=next((one.id for one in (CENTRE, SOUTH) if one.name == setting.get("was at")), None),
        last_minutes=int(setting["took"]) if "took" in setting else None,
        relatives=tuple(
            RelativeView(UUID(int=90 + place), name) for place, name in enumerate(setting["relatives"].split(", "))
        )
        if "relatives" in setting
        else (),
    )
    others = setting.get("others", "")
    view = replace(view, books_for_others=bool(others), asks_birth_date=others == "with their date of birth")
    booked = tuple(
        replace(booking_at(one, place), is_displaced=one in setting.get("displaced", ""))
        for place, one in enumerate(filter(None, setting.get("booked", "").split(", ")))
    )
    return replace(
        view,
        patient=patient,
        upcoming=booked,
        asks_consent=setting.get("consent") == "asked first",
        nudge_minutes=int(setting.get("nudge", "0")),
        opening_texts=dict(one.split(": ", 1) for one in setting["open"].split("; ")) if "open" in setting else {},
        has_waitlist=setting.get("waitlist") != "none",
    )


def booking_at(local: str, place: int = 0) -> BookingSummary:
    slot = slot_at(local)
    until = slot.starts_at - timedelta(days=1)
    return BookingSummary(
        id=UUID(int=slot.practitioner_id.int + place),
        reference="K7Q2",
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        zone=ZONE,
        service_id=CHECK_UP.id,
        practitioner_id=VOS.id,
        location_id=CENTRE.id,
        version=1,
        is_inside_cutoff=until <= view_with().now,
        change_until=until,
    )


def stage_for(setting: Mapping[str, str]) -> Stage:
    view = view_for(setting)
    free: tuple[Slot, ...] = {"nothing": (), "much": MANY, "all year": YEAR}.get(setting.get("free", ""), FREE)
    is_on_request = setting.get("free") == "on request"

    async def find(query: SlotQuery) -> SlotsFound:
        open_slots = [replace(one, is_on_request=is_on_request) for one in free]
        open_slots = [one for one in open_slots if query.practitioner_id in (None, one.practitioner_id)]
        if query.duration_minutes is not None:
            length = timedelta(minutes=query.duration_minutes)
            open_slots = [replace(one, ends_at=one.starts_at + length) for one in open_slots]
        open_slots = [one for one in open_slots if query.after is None or one.starts_at >= query.after]
        open_slots = _as_far_as(view, query, open_slots) if free is YEAR else open_slots
        days: dict[date, list[Slot]] = {}
        for slot in open_slots:
            days.setdefault(slot.starts_at.astimezone(ZoneInfo(ZONE)).date(), []).append(slot)
        shown = days.get(query.day, []) if query.day is not None else open_slots
        with_space = tuple(DayWithSpace(day, len(found), found[0].starts_at) for day, found in days.items())
        slots = () if query.purpose is Purpose.DAYS else tuple(shown)
        return SlotsFound(query, slots, with_space, is_on_request=is_on_request)

    stage = Stage(view, find)
    if setting.get("greeted") == "two days ago":
        before = view.now - timedelta(days=2)
        stage.state = State(dialogue="1", greeted_at=before, touched_at=before)
    if "offer" in setting:
        offered(stage, setting["offer"], setting.get("offered to"))
    return stage


def _as_far_as(view: View, query: SlotQuery, slots: list[Slot]) -> list[Slot]:
    """Offer what the host would: within the horizon, and around what stands beyond it."""
    until = view.now + horizon_for(view.horizon, now=view.now, standing=query.standing)
    within = [one for one in slots if one.ends_at <= until and one.starts_at != query.besides]
    if query.around is None or query.day is not None:
        return within if query.purpose is not Purpose.TIMES else within[:8]
    if query.purpose is Purpose.DAYS:
        return [one for one in within if one.starts_at >= query.around - timedelta(weeks=1)]
    near = set(around([epoch_minute(one.starts_at) for one in within], ZONE, epoch_minute(query.around)))
    return [one for one in within if epoch_minute(one.starts_at) in near]


def offered(stage: Stage, local: str, name: str | None) -> None:
    """Let an earlier time fall free for somebody who waits for a check-up, with the booking they have if any.

    `name`: of the relative who waits.
    """
    slot, booking = slot_at(local), next(iter(stage.view.upcoming), None)
    booking_id = booking.id if booking else None
    relative = next((one for one in stage.view.patient.relatives if one.name == name), None)
    person = first_name(relative.name) if relative else None
    waiting = WaitingSummary(UUID(int=77), CHECK_UP.id, booking_id, relative.id if relative else None, person)
    stage.view = replace(stage.view, waiting=(waiting,))
    until = stage.view.now + timedelta(minutes=15)
    stage.offer(
        OfferSummary(
            UUID(int=78),
            CHECK_UP.id,
            VOS.id,
            CENTRE.id,
            slot.starts_at,
            slot.ends_at,
            ZONE,
            until,
            booking_id,
            is_earlier=True,
            person=person,
        )
    )


async def replayed(written: Transcript) -> tuple[Transcript, Stage]:
    """Play what the patient of a talk does, and write down what comes of it."""
    stage = stage_of(written.practice) if written.practice else stage_for(written.setting)
    for line in written.played:
        await stage.play(line)
    return Transcript(written.title, tuple(stage.lines), written.setting, written.practice), stage


@pytest.mark.parametrize("path", TALKS, ids=lambda path: path.stem)
async def test_a_talk_comes_out_as_it_is_written(path: Path) -> None:
    text = path.read_text()  # noqa: ASYNC240  # a page of text, in a loop of this test alone
    written = from_yaml(text)

    found, stage = await replayed(written)

    assert to_yaml(found) == text
    for content in stage.heard:
        check_limits(content, stage.view.limits)


@pytest.mark.parametrize("path", TALKS, ids=lambda path: path.stem)
def test_what_a_talk_is_played_with_comes_back_as_it_was(path: Path) -> None:
    written = from_yaml(path.read_text())
    stage = stage_of(written.practice) if written.practice else stage_for(written.setting)

    assert stage_of(Recorder(stage.view, stage.find).to_json()).view == stage.view


def test_there_are_forty_talks_and_every_language_among_them() -> None:
    settings = [from_yaml(path.read_text()).setting for path in TALKS]

    assert len(TALKS) >= 40
    assert {setting.get("language", "en") for setting in settings} >= {"en", "de", "fr", "es", "it", "pt", "nl"}


def test_a_returning_patient_books_in_three_outbound_messages() -> None:
    lines = from_yaml((PLACE / "returning-patient-in-three-messages.yaml").read_text()).lines

    assert len([line for line in lines if line.kind == "assistant"]) == 3
    assert [line.text for line in lines if line.text.startswith("would book")] == ["would book: Tue 13 Oct 09:30"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "talk",
        "talk: 1",
        "talk: [1]",
        "talk: [{patient: a, taps: b}]",
        "talk: [{says: a}]",
        "a: [",
        "talk: []\nsetting: x",
    ],
)
def test_what_is_no_talk_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"YAML|transcript|setting|line"):
        from_yaml(text)


def test_words_that_look_like_something_else_stay_words() -> None:
    talk = Transcript(
        "no", (Line("patient", "yes"), Line("patient", "1"), Line("patient", "13.10.\n2026")), {"a": "on"}
    )

    assert from_yaml(to_yaml(talk)) == talk


@pytest.mark.parametrize(
    "line", [Line("taps", "Nowhere"), Line("waits", "soon"), Line("waits", "0"), Line("assistant", "hello")]
)
async def test_what_nobody_could_do_is_refused(line: Line) -> None:
    with pytest.raises(InvalidInput):
        await stage_for({}).play(line)
