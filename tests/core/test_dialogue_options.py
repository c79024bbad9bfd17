"""Option ids: only ours open, each in its own conversation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbookr_core.dialogue import Option, OptionSigner

SIGN = OptionSigner(b"k" * 32, "0192-conversation")
parts = st.from_regex(r"[A-Za-z0-9_:-]{1,40}", fullmatch=True)
options = st.builds(Option, parts, st.from_regex(r"[a-z]{1,12}", fullmatch=True), st.integers(0, 10**9 - 1), parts)


@given(options)
def test_what_we_signed_opens_to_the_same(option: Option) -> None:
    option_id = SIGN.sign(option)

    assert SIGN.find(option_id) == option
    assert option_id.startswith(f"v1.{option.dialogue}.")
    assert len(option_id) <= 160


@given(options, st.data())
def test_one_changed_character_is_a_forgery(option: Option, data: st.DataObject) -> None:
    option_id = SIGN.sign(option)
    place = data.draw(st.integers(0, len(option_id) - 1))
    other = data.draw(st.characters().filter(lambda character: character != option_id[place]))

    forged = option_id[:place] + other + option_id[place + 1 :]

    assert SIGN.find(forged) is None


@given(st.text())
def test_any_text_is_looked_at_without_a_crash(text: str) -> None:
    assert SIGN.find(text) is None


def test_a_lone_surrogate_is_no_id() -> None:
    assert SIGN.find("v1.a.b-1.c.\ud800") is None
    assert SIGN.find("v1.\ud800.b-1.c.AAAA") is None


def test_the_last_base64_character_has_no_spare_bits_that_count() -> None:
    option_id = SIGN.sign(Option("d", "times", 1, "slot:0:1"))

    twins = [
        option_id[:-1] + character for character in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef" if character != option_id[-1]
    ]

    assert all(SIGN.find(twin) is None for twin in twins)


@given(options)
def test_another_key_or_conversation_does_not_open_it(option: Option) -> None:
    option_id = SIGN.sign(option)

    assert OptionSigner(b"K" * 32, SIGN.conversation_id).find(option_id) is None
    assert OptionSigner(SIGN.key, "another").find(option_id) is None


@pytest.mark.parametrize(
    "option", [Option("a.b", "times", 1, "x"), Option("a", "times", 1, "ö"), Option("a", "times", 1, "x" * 200)]
)
def test_what_an_id_cannot_carry_is_refused(option: Option) -> None:
    with pytest.raises(ValueError, match="option"):
        SIGN.sign(option)


def test_the_key_does_not_show_where_a_signer_is_printed() -> None:
    assert "kkk" not in repr(SIGN)


def test_an_id_of_a_former_conversation_holds_and_new_ones_are_of_the_conversation_itself() -> None:
    old = OptionSigner(SIGN.key, "folded")
    joined = OptionSigner(SIGN.key, SIGN.conversation_id, ("another", "folded"))
    option = Option("d1", "times", 3, "slot:0:29000000")

    assert joined.find(old.sign(option)) == option
    assert SIGN.find(old.sign(option)) is None
    assert joined.sign(option) == SIGN.sign(option)
