"""Says again, by another way, what a provider accepted and reported afterwards as too late for free text.

It stands above the outbox for reminders: what is to see that one arrives must look at what was said in its place.
"""

from datetime import datetime

from chatbookr_core.db import transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.jobs import LeasedJob, finish, wait_until
from chatbookr_core.models import Conversation, Job
from chatbookr_core.notices.reminders import look_at_instead
from chatbookr_core.outbox.choices import signed_anew
from chatbookr_core.outbox.content import option_ids_of
from chatbookr_core.outbox.routing import flag_language, route
from chatbookr_core.outbox.saying import Occasion, say
from chatbookr_core.outbox.sending import Outgoing, ask_about, outgoing_for
from chatbookr_core.outbox.ways import Ruling, Way, Why
from chatbookr_core.templates.candidates import Fitted, message_of


async def say_again(deployment: Deployment, job: LeasedJob) -> None:
    """Let a template follow a message that failed, or a person where there is none. What failed stays as it is."""
    outgoing = await outgoing_for(deployment, job, status="failed")
    if outgoing is None:  # it was delivered after all
        async with transaction():
            await finish(job, now=deployment.clock.now())
        return
    now, deadline = deployment.clock.now(), await _deadline(outgoing, job)
    ruling, fitted = await route(deployment, outgoing, deadline, is_window_shut=True)
    if now >= deadline:
        ruling = Ruling(Way.TASK, Why.TOO_LATE)
    async with transaction():
        if ruling.way is Way.WAIT and ruling.until is not None:
            await wait_until(job, ruling.until)
            return
        if ruling.way is Way.TASK:
            await ask_about(outgoing, now, ruling.why.value)
        else:
            await _say(deployment, outgoing, ruling, fitted, deadline)
        await finish(job, now=now)


async def _deadline(outgoing: Outgoing, job: LeasedJob) -> datetime:
    """Tell until when it is worth saying: for as long as it was the first time, while that is known."""
    first = await Job.get_or_none(clinic_id=outgoing.clinic_id, dedupe_key=f"outbound.send:{outgoing.id}")
    return job.give_up_at if first is None else min(first.give_up_at, job.give_up_at)


async def _say(
    deployment: Deployment, outgoing: Outgoing, ruling: Ruling, fitted: Fitted | None, deadline: datetime
) -> None:
    now = deployment.clock.now()
    conversation_id = ruling.conversation_id or outgoing.conversation_id
    conversation = await Conversation.get(id=conversation_id, clinic_id=outgoing.clinic_id)
    keys = await deployment.vault.patient_keys(outgoing.clinic_id, outgoing.patient_id)
    here = await Conversation.get(id=outgoing.conversation_id, clinic_id=outgoing.clinic_id)
    content = signed_anew(outgoing.message.content, keys, said_in=here, to_say_in=conversation)
    if fitted is not None:
        content = message_of(fitted, option_ids_of(content))
        await flag_language(outgoing, ruling, now)
    occasion = Occasion(
        outgoing.purpose, outgoing.told.values, outgoing.told.is_urgent, deadline - now, outgoing.told.visits
    )
    other_id = await say(conversation, content, keys=keys, now=now, occasion=occasion)
    await look_at_instead(outgoing.id, other_id, clinic_id=outgoing.clinic_id)
