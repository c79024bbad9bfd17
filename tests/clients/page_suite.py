"""The steps of docs/how-to/partner.md, as they stand there, in an empty folder beside the repository.

Only what is this machine's own differs: the page's addresses become those of a demo that runs already. Run by
scripts/ci_clients.py.
"""

import re
from collections.abc import Iterator

import pytest
from tests.clients.people import peopled
from tests.e2e.running import ROOT, Running, running
from tests.pages import blocks, followed, names_shown
from tests.servers import free_port

pytestmark = pytest.mark.e2e

PAGE = (ROOT / "docs" / "how-to" / "partner.md").read_text(encoding="utf-8")
DONE_BEFORE = ("make run", "export PASSWORD=…")  # what the demo and the environment are to the steps
WAIT_UNTIL_TOLD = 'for _ in $(seq 60); do [ "$(grep -c "is CONFIRMED" told.txt)" -ge 2 ] && break; sleep 0.5; done'
LIMIT_SECONDS = 300
OF_A_RUN = {  # what is another each time
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00",
    r"Dr \w+ \w+": r"Dr \w+ \w+",
    r"(?<=reference )\w{4}\b|(?<=Told: )\w{4}\b": r"\w+",
}


def pattern_of(line: str) -> str:
    """Write a printed line as what any run may print in its place."""
    places = re.compile("|".join(f"({place})" for place in OF_A_RUN))
    pattern, end = "", 0
    for found in places.finditer(line):
        assert found.lastindex is not None
        pattern += re.escape(line[end : found.start()]) + list(OF_A_RUN.values())[found.lastindex - 1]
        end = found.end()
    return f"^{pattern}{re.escape(line[end:])}$"


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, port: int) -> Iterator[Running]:
    settings = {"CHATBOOKR_WEBHOOK_ALLOWED_HOSTS": f"127.0.0.1:{port}"}
    with running(tmp_path_factory.mktemp("demo"), settings) as house:
        peopled(house)
        yield house


@pytest.fixture(scope="module")
def printed(house: Running, port: int, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Follow the page once, and return everything that its steps printed."""
    beside = tmp_path_factory.mktemp("beside")
    (beside / "chatbookr").symlink_to(ROOT)
    steps = [text for text in blocks(PAGE, "sh") if not any(words in text for words in DONE_BEFORE)]
    script = "\n".join([*steps, WAIT_UNTIL_TOLD, "cat told.txt"])
    for address, of_here in (("http://localhost:8000", house.api), ("9000", str(port))):
        assert address in script
        script = script.replace(address, of_here)
    _, password = house.password_of("owner")
    return followed(script, beside, {"PASSWORD": password}, seconds=LIMIT_SECONDS)


def test_the_steps_are_those_of_the_page(house: Running) -> None:
    email, _ = house.password_of("owner")

    assert len(blocks(PAGE, "sh")) >= 8
    assert email in PAGE
    assert sum(any(words in text for words in DONE_BEFORE) for text in blocks(PAGE, "sh")) == len(DONE_BEFORE)


def test_the_steps_print_what_the_page_shows(printed: str, port: int) -> None:
    shown = [line for text in blocks(PAGE, "") for line in text.splitlines() if line != "…"]

    missing = [
        line for line in shown if not re.search(pattern_of(line.replace("9000", str(port))), printed, re.MULTILINE)
    ]

    assert len(shown) >= 6
    assert not missing, printed
    assert len(re.findall(r"^Told: (\w+) is CONFIRMED", printed, re.MULTILINE)) >= 2


def test_the_answers_are_those_the_page_shows(printed: str) -> None:
    shown = names_shown(PAGE)

    assert {"patient.contact:read", "Patient.name"} < shown
    assert not {text for text in shown if text not in printed}, printed
