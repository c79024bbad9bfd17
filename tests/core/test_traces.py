"""What the log is told of a failure: where it was and of what kind, and nothing of what it was about."""

import pytest
from tests.factories import make_user
from tortoise.exceptions import IntegrityError

from chatbookr_core.db import Database
from chatbookr_core.errors import CannotUnseal
from chatbookr_core.traces import trace_of

CANARY = "canary.person@example.com"


def failing(problem: Exception, because: Exception | None = None) -> Exception:
    try:
        raise problem from because
    except Exception as raised:
        return raised


def test_a_failure_is_told_by_its_place_and_its_class_and_not_in_its_own_words() -> None:
    told = trace_of(failing(ValueError(f"invalid literal: {CANARY}")))

    assert "in failing" in told
    assert "builtins.ValueError" in told
    assert CANARY not in told


def test_what_led_to_it_comes_first_and_our_own_errors_say_their_code() -> None:
    told = trace_of(failing(CannotUnseal(), failing(KeyError(CANARY))))

    assert told.index("builtins.KeyError") < told.index("chatbookr_core.errors.CannotUnseal CANNOT_UNSEAL")
    assert CANARY not in told


def test_each_of_several_at_once_is_told() -> None:
    told = trace_of(failing(ExceptionGroup(CANARY, [failing(ValueError(CANARY)), failing(OSError(CANARY))])))

    assert "builtins.ValueError" in told
    assert "builtins.OSError" in told
    assert CANARY not in told


def test_what_was_not_to_be_told_of_is_not() -> None:
    try:
        try:
            raise KeyError(CANARY)
        except KeyError:
            raise CannotUnseal from None
    except CannotUnseal as problem:
        told = trace_of(problem)

    assert "KeyError" not in told


@pytest.mark.checklist(11)
async def test_a_constraint_of_the_database_is_named_and_the_row_that_breaks_it_is_not(database: Database) -> None:
    await make_user(email=CANARY)

    with pytest.raises(IntegrityError) as caught:
        await make_user(email=CANARY)

    told = trace_of(caught.value)
    assert CANARY in str(caught.value) or database.dialect == "sqlite"  # why its words are left out
    assert "tortoise.exceptions.IntegrityError" in told
    assert "sqlstate=23505" in told or database.dialect == "sqlite"
    assert CANARY not in told
