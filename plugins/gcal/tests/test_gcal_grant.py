import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chatbookr_gcal import plugin
from chatbookr_sdk import (
    Account,
    AuthExpired,
    Connected,
    HttpResponse,
    InvalidCredentials,
    OutcomeUnknown,
    PermanentFailure,
    PluginError,
    QuotaExceeded,
    TemporaryFailure,
)
from chatbookr_sdk.testing.fakes import (
    NOON,
    FakeContext,
    FakeHttp,
    canary,
    context_for,
    json_answer,
    recorded_answer,
    sealed,
)

GOOGLE = Path(__file__).parents[3] / "tests" / "fixtures" / "google"
ALL_SCOPES = " ".join(
    f"https://www.googleapis.com/auth/calendar.{name}" for name in ("freebusy", "events.owned", "calendarlist.readonly")
)
GRANTED = {
    "access_token": "ya29.a",
    "refresh_token": "1//r",
    "scope": ALL_SCOPES,
    "expires_at": "2026-03-27T13:00:00+00:00",
}
PRIMARY = json_answer(200, {"id": "dr.a@example.org", "summary": "Dr A", "timeZone": "Europe/Madrid", "primary": True})


def a_recording(name: str) -> HttpResponse:
    return recorded_answer(json.loads((GOOGLE / "errors" / f"{name}.json").read_text()))


def a_context(http: FakeHttp, **credentials: str) -> FakeContext:
    return context_for(plugin.manifest, settings={"client_id": "client-1"}, credentials=credentials, http=http)


async def connect(http: FakeHttp, **changed: str) -> Connected:
    return await plugin.connect(a_context(http), sealed({**GRANTED, **changed}))


def test_only_the_smallest_scopes_are_asked_for_each_with_its_reason() -> None:
    oauth = plugin.manifest.oauth

    assert oauth is not None
    assert {scope.name.rsplit("/", 1)[1] for scope in oauth.scopes} == {
        "calendar.freebusy",
        "calendar.events.owned",
        "calendar.calendarlist.readonly",
    }
    assert all(scope.why for scope in oauth.scopes)
    assert dict(oauth.authorize_parameters) == {"access_type": "offline", "prompt": "consent"}


def test_the_scopes_suffice_for_every_call_by_googles_own_description() -> None:
    described = json.loads((GOOGLE / "calendar.v3.json").read_text())["resources"]
    assert plugin.manifest.oauth is not None
    asked = {scope.name for scope in plugin.manifest.oauth.scopes}
    used = [("events", name) for name in ("insert", "get", "patch", "delete")]
    used += [("freebusy", "query"), ("calendarList", "list"), ("calendarList", "get")]

    for resource, method in used:
        assert asked & set(described[resource]["methods"][method]["scopes"]), (resource, method)


async def test_connecting_reads_whose_calendar_it_is() -> None:
    http = FakeHttp(PRIMARY)

    connected = await connect(http)

    assert connected == Connected(Account("dr.a@example.org"), "Dr A", datetime(2026, 3, 27, 13, 0, tzinfo=UTC))
    (request,) = http.requests
    assert request.url == "https://www.googleapis.com/calendar/v3/users/me/calendarList/primary"
    assert request.headers["authorization"] == "Bearer ya29.a"


@pytest.mark.parametrize("expires_at", ["", "soon", "2026-03-27T13:00:00"])
async def test_an_unknown_expiry_is_none(expires_at: str) -> None:
    untitled = json_answer(200, {"id": "dr.a@example.org"})

    connected = await connect(FakeHttp(untitled), expires_at=expires_at)

    assert (connected.expires_at, connected.title) == (None, "dr.a@example.org")


async def test_a_scope_that_was_not_granted_is_named_before_anything_is_asked() -> None:
    partial = json.loads((GOOGLE / "errors" / "oauth_callback_partial_scopes.json").read_text())["body"]
    http = FakeHttp()

    with pytest.raises(InvalidCredentials) as refusal:
        await connect(http, scope=partial["scope"])

    assert (refusal.value.field, refusal.value.code) == ("scope", "insufficient_scope")
    assert "calendar.freebusy" in str(refusal.value)
    assert "calendar.calendarlist.readonly" in str(refusal.value)
    assert "calendar.events.owned" not in str(refusal.value)
    assert http.requests == []


async def test_a_grant_without_refresh_token_or_with_a_dead_token_is_refused() -> None:
    with pytest.raises(InvalidCredentials) as no_refresh:
        await connect(FakeHttp(), refresh_token="")
    with pytest.raises(InvalidCredentials) as dead:
        await connect(FakeHttp(a_recording("401_auth_error")))

    assert (no_refresh.value.field, dead.value.field) == ("refresh_token", "access_token")


async def test_connecting_while_google_is_unwell_blames_nothing_on_the_clinic() -> None:
    for answer in (a_recording("500_backend_error"), json_answer(200, {"summary": "?"}), HttpResponse(200, {}, b"")):
        with pytest.raises(TemporaryFailure):
            await connect(FakeHttp(answer))


async def test_a_refresh_keeps_the_refresh_token_where_google_sends_none() -> None:
    http = FakeHttp(a_recording("oauth_refresh_without_refresh_token"))

    renewed = await plugin.refresh(a_context(http, **GRANTED))

    assert {name: secret.reveal() for name, secret in renewed.values.items()} == {
        "access_token": "ya29.y",
        "refresh_token": "1//r",
        "scope": "https://www.googleapis.com/auth/calendar.events.owned",
        "expires_at": (NOON + timedelta(seconds=3599)).isoformat(),
    }
    assert renewed.expires_at == NOON + timedelta(seconds=3599)
    (request,) = http.requests
    assert (request.method, request.url) == ("POST", "https://oauth2.googleapis.com/token")
    assert request.form == {
        "grant_type": "refresh_token",
        "refresh_token": "1//r",
        "client_id": "client-1",
        "client_secret": canary("client_secret"),
    }


async def test_a_new_refresh_token_replaces_the_old_one() -> None:
    answer = json_answer(200, {"access_token": "ya29.z", "refresh_token": "1//new", "expires_in": "soon"})

    renewed = await plugin.refresh(a_context(FakeHttp(answer), **GRANTED))

    assert renewed.values["refresh_token"].reveal() == "1//new"
    assert renewed.expires_at is None


@pytest.mark.parametrize(
    ("answer", "consequence", "code"),
    [
        (a_recording("oauth_token_invalid_grant"), AuthExpired, "invalid_grant"),
        (a_recording("oauth_token_invalid_grant_bad_request"), AuthExpired, "invalid_grant"),
        (a_recording("oauth_token_invalid_rapt"), AuthExpired, "invalid_grant"),
        (a_recording("oauth_token_invalid_client"), PermanentFailure, "invalid_client"),
        (json_answer(400, {"error": "unauthorized_client"}), PermanentFailure, "unauthorized_client"),
        (json_answer(400, {"error": {"code": 400}}), PermanentFailure, "400"),
        (json_answer(429, {}), QuotaExceeded, "429"),
        (HttpResponse(502, {}, b"<html>"), TemporaryFailure, "502"),
        (HttpResponse(200, {}, b"<html>"), TemporaryFailure, None),
        (json_answer(200, {"access_token": ""}), TemporaryFailure, None),
        (OutcomeUnknown("no answer"), OutcomeUnknown, None),
    ],
)
async def test_a_failed_refresh_has_its_consequence(
    answer: HttpResponse | PluginError, consequence: type, code: str | None
) -> None:
    with pytest.raises(PluginError) as failure:
        await plugin.refresh(a_context(FakeHttp(answer), **GRANTED))

    assert type(failure.value) is consequence
    assert failure.value.code == code


async def test_a_connection_without_refresh_token_needs_to_reconnect() -> None:
    with pytest.raises(AuthExpired):
        await plugin.refresh(a_context(FakeHttp()))


async def test_revoking_gives_up_the_whole_grant() -> None:
    http = FakeHttp(a_recording("oauth_revoke_ok"), a_recording("oauth_revoke_already_invalid"))

    await plugin.revoke(a_context(http, **GRANTED))
    await plugin.revoke(a_context(http, **GRANTED))

    assert [(r.method, r.url, r.form) for r in http.requests] == [
        ("POST", "https://oauth2.googleapis.com/revoke", {"token": "1//r"})
    ] * 2


async def test_revoking_falls_back_to_the_access_token_and_without_any_there_is_nothing_to_do() -> None:
    http = FakeHttp(a_recording("oauth_revoke_ok"))

    await plugin.revoke(a_context(http, access_token="ya29.a"))
    await plugin.revoke(a_context(http))

    assert [request.form for request in http.requests] == [{"token": "ya29.a"}]


@pytest.mark.parametrize(
    ("answer", "consequence"),
    [
        (json_answer(503, {}), TemporaryFailure),
        (json_answer(400, {"error": "invalid_request"}), PermanentFailure),
        (json_answer(400, {"error": {"reason": "invalid_token"}}), PermanentFailure),
        (OutcomeUnknown("no answer"), OutcomeUnknown),
    ],
)
async def test_a_failed_revocation_is_told(answer: HttpResponse | PluginError, consequence: type) -> None:
    with pytest.raises(consequence):
        await plugin.revoke(a_context(FakeHttp(answer), **GRANTED))
