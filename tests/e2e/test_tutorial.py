"""The steps of docs/tutorial/first-booking.md through the API, as they stand there, after a patient has written."""

import json
from pathlib import Path

import pytest
from tests.e2e.patient import Patient
from tests.e2e.running import ROOT, Running
from tests.pages import blocks, followed

pytestmark = pytest.mark.e2e

PAGE = (ROOT / "docs" / "tutorial" / "first-booking.md").read_text(encoding="utf-8")
LIMIT_SECONDS = 120
START, LOG_IN, ASK, SEE = blocks(PAGE, "sh")


def test_the_tutorials_reader_logs_in_and_sees_what_was_said(house: Running, tmp_path: Path) -> None:
    email, password = house.password_of("receptionist")
    patient = Patient(house.sandbox, "31612345678")
    patient.write("hello")
    patient.hears(lambda message: message["type"] == "interactive", "the menu")

    def step(script: str, **settings: str) -> str:
        of_here = script.replace("http://localhost:8000", house.api).replace("…", password)
        return followed(of_here, tmp_path, settings, seconds=LIMIT_SECONDS)

    token = json.loads(step(LOG_IN))["token"]
    (membership,) = json.loads(step(ASK, TOKEN=token))["data"]["viewer"]["memberships"]
    seen = step(ASK.splitlines()[0] + "\n" + SEE, TOKEN=token, CLINIC=membership["clinic"]["id"])

    assert START == "make run\n"
    assert email in LOG_IN
    assert membership["role"] == "RECEPTIONIST"
    assert '"errors"' not in seen
    assert '"body":"hello"' in seen
