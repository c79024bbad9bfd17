"""The pages for accounts in a real browser, used as people use them: by labels and buttons."""

import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import pyotp
from playwright.sync_api import Browser, Locator, Page, expect
from tests.e2e.browser import PATIENCE_MILLISECONDS, plug_in
from tests.e2e.running import PATIENCE_SECONDS, START_SECONDS, Running, wait_for

INVITE = """mutation ($clinic: ID!, $email: String!) {
  invitationCreate(input: {clinicId: $clinic, email: $email, role: RECEPTIONIST}) {
    invitation { id } userErrors { code message } } }"""
CLINIC = "{ viewer { memberships { clinic { id name } } } }"


@dataclass(slots=True)
class Phone:
    """An authenticator app: its clock runs ahead where a code would come twice, as no code counts twice.

    It is never behind: a code of the half minute before would be too old once this one is over, before it was typed in.
    """

    key: str
    last_step: int = 0

    def code(self) -> str:
        """Show a code that was not shown before: of this half minute, or of the next, which counts as well."""
        totp, now = pyotp.TOTP(self.key), datetime.now(UTC)
        self.last_step = max(totp.timecode(now), self.last_step + 1)
        return totp.generate_otp(self.last_step)


@dataclass(slots=True)
class Person:
    """Somebody at a browser of their own."""

    page: Page
    house: Running
    problems: list[str] = field(default_factory=list)  # what a page threw, or was not allowed to load

    def opens(self, address: str) -> None:
        """Open an address; the page has drawn itself once its script is through."""
        self.page.goto("about:blank")  # or what stands behind # alone would not be a new page
        whole = address if address.startswith("http") else f"{self.house.api}{address}"
        self.page.goto(whole, wait_until="commit")  # one that leads elsewhere goes on by itself, loaded or not
        self.page.wait_for_load_state("networkidle")

    def writes(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).locator("visible=true").fill(text)

    def presses(self, name: str, within: Locator | None = None) -> None:
        (within or self.page).get_by_role("button", name=name, exact=True).click()

    def reads(self, text: str) -> None:
        """Wait until a text can be seen."""
        expect(self.page.get_by_text(text).locator("visible=true").first).to_be_visible()

    def logs_in(self, email: str, password: str) -> None:
        self.opens("/log-in")
        self.writes("E-mail", email)
        self.writes("Password", password)
        self.presses("Log in")

    def proves(self, password: str, code: str | None = None) -> None:
        """Answer the dialogue that asks once more who it is."""
        dialogue = self.page.get_by_role("dialog")
        dialogue.get_by_label("Password").fill(password)
        if code is not None:
            dialogue.get_by_label("Code of your authenticator app").fill(code)
        dialogue.get_by_role("button", name="Go on").click()

    def is_at(self, path: str) -> None:
        """Wait until the browser has come to a page."""
        self.page.wait_for_url(f"{self.house.api}{path}")

    def plugs_in(self) -> None:
        """Give the machine an authenticator, whose person agrees to everything."""
        session = self.page.context.new_cdp_session(self.page)
        session.send("WebAuthn.enable")
        plug_in(session)


@contextlib.contextmanager
def person(browser: Browser, house: Running, **options: Any) -> Iterator[Person]:
    """Give somebody a browser; at the end nothing may have gone wrong in it unseen."""
    context = browser.new_context(**{"locale": "en-GB", "viewport": {"width": 1100, "height": 900}, **options})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    somebody = Person(page, house)
    page.on("pageerror", lambda problem: somebody.problems.append(str(problem)))
    page.on("console", lambda said: somebody.problems.append(said.text) if "Policy" in said.text else None)
    yield somebody
    assert somebody.problems == []
    context.close()


@dataclass(slots=True)
class Owner:
    """The demo's owner, by GraphQL."""

    house: Running
    token: str
    clinic: dict[str, str]

    def asks(self, document: str, **variables: object) -> dict[str, Any]:
        (payload,) = self.house.query(self.token, document, variables).values()
        assert payload["userErrors"] == [], payload
        return dict(payload)

    def invites(self, email: str) -> str:
        """Invite somebody, and read the link in the letter that reaches the mailbox: not one that was there before."""
        before = links_to(self.house, email, "invitation")
        self.asks(INVITE, clinic=self.clinic["id"], email=email)
        return link_to(self.house, email, "invitation", before=before)


def owner_of(house: Running) -> Owner:
    """Log the owner in, and prove it again."""
    password = house.password_of("owner")[1]
    headers = {"authorization": f"Bearer {house.token_of('owner')}"}
    answer = httpx.post(f"{house.api}/step-up", json={"password": password}, headers=headers, timeout=PATIENCE_SECONDS)
    token = answer.raise_for_status().json()["token"]
    return Owner(house, token, house.query(token, CLINIC)["viewer"]["memberships"][0]["clinic"])


def links_to(house: Running, email: str, path: str) -> list[str]:
    """Return the links of a kind in the letters to an address, the newest first."""
    mails = httpx.get(f"{house.sandbox}/sandbox/mail", timeout=PATIENCE_SECONDS).json()["mails"]
    texts = [str(one) for one in mails if email in str(one)]
    return re.findall(rf"{house.api}/{path}#[\w-]+", " ".join(texts))


def link_to(house: Running, email: str, path: str, seconds: float = START_SECONDS, before: Sequence[str] = ()) -> str:
    """Wait for a letter to an address with a new link of a kind, and return the newest one's."""
    found: list[str] = []

    def look() -> bool:
        found[:] = [one for one in links_to(house, email, path) if one not in before]
        return bool(found)

    wait_for(look, seconds)
    return found[0]
