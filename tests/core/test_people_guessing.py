"""Passwords that others would guess are refused, with advice and a code, and without being repeated."""

from time import process_time

import pytest

from chatbookr_core.errors import InvalidInput
from chatbookr_core.people.guessing import PASSWORD_BREACHED, PASSWORD_WEAK, check_password

GOOD = ["correct horse battery", "ein langer Satz mit Kuh", "mijn hond heet geen Fikkie", "🐎 grazing at dusk"]
LEAKED = ["password1234", "Password1234", "qwerty123456", "1q2w3e4r5t6y", "aaaaaaaaaaaa", " password1234 "]
WEAK = [  # for somebody of that name
    "xxxxxxxxxxxxxxxxxxxxxxxx",
    "abcabcabcabcabc",
    "ada.lovelace@example.com",
    "lovelace.ada1",
    "chatbookrchatbookr",
]


@pytest.mark.asvs("6.2.5")
@pytest.mark.parametrize("password", GOOD)
async def test_a_password_nobody_guesses_is_taken_whatever_it_is_made_of(password: str) -> None:
    await check_password(password, about=("ada.lovelace@example.com", "Ada Lovelace"))


@pytest.mark.attack("password-guessing")
@pytest.mark.asvs("6.2.4", "6.2.12")
@pytest.mark.checklist(26)
@pytest.mark.parametrize(
    ("password", "problem"),
    [*((one, PASSWORD_BREACHED) for one in LEAKED), *((one, PASSWORD_WEAK) for one in WEAK)],
)
async def test_one_that_leaked_or_is_guessed_is_refused_with_advice(password: str, problem: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        await check_password(password, about=("ada.lovelace@example.com", "Ada Lovelace"), field="new_password")

    assert refused.value.details == {"problem": problem}
    assert refused.value.field == "new_password"
    assert len(refused.value.message) > 20
    told = f"{refused.value.message} {refused.value!r} {refused.value.__context__}"
    assert password.strip().lower() not in told.lower()


@pytest.mark.asvs("6.2.11")
async def test_what_is_known_of_the_person_makes_a_password_weak_for_them_alone() -> None:
    password = "wolkenkuckucksheim gmbh"

    await check_password(password)
    with pytest.raises(InvalidInput):
        await check_password(password, about=("wolkenkuckucksheim", "gmbh", password))


async def test_the_longest_password_takes_no_time_to_speak_of() -> None:
    await check_password("warm up the dictionaries")

    started = process_time()  # of a core: what else the machine does is none of it
    with pytest.raises(InvalidInput):
        await check_password("a1!" * 85)

    assert process_time() - started < 5
