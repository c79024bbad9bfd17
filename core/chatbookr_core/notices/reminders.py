"""Reminds patients of their visits, hears their answers, and sees that a reminder arrives, or that a person calls."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from chatbookr_core.assistant.hearing import state_of
from chatbookr_core.assistant.view import view_of
from chatbookr_core.assistant.whose import conversation_about, told_in
from chatbookr_core.bookings.life import is_same_day
from chatbookr_core.bookings.owing import owe_recount
from chatbookr_core.bookings.reminder_times import APART, LAST
from chatbookr_core.consents.queries import standings_of
from chatbookr_core.consents.rules import Purpose as ConsentPurpose
from chatbookr_core.consents.rules import may_send
from chatbookr_core.conversations.rules import FREE_TEXT_WINDOW
from chatbookr_core.conversations.tasks import ask_staff
from chatbookr_core.conversations.telling import tell_of
from chatbookr_core.db import current_transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.dialogue import is_confirming, reminder_message
from chatbookr_core.events import Change
from chatbookr_core.jobs import LeasedJob, enqueue, wait_until
from chatbookr_core.keys.vault import PatientKeys
from chatbookr_core.models import Booking, Clinic, Conversation, Job, Location, Message, Patient, StaffTask
from chatbookr_core.outbox.choices import signer_of
from chatbookr_core.outbox.content import ToldVisit
from chatbookr_core.outbox.saying import Occasion, say
from chatbookr_core.outbox.sending import withdraw
from chatbookr_core.relatives.queries import contact_of, spoken_for
from chatbookr_core.templates.purposes import Purpose
from chatbookr_core.templates.values import Values
from chatbookr_sdk import Content, OptionChosen, TextReceived

CHECK_JOB = "booking.reminder_check"
CHANGED_SINCE = "booking_changed"  # of a message that waited until what it told was not so any more
SAID_ELSEWHERE = "said_elsewhere"  # of a message that waited so long that another channel said it
ARRIVES_WITHIN = timedelta(hours=2)
TOO_LATE = timedelta(hours=1)
"""Shorter before the start nobody is reminded any more."""
MOST_AT_ONCE = 8
_ANSWERS = ("move", "cancel", "mine")
_ARRIVED = ("delivered", "read")


@dataclass(frozen=True, slots=True)
class _Round:
    """The visits on one day of a patient, and of whom they book for, that are told of together."""

    clinic: Clinic
    bookings: list[Booking]
    conversation: Conversation


async def remind(deployment: Deployment, job: LeasedJob) -> None:
    """Send the reminder a job stands for, with the patient's other visits of that day. Needs a transaction.

    Nothing is sent of a booking that has changed since, that was told of or answered already, or to who does not want
    it as of now. Of one that needs another time it is held back: who is reminded comes.
    """
    rows = Booking.filter(id=job.subject_id, clinic_id=job.clinic_id)
    booking = await rows.select_for_update(no_key=True).first()
    now, stage = deployment.clock.now(), int(job.arguments.get("stage") or LAST)
    if booking is None or booking.version != job.arguments.get("version") or not _is_due(booking, stage, now):
        return
    clinic = await Clinic.get(id=booking.clinic_id)
    conversation = await conversation_about(booking) if clinic.sends_reminders else None
    if conversation is None or not await _is_wanted(booking, conversation):
        return
    if booking.displaced_at is not None:
        await hold_back(booking, now)
    else:
        together = await _visits_of_day(booking, conversation, stage, now)
        await _send(deployment, _Round(clinic, together, conversation), stage)


async def hold_back(booking: Booking, now: datetime) -> None:
    """Have staff see that the patient has not been told, once; given its time back, it is reminded of after all."""
    if booking.reminder_held_at is not None:
        return
    booking.reminder_held_at = now
    await booking.save(update_fields=["reminder_held_at"])
    current_transaction().tell(Change("booking", booking.clinic_id, booking.id))
    because = f"{booking.id}:{booking.version}:held:{int(now.timestamp())}"
    await owe_recount(booking.clinic_id, because, due_at=now, now=now, may_ask=True)


def _is_due(booking: Booking, stage: int, now: datetime) -> bool:
    is_open = booking.status == "confirmed" and booking.starts_at > now + TOO_LATE
    if not is_open or booking.reminders_sent >= stage:
        return False
    is_known = booking.answered_at is not None
    is_fresh = booking.reminded_at is not None and now < booking.reminded_at + APART  # the first was held back till now
    return stage != LAST or not (is_known or is_fresh)


async def _is_wanted(booking: Booking, conversation: Conversation) -> bool:
    """Tell whether who is written to agreed to reminders, and did not want this booking without."""
    if booking.created_by == "patient" and not booking.wants_reminders:
        return False
    return may_send(await standings_of(booking.clinic_id, conversation.patient_id), ConsentPurpose.REMINDERS)


async def _visits_of_day(booking: Booking, conversation: Conversation, stage: int, now: datetime) -> list[Booking]:
    """Lock the visits of that local date that are spoken of there and not told of yet, whoever comes, soonest first."""
    day = timedelta(days=1)
    rows = Booking.filter(
        await spoken_for(clinic_id=booking.clinic_id, contact_id=conversation.patient_id),
        clinic_id=booking.clinic_id,
        starts_at__gt=max(now, booking.starts_at - day),
        starts_at__lt=booking.starts_at + day,
    )
    found = await rows.order_by("starts_at", "id").limit(MOST_AT_ONCE).select_for_update(no_key=True)
    return [
        one
        for one in found
        if is_same_day(one.starts_at, booking.starts_at, booking.zone)
        and (one.id == booking.id or (_may_join(one, stage, now) and await _is_wanted(one, conversation)))
    ]


def _may_join(booking: Booking, stage: int, now: datetime) -> bool:
    return booking.displaced_at is None and _is_due(booking, stage, now)


async def _send(deployment: Deployment, visits: _Round, stage: int) -> None:
    now, conversation, clinic = deployment.clock.now(), visits.conversation, visits.clinic
    keys = await deployment.vault.patient_keys(clinic.id, conversation.patient_id)
    patient = await Patient.get(id=conversation.patient_id, clinic_id=clinic.id)
    view = await view_of(deployment, conversation, patient, keys)
    told = await told_in(deployment, conversation, clinic, visits.bookings)
    content = reminder_message(
        told,
        view,
        language=patient.language or clinic.locale,
        sign=signer_of(keys, conversation),
        names_services=clinic.reminders_name_services,
    )
    worth_for = visits.bookings[0].starts_at - now - TOO_LATE
    these = tuple(ToldVisit(one.id, one.version, stage) for one in visits.bookings)
    occasion = Occasion(Purpose.REMINDER, await _values(visits), worth_for=worth_for, visits=these)
    occasion = occasion.naming([one.person for one in told])
    message_id = await say(conversation, content, keys=keys, now=now, occasion=occasion)
    for one in visits.bookings:
        one.reminders_sent, one.reminded_at = stage, now
        await one.save(update_fields=["reminders_sent", "reminded_at"])
        current_transaction().tell(Change("booking", clinic.id, one.id))
    await _check_later(message_id, visits.bookings[0], now, now + ARRIVES_WITHIN)


async def _values(visits: _Round) -> Values:
    """Say what of it a template may tell: when and where, never what for."""
    first, *others = visits.bookings
    ids = dict.fromkeys(one.location_id for one in visits.bookings)
    names = {row.id: row.name for row in await Location.filter(clinic_id=visits.clinic.id, id__in=list(ids))}
    texts = {
        "clinic": visits.clinic.name,
        "place": ", ".join(names[one] for one in ids),
        "reference": ", ".join(one.reference for one in visits.bookings),
    }
    return Values(texts, starts_at=first.starts_at, zone=first.zone, also=tuple(one.starts_at for one in others))


async def _check_later(message_id: UUID, booking: Booking, now: datetime, at: datetime) -> None:
    await enqueue(
        CHECK_JOB,
        clinic_id=booking.clinic_id,
        subject_id=message_id,
        arguments={"booking_id": str(booking.id), "version": booking.version},
        due_at=min(at, max(now, booking.starts_at - TOO_LATE)),
        now=now,
        dedupe_key=f"{CHECK_JOB}:{message_id}",
    )


async def check_arrival(deployment: Deployment, job: LeasedJob) -> bool:
    """See whether a reminder has arrived; else say it through another channel, or ask staff to call.

    What has been moved since has reminders of its own. Return False where it waits still, and the job with it. Needs a
    transaction.
    """
    now = deployment.clock.now()
    message = await Message.get_or_none(id=job.subject_id, clinic_id=job.clinic_id)
    booking_id = UUID(str(job.arguments["booking_id"]))
    booking = await Booking.get_or_none(id=booking_id, clinic_id=job.clinic_id)
    if message is None or booking is None or message.status in _ARRIVED or message.error_code == CHANGED_SINCE:
        return True
    if booking.status != "confirmed" or booking.starts_at <= now or booking.answered_at is not None:
        return True
    if job.arguments.get("version", booking.version) != booking.version:  # who remembers none is of a version before
        return True
    if booking.displaced_at is not None:  # nobody says again that they are to come, unless it has its time again
        await wait_until(job, now + ARRIVES_WITHIN)
        return False
    if message.status == "queued" and message.held_until is not None and message.held_until > now:
        await wait_until(job, message.held_until + ARRIVES_WITHIN)
        return False
    if not await _say_elsewhere(deployment, booking, message):
        await _ask_to_call(booking, message, now)
    return True


async def _say_elsewhere(deployment: Deployment, booking: Booking, message: Message) -> bool:
    """Say it in a conversation through another channel in which text may be sent; False where there is none."""
    now = deployment.clock.now()
    others = Conversation.filter(
        clinic_id=booking.clinic_id,
        patient_id=await contact_of(booking),
        connection__state="connected",
        last_inbound_at__gt=now - FREE_TEXT_WINDOW,
    ).exclude(connection_id=message.connection_id)
    other = await others.order_by("-last_inbound_at").first()
    if other is None:
        return False
    clinic = await Clinic.get(id=booking.clinic_id)
    await _send(deployment, _Round(clinic, [booking], other), booking.reminders_sent)
    await _replaced(message, now)
    return True


async def _replaced(message: Message, now: datetime) -> None:
    """Let nobody hear the same twice or call for it: what has not gone out will not, and its task is done."""
    rows = Message.filter(id=message.id, clinic_id=message.clinic_id, status="queued")
    if await rows.update(status="failed", status_at=now, error_code=SAID_ELSEWHERE, held_until=None, held_reason=None):
        tell_of(message)
    await withdraw(message, now)


async def look_at_instead(message_id: UUID, other_id: UUID, *, clinic_id: UUID) -> None:
    """Let whatever is to see that a reminder arrives look at what was said in its place. Needs a transaction."""
    jobs = Job.filter(clinic_id=clinic_id, kind=CHECK_JOB, subject_id=message_id, state="due")
    await jobs.update(subject_id=other_id)


async def _ask_to_call(booking: Booking, message: Message, now: datetime) -> None:
    """Have a person remind the patient, unless staff know already that the message did not get through."""
    key = f"message_failed:{message.id}"
    if await StaffTask.exists(clinic_id=booking.clinic_id, dedupe_key=key):
        return
    await ask_staff(
        "remind_patient",
        clinic_id=booking.clinic_id,
        conversation_id=message.conversation_id,
        booking_id=booking.id,
        dedupe_key=f"remind_patient:{message.id}",
        now=now,
        reason="undelivered",
    )


async def note_answer(conversation: Conversation, content: Content, keys: PatientKeys, now: datetime) -> None:
    """Take a tap on a reminder, or a yes where nothing else was asked, as its answer. Needs a transaction."""
    match content:
        case OptionChosen(option_id, _):
            option = signer_of(keys, conversation).find(option_id)
            is_answer = option is not None and option.choice.partition(":")[0] in _ANSWERS
        case TextReceived(body):
            is_answer = is_confirming(body, state_of(keys, conversation))
        case _:
            is_answer = False
    if is_answer:
        await mark_answered(conversation, now)


async def mark_answered(conversation: Conversation, now: datetime) -> None:
    """Note that the patient has seen what they were reminded of. Needs a transaction."""
    rows = Booking.filter(
        await spoken_for(clinic_id=conversation.clinic_id, contact_id=conversation.patient_id),
        clinic_id=conversation.clinic_id,
        status="confirmed",
        starts_at__gt=now,
        reminders_sent__gt=0,
        answered_at=None,
    )
    for booking in await rows:
        await Booking.filter(id=booking.id, clinic_id=booking.clinic_id).update(answered_at=now)
        current_transaction().tell(Change("booking", booking.clinic_id, booking.id))
