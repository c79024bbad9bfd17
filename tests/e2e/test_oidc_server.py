"""Logging in by a real OpenID provider: npm's certified oidc-provider and the whole product, each a process of its own.

An owner registers the provider by GraphQL and links their identity; then they log in by it, and log out here and there.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from tests.e2e.account_pages import Owner, Person, owner_of, person
from tests.e2e.browser import chromium
from tests.e2e.running import PATIENCE_SECONDS, Running, running, wait_for
from tests.servers import absent, free_port

pytestmark = pytest.mark.e2e

SERVER = Path(__file__).parents[1] / "oidc_server"
SECRET = "a secret of some length, for the tests"
STEPS = 12
REGISTER = """mutation ($input: IdentityProviderCreateInput!) { identityProviderCreate(input: $input) {
  identityProvider { id redirectUri logInUrl backChannelLogoutUri isEnabled } userErrors { code field message } } }"""
LINKED = "{ viewer { identities { id providerName issuer lastUsedAt } } }"
REMOVE = "mutation ($id: ID!) { linkedIdentityRemove(linkedIdentityId: $id) { removedId userErrors { code } } }"
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
ACTION = re.compile(r'<form[^>]*action="([^"]+)"')


@dataclass(slots=True)
class House:
    """The product and the provider, and one browser with its cookies for both."""

    running: Running
    issuer: str
    browser: httpx.Client
    registered: dict[str, Any]
    log: Path

    def ask(self, document: str, **variables: object) -> dict[str, Any]:
        """Ask GraphQL with the browser's session."""
        answer = self.browser.post(
            f"{self.running.api}/graphql", json={"query": document, "variables": variables}
        ).json()
        assert "errors" not in answer, answer
        data: dict[str, Any] = answer["data"]
        return data

    def log_in(self) -> None:
        """Log in with the password, and prove it again."""
        email, password = self.running.password_of("owner")
        for path in ("/login", "/step-up"):
            answer = self.browser.post(f"{self.running.api}{path}", json={"email": email, "password": password})
            assert answer.status_code == 200, answer.text

    def at_the_provider(self, url: str, somebody: str = "ada") -> httpx.Response:
        """Follow the browser's way, log in and consent at the provider's pages, and return our own last answer."""
        answer = self.browser.get(url)
        for _ in range(STEPS):
            if answer.is_redirect:
                location = urljoin(str(answer.url), answer.headers["location"])
                if location.startswith(self.running.api) and "/oidc/" not in location:
                    return answer
                answer = self.browser.get(location)
            elif str(answer.url).startswith(self.running.api):
                return answer
            else:
                prompt = "login" if 'name="login"' in answer.text else "consent"
                form = {"prompt": prompt, "login": somebody, "password": "anything"}
                answer = self.browser.post(urljoin(str(answer.url), ACTION.findall(answer.text)[0]), data=form)
        raise AssertionError(f"no end: {answer.url} {answer.text[:500]}")

    def log_out_there(self) -> None:
        """Log out at the provider, whose page asks whether one is sure."""
        page = self.browser.get(f"{self.issuer}/session/end")
        form = {**dict(HIDDEN.findall(page.text)), "logout": "yes"}
        answer = self.browser.post(urljoin(self.issuer, ACTION.findall(page.text)[0]), data=form)
        assert answer.status_code in (302, 303), answer.text

    def is_logged_in(self) -> bool:
        return self.browser.get(f"{self.running.api}/me").status_code == 200


@contextmanager
def provider_of(folder: Path, port: int, registered: dict[str, Any]) -> Iterator[Path]:
    """Run the provider, which knows us as it was told."""
    client = {
        "client_id": "chatbookr",
        "client_secret": SECRET,
        "redirect_uris": [registered["redirectUri"]],
        "backchannel_logout_uri": registered["backChannelLogoutUri"],
        "backchannel_logout_session_required": True,
    }
    accounts = {name: {"email": f"{name}@clinic.example", "email_verified": True} for name in ("ada", "grace", "hedy")}
    told = json.dumps({"port": port, "client": client, "accounts": accounts})
    log = folder / "provider.log"
    with log.open("wb") as words:
        process = subprocess.Popen(["node", "server.mjs", told], cwd=SERVER, stdout=words, stderr=subprocess.STDOUT)
    try:
        wait_for(f"http://127.0.0.1:{port}/.well-known/openid-configuration")
        yield log
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[House]:
    if shutil.which("node") is None or not (SERVER / "node_modules" / "oidc-provider").is_dir():
        absent("npm's oidc-provider (npm --prefix tests/oidc_server ci)")
    folder, port = tmp_path_factory.mktemp("oidc"), free_port()
    settings = {"CHATBOOKR_IDENTITY_PROVIDER_ALLOWED_HOSTS": f"127.0.0.1:{port}"}
    with running(folder, settings, tables=sqlite_template) as product, httpx.Client(timeout=60) as browser:
        house = House(product, f"http://127.0.0.1:{port}", browser, {}, folder)
        house.log_in()
        clinic = house.ask("{ viewer { memberships { clinic { id } } } }")["viewer"]["memberships"][0]["clinic"]
        wanted = {
            "clinicId": clinic["id"],
            "name": "The clinic's directory",
            "issuer": house.issuer,
            "clientId": "chatbookr",
            "clientSecret": SECRET,
            "emailDomains": ["clinic.example"],
            "requiresAccessTokenHash": False,  # it leaves at_hash out where the token endpoint answers
        }
        made = house.ask(REGISTER, input=wanted)["identityProviderCreate"]
        assert made["userErrors"] == [], made
        house.registered = made["identityProvider"]
        with provider_of(folder, port, house.registered) as house.log:
            yield house


@pytest.fixture(autouse=True)
def fresh(house: House) -> None:
    """Begin each test with a browser nobody knows, and nothing linked."""
    house.browser.cookies.clear()
    house.log_in()
    for identity in house.ask(LINKED)["viewer"]["identities"]:
        assert house.ask(REMOVE, id=identity["id"])["linkedIdentityRemove"]["userErrors"] == []
    house.browser.cookies.clear()


def link(house: House) -> None:
    house.log_in()
    begin = house.registered["logInUrl"].removesuffix("/begin")
    answer = house.browser.post(f"{begin}/link", json={})
    assert answer.status_code == 201, answer.text
    ended = house.at_the_provider(answer.json()["authorizationUrl"])
    assert ended.headers.get("location") == "/?signIn=linked", ended.text
    house.browser.post(f"{house.running.api}/logout")


def test_an_owner_links_logs_in_and_logs_out(house: House) -> None:
    link(house)
    assert not house.is_logged_in()

    answer = house.at_the_provider(house.registered["logInUrl"])

    assert (answer.status_code, answer.headers["location"]) == (303, "/?signIn=done")
    (identity,) = house.ask(LINKED)["viewer"]["identities"]
    assert (identity["providerName"], identity["issuer"]) == ("The clinic's directory", house.issuer)
    assert identity["lastUsedAt"] is not None
    house.browser.post(f"{house.running.api}/logout")
    assert not house.is_logged_in()


def test_who_is_linked_with_nobody_is_told_so(house: House) -> None:
    answer = house.at_the_provider(house.registered["logInUrl"])

    assert answer.status_code == 403
    assert answer.json()["errors"][0]["extensions"]["code"] == "IDENTITY_NOT_LINKED"
    assert not house.is_logged_in()


def test_somebody_of_another_domain_is_refused(house: House) -> None:
    link(house)
    for cookie in list(house.browser.cookies.jar):
        house.browser.cookies.jar.clear(cookie.domain, cookie.path, cookie.name)

    answer = house.at_the_provider(house.registered["logInUrl"], "eve")

    assert answer.status_code == 403
    assert answer.json()["errors"][0]["extensions"]["code"] == "IDENTITY_REFUSED"


@pytest.mark.asvs("7.6.1")
def test_logging_out_at_the_provider_ends_the_session_here(house: House) -> None:
    link(house)
    house.at_the_provider(house.registered["logInUrl"])
    assert house.is_logged_in()

    house.log_out_there()

    wait_for(lambda: not house.is_logged_in())
    assert "back-channel logout taken" in house.log.read_text()


@pytest.mark.attack("oauth-state")
def test_the_providers_own_answer_counts_once(house: House) -> None:
    link(house)
    answer = house.browser.get(house.registered["logInUrl"])
    seen: list[str] = []
    while not seen:
        location = urljoin(str(answer.url), answer.headers["location"])
        if urlsplit(location).path.endswith("/callback"):
            seen.append(location)
        else:
            answer = house.browser.get(location)

    first, second = house.browser.get(seen[0]), house.browser.get(seen[0])

    assert (first.status_code, second.status_code) == (303, 400)


@pytest.fixture(scope="module")
def owner(house: House) -> Owner:
    return owner_of(house.running)


def accepts_by_provider(somebody: Person, link: str, name: str, account: str) -> None:
    """Open the letter's link, go on to the provider, and log in and consent on its own pages."""
    somebody.opens(link)
    somebody.presses("Go on with The clinic's directory")
    somebody.reads("Fill this in.")
    somebody.writes("Your name", name)
    somebody.presses("Go on with The clinic's directory")
    somebody.page.locator("[name=login]").fill(account)
    somebody.page.locator("[name=password]").fill("anything")
    somebody.page.get_by_role("button", name="Sign-in").click()
    somebody.page.get_by_role("button", name="Continue").click()


def test_a_newcomer_accepts_in_a_browser_and_logs_in_again_by_the_remembered_button(house: House, owner: Owner) -> None:
    link = owner.invites("grace@clinic.example")
    with chromium() as browser, person(browser, house.running) as grace:
        accepts_by_provider(grace, link, "Grace Hopper", "grace")
        grace.is_at("/account")
        grace.reads("Grace Hopper")
        grace.reads(owner.clinic["name"])
        grace.reads("The clinic's directory")
        grace.presses("Log out")
        grace.is_at("/log-in")

        grace.opens(f"/log-in?clinic={owner.clinic['id']}")
        grace.presses("Go on with The clinic's directory")  # where she is still logged in
        grace.is_at("/account")
        grace.presses("Log out")
        grace.is_at("/log-in")
        grace.reads("Go on with The clinic's directory")  # without ?clinic=


def test_who_is_somebody_else_at_the_provider_gets_a_page_that_says_so(house: House, owner: Owner) -> None:
    link = owner.invites("somebody@clinic.example")
    with chromium() as browser, person(browser, house.running) as hedy:
        accepts_by_provider(hedy, link, "Somebody", "hedy")
        hedy.reads("The invitation went to another address")
        hedy.page.get_by_role("link", name="To the log-in").click()
        hedy.is_at("/log-in")
        hedy.reads("Log in with a passkey")


def test_an_account_is_linked_from_its_own_page(house: House, owner: Owner) -> None:
    email, password = house.running.password_of("receptionist")
    with chromium() as browser, person(browser, house.running) as rik:
        rik.logs_in(email, password)
        rik.is_at("/account")
        rik.presses("Link with The clinic's directory")
        rik.proves(password)
        rik.page.locator("[name=login]").fill("hedy")
        rik.page.locator("[name=password]").fill("anything")
        rik.page.get_by_role("button", name="Sign-in").click()
        rik.page.get_by_role("button", name="Continue").click()
        rik.is_at("/account")
        rik.presses("Remove: The clinic's directory")
        rik.reads("Done.")
