"""The operators' page in a real browser: an invitation is taken up, and the passkey logs in."""

import os
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import expect
from tests.e2e.browser import PATIENCE_MILLISECONDS, chromium, plug_in
from tests.e2e.running import DEMO, PATIENCE_SECONDS, Running, prepared

pytestmark = pytest.mark.e2e


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    house = prepared(tmp_path_factory.mktemp("operators"), {})
    house.api = f"http://localhost:{urlsplit(house.api).port}"
    house.environment["CHATBOOKR_PUBLIC_URL"] = house.api
    try:
        house.wait_until_ready(house.start("demo", DEMO), "demo")
        yield house
    finally:
        house.stop()


def invitation_of(house: Running) -> str:
    """Have the command print a link."""
    command = (
        "from chatbookr_api.cli import main; raise SystemExit(main(['operator','invite','op@x.org','--name','O']))"
    )
    environment = {**os.environ, **house.environment}
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=house.folder, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()[-1]


def test_an_operator_enrols_logs_in_and_sees_no_clinic(house: Running) -> None:
    link = invitation_of(house)
    with chromium() as browser:
        page = browser.new_page()
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        cdp = page.context.new_cdp_session(page)
        cdp.send("WebAuthn.enable")
        plug_in(cdp)
        page.goto(link)
        page.get_by_role("button", name="Enrol a passkey").click()
        expect(page.get_by_role("status")).to_have_text("Your passkey is enrolled.")
        assert page.url == f"{house.api}/operator"  # the invitation is gone from the address
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("status")).to_contain_text("Logged in until")
        token = page.get_by_label("Token").input_value()

    answer = httpx.post(
        f"{house.api}/operator/graphql",
        json={"query": "{ viewer { email } }"},
        headers={"authorization": f"Bearer {token}"},
        timeout=PATIENCE_SECONDS,
    )

    assert answer.json()["data"] == {"viewer": None}
