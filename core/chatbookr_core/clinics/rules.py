"""What a service must be like to be offered: shown whole in a list, and long enough to be something."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chatbookr_core.clinics.arranging_rules import check_limit
from chatbookr_core.dialogue import service_title_problem
from chatbookr_core.errors import InvalidInput
from chatbookr_core.names import name_from

TITLE_CHARS = 80
LONGEST_MINUTES = 12 * 60
LONGEST_BUFFER_MINUTES = 4 * 60
STEPS = (5, 10, 15, 20, 30, 60)
CURRENCY_CHARS = 3
MOST_DURATIONS = 10
MOST_SEATS = 200
KIND_CHARS = 40
MOST_KINDS = 10


@dataclass(frozen=True, slots=True)
class ServiceDraft:
    """A service as somebody wants to save it."""

    title: str
    short_title: str
    duration_minutes: int
    buffer_before_minutes: int = 0
    buffer_after_minutes: int = 0
    step_minutes: int = 15
    price_minor_units: int | None = None
    currency: str | None = None
    is_active: bool = True
    practitioner_ids: tuple[UUID, ...] | None = None
    other_durations: tuple[int, ...] = ()
    is_on_request: bool = False
    seats: int = 1
    bookings_per_day: int | None = None
    bookings_per_week: int | None = None
    resource_kinds: tuple[str, ...] | None = None
    """What kinds of rooms and devices it takes, one of each; None: as it is."""


def check_service(draft: ServiceDraft) -> None:
    """Raises InvalidInput for the first thing that is wrong; a title that does not fit is refused, never cut."""
    problem = service_title_problem(draft.short_title)
    if problem is not None:
        raise InvalidInput(problem, field="short_title", details={"problem": "TITLE_NOT_SHOWABLE"})
    name_from(draft.title, TITLE_CHARS, field="title")
    if not 5 <= draft.duration_minutes <= LONGEST_MINUTES:
        raise InvalidInput(f"A service takes 5 to {LONGEST_MINUTES} minutes.", field="duration_minutes")
    for name in ("buffer_before_minutes", "buffer_after_minutes"):
        if not 0 <= getattr(draft, name) <= LONGEST_BUFFER_MINUTES:
            raise InvalidInput(f"A buffer takes 0 to {LONGEST_BUFFER_MINUTES} minutes.", field=name)
    if draft.step_minutes not in STEPS:
        steps = ", ".join(map(str, STEPS))
        raise InvalidInput(f"Starts are {steps} minutes apart.", field="step_minutes")
    _check_price(draft)
    _check_kinds(draft.resource_kinds or ())
    _check_other_durations(draft)
    if not 1 <= draft.seats <= MOST_SEATS:
        raise InvalidInput(f"There are 1 to {MOST_SEATS} seats.", field="seats")
    check_limit("bookings_per_day", draft.bookings_per_day)
    check_limit("bookings_per_week", draft.bookings_per_week)


def _check_other_durations(draft: ServiceDraft) -> None:
    if len(draft.other_durations) > MOST_DURATIONS:
        raise InvalidInput(f"There are at most {MOST_DURATIONS} other durations.", field="other_durations")
    for place, minutes in enumerate(draft.other_durations):
        is_another = minutes != draft.duration_minutes and minutes not in draft.other_durations[:place]
        if not 5 <= minutes <= LONGEST_MINUTES or not is_another:
            message = f"Each is another one of 5 to {LONGEST_MINUTES} minutes."
            raise InvalidInput(message, field=f"other_durations.{place}")


def _check_kinds(kinds: Sequence[str]) -> None:
    if len(kinds) > MOST_KINDS:
        raise InvalidInput(f"A service takes at most {MOST_KINDS} kinds.", field="resource_kinds")
    plain = [kind.strip() for kind in kinds]
    for place, kind in enumerate(plain):
        if not is_kind(kinds[place]) or kind in plain[:place]:
            message = f"Each is another kind of 1 to {KIND_CHARS} characters."
            raise InvalidInput(message, field=f"resource_kinds.{place}")


def is_kind(words: str) -> bool:
    """Tell whether rooms and devices can be of a kind that is called so; blanks around it are none of it."""
    return bool(words.strip()) and len(words) <= KIND_CHARS and words.strip().isprintable()


def _check_price(draft: ServiceDraft) -> None:
    if (draft.price_minor_units is None) != (draft.currency is None):
        raise InvalidInput("A price has an amount and a currency.", field="currency")
    if draft.price_minor_units is not None and not 0 <= draft.price_minor_units <= 2**31 - 1:
        raise InvalidInput("A price is no less than nothing.", field="price_minor_units")
    currency = draft.currency
    if currency is not None and not (len(currency) == CURRENCY_CHARS and currency.isascii() and currency.isupper()):
        raise InvalidInput("A currency is its three-letter ISO 4217 code.", field="currency")


def check_zone(zone: str) -> None:
    """Raises InvalidInput for what is no time zone."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise InvalidInput("That is no time zone: give its name, like Europe/Berlin.", field="time_zone") from problem
