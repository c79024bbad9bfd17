"""What people write is kept as they wrote it, but for what nobody types: controls, and what turns its neighbours."""

import pytest

from chatbookr_core.errors import InvalidInput
from chatbookr_core.texts import line_from, words_from

HOSTILE = [
    *("\x1b[2J", "a\0b", "a\x7fb", "a\x9bb"),
    *("\u202egpj.exe", "\u202dabc", "a\u202bb", "a\u2067b\nc\u2069", "\u2066"),
]
KEPT = [
    "Comes with her mother.\n\n- 2 visits\t(see above)",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 👩\u200d⚕\ufe0f",
    "ring \u202a+31 20 123 45 67\u202c, not \u2068\u05d3\u2069",
    "שרה\u200f (אמא)",
    "نیک\u200cنام",
]


@pytest.mark.attack("hidden-text", cve="CVE-2021-42574")
@pytest.mark.parametrize("hostile", HOSTILE)
def test_words_that_control_or_turn_what_is_beside_them_are_refused(hostile: str) -> None:
    with pytest.raises(InvalidInput, match="type it anew") as refused:
        words_from(hostile, 500, field="notes")

    assert refused.value.field == "notes"


@pytest.mark.parametrize("written", KEPT)
def test_words_that_people_write_are_kept_whole(written: str) -> None:
    assert words_from(f" {written}\r\n", 500, field="notes") == written


def test_each_line_ends_alike() -> None:
    assert words_from("a\r\nb\rc\u2028d\x85e\x0bf", 500, field="notes") == "a\nb\nc\nd\ne\nf"


@pytest.mark.parametrize("unseen", ["", " \r\n", "\u200b\u3164", "\u2800"])
def test_words_of_which_nothing_is_seen_are_none(unseen: str) -> None:
    with pytest.raises(InvalidInput, match="1 to 500"):
        words_from(unseen, 500, field="notes")


@pytest.mark.parametrize("hostile", ["Keizersgracht 1\nAmsterdam", "Keizers\u202egracht", "\x1b[31mHere", "a\u2028b"])
def test_a_line_is_as_names_are(hostile: str) -> None:
    with pytest.raises(InvalidInput, match="type it anew") as refused:
        line_from(hostile, 120, field="address", least_chars=0)

    assert refused.value.field == "address"
    assert line_from(" Keizersgracht  1\u200b ", 120, field="address") == "Keizersgracht 1"
    assert line_from("", 120, field="address", least_chars=0) == ""
    with pytest.raises(InvalidInput, match="1 to 3"):
        line_from("long", 3, field="address")
