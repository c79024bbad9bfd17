"""The shipped calendar plugin, told nothing but other addresses, does its whole work against the sandbox."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from tests.sandbox.google_sandbox import (
    DOCTOR,
    SCOPE,
    GoogleSandbox,
    MovableClock,
    authorization_query,
    consent,
    exchange,
    google_sandbox,
)

from chatbookr_gcal import plugin
from chatbookr_gcal.manifest import SCOPES
from chatbookr_sandbox.faults import Fault, FaultKind
from chatbookr_sdk import (
    AuthExpired,
    Busy,
    Event,
    FilePart,
    HttpResponse,
    HttpStream,
    InvalidCredentials,
    Log,
    OutcomeUnknown,
    Secret,
    TemporaryFailure,
)
from chatbookr_sdk.testing.fakes import FakeLog, sealed

pytestmark = pytest.mark.integration  # speaks over sockets, or starts processes

EVENT = Event(
    event_id="chatbookr0booking1",
    booking_id="b-1",
    starts_at=datetime(2026, 3, 27, 8, 0, tzinfo=UTC),
    ends_at=datetime(2026, 3, 27, 8, 30, tzinfo=UTC),
    time_zone="Europe/Madrid",
    title="Consultation",
)


@dataclass(frozen=True, slots=True)
class Lent:
    """HTTP as the host lends it, over the sandbox in memory."""

    http: httpx.AsyncClient

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        json: object | None = None,
        form: Mapping[str, str] | None = None,
        timeout_seconds: float = 10.0,
    ) -> HttpResponse:
        answer = await self.http.request(
            method, url, headers=headers, params=params, json=json, data=form, timeout=timeout_seconds
        )
        return HttpResponse(answer.status_code, dict(answer.headers), answer.content)

    def stream(
        self, url: str, *, most_bytes: int, headers: Mapping[str, str] | None = None, timeout_seconds: float = 20.0
    ) -> AbstractAsyncContextManager[HttpStream]:
        raise AssertionError(f"calendars have no files: {url}")

    async def upload(
        self,
        url: str,
        file: FilePart,
        *,
        fields: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        timeout_seconds: float = 20.0,
    ) -> HttpResponse:
        raise AssertionError(f"calendars take no files: {url}")


@dataclass(frozen=True, slots=True)
class Call:
    """The context of a call on behalf of one connection."""

    settings: Mapping[str, str]
    secrets: Mapping[str, Secret]
    credentials: Mapping[str, Secret]
    http: Lent
    clock: MovableClock
    log: Log
    connection_id: str = "connection-1"
    region: str = "EU"


@pytest.fixture
async def sandbox() -> AsyncIterator[GoogleSandbox]:
    async with google_sandbox() as running:
        await running.open_account(second="owner", colleague="writer")
        yield running


async def connected(sandbox: GoogleSandbox, *scopes: str) -> Call:
    """Go through consent and exchange, and return what a call would be lent."""
    names = [scope.name.removeprefix(SCOPE) for scope in SCOPES]
    query = authorization_query(sandbox, *names, prompt="consent")
    answer = await consent(sandbox, query, scopes=list(scopes or names))
    tokens = (await exchange(sandbox, answer["code"])).json()
    google, root = sandbox.context.settings.google, "http://127.0.0.1:8100/google"
    addresses = {"token_url": f"{root}/token", "revoke_url": f"{root}/revoke", "api_url": f"{root}/calendar/v3"}
    return Call(
        settings={"client_id": google.client_id, "accounts_url": root, **addresses},
        secrets=sealed({"client_secret": google.client_secret}),
        credentials=sealed({name: str(value) for name, value in tokens.items()}),
        http=Lent(sandbox.http),
        clock=sandbox.clock,
        log=FakeLog(),
    )


async def test_the_plugin_connects_lists_writes_moves_and_deletes(sandbox: GoogleSandbox) -> None:
    call = await connected(sandbox)
    later = replace(EVENT, starts_at=EVENT.starts_at + timedelta(hours=2), ends_at=EVENT.ends_at + timedelta(hours=2))
    day = {"starts_at": datetime(2026, 3, 27, tzinfo=UTC), "ends_at": datetime(2026, 3, 28, tzinfo=UTC)}

    who = await plugin.connect(call, call.credentials)
    calendars = await plugin.list_calendars(call)
    stored = await plugin.put_event(call, DOCTOR, EVENT)
    again = await plugin.put_event(call, DOCTOR, EVENT)
    moved = await plugin.put_event(call, DOCTOR, later)
    taken = await plugin.free_busy(call, [DOCTOR, "gone@example.org"], **day)
    await plugin.delete_event(call, DOCTOR, EVENT.event_id)
    await plugin.delete_event(call, DOCTOR, EVENT.event_id)
    gone = await plugin.find_event(call, DOCTOR, EVENT.event_id)

    assert who.account.id == DOCTOR
    assert [(calendar.id, calendar.primary, calendar.writable) for calendar in calendars] == [
        (DOCTOR, True, True),
        ("colleague@example.org", False, False),
        ("second@example.org", False, True),
    ]
    assert (stored.starts_at, stored.booking_id, again.etag) == (EVENT.starts_at, "b-1", stored.etag)
    assert moved.starts_at == later.starts_at
    assert taken.busy == {DOCTOR: (Busy(later.starts_at, later.ends_at),)}
    assert taken.unknown == {"gone@example.org": "notFound"}
    assert gone is None


async def test_the_plugin_refuses_a_partial_consent(sandbox: GoogleSandbox) -> None:
    call = await connected(sandbox, "calendar.events.owned")

    with pytest.raises(InvalidCredentials, match=r"calendar\.freebusy"):
        await plugin.connect(call, call.credentials)


async def test_the_plugin_renews_an_expired_token_and_gives_the_grant_up(sandbox: GoogleSandbox) -> None:
    call = await connected(sandbox)
    sandbox.clock.move(hours=2)
    with pytest.raises(AuthExpired):
        await plugin.list_calendars(call)

    renewed = replace(call, credentials=(await plugin.refresh(call)).values)
    listed = await plugin.list_calendars(renewed)
    await plugin.revoke(renewed)
    await plugin.revoke(renewed)

    assert len(listed) == 3
    with pytest.raises(AuthExpired):
        await plugin.refresh(renewed)


async def test_an_event_deleted_by_hand_is_put_back(sandbox: GoogleSandbox) -> None:
    call = await connected(sandbox)
    await plugin.put_event(call, DOCTOR, EVENT)
    await sandbox.http.delete(f"/sandbox/google/calendars/{DOCTOR}/events/{EVENT.event_id}")

    gone = await plugin.find_event(call, DOCTOR, EVENT.event_id)
    await plugin.put_event(call, DOCTOR, EVENT)
    back = await plugin.find_event(call, DOCTOR, EVENT.event_id)

    assert gone is None
    assert back is not None


@pytest.mark.parametrize("kind", [FaultKind.RATE_LIMITED, FaultKind.SERVER_ERROR, FaultKind.EMPTY_200])
async def test_faults_reach_the_plugin_as_their_consequence(sandbox: GoogleSandbox, kind: FaultKind) -> None:
    call = await connected(sandbox)
    sandbox.context.faults.add(Fault("google", "events.insert", kind))

    with pytest.raises((TemporaryFailure, OutcomeUnknown)):
        await plugin.put_event(call, DOCTOR, EVENT)
    stored = await plugin.put_event(call, DOCTOR, EVENT)

    assert stored.starts_at == EVENT.starts_at
