"""The pages for accounts: what they are served with, what stands in them, and what their scripts lean on."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from tests.api.clients import PASSWORD_HASH, client_of, log_in, make_app, make_deployment
from tests.factories import make_user

from chatbookr_api.app import surface_routes
from chatbookr_api.pages.routes import PAGES, page_routes
from chatbookr_api.pages.templates import FOLDER, STATIC, texts_in, written
from chatbookr_api.surface import OWN_DOCUMENTS, staff_surface
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database
from chatbookr_core.keys.vault import Vault
from chatbookr_core.people.links import PATHS
from chatbookr_core.voice import LANGUAGES
from chatbookr_schema.build import staff_schema

DOCUMENTS: dict[str, str] = json.loads(OWN_DOCUMENTS[0].read_text())
SCRIPTS = {file.name: file.read_text() for file in STATIC.glob("*.js")}
NAMES = sorted({*PAGES.values(), "refused"})


class Page(HTMLParser):
    """What a page is made of; `unlabelled` are fields without a name for those who do not see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.unlabelled: list[str] = []
        self.inline: list[str] = []
        self._label = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes += attrs
        self.ids += [value for name, value in attrs if name == "id" and value]
        self._label += tag == "label"
        if tag == "input" and not self._label and "hidden" not in given:
            self.unlabelled.append(str(given))
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json"):
            self.inline.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._label -= tag == "label"


@pytest.fixture
async def client(
    sqlite_database: Database, vault: Vault, clock: TurnableClock, tmp_path: Path
) -> AsyncIterator[httpx.AsyncClient]:
    """Serve the pages where GraphQL takes trusted documents alone, as a deployment may have it."""
    surface = replace(staff_surface(make_deployment(vault, clock, tmp_path)), trusted_only=True)
    app = make_app(surface.deployment, sqlite_database, *page_routes(), *surface_routes(surface))
    async with client_of(app) as client:
        yield client


@pytest.mark.parametrize("path", sorted(PAGES))
async def test_a_page_is_served_under_a_policy_that_lets_nothing_else_in(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)

    policy = answer.headers["content-security-policy"]
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert answer.headers["vary"] == "Accept-Language"
    assert "set-cookie" not in answer.headers


def test_every_letters_link_leads_to_a_page() -> None:
    assert {f"/{path}" for path in PATHS.values()} <= set(PAGES)


@pytest.mark.parametrize("path", sorted(set(PAGES) - {"/invitation"}))
async def test_a_page_takes_nothing(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.post(path, data={"password": "x"})).status_code == 405
    assert (await client.head(path)).status_code == 200


@pytest.mark.parametrize(
    "path", ["/accounts", "/invitation/x", "/assets/pages/layout.html", "/assets/pages/../log-in.html",
             "/assets/pages/%2e%2e/documents.json", "/assets/pages/", "/log-in.html"]
)  # fmt: skip
async def test_nothing_else_is_served(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        (None, "en"),
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("fr, de;q=0.3, en;q=0.2", "de"),
        ("fr-CH, it", "en"),
        ("en;q=0.1, de;q=0.5", "de"),
        ("de;q=0, en", "en"),
        ("de;q=nonsense, *;q=0.5", "en"),
        ("x" * 9000, "en"),
        (",;q=,de", "de"),
    ],
)
async def test_the_language_is_the_browsers(client: httpx.AsyncClient, wanted: str | None, language: str) -> None:
    answer = await client.get("/log-in", headers={"accept-language": wanted or ""})

    assert answer.headers["content-language"] == language
    assert f'<html lang="{language}">' in answer.text
    assert ("Anmelden" in answer.text) is (language == "de")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_plain_whole_and_labelled(name: str, language: str) -> None:
    page = Page(written(name, language))

    assert page.inline == []
    assert [one for one, _ in page.attributes if one.startswith("on") or one == "style"] == []
    assert [value for _, value in page.attributes if value and "//" in value] == []
    assert len(page.ids) == len(set(page.ids))
    assert page.unlabelled == []
    assert page.tags.count("h1") == page.tags.count("main") == page.tags.count("title") == 1
    assert page.tags.count("img") == [one for one, _ in page.attributes].count("alt")
    assert "{{" not in written(name, language)


@pytest.mark.asvs("6.2.6", "6.2.7")
@pytest.mark.parametrize("name", NAMES)
def test_a_password_is_hidden_and_can_be_pasted_or_filled_in(name: str) -> None:
    fields = [one for one in re.findall(r"<input [^>]*>", written(name, "en")) if "assword" in one]

    for one in fields:
        assert 'type="password"' in one
        assert re.search(r'autocomplete="(current|new)-password"', one)
    assert not any("paste" in SCRIPTS[module] for module in modules_of(f"{name}.js"))


@pytest.mark.asvs("7.4.4")
def test_whoever_is_logged_in_sees_how_to_log_out() -> None:
    assert '<button type="button" id="log-out">Log out</button>' in written("account", "en")


def modules_of(script: str) -> set[str]:
    """Find a script and what it imports, and so on."""
    found, to_read = {script}, [script]
    while to_read:
        for name in re.findall(r'from "\./([\w-]+\.js)"', SCRIPTS[to_read.pop()]):
            if name not in found:
                found.add(name)
                to_read.append(name)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_script_finds_what_it_looks_for_on_its_page(name: str) -> None:
    page = Page(written(name, "en"))
    wanted = {one for module in modules_of(f"{name}.js") for one in re.findall(r'byId\("([\w-]+)"\)', SCRIPTS[module])}

    assert wanted <= set(page.ids)


def test_scripts_write_texts_never_markup() -> None:
    for name, script in SCRIPTS.items():
        assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|new Function", script), name


async def test_assets_named_by_a_page_may_be_kept_and_others_are_asked_for_anew(client: httpx.AsyncClient) -> None:
    names = re.findall(r'(?:href|src)="(/assets/[^"]+)"', written("log-in", "en"))
    kept = [await client.get(name) for name in names]
    imported = await client.get("/assets/pages/api.js")
    again = await client.get("/assets/pages/api.js", headers={"if-none-match": imported.headers["etag"]})

    assert [answer.status_code for answer in kept] == [200, 200]
    assert all("immutable" in answer.headers["cache-control"] for answer in kept)
    assert imported.headers["content-type"].startswith("text/javascript")
    assert (imported.headers["cache-control"], again.status_code) == ("no-cache", 304)


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_a_document_of_the_pages_is_valid(name: str) -> None:
    schema = staff_schema()

    assert schema.known.prepared(schema._schema, DOCUMENTS[name], is_trusted=True).errors == []


def test_scripts_name_documents_that_are_there_and_no_other_is() -> None:
    named = {one for script in SCRIPTS.values() for one in re.findall(r'(?:ask|change)\("(\w+)"', script)}

    assert {f"chatbookr.pages.{one}" for one in named} == set(DOCUMENTS)


async def test_pages_work_where_only_trusted_documents_are_taken(client: httpx.AsyncClient) -> None:
    await make_user(email="ada@example.com", full_name="Ada", password_hash=PASSWORD_HASH)
    await log_in(client)

    whole = (await client.post("/graphql", json={"documentId": "chatbookr.pages.account"})).json()
    sent = await client.post("/graphql", json={"query": DOCUMENTS["chatbookr.pages.account"]})

    assert whole["data"]["viewer"]["email"] == "ada@example.com"
    assert whole["data"]["viewer"]["secondFactors"] == []
    assert sent.status_code == 400


@pytest.mark.parametrize("name", sorted(set(PAGES.values())))
def test_nothing_can_be_pressed_before_its_script_is_through(name: str) -> None:
    """Until then a form would be sent by the browser itself: the password would stand in the address."""
    own, by_link = SCRIPTS[f"{name}.js"], SCRIPTS["links.js"]
    scripts = [own, by_link] if 'from "./links.js"' in own else [own]

    assert re.findall("<main[^>]* inert[ >]", (FOLDER / f"{name}.html").read_text())
    assert sum(len(re.findall(r"^\s*ready\(\);$", script, re.MULTILINE)) for script in scripts) == 1


def test_a_template_without_a_text_says_nothing_of_its_own() -> None:
    """Words outside of `{{…}}` would stay English."""
    for file in FOLDER.glob("*.html"):
        bare = re.sub(r"\{\{.*?\}\}|\[\[\w+\]\]|<[^>]*>", " ", file.read_text(), flags=re.DOTALL)
        assert set(bare.split()) <= {"·", "Chatbookr"}, file.name
        assert all(text.strip() for text in texts_in(file.read_text()))
