"""What a text is found by: words without case, accents or width; names by beginnings, numbers by endings."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbookr_core.search.words import (
    LONGEST,
    MOST_WORDS,
    QUERY_CHARS,
    QUERY_WORDS,
    UMLAUTS,
    asked_marks,
    asked_words,
    marks_of,
    plain,
    words_of,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kan ik MORGEN langskomen?", ["kan", "ik", "morgen", "langskomen"]),
        ("Café, CAFÉ, cafe\u0301", ["cafe"]),
        ("Straße STRASSE", ["strasse"]),
        ("ﬁne ｆｕｌｌ", ["fine", "full"]),
        ("Ο Σίσυφος", ["σισυφοσ"]),  # a final sigma is a sigma; one letter is no word
        ("snake_case a b 7 42", ["snake", "case", "42"]),
        ("don't stop", ["don", "stop"]),
        ("שָׁלוֹם", ["שלום"]),
        ("", []),
        ("?! 🙂", []),
    ],
)
def test_a_text_is_taken_apart_into_its_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@given(st.text(max_size=200))
def test_however_a_text_is_composed_its_words_are_the_same(text: str) -> None:
    assert words_of(unicodedata.normalize("NFD", text)) == words_of(unicodedata.normalize("NFC", text))


@given(st.text(max_size=200))
def test_to_write_a_text_plain_twice_changes_nothing_more(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll"]), min_size=2, max_size=40))
def test_a_word_of_a_text_finds_it(word: str) -> None:
    words = words_of(f"before {word} after")

    assert set(words_of(word)) <= set(words)


def test_a_long_word_counts_as_far_as_it_is_kept_and_a_long_text_too() -> None:
    text = " ".join(f"word{number}" for number in range(MOST_WORDS + 5))

    assert words_of("a" * (LONGEST + 9)) == ["a" * LONGEST]
    assert len(words_of(text)) == MOST_WORDS


def test_a_patient_is_found_by_beginnings_of_names_and_endings_of_the_number() -> None:
    assert marks_of("Zoë de Vries", "+31687") == [
        "zoe", "de", "vri", "vrie", "vries", "1687", "31687",
    ]  # fmt: skip
    assert marks_of(None, None) == []


@pytest.mark.parametrize(
    ("query", "marks"),
    [
        ("0151 123-4567", ["1511234567"]),
        ("+49 (151) 1234567", ["491511234567"]),
        ("4567", ["4567"]),
        ("0102", ["0102"]),
        ("00 102", ["00102"]),
        ("0000 0102", ["00000102"]),
        ("0151 0000102", ["1510000102"]),
        ("Zoë Vri", ["zoe", "vri"]),
        ("Zoë 4567", ["zoe", "4567"]),
    ],
)
def test_a_number_is_one_mark_however_it_is_written(query: str, marks: list[str]) -> None:
    assert asked_marks(query) == [(one,) for one in marks]


@pytest.mark.parametrize(
    ("query", "spellings"),
    [
        ("Müller", [("muller", "mueller")]),
        ("mu\u0308ller", [("muller", "mueller")]),
        ("Mueller", [("mueller", "muller")]),
        ("Muller", [("muller",)]),
        ("Bäuerle", [("bauerle", "baeuerle")]),
        ("Schoenfaerber", [("schoenfaerber", "schonfaerber", "schoenfarber", "schonfarber")]),
        ("Müller Müller", [("muller", "mueller")]),
        ("neue Quelle, Bauer, Zoe, hoe", [("neue",), ("quelle",), ("bauer",), ("zoe",), ("hoe",)]),
        ("ü Menü", [("menu", "menue")]),  # one letter is no word
        ("loeloeloeloeloel", [("loeloeloeloeloel", "lololololol")]),
        ("Straße Zoë", [("strasse",), ("zoe",)]),
    ],
)
def test_a_word_is_sought_with_its_umlauts_and_with_them_written_out(
    query: str, spellings: list[tuple[str, ...]]
) -> None:
    found = asked_words(query)

    assert [set(one) for one in found] == [set(one) for one in spellings]
    assert [one[0] for one in found] == [one[0] for one in spellings]


@given(st.text(max_size=QUERY_CHARS))
def test_what_is_said_is_found_by_its_own_words(text: str) -> None:
    words = words_of(text)
    if 0 < len(words) <= QUERY_WORDS:
        assert [one[0] for one in asked_words(text)] == words


@given(st.lists(st.sampled_from(["mä", "lö", "nür", "bis", "st"]), min_size=1, max_size=4))
def test_what_is_said_with_umlauts_is_found_with_them_written_out_and_the_other_way_round(parts: list[str]) -> None:
    word = "".join(parts) + "n"
    written_out = word.translate(UMLAUTS)

    for said, query in ((word, written_out), (written_out, word)):
        assert set(asked_words(query)[0]) & set(words_of(said)), (said, query)


@pytest.mark.parametrize("query", ["", "  ", "a", "?!", "a b c", " ".join(f"w{n}x" for n in range(9)), "x" * 201])
def test_a_query_without_words_or_with_too_many_is_refused(query: str) -> None:
    with pytest.raises(ValueError, match="words"):
        asked_words(query)


@pytest.mark.parametrize("query", ["123", "+", "0000"])
def test_a_few_digits_are_no_number(query: str) -> None:
    with pytest.raises(ValueError, match="words"):
        asked_marks(query)


def test_a_query_may_be_as_long_as_it_says() -> None:
    assert asked_words("x" * QUERY_CHARS) == [("x" * LONGEST,)]
