"""The edge every mutation goes through: one transaction, and expected outcomes as `userErrors` with a code each."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from dataclasses import field as attribute
from enum import Enum
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from chatbookr_core import errors as core
from chatbookr_core.db import transaction, with_retry
from chatbookr_permissions.policy import PermissionDenied
from chatbookr_schema.context import Context
from chatbookr_schema.errors import CODES
from chatbookr_schema.field import GUARD, Guard, Needs, Public, field, object_type
from chatbookr_schema.guards import InputDenied, camel, check_input

C = TypeVar("C", bound=Enum)
OUTCOME: Final = Public("Whoever may ask for the change may know why it was not made.")
FORBIDDEN_FIELD: Final = "FORBIDDEN_FIELD"
INVALID_VALUE: Final = "INVALID_VALUE"

COMMON: Final = {
    "NOT_FOUND": "There is nothing of that id for the asker.",
    "INVALID_VALUE": "A value cannot be accepted; `field` says which.",
    "FORBIDDEN_FIELD": "The asker may not give this field; nothing was changed.",
}
"""Descriptions of the codes that most mutations have."""


@object_type("Why a change was not made.")
class UserError(Generic[C]):
    code: C = field("What a program can go by.", policy=OUTCOME)
    message: str = field("What a person can read.", policy=OUTCOME)
    field: list[str] | None = field("The path of the value at fault, in the arguments.", policy=OUTCOME)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a change: the key of what was changed, or why nothing was."""

    key: UUID | None = None
    user_errors: list[Any] = attribute(default_factory=list)


async def change(
    context: Context,
    given: object,
    codes: type[Enum],
    work: Callable[[], Awaitable[UUID]],
    *,
    look: Callable[[], Awaitable[None]] | None = None,
) -> Outcome:
    """Do `work` in one transaction; errors that `codes` has are outcomes, any other is raised.

    `look` asks others first (a calendar, over the network), outside of the transaction. Nothing that was loaded
    before is believed afterwards.
    """
    try:
        check_input(context, given, None, "input")
        if look is not None:
            await look()
        return Outcome(await with_retry(lambda: _in_transaction(work)))
    except PermissionDenied as denied:
        path = denied.field if isinstance(denied, InputDenied) else _given_field(given, denied)
        if path is None or FORBIDDEN_FIELD not in codes.__members__:
            raise
        return _failed(codes, FORBIDDEN_FIELD, path, "You are not allowed to give this.")
    except core.ChatbookrError as problem:
        code = _code_of(problem)
        if code not in codes.__members__:
            raise
        path = f"input.{camel(problem.field)}" if isinstance(problem, core.InvalidInput) and problem.field else None
        return _failed(codes, code, path, problem.message)
    finally:
        context.forget()


async def _in_transaction(work: Callable[[], Awaitable[UUID]]) -> UUID:
    async with transaction():
        return await work()


def _code_of(problem: core.ChatbookrError) -> str:
    if isinstance(problem, core.InvalidInput):
        return str(problem.details.get("problem", INVALID_VALUE))
    return next(CODES[kind] for kind in type(problem).__mro__ if kind in CODES)


def _failed(codes: type[Enum], code: str, path: str | None, message: str) -> Outcome:
    error: UserError[Any] = UserError(code=codes[code], field=path.split(".") if path else None, message=message)
    return Outcome(user_errors=[error])


def _given_field(given: object, denied: PermissionDenied) -> str | None:
    """Find the given field whose own policy the denial is about."""
    definition: Any = getattr(type(given), "__strawberry_definition__", None)
    for one in getattr(definition, "fields", ()):
        guard: Guard = one.metadata[GUARD]
        if guard.policy == Needs(denied.permission) and getattr(given, one.python_name) is not None:
            return f"input.{camel(one.python_name)}"
    return None
