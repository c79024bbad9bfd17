"""What the desk's settings let choose is what the core takes: holidays' countries and regions, what fills templates."""

import json
import re
from pathlib import Path

import holidays
import pytest

from chatbookr_core.bookings.displacing import KIND
from chatbookr_core.templates.purposes import VALUES
from chatbookr_core.waitlist.offers import CALL_TASK

ROOT = Path(__file__).parents[1]
SETTINGS = ROOT / "web" / "desk" / "src" / "settings"
TITLES = ROOT / "web" / "desk" / "src" / "tasks" / "texts.ts"
ASKED = re.compile(r'\bask_staff\(\s*"(\w+)"')
TOLD = re.compile(r"^  (\w+): \(\) => say\(", re.MULTILINE)
KNOWN = json.loads((SETTINGS / "holiday-regions.json").read_text(encoding="utf-8"))
FILLED = re.compile(r"^  ([A-Z_]+): (OF_ONE|OF_SEVERAL|\[[^\]]*\]),$", re.MULTILINE)
SHARED = re.compile(r"^const (OF_[A-Z]+) = (\[[^\]]*\])", re.MULTILINE)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_desk_offers_the_countries_whose_holidays_are_known() -> None:
    supported = holidays.list_supported_countries(include_aliases=False)

    assert set(KNOWN["countries"]) == {code for code in supported if len(code) == 2}


@pytest.mark.parametrize("country", sorted(KNOWN["regions"]))
def test_the_desk_offers_the_regions_of_a_country(country: str) -> None:
    assert set(KNOWN["regions"][country]) == set(holidays.list_supported_countries()[country])


def test_the_desk_offers_for_a_template_what_can_fill_it() -> None:
    source = (SETTINGS / "template-words.ts").read_text(encoding="utf-8")
    shared = dict(SHARED.findall(source))
    offered = {purpose.lower(): json.loads(shared.get(given, given)) for purpose, given in FILLED.findall(source)}

    assert {name: set(given) for name, given in offered.items()} == {
        str(one): set(given) for one, given in VALUES.items()
    }


def test_the_desk_has_words_for_everything_staff_are_asked_to_look_at() -> None:
    sources = [file for folder in ("core", "workers", "plugins") for file in (ROOT / folder).rglob("*.py")]
    asked = {kind for file in sources for kind in ASKED.findall(file.read_text(encoding="utf-8"))}

    assert len(asked) > 15
    assert {*asked, KIND, CALL_TASK} - set(TOLD.findall(TITLES.read_text(encoding="utf-8"))) == set()
