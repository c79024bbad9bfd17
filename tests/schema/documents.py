"""Makes documents out of the schema itself: fields, aliases, fragments, conditions, by chance that repeats itself."""

from collections.abc import Mapping
from random import Random

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)

MOST_DEPTH = 5
MOST_FIELDS = 45
MOST_ALIASES = 12
NAMED = {"clinicId": "$clinic", "first": "3"}

NOT_ASKED = {
    "node",
    "auditEntries",
    "auditCheckpoint",
    "auditConsistency",
}  # each denial adds to the log


class Documents:
    """Writes one document after the other."""

    def __init__(self, schema: GraphQLSchema, seed: int) -> None:
        self._schema = schema
        self._random = Random(seed)  # noqa: S311  # documents, no secrets
        self._fragments: list[str] = []
        self._aliases = 0
        self._left = 0

    def document(self, ids: Mapping[str, str]) -> str:
        """Write a query of one to three root fields; `ids` are those of things that can be asked for by id."""
        self._fragments, self._aliases, self._left = [], 0, MOST_FIELDS
        query = self._schema.query_type
        assert query is not None
        names = [name for name, one in query.fields.items() if self._is_askable(one) and name not in NOT_ASKED]
        roots = [self._field(name, query.fields[name], 1) for name in self._random.sample(names, 2)]
        if self._random.random() < 0.6:
            roots.append(self._node(*self._random.choice(sorted(ids.items()))))
        head = "query Made($clinic: ID!, $yes: Boolean = true, $no: Boolean = false)"
        uses = "__typename @include(if: $yes) @skip(if: $no)"
        return f"{head} {{ {uses} {' '.join(roots)} }} {' '.join(self._fragments)}"

    def _is_askable(self, one: GraphQLField) -> bool:
        required = {name for name, argument in one.args.items() if is_required_argument(argument)}
        return required <= {"clinicId", "id"}

    def _node(self, type_name: str, key: str) -> str:
        kind = self._schema.type_map[type_name]
        assert isinstance(kind, GraphQLObjectType)
        return f'node(id: "{key}") {{ id ... on {type_name} {{ {self._fields(kind, 2)} }} }}'

    def _fields(self, kind: GraphQLObjectType | GraphQLInterfaceType, depth: int) -> str:
        names = [name for name, one in kind.fields.items() if self._is_askable(one)]
        if depth >= MOST_DEPTH:
            names = [name for name in names if is_leaf_type(get_named_type(kind.fields[name].type))] or ["__typename"]
        chosen = self._random.sample(names, min(len(names), self._random.randint(1, 6)))
        if "nodes" in kind.fields and not {"nodes", "edges"} & set(chosen):
            chosen.append("nodes")
        if self._random.random() < 0.3:
            chosen.append("__typename")
        written = [self._wrapped(kind, name, depth) for name in chosen if self._takes_one()]
        return " ".join(written) or "__typename"

    def _takes_one(self) -> bool:
        self._left -= 1
        return self._left >= 0

    def _wrapped(self, kind: GraphQLObjectType | GraphQLInterfaceType, name: str, depth: int) -> str:
        inside = "__typename" if name == "__typename" else self._field(name, kind.fields[name], depth)
        chance = self._random.random()
        if chance < 0.08:
            return f"... on {kind.name} {{ {inside} }}"
        if chance < 0.14:
            self._fragments.append(f"fragment F{len(self._fragments)} on {kind.name} {{ {inside} }}")
            return f"...F{len(self._fragments) - 1}"
        if chance < 0.18:
            return f"... {self._condition()} {{ {inside} }}"
        return inside

    def _condition(self) -> str:
        return self._random.choice(
            ["@skip(if: $no)", "@include(if: $yes)", "@skip(if: $yes)", "@include(if: false)", "@skip(if: false)"]
        )

    def _field(self, name: str, one: GraphQLField, depth: int) -> str:
        given = {given: NAMED[given] for given in one.args if given in NAMED}
        if "id" in one.args:
            given["id"] = "$clinic"
        arguments = f"({', '.join(f'{name}: {value}' for name, value in given.items())})" if given else ""
        alias = ""
        if self._aliases < MOST_ALIASES and self._random.random() < 0.15:
            self._aliases += 1
            alias = f"a{self._aliases}: "
        condition = f" {self._condition()}" if self._random.random() < 0.08 else ""
        kind = get_named_type(one.type)
        inside = ""
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            inside = f" {{ {self._fields(kind, depth + 1)} }}"
        return f"{alias}{name}{arguments}{condition}{inside}"


BY_HAND = {
    "spread": "{ BOOKINGS { nodes { ...B ...B } } } fragment B on Booking { id ... { reference ...C } } "
    "fragment C on Booking { patient { name } status }",
    "on the interface": "{ BOOKINGS { nodes { ... on Node { id } reference } } }",
    "merged": "{ BOOKINGS { nodes { patient { name } patient { phone id } } nodes { reference } } }",
    "merged roots": "{ BOOKINGS { nodes { id } } BOOKINGS { nodes { patient { name } } } }",
    "aliases": "{ a: BOOKINGS { x: nodes { y: id y2: id z: patient { n: name m: name } } } "
    "b: bookings(clinicId: $c, last: 2) { nodes { notes n: notes } } }",
    "skipped": "{ BOOKINGS { nodes @skip(if: $t) { id } pageInfo @include(if: $t) { hasNextPage } } }",
    "skipped inside": "{ BOOKINGS { nodes { id notes @skip(if: $t) patient @include(if: $f) { name } } } }",
    "all skipped": "{ BOOKINGS { nodes { id @skip(if: true) } } }",
    "fragment skipped": "{ BOOKINGS { nodes { id ...N @include(if: $f) ... @skip(if: $t) { version } } } } "
    "fragment N on Booking { notes }",
    "both conditions": "{ BOOKINGS { nodes { id @skip(if: $f) @include(if: $t) version @skip(if: $t) } } }",
    "names of types": "{ __typename BOOKINGS { __typename nodes { t: __typename patient { __typename } } } }",
    "edges": "{ bookings(clinicId: $c, first: 2) { edges { cursor node { reference service { title } } } "
    "pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }",
    "every plain field": "{ BOOKINGS { nodes { id reference startsAt endsAt timeZone status version "
    "wantsReminders calendarState createdAt createdBy cancelledAt cancelledBy cancelReason notes } } }",
    "companions": "{ BOOKINGS { nodes { patient { id name phone channel language createdAt } "
    "service { title priceMinorUnits currency } practitioner { fullName isActive } location { address timeZone } } } }",
    "waits inside": "{ BOOKINGS { nodes { reference notes conversation { id state } patient { name } } } }",
    "waits deeper": "{ BOOKINGS { nodes { id service { id practitioners { fullName } } patient { name } } } }",
    "an error in a nullable field": "{ patients(clinicId: $c) { nodes { id name phone } } }",
    "an error in a companion": "{ BOOKINGS { nodes { reference patient { id name } } } }",
    "an error in a required field": "{ conversations(clinicId: $c) { nodes { id messages { nodes { id body } } } } }",
    "an error beside others": "{ BOOKINGS { nodes { notes patient { name } conversation { "
    "messages { nodes { body } } } } } tasks(clinicId: $c) { nodes { bookingId conversation { patient { name } } } } }",
    "lists of values": "{ conversations(clinicId: $c) { nodes { messages { nodes { choices direction author } } } } }",
    "enums": "{ conversations(clinicId: $c) { nodes { state owner } } tasks(clinicId: $c) { nodes { state kind } } }",
    "a clinic": "{ clinic(id: $c) { name locations { nodes { name } } services { edges { node { title } } } } }",
    "who": "{ viewer { user { email } memberships { role permissions clinic { name } practitioner { fullName } } } }",
    "two clinics": "{ a: node(id: $a) { ... on Booking { id notes patient { name } } } "
    "b: node(id: $b) { ... on Booking { id notes patient { name } } } BOOKINGS { nodes { notes } } }",
    "two lists": "{ a: BOOKINGS { nodes { notes patient { name } } } "
    "b: bookings(clinicId: $d) { nodes { notes patient { name } } } }",
    "introspection": '{ __schema { queryType { name } } __type(name: "Booking") { fields { name } } '
    "BOOKINGS { nodes { id } } }",
    "nothing": '{ bookings(clinicId: $c, where: {startsFrom: "2040-01-01T00:00:00Z"}) { nodes { id } } }',
    "another order": "{ BOOKINGS { nodes { patient { name } notes reference id } pageInfo { endCursor } } }",
    "channels": "{ channels(clinicId: $c) { nodes { id plugin state } } calendars(clinicId: $c) { nodes { id state "
    "isFresh practitioner { fullName } } } deadJobs(clinicId: $c) { nodes { id kind attempts lastError } } }",
}
VARIABLES = {"c": "ID!", "d": "ID!", "a": "ID!", "b": "ID!", "t": "Boolean = true", "f": "Boolean = false"}


def by_hand(name: str) -> str:
    """Write one by hand: `$c` and `$d` are clinics, `$a` and `$b` bookings, `$t` is true, `$f` false."""
    body = BY_HAND[name].replace("BOOKINGS", "bookings(clinicId: $c)")
    used = [f"${one}: {kind}" for one, kind in VARIABLES.items() if f"${one}" in body]
    return f"query ByHand{f'({chr(44).join(used)})' if used else ''} {body}"
