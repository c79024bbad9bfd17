from collections.abc import Callable
from enum import StrEnum
from itertools import count
from typing import Any

import pytest
from tests.core.written_statements import ID, MODELS, OTHER, THEN, by_tortoise, written
from tests.core.written_statements import dialect as dialect
from tortoise.exceptions import FieldError, ValidationError
from tortoise.expressions import F, Q
from tortoise.models import Model

from chatbookr_core.models import (
    Booking,
    Job,
    Membership,
)
from chatbookr_core.statements import querysets
from chatbookr_core.statements.querysets import Remembering
from chatbookr_core.statements.shapes import MOST_LISTED


def remembered(make: Callable[[], Any]) -> bool:
    """Tell whether the second of two like queries is remembered; both must be as Tortoise writes them."""
    own = by_tortoise(make())
    assert [written(make())[0] for _ in range(2)] == [own, own]
    return written(make())[1]


# --- what is odd --------------------------------------------------------------------------------------------------


class Word(StrEnum):
    """Written into the statement itself by pypika."""

    BOOKED = "booked"


class Text(str):
    __slots__ = ()


ODD: dict[str, Callable[[], Any]] = {
    "an enum's member": lambda: Booking.filter(status=Word.BOOKED),
    "a subclass": lambda: Booking.filter(status=Text("booked")),
    "a star": lambda: Booking.filter(reference="*"),
    "a star in a list": lambda: Booking.filter(reference__in=["a", "*"]),
    "a NULL in a list": lambda: Booking.filter(cancelled_by__in=["a", None]),
    "a long list": lambda: Booking.filter(version__in=list(range(MOST_LISTED + 1))),
    "an iterator": lambda: Booking.filter(version__in=iter([1, 2])),
    "another table": lambda: Membership.filter(user__is_active=True),
    "another table's order": lambda: Membership.filter(clinic_id=ID).order_by("user__created_at"),
    "rows beside": lambda: Membership.filter(clinic_id=ID).select_related("user"),
    "a part of a text": lambda: Booking.filter(reference__contains="a%"),
    "a flag that is none": lambda: Booking.filter(cancelled_at__isnull=1),
    "a column": lambda: Booking.filter(version=F("announced_version")),
    "a change by a column": lambda: Booking.filter(id=ID).update(version=F("version") + 1),
    "an expression": lambda: Booking.filter(id=ID).annotate(seen=F("version")).filter(seen=1),
    "a group": lambda: Booking.all().group_by("status").values("status"),
    "a limited change": lambda: Booking.filter(id=ID).limit(1).update(version=1),
    "a document as a text": lambda: Booking.filter(id=ID).update(reference=["a"]),
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_is_written_by_tortoise_each_time(dialect: str, name: str) -> None:
    assert not remembered(ODD[name])


ALIKE: dict[str, Callable[[], Any]] = {
    "twice the same value": lambda: Booking.filter(Q(starts_at__lt=THEN) | Q(ends_at__lt=THEN)),
    "twice the same column": lambda: Booking.filter(Q(id=ID) | Q(id=OTHER) | ~Q(id=ID)),
    "an empty list": lambda: Booking.filter(id__in=[]),
    "a set": lambda: Booking.filter(id__in={ID, OTHER}),
    "a document": lambda: Job.filter(id=ID).update(kind="a", attempts=2),
    "rows after": lambda: Membership.filter(clinic_id=ID).prefetch_related("user"),
    "no rows": lambda: Booking.filter(id=ID).limit(0),
    "flags": lambda: Booking.filter(wants_reminders=True, cancelled_at__isnull=False),
    "denied": lambda: Booking.exclude(id=ID, status="booked").exclude(Q(version=1), version=2),
}


@pytest.mark.parametrize("name", ALIKE)
def test_what_is_alike_but_plain_is_remembered(dialect: str, name: str) -> None:
    assert remembered(ALIKE[name])


def test_other_words_are_another_shape(dialect: str) -> None:
    for first, second in [
        (Booking.filter(cancelled_at=None), Booking.filter(cancelled_at=THEN)),
        (Booking.filter(cancelled_at__isnull=True), Booking.filter(cancelled_at__isnull=False)),
        (Booking.filter(id__in=[ID]), Booking.filter(id__in=[ID, OTHER])),
        (Booking.filter(Q(id=ID) | Q(version=1)), Booking.filter(Q(id=ID) & Q(version=1))),
        (Booking.filter(~Q(id=ID)), Booking.filter(Q(id=ID))),
        (Booking.filter(id=ID).order_by("id"), Booking.filter(id=ID).order_by("-id")),
        (Booking.filter(id=ID).limit(1), Booking.filter(id=ID).offset(1)),
        (Booking.filter(id=ID).only("id"), Booking.filter(id=ID).only("id", "version")),
        (Booking.filter(id=ID).update(cancelled_at=None), Booking.filter(id=ID).update(cancelled_at=THEN)),
    ]:
        written(first)

        assert written(second) == (by_tortoise(second), False)


def test_a_field_that_encodes_differently_each_time_is_not_remembered(
    dialect: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = count()
    field = Booking._meta.fields_map["reference"]
    monkeypatch.setattr(field, "to_db_value", lambda value, instance: f"{value}{next(counter)}")

    written(Booking.filter(reference="a"))

    assert not written(Booking.filter(reference="a"))[1]


def test_what_tortoise_refuses_is_refused_again(dialect: str) -> None:
    for _ in range(2):
        with pytest.raises(FieldError):
            written(Booking.filter(nothing="such"))
        with pytest.raises(ValidationError):
            written(Booking.filter(reference="longer than any reference"))
        written(Booking.filter(reference="short"))


def test_no_more_is_remembered_than_there_is_room_for(dialect: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(querysets, "MOST_REMEMBERED", 3)

    for number in range(1, 8):
        written(Booking.filter(version__in=list(range(number))))

    assert 1 <= len(querysets.memory) <= 3


@pytest.mark.parametrize("model", MODELS)
def test_every_table_remembers(model: type[Model]) -> None:
    assert isinstance(model._meta.manager.get_queryset(), Remembering)
