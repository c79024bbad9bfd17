"""What is left out of what workers report is of no use to anybody."""

from typing import Any

import pytest
from tests.few_reports import SLOW_SECONDS, is_read


def report(**other: Any) -> dict[str, Any]:
    return {"when": "setup", "outcome": "passed", "sections": [], "user_properties": [], "duration": 0.0} | other


@pytest.mark.parametrize("when", ["setup", "teardown"])
def test_that_fixtures_passed_at_once_and_in_silence_is_not_told(when: str) -> None:
    assert not is_read("testreport", report(when=when))
    assert not is_read("logstart", None)


@pytest.mark.parametrize(
    "telling",
    [
        {"when": "call"},
        {"outcome": "failed"},
        {"when": "teardown", "outcome": "failed"},
        {"outcome": "skipped"},
        {"sections": [("Captured log setup", "what was said")]},
        {"user_properties": [("measured", 1)]},
        {"duration": SLOW_SECONDS},
    ],
    ids=str,
)
def test_whatever_else_there_is_to_tell_is_told(telling: dict[str, Any]) -> None:
    assert is_read("testreport", report(**telling))


@pytest.mark.parametrize("name", ["logfinish", "runtest_protocol_complete", "collectionfinish", "warning_recorded"])
def test_what_xdist_goes_by_is_told(name: str) -> None:
    assert is_read(name, None)
