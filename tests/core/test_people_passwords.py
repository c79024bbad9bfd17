"""Passwords: slow for a thief, and as slow for an address nobody has."""

from time import process_time

import argon2
import pytest

from chatbookr_core.errors import InvalidInput
from chatbookr_core.people import passwords
from chatbookr_core.people.guessing import check_length
from chatbookr_core.people.passwords import hash_password, hash_password_now, is_password

pytestmark = pytest.mark.usefixtures("costly_passwords")


async def test_the_right_password_is_recognised_and_others_are_not() -> None:
    hashed = await hash_password("correct horse battery")

    assert await is_password(hashed, "correct horse battery")
    assert not await is_password(hashed, "correct horse batterY")
    assert not await is_password(None, "correct horse battery")
    assert not await is_password("unusable", "unusable")


@pytest.mark.checklist(26)
def test_hashes_are_argon2id_with_the_costs_owasp_asks_for() -> None:
    parameters = argon2.extract_parameters(hash_password_now("x"))

    assert parameters.type is argon2.Type.ID
    assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (19456, 2, 1)


def test_nobodys_hash_costs_what_everybodys_does() -> None:
    assert argon2.extract_parameters(passwords.nobodys_hash()) == argon2.extract_parameters(hash_password_now("x"))


@pytest.mark.attack("enumeration")
@pytest.mark.checklist(21)
async def test_an_account_that_is_not_takes_as_long_as_one_that_is() -> None:
    """In time of a core, on whichever thread: what else the machine does is none of it."""
    hashed = hash_password_now("correct horse battery")

    async def seconds(password_hash: str | None) -> float:
        started = process_time()
        await is_password(password_hash, "wrong")
        return process_time() - started

    tries = [(await seconds(hashed), await seconds(None)) for _ in range(15)]

    with_account, without = min(one for one, _ in tries), min(other for _, other in tries)  # what else runs adds
    assert 0.5 < with_account / without < 2


@pytest.mark.asvs("6.2.1", "6.2.9")
@pytest.mark.parametrize("password", ["", "eleven char", "x" * 257])
def test_a_password_has_a_length(password: str) -> None:
    with pytest.raises(InvalidInput):
        check_length(password)
    check_length("x" * 12)


@pytest.mark.asvs("6.2.8")
@pytest.mark.parametrize(
    ("password", "other"),
    [
        ("Correct Horse Battery", "correct horse battery"),
        ("correct horse battery", "correct horse battery "),
        ("correct horse battery", " correct horse battery"),
        ("p" * 255 + "a", "p" * 255 + "b"),
        ("caf\u00e9 con leche 12", "cafe\u0301 con leche 12"),
        ("correct\0horse battery", "correct"),
    ],
)
async def test_a_password_is_compared_as_it_was_given(password: str, other: str) -> None:
    hashed = hash_password_now(password)

    assert await is_password(hashed, password)
    assert not await is_password(hashed, other)
