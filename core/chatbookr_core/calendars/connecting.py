"""Connects a practitioner's calendar: a consent that is under way, and what the provider gave for it."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chatbookr_core.audit.recording import note
from chatbookr_core.calendars.choosing import read_soon
from chatbookr_core.calendars.feeds import list_feeds
from chatbookr_core.calendars.trouble import warn_of_end
from chatbookr_core.channels.connections import CONNECTED, IN_USE, sealed_credentials
from chatbookr_core.channels.host import lend
from chatbookr_core.conversations.tasks import close_calendar_loss
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.models import CalendarConnection, CalendarFeed, OAuthFlow, Practitioner
from chatbookr_core.people.sessions import require_step_up
from chatbookr_core.people.tokens import token_hash_of
from chatbookr_core.residency.service import check_region
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Actor, StaffActor
from chatbookr_permissions.policy import permissions_in, require
from chatbookr_sdk import Calendar, Connected, InvalidCredentials, Secret

FLOW_TIME = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Flow:
    """A consent under way; `verifier` is PKCE's (RFC 7636), `state` binds the answer to this browser's session."""

    plugin: str
    clinic_id: UUID
    practitioner_id: UUID
    user_id: UUID
    state: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Grant:
    """What the provider gave: credentials by name, and when the access token ends."""

    credentials: Mapping[str, Secret] = field(repr=False)
    expires_at: datetime | None
    ends_at: datetime | None = None
    """When the provider ends the consent itself, by its own announcement."""


async def begin(deployment: Deployment, actor: StaffActor, *, plugin: str, practitioner_id: UUID) -> Flow:
    """Open a consent that the same browser session must end within ten minutes. Opens its own transaction.

    Raises NotFound, NotPermitted, StepUpRequired, ChannelUnavailable.
    """
    deployment.plugins.calendar_for(plugin)
    practitioner = await Practitioner.get_or_none(id=practitioner_id)  # any clinic: the actor's is checked below
    if practitioner is None or not permissions_in(actor, practitioner.clinic_id):
        raise NotFound()
    require(actor, Permission.CONNECTION_MANAGE, practitioner.clinic_id)
    await require_step_up(actor, deployment.clock.now())
    keys = await deployment.vault.clinic_keys(practitioner.clinic_id)
    state, verifier, flow_id = secrets.token_urlsafe(32), secrets.token_urlsafe(48), new_id()
    async with transaction():
        await OAuthFlow.create(
            id=flow_id,
            clinic_id=practitioner.clinic_id,
            user_id=actor.user_id,
            practitioner_id=practitioner.id,
            plugin=plugin,
            session_id=actor.session_id,
            state_hash=token_hash_of(state),
            verifier_sealed=keys.seal(columns.OAUTH_VERIFIER, flow_id, verifier),
            expires_at=deployment.clock.now() + FLOW_TIME,
        )
    return Flow(plugin, practitioner.clinic_id, practitioner.id, actor.user_id, state, verifier)


async def resume(deployment: Deployment, actor: StaffActor, *, plugin: str, state: str) -> Flow:
    """Take up a consent at the provider's answer, once. Opens its own transaction.

    Raises InvalidInput for a state that is unknown, used, too old, or of another session, and NotPermitted.
    """
    now = deployment.clock.now()
    async with transaction():
        fresh = OAuthFlow.filter(  # any clinic: the state names one flow, of this very session
            state_hash=token_hash_of(state),
            plugin=plugin,
            session_id=actor.session_id,
            used_at=None,
            expires_at__gt=now,
        )
        if not await fresh.update(used_at=now):
            raise InvalidInput("This consent is over; begin again.", field="state")
        row = await OAuthFlow.get(state_hash=token_hash_of(state))  # any clinic: it was checked above
    require(actor, Permission.CONNECTION_MANAGE, row.clinic_id)  # it may have been lost in these minutes
    keys = await deployment.vault.clinic_keys(row.clinic_id)
    verifier = keys.open_text(columns.OAUTH_VERIFIER, row.id, row.verifier_sealed)
    return Flow(plugin, row.clinic_id, row.practitioner_id, row.user_id, state, verifier)


async def keep(
    deployment: Deployment, by: Actor, *, plugin: str, clinic_id: UUID, practitioner_id: UUID, grant: Grant
) -> UUID:
    """Test a grant at the provider and keep it sealed, with the primary calendar written and blocking.

    An account that is connected again has the calendars that were chosen before, as far as they are still there.
    Opens its own transaction after the test. Raises RegionNotAllowed, and InvalidInput where a scope is missing or
    nothing can be written.
    """
    loaded, provider = deployment.plugins.calendar_for(plugin)
    await check_region(deployment, plugin, clinic_id)
    context = lend(loaded, deployment.clock, connection_id="new", credentials=grant.credentials)
    try:
        connected = await provider.connect(context, grant.credentials)
    except InvalidCredentials as problem:
        raise InvalidInput(f"The consent does not suffice: {problem}", field=problem.field) from problem
    calendars = await provider.list_calendars(context)
    return await _store(deployment, by, plugin, clinic_id, practitioner_id, grant, connected, calendars)


def _choice(calendars: Sequence[Calendar], written: str, blocking: Sequence[str]) -> tuple[str, list[str]]:
    """Return which calendar is written and which take time: those of before, as far as they are there, else the
    primary one.
    """
    there = {calendar.id for calendar in calendars}
    chosen = _written_calendar(calendars, written).id
    return chosen, [chosen, *(one for one in blocking if one in there and one != chosen)]


def _written_calendar(calendars: Sequence[Calendar], before: str) -> Calendar:
    writable = [calendar for calendar in calendars if calendar.writable]
    if not writable:
        raise InvalidInput("That account has no calendar that can be written.")
    known = next((calendar for calendar in writable if calendar.id == before), None)
    return known or next((calendar for calendar in writable if calendar.primary), writable[0])


async def _store(
    deployment: Deployment,
    by: Actor,
    plugin: str,
    clinic_id: UUID,
    practitioner_id: UUID,
    grant: Grant,
    connected: Connected,
    calendars: Sequence[Calendar],
) -> UUID:
    now = deployment.clock.now()
    who: dict[str, Any] = {"clinic_id": clinic_id, "practitioner_id": practitioner_id, "plugin": plugin}
    async with transaction() as tx:
        row, is_new = await _row_of(who, connected.account.id, now)
        row.title = connected.title[:254]
        row.calendar_id, row.busy_calendar_ids = _choice(calendars, row.calendar_id, row.busy_calendar_ids or ())
        row.state, row.state_reason, row.connected_at = CONNECTED, "", now
        row.disconnected_at = row.lost_at = row.refreshing_until = row.fetched_at = row.next_read_at = None
        row.credentials_expire_at, row.grant_ends_at = grant.expires_at, grant.ends_at
        row.credentials_sealed = await sealed_credentials(deployment, row, grant.credentials)
        await row.save(force_create=is_new)
        await _begin_to_read(deployment, row, calendars)
        tx.tell(Change("connection", clinic_id, row.id))
        note(now, "calendarConnect", by, clinics=(clinic_id,), subject_id=row.id, plugin=plugin)
    return row.id


async def _row_of(who: Mapping[str, Any], account_id: str, now: datetime) -> tuple[CalendarConnection, bool]:
    """Return the row of an account, and whether it is new; one that was given up stands anew, behind the others."""
    row = await CalendarConnection.get_or_none(**who, account_id=account_id)  # any clinic: `who` names it
    if row is None:
        return CalendarConnection(id=new_id(), **who, account_id=account_id, standing_since=now), True
    if row.state not in IN_USE:
        row.standing_since = now
    return row, False


async def _begin_to_read(deployment: Deployment, row: CalendarConnection, calendars: Sequence[Calendar]) -> None:
    """Note which calendars there are, without what an earlier grant knew of them, and owe a look at once.

    What asked to connect it again is done.
    """
    await close_calendar_loss(row.clinic_id, row.id, deployment.clock.now())
    await CalendarFeed.filter(clinic_id=row.clinic_id, connection_id=row.id).delete()
    await list_feeds(row, calendars)
    await warn_of_end(deployment, row)
    await read_soon(row, deployment.clock.now(), occasion="connected")
