"""Passkeys in a real browser, with the authenticator it plays for tests (WebDriver's virtual authenticator)."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, CDPSession, Page
from tests.e2e.browser import PATIENCE_MILLISECONDS, plug_in
from tests.e2e.running import PATIENCE_SECONDS, Running, wait_for

pytestmark = pytest.mark.e2e

SEND = """async ([method, path, body]) => {
    const headers = {"content-type": "application/json"};
    const answer = await fetch(path, {method, headers, body: body === null ? undefined : JSON.stringify(body)});
    return {status: answer.status, body: await answer.json()};
}"""
CREATE = """async (options) => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    try { return (await navigator.credentials.create({publicKey})).toJSON(); } catch (problem) { return problem.name; }
}"""
GET = """async (options) => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
    try { return (await navigator.credentials.get({publicKey})).toJSON(); } catch (problem) { return problem.name; }
}"""
BEGIN = "mutation { passkeyRegistrationBegin { publicKey userErrors { code } } }"
FINISH = """mutation ($credential: JSON!) {
    passkeyRegistrationFinish(input: {credential: $credential, name: "Laptop"}) {
        passkey { id } recoveryCodes userErrors { code message } } }"""
REMOVE = "mutation ($id: ID!) { passkeyRemove(passkeyId: $id) { userErrors { code } } }"
VIEWER = "{ viewer { email memberships { role } passkeys { id name lastUsedAt } } }"


@dataclass(slots=True)
class Desk:
    """A page of the product at http://localhost, which browsers count as secure, and its authenticator."""

    page: Page
    cdp: CDPSession
    house: Running
    authenticator: str = ""

    def plug_in(self, *, verifies: bool = True) -> None:
        """Give the machine an authenticator of its own, whose person agrees to everything."""
        self.authenticator = plug_in(self.cdp, verifies=verifies)

    def send(self, path: str, body: object = None, method: str = "POST") -> dict[str, Any]:
        answer: dict[str, Any] = self.page.evaluate(SEND, [method, path, body])
        return answer

    def query(self, document: str, **variables: object) -> dict[str, Any]:
        answer = self.send("/graphql", {"query": document, "variables": variables})["body"]
        assert "errors" not in answer, answer
        data: dict[str, Any] = answer["data"]
        return data

    def viewer(self) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.query(VIEWER)["viewer"]
        return found

    def log_in(self, role: str) -> dict[str, Any]:
        email, password = self.house.password_of(role)
        return self.send("/login", {"email": email, "password": password})

    def made(self) -> dict[str, Any]:
        """Make a passkey by GraphQL alone."""
        options = self.query(BEGIN)["passkeyRegistrationBegin"]["publicKey"]
        made = self.page.evaluate(CREATE, options)
        found: dict[str, Any] = self.query(FINISH, credential=made)["passkeyRegistrationFinish"]
        return found

    def shown(self, path: str) -> dict[str, Any]:
        """Ask for a passkey, let the browser get one, and show it."""
        options = self.send(f"{path}/begin")["body"]["publicKey"]
        return self.send(path, {"credential": self.page.evaluate(GET, options)})

    def enrol(self, role: str) -> dict[str, Any]:
        self.log_in(role)
        assert self.send("/step-up", {"password": self.house.password_of(role)[1]})["status"] == 200
        made = self.made()
        assert made["userErrors"] == [], made
        return made


def subjects(house: Running) -> list[str]:
    """Read what the mail in the sandbox's mailbox is about."""
    return [
        one["subject"] for one in httpx.get(f"{house.sandbox}/sandbox/mail", timeout=PATIENCE_SECONDS).json()["mails"]
    ]


@pytest.fixture
def desk(house: Running, browser: Browser) -> Iterator[Desk]:
    """Open a window that knows nothing of the others, nor of their authenticators."""
    with closing(browser.new_context()) as context:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        page.goto(f"{house.api}/graphql")
        cdp = page.context.new_cdp_session(page)
        cdp.send("WebAuthn.enable")
        yield Desk(page, cdp, house)


def test_somebody_makes_a_passkey_and_logs_in_with_it_alone(desk: Desk) -> None:
    desk.plug_in()
    made = desk.enrol("receptionist")
    assert len(made["recoveryCodes"]) == 10
    desk.send("/logout")
    assert desk.viewer() is None

    answer = desk.shown("/login/passkey")

    assert (answer["status"], answer["body"]["needsSecondFactor"]) == (200, False)
    viewer = desk.viewer()
    assert viewer is not None
    assert viewer["email"] == desk.house.password_of("receptionist")[0]
    assert [one["role"] for one in viewer["memberships"]] == ["RECEPTIONIST"]
    assert viewer["passkeys"][0]["lastUsedAt"] is not None
    assert desk.shown("/step-up/passkey")["status"] == 200
    assert desk.query(REMOVE, id=made["passkey"]["id"])["passkeyRemove"] == {"userErrors": []}


def test_after_a_password_the_passkey_opens_the_clinic(desk: Desk) -> None:
    desk.plug_in()
    desk.enrol("practitioner")
    desk.send("/logout")

    asked = desk.log_in("practitioner")["body"]
    waiting = desk.viewer()
    answer = desk.shown("/login/second-factor/passkey")

    assert (asked["needsSecondFactor"], asked["secondFactors"]) == (True, ["PASSKEY"])
    assert waiting is not None
    assert waiting["memberships"] == []
    assert answer["status"] == 200
    opened = desk.viewer()
    assert opened is not None
    assert len(opened["memberships"]) == 1


@pytest.mark.attack("passkey-forgery")
def test_an_authenticator_that_verifies_nobody_makes_none(desk: Desk) -> None:
    desk.plug_in(verifies=False)
    desk.log_in("auditor")
    desk.send("/step-up", {"password": desk.house.password_of("auditor")[1]})
    options = desk.query(BEGIN)["passkeyRegistrationBegin"]["publicKey"]

    assert desk.page.evaluate(CREATE, options) == "NotAllowedError"

    viewer = desk.viewer()
    assert viewer is not None
    assert viewer["passkeys"] == []


@pytest.mark.attack("passkey-clone")
def test_a_copy_of_a_passkey_is_refused_and_its_person_told(desk: Desk) -> None:
    """The copy has the same key, and counts on from where it was made."""
    desk.plug_in()
    desk.enrol("owner")
    listed = desk.cdp.send("WebAuthn.getCredentials", {"authenticatorId": desk.authenticator})
    copy = listed["credentials"][0]
    for _ in range(2):
        assert desk.shown("/login/passkey")["status"] == 200
    desk.send("/logout")
    desk.cdp.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": desk.authenticator})
    desk.plug_in()
    desk.cdp.send("WebAuthn.addCredential", {"authenticatorId": desk.authenticator, "credential": copy})

    answer = desk.shown("/login/passkey")

    assert answer["status"] == 401
    assert desk.viewer() is None
    wait_for(lambda: any("passkey" in one.lower() for one in subjects(desk.house)))
