"""How tokens are written, and what holds for keys."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbookr_core.partners.rules import (
    DIGITS,
    GRANTABLE,
    PUBLIC_CHARS,
    SECRET_CHARS,
    TOKEN,
    is_open,
    is_token,
    is_within,
    token_from,
)
from chatbookr_core.people.tokens import token_hash_of
from chatbookr_permissions.actions import Permission

NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
NUMBERS = st.integers(0, 62 ** (PUBLIC_CHARS + SECRET_CHARS) - 1)


@given(NUMBERS)
def test_a_token_is_recognised_and_shows_its_public_part_alone(number: int) -> None:
    token = token_from(number)

    assert is_token(token.text)
    assert token.text.startswith(f"{token.prefix}_")
    assert token.hash == token_hash_of(token.text)
    assert token.text not in repr(token)


@pytest.mark.checklist(28)
@given(NUMBERS, st.integers(0, 66), st.sampled_from(DIGITS + "_"))
def test_one_wrong_character_is_noticed_without_a_look_up(number: int, at: int, other: str) -> None:
    text = token_from(number).text
    typo = text[:at] + other + text[at + 1 :]

    assert is_token(typo) is (typo == text)


@given(NUMBERS, NUMBERS)
def test_different_numbers_give_different_tokens(one: int, other: int) -> None:
    assert (token_from(one) == token_from(other)) is (one == other)


@given(st.text(max_size=90))
def test_anything_else_is_no_token(text: str) -> None:
    assert not is_token(text)


@pytest.mark.checklist(28)
def test_a_secret_has_256_bits() -> None:
    assert 62**SECRET_CHARS >= 2**256


@pytest.mark.checklist(28)
def test_scanners_find_a_token_in_a_text() -> None:
    text = token_from(62**30 + 7).text

    found = TOKEN.search(f"headers = {{'Authorization': 'Bearer {text}'}}")

    assert found is not None
    assert found[0] == text


def test_no_key_can_be_given_what_would_give_it_more() -> None:
    assert not GRANTABLE & {Permission.KEY_MANAGE, Permission.WEBHOOK_MANAGE, Permission.CONNECTION_MANAGE}


@pytest.mark.parametrize(
    ("ranges", "address", "is_in"),
    [
        ([], "203.0.113.9", True),
        ([], None, True),
        (["203.0.113.0/24"], "203.0.113.9", True),
        (["203.0.113.0/24"], "203.0.114.9", False),
        (["203.0.113.9"], "203.0.113.9", True),
        (["203.0.113.0/24"], "::ffff:203.0.113.9", True),
        (["2001:db8::/32"], "2001:db8:1::7", True),
        (["2001:db8::/32"], "2001:db9::7", False),
        (["2001:db8::/32", "198.51.100.7"], "198.51.100.7", True),
        (["203.0.113.0/24"], None, False),
        (["203.0.113.0/24"], "somewhere", False),
    ],
)
def test_a_key_of_some_addresses_opens_from_those_alone(ranges: list[str], address: str | None, is_in: bool) -> None:
    assert is_within(ranges, address) is is_in


@pytest.mark.parametrize(
    ("revoked_at", "expires_at", "opens"),
    [
        (None, None, True),
        (None, NOW + timedelta(seconds=1), True),
        (None, NOW, False),
        (NOW - timedelta(days=1), None, False),
        (NOW - timedelta(days=1), NOW + timedelta(days=1), False),
    ],
)
def test_a_key_opens_until_the_first_of_its_ends(
    revoked_at: datetime | None, expires_at: datetime | None, opens: bool
) -> None:
    assert is_open(revoked_at=revoked_at, expires_at=expires_at, now=NOW) is opens
