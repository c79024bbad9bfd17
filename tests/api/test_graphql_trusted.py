"""Trusted documents: manifests as the tools write them, documents named by id on every way there is."""

import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.api.clients import client_of, make_app, make_deployment
from tests.sources import ROOT

from chatbookr_api.app import surface_routes
from chatbookr_api.surface import Surface, staff_surface
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.keys.vault import Vault
from chatbookr_core.settings import settings_from
from chatbookr_schema import trusted
from chatbookr_schema.build import staff_schema
from chatbookr_schema.trusted import TrustedDocuments, document_id_of

MANIFESTS = ROOT / "tests" / "fixtures" / "manifests"
GRAPHQL_JSON = "application/graphql-response+json"
TEXT = "query Kind { __typename }"
DEEP = "query Wide { " + " ".join(f"a{number}: __typename" for number in range(40)) + " }"
SHA1 = hashlib.sha1(TEXT.encode(), usedforsecurity=False).hexdigest()
MD5 = hashlib.md5(TEXT.encode(), usedforsecurity=False).hexdigest()
SHA256 = hashlib.sha256(TEXT.encode()).hexdigest()
APOLLO = {
    "format": "apollo-persisted-query-manifest",
    "version": 1,
    "operations": [{"id": SHA256, "name": "Kind", "type": "query", "body": TEXT}],
}


def manifest_in(folder: Path, content: object, name: str = "persisted-documents.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(content))
    return path


# --- manifests ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "own_id"),
    [({SHA1: TEXT}, SHA1), ({SHA256: TEXT}, SHA256), ({MD5: TEXT}, MD5), (APOLLO, SHA256), ({}, None)],
    ids=["graphql-codegen", "graphql-codegen sha256", "relay-compiler", "apollo", "empty"],
)
async def test_a_manifest_is_read_as_its_tool_writes_it(tmp_path: Path, content: object, own_id: str | None) -> None:
    documents = TrustedDocuments([manifest_in(tmp_path, content)])

    expected = TEXT if own_id else None
    assert await documents.find_text(own_id or "none") == expected
    assert await documents.find_text(f"sha256:{SHA256}") == expected
    assert len(documents) == (1 if own_id else 0)


@pytest.mark.parametrize("name", ["graphql_codegen_sha1", "graphql_codegen_sha256", "relay_md5", "relay_sha256"])
async def test_what_the_tools_have_written_is_known_and_fits_the_schema(name: str) -> None:
    path = MANIFESTS / f"{name}.json"
    documents, schema = TrustedDocuments([path]), staff_schema()

    for own_id, text in json.loads(path.read_text()).items():
        assert [await documents.find_text(one) for one in (own_id, document_id_of(text))] == [text, text]
        assert schema.known.prepared(schema._schema, text, is_trusted=True).errors == []
    assert len(documents) == len(json.loads(path.read_text()))


async def test_a_folder_holds_the_manifests_of_several_releases(tmp_path: Path) -> None:
    (tmp_path / "next").mkdir()
    manifest_in(tmp_path, {SHA1: TEXT}, "2026-11.json")
    manifest_in(tmp_path / "next", {SHA1: TEXT, "2": DEEP}, "2026-12.json")

    documents = TrustedDocuments([tmp_path])

    assert [await documents.find_text(document_id_of(one)) for one in (TEXT, DEEP)] == [TEXT, DEEP]


@pytest.mark.parametrize("content", [[], "x", {"1": 1}, {"operations": [{"id": "1"}]}, 1])
def test_what_is_no_manifest_stops_the_start(tmp_path: Path, content: object) -> None:
    with pytest.raises(InvalidSettings, match="no manifest"):
        TrustedDocuments([manifest_in(tmp_path, content)])


def test_what_is_not_there_or_not_json_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "half.json").write_text('{"1": ')

    with pytest.raises(InvalidSettings, match="not there"):
        TrustedDocuments([tmp_path / "nowhere"])
    with pytest.raises(InvalidSettings, match="not JSON"):
        TrustedDocuments([tmp_path / "half.json"])


def test_one_id_cannot_have_two_texts(tmp_path: Path) -> None:
    manifest_in(tmp_path, {"1": TEXT}, "a.json")
    manifest_in(tmp_path, {"1": DEEP}, "b.json")

    with pytest.raises(InvalidSettings, match="another 1"):
        TrustedDocuments([tmp_path])


async def test_a_new_release_needs_no_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trusted, "LOOK_AGAIN_SECONDS", 0)
    documents = TrustedDocuments([manifest_in(tmp_path, {SHA1: TEXT})])

    before = await documents.find_text("new")
    manifest_in(tmp_path, {SHA1: TEXT, "new": DEEP})
    after = await documents.find_text("new")
    (tmp_path / "persisted-documents.json").write_text("{")
    kept = [await documents.find_text(one) for one in ("unknown", "new")]

    assert (before, after) == (None, DEEP)
    assert kept == [None, DEEP]


def test_the_settings_name_files_and_folders(tmp_path: Path) -> None:
    given = {"CHATBOOKR_TRUSTED_DOCUMENTS": f"{tmp_path}, b.json", "CHATBOOKR_TRUSTED_DOCUMENTS_ONLY": "1"}
    settings = settings_from(given)

    assert set(settings.trusted_documents) == {str(tmp_path), "b.json"}
    assert settings.trusted_documents_only


# --- over HTTP ----------------------------------------------------------------------------------------------------


@pytest.fixture
def surface(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Surface:
    manifest = manifest_in(
        tmp_path, {SHA1: TEXT, "deep": DEEP, "tick": 'mutation { taskDone(taskId: "x") { version } }'}
    )
    return staff_surface(make_deployment(vault, clock, tmp_path, trusted_documents=(str(manifest),)))


@pytest.fixture
async def client(surface: Surface, sqlite_database: Database) -> AsyncIterator[httpx.AsyncClient]:
    app = make_app(surface.deployment, sqlite_database, *surface_routes(surface))
    async with client_of(app, headers={"accept": GRAPHQL_JSON}) as client:
        yield client


@pytest.mark.parametrize("document_id", [f"sha256:{SHA256}", SHA1])
async def test_a_document_is_named_instead_of_sent(client: httpx.AsyncClient, document_id: str) -> None:
    answers = [
        await client.get("/graphql", params={"documentId": document_id}),
        await client.post("/graphql", json={"documentId": document_id}),
    ]

    assert [answer.json()["data"] for answer in answers] == [{"__typename": "Query"}] * 2


async def test_the_links_of_apollo_and_urql_are_understood(client: httpx.AsyncClient) -> None:
    extensions = {"persistedQuery": {"version": 1, "sha256Hash": SHA256}}
    posted = await client.post("/graphql", json={"operationName": "Kind", "extensions": extensions})
    unknown = await client.post("/graphql", json={"extensions": {"persistedQuery": {"sha256Hash": "0" * 64}}})

    assert posted.json()["data"] == {"__typename": "Query"}
    assert unknown.json()["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"


@pytest.mark.parametrize("accept", [GRAPHQL_JSON, "application/json", "text/event-stream"])
async def test_an_unknown_document_is_not_found_and_not_learnt(client: httpx.AsyncClient, accept: str) -> None:
    document_id = document_id_of("{ viewer { user { id } } }")
    body = {"query": "{ viewer { user { id } } }"}
    await client.post("/graphql", json=body)
    answer = await client.post("/graphql", json={"documentId": document_id}, headers={"accept": accept})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"


@pytest.mark.parametrize(
    "body", [{"documentId": SHA1, "query": TEXT}, {"documentId": 1}, {"documentId": ""}, {"documentId": None}]
)
async def test_either_a_document_or_its_id_is_given(client: httpx.AsyncClient, body: dict[str, Any]) -> None:
    answer = await client.post("/graphql", json=body)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


async def test_the_limits_of_shape_are_for_free_documents(client: httpx.AsyncClient) -> None:
    named = await client.post("/graphql", json={"documentId": "deep"})
    sent = await client.post("/graphql", json={"query": DEEP})

    assert len(named.json()["data"]) == 40
    assert sent.status_code == 400


async def test_a_named_mutation_goes_by_post_alone_too(client: httpx.AsyncClient) -> None:
    answer = await client.get("/graphql", params={"documentId": "tick"})

    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


async def test_where_only_trusted_documents_are_taken_a_sent_one_is_not(
    surface: Surface, sqlite_database: Database
) -> None:
    closed = replace(surface, trusted_only=True)
    app = make_app(surface.deployment, sqlite_database, *surface_routes(closed))
    async with client_of(app, headers={"accept": GRAPHQL_JSON}) as client:
        named = await client.post("/graphql", json={"documentId": SHA1})
        sent = await client.post("/graphql", json={"query": TEXT})
        gotten = await client.get("/graphql", params={"query": TEXT})

    assert named.status_code == 200
    for answer in (sent, gotten):
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["extensions"]["code"] == "TRUSTED_DOCUMENT_REQUIRED"
