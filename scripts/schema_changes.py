"""Compare the schema of each surface with the last release's: what would break a client fails, what might surprise one
is announced. docs/reference/evolution.md has the rules; `--release` makes the present schemas the released ones.

An element may go once the release has said so, in its deprecation's reason, and the day named there has come.
"""

import argparse
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from graphql import (
    REMOVE,
    DocumentNode,
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    GraphQLUnionType,
    Node,
    TypeDefinitionNode,
    Visitor,
    build_ast_schema,
    get_named_type,
    parse,
    visit,
)
from graphql.utilities import find_breaking_changes, find_dangerous_changes

from chatbookr_schema.deprecation import FORM, is_quarters_first, removal_day

FOLDER = Path(__file__).parent.parent / "schema"
SURFACES = ("schema.graphql", "partner.graphql")
NOTICE_MONTHS = 6
RELEASE = re.compile(r"^## \[\S+\] - \d{4}-\d{2}-\d{2}$", re.MULTILINE)  # of the changelog, with its day

Element = GraphQLField | GraphQLArgument | GraphQLInputField | GraphQLEnumValue


@dataclass(slots=True)
class Verdict:
    """What a comparison found: what must not be, and what must be told."""

    breaking: list[str] = field(default_factory=list)
    announced: list[str] = field(default_factory=list)


def elements_of(schema: GraphQLSchema) -> dict[str, Element]:
    """Return all that can be deprecated, by coordinate: `Booking.notes`, `Query.bookings(where:)`, `Role.OWNER`."""
    found: dict[str, Element] = {}
    for kind in schema.type_map.values():
        if kind.name.startswith("__"):
            continue
        if isinstance(kind, GraphQLEnumType):
            found |= {f"{kind.name}.{name}": value for name, value in kind.values.items()}
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for name, one in kind.fields.items():
                found[f"{kind.name}.{name}"] = one
                if isinstance(one, GraphQLField):
                    found |= {f"{kind.name}.{name}({key}:)": argument for key, argument in one.args.items()}
    return found


def months_after(day: date, months: int) -> date:
    """Return the first of the month that lies whole months after `day`'s; a later day of the month rounds up."""
    count = day.year * 12 + day.month - 1 + months + (day.day > 1)
    return date(count // 12, count % 12 + 1, 1)


def deprecation_problems(released: GraphQLSchema, current: GraphQLSchema, today: date) -> Iterator[str]:
    """Hold every deprecation's reason to its form, and its day to the notice that partners were promised."""
    before = elements_of(released)
    for coordinate, element in elements_of(current).items():
        if element.deprecation_reason is None:
            continue
        day = removal_day(element.deprecation_reason)
        old = before.get(coordinate)
        promised = removal_day(old.deprecation_reason) if old else None
        if day is None:
            yield f"{coordinate}: write the reason as {FORM}"
        elif not is_quarters_first(day):
            yield f"{coordinate}: removals are on a quarter's first day, and {day} is none"
        elif promised is not None and day < promised:
            yield f"{coordinate}: the release says {promised}, which {day} is before"
        elif promised is None and old is not None and day < months_after(today, NOTICE_MONTHS):
            yield f"{coordinate}: {day} is less than {NOTICE_MONTHS} months ahead"


def requirements_of(element: Element) -> set[str]:
    """Return the permissions that `@requires` names on an element."""
    directives: Any = element.ast_node.directives if element.ast_node else ()
    return {one.arguments[0].value.value for one in directives or () if one.name.value == "requires"}


def new_requirements(released: GraphQLSchema, current: GraphQLSchema) -> Iterator[str]:
    """Name what needs a permission that it did not need: whoever lacks that reads null from now on."""
    present = elements_of(current)
    for coordinate, element in elements_of(released).items():
        more = requirements_of(present[coordinate]) - requirements_of(element) if coordinate in present else set()
        if more:
            yield f"REQUIREMENT_ADDED: {coordinate} needs {', '.join(sorted(more))} now."


def new_choices(released: GraphQLSchema, current: GraphQLSchema) -> Iterator[str]:
    """Name the inputs that take exactly one of their fields now, and took several (GraphQL, section 3.10.1)."""
    before = {name: one for name, one in released.type_map.items() if isinstance(one, GraphQLInputObjectType)}
    after = {name: one for name, one in current.type_map.items() if isinstance(one, GraphQLInputObjectType)}
    for name in before.keys() & after.keys():
        if after[name].is_one_of and not before[name].is_one_of:
            yield f"ONE_OF_ADDED: {name} takes exactly one of its fields now."


def new_specifications(released: GraphQLSchema, current: GraphQLSchema) -> Iterator[tuple[bool, str]]:
    """Name the scalars that are specified elsewhere now, and whether that is a breach: it may be another language.

    One that says only now where it is specified is announced.
    """
    for name, old in released.type_map.items():
        now = current.type_map.get(name)
        if isinstance(old, GraphQLScalarType) and isinstance(now, GraphQLScalarType):
            before, after = old.specified_by_url, now.specified_by_url
            if before != after:
                yield before is not None, f"SPECIFICATION_CHANGED: {name} is specified by {after}, and was by {before}."


class Removal(Visitor):
    """Takes out of a released document what has gone since, and was due to go."""

    def __init__(self, due: set[str]) -> None:
        super().__init__()
        self._due = due

    def _leave(self, node: Any, _key: object, _parent: object, _path: object, ancestors: list[Any]) -> Any:
        names = [one.name.value for one in ancestors if isinstance(one, Node) and hasattr(one, "name")]
        names.append(node.name.value)
        coordinate = ".".join(names[:2]) + (f"({names[2]}:)" if len(names) > 2 else "")
        return REMOVE if coordinate in self._due else None

    leave_field_definition = leave_input_value_definition = leave_enum_value_definition = _leave


def led_to(schema: GraphQLSchema) -> set[str]:
    """Name the types that a field or an argument leads to from the roots; `node` leads to nothing of its own."""
    waiting: list[GraphQLNamedType] = [
        kind for kind in (schema.query_type, schema.mutation_type, schema.subscription_type) if kind
    ]
    waiting += [get_named_type(one.type) for directive in schema.directives for one in directive.args.values()]
    seen: set[str] = set()
    while waiting:
        kind = waiting.pop()
        if kind.name not in seen:
            seen.add(kind.name)
            waiting += _next_to(kind)
    return seen


def _next_to(kind: GraphQLNamedType) -> Iterator[GraphQLNamedType]:
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        yield from kind.interfaces
        for one in kind.fields.values():
            yield get_named_type(one.type)
            yield from (get_named_type(argument.type) for argument in one.args.values())
    elif isinstance(kind, GraphQLInputObjectType):
        yield from (get_named_type(one.type) for one in kind.fields.values())
    elif isinstance(kind, GraphQLUnionType):
        yield from kind.types


def still_promised(document: DocumentNode, current: GraphQLSchema, today: date) -> GraphQLSchema:
    """Return the released schema without what was due to go and has gone, and without the types only that led to."""
    released = build_ast_schema(document, assume_valid=True)
    days = {name: removal_day(one.deprecation_reason) for name, one in elements_of(released).items()}
    gone = days.keys() - elements_of(current).keys()
    left = visit(document, Removal({name for name in gone if (day := days[name]) is not None and day <= today}))
    dropped = led_to(released) - led_to(build_ast_schema(left, assume_valid=True))
    kept = (one for one in left.definitions if not (isinstance(one, TypeDefinitionNode) and one.name.value in dropped))
    return build_ast_schema(DocumentNode(definitions=tuple(kept)), assume_valid=True)


def compared(released: str, current: str, today: date) -> Verdict:
    """Compare two schemas, as SDL, on a day."""
    document, now = parse(released), build_ast_schema(parse(current), assume_valid=True)
    before = still_promised(document, now, today)
    breaking = [f"{one.type.name}: {one.description}" for one in find_breaking_changes(before, now)]
    breaking += [*new_requirements(before, now), *new_choices(before, now)]
    breaking += deprecation_problems(build_ast_schema(document, assume_valid=True), now, today)
    announced = [f"{one.type.name}: {one.description}" for one in find_dangerous_changes(before, now)]
    for is_breach, text in new_specifications(before, now):
        (breaking if is_breach else announced).append(text)
    return Verdict(breaking, announced)


def check(folder: Path, today: date, changelog: str = "") -> int:
    """Compare every surface in `folder` with its release, and say what was found; 1 where something breaks.

    Without a release's file there is nothing to break, unless the changelog has a release with its day.
    """
    failed = 0
    is_released = RELEASE.search(changelog) is not None
    for surface in SURFACES:
        released = folder / "released" / surface
        if not released.exists():
            found = "its file is missing in `released`" if is_released else "nothing is released yet"
            sys.stdout.write(f"{surface}: {found}\n")
            failed |= is_released
            continue
        texts = [path.read_text(encoding="utf-8") for path in (released, folder / surface)]
        verdict = compared(texts[0], texts[1], today)
        failed |= bool(verdict.breaking)
        lines = [f"  breaks: {one}" for one in verdict.breaking] + [f"  announce: {one}" for one in verdict.announced]
        sys.stdout.write("\n".join([f"{surface}: {len(verdict.breaking)} breaking changes", *lines, ""]))
    return failed


def release(folder: Path) -> None:
    """Make the present schemas the released ones."""
    (folder / "released").mkdir(exist_ok=True)
    for surface in SURFACES:
        shutil.copyfile(folder / surface, folder / "released" / surface)


def main(*, is_release: bool = False) -> int:
    """Check, and with --release make the present schemas the released ones, unless they break something."""
    changelog = (FOLDER.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    failed = check(FOLDER, datetime.now(UTC).date(), "" if is_release else changelog)
    if is_release and not failed:
        release(FOLDER)
    return failed


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--release", action="store_true")
    sys.exit(main(is_release=parser.parse_args().release))
