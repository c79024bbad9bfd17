"""Google's own Python client, pointed at the sandbox over a real socket, works unchanged."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import uvicorn
from google.auth.exceptions import RefreshError
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build, build_from_document
from googleapiclient.errors import HttpError
from starlette.applications import Starlette

from chatbookr_sandbox.clock import SystemClock
from chatbookr_sandbox.context import SandboxContext
from chatbookr_sandbox.faults import Faults
from chatbookr_sandbox.google.routes import google_routes
from chatbookr_sandbox.settings import GoogleClient, SandboxSettings
from chatbookr_sandbox.state import StateFile

pytestmark = pytest.mark.integration  # speaks over sockets, or starts processes

DOCTOR = GoogleClient().account_email
SCOPES = ["calendar.freebusy", "calendar.events.owned", "calendar.calendarlist.readonly"]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serve Google's half on a free port of this machine."""
    settings = SandboxSettings()
    context = SandboxContext(settings, SystemClock(), Faults(), httpx.AsyncClient(), StateFile(None))
    app = Starlette(routes=google_routes(context))
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def credentials(address: str) -> Credentials:
    """Hold an expired access token, so that the client has to refresh it first."""
    tokens = httpx.post(f"{address}/sandbox/google/tokens", json={"email": DOCTOR, "scopes": SCOPES}).json()
    client = GoogleClient()
    return Credentials(  # type: ignore[no-untyped-call]  # google-auth is typed in part
        "ya29.long-over",
        refresh_token=tokens["refresh_token"],
        token_uri=f"{address}/google/token",
        client_id=client.client_id,
        client_secret=client.client_secret,
        expiry=datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None),  # google-auth compares naive UTC
    )


@pytest.fixture
def calendar(address: str, credentials: Credentials) -> Iterator[Any]:
    service = build(
        "calendar",
        "v3",
        credentials=credentials,
        static_discovery=False,
        discoveryServiceUrl=f"{address}/google/discovery/v1/apis/{{api}}/{{apiVersion}}/rest",
    )
    yield service
    service.close()


def refused(request: Any) -> int:
    with pytest.raises(HttpError) as caught:
        request.execute()
    return int(caught.value.status_code)


def test_googles_client_lists_books_moves_and_deletes(calendar: Any) -> None:
    body = {
        "id": "chatbookr0booking1",
        "summary": "Consultation",
        "start": {"dateTime": "2026-03-27T09:00:00", "timeZone": "Europe/Amsterdam"},
        "end": {"dateTime": "2026-03-27T09:30:00", "timeZone": "Europe/Amsterdam"},
    }
    events, place = calendar.events(), {"calendarId": DOCTOR, "eventId": "chatbookr0booking1"}

    listed = calendar.calendarList().list(minAccessRole="writer").execute()
    first = events.insert(calendarId=DOCTOR, body=body, sendUpdates="none").execute()
    twice = refused(events.insert(calendarId=DOCTOR, body=body))
    moved = events.patch(**place, body={"end": {"dateTime": "2026-03-27T10:00:00+01:00"}}).execute()
    stale = events.patch(**place, body={"summary": "Lost"})
    stale.headers["If-Match"] = first["etag"]
    stale_status = refused(stale)
    window = {"timeMin": "2026-03-27T00:00:00Z", "timeMax": "2026-03-28T00:00:00Z"}
    busy = calendar.freebusy().query(body={**window, "items": [{"id": DOCTOR}]}).execute()
    page = events.list(calendarId=DOCTOR, singleEvents=True, orderBy="startTime", **window).execute()
    events.delete(**place).execute()
    gone = refused(events.delete(**place))

    assert listed["items"][0]["id"] == DOCTOR
    assert (twice, stale_status, gone) == (409, 412, 410)
    assert moved["end"]["dateTime"] == "2026-03-27T10:00:00+01:00"
    assert busy["calendars"][DOCTOR]["busy"] == [{"start": "2026-03-27T08:00:00Z", "end": "2026-03-27T09:00:00Z"}]
    assert [event["etag"] for event in page["items"]] == [moved["etag"]]


def test_googles_client_walks_pages_syncs_and_meets_a_410(address: str, calendar: Any) -> None:
    day = {"start": {"date": "2026-05-01"}, "end": {"date": "2026-05-02"}}
    for number in range(5):
        calendar.events().insert(calendarId="primary", body={**day, "id": f"page{number}"}).execute()

    seen: list[str] = []
    request = calendar.events().list(calendarId="primary", maxResults=2)
    while request is not None:
        page = request.execute()
        seen += [event["id"] for event in page["items"]]
        request = calendar.events().list_next(request, page)
    calendar.events().delete(calendarId="primary", eventId="page3").execute()
    changes = calendar.events().list(calendarId="primary", syncToken=page["nextSyncToken"]).execute()

    expired = httpx.post(f"{address}/sandbox/google/sync-tokens/expire", json={"calendar": DOCTOR})
    too_old = refused(calendar.events().list(calendarId="primary", syncToken=page["nextSyncToken"]))
    anew = calendar.events().list(calendarId="primary").execute()

    assert (expired.status_code, too_old) == (200, 410)
    assert anew["nextSyncToken"] != page["nextSyncToken"]
    assert sorted(seen) == [f"page{number}" for number in range(5)]
    assert [(event["id"], event["status"]) for event in changes["items"]] == [("page3", "cancelled")]


def test_googles_client_builds_from_the_served_document(address: str, credentials: Credentials) -> None:
    document = httpx.get(f"{address}/google/$discovery/rest", params={"version": "v3"}).json()

    with build_from_document(document, credentials=credentials) as service:
        entry = service.calendarList().get(calendarId="primary").execute()

    assert entry["primary"] is True


def test_a_revoked_grant_ends_googles_client(address: str, credentials: Credentials) -> None:
    httpx.post(f"{address}/google/revoke", data={"token": credentials.refresh_token})
    document = httpx.get(f"{address}/google/$discovery/rest").json()

    with (
        build_from_document(document, credentials=credentials) as service,
        pytest.raises(RefreshError, match="invalid_grant"),
    ):
        service.calendarList().list().execute()
