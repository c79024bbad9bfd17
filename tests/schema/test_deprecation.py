"""From a word in Python to the published schema, and on to the gate: what goes is announced where clients look."""

from datetime import date
from enum import Enum
from typing import Annotated, Any

import pytest
import strawberry
from graphql import GraphQLInputObjectType, print_schema
from tests.test_schema_changes import changes

from chatbookr_schema.build import build
from chatbookr_schema.context import Info
from chatbookr_schema.field import Going, Public, argument, enum_type, field, input_type, optional_input

OPEN = Public("It is an example.")
GOES = "It was rounded. Use exact. Removed 2027-07-01"


@enum_type("Moods.", CALM="Calm.", WILD=Going("Wild.", GOES))
class Mood(Enum):
    CALM = "calm"
    WILD = "wild"


class Bare(Enum):
    CALM = "calm"
    WILD = "wild"


@input_type("Wishes.")
class Wish:
    exact: int | None = optional_input("Exactly.", policy=OPEN)
    about: int | None = optional_input("About.", policy=OPEN, deprecated=GOES)
    mood: Mood = field("How.", policy=OPEN, default=Mood.CALM, deprecated=GOES)


@strawberry.type(description="Everything.")
class Query:
    @field("The age.", policy=OPEN, deprecated=GOES)  # type: ignore[untyped-decorator]  # Strawberry's decorators are
    async def about(
        self,
        info: Info,
        wish: Annotated[Wish | None, argument("A wish.", policy=OPEN)] = None,
        unit: Annotated[str | None, argument("Of what.", policy=OPEN, deprecated=GOES)] = None,
    ) -> int | None:
        return None


def sdl() -> str:
    return print_schema(build(Query, None, None)._schema)


def test_a_deprecation_is_published_with_its_reason_wherever_it_is_said() -> None:
    text = sdl()

    notice = f'@deprecated(reason: "{GOES}")'
    for line in (
        f"WILD {notice}",
        f"about: Int {notice}",
        f"mood: Mood! = CALM {notice}",
        f"unit: String {notice}",
    ):
        assert line in text, text
    assert f"): Int {notice}" in text


def test_what_was_deprecated_in_python_may_go_by_the_gate_on_its_day_and_not_before() -> None:
    before = sdl()
    after = before.replace(f'\n\n  """Wild."""\n  WILD @deprecated(reason: "{GOES}")', "")
    assert after != before

    early = changes.compared(before, after, date(2027, 6, 30)).breaking
    in_time = changes.compared(before, after, date(2027, 7, 1)).breaking

    assert [one.split(":")[0] for one in early] == ["VALUE_REMOVED_FROM_ENUM"]
    assert in_time == []


@pytest.mark.parametrize(
    "reason",
    ["", "No longer supported", "It was rounded. Removed 2027-07-01", "Use exact.", "Use exact. Removed 2027-07-02",
     "Use exact. Removed 2027-08-01", "Use exact. Removed 2027-13-01"],
)  # fmt: skip
@pytest.mark.parametrize(
    "make",
    [
        lambda reason: field("x", policy=OPEN, deprecated=reason),
        lambda reason: optional_input("x", policy=OPEN, deprecated=reason),
        lambda reason: argument("x", deprecated=reason),
        lambda reason: enum_type("x", CALM=Going("c", reason), WILD="w")(Bare),
    ],
)
def test_a_reason_without_its_form_or_its_quarter_does_not_even_start(make: Any, reason: str) -> None:
    with pytest.raises(TypeError, match="with a quarter's first day"):
        make(reason)


def test_a_short_reason_is_enough() -> None:
    assert field("x", policy=OPEN, deprecated="Use exact. Removed 2027-07-01").deprecation_reason is not None


def test_deprecated_inputs_are_known_to_the_executor() -> None:
    kind = build(Query, None, None)._schema.type_map["Wish"]

    assert isinstance(kind, GraphQLInputObjectType)
    assert kind.fields["about"].deprecation_reason == GOES
