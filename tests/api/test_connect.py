"""Connecting over HTTP: OAuth with state and PKCE against the sandbox's consent page, and channels by credentials."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import httpx
import pytest
from tests.clinic_world import DOCTOR, GOOGLE_SCOPES, PUBLIC_URL, World, clinic_world
from tests.factories import make_booking, make_clinic, make_membership, make_patient, make_user

from chatbookr_core.calendars.choosing import read_soon
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Booking, CalendarConnection, ChannelConnection, Mail, Membership, OAuthFlow, StaffTask
from chatbookr_core.people.passwords import hash_password_now
from chatbookr_schema.ids import global_id

pytestmark = pytest.mark.integration  # speaks with the sandbox, or to itself, over sockets and threads

PASSWORD = "correct horse battery"
HASH = hash_password_now(PASSWORD)
SCOPE = "https://www.googleapis.com/auth/"


@pytest.fixture
async def world(
    sqlite_database: Database, sqlite_url: str, clock: TurnableClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[World]:
    async with clinic_world(sqlite_database, sqlite_url, clock, vault, tmp_path) as world:
        calendar = {"id": DOCTOR, "summary": "Dr One", "timeZone": "Europe/Berlin", "primary": True}
        await world.sandbox.post("/sandbox/google/accounts", json={"email": DOCTOR, "calendars": [calendar]})
        await log_in(world, "owner@example.com", "owner")
        yield world


async def log_in(world: World, email: str, role: str) -> None:
    """Log the browser in as somebody new, who proves again who they are."""
    user = await make_user(email=email, password_hash=HASH)
    await make_membership(user, world.clinic, role=role)
    for path in ("/login", "/step-up"):
        answer = await world.api.post(path, json={"email": email, "password": PASSWORD})
        assert answer.status_code == 200, answer.text


async def begun(world: World) -> str:
    """Begin a consent and return the address of the provider's page."""
    answer = await world.api.get("/connect/gcal", params={"practitioner": str(world.practitioner.id)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def agreed(world: World, page: str, scopes: tuple[str, ...] = GOOGLE_SCOPES, decision: str = "allow") -> str:
    """Answer the consent page as a browser does and return where it leads."""
    form = {"account": DOCTOR, "scope": [SCOPE + scope for scope in scopes], "decision": decision}
    answer = await world.sandbox.post(page, data=form)
    assert answer.status_code == 302, answer.text
    return answer.headers["location"]


def problem(answer: httpx.Response) -> dict[str, Any]:
    error: dict[str, Any] = answer.json()["errors"][0]
    return error


@pytest.mark.asvs("10.1.1")
@pytest.mark.checklist(30, 34)
async def test_a_consent_connects_the_practitioners_calendar(world: World) -> None:
    page = await begun(world)
    back = await agreed(world, page)
    answer = await world.api.get(back)

    asked = {name: values[0] for name, values in parse_qs(urlsplit(page).query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["state"]) >= 32
    assert asked["access_type"] == "offline"
    assert set(asked["scope"].split()) == {SCOPE + scope for scope in GOOGLE_SCOPES}
    assert back.startswith(f"{PUBLIC_URL}/connect/gcal/callback")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PUBLIC_URL}/?connected=gcal")
    connection = await CalendarConnection.get(practitioner_id=world.practitioner.id)
    assert (connection.state, connection.calendar_id) == ("connected", DOCTOR)
    assert connection.credentials_sealed is not None
    assert b"token" not in connection.credentials_sealed
    await world.work()
    await connection.refresh_from_db()
    assert connection.fetched_at == world.clock.now()


async def test_a_consent_to_an_app_in_testing_is_warned_of_and_then_needs_another(world: World) -> None:
    """Bookings stay when it ends; a new consent to an app that was published meanwhile lasts."""
    await world.sandbox.patch("/sandbox/google/app", json={"publishing_status": "testing"})
    begun_at = world.clock.now()
    await world.api.get(await agreed(world, await begun(world)))
    await world.work()
    connection = await CalendarConnection.get(practitioner_id=world.practitioner.id)
    booking = await make_booking(
        await make_patient(world.clinic, world.deployment.vault, phone=None),
        world.service,
        world.practitioner,
        world.location,
        starts_at=begun_at + timedelta(days=9),
    )
    warned = [await told(world, connection, days) for days in (1, 4)]
    lost = await told(world, connection, 3)
    await connection.refresh_from_db()
    await world.sandbox.patch("/sandbox/google/app", json={"publishing_status": "in_production"})
    await log_in(world, "manager@example.com", "manager")
    await world.api.get(await agreed(world, await begun(world)))
    again = await CalendarConnection.get(practitioner_id=world.practitioner.id)

    assert connection.grant_ends_at == begun_at + timedelta(days=7, seconds=-1)
    assert warned == [set(), {"calendar_ending"}]
    assert lost == {"calendar_ending", "calendar_lost"}
    assert connection.state == "needs_reconnect"
    assert (await Booking.get(id=booking.id)).status == "confirmed"
    assert (again.id, again.state, again.grant_ends_at) == (connection.id, "connected", None)


async def told(world: World, connection: CalendarConnection, days: int) -> set[str]:
    """Let days pass, look at the calendar, and say of what those who can connect it were told by task and by mail."""
    world.clock.turn(timedelta(days=days))
    async with transaction():
        await read_soon(connection, world.clock.now(), occasion=f"day {world.clock.now()}")
    await world.work()
    tasks = await StaffTask.filter(kind__startswith="calendar_", state="open").values_list("kind", flat=True)
    mails = await Mail.filter(kind__startswith="calendar_").values_list("kind", flat=True)
    assert sorted(tasks) == sorted(mails)
    return {str(kind) for kind in tasks}


@pytest.mark.attack("oauth-state", cve="CVE-2026-41425")
async def test_an_answer_counts_once(world: World) -> None:
    back = await agreed(world, await begun(world))
    await world.api.get(back)

    again = await world.api.get(back)

    assert again.status_code == 400
    assert problem(again)["extensions"]["field"] == ["state"]
    assert await CalendarConnection.all().count() == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "If the calendar was connected before you loaded this page again, you are done."),
     ("de-AT", "War der Kalender verbunden, bevor Sie diese Seite noch einmal geladen haben, ist alles getan.")],
)  # fmt: skip
async def test_who_loads_the_page_again_reads_what_became_of_it(world: World, language: str, said: str) -> None:
    back = await agreed(world, await begun(world))
    headers = {"accept": "text/html,*/*;q=0.8", "accept-language": language}

    first = await world.api.get(back, headers=headers)
    again = await world.api.get(back, headers=headers)

    assert first.status_code == 303
    assert (again.status_code, again.headers["content-language"]) == (400, language[:2])
    assert again.headers["content-type"].startswith("text/html")
    assert said in again.text
    assert 'href="/"' in again.text


async def test_a_person_is_shown_a_page_wherever_they_are_refused(world: World) -> None:
    page, where = {"accept": "text/html"}, {"practitioner": str(world.practitioner.id)}
    back = await agreed(world, await begun(world))
    refusals = [
        await world.api.get(await agreed(world, await begun(world), decision="cancel"), headers=page),
        await world.api.get(await agreed(world, await begun(world), GOOGLE_SCOPES[:1]), headers=page),
    ]
    await world.fault("google", "token", "server_error", times=3)
    refusals.append(await world.api.get(back, headers=page))
    world.clock.turn(timedelta(minutes=6))
    refusals.append(await world.api.get("/connect/gcal", params=where, headers=page))
    await log_in(world, "desk@example.com", "receptionist")
    refusals.append(await world.api.get("/connect/gcal", params=where, headers=page))
    await world.api.post("/logout")
    refusals.append(await world.api.get("/connect/gcal", params=where, headers=page))

    assert [answer.status_code for answer in refusals] == [400, 400, 503, 403, 403, 401]
    said = (
        "You did not give your consent",
        "leave every box ticked",
        "The provider does not answer right now",
        "Prove again who you are",
        "You may not connect calendars there",
        "log in, then begin again",
    )
    assert [text in answer.text for text, answer in zip(said, refusals, strict=True)] == [True] * 6
    assert ["To the log-in" in answer.text for answer in refusals] == [False] * 5 + [True]
    assert not await CalendarConnection.exists()


@pytest.mark.attack("oauth-state", cve="CVE-2025-68158")
@pytest.mark.asvs("10.2.1")
@pytest.mark.checklist(29)
async def test_a_state_that_is_missing_wrong_or_too_old_is_refused(world: World) -> None:
    back = await agreed(world, await begun(world))
    code = parse_qs(urlsplit(back).query)["code"][0]

    answers = [
        await world.api.get("/connect/gcal/callback", params={"code": code, **state})
        for state in ({}, {"state": ""}, {"state": "a guess"})
    ]
    world.clock.turn(timedelta(minutes=10, seconds=1))
    answers.append(await world.api.get(back))

    assert [answer.status_code for answer in answers] == [400] * 4
    assert {tuple(problem(answer)["extensions"]["field"]) for answer in answers} == {("state",)}
    assert not await CalendarConnection.exists()


@pytest.mark.attack("oauth-state", cve="CVE-2026-81888")
@pytest.mark.asvs("10.1.2")
async def test_a_state_of_another_session_is_refused_even_of_the_same_person(world: World) -> None:
    back = await agreed(world, await begun(world))
    await world.api.post("/logout")
    await world.api.post("/login", json={"email": "owner@example.com", "password": PASSWORD})

    answer = await world.api.get(back)

    assert answer.status_code == 400
    assert not await CalendarConnection.exists()
    assert (await OAuthFlow.get()).used_at is None


async def test_without_a_session_there_is_neither_beginning_nor_end(world: World) -> None:
    back = await agreed(world, await begun(world))
    await world.api.post("/logout")

    begin = await world.api.get("/connect/gcal", params={"practitioner": str(world.practitioner.id)})
    end = await world.api.get(back)

    assert (begin.status_code, end.status_code) == (401, 401)
    assert not await CalendarConnection.exists()


async def test_who_lost_the_right_meanwhile_cannot_end_it(world: World) -> None:
    back = await agreed(world, await begun(world))
    await Membership.filter(clinic_id=world.clinic.id).update(role="auditor")

    answer = await world.api.get(back)

    assert answer.status_code == 403
    assert not await CalendarConnection.exists()


@pytest.mark.checklist(30)
async def test_a_consent_without_every_scope_is_refused_and_the_missing_one_is_named(world: World) -> None:
    answer = await world.api.get(await agreed(world, await begun(world), GOOGLE_SCOPES[:1]))

    assert answer.status_code == 400
    assert "calendar.events.owned" in problem(answer)["message"]
    assert not await CalendarConnection.exists()


async def test_a_refused_consent_saves_nothing(world: World) -> None:
    answer = await world.api.get(await agreed(world, await begun(world), decision="cancel"))

    assert answer.status_code == 400
    assert problem(answer)["extensions"]["field"] == ["consent"]
    assert not await CalendarConnection.exists()


@pytest.mark.parametrize(
    ("operation", "kind"),
    [
        ("token", "server_error"),
        ("token", "html_502"),
        ("token", "reset"),
        ("token", "empty_200"),
        ("calendarList.list", "server_error"),
        ("calendarList.list", "empty_200"),
    ],
)
async def test_a_provider_in_trouble_saves_nothing_and_is_told_as_that(world: World, operation: str, kind: str) -> None:
    back = await agreed(world, await begun(world))
    await world.fault("google", operation, kind, times=3)

    answer = await world.api.get(back)

    assert answer.status_code in (502, 503), answer.text
    assert problem(answer)["extensions"]["code"] == "CHANNEL_UNAVAILABLE"
    assert not await CalendarConnection.exists()


@pytest.mark.attack("oauth-code")
async def test_a_forged_code_is_refused(world: World) -> None:
    back = await agreed(world, await begun(world))
    state = parse_qs(urlsplit(back).query)["state"][0]

    answer = await world.api.get("/connect/gcal/callback", params={"state": state, "code": "forged"})

    assert answer.status_code == 400
    assert problem(answer)["extensions"]["field"] == ["code"]
    assert not await CalendarConnection.exists()


async def test_only_who_manages_connections_may_begin_and_only_for_the_own_clinic(world: World) -> None:
    await log_in(world, "desk@example.com", "receptionist")
    stranger = await make_user(email="stranger@example.com", password_hash=HASH)
    await make_membership(stranger, await make_clinic(), role="owner")
    where = {"practitioner": str(world.practitioner.id)}

    desk = await world.api.get("/connect/gcal", params=where)
    malformed = await world.api.get("/connect/gcal", params={"practitioner": "1"})
    await world.api.post("/login", json={"email": "stranger@example.com", "password": PASSWORD})
    other = await world.api.get("/connect/gcal", params=where)

    assert (desk.status_code, malformed.status_code, other.status_code) == (403, 400, 404)
    assert not await OAuthFlow.exists()


async def test_a_channel_is_connected_by_credentials_that_the_provider_accepts(world: World) -> None:
    await ChannelConnection.all().delete()
    meta = world.sandbox_settings.meta
    right = {"phone_number_id": meta.phone_number_id, "waba_id": meta.waba_id, "access_token": meta.access_token}
    wanted = {"clinicId": str(world.clinic.id)}

    wrong = await world.api.post(
        "/connect/whatsapp", json={**wanted, "credentials": {**right, "access_token": "EAAwrong"}}
    )
    saved_by_wrong = await ChannelConnection.all().count()
    no_text = await world.api.post("/connect/whatsapp", json={**wanted, "credentials": {"access_token": 1}})
    answer = await world.api.post("/connect/whatsapp", json={**wanted, "credentials": right})

    assert (wrong.status_code, no_text.status_code) == (400, 400)
    assert problem(wrong)["extensions"]["field"] == ["access_token"]
    assert "EAAwrong" not in wrong.text
    assert saved_by_wrong == 0
    assert answer.status_code == 201, answer.text
    connection = await ChannelConnection.get(id=answer.json()["connectionId"])
    assert (connection.account_id, connection.state) == (meta.phone_number_id, "connected")


async def test_what_the_api_calls_a_clinic_and_a_practitioner_connects_them(world: World) -> None:
    """Whoever builds a page has the API's own ids, and no others."""
    meta = world.sandbox_settings.meta
    right = {"phone_number_id": meta.phone_number_id, "waba_id": meta.waba_id, "access_token": meta.access_token}

    answer = await world.api.post(
        "/connect/whatsapp", json={"clinicId": global_id("Clinic", world.clinic.id), "credentials": right}
    )
    of_other_type = await world.api.post(
        "/connect/whatsapp", json={"clinicId": global_id("Location", world.clinic.id), "credentials": right}
    )
    consent = await world.api.get(
        "/connect/gcal", params={"practitioner": global_id("Practitioner", world.practitioner.id)}
    )

    assert answer.status_code == 201, answer.text
    assert answer.json()["channelId"] == global_id("Channel", UUID(answer.json()["connectionId"]))
    assert (of_other_type.status_code, problem(of_other_type)["extensions"]["field"]) == (400, ["clinicId"])
    assert consent.status_code == 303, consent.text


async def test_who_goes_on_without_saying_with_what_reads_what_is_missing(world: World) -> None:
    told = {"clinicId": str(world.clinic.id), "connectionId": None, "credentials": {"pin": "246810"}}

    answer = await world.api.post("/connect/whatsapp", json=told)

    refusal = problem(answer)
    assert (answer.status_code, refusal["extensions"]["code"]) == (400, "CREDENTIALS_REFUSED")
    assert (refusal["extensions"]["reason"], refusal["extensions"]["field"]) == ("missing", ["access_token"])
    for entry in ("access_token", "waba_id", "phone_number_id", "connectionId"):
        assert entry in refusal["message"]


@pytest.mark.attack("tenant-crossing")
async def test_another_clinics_number_cannot_be_taken(world: World) -> None:
    other = await make_clinic(world.deployment.vault)
    user = await make_user(email="other@example.com", password_hash=HASH)
    await make_membership(user, other, role="owner")
    for path in ("/login", "/step-up"):
        await world.api.post(path, json={"email": "other@example.com", "password": PASSWORD})
    meta = world.sandbox_settings.meta
    credentials = {"phone_number_id": meta.phone_number_id, "waba_id": meta.waba_id, "access_token": meta.access_token}

    answer = await world.api.post("/connect/whatsapp", json={"clinicId": str(other.id), "credentials": credentials})

    assert answer.status_code == 409
    assert (await ChannelConnection.get()).clinic_id == world.clinic.id


@pytest.mark.checklist(24)
async def test_connecting_takes_proof_of_the_last_minutes(world: World, clock: TurnableClock) -> None:
    clock.turn(timedelta(minutes=5))

    calendar = await world.api.get("/connect/gcal", params={"practitioner": str(world.practitioner.id)})
    channel = await world.api.post(
        "/connect/whatsapp", json={"clinicId": str(world.clinic.id), "credentials": {"access_token": "t"}}
    )

    assert [calendar.status_code, channel.status_code] == [403, 403]
    assert {problem(answer)["extensions"]["code"] for answer in (calendar, channel)} == {"STEP_UP_REQUIRED"}
    assert await OAuthFlow.all().count() == 0
