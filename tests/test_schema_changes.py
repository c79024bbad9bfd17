"""The gate for the published schemas: what breaks clients, what is announced, and what may go after notice."""

import importlib.util
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from graphql.utilities import BreakingChangeType, DangerousChangeType
from tests.sources import ROOT


def _script() -> ModuleType:
    path = ROOT / "scripts" / "schema_changes.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # where dataclasses look for the module of a class
    spec.loader.exec_module(module)
    return module


changes = _script()
TODAY = date(2027, 3, 1)
BASE = """
directive @requires(permission: String!) repeatable on FIELD_DEFINITION | ARGUMENT_DEFINITION
directive @hint(why: String, when: Int = 1) repeatable on FIELD | QUERY
interface Node { id: ID! }
interface Named { name: String }
type Dog implements Node & Named { id: ID!  name: String  age: Int }
type Cat implements Node { id: ID!  lives: Int }
union Pet = Dog | Cat
enum Mood { CALM WILD }
input Wish { name: String  mood: Mood = CALM }
scalar Day @specifiedBy(url: "https://example.com/day")
scalar Hour
type Query {
  node(id: ID!): Node
  pet(wish: Wish, first: Int = 20): Pet
  dogs(mood: Mood): [Dog!]!
}
"""

BREAKING = {
    "TYPE_REMOVED": ("type Cat implements Node { id: ID!  lives: Int }\nunion Pet = Dog | Cat", "union Pet = Dog"),
    "TYPE_CHANGED_KIND": ("enum Mood { CALM WILD }", "scalar Mood"),
    "TYPE_REMOVED_FROM_UNION": ("Pet = Dog | Cat", "Pet = Dog"),
    "VALUE_REMOVED_FROM_ENUM": ("CALM WILD", "CALM"),
    "REQUIRED_INPUT_FIELD_ADDED": ("input Wish {", "input Wish { age: Int!"),
    "IMPLEMENTED_INTERFACE_REMOVED": ("Node & Named", "Node"),
    "FIELD_REMOVED": ("  age: Int }", " }"),
    "FIELD_CHANGED_KIND": ("[Dog!]!", "[Dog]"),
    "REQUIRED_ARG_ADDED": ("dogs(mood: Mood)", "dogs(mood: Mood, first: Int!)"),
    "ARG_REMOVED": ("dogs(mood: Mood)", "dogs"),
    "ARG_CHANGED_KIND": ("dogs(mood: Mood)", "dogs(mood: Mood!)"),
    "DIRECTIVE_REMOVED": ("directive @hint(why: String, when: Int = 1) repeatable on FIELD | QUERY", ""),
    "DIRECTIVE_ARG_REMOVED": ("why: String, ", ""),
    "REQUIRED_DIRECTIVE_ARG_ADDED": ("why: String, ", "why: String, who: ID!, "),
    "DIRECTIVE_REPEATABLE_REMOVED": ("when: Int = 1) repeatable", "when: Int = 1)"),
    "DIRECTIVE_LOCATION_REMOVED": ("FIELD | QUERY", "FIELD"),
    "REQUIREMENT_ADDED": ("age: Int }", 'age: Int @requires(permission: "dog:read") }'),
    "ONE_OF_ADDED": ("input Wish {", "input Wish @oneOf {"),
    "SPECIFICATION_CHANGED": ("example.com/day", "example.com/date"),
}
DANGEROUS = {
    "VALUE_ADDED_TO_ENUM": ("CALM WILD", "CALM WILD SAD"),
    "TYPE_ADDED_TO_UNION": ("union Pet = Dog | Cat", "type Fish { age: Int }\nunion Pet = Dog | Cat | Fish"),
    "OPTIONAL_INPUT_FIELD_ADDED": ("input Wish {", "input Wish { age: Int"),
    "OPTIONAL_ARG_ADDED": ("dogs(mood: Mood)", "dogs(mood: Mood, first: Int)"),
    "IMPLEMENTED_INTERFACE_ADDED": ("type Cat implements Node {", "type Cat implements Node & Named { name: String "),
    "ARG_DEFAULT_VALUE_CHANGE": ("first: Int = 20", "first: Int = 10"),
    "INPUT_FIELD_DEFAULT_VALUE_CHANGE": ("= CALM", "= WILD"),
    "SPECIFICATION_CHANGED": ("scalar Hour", 'scalar Hour @specifiedBy(url: "https://example.com/hour")'),
}
OURS = {"REQUIREMENT_ADDED", "ONE_OF_ADDED", "SPECIFICATION_CHANGED"}  # graphql-core does not look for them
HARMLESS = {
    "a field more": ("age: Int }", "age: Int  breed: String }"),
    "never null any more": ("age: Int }", "age: Int! }"),
    "other words": ("type Dog", '"A friend." type Dog'),
    "a type more": ("age: Int }", "age: Int  toy: Toy }\ntype Toy { name: String }"),
}
REMOVABLE = {  # what is deprecated in the release -> (as it was released, as it is after the removal)
    "a field": ("age: Int }", "age: Int DEPRECATED }", " }"),
    "an argument": ("(mood: Mood)", "(mood: Mood DEPRECATED)", ""),
    "an input field": ("name: String  mood", "name: String DEPRECATED mood", "mood"),
    "an enum value": ("CALM WILD", "CALM WILD DEPRECATED", "CALM"),
}


def deprecated(until: str) -> str:
    return f'@deprecated(reason: "It was never right. Use something else. Removed {until}")'


def edited(old: str, new: str) -> str:
    assert old in BASE
    return BASE.replace(old, new)


def verdict_of(current: str, released: str = BASE, today: date = TODAY) -> tuple[list[str], list[str]]:
    verdict = changes.compared(released, current, today)
    return verdict.breaking, verdict.announced


def test_every_kind_of_change_is_tried() -> None:
    assert {one.name for one in BreakingChangeType} == BREAKING.keys() - OURS
    assert {one.name for one in DangerousChangeType} == DANGEROUS.keys() - OURS


def test_the_same_schema_is_no_change() -> None:
    assert verdict_of(BASE) == ([], [])


@pytest.mark.parametrize("kind", BREAKING)
def test_what_breaks_a_client_fails(kind: str) -> None:
    breaking, _ = verdict_of(edited(*BREAKING[kind]))

    assert kind in {one.split(":")[0] for one in breaking}


@pytest.mark.parametrize("kind", DANGEROUS)
def test_what_may_surprise_a_client_is_announced(kind: str) -> None:
    breaking, announced = verdict_of(edited(*DANGEROUS[kind]))

    assert breaking == []
    assert [one.split(":")[0] for one in announced] == [kind]


@pytest.mark.parametrize("change", HARMLESS)
def test_what_no_client_notices_passes(change: str) -> None:
    assert verdict_of(edited(*HARMLESS[change])) == ([], [])


def test_a_permission_less_is_no_breach() -> None:
    assert verdict_of(BASE, edited(*BREAKING["REQUIREMENT_ADDED"])) == ([], [])


# --- removals -----------------------------------------------------------------------------------------------------


def removal(element: str, until: str) -> tuple[str, str]:
    """Return a release that deprecates an element, and the schema without it."""
    old, then, now = REMOVABLE[element]
    return edited(old, then.replace("DEPRECATED", deprecated(until))), edited(old, now)


@pytest.mark.parametrize("element", REMOVABLE)
def test_what_was_deprecated_may_go_on_its_day(element: str) -> None:
    released, current = removal(element, "2027-04-01")

    assert verdict_of(current, released, date(2027, 4, 1)) == ([], [])


@pytest.mark.parametrize("element", REMOVABLE)
def test_what_was_deprecated_may_not_go_before_its_day(element: str) -> None:
    released, current = removal(element, "2027-04-01")

    breaking, _ = verdict_of(current, released, date(2027, 3, 31))

    assert len(breaking) == 1
    assert "removed" in breaking[0]


@pytest.mark.parametrize("element", REMOVABLE)
def test_what_was_deprecated_may_stay_longer(element: str) -> None:
    released, _ = removal(element, "2027-01-01")

    assert verdict_of(released, released) == ([], [])


@pytest.mark.parametrize("element", REMOVABLE)
def test_what_was_deprecated_without_a_day_may_never_go(element: str) -> None:
    released, current = removal(element, "some day")

    assert len(verdict_of(current, released)[0]) == 1


def test_a_deprecated_element_may_not_change_instead_of_going() -> None:
    released = edited("age: Int }", f"age: Int {deprecated('2027-01-01')} }}")
    current = edited("age: Int }", f"age: String {deprecated('2027-01-01')} }}")

    breaking, _ = verdict_of(current, released)

    assert [one.split(":")[0] for one in breaking] == ["FIELD_CHANGED_KIND"]


def test_a_type_goes_with_the_last_field_that_led_to_it() -> None:
    toy = "type Toy implements Node { id: ID!  maker: Maker }\ntype Maker { name: String }\ntype Query {"
    released = edited("type Query {", toy).replace("age: Int }", f"age: Int  toy: Toy {deprecated('2027-01-01')} }}")

    assert verdict_of(BASE, released) == ([], [])


def test_a_type_that_something_else_leads_to_stays() -> None:
    toy = "type Toy { name: String }\ntype Query { toys: [Toy!]\n"
    released = edited("type Query {", toy).replace("age: Int }", f"age: Int  toy: Toy {deprecated('2027-01-01')} }}")

    breaking, _ = verdict_of(edited("type Query {", "type Query { toys: Int\n"), released)

    assert sorted(one.split(":")[0] for one in breaking) == ["FIELD_CHANGED_KIND", "TYPE_REMOVED"]


# --- notice -------------------------------------------------------------------------------------------------------


def newly(reason: str, released: str = BASE) -> list[str]:
    return verdict_of(edited("age: Int }", f'age: Int @deprecated(reason: "{reason}") }}'), released)[0]


def test_a_deprecation_says_what_to_use_and_when_it_goes() -> None:
    assert newly("It was rounded. Use birthday. Removed 2027-10-01") == []


@pytest.mark.parametrize(
    ("reason", "problem"),
    [
        ("No longer supported", "write the reason as"),
        ("It was rounded. Removed 2027-10-01", "write the reason as"),
        ("It was rounded. Use birthday.", "write the reason as"),
        ("It was rounded. Use birthday. Removed 2027-13-01", "write the reason as"),
        ("It was rounded. Use birthday. Removed 2027-11-01", "a quarter's first day"),
        ("It was rounded. Use birthday. Removed 2027-10-02", "a quarter's first day"),
        ("It was rounded. Use birthday. Removed 2027-07-01", "less than 6 months ahead"),
    ],
)
def test_a_deprecation_without_its_form_or_notice_fails(reason: str, problem: str) -> None:
    (found,) = newly(reason)

    assert problem in found


def test_a_promised_day_is_not_brought_forward() -> None:
    released = edited("age: Int }", f"age: Int {deprecated('2028-01-01')} }}")

    (found,) = newly("It was rounded. Use birthday. Removed 2027-10-01", released)

    assert "the release says 2028-01-01" in found


def test_what_no_release_has_shown_needs_no_notice() -> None:
    current = edited("age: Int }", f"age: Int  years: Int {deprecated('2027-04-01')} }}")

    assert verdict_of(current) == ([], [])


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2027, 1, 1), 6, date(2027, 7, 1)),
        (date(2027, 1, 2), 6, date(2027, 8, 1)),
        (date(2027, 9, 30), 6, date(2028, 4, 1)),
    ],
)
def test_months_are_whole_ones(day: date, months: int, then: date) -> None:
    assert changes.months_after(day, months) == then


# --- the command --------------------------------------------------------------------------------------------------


def test_the_command_says_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "released").mkdir()
    for surface in changes.SURFACES:
        (tmp_path / "released" / surface).write_text(BASE)
        (tmp_path / surface).write_text(edited(*DANGEROUS["VALUE_ADDED_TO_ENUM"]))

    passed = changes.check(tmp_path, TODAY)
    (tmp_path / "partner.graphql").write_text(edited(*BREAKING["FIELD_REMOVED"]))
    failed = changes.check(tmp_path, TODAY)

    said = capsys.readouterr().out
    assert (passed, failed) == (0, 1)
    assert "announce: VALUE_ADDED_TO_ENUM: Enum value Mood.SAD was added." in said
    assert "breaks: FIELD_REMOVED: Field Dog.age was removed." in said


def test_before_the_first_release_there_is_nothing_to_break(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for surface in changes.SURFACES:
        (tmp_path / surface).write_text(BASE)

    before = changes.check(tmp_path, TODAY), capsys.readouterr().out
    changes.release(tmp_path)
    (tmp_path / "schema.graphql").write_text(edited(*BREAKING["FIELD_REMOVED"]))

    assert before == (0, "schema.graphql: nothing is released yet\npartner.graphql: nothing is released yet\n")
    assert changes.check(tmp_path, TODAY) == 1


def test_after_a_release_its_schemas_must_be_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for surface in changes.SURFACES:
        (tmp_path / surface).write_text(BASE)

    before = changes.check(tmp_path, TODAY, "## [0.1.0] - unreleased\n")
    after = changes.check(tmp_path, TODAY, "## [0.2.0] - unreleased\n\n## [0.1.0] - 2027-02-01\n")

    assert (before, after) == (0, 1)
    assert "partner.graphql: its file is missing in `released`" in capsys.readouterr().out


def test_the_schemas_break_nothing_that_was_released(capsys: pytest.CaptureFixture[str]) -> None:
    assert changes.main() == 0, capsys.readouterr().out
