"""Tells a patient of a whole series at once: one message for what was booked, moved or cancelled, not one for each."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from chatbookr_core.assistant.view import view_of
from chatbookr_core.assistant.whose import conversation_about, told_in
from chatbookr_core.bookings.rules import STANDING
from chatbookr_core.consents.queries import standings_of
from chatbookr_core.consents.rules import is_stopped
from chatbookr_core.conversations.rules import is_window_open
from chatbookr_core.db import current_transaction, numbered
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import SeriesNews, series_message
from chatbookr_core.errors import CannotUnseal, ChannelUnavailable, NotFound
from chatbookr_core.jobs import LeasedJob, enqueue
from chatbookr_core.models import Booking, Clinic, Conversation, Location, Patient
from chatbookr_core.notices.announcements import ask_to_tell
from chatbookr_core.outbox.choices import signer_of
from chatbookr_core.outbox.saying import Occasion, say
from chatbookr_core.owed import GIVE_UP_AFTER
from chatbookr_core.templates.purposes import Purpose
from chatbookr_core.templates.queries import is_used_for
from chatbookr_core.templates.values import Values

NEWS_JOB: Final = "series.tell"
ANNOUNCED: Final = "UPDATE booking SET announced_version = version WHERE clinic_id = $1 AND id IN ({keys})"
STATUSES: Final[Mapping[object, tuple[str, ...]]] = MappingProxyType(
    {"booked": ("confirmed",), "moved": STANDING, "cancelled": ("cancelled",)}
)
"""How bookings stand of which there is such news."""
PURPOSES: Final[Mapping[SeriesNews, tuple[Purpose, Purpose]]] = MappingProxyType(
    {
        "booked": (Purpose.BOOKED, Purpose.SERIES_BOOKED),
        "moved": (Purpose.MOVED, Purpose.SERIES_MOVED),
        "cancelled": (Purpose.CANCELLED, Purpose.SERIES_CANCELLED),
    }
)
"""What a template says of one alone, and of several."""


async def owe_news(deployment: Deployment, bookings: Sequence[Booking], what: SeriesNews) -> None:
    """Owe the patient one message about bookings of one series as they are now, and nothing about each of them.

    At once, or when their calendar has had its time to answer. Needs a transaction.
    """
    now, first = deployment.clock.now(), min(bookings, key=lambda one: one.series_ordinal or 0)
    keys = numbered(len(bookings), since=2)
    await current_transaction().execute(
        ANNOUNCED.format(keys=keys), (first.clinic_id, *(booking.id for booking in bookings))
    )
    is_awaited = any(one.calendar_state == "pending" and one.status != "cancelled" for one in bookings)
    wait = timedelta(seconds=deployment.settings.announce_after_seconds if is_awaited else 0)
    ordinals = ",".join(sorted(str(one.series_ordinal) for one in bookings))
    await enqueue(
        NEWS_JOB,
        clinic_id=first.clinic_id,
        subject_id=first.id,
        arguments={"what": what, "ordinals": ordinals},
        now=now,
        due_at=now + wait,
        dedupe_key=f"{NEWS_JOB}:{first.id}:{what}:{first.version}",
    )


async def tell_news(deployment: Deployment, job: LeasedJob) -> None:
    """Tell what a job names, as far as it still holds; outside the channel's window a template sums it up.

    Where nothing may be written to the patient, or the clinic has no such template, staff are asked to tell them what
    was moved or cancelled; of what they have booked themselves they have spoken. Needs a transaction.
    """
    bookings = await _named(deployment, job)
    if not bookings:
        return
    what: SeriesNews = job.arguments["what"]  # type: ignore[assignment]  # as it was written
    first = bookings[0]
    conversation, occasion = await conversation_about(first), await _occasion(bookings, what, deployment.clock.now())
    can_be_told = conversation is not None and await _can_be_told(conversation, occasion, deployment.clock.now())
    if conversation is not None and can_be_told and await _is_said(deployment, conversation, bookings, what, occasion):
        return
    if what != "booked":
        await ask_to_tell(deployment, first, conversation, reason=None if conversation else "no_channel")


async def _can_be_told(conversation: Conversation, occasion: Occasion, now: datetime) -> bool:
    """Tell whether who is written to wants that, and the channel takes a text now, or there is a template for it."""
    if is_stopped(await standings_of(conversation.clinic_id, conversation.patient_id)):
        return False
    if is_window_open(conversation.last_inbound_at, now):
        return True
    return await is_used_for(conversation.clinic_id, conversation.connection_id, occasion.purpose)


async def _occasion(bookings: Sequence[Booking], what: SeriesNews, now: datetime) -> Occasion:
    """Say why it is told, and what of it a template may tell: how many, from when until when, where; never what for."""
    first, last = bookings[0], bookings[-1]
    clinic = await Clinic.get(id=first.clinic_id)
    place = await Location.get(id=first.location_id, clinic_id=first.clinic_id)
    texts = {"clinic": clinic.name, "place": place.name, "reference": first.reference, "count": str(len(bookings))}
    values = Values(texts, starts_at=first.starts_at, zone=first.zone, last_at=last.starts_at)
    alone, several = PURPOSES[what]
    return Occasion(
        several if last is not first else alone, values, worth_for=min(GIVE_UP_AFTER, first.starts_at - now)
    )


async def _named(deployment: Deployment, job: LeasedJob) -> list[Booking]:
    """List the bookings a job is about that are still as it says and have not begun, soonest first.

    What is only requested is told of when staff have confirmed it.
    """
    named = await Booking.get_or_none(id=job.subject_id, clinic_id=job.clinic_id)
    if named is None or named.series_id is None:
        raise NotFound()
    ordinals = [int(one) for one in str(job.arguments["ordinals"]).split(",")]
    wanted = STATUSES[job.arguments["what"]]
    rows = Booking.filter(clinic_id=named.clinic_id, series_id=named.series_id, series_ordinal__in=ordinals)
    found = await rows.filter(starts_at__gt=deployment.clock.now()).order_by("starts_at")
    return [one for one in found if one.status in wanted]


async def _is_said(
    deployment: Deployment,
    conversation: Conversation,
    bookings: Sequence[Booking],
    what: SeriesNews,
    occasion: Occasion,
) -> bool:
    """Say it; return False where nothing can be written, since the channel's plugin or the patient's key is gone."""
    clinic_id, patient_id = conversation.clinic_id, conversation.patient_id
    patient = await Patient.get(id=patient_id, clinic_id=clinic_id)
    clinic = await Clinic.get(id=clinic_id)
    try:
        keys = await deployment.vault.patient_keys(clinic_id, patient_id)
        view = await view_of(deployment, conversation, patient, keys)
    except (ChannelUnavailable, CannotUnseal):  # however often it is tried again
        return False
    told = await told_in(deployment, conversation, clinic, bookings)
    language, sign = patient.language or clinic.locale, signer_of(keys, conversation)
    content = series_message(what, told, view, language=language, sign=sign)
    occasion = occasion.naming([one.person for one in told])
    await say(conversation, content, keys=keys, now=deployment.clock.now(), occasion=occasion)
    return True
