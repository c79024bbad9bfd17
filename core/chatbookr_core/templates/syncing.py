"""Keeps the clinic's templates as the provider has them: read whole, page by page, told apart by name and language."""

from datetime import datetime
from typing import cast
from uuid import UUID

from chatbookr_core.channels.connections import CONNECTED, credentials_of, locked_channel
from chatbookr_core.channels.host import LentContext, lend
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.db import current_transaction, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.jobs import LeasedJob, enqueue, finish
from chatbookr_core.models import ChannelConnection, MessageTemplate, TemplateUse
from chatbookr_core.templates.rules import APPROVED, GONE, MARKETING, Shape, problems_of_use
from chatbookr_sdk import (
    AuthExpired,
    Capability,
    ListedTemplate,
    PermanentFailure,
    SendingLimits,
    SendsTemplates,
)

SYNC_JOB = "templates.sync"
MOST_PAGES = 100
NAME_CHARS, LANGUAGE_CHARS = 200, 20


async def sync_later(clinic_id: UUID, connection_id: UUID, *, now: datetime, key: str | None = None) -> UUID | None:
    """Owe a look at the provider's list; with a `key`, once for it. Needs a transaction."""
    return await enqueue(
        SYNC_JOB,
        clinic_id=clinic_id,
        subject_id=connection_id,
        now=now,
        due_at=now,
        dedupe_key=f"{SYNC_JOB}:{connection_id}:{key}" if key else None,
    )


async def sync(deployment: Deployment, job: LeasedJob) -> None:
    """Read an account's templates and limits, and keep them. Raises TemporaryFailure.

    Where the provider does not let us, staff are asked: the same token may still send, so it is not taken for dead.
    """
    connection = await ChannelConnection.get(id=job.subject_id, clinic_id=job.clinic_id)
    loaded, channel = deployment.plugins.messaging_for(connection.plugin)
    if connection.state != CONNECTED or Capability.SEND_TEMPLATE not in channel.manifest.capabilities:
        async with transaction():
            await finish(job, now=deployment.clock.now())
        return
    credentials = await credentials_of(deployment, connection)
    context = lend(loaded, deployment.clock, connection_id=str(connection.id), credentials=credentials)
    try:
        limits, listed = await _read(cast(SendsTemplates, channel), context)
    except (AuthExpired, PermanentFailure) as problem:
        now = deployment.clock.now()
        async with transaction():
            await ask_staff(
                "templates_unreadable",
                clinic_id=connection.clinic_id,
                connection_id=connection.id,
                dedupe_key=f"templates_unreadable:{connection.id}:{now.date()}",
                now=now,
                reason="templates_unreadable",
            )
            await finish(job, now=now)
        context.log.warning("templates.unreadable", code=problem.code)
        return
    async with transaction():
        await keep(connection, listed, limits, deployment.clock.now())
        await finish(job, now=deployment.clock.now())


async def _read(plugin: SendsTemplates, context: LentContext) -> tuple[SendingLimits, list[ListedTemplate]]:
    limits = await plugin.sending_limits(context)
    listed: list[ListedTemplate] = []
    after: str | None = None
    for _ in range(MOST_PAGES):
        page = await plugin.list_templates(context, after)
        listed += page.templates
        after = page.after
        if after is None:
            return limits, listed
    raise PermanentFailure("too_many_templates")


async def keep(
    connection: ChannelConnection, listed: list[ListedTemplate], limits: SendingLimits, now: datetime
) -> None:
    """Write down what the provider lists; what it lists no longer is gone, and stays for those who used it.

    Staff are asked where a template in use can no longer say what it is used for. Needs a transaction; one sync at a
    time, for two would both find a template missing.
    """
    await locked_channel(connection.id, clinic_id=connection.clinic_id)
    known = {
        (row.name, row.language): row
        for row in await MessageTemplate.filter(clinic_id=connection.clinic_id, connection_id=connection.id)
    }
    storable = [one for one in listed if len(one.name) <= NAME_CHARS and len(one.language) <= LANGUAGE_CHARS]
    seen = {(one.name, one.language): one for one in storable}
    for key, one in seen.items():
        row = known.get(key)
        before = (row.status, row.category) if row is not None else None
        row = await _saved(row, one, connection, now)
        if before is not None:
            await _ask_about(row, before, now)
    for key, row in known.items():
        if key not in seen and row.status != GONE:
            before = (row.status, row.category)
            row.status, row.synced_at = GONE, now
            await row.save(update_fields=["status", "synced_at"])
            await _ask_about(row, before, now)
    rows = ChannelConnection.filter(id=connection.id, clinic_id=connection.clinic_id)
    await rows.update(
        templates_synced_at=now,
        messages_per_second=limits.messages_per_second,
        recipients_per_day=limits.recipients_per_day,
    )
    current_transaction().tell(Change("connection", connection.clinic_id, connection.id))


async def _saved(
    row: MessageTemplate | None, one: ListedTemplate, connection: ChannelConnection, now: datetime
) -> MessageTemplate:
    is_new = row is None
    if row is None:
        row = MessageTemplate(
            id=new_id(),
            clinic_id=connection.clinic_id,
            connection_id=connection.id,
            name=one.name,
            language=one.language,
            created_at=now,
        )
    elif row.category != one.category.value:
        row.previous_category = row.category
    if one.previous_category is not None:
        row.previous_category = one.previous_category.value
    row.external_id, row.category, row.status = one.external_id, one.category.value, one.status.value
    row.quality, row.body = one.quality.value, one.body
    row.update_from_dict({"header": one.header, "footer": one.footer})
    row.replies = list(one.replies)
    row.variables = [[variable.place, variable.name] for variable in one.variables]
    row.is_fillable, row.components, row.synced_at = one.is_fillable, one.raw, now
    await row.save(force_create=is_new)
    return row


async def _ask_about(row: MessageTemplate, before: tuple[str, str], now: datetime) -> None:
    """Let staff know of a template in use that lost its approval, became marketing or has other variables now."""
    uses = await TemplateUse.filter(clinic_id=row.clinic_id, template_id=row.id)
    if not uses:
        return
    was_approved, was_marketing = before[0] == APPROVED, before[1] == MARKETING
    shape = Shape(row.body, variables=tuple((place, name) for place, name in row.variables))
    reasons = []
    if was_approved and row.status != APPROVED:
        reasons.append("template_not_approved")
    if row.category == MARKETING and not was_marketing:
        reasons.append("template_became_marketing")
    if any(problems_of_use(shape, use.fillings, use.fillings) for use in uses):
        reasons.append("template_unsound")
    for reason in reasons:
        await ask_staff(
            "template_changed",
            clinic_id=row.clinic_id,
            connection_id=row.connection_id,
            dedupe_key=f"template_changed:{row.id}:{reason[:30]}:{now.date()}",
            now=now,
            reason=reason,
        )
