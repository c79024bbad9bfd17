"""The steps of docs/how-to/build-an-inbox.md, as they stand there; only the page's addresses are this machine's own."""

import re

import pytest
from tests.e2e.running import ROOT, Running
from tests.pages import blocks, followed, names_shown

pytestmark = pytest.mark.e2e

PAGE = (ROOT / "docs" / "how-to" / "build-an-inbox.md").read_text(encoding="utf-8")
LIMIT_SECONDS = 400
LOOK = """ask conversation.graphql '{"id": "'$CONVERSATION'"}'"""
SENT = """grep '"author":"STAFF"' changes.txt"""
WAITS = {  # the page waits some seconds; a busy machine may take longer
    "sleep 1\npatient": "until [ -s changes.txt ] && [ -s tasks.txt ]; do sleep 0.2; done\npatient",
    "sleep 4\ncat": "until grep -q taskChanged tasks.txt; do sleep 0.2; done\ncat",
    "sleep 3\ngrep": f"until {SENT} | grep DELIVERED > found.txt; do sleep 0.2; done\ngrep",
    "sleep 4\nask": f"until {LOOK} | grep FETCHED > found.txt; do sleep 1; done\nask",
}


@pytest.fixture(scope="module")
def printed(house: Running, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Follow the page once, and return everything that its steps printed."""
    steps = [text for text in blocks(PAGE, "sh") if "export PASSWORD=…" not in text]
    script = "\n".join(steps)
    for words, of_here in {
        **WAITS,
        "http://localhost:8000": house.api,
        "http://127.0.0.1:8100": house.sandbox,
    }.items():
        assert words in script
        script = script.replace(words, of_here)
    _, password = house.password_of("receptionist")
    return followed(script, tmp_path_factory.mktemp("desk"), {"PASSWORD": password}, seconds=LIMIT_SECONDS)


def test_every_query_of_the_page_is_answered_without_an_error(printed: str) -> None:
    answers = [line for line in printed.splitlines() if line.startswith('{"data"')]

    assert len(answers) >= 9
    assert '"errors"' not in printed
    assert not re.findall(r'"userErrors":\[\{', printed)


def test_the_answers_are_those_the_page_shows(printed: str) -> None:
    missing = {text for text in names_shown(PAGE) if text not in printed}

    assert "asked_for_person" in names_shown(PAGE)
    assert not missing, printed


def test_what_is_heard_sent_and_fetched_is_what_the_page_shows(house: Running, printed: str) -> None:
    shown = [line for text in blocks(PAGE, "") for line in text.splitlines()]
    patterns = [re.escape(line).replace("…", ".*") for line in shown]

    missing = [one for one in patterns if not re.search(f"^{one}$", printed, re.MULTILINE)]

    assert len(shown) >= 3
    assert not missing, printed
    assert re.search(r"^[1-9]\d*$", printed, re.MULTILINE)  # how often it was told that something was delivered
    assert "rik.smit@praktijk-zuid.example" in PAGE
    assert house.password_of("receptionist")[0] in PAGE
