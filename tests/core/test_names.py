"""Of a name what is seen is kept: what is not would have it found by nobody who types it, or be no name at all."""

import pytest

from chatbookr_core.names import name_from, on_one_line
from chatbookr_core.search.words import words_of

ADA = [
    "A\u200bda Vos",
    "Ada\ufeff Vos",
    "A\u00adda V\u2060os",
    "Ada Vos\U000e0049\U000e0047\U000e004e",
    "Ada\u3164Vos",
    "\u2800Ada\u2800Vos\u115f",
]


@pytest.mark.parametrize("written", ADA)
def test_who_types_a_name_finds_it_whatever_stands_between_unseen(written: str) -> None:
    assert on_one_line(written) == name_from(written, 80) == "Ada Vos"
    assert words_of(on_one_line(written)) == ["ada", "vos"]


@pytest.mark.parametrize(
    "written", ["\u3164", "\u2800 \u115f\u1160", "\u200b", "\u200c\u200d", "\U000e0041", "\uffa0\n"]
)
def test_a_profile_of_which_nothing_is_seen_has_no_name(written: str) -> None:
    assert on_one_line(written) == ""


@pytest.mark.parametrize("written", ["نیک\u200cنام", "क्\u200dष", "👩\u200d⚕\ufe0f Eva", "שרה\u200f (אמא)", "김 민준"])
def test_what_joins_letters_and_signs_stays(written: str) -> None:
    assert on_one_line(written) == name_from(written, 80) == written
