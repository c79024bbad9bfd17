"""By which way a message may leave: as text, as a template, through another channel, later, or by a person's hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from chatbookr_core.conversations.rules import is_window_open
from chatbookr_core.outbox.quiet import QuietHours
from chatbookr_core.templates.purposes import Permit, Purpose, permit_for
from chatbookr_core.templates.rules import APPROVED, MARKETING

LIVE = timedelta(hours=1)
"""So long after their last message a patient counts as talking, and may be answered at night."""


class Way(StrEnum):
    """What is to be done with a message."""

    TEXT = "text"
    TEMPLATE = "template"
    OTHER_CHANNEL = "other_channel"
    WAIT = "wait"
    TASK = "task"


class Why(StrEnum):
    """What it follows from."""

    WINDOW_OPEN = "window_open"
    TEMPLATE_READY = "template_ready"
    TEMPLATE_OTHER_LANGUAGE = "template_other_language"
    FREE_ENTRY_POINT = "free_entry_point"
    """The window is closed, and a template costs nothing."""
    OTHER_CHANNEL_OPEN = "other_channel_open"
    QUIET_HOURS = "quiet_hours"
    NO_CONSENT = "no_consent"
    TOO_LATE = "too_late"
    """The quiet hours last longer than it makes sense to say it."""
    WINDOW_CLOSED = "window_closed"
    """There is no template for what is said freely."""
    CHANNEL_TAKES_NO_TEMPLATES = "channel_takes_no_templates"
    NO_TEMPLATE = "no_template"
    TEMPLATE_NOT_APPROVED = "template_not_approved"
    TEMPLATE_UNSOUND = "template_unsound"
    MARKETING_WITHOUT_CONSENT = "marketing_without_consent"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A template that the clinic uses for the purpose; `is_sound`: what is told fills it as the provider wants."""

    template_id: UUID
    status: str
    category: str
    is_sound: bool
    is_other_language: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be said; `has_text`: it can be said freely. Past `deadline` it is not worth saying."""

    purpose: Purpose
    has_text: bool = True
    is_urgent: bool = False
    deadline: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of patient, channel and clinic; `candidates` in order of preference."""

    now: datetime
    last_inbound_at: datetime | None
    quiet: QuietHours
    permits: frozenset[Permit]
    takes_templates: bool = True
    candidates: tuple[Candidate, ...] = ()
    other_conversation_id: UUID | None = None
    free_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What to do and why; with the template, the other conversation, or until when to wait."""

    way: Way
    why: Why
    template_id: UUID | None = None
    conversation_id: UUID | None = None
    until: datetime | None = None


def decide(wish: Wish, standing: Standing) -> Ruling:
    """Say by which way a message may leave now."""
    is_answer = wish.purpose is Purpose.ANSWER  # to what the patient said: they need not have agreed to be written to
    if not is_answer and not {Permit.SERVICE, permit_for(wish.purpose)} <= standing.permits:
        return Ruling(Way.TASK, Why.NO_CONSENT)
    ruling = _way(wish, standing)
    end = standing.quiet.end_at(standing.now)
    if ruling.way is Way.TASK or end is None or wish.is_urgent or _is_live(standing, is_answer=is_answer):
        return ruling
    if wish.deadline is not None and end >= wish.deadline:
        return Ruling(Way.TASK, Why.TOO_LATE)
    return Ruling(Way.WAIT, Why.QUIET_HOURS, until=end)


def _is_live(standing: Standing, *, is_answer: bool) -> bool:
    """Tell whether the patient is talking: an answer is one for as long as the window is open."""
    last = standing.last_inbound_at
    if is_answer:
        return is_window_open(last, standing.now)
    return last is not None and standing.now - last < LIVE


def _way(wish: Wish, standing: Standing) -> Ruling:
    if wish.has_text and is_window_open(standing.last_inbound_at, standing.now):
        return Ruling(Way.TEXT, Why.WINDOW_OPEN)
    usable = [one for one in standing.candidates if standing.takes_templates and _fault_of(one, standing) is None]
    if usable:
        chosen = usable[0]
        why = Why.TEMPLATE_OTHER_LANGUAGE if chosen.is_other_language else Why.TEMPLATE_READY
        if standing.free_until is not None and standing.now < standing.free_until:
            why = Why.FREE_ENTRY_POINT
        return Ruling(Way.TEMPLATE, why, template_id=chosen.template_id)
    if wish.has_text and standing.other_conversation_id is not None:
        return Ruling(Way.OTHER_CHANNEL, Why.OTHER_CHANNEL_OPEN, conversation_id=standing.other_conversation_id)
    return Ruling(Way.TASK, _reason(wish, standing))


def _fault_of(candidate: Candidate, standing: Standing) -> Why | None:
    """Say why a template cannot be sent; None where it can.

    The provider may turn any template into marketing, and then it is for those alone who want that.
    """
    if candidate.status != APPROVED:
        return Why.TEMPLATE_NOT_APPROVED
    if candidate.category == MARKETING and Permit.MARKETING not in standing.permits:
        return Why.MARKETING_WITHOUT_CONSENT
    return None if candidate.is_sound else Why.TEMPLATE_UNSOUND


def _reason(wish: Wish, standing: Standing) -> Why:
    """Say why no way is left; of several templates, what is amiss with the first."""
    if not standing.takes_templates:
        return Why.CHANNEL_TAKES_NO_TEMPLATES
    faults: Iterable[Why] = (fault for one in standing.candidates if (fault := _fault_of(one, standing)) is not None)
    return next(iter(faults), Why.WINDOW_CLOSED if wish.purpose is Purpose.ANSWER else Why.NO_TEMPLATE)
