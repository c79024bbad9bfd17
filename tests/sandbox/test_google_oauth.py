"""Google's consent, tokens and revocation as the sandbox speaks them."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
from tests.sandbox.google_sandbox import (
    ADDRESS,
    CALENDAR,
    DOCTOR,
    SCOPE,
    GoogleSandbox,
    authorization_query,
    consent,
    exchange,
    fixture_body,
    google_sandbox,
    refresh,
)

from chatbookr_sandbox.faults import Fault, FaultKind

LIST = "/google/calendar/v3/users/me/calendarList"


@pytest.fixture
async def sandbox() -> AsyncIterator[GoogleSandbox]:
    async with google_sandbox() as running:
        await running.open_account()
        yield running


async def tokens(sandbox: GoogleSandbox, *scopes: str, **changes: str) -> dict[str, Any]:
    answer = await consent(sandbox, authorization_query(sandbox, *scopes, **changes), scopes=list(scopes))
    granted: dict[str, Any] = (await exchange(sandbox, answer["code"])).json()
    return granted


async def calls_with(sandbox: GoogleSandbox, token: str) -> httpx.Response:
    return await sandbox.http.get(LIST, headers={"Authorization": f"Bearer {token}"})


async def test_the_consent_page_lists_every_scope_with_a_box_and_who_asks(sandbox: GoogleSandbox) -> None:
    query = authorization_query(sandbox, "calendar.freebusy", "calendar.events.owned", login_hint=DOCTOR)

    page = await sandbox.http.get("/google/o/oauth2/v2/auth", params=query)

    assert page.status_code == 200
    assert page.text.count('type="checkbox"') == 2
    assert f'value="{SCOPE}calendar.freebusy"' in page.text
    assert "127.0.0.1:8000 wants access" in page.text
    assert f'<option value="{DOCTOR}" selected>' in page.text
    assert "form-action 'self' http://127.0.0.1:8000" in page.headers["content-security-policy"]


async def test_a_consent_becomes_tokens_that_work(sandbox: GoogleSandbox) -> None:
    query = authorization_query(sandbox, "calendar.calendarlist.readonly", "calendar.freebusy")

    answer = await consent(sandbox, query, scopes=["calendar.calendarlist.readonly", "calendar.freebusy"])
    granted = (await exchange(sandbox, answer["code"])).json()

    assert answer["state"] == "STATE"
    assert granted["token_type"] == "Bearer"
    assert granted["expires_in"] == 3599
    assert set(granted["scope"].split()) == {f"{SCOPE}calendar.calendarlist.readonly", f"{SCOPE}calendar.freebusy"}
    assert granted["refresh_token"].startswith("1//")
    listed = await calls_with(sandbox, granted["access_token"])
    assert [entry["id"] for entry in listed.json()["items"]] == [DOCTOR]


async def test_unticked_scopes_are_not_granted(sandbox: GoogleSandbox) -> None:
    query = authorization_query(sandbox, "calendar.calendarlist.readonly", "calendar.events.owned")

    answer = await consent(sandbox, query, scopes=["calendar.events.owned"])
    granted = (await exchange(sandbox, answer["code"])).json()

    assert answer["scope"] == granted["scope"] == fixture_body("errors/oauth_callback_partial_scopes")["scope"]
    refused = await calls_with(sandbox, granted["access_token"])
    assert refused.status_code == 403
    assert refused.json() == fixture_body("errors/403_insufficient_scope")


async def test_a_scope_nobody_asked_for_cannot_be_slipped_into_the_form(sandbox: GoogleSandbox) -> None:
    query = authorization_query(sandbox, "calendar.freebusy")

    answer = await consent(sandbox, query, scopes=["calendar.freebusy", "calendar"])

    assert answer["scope"] == f"{SCOPE}calendar.freebusy"


@pytest.mark.parametrize(("scopes", "decision"), [(["calendar.freebusy"], "cancel"), ([], "allow")])
async def test_a_refused_consent_says_access_denied(sandbox: GoogleSandbox, scopes: list[str], decision: str) -> None:
    answer = await consent(sandbox, authorization_query(sandbox), scopes=scopes, decision=decision)

    assert answer == {"error": "access_denied", "state": "STATE"}
    recorded = fixture_body("errors/oauth_callback_access_denied")["redirect_query"]
    assert dict(parse_qsl(recorded)) == answer


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("client_id", "someone-else", "invalid_client"),
        ("redirect_uri", "http://127.0.0.1:8000/connect/gcal/callback/", "redirect_uri_mismatch"),
        ("response_type", "token", "unsupported_response_type"),
        ("scope", f"{SCOPE}calendar.everything", "invalid_scope"),
        ("scope", "", "invalid_scope"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("code_challenge", "", "invalid_request"),
    ],
)
async def test_a_wrong_authorization_request_is_refused_on_a_page_and_redirects_nowhere(
    sandbox: GoogleSandbox, name: str, value: str, error: str
) -> None:
    page = await sandbox.http.get("/google/o/oauth2/v2/auth", params=authorization_query(sandbox, **{name: value}))

    assert page.status_code == 400
    assert error in page.text
    assert "location" not in page.headers


async def test_a_code_works_once_with_its_verifier_redirect_and_time(sandbox: GoogleSandbox) -> None:
    async def code() -> str:
        return (await consent(sandbox, authorization_query(sandbox), scopes=["calendar.freebusy"]))["code"]

    used = await code()
    assert (await exchange(sandbox, used)).status_code == 200
    again = await exchange(sandbox, used)
    wrong_verifier = await exchange(sandbox, await code(), code_verifier="another")
    wrong_redirect = await exchange(sandbox, await code(), redirect_uri=ADDRESS)
    late = await code()
    sandbox.clock.move(minutes=11)
    too_late = await exchange(sandbox, late)

    assert again.json() == fixture_body("errors/oauth_token_invalid_grant_bad_request")
    assert (wrong_verifier.status_code, wrong_verifier.json()["error"]) == (400, "invalid_grant")
    assert (wrong_redirect.status_code, wrong_redirect.json()["error"]) == (400, "redirect_uri_mismatch")
    assert (too_late.status_code, too_late.json()["error"]) == (400, "invalid_grant")


async def test_the_client_may_say_who_it_is_by_basic_and_must_know_its_secret(sandbox: GoogleSandbox) -> None:
    granted = await tokens(sandbox, "calendar.freebusy")
    google = sandbox.context.settings.google
    form = {"grant_type": "refresh_token", "refresh_token": granted["refresh_token"]}

    basic = await sandbox.http.post("/google/token", data=form, auth=(google.client_id, google.client_secret))
    wrong = await sandbox.http.post("/google/token", data=form, auth=(google.client_id, "wrong"))
    unknown = await sandbox.http.post("/google/token", data=form, auth=("unknown", "wrong"))

    assert basic.status_code == 200
    assert (wrong.status_code, wrong.json()["error"]) == (401, "invalid_client")
    assert (unknown.status_code, unknown.json()) == (401, fixture_body("errors/oauth_token_invalid_client"))


async def test_an_access_token_ends_after_an_hour_and_is_refreshed_without_a_new_refresh_token(
    sandbox: GoogleSandbox,
) -> None:
    granted = await tokens(sandbox, "calendar.calendarlist.readonly")

    sandbox.clock.move(seconds=3601)
    refused = await calls_with(sandbox, granted["access_token"])
    renewed = (await refresh(sandbox, granted["refresh_token"])).json()

    assert refused.status_code == 401
    assert refused.json() == fixture_body("errors/401_auth_error")
    assert renewed.keys() == fixture_body("errors/oauth_refresh_without_refresh_token").keys()
    assert (await calls_with(sandbox, renewed["access_token"])).status_code == 200


async def test_a_second_consent_brings_a_refresh_token_only_when_asked_again(sandbox: GoogleSandbox) -> None:
    first = await tokens(sandbox, "calendar.freebusy")
    second = await tokens(sandbox, "calendar.freebusy")
    third = await tokens(sandbox, "calendar.freebusy", prompt="consent")
    online = await tokens(sandbox, "calendar.freebusy", prompt="consent", access_type="online")

    assert "refresh_token" in first
    assert "refresh_token" not in second
    assert third["refresh_token"] != first["refresh_token"]
    assert "refresh_token" not in online


async def test_granted_scopes_add_up_when_asked_for(sandbox: GoogleSandbox) -> None:
    await tokens(sandbox, "calendar.freebusy")

    alone = await tokens(sandbox, "calendar.events.owned")
    together = await tokens(sandbox, "calendar.calendarlist.readonly", include_granted_scopes="true")

    assert alone["scope"] == f"{SCOPE}calendar.events.owned"
    assert len(together["scope"].split()) == 3


async def test_revoking_either_token_ends_everything_between_account_and_client(sandbox: GoogleSandbox) -> None:
    first = await tokens(sandbox, "calendar.calendarlist.readonly")
    second = await tokens(sandbox, "calendar.calendarlist.readonly", prompt="consent")

    revoked = await sandbox.http.post("/google/revoke", data={"token": first["refresh_token"]})
    again = await sandbox.http.post("/google/revoke", params={"token": first["refresh_token"]})
    unusable = await refresh(sandbox, second["refresh_token"])

    assert (revoked.status_code, revoked.json()) == (200, {})
    assert (again.status_code, again.json()) == (400, fixture_body("errors/oauth_revoke_already_invalid"))
    assert (await calls_with(sandbox, second["access_token"])).status_code == 401
    assert (unusable.status_code, unusable.json()) == (400, fixture_body("errors/oauth_token_invalid_grant"))


async def test_tokens_can_be_ended_at_will(sandbox: GoogleSandbox) -> None:
    granted = await tokens(sandbox, "calendar.calendarlist.readonly")

    await sandbox.http.post("/sandbox/google/tokens/expire", json={"email": DOCTOR})
    expired = await calls_with(sandbox, granted["access_token"])
    renewed = await refresh(sandbox, granted["refresh_token"])
    await sandbox.http.post("/sandbox/google/tokens/expire", json={"email": DOCTOR, "what": "rapt"})
    controlled = await refresh(sandbox, granted["refresh_token"])
    await sandbox.http.post("/sandbox/google/tokens/expire", json={"email": DOCTOR, "what": "refresh"})
    ended = await refresh(sandbox, granted["refresh_token"])

    assert expired.status_code == 401
    assert renewed.status_code == 200
    assert controlled.json() == fixture_body("errors/oauth_token_invalid_rapt")
    assert ended.json() == fixture_body("errors/oauth_token_invalid_grant")


async def test_a_consent_to_an_app_in_testing_ends_after_seven_days(sandbox: GoogleSandbox) -> None:
    before = await tokens(sandbox, "calendar.freebusy")
    wrong = await sandbox.http.patch("/sandbox/google/app", json={"publishing_status": "published"})
    await sandbox.http.patch("/sandbox/google/app", json={"publishing_status": "testing"})
    granted = await tokens(sandbox, "calendar.freebusy", prompt="consent")
    sandbox.clock.move(days=6)
    renewed = await refresh(sandbox, granted["refresh_token"])
    sandbox.clock.move(days=1)
    ended = await refresh(sandbox, granted["refresh_token"])
    await sandbox.http.patch("/sandbox/google/app", json={"publishing_status": "in_production"})
    again = await tokens(sandbox, "calendar.freebusy", prompt="consent")

    assert (wrong.status_code, (await sandbox.http.get("/sandbox/google/app")).json()) == (
        400,
        {"publishing_status": "in_production"},
    )
    assert granted["refresh_token_expires_in"] == 7 * 86_400 - 1
    assert renewed.json()["refresh_token_expires_in"] == 86_400 - 1
    assert ended.json() == fixture_body("errors/oauth_token_invalid_grant")
    assert not {"refresh_token_expires_in"} & (before.keys() | again.keys())


async def test_a_token_says_whose_it_is_and_what_it_is_good_for(sandbox: GoogleSandbox) -> None:
    headers = await sandbox.bearer("calendar.freebusy")
    token = headers["Authorization"].removeprefix("Bearer ")

    who = await sandbox.http.get("/google/oauth2/v2/userinfo", headers=headers)
    what = await sandbox.http.get("/google/tokeninfo", params={"access_token": token})
    nobody = await sandbox.http.get("/google/oauth2/v2/userinfo")

    assert who.json()["email"] == DOCTOR
    assert (what.json()["scope"], what.json()["expires_in"]) == (f"{SCOPE}calendar.freebusy", "3600")
    assert nobody.status_code == 401


async def test_faults_of_the_token_endpoint_come_as_google_words_them(sandbox: GoogleSandbox) -> None:
    granted = await tokens(sandbox, "calendar.freebusy")
    for kind in (FaultKind.SERVER_ERROR, FaultKind.RATE_LIMITED, FaultKind.EXPIRED_TOKEN):
        sandbox.context.faults.add(Fault("google", "token", kind))
    sandbox.context.faults.add(Fault("google", "revoke", FaultKind.SERVER_ERROR))

    answers = [await refresh(sandbox, granted["refresh_token"]) for _ in range(4)]
    revoking = [await sandbox.http.post("/google/revoke", data={"token": granted["refresh_token"]}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [500, 429, 400, 200]
    assert answers[2].json() == fixture_body("errors/oauth_token_invalid_grant")
    assert [answer.status_code for answer in revoking] == [500, 200]


async def test_grants_outlive_a_restart(tmp_path_factory: pytest.TempPathFactory) -> None:
    state_file = tmp_path_factory.mktemp("state") / "sandbox.json"
    async with google_sandbox(state_file) as before:
        await before.open_account()
        granted = await tokens(before, "calendar")
        event = {"id": "00000", "start": {"date": "2026-03-27"}, "end": {"date": "2026-03-28"}}
        headers = {"Authorization": f"Bearer {granted['access_token']}"}
        await before.http.post(f"{CALENDAR}/events", headers=headers, json=event)

    async with google_sandbox(state_file) as after:
        renewed = await refresh(after, granted["refresh_token"])
        found = await after.http.get(f"{CALENDAR}/events/00000", headers=headers)

    assert renewed.status_code == 200
    assert found.json()["start"] == {"date": "2026-03-27"}
