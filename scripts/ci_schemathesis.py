"""Have schemathesis make up documents for every root field of every surface: none may meet an error of ours.

A demo of its own answers. Documents are the same at every run; half of the ids in them lead to something. What comes
back must be what the schema says: no 5xx, no masked error, no error without a code, every value of its type.
Run it as `python -m scripts.ci_schemathesis`.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import httpx
import schemathesis
from graphql import (
    REMOVE,
    ArgumentNode,
    DirectiveNode,
    FieldNode,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    NameNode,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    StringValueNode,
    Visitor,
    build_schema,
    is_enum_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    parse,
    print_ast,
    visit,
)
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.clients.partnership import make_key
from tests.clients.people import peopled
from tests.e2e.running import Running, running

SCHEMAS = Path(__file__).resolve().parent.parent / "schema"
EXAMPLES = 20  # of each root field
REAL = "real"
PATIENCE = 5  # times too much may have been asked in a row
PAGING = {"first", "last", "after", "before"}
OURS = {"INTERNAL_SERVER_ERROR", "INVALID_SETTINGS", "CANNOT_UNSEAL", "LEASE_LOST", None}
THINGS = """
query ($clinic: ID!) {
  clinic(id: $clinic) {
    locations(first: 1) { nodes { id } } practitioners(first: 1) { nodes { id } } services(first: 1) { nodes { id } }
  }
  patients(clinicId: $clinic, first: 1) { nodes { id } }
  conversations(clinicId: $clinic, first: 1) { nodes { id messages(first: 1) { nodes { id } } } }
  channels(clinicId: $clinic, first: 1) { nodes { id } }
  calendars(clinicId: $clinic, first: 1) { nodes { id } }
  viewer { user { id } }
}"""
SLOTS = """
query ($clinic: ID!, $service: ID!, $from: DateTime!, $to: DateTime!) {
  availableSlots(clinicId: $clinic, serviceId: $service, from: $from, to: $to) { startsAt practitioner { id } }
}"""
BOOK = "mutation ($input: BookingCreateInput!) { bookingCreate(input: $input) { booking { id } } }"
PYTHON_TYPES = {
    "Int": (int,),
    "Float": (int, float),
    "String": (str,),
    "ID": (str,),
    "Boolean": (bool,),
    "DateTime": (str,),
}
ANY = (dict, list, str, int, float, bool)


@dataclass(slots=True)
class Found:
    """What came back: how often each code, and what must not have."""

    answers: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def judge(self, surface: str, schema: GraphQLSchema, document: str, answer: httpx.Response) -> None:
        """Note one answer, and what is wrong with it."""
        self.answers += 1
        body = answer.json() if answer.status_code < 500 else {}
        codes = [error.get("extensions", {}).get("code") for error in body.get("errors", ())]
        self.codes.update(map(str, codes))
        problems = [f"code {code}: {body['errors']}" for code in codes if code in OURS]
        problems += [f"status {answer.status_code}"] if answer.status_code >= 500 else []
        if body.get("data") is not None:
            (operation,) = parse(document).definitions
            assert isinstance(operation, OperationDefinitionNode)  # noqa: S101  # schemathesis makes nothing else
            root = schema.get_root_type(operation.operation)
            problems += object_problems(schema, root, body["data"], operation.selection_set, "data")
        self.problems += [f"{surface}: {problem}\n{document}" for problem in problems]


class Sensible(Visitor):
    """Makes most of a document's pages ones there can be, its placeholders ids of what the argument asks for, and
    gives most changes a key to be asked for again.
    """

    def __init__(self, ids: dict[str, str], document: str) -> None:
        super().__init__()
        self._ids = ids
        self._chance = Random(document)  # noqa: S311  # the same for the same document

    def leave_argument(self, node: ArgumentNode, *_: Any) -> Any:
        if node.name.value not in PAGING or self._chance.random() < 0.1:
            return None
        if node.name.value != "first":
            return REMOVE
        return ArgumentNode(name=node.name, value=IntValueNode(value=str(self._chance.randint(1, 20))))

    def leave_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> Any:
        if node.operation is not OperationType.MUTATION or self._chance.random() < 0.1:
            return None
        key = StringValueNode(value=f"{self._chance.getrandbits(64):x}")
        argument = ArgumentNode(name=NameNode(value="key"), value=key)
        once: Any = (DirectiveNode(name=NameNode(value="idempotent"), arguments=(argument,)),)
        fields = tuple(replace(one, directives=once) for one in node.selection_set.selections)
        return replace(node, selection_set=replace(node.selection_set, selections=fields))

    def leave_string_value(self, node: StringValueNode, _key: Any, parent: Any, _path: Any, above: list[Any]) -> Any:
        if node.value != REAL:
            return None
        named = [one for one in (*above, parent) if getattr(one, "name", None)]
        name = named[-1].name.value.removesuffix("Ids").removesuffix("Id")
        return StringValueNode(value=self._ids.get(name, self._ids["clinic"]))


def strategies(now: datetime) -> None:
    """Teach schemathesis what ids and instants are likely to get further than a check of their form."""
    texts = st.one_of(st.just(REAL), st.just(REAL), st.text(max_size=60), st.just("Q2xpbmljOg"))
    near = st.integers(0, 28 * 24 * 4).map(lambda quarters: now + timedelta(minutes=15 * quarters))
    instants = st.one_of(near, near, st.datetimes(timezones=st.just(UTC)))
    schemathesis.graphql.scalar("ID", texts.map(lambda text: StringValueNode(value=text)))
    schemathesis.graphql.scalar("JSON", st.just(ObjectValueNode(fields=())))
    schemathesis.graphql.scalar("DateTime", instants.map(lambda instant: StringValueNode(value=instant.isoformat())))


def value_problems(
    schema: GraphQLSchema, kind: Any, value: Any, selections: SelectionSetNode | None, at: str
) -> Iterator[str]:
    """Compare a value with its type, all the way down."""
    if is_non_null_type(kind):
        if value is None:
            yield f"{at}: null"
        kind = kind.of_type
    if value is None:
        return
    if is_list_type(kind):
        if not isinstance(value, list):
            yield f"{at}: no list"
            return
        for index, one in enumerate(value):
            yield from value_problems(schema, kind.of_type, one, selections, f"{at}[{index}]")
    elif is_leaf_type(kind):
        if value not in kind.values if is_enum_type(kind) else type(value) not in PYTHON_TYPES.get(kind.name, ANY):
            yield f"{at}: {value!r} is no {kind.name}"
    else:
        yield from object_problems(schema, kind, value, selections, at)


def object_problems(
    schema: GraphQLSchema, kind: Any, value: Any, selections: SelectionSetNode | None, at: str
) -> Iterator[str]:
    """Compare an object's fields with what was selected; of an abstract type, those of fragments too."""
    if not isinstance(value, dict) or selections is None:
        yield f"{at}: no object"
        return
    for one in selections.selections:
        if isinstance(one, InlineFragmentNode) and one.type_condition is not None:
            condition = schema.type_map[one.type_condition.name.value]
            if isinstance(condition, GraphQLObjectType) and value.get("__typename") == condition.name:
                yield from object_problems(schema, condition, value, one.selection_set, at)
        elif isinstance(one, FieldNode):
            name, key = one.name.value, (one.alias or one.name).value
            if name == "__typename":
                continue
            if key not in value:
                yield f"{at}.{key}: missing"
            else:
                yield from value_problems(schema, kind.fields[name].type, value[key], one.selection_set, f"{at}.{key}")


def things(house: Running, where: dict[str, str]) -> dict[str, str]:
    """Return an id of each kind of thing the demo has, by what an argument calls it."""
    data = house.query(house.token_of("owner"), THINGS, {"clinic": where["clinic"]})
    lists = {**data["clinic"], **data, "messages": data["conversations"]["nodes"][0]["messages"]}
    names = ("location", "practitioner", "service", "patient", "conversation", "message", "channel", "calendar")
    ids = {name: lists[f"{name}s"]["nodes"][0]["id"] for name in names}
    user = data["viewer"]["user"]["id"]
    return {
        **ids,
        "clinic": where["clinic"],
        "id": ids["conversation"],
        "assignee": user,
        "booking": booked(house, ids, where),
    }


def booked(house: Running, ids: dict[str, str], where: dict[str, str]) -> str:
    """Make a booking and return its id."""
    begin = datetime.now(UTC) + timedelta(days=1)
    window = {"from": begin.isoformat(), "to": (begin + timedelta(days=7)).isoformat()}
    asked = {"clinic": where["clinic"], "service": ids["service"], **window}
    slot = house.query(where["token"], SLOTS, asked)["availableSlots"][0]
    wish = {"serviceId": ids["service"], "patientId": ids["patient"], "startsAt": slot["startsAt"]}
    made = house.query(where["token"], BOOK, {"input": {**wish, "practitionerId": slot["practitioner"]["id"]}})
    key: str = made["bookingCreate"]["booking"]["id"]
    return key


def probe(path: Path, ask: Callable[[str], httpx.Response], ids: dict[str, str], found: Found) -> None:
    """Ask every root field of one schema."""
    schema = build_schema(path.read_text(encoding="utf-8"))

    def judged(document: str) -> None:
        found.judge(path.stem, schema, document, ask(document))

    made: Any = schemathesis.graphql.from_path(str(path))
    for result in made.get_all_operations():
        documents(result.ok().as_strategy(), judged, ids)


def documents(cases: Any, use: Callable[[str], None], ids: dict[str, str]) -> None:
    """Hand on so many documents as there are examples, always the same."""

    @settings(
        max_examples=EXAMPLES, derandomize=True, database=None, deadline=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=cases)
    def each(case: Any) -> None:
        use(print_ast(visit(parse(case.body), Sensible(ids, case.body))))

    each()


@contextmanager
def asker(address: str, token: str) -> Iterator[Callable[[str], httpx.Response]]:
    """Ask as one person or program, and wait where too much was asked."""
    with httpx.Client(headers={"authorization": f"Bearer {token}"}, timeout=20, trust_env=False) as client:

        def ask(document: str) -> httpx.Response:
            for _ in range(PATIENCE):
                answer = client.post(address, json={"query": document})
                if answer.status_code != 429:
                    break
                time.sleep(float(answer.headers["retry-after"]))
            return answer

        yield ask


def main() -> int:
    """Ask everything; 1 where anything of ours went wrong."""
    begun = time.monotonic()
    strategies(datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=1))
    found = Found()
    with (
        tempfile.TemporaryDirectory(prefix="chatbookr-schemathesis-") as name,
        running(Path(name), is_program=True) as house,
    ):
        where = peopled(house)
        ids = things(house, where)
        key, _ = make_key(house, where["clinic"], "schemathesis")
        surfaces = {"schema": ("/graphql", house.token_of("owner")), "partner": ("/partner/graphql", key)}
        for surface, (path, token) in surfaces.items():
            with asker(f"{house.api}{path}", token) as ask:
                probe(SCHEMAS / f"{surface}.graphql", ask, ids, found)
    told = f"{found.answers} answers in {time.monotonic() - begun:.0f} s; codes: {json.dumps(dict(found.codes))}"
    sys.stdout.write("\n".join([*found.problems[:20], told, ""]))
    return 1 if found.problems else 0


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    sys.exit(main())
