"""Requests that nobody sends in good faith, each with a name, and the code each is refused with.

They are made as ASGI has them, byte by byte: no client stands in between that would put something right.
"""

import asyncio
import gzip
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

CHUNK = 64 * 1024
MEBIBYTE = 1024 * 1024
JSON = (("content-type", "application/json"), ("accept", "application/graphql-response+json"))
PARSE, VALIDATION = "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"
REQUEST, INPUT, LARGE, MEDIA = "BAD_REQUEST", "BAD_USER_INPUT", "PAYLOAD_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE"


@dataclass(frozen=True, slots=True)
class Hostile:
    """One request: `chunks` is its body, made anew each time it is sent."""

    code: str | tuple[str, ...]  # of several, whichever check comes first
    chunks: Callable[[], Iterator[bytes]]
    headers: Sequence[tuple[str, str]] = JSON
    method: str = "POST"
    query_string: str = ""

    @property
    def codes(self) -> set[str]:
        return {self.code} if isinstance(self.code, str) else set(self.code)


@dataclass(slots=True)
class Refusal:
    """What was answered."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def codes(self) -> list[str]:
        """List the codes of its errors."""
        return [error["extensions"]["code"] for error in json.loads(self.body)["errors"]]


async def answer_to(app: Any, request: Hostile, path: str = "/graphql", **headers: str) -> Refusal:
    """Send a request into an ASGI application, chunk by chunk, and collect the answer."""
    given = [*request.headers, *headers.items()]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": request.method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "root_path": "", "query_string": request.query_string.encode(),
        "headers": [(b"host", b"clinic.test"), *((name.encode(), value.encode()) for name, value in given)],
        "client": ("127.0.0.1", 50_000), "server": ("clinic.test", 80), "state": {},
    }  # fmt: skip
    chunks, answer, is_sent = request.chunks(), Refusal(), False

    async def receive() -> dict[str, Any]:
        nonlocal is_sent
        if is_sent:
            await asyncio.Event().wait()  # whoever asked stays, and says no more
        chunk = next(chunks, None)
        is_sent = chunk is None
        return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

    async def send(message: Mapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = {name.decode(): value.decode() for name, value in message["headers"]}
        else:
            answer.body += message.get("body", b"")

    await app(scope, receive, send)
    return answer


def _body(make: Callable[[], bytes]) -> Callable[[], Iterator[bytes]]:
    def chunks() -> Iterator[bytes]:
        body = make()
        return iter([body[start : start + CHUNK] for start in range(0, len(body), CHUNK)])

    return chunks


def raw(code: str | tuple[str, ...], body: Callable[[], bytes], **options: Any) -> Hostile:
    """Send bytes as they are."""
    return Hostile(code, _body(body), **options)


def post(code: str | tuple[str, ...], document: Callable[[], str], **parameters: Any) -> Hostile:
    """Post a document; further parameters may be functions, which are called when it is sent."""

    def body() -> bytes:
        made = {name: value() if callable(value) else value for name, value in parameters.items()}
        return json.dumps({"query": document(), **made}).encode()

    return Hostile(code, _body(body))


def endless(code: str | tuple[str, ...], beginning: bytes, count: int, **options: Any) -> Hostile:
    """Send a beginning, then `count` chunks, none of which is kept here."""

    def chunks() -> Iterator[bytes]:
        yield beginning
        yield from (b"#" * CHUNK for _ in range(count))

    return Hostile(code, chunks, **options)


def get(code: str | tuple[str, ...], query_string: str) -> Hostile:
    """Ask by the address."""
    return Hostile(code, lambda: iter(()), JSON[1:], "GET", query_string)


def times(count: int, pattern: str, joint: str = " ") -> str:
    """Write a pattern `count` times, its number in place of `%`."""
    return joint.join(pattern.replace("%", str(number)) for number in range(count))


def nested(depth: int, opening: str, closing: str, middle: str = "") -> str:
    return opening * depth + middle + closing * depth


def fragments(count: int, body: str, last: str) -> str:
    """Write fragments, each of which may spread the next as `F+`."""
    made = (f"fragment F{n} on Query {{ {body.replace('+', str(n + 1)).replace('%', str(n))} }}" for n in range(count))
    return " ".join([*made, f"fragment F{count} on Query {{ {last} }}"])


def numbered(count: int) -> dict[str, int]:
    """Make an object of fields that no input has."""
    return {f"f{number}": number for number in range(count)}


VIEWER = "viewer { __typename }"
KEY_CREATE = "mutation ($i: ApiKeyCreateInput!) { apiKeyCreate(input: $i) { token } }"
PAGES = "conversations(clinicId: $c, first: 100) { nodes { messages(first: 100) { nodes { id } } } }"
DEEP_JSON = nested(100_000, "[", "]")

HOSTILE: Mapping[str, Hostile] = {
    # too long
    "60 000 aliases": post(LARGE, lambda: "{ " + times(60_000, f"a%: {VIEWER}") + " }"),
    "aliases that fit": post(PARSE, lambda: "{ " + times(1500, "a%: __typename") + " }"),
    "a body of 10 MB": endless(LARGE, b'{"query": "', 160),
    "a comment of 10 MB": endless(LARGE, b'{"query": "{ __typename } ', 160),
    "a comment of 200 KB": post(PARSE, lambda: "{ __typename } #" + "a" * 200_000),
    "10 000 comments": post(PARSE, lambda: "#\n" * 10_000 + "{ __typename }"),
    "commas without end": post(PARSE, lambda: "{ __typename }" + "," * 200_000),
    "a block string of 200 KB": post(PARSE, lambda: '{ node(id: """' + "a " * 100_000 + '""") { id } }'),
    "a string that does not end": post(PARSE, lambda: '{ node(id: "' + "a" * 30_000),
    "an operation name of 100 KB": post(PARSE, lambda: f"query {'a' * 100_000} {{ __typename }}"),
    "an operation name nobody wrote": post(REQUEST, lambda: "{ __typename }", operationName="a" * 100_000),
    "an address of 300 KB": get(LARGE, "query=" + "a" * 300_000),
    "50 000 parameters": get(LARGE, times(50_000, "a%=b", "&")),
    # too wide
    "10 000 directives": post(PARSE, lambda: "{ viewer " + "@skip(if: false) " * 10_000 + "{ __typename } }"),
    "60 directives": post(VALIDATION, lambda: "{ viewer " + "@skip(if: false) " * 60 + "{ __typename } }"),
    "16 aliases": post(VALIDATION, lambda: "{ " + times(16, f"a%: {VIEWER}") + " }"),
    "aliases in a fragment spread often": post(
        VALIDATION, lambda: "{ ...A ... on Query { ...A } } fragment A on Query { " + times(9, f"a%: {VIEWER}") + " }"
    ),
    "1000 root fields": post(VALIDATION, lambda: "{ " + "__typename " * 1000 + "}"),
    "1000 mutations": post(PARSE, lambda: "mutation { " + times(1000, 'taskDone(taskId: "x") { __typename }') + " }"),
    "five mutations": post(VALIDATION, lambda: "mutation { " + times(5, 'taskDone(taskId: "%") { __typename }') + "}"),
    "a subscription of many": post(
        (VALIDATION, REQUEST),
        lambda: "subscription { " + times(200, 'bookingChanged(clinicId: "x") { __typename }') + " }",
    ),
    "390 variables": post(VALIDATION, lambda: f"query ({times(390, '$v%: Int')}) {{ __typename }}"),
    "300 operations": post(VALIDATION, lambda: times(300, "query Q% { __typename }"), operationName="Q7"),
    "1000 unknown fields": post(VALIDATION, lambda: "{ viewer { " + times(1000, "unknown%") + " } }"),
    "unknown everything": post(
        VALIDATION, lambda: "query ($x: Nil) { a @no(b: $y) { ...Q } ... on Nil { b(c: [D, {e: $z}]) } }"
    ),
    "overlapping fields": post(VALIDATION, lambda: "{ viewer { " + "user { id fullName email } " * 300 + "} }"),
    "overlapping fragments": post(
        VALIDATION,
        lambda: (
            "{ viewer { " + times(90, "...F%") + " } } "
            + times(90, "fragment F% on Viewer { user { id fullName email id fullName email } }")
        ),
    ),
    # too deep
    "10 000 levels": post(PARSE, lambda: nested(10_000, "{ a ", "}")),
    "a list 10 000 levels deep": post(PARSE, lambda: f"{{ node(id: {nested(10_000, '[', ']')}) {{ id }} }}"),
    "an object 500 levels deep": post(PARSE, lambda: f"{{ node(id: {nested(500, '{a: ', '}', '1')}) {{ id }} }}"),
    "150 levels": post(VALIDATION, lambda: "{ viewer " + nested(150, "{ a ", "}") + " }"),
    "fragments that double": post(VALIDATION, lambda: "{ ...F0 } " + fragments(170, "...F+ ...F+", VIEWER)),
    "fragments that double their aliases": post(
        VALIDATION, lambda: "{ ...F0 } " + fragments(60, f"...F+ a%: {VIEWER} ...F+", VIEWER)
    ),
    "a chain of fragments": post(VALIDATION, lambda: "{ ...F0 } " + fragments(240, "...F+", VIEWER)),
    "fragments in a circle": post(
        VALIDATION, lambda: "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"
    ),
    "a fragment of itself": post(VALIDATION, lambda: "{ ...A } fragment A on Query { ...A viewer { __typename } }"),
    "introspection in circles": post(
        VALIDATION, lambda: "{ __schema { types " + nested(6, "{ fields { type ", "} }", "{ name }") + " } }"
    ),
    "introspection of a type in circles": post(
        VALIDATION, lambda: '{ __type(name: "Query") ' + nested(6, "{ fields { type ", "} }", "{ name }") + " }"
    ),
    # too dear
    "pages of pages": post("COST_EXCEEDED", lambda: f"query ($c: ID!) {{ {PAGES} }}", variables={"c": "x"}),
    "pages of pages by variables": post(
        "COST_EXCEEDED",
        lambda: "query ($c: ID!, $n: Int!) { " + PAGES.replace("100", "$n") + " }",
        variables={"c": "x", "n": 2_000_000_000},
    ),
    # values
    "a list of 500 values": post(VALIDATION, lambda: f"{{ node(id: [{times(500, '1')}]) {{ id }} }}"),
    "a variable of 20 000 values": post(
        INPUT, lambda: "query ($i: ID!) { node(id: $i) { id } }", variables=lambda: {"i": ["x"] * 20_000}
    ),
    "14 000 unknown input fields": post(INPUT, lambda: KEY_CREATE, variables=lambda: {"i": numbered(14_000)}),
    "100 unknown input fields of long names": post(
        INPUT, lambda: KEY_CREATE, variables=lambda: {"i": {"k" * 2000 + name: 1 for name in numbered(100)}}
    ),
    "a list of objects of many fields": post(
        INPUT, lambda: "query ($i: [ID!]!) { nodes(ids: $i) { id } }", variables=lambda: {"i": [numbered(100)] * 100}
    ),
    "100 wrong values in a list": post(
        INPUT, lambda: "query ($i: [ID!]!) { nodes(ids: $i) { id } }", variables=lambda: {"i": [numbered(9)] * 100}
    ),
    "100 wrong long values in a list": post(
        INPUT,
        lambda: "query ($i: [ID!]!) { nodes(ids: $i) { id } }",
        variables=lambda: {"i": [{"a" * 1000: "b" * 1000}] * 100},
    ),
    "10 000 variables nobody asked for": post(INPUT, lambda: "{ __typename }", variables=lambda: numbered(10_000)),
    "a name of 200 KB in the variables": post(
        INPUT, lambda: "{ __typename }", variables=lambda: {"a" * 200_000: ["x"] * 101}
    ),
    "a variable 300 levels deep": raw(
        INPUT, lambda: b'{"query": "{ __typename }", "variables": {"a": ' + nested(300, "[", "]").encode() + b"}}"
    ),
    "a number of 30 000 digits": post(
        VALIDATION, lambda: f'{{ bookings(clinicId: "x", first: {"9" * 30_000}) {{ nodes {{ id }} }} }}'
    ),
    "a number of 5000 digits nobody asked for": post(
        VALIDATION, lambda: "{ __typename } fragment A on Query { bookings(first: " + "9" * 5000 + ") { __typename } }"
    ),
    "a variable of 100 000 digits": raw(
        REQUEST, lambda: b'{"query": "{ __typename }", "variables": {"a": ' + b"9" * 100_000 + b"}}"
    ),
    "a number beyond all": post(
        VALIDATION, lambda: '{ bookings(clinicId: "x", first: 1e999999999) { nodes { id } } }'
    ),
    "not a number": raw(REQUEST, lambda: b'{"query": "{ __typename }", "variables": {"a": NaN}}'),
    "a key twice": raw(REQUEST, lambda: b'{"query": "{ __typename }", "query": "{ viewer { __typename } }"}'),
    "a parameter twice": get(REQUEST, f"query={quote('{ __typename }')}&query={quote('{ viewer { __typename } }')}"),
    "half a character": raw(
        REQUEST, lambda: rb'{"query": "query ($i: ID!) { node(id: $i) { id } }", "variables": {"i": ["\ud800"]}}'
    ),
    # not what it says it is
    "a batch of 1000": raw(REQUEST, lambda: json.dumps([{"query": "{ __typename }"}] * 1000).encode()),
    "JSON 100 000 levels deep": raw(REQUEST, lambda: DEEP_JSON.encode()),
    "no UTF-8": raw(REQUEST, lambda: b'{"query": "{ __typename } #\xff\xfe\xc0\x80"}'),
    "UTF-16": raw(REQUEST, lambda: json.dumps({"query": "{ __typename }"}).encode("utf-16")),
    "NUL in the document": post(PARSE, lambda: "{ __typename \0 }"),
    "control characters in the document": post(PARSE, lambda: "{ __typename \x07\x1b }"),
    "a body longer than it says": endless(LARGE, b'{"query": "', 16, headers=(*JSON, ("content-length", "10"))),
    "a body of 10 GB, it says": raw(LARGE, lambda: b"{", headers=(*JSON, ("content-length", "10000000000"))),
    "a length that is none": raw(REQUEST, lambda: b"{", headers=(*JSON, ("content-length", "-1"))),
    "a bomb in gzip": raw(
        MEDIA, lambda: gzip.compress(b"a" * MEBIBYTE), headers=(*JSON, ("content-encoding", "gzip"))
    ),
    "a form": raw(
        MEDIA, lambda: b"query=" + b"a" * 1000, headers=(("content-type", "application/x-www-form-urlencoded"),)
    ),
    "an upload": raw(
        MEDIA, lambda: b"--x\r\n" * 10_000, headers=(("content-type", "multipart/form-data; boundary=x"),)
    ),
}  # fmt: skip
