"""What takes most of a start is to work out the types of thousands of fields: once each, and no check is lost by it."""

from typing import Any

import pytest
import strawberry
from strawberry.annotation import StrawberryAnnotation
from strawberry.exceptions import PrivateStrawberryFieldError
from strawberry.types.base import StrawberryOptional

from chatbookr_schema.field import OF_PARENT, field, object_type


def fields_of(cls: type) -> list[Any]:
    definition: Any = getattr(cls, "__strawberry_definition__")  # noqa: B009  # set by strawberry.type
    return list(definition.fields)


def test_the_type_of_a_field_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    worked_out: list[object] = []
    evaluate = StrawberryAnnotation.evaluate

    def counted(annotation: StrawberryAnnotation) -> type:
        worked_out.append(annotation.raw_annotation)
        return evaluate(annotation)

    monkeypatch.setattr(StrawberryAnnotation, "evaluate", counted)

    @object_type("A thing.")
    class Thing:
        name: str | None = field("What it is called.", policy=OF_PARENT)

    (only,) = fields_of(Thing)
    assert isinstance(only.type, StrawberryOptional)
    assert only.type.of_type is str
    assert worked_out.count(str | None) == 1


def test_a_field_of_a_class_that_is_there_later_has_its_type() -> None:
    @object_type("A thing.")
    class Thing:
        other: "Other | None" = field("What lies beside it.", policy=OF_PARENT)

    (only,) = fields_of(Thing)
    assert only.type.of_type is Other


def test_a_private_attribute_is_no_field() -> None:
    with pytest.raises(PrivateStrawberryFieldError):

        @object_type("A thing.")
        class Thing:
            name: strawberry.Private[str] = field("What it is called.", policy=OF_PARENT)


@object_type("Another thing.")
class Other:
    name: str = field("What it is called.", policy=OF_PARENT)
