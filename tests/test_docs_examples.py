"""Every GraphQL example of the documents can be pasted: some surface of the API takes it as it stands."""

import json
import re
from collections.abc import Iterator

import pytest
from graphql import GraphQLError, GraphQLSchema, parse, validate
from tests.sources import ROOT

from chatbookr_schema.build import schema_of
from chatbookr_schema.desk import desk_schema

FENCED = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
INDENTED = re.compile(r"(?:^ {4,}.*\n?)+", re.MULTILINE)
POSTED = re.compile(r'"query": ("(?:[^"\\]|\\.)*")')
INLINE = re.compile(r"`([^`]+)`")
OPERATION = re.compile(r"\s*(?:query|mutation|subscription)\b[^`]*\{")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def examples_of(text: str) -> Iterator[str]:
    """List the operations of a page: in a block of GraphQL, posted as JSON, indented as a block, or within a line."""
    yield from (body for kind, body in FENCED.findall(text) if kind == "graphql")
    yield from (
        json.loads(query.replace("\\$", "$"))
        for kind, body in FENCED.findall(text)
        if kind == "sh"
        for query in POSTED.findall(body)
    )
    rest = FENCED.sub("", text)
    for example in (*INDENTED.findall(rest), *INLINE.findall(rest)):
        if OPERATION.match(example):
            yield example


EXAMPLES = [
    pytest.param(example, id=f"{page.relative_to(ROOT)}-{place}")
    for page in PAGES
    for place, example in enumerate(examples_of(page.read_text(encoding="utf-8")))
]


@pytest.fixture(scope="module")
def surfaces() -> list[GraphQLSchema]:
    return [schema_of("staff")._schema, schema_of("partner")._schema, desk_schema()._schema]


def problems_of(schema: GraphQLSchema, example: str) -> list[GraphQLError]:
    try:
        return validate(schema, parse(example))
    except GraphQLError as problem:
        return [problem]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 40


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_taken_as_it_stands(surfaces: list[GraphQLSchema], example: str) -> None:
    found = [problems_of(surface, example) for surface in surfaces]

    assert [] in found, found[0]
