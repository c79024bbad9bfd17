"""A channel on its way to being connected: what a code was exchanged for is kept before anything else can fail."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from chatbookr_core.channels.connections import CONNECTING, credentials_of, sealed_credentials
from chatbookr_core.channels.host import LentContext, lend
from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import ConnectionPending, CredentialsRefused, InvalidInput, NotFound
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.models import ChannelConnection, Clinic
from chatbookr_sdk import Capability, Connected, ExchangesCode, InvalidCredentials, PluginError, Secret

CODE = "code"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to connect: `row` is where it is kept meanwhile, None where all of it was entered just now."""

    clinic_id: UUID
    plugin: str
    credentials: Mapping[str, Secret]
    row: ChannelConnection | None = None


async def begun(
    deployment: Deployment,
    clinic_id: UUID,
    plugin: str,
    entered: Mapping[str, Secret],
    connection_id: UUID | None,
) -> Attempt:
    """Begin, exchange a code that was entered, or go on with what is kept under an id.

    Raises NotFound, InvalidInput, CredentialsRefused.
    """
    attempt = Attempt(clinic_id, plugin, entered)
    if connection_id is not None:
        row = await ChannelConnection.get_or_none(
            id=connection_id, clinic_id=clinic_id, plugin=plugin, state=CONNECTING
        )
        if row is None:
            raise NotFound()
        kept = await credentials_of(deployment, row)
        given = {name: one for name, one in entered.items() if one.reveal()}
        attempt = Attempt(clinic_id, plugin, {**kept, **given}, row)
    if CODE in entered:
        return await _exchanged(deployment, attempt)
    return attempt


async def _exchanged(deployment: Deployment, attempt: Attempt) -> Attempt:
    loaded, channel = deployment.plugins.messaging_for(attempt.plugin)
    if Capability.EXCHANGE_CODE not in channel.manifest.capabilities:
        raise InvalidInput("That channel has no sign-up of its own.", field=CODE)
    context = await _context(deployment, attempt)
    try:
        kept = await cast(ExchangesCode, channel).exchange(context, attempt.credentials)
    except InvalidCredentials as problem:
        raise _refused(problem, attempt) from problem
    row_id = new_id() if attempt.row is None else attempt.row.id
    row = attempt.row or ChannelConnection(
        id=row_id,
        clinic_id=attempt.clinic_id,
        plugin=attempt.plugin,
        account_id=f"new {row_id}",  # which account it is, nobody has proved yet: it must be in nobody's way
        state=CONNECTING,
        title=loaded.manifest.title if loaded.manifest else "",
    )
    row.connected_at = deployment.clock.now()
    row.credentials_sealed = await sealed_credentials(deployment, row, kept)
    async with transaction() as tx:
        await row.save(force_create=attempt.row is None)
        tx.tell(Change("connection", row.clinic_id, row.id))
    return Attempt(attempt.clinic_id, attempt.plugin, kept, row)


async def tested(deployment: Deployment, attempt: Attempt) -> Connected:
    """Let the provider open the account. Raises CredentialsRefused, ConnectionPending, what the plugin raises else."""
    _, channel = deployment.plugins.messaging_for(attempt.plugin)
    context = await _context(deployment, attempt)
    try:
        return await channel.connect(context, attempt.credentials)
    except InvalidCredentials as problem:
        await _note_stop(attempt, problem.reason)
        raise _refused(problem, attempt) from problem
    except PluginError as problem:
        if attempt.row is None:
            raise
        await _note_stop(attempt, "provider_unavailable")
        details = {"reason": "provider_unavailable", "connectionId": str(attempt.row.id)}
        raise ConnectionPending(details=details) from problem


async def _context(deployment: Deployment, attempt: Attempt) -> LentContext:
    loaded, _ = deployment.plugins.messaging_for(attempt.plugin)
    clinic = await Clinic.get(id=attempt.clinic_id)
    name = "new" if attempt.row is None else str(attempt.row.id)
    return lend(loaded, deployment.clock, connection_id=name, credentials=attempt.credentials, region=clinic.region)


async def _note_stop(attempt: Attempt, reason: str) -> None:
    if attempt.row is not None:
        async with transaction() as tx:
            own = ChannelConnection.filter(id=attempt.row.id, clinic_id=attempt.clinic_id, state=CONNECTING)
            await own.update(state_reason=reason[:80])
            tx.tell(Change("connection", attempt.clinic_id, attempt.row.id))


def _refused(problem: InvalidCredentials, attempt: Attempt) -> CredentialsRefused:
    details: dict[str, object] = {"reason": problem.reason}
    if attempt.row is not None:
        details["connectionId"] = str(attempt.row.id)
    message = problem.advice or CredentialsRefused.default_message
    return CredentialsRefused(message, field=problem.field, details=details)
