"""The hash that plugins and the host sign much with is HMAC-SHA-256, for every key and every value."""

import hmac
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.thoroughness import examples

from chatbookr_sdk import KeyedHash


@given(st.binary(max_size=200), st.lists(st.binary(max_size=300), min_size=1, max_size=3))
@examples(200)
def test_it_says_what_hmac_says_however_often_it_is_asked(key: bytes, values: list[bytes]) -> None:
    keyed = KeyedHash(key)

    found = [keyed.hexdigest(value) for value in values]

    assert found == [hmac.new(key, value, sha256).hexdigest() for value in values]


@pytest.mark.parametrize("length", [0, 1, 63, 64, 65, 128])
def test_keys_about_a_block_long_are_taken_as_rfc_2104_says(length: int) -> None:
    key = bytes(range(length))

    assert KeyedHash(key).hexdigest(b"value") == hmac.new(key, b"value", sha256).hexdigest()


def test_the_test_vector_of_rfc_4231_holds() -> None:
    """Test case 2, with a key shorter than the output."""
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"

    assert KeyedHash(b"Jefe").hexdigest(b"what do ya want for nothing?") == expected


def test_its_repr_shows_nothing_of_the_key() -> None:
    assert "secret" not in repr(KeyedHash(b"secret"))
