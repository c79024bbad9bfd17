"""Series in the API: previewed, booked once under a key, changed with what was seen, and told of in one message."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import make_practitioner, writing
from tests.quiet_calendar import quiet_plugin
from tests.schema.desk import Desk, ask, make_desk

from chatbookr_core.channels.registry import Plugins, discover
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.jobs import claim_due
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    AuditEntry,
    Booking,
    Conversation,
    Job,
    Message,
    Practitioner,
    Service,
    StaffTask,
)
from chatbookr_core.series.telling import NEWS_JOB
from chatbookr_core.settings import Settings
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import KeyActor, Principal
from chatbookr_permissions.roles import Role
from chatbookr_schema import series_changes, series_refusals
from chatbookr_schema.field import Surface
from chatbookr_schema.ids import global_id
from chatbookr_sdk import Busy
from chatbookr_workers import jobs as _declared  # noqa: F401  # its import declares every kind of job
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run

ELEVEN = datetime(2027, 3, 9, 11, tzinfo=UTC)
WEEK, HALF = timedelta(weeks=1), timedelta(minutes=30)
SURFACES: list[Surface] = ["staff", "partner"]
PREVIEW = """query ($c: ID!, $s: ID!, $p: ID!, $at: DateTime!, $how: String!) {
  bookingSeriesPreview(clinicId: $c, serviceId: $s, practitionerId: $p, startsAt: $at, recurrence: $how) {
    ordinal startsAt timeZone isOffered reasons alternatives { startsAt } } }"""
ALL = "bookings { id version status startsAt series { id ordinal length recurrence } }"
CREATE = f"""mutation ($input: BookingSeriesCreateInput!, $key: String!) {{
  done: bookingSeriesCreate(input: $input) @idempotent(key: $key) {{ {ALL}
    refusals {{ ordinal startsAt code alternatives {{ startsAt }} }} userErrors {{ code field }} }} }}"""
MOVE = f"""mutation ($input: BookingSeriesRescheduleInput!, $key: String!) {{
  done: bookingSeriesReschedule(input: $input) @idempotent(key: $key) {{ {ALL}
    refusals {{ ordinal code alternatives {{ startsAt }} }} userErrors {{ code field }} }} }}"""
CANCEL = f"""mutation ($input: BookingSeriesCancelInput!, $key: String!) {{
  done: bookingSeriesCancel(input: $input) @idempotent(key: $key) {{ {ALL}
    refusals {{ ordinal code }} userErrors {{ code field }} }} }}"""
LIST = "query ($c: ID!, $s: ID!) { bookingSeries(clinicId: $c, seriesId: $s) { id series { ordinal } } }"


def lent(vault: Vault, clock: TurnableClock, tmp_path: Path, *busy: Busy) -> Deployment:
    secrets = {"CHATBOOKR_WHATSAPP_APP_SECRET": "s", "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "t"}
    whatsapp, _ = discover(Settings(plugins=("whatsapp",), environment=secrets)).messaging_for("whatsapp")
    plugins = Plugins({"gcal": quiet_plugin(*busy), "whatsapp": whatsapp})
    return replace(make_deployment(vault, clock, tmp_path), plugins=plugins)


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    return lent(vault, clock, tmp_path)


def somebody(desk: Desk, surface: Surface) -> Principal:
    key = KeyActor(desk.api_key.id, desk.clinic.id, frozenset(Permission))
    return desk.actor(Role.RECEPTIONIST) if surface == "staff" else key


def wish(desk: Desk, **more: object) -> dict[str, object]:
    ids = {f"{kind.lower()}Id": desk.id_of(kind) for kind in ("Service", "Practitioner", "Patient")}
    return {**ids, "startsAt": ELEVEN.isoformat(), "recurrence": "FREQ=WEEKLY;COUNT=10", **more}


async def does(
    deployment: Deployment, desk: Desk, document: str, given: dict[str, Any], key: str = "k", surface: Surface = "staff"
) -> Any:
    answer = await ask(deployment, somebody(desk, surface), document, {"input": given, "key": key}, surface)
    assert answer.errors == []
    return answer.data["done"]


def seen(payload: Any) -> list[dict[str, object]]:
    return [{"bookingId": one["id"], "version": one["version"]} for one in payload["bookings"]]


async def tell(deployment: Deployment, clock: TurnableClock) -> None:
    """Let the time pass that a calendar has to answer, and the news go out."""
    clock.turn(timedelta(minutes=2))
    for job in await claim_due(clock.now(), 100, kinds={NEWS_JOB}):
        await run(deployment, declared_kinds()[NEWS_JOB], job.id)


async def said(deployment: Deployment, desk: Desk) -> list[str]:
    """Return what the assistant has said since the desk was made."""
    rows = await Message.filter(clinic_id=desk.clinic.id, direction="outbound").order_by("created_at")
    keys = await deployment.vault.reading(desk.clinic.id, [row.body_sealed for row in rows])
    return [keys.open_text(columns.MESSAGE_BODY, row.id, row.body_sealed) for row in rows]


@pytest.mark.parametrize("surface", SURFACES)
async def test_a_preview_shows_each_time_and_books_nothing(
    deployment: Deployment, desk: Desk, surface: Surface
) -> None:
    first = await does(deployment, desk, CREATE, wish(desk, startsAt=(ELEVEN + WEEK).isoformat()), "other")
    asked = {
        "c": desk.id_of("Clinic"),
        "s": desk.id_of("Service"),
        "p": desk.id_of("Practitioner"),
        "at": ELEVEN.isoformat(),
        "how": "FREQ=WEEKLY;COUNT=3",
    }

    document = PREVIEW if surface == "staff" else PREVIEW.replace("reasons ", "")  # test_refusal_reasons.py
    answer = await ask(deployment, somebody(desk, surface), document, asked, surface)

    assert answer.errors == []
    assert first["userErrors"] == []
    found = answer.data["bookingSeriesPreview"]
    assert [(one["ordinal"], one["isOffered"]) for one in found] == [(1, True), (2, False), (3, False)]
    reasons = [[], ["BOOKING"], ["BOOKING"]] if surface == "staff" else [None] * 3
    assert [one.get("reasons") for one in found] == reasons
    assert [len(one["alternatives"]) for one in found] == [0, 3, 3]
    assert {one["timeZone"] for one in found} == {desk.location.zone}
    assert await Booking.filter(clinic_id=desk.clinic.id).count() == 11


@pytest.mark.parametrize("surface", SURFACES)
async def test_a_series_is_booked_once_under_a_key_and_each_is_found_by_it(
    deployment: Deployment, desk: Desk, surface: Surface
) -> None:
    made = await does(deployment, desk, CREATE, wish(desk), surface=surface)
    again = await does(deployment, desk, CREATE, wish(desk), surface=surface)

    assert made["userErrors"] == made["refusals"] == []
    assert again["bookings"] == made["bookings"]
    assert [one["series"]["ordinal"] for one in made["bookings"]] == list(range(1, 11))
    series_id = made["bookings"][0]["series"]["id"]
    listed = await ask(deployment, somebody(desk, surface), LIST, {"c": desk.id_of("Clinic"), "s": series_id}, surface)
    assert [one["id"] for one in listed.data["bookingSeries"]] == [one["id"] for one in made["bookings"]]
    assert await Booking.filter(clinic_id=desk.clinic.id).count() == 11
    assert await Booking.filter(created_by=surface).exclude(series_length=1).count() == 10
    assert await AuditEntry.filter(action="bookingSeriesCreate", outcome="done").count() == 10


@pytest.mark.parametrize("surface", SURFACES)
async def test_a_series_that_names_nobody_is_with_one_or_with_each_in_turn(
    deployment: Deployment, desk: Desk, clock: TurnableClock, surface: Surface
) -> None:
    other = await make_practitioner(desk.clinic, desk.location, services=[desk.service], short_name="Dr Other")
    asked = {"c": desk.id_of("Clinic"), "s": desk.id_of("Service"), "at": ELEVEN.isoformat()}
    look = """query ($c: ID!, $s: ID!, $at: DateTime!) { found: bookingSeriesPreview(clinicId: $c, serviceId: $s,
      startsAt: $at, recurrence: "FREQ=WEEKLY;COUNT=4", withWhom: EACH) { isOffered practitioner { id } } }"""
    anybody = {key: value for key, value in wish(desk).items() if key != "practitionerId"}
    four = {**anybody, "recurrence": "FREQ=WEEKLY;COUNT=4"}

    shown = await ask(deployment, somebody(desk, surface), look, asked, surface)
    by_turns = await does(
        deployment,
        desk,
        CREATE,
        {**four, "withWhom": "EACH", "startsAt": (ELEVEN + HALF).isoformat()},
        "b",
        surface,
    )
    by_one = await does(deployment, desk, CREATE, four, "a", surface)
    await tell(deployment, clock)

    both = {global_id("Practitioner", who) for who in (desk.practitioner.id, other.id)}
    assert {one["practitioner"]["id"] for one in shown.data["found"]} == both
    assert by_one["userErrors"] == by_turns["userErrors"] == []
    rows = await Booking.filter(series_length=4).order_by("starts_at")
    first, second = ([one.practitioner_id for one in rows if one.starts_at.minute == n] for n in (0, 30))
    assert len(set(first)) == 1
    assert set(second) == {desk.practitioner.id, other.id}
    assert len(first) == len(second) == 4
    told = {":30" in text: text.splitlines() for text in await said(deployment, desk)}
    names = {desk.practitioner.id: desk.practitioner.short_name, other.id: "Dr Other"}
    assert [line.rpartition(", ")[2] for line in told[True][2:]] == [names[who] for who in second]
    assert not any(name in told[True][1] for name in names.values())
    assert f"with {names[first[0]]}" in told[False][1]
    assert not any(name in line for line in told[False][2:] for name in names.values())


async def test_what_the_calendar_says_right_now_counts_for_each(
    vault: Vault, clock: TurnableClock, tmp_path: Path, desk: Desk
) -> None:
    """It is busy before and after the third, which meets neither, and at the last, beyond what was read of it."""
    third, last = ELEVEN + 2 * WEEK, ELEVEN + 9 * WEEK - timedelta(hours=1)  # in summer
    around = [Busy(third - HALF, third), Busy(third + HALF, third + 2 * HALF)]
    busy = lent(vault, clock, tmp_path, *around, Busy(last + HALF / 2, last + HALF))

    refused = await does(busy, desk, CREATE, wish(desk))
    made = await does(busy, desk, CREATE, wish(desk, ifNotFree="SKIP"), "again")

    assert [one["code"] for one in refused["userErrors"]] == ["SERIES_REFUSED"]
    assert [(one["ordinal"], one["code"]) for one in refused["refusals"]] == [(10, "SLOT_TAKEN")]
    assert [one["series"]["length"] for one in made["bookings"]] == [9] * 9
    assert made["refusals"] == refused["refusals"]


async def test_a_move_and_a_cancel_ask_for_what_was_seen(deployment: Deployment, desk: Desk) -> None:
    made = await does(deployment, desk, CREATE, wish(desk))
    fifth = made["bookings"][4]["id"]
    later = {"bookingId": fifth, "scope": "THIS_AND_FOLLOWING", "seen": seen(made)}
    at = datetime.fromisoformat(made["bookings"][4]["startsAt"]) + timedelta(days=1)

    moved = await does(deployment, desk, MOVE, {**later, "startsAt": at.isoformat()}, "m")
    stale = await does(deployment, desk, CANCEL, later, "c")
    cancelled = await does(deployment, desk, CANCEL, {**later, "scope": "ALL", "seen": seen(moved)}, "d", "partner")

    assert [one["version"] for one in moved["bookings"]] == [1] * 4 + [2] * 6
    assert [one["code"] for one in stale["userErrors"]] == ["SERIES_REFUSED"]
    assert [(one["ordinal"], one["code"]) for one in stale["refusals"]] == [(n, "STALE") for n in range(5, 11)]
    assert {one["status"] for one in cancelled["bookings"]} == {"CANCELLED"}


async def test_a_series_of_what_is_not_offered_any_more_is_moved_and_no_new_one_begun(
    deployment: Deployment, desk: Desk
) -> None:
    made = await does(deployment, desk, CREATE, wish(desk))
    at = datetime.fromisoformat(made["bookings"][0]["startsAt"]) + timedelta(days=1)
    async with writing():
        await Service.filter(id=desk.service.id).update(is_active=False)

    whole = {"bookingId": made["bookings"][0]["id"], "scope": "ALL", "seen": seen(made), "startsAt": at.isoformat()}
    moved = await does(deployment, desk, MOVE, whole, "m")
    anew = await does(deployment, desk, CREATE, wish(desk, startsAt=at.isoformat()), "n")

    assert (moved["userErrors"], [one["version"] for one in moved["bookings"]]) == ([], [2] * 10)
    assert [one["code"] for one in anew["userErrors"]] == ["NOT_FOUND"]


async def test_who_has_left_is_named_and_of_whom_nothing_is_known_is_not(deployment: Deployment, desk: Desk) -> None:
    async with writing():
        await Practitioner.filter(id=desk.practitioner.id).update(is_active=False)

    left = await does(deployment, desk, CREATE, wish(desk), "l")
    nobody = await does(
        deployment, desk, CREATE, wish(desk, practitionerId=global_id("Practitioner", desk.clinic.id)), "n"
    )

    assert left["userErrors"] == [{"code": "INVALID_VALUE", "field": ["input", "practitionerId"]}]
    assert nobody["userErrors"] == [{"code": "NOT_FOUND", "field": ["input", "practitionerId"]}]


async def test_what_was_booked_and_refused_is_told_though_they_left_since(
    deployment: Deployment, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await does(deployment, desk, CREATE, wish(desk, recurrence="FREQ=WEEKLY;COUNT=2"), "first")
    real = series_refusals.not_booked

    async def not_booked(*given: Any) -> Any:
        async with writing():
            await Practitioner.filter(id=desk.practitioner.id).update(is_active=False)
        return await real(*given)

    monkeypatch.setattr(series_changes, "not_booked", not_booked)
    made = await does(deployment, desk, CREATE, wish(desk, ifNotFree="SKIP"), "second")

    assert len(made["bookings"]) == 8
    assert [(one["ordinal"], one["alternatives"]) for one in made["refusals"]] == [(1, []), (2, [])]


async def test_one_that_is_of_no_series_is_changed_alone(deployment: Deployment, desk: Desk) -> None:
    async with transaction():
        await Booking.filter(id=desk.booking.id).update(series_id=None)
    booking = {"bookingId": desk.id_of("Booking"), "version": 1}

    refused = await does(
        deployment, desk, CANCEL, {"bookingId": booking["bookingId"], "scope": "ALL", "seen": [booking]}
    )

    assert refused["userErrors"] == [{"code": "INVALID_VALUE", "field": ["input", "bookingId"]}]


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({"recurrence": "FREQ=HOURLY;COUNT=3"}, ["input", "recurrence"]),
        ({"recurrence": "FREQ=WEEKLY;COUNT=100"}, ["input", "recurrence"]),
        ({"startsAt": "9999-12-31T23:00:00Z"}, ["input", "startsAt"]),
        ({"durationMinutes": 17}, ["input", "durationMinutes"]),
    ],
)
async def test_what_is_no_series_names_the_field(
    deployment: Deployment, desk: Desk, given: dict[str, object], path: list[str]
) -> None:
    refused = await does(deployment, desk, CREATE, wish(desk, **given))

    assert refused["userErrors"] == [{"code": "INVALID_VALUE", "field": path}]
    assert await Booking.filter(clinic_id=desk.clinic.id).count() == 1


async def test_the_patient_hears_of_the_whole_in_one_message_each_time(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    made = await does(deployment, desk, CREATE, wish(desk))
    await tell(deployment, clock)
    booked = await said(deployment, desk)
    change = {"bookingId": made["bookings"][0]["id"], "scope": "ALL", "seen": seen(made)}
    moved = await does(deployment, desk, MOVE, {**change, "startsAt": (ELEVEN + HALF).isoformat()}, "m")
    await tell(deployment, clock)
    await does(deployment, desk, CANCEL, {**change, "seen": seen(moved)}, "c")
    await tell(deployment, clock)

    found = await said(deployment, desk)
    assert len(booked) == 1
    assert [text.splitlines()[0] for text in found] == [
        "The practice has booked these appointments for you:",
        "The practice has moved your appointments. They are now:",
        "The practice has cancelled these appointments. I am sorry.",
    ]
    assert all(len(text.splitlines()) == 12 for text in found)
    assert "1 of 10: Tue 9 Mar" in found[0]
    assert await Job.filter(kind="dialogue.announce").count() == 0
    assert await StaffTask.filter(kind="tell_patient").count() == 0


async def test_where_nothing_may_be_written_staff_tell_of_a_cancelled_series_once(
    deployment: Deployment, desk: Desk, clock: TurnableClock
) -> None:
    async with transaction():
        await Conversation.filter(id=desk.conversation.id).update(last_inbound_at=clock.now() - timedelta(days=2))
    made = await does(deployment, desk, CREATE, wish(desk))
    await tell(deployment, clock)
    nobody_asked = await StaffTask.filter(kind="tell_patient").count()

    await does(
        deployment, desk, CANCEL, {"bookingId": made["bookings"][2]["id"], "scope": "ALL", "seen": seen(made)}, "c"
    )
    await tell(deployment, clock)

    assert (nobody_asked, await StaffTask.filter(kind="tell_patient").count()) == (0, 1)
    assert await said(deployment, desk) == []


async def test_a_series_of_another_clinic_is_not_there(
    deployment: Deployment, desk: Desk, vault: Vault, clock: TurnableClock
) -> None:
    other = await make_desk(vault, clock.now())
    made = await does(deployment, desk, CREATE, wish(desk))
    asked = {"c": other.id_of("Clinic"), "s": made["bookings"][0]["series"]["id"]}

    listed = await ask(deployment, other.actor(Role.OWNER), LIST, asked)
    given = {"bookingId": made["bookings"][0]["id"], "scope": "ALL", "seen": seen(made)}
    refused = await ask(deployment, other.actor(Role.OWNER), CANCEL, {"input": given, "key": "x"})
    missing = {**given, "bookingId": global_id("Booking", other.clinic.id)}
    nobodys = await ask(deployment, other.actor(Role.OWNER), CANCEL, {"input": missing, "key": "y"})

    assert listed.data == {"bookingSeries": []}
    assert refused == nobodys
    assert [one["code"] for one in refused.data["done"]["userErrors"]] == ["NOT_FOUND"]
    assert await Booking.filter(status="cancelled").count() == 0
