"""The conformance suite of calendar providers.

class TestNextcloud(CalendarConformance):
    plugin = plugin
    credentials = {"user": "dr.a"}
    answers = {"put": [json_answer(200, {...})], ...}
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

import pytest

from chatbookr_sdk import (
    AuthExpired,
    CalendarProvider,
    Capability,
    Connected,
    Context,
    Event,
    HttpResponse,
    InvalidCredentials,
    OutcomeUnknown,
    PermanentFailure,
    PluginError,
    StoredEvent,
    TemporaryFailure,
)
from chatbookr_sdk.testing.fakes import NOON, FakeContext, FakeHttp, echoing
from chatbookr_sdk.testing.suite import Plugin, PluginConformance, run, sealed_entries

EVENT = Event(
    event_id="0123456789abcdefghijklmnopqrstuv",
    booking_id="b-1",
    starts_at=NOON,
    ends_at=NOON + timedelta(minutes=30),
    time_zone="Europe/Madrid",
    title="Consultation",
)
"""What the suite puts into a calendar."""

Call = Callable[[Context], Awaitable[object]]


class CalendarConformance(PluginConformance):
    """What a calendar provider must keep.

    Scenarios in `answers`: connect, connect_refused, refresh, refresh_refused, list_calendars, free_busy (all of
    `calendar_ids`), free_busy_partial (an error for the last of them), put (EVENT stored), put_again (EVENT is there
    already), put_moved (it is there half an hour earlier), find (EVENT), find_gone, delete, deleted_already, revoke,
    revoked_already; and, for every call: rate_limited (with Retry-After: 7), server_error, unauthorized.
    """

    plugin: ClassVar[CalendarProvider]
    calendar_ids: ClassVar[tuple[str, ...]] = ("a@example.org", "b@example.org")

    @property
    def subject(self) -> Plugin:  # type: ignore[override]  # the kind's own name for it is `plugin`
        """Return the plugin."""
        return self.plugin

    # --- what the checks are made of -------------------------------------------------------------------------------

    async def _list(self, ctx: Context) -> object:
        return await self.plugin.list_calendars(ctx)

    async def _free_busy(self, ctx: Context) -> object:
        return await self.plugin.free_busy(ctx, self.calendar_ids, starts_at=EVENT.starts_at, ends_at=EVENT.ends_at)

    async def _find(self, ctx: Context) -> object:
        return await self.plugin.find_event(ctx, self.calendar_ids[0], EVENT.event_id)

    async def _put(self, ctx: Context) -> object:
        return await self.plugin.put_event(ctx, self.calendar_ids[0], EVENT)

    async def _delete(self, ctx: Context) -> object:
        await self.plugin.delete_event(ctx, self.calendar_ids[0], EVENT.event_id)
        return None

    def calls(self) -> dict[str, Call]:
        """Return the calls that are made for a connected clinic, by name."""
        return {
            "list_calendars": self._list,
            "free_busy": self._free_busy,
            "find_event": self._find,
            "put_event": self._put,
            "delete_event": self._delete,
        }

    def failure_of(self, call: Call, http: FakeHttp) -> PluginError:
        """Return how a call fails; fail where it does not."""
        with pytest.raises(PluginError) as failure:
            run(_awaited(call, self.context(http=http)))
        return failure.value

    def stored(self, scenario: str, event: Event = EVENT) -> StoredEvent:
        """Put an event and return what came back."""
        ctx = self.context(http=self.provider(scenario))
        return run(self.plugin.put_event(ctx, self.calendar_ids[0], event))

    # --- capabilities ----------------------------------------------------------------------------------------------

    def test_capabilities_are_what_the_plugin_does(self) -> None:
        """Each declared capability has the methods behind it, and the other way round."""
        methods = {
            Capability.LIST_CALENDARS: ("list_calendars",),
            Capability.FREE_BUSY: ("free_busy",),
            Capability.WRITE_EVENTS: ("find_event", "put_event", "delete_event"),
            Capability.FOLLOW_CHANGES: ("list_changes",),
            Capability.WATCH_CHANGES: ("watch", "unwatch", "read_notification"),
        }
        for capability, names in methods.items():
            does = all(callable(getattr(self.plugin, name, None)) for name in names)
            assert does == (capability in self.manifest.capabilities), capability

    # --- connecting ------------------------------------------------------------------------------------------------

    def test_good_credentials_connect(self) -> None:
        """The account comes back."""
        connected = run(self.plugin.connect(self.context(http=self.provider("connect")), sealed_entries(self)))

        assert isinstance(connected, Connected)
        assert connected.account.id
        assert connected.title
        assert connected.expires_at is None or connected.expires_at.utcoffset() is not None

    def test_refused_credentials_are_refused(self) -> None:
        """Nothing is saved that does not open the account."""
        with pytest.raises(InvalidCredentials):
            run(self.plugin.connect(self.context(http=self.provider("connect_refused")), sealed_entries(self)))

    def test_partial_consent_is_refused_with_the_missing_scope(self) -> None:
        """Each scope has its own box on the consent page; a missing one must show now, not at the first booking."""
        if self.manifest.oauth is None:
            return
        names = [scope.name for scope in self.manifest.oauth.scopes]
        for missing in names:
            entries = sealed_entries(self, scope=" ".join(name for name in names if name != missing))
            with pytest.raises(InvalidCredentials) as refusal:
                run(self.plugin.connect(self.context(http=self.provider("connect")), entries))

            assert missing in str(refusal.value)

    def test_refresh_gives_credentials_that_last(self) -> None:
        """The next refresh is due later than now, by the clock that was lent."""
        ctx = self.context(http=self.provider("refresh"))

        renewed = run(self.plugin.refresh(ctx))

        assert renewed.values
        assert renewed.expires_at is None or renewed.expires_at > ctx.clock.now()
        self.assert_sealed(ctx, renewed)

    def test_refused_refresh_needs_a_new_connection(self) -> None:
        """A grant that is gone stays gone: mark it, do not retry."""
        assert isinstance(self.failure_of(self.plugin.refresh, self.provider("refresh_refused")), AuthExpired)

    def test_refresh_outlasts_the_providers_trouble(self) -> None:
        """An unwell provider does not disconnect a clinic."""
        for content in (b"<html>", b""):
            failure = self.failure_of(self.plugin.refresh, FakeHttp(HttpResponse(503, {}, content)))
            assert isinstance(failure, TemporaryFailure)

    def test_revoking_twice_succeeds(self) -> None:
        """The host may have been killed between the first and the second time."""
        for scenario in ("revoke", "revoked_already"):
            http = self.provider(scenario)
            run(self.plugin.revoke(self.context(http=http)))
            run(self.plugin.revoke(self.context(http=http)))

            assert http.requests

    # --- reading ---------------------------------------------------------------------------------------------------

    def test_calendars_are_listed(self) -> None:
        """At least one, each known by id, title and zone, no id twice."""
        calendars = run(self.plugin.list_calendars(self.context(http=self.provider("list_calendars"))))

        assert calendars
        assert all(calendar.id and calendar.title and calendar.time_zone for calendar in calendars)
        assert len({calendar.id for calendar in calendars}) == len(calendars)

    def test_each_calendar_is_busy_or_unknown_and_never_left_out(self) -> None:
        """One that the provider has an error for must not look free."""
        for scenario, unknown in (("free_busy", ()), ("free_busy_partial", self.calendar_ids[-1:])):
            ctx = self.context(http=self.provider(scenario))
            answer = run(
                self.plugin.free_busy(ctx, self.calendar_ids, starts_at=EVENT.starts_at, ends_at=EVENT.ends_at)
            )

            assert tuple(answer.unknown) == unknown
            assert answer.busy.keys() | answer.unknown.keys() == set(self.calendar_ids)
            assert not answer.busy.keys() & answer.unknown.keys()
            for stretch in (stretch for stretches in answer.busy.values() for stretch in stretches):
                assert stretch.starts_at.utcoffset() == timedelta(0)
                assert stretch.starts_at < stretch.ends_at

    def test_event_is_found_gone_or_unknown(self) -> None:
        """Three answers; unknown changes nothing."""
        found = run(_awaited(self._find, self.context(http=self.provider("find"))))
        gone = run(_awaited(self._find, self.context(http=self.provider("find_gone"))))

        assert isinstance(found, StoredEvent)
        assert (found.starts_at, found.booking_id) == (EVENT.starts_at, EVENT.booking_id)
        assert gone is None
        for content in (b"", b"<html>", b"{}"):
            assert isinstance(self.failure_of(self._find, FakeHttp(HttpResponse(200, {}, content))), TemporaryFailure)

    # --- writing ---------------------------------------------------------------------------------------------------

    def test_event_is_put_and_put_again(self) -> None:
        """A repetition, or a move, ends with one event at the wanted times."""
        for scenario in ("put", "put_again", "put_moved"):
            stored = self.stored(scenario)

            assert (stored.event_id, stored.booking_id) == (EVENT.event_id, EVENT.booking_id)
            assert (stored.starts_at, stored.ends_at) == (EVENT.starts_at, EVENT.ends_at)
            assert stored.etag

    def test_event_that_cannot_be_is_refused_before_anything_is_sent(self) -> None:
        """An end before its start, a zone that does not exist."""
        for event in (replace(EVENT, ends_at=EVENT.starts_at), replace(EVENT, time_zone="Europe/Atlantis")):
            http = FakeHttp()
            with pytest.raises(PermanentFailure):
                run(self.plugin.put_event(self.context(http=http), self.calendar_ids[0], event))

            assert not http.requests

    def test_deleting_what_is_gone_succeeds(self) -> None:
        """Deleted by hand, or by us before we were killed."""
        for scenario in ("delete", "deleted_already"):
            run(_awaited(self._delete, self.context(http=self.provider(scenario))))

    def test_unreadable_success_of_a_write_leaves_the_outcome_unknown(self) -> None:
        """The event may be there; the host looks before it tries again."""
        for content in (b"", b"<html>", b"{}"):
            assert isinstance(self.failure_of(self._put, FakeHttp(HttpResponse(200, {}, content))), OutcomeUnknown)

    # --- failures --------------------------------------------------------------------------------------------------

    def test_rate_limit_is_temporary_and_its_wait_is_honoured(self) -> None:
        """The host comes back when the provider said."""
        for name, call in self.calls().items():
            failure = self.failure_of(call, self.provider("rate_limited"))

            assert isinstance(failure, TemporaryFailure), name
            assert failure.retry_after_seconds == 7, name

    def test_server_error_is_temporary(self) -> None:
        """The provider's trouble is not the event's fault."""
        for name, call in self.calls().items():
            assert isinstance(self.failure_of(call, self.provider("server_error")), TemporaryFailure), name

    def test_dead_credentials_are_told(self) -> None:
        """The host refreshes once, then asks the clinic to reconnect."""
        for name, call in self.calls().items():
            assert isinstance(self.failure_of(call, self.provider("unauthorized")), AuthExpired), name

    def test_failures_of_the_connection_are_passed_on(self) -> None:
        """The host's client knows whether the request got out; the plugin must not make it sound better."""
        for name, call in self.calls().items():
            for failure in (OutcomeUnknown("sent"), TemporaryFailure("not sent"), PermanentFailure("egress")):
                assert type(self.failure_of(call, FakeHttp(failure))) is type(failure), name

    # --- secrets ---------------------------------------------------------------------------------------------------

    def test_secrets_show_nowhere(self) -> None:
        """Not in results, exceptions, logs or URLs, even where the provider quotes them."""
        calls = {**self.calls(), "refresh": self.plugin.refresh, "revoke": self.plugin.revoke, "connect": self._connect}
        for answers in self.answers.values():
            quoting = [echoing(answer, self.secret_values()) for answer in answers]
            for call in calls.values():
                self._assert_call_is_sealed(call, self.context(http=FakeHttp(*answers)))
                self._assert_call_is_sealed(call, self.context(http=FakeHttp(*quoting)))

    async def _connect(self, ctx: Context) -> object:
        return await self.plugin.connect(ctx, sealed_entries(self))

    def _assert_call_is_sealed(self, call: Call, ctx: FakeContext) -> None:
        try:
            result: object = run(_awaited(call, ctx))
        except PluginError as failure:
            result = failure
        self.assert_sealed(ctx, result)


async def _awaited(call: Call, ctx: Context) -> object:
    return await call(ctx)
