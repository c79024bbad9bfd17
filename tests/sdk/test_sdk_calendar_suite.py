"""Holds the suite of calendars against a sound provider and against one for each fault it must find."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest

from chatbookr_sdk import (
    Account,
    AuthExpired,
    Busy,
    Calendar,
    CalendarProvider,
    Capability,
    Connected,
    Context,
    Credentials,
    Event,
    FreeBusy,
    HttpResponse,
    InvalidCredentials,
    Manifest,
    OAuth,
    OutcomeUnknown,
    PermanentFailure,
    Scope,
    Secret,
    Setting,
    StoredEvent,
    TemporaryFailure,
)
from chatbookr_sdk.testing.calendar import EVENT, CalendarConformance
from chatbookr_sdk.testing.fakes import canary, json_answer

MANIFEST = Manifest(
    name="caldav",
    title="CalDAV",
    version="0.1.0",
    contract=1,
    kind="calendar",
    capabilities=frozenset({Capability.LIST_CALENDARS, Capability.FREE_BUSY, Capability.WRITE_EVENTS}),
    settings=(
        Setting("api_url", "Address", default="https://dav.example"),
        Setting("client_id", "Client id"),
        Setting("client_secret", "Client secret", kind="secret"),
    ),
    oauth=OAuth(
        authorize_url="{api_url}/authorize",
        token_url="{api_url}/token",
        client_id_setting="client_id",
        client_secret_setting="client_secret",
        scopes=(Scope("freebusy", "To see when you are busy."), Scope("events", "To enter appointments.")),
    ),
    egress_settings=("api_url",),
)


class Dav:
    """A provider as small as the contract allows."""

    manifest = MANIFEST

    async def call(self, ctx: Context, path: str, body: object = None) -> Any:
        token = ctx.credentials["access_token"].reveal()
        headers = {"authorization": f"Bearer {token}"}
        response = await ctx.http.request("POST", f"{ctx.settings['api_url']}/{path}", headers=headers, json=body)
        if response.status in (400, 401):
            raise AuthExpired("dead")
        if response.status == 429:
            raise TemporaryFailure("busy", retry_after_seconds=float(response.headers["retry-after"]))
        if response.status == 404:
            return None
        if response.status >= 500:
            raise OutcomeUnknown("unwell")
        try:
            answer = response.json()
        except ValueError:
            answer = None
        if not answer:
            raise OutcomeUnknown("unreadable")
        return answer

    async def connect(self, ctx: Context, credentials: Mapping[str, Secret]) -> Connected:
        granted = credentials["scope"].reveal().split()
        missing = [scope for scope in ("freebusy", "events") if scope not in granted]
        if missing:
            raise InvalidCredentials(f"not granted: {missing}", field="scope")
        try:
            me = await self.call(ctx, "me")
        except AuthExpired:
            raise InvalidCredentials("refused") from None
        if not me or "id" not in me:
            raise TemporaryFailure("who?")
        return Connected(Account(me["id"]), "Dr A", ctx.clock.now())

    async def refresh(self, ctx: Context) -> Credentials:
        answer = await self.call(ctx, "token")
        if not answer or "access_token" not in answer:
            raise TemporaryFailure("unreadable")
        return Credentials({"access_token": Secret(answer["access_token"])}, ctx.clock.now() + timedelta(hours=1))

    async def revoke(self, ctx: Context) -> None:
        await self.call(ctx, "revoke")

    async def list_calendars(self, ctx: Context) -> Sequence[Calendar]:
        answer = await self.call(ctx, "calendars")
        return [Calendar(item, item, "UTC", primary=False, writable=True) for item in (answer or {}).get("ids", [])]

    async def free_busy(
        self, ctx: Context, calendar_ids: Sequence[str], *, starts_at: datetime, ends_at: datetime
    ) -> FreeBusy:
        answer = await self.call(ctx, "busy") or {}
        busy = {
            name: tuple(Busy(instant(start), instant(end)) for start, end in answer[name])
            for name in calendar_ids
            if isinstance(answer.get(name), list)
        }
        return FreeBusy(busy, {name: "error" for name in calendar_ids if name not in busy})

    async def find_event(self, ctx: Context, calendar_id: str, event_id: str) -> StoredEvent | None:
        answer = await self.call(ctx, "find")
        return None if answer is None else stored(answer)

    async def put_event(self, ctx: Context, calendar_id: str, event: Event) -> StoredEvent:
        try:
            ZoneInfo(event.time_zone)
        except KeyError:
            raise PermanentFailure("time_zone_unknown") from None
        if event.ends_at <= event.starts_at:
            raise PermanentFailure("time_range_empty")
        answer = await self.call(ctx, "put")
        return stored(answer if answer is not None else await self.call(ctx, "put"))

    async def delete_event(self, ctx: Context, calendar_id: str, event_id: str, *, etag: str | None = None) -> None:
        await self.call(ctx, "delete")


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def stored(answer: Mapping[str, str] | None) -> StoredEvent:
    try:
        assert answer is not None
        starts_at, ends_at = instant(answer["start"]), instant(answer["end"])
        return StoredEvent(answer["id"], answer["etag"], starts_at, ends_at, answer["booking"])
    except (KeyError, TypeError, AssertionError):
        raise OutcomeUnknown("unreadable") from None


RESOURCE = {
    "id": EVENT.event_id,
    "etag": "1",
    "start": EVENT.starts_at.isoformat(),
    "end": EVENT.ends_at.isoformat(),
    "booking": EVENT.booking_id,
}
STRETCH = [EVENT.starts_at.isoformat(), EVENT.ends_at.isoformat()]
NOT_FOUND = json_answer(404, {"error": "gone"})
DONE = json_answer(200, {"done": True})


class DavSuite(CalendarConformance):
    plugin: ClassVar[CalendarProvider] = Dav()
    settings: ClassVar[Mapping[str, str]] = {"client_id": "client-1"}
    credentials: ClassVar[Mapping[str, str]] = {"access_token": canary("access_token"), "scope": "freebusy events"}
    answers: ClassVar[Mapping[str, Sequence[HttpResponse]]] = {
        "connect": [json_answer(200, {"id": "dr.a"})],
        "connect_refused": [json_answer(401, {"error": "dead"})],
        "refresh": [json_answer(200, {"access_token": "new"})],
        "refresh_refused": [json_answer(400, {"error": "invalid_grant"})],
        "list_calendars": [json_answer(200, {"ids": ["a@example.org"]})],
        "free_busy": [json_answer(200, {"a@example.org": [STRETCH], "b@example.org": []})],
        "free_busy_partial": [json_answer(200, {"a@example.org": [STRETCH], "b@example.org": "error"})],
        "put": [json_answer(200, RESOURCE)],
        "put_again": [json_answer(200, RESOURCE)],
        "put_moved": [NOT_FOUND, json_answer(200, RESOURCE)],
        "find": [json_answer(200, RESOURCE)],
        "find_gone": [NOT_FOUND],
        "delete": [DONE],
        "deleted_already": [NOT_FOUND],
        "revoke": [DONE],
        "revoked_already": [NOT_FOUND],
        "rate_limited": [json_answer(429, {"error": "busy"}, {"retry-after": "7"})],
        "server_error": [HttpResponse(503, {}, b"<html>")],
        "unauthorized": [json_answer(401, {"error": "dead"})],
    }


CHECKS = [name for name in vars(CalendarConformance) if name.startswith("test_")]


def finds_fault(suite: CalendarConformance, check: str) -> bool:
    try:
        getattr(suite, check)()
    except (Exception, pytest.fail.Exception):
        return True
    return False


def a_suite_for(plugin: object) -> CalendarConformance:
    suite = type("ChangedSuite", (DavSuite,), {"plugin": plugin})()
    assert isinstance(suite, CalendarConformance)
    return suite


@pytest.mark.parametrize("check", CHECKS)
def test_a_sound_provider_passes(check: str) -> None:
    assert not finds_fault(DavSuite(), check)


class TakesErrorsForFree(Dav):
    async def free_busy(
        self, ctx: Context, calendar_ids: Sequence[str], *, starts_at: datetime, ends_at: datetime
    ) -> FreeBusy:
        answer = await super().free_busy(ctx, calendar_ids, starts_at=starts_at, ends_at=ends_at)
        return FreeBusy({name: answer.busy.get(name, ()) for name in calendar_ids}, {})


class LeavesErrorsOut(Dav):
    async def free_busy(
        self, ctx: Context, calendar_ids: Sequence[str], *, starts_at: datetime, ends_at: datetime
    ) -> FreeBusy:
        answer = await super().free_busy(ctx, calendar_ids, starts_at=starts_at, ends_at=ends_at)
        return replace(answer, unknown={})


class TellsLocalTime(Dav):
    async def free_busy(
        self, ctx: Context, calendar_ids: Sequence[str], *, starts_at: datetime, ends_at: datetime
    ) -> FreeBusy:
        zone = ZoneInfo("Europe/Madrid")
        stretch = Busy(starts_at.astimezone(zone), ends_at.astimezone(zone))
        return FreeBusy(dict.fromkeys(calendar_ids, (stretch,)), {})


class TakesUnreadableForGone(Dav):
    async def find_event(self, ctx: Context, calendar_id: str, event_id: str) -> StoredEvent | None:
        try:
            return await super().find_event(ctx, calendar_id, event_id)
        except OutcomeUnknown:
            return None


class AcceptsPartialConsent(Dav):
    async def connect(self, ctx: Context, credentials: Mapping[str, Secret]) -> Connected:
        return await super().connect(ctx, {**credentials, "scope": Secret("freebusy events")})


class ConnectsAnyone(Dav):
    async def connect(self, ctx: Context, credentials: Mapping[str, Secret]) -> Connected:
        return Connected(Account("dr.a"), "Dr A")


class RefreshesIntoThePast(Dav):
    async def refresh(self, ctx: Context) -> Credentials:
        return replace(await super().refresh(ctx), expires_at=ctx.clock.now())


class RetriesADeadGrant(Dav):
    async def refresh(self, ctx: Context) -> Credentials:
        try:
            return await super().refresh(ctx)
        except AuthExpired:
            raise TemporaryFailure("later") from None


class DisconnectsTheUnwell(Dav):
    async def refresh(self, ctx: Context) -> Credentials:
        try:
            return await super().refresh(ctx)
        except TemporaryFailure:
            raise AuthExpired("unwell") from None


class RefusesToLeaveTwice(Dav):
    async def revoke(self, ctx: Context) -> None:
        if await self.call(ctx, "revoke") is None:
            raise PermanentFailure("not_found")


class ListsTwice(Dav):
    async def list_calendars(self, ctx: Context) -> Sequence[Calendar]:
        return [*await super().list_calendars(ctx)] * 2


class MovesNothing(Dav):
    async def put_event(self, ctx: Context, calendar_id: str, event: Event) -> StoredEvent:
        put = await super().put_event(ctx, calendar_id, event)
        moved = len(getattr(ctx.http, "requests", ())) > 1
        return replace(put, starts_at=put.starts_at - timedelta(minutes=30)) if moved else put


class TakesAnyTime(Dav):
    async def put_event(self, ctx: Context, calendar_id: str, event: Event) -> StoredEvent:
        return stored(await self.call(ctx, "put"))


class TakesAnyYes(Dav):
    async def put_event(self, ctx: Context, calendar_id: str, event: Event) -> StoredEvent:
        try:
            return await super().put_event(ctx, calendar_id, event)
        except OutcomeUnknown:
            return StoredEvent(event.event_id, "", event.starts_at, event.ends_at, event.booking_id)


class DeletesOnlyOnce(Dav):
    async def delete_event(self, ctx: Context, calendar_id: str, event_id: str, *, etag: str | None = None) -> None:
        if await self.call(ctx, "delete") is None:
            raise PermanentFailure("not_found")


class CallsEverythingFinal(Dav):
    async def call(self, ctx: Context, path: str, body: object = None) -> Any:
        try:
            return await super().call(ctx, path, body)
        except (TemporaryFailure, AuthExpired):
            raise PermanentFailure("refused") from None


class TokenInUrl(Dav):
    async def call(self, ctx: Context, path: str, body: object = None) -> Any:
        return await super().call(ctx, f"{path}?token={ctx.credentials['access_token'].reveal()}", body)


class QuotesTheProvider(Dav):
    async def call(self, ctx: Context, path: str, body: object = None) -> Any:
        response = await ctx.http.request("POST", ctx.settings["api_url"], json=body)
        raise PermanentFailure("refused", json.dumps(response.content.decode()))


class WritesNothing:
    manifest = MANIFEST
    list_calendars = Dav.list_calendars
    free_busy = Dav.free_busy


@pytest.mark.parametrize(
    ("faulty", "check"),
    [
        (TakesErrorsForFree, "test_each_calendar_is_busy_or_unknown_and_never_left_out"),
        (LeavesErrorsOut, "test_each_calendar_is_busy_or_unknown_and_never_left_out"),
        (TellsLocalTime, "test_each_calendar_is_busy_or_unknown_and_never_left_out"),
        (TakesUnreadableForGone, "test_event_is_found_gone_or_unknown"),
        (AcceptsPartialConsent, "test_partial_consent_is_refused_with_the_missing_scope"),
        (ConnectsAnyone, "test_refused_credentials_are_refused"),
        (RefreshesIntoThePast, "test_refresh_gives_credentials_that_last"),
        (RetriesADeadGrant, "test_refused_refresh_needs_a_new_connection"),
        (DisconnectsTheUnwell, "test_refresh_outlasts_the_providers_trouble"),
        (RefusesToLeaveTwice, "test_revoking_twice_succeeds"),
        (ListsTwice, "test_calendars_are_listed"),
        (MovesNothing, "test_event_is_put_and_put_again"),
        (TakesAnyTime, "test_event_that_cannot_be_is_refused_before_anything_is_sent"),
        (TakesAnyYes, "test_unreadable_success_of_a_write_leaves_the_outcome_unknown"),
        (DeletesOnlyOnce, "test_deleting_what_is_gone_succeeds"),
        (CallsEverythingFinal, "test_rate_limit_is_temporary_and_its_wait_is_honoured"),
        (CallsEverythingFinal, "test_server_error_is_temporary"),
        (CallsEverythingFinal, "test_dead_credentials_are_told"),
        (CallsEverythingFinal, "test_failures_of_the_connection_are_passed_on"),
        (TokenInUrl, "test_secrets_show_nowhere"),
        (QuotesTheProvider, "test_secrets_show_nowhere"),
        (WritesNothing, "test_capabilities_are_what_the_plugin_does"),
    ],
)
def test_each_fault_of_a_provider_is_found(faulty: Callable[[], object], check: str) -> None:
    assert finds_fault(a_suite_for(faulty()), check)


def test_a_provider_without_oauth_has_no_consent_to_check() -> None:
    plain = type("Plain", (ConnectsAnyone,), {"manifest": replace(MANIFEST, oauth=None)})()

    assert not finds_fault(a_suite_for(plain), "test_partial_consent_is_refused_with_the_missing_scope")
