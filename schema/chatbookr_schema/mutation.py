"""The edge every mutation goes through: one transaction, and expected outcomes as `userErrors` with a code each.

What is done is written into the audit log in that transaction, under the mutation's name.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from enum import Enum, EnumType
from typing import Any, Final, Generic, TypeVar, cast
from uuid import UUID

from chatbookr_core import errors as core
from chatbookr_core.audit.recording import note, note_alone
from chatbookr_core.db import current_transaction, transaction, with_retry
from chatbookr_core.faultpoints import reach
from chatbookr_core.idempotency import Claim, Done, claim, release, settle
from chatbookr_permissions.actor import OperatorActor, Principal
from chatbookr_permissions.policy import PermissionDenied
from chatbookr_schema.context import Info
from chatbookr_schema.errors import BAD_USER_INPUT, CODES, CodedError
from chatbookr_schema.field import GUARD, Going, Guard, Needs, Public, enum_type, field, object_type
from chatbookr_schema.guards import InputDenied, check_input, guard_of, ids_in, is_open
from chatbookr_schema.idempotent import asked_of, key_of_request, note_replay
from chatbookr_schema.nodes import clinics_of
from chatbookr_schema.spelling import camel

C = TypeVar("C", bound=Enum)
R = TypeVar("R")
OUTCOME: Final = Public("Whoever may ask for the change may know why it was not made.")
FORBIDDEN_FIELD: Final = "FORBIDDEN_FIELD"
INVALID_VALUE: Final = "INVALID_VALUE"

COMMON: Final = {
    "NOT_FOUND": "There is nothing of that id for the asker.",
    "INVALID_VALUE": "A value cannot be accepted; `field` says which.",
    "FORBIDDEN_FIELD": "The asker may not give this field; nothing was changed.",
}
"""Descriptions of the codes that most mutations have."""

STEP_UP: Final = "Prove again who you are: `POST /step-up`, then ask again within 5 minutes."
"""What STEP_UP_REQUIRED asks for, of whoever has a session."""

IDEMPOTENCY: Final = {
    "IDEMPOTENCY_KEY_MISMATCH": "The key of @idempotent was given before, with other arguments; nothing was changed.",
    "IDEMPOTENCY_IN_PROGRESS": "The same request is under way under this key: ask again in a moment.",
}
"""Codes that every mutation has, and their descriptions."""

E = TypeVar("E", bound=Enum)


def error_codes(description: str, **values: str | Going) -> Callable[[type[E]], type[E]]:
    """Make the enum of a mutation's error codes: those of the class, and those of every mutation."""

    def decorate(cls: type[E]) -> type[E]:
        members = {**{one.name: one.value for one in cls}, **{name: name for name in IDEMPOTENCY}}
        whole: Any = EnumType.__call__(Enum, cls.__name__, members, module=cls.__module__)
        made: type[E] = enum_type(description, **values, **IDEMPOTENCY)(whole)
        return made

    return decorate


AT_FAULT: Final[Mapping[type[core.ChatbookrError], str]] = {
    core.SlotTaken: "starts_at",
    core.SlotNotOffered: "starts_at",
    core.StaleVersion: "version",
}
"""The field an error is about that names none itself, where the input has it."""


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


@dataclass(slots=True)
class Deed:
    """What the audit log is to hold of a mutation; `clinics`: those it is about, none for all of the asker's."""

    info: Info
    clinics: tuple[UUID, ...] = ()

    def write(self, key: UUID) -> None:
        """Note that it was done, unless that was noted already by what did it. Needs a transaction."""
        if not current_transaction().entries:
            context = self.info.context
            note(context.now, self.info.field_name, context.actor, clinics=self.clinics or None, subject_id=key)

    async def write_denied(self, denied: PermissionDenied) -> None:
        """Note that somebody gave what they may not, in a transaction of its own."""
        context = self.info.context
        await note_alone(
            context.now,
            self.info.field_name,
            context.actor,
            clinics=self.clinics or None,
            outcome="denied",
            permissions=[denied.permission.value],
        )


async def change(
    info: Info,
    given: object,
    codes: type[Enum],
    work: Callable[[], Awaitable[UUID]],
    *,
    look: Callable[[], Awaitable[None]] | None = None,
) -> Outcome:
    """Do `work` in one transaction; errors that `codes` has are outcomes, any other is raised.

    `look` asks others first (a calendar, over the network), outside of the transaction. Under @idempotent it is done
    once, and its outcome given again. Nothing that was loaded before is believed afterwards.
    """
    context, deed = info.context, Deed(info)
    _check_may_change(context.actor, is_desk=cast(Any, info.schema).is_desk)
    try:
        deed.clinics = await _check_given(info, given)
        asked = await asked_of(info)
        found = await claim(asked, context.now) if asked else None
        if isinstance(found, Done):
            note_replay(info)
            return Outcome(found.key)
        return Outcome(await _done(deed, found, work, look))
    except PermissionDenied as denied:
        outcome = await _denied(deed, given, codes, denied)
        if outcome is None:
            raise
        return outcome
    except core.ChatbookrError as problem:
        return _expected(codes, problem, _field_at_fault(info, given, problem))
    finally:
        context.forget()


async def _denied(deed: Deed, given: object, codes: type[Enum], denied: PermissionDenied) -> Outcome | None:
    """Make an outcome of a field that somebody may not give; None where it is not about a field."""
    path = denied.field if isinstance(denied, InputDenied) else _given_field(given, denied)
    if path is None or FORBIDDEN_FIELD not in codes.__members__:
        return None
    await deed.write_denied(denied)
    return _failed(codes, FORBIDDEN_FIELD, path, "You are not allowed to give this.")


async def attempt(
    info: Info, given: object, codes: type[Enum], work: Callable[[], Awaitable[R]]
) -> tuple[R | None, list[Any]]:
    """Do `work` for whoever comes with a proof, nobody yet perhaps; return what it gave, or why nothing was done.

    It begins its own transactions: a try counts though it fails, and hashing must hold none. The proof counts once and
    what it opens is told this once, so there is nothing that could be answered again: @idempotent is refused.
    """
    if key_of_request(info) is not None:
        raise CodedError("@idempotent does nothing here: what is proven counts once, as it is.", BAD_USER_INPUT)
    try:
        await _check_given(info, given)
        return await work(), []
    except core.ChatbookrError as problem:
        return None, _expected(codes, problem, _field_at_fault(info, given, problem)).user_errors
    finally:
        info.context.forget()


async def signal(info: Info, codes: type[Enum], work: Callable[[], Awaitable[R]]) -> tuple[R | None, list[Any]]:
    """Do `work` that changes nothing that lasts: no transaction, nothing in the audit log. Said twice, it is so once.

    Return what it gave, or why nothing was done.
    """
    _check_may_change(info.context.actor, is_desk=cast(Any, info.schema).is_desk)
    try:
        return await work(), []
    except core.ChatbookrError as problem:
        return None, _expected(codes, problem, None).user_errors


async def _check_given(info: Info, given: object) -> tuple[UUID, ...]:
    """Raise PermissionDenied before anything is asked of others, by what the asker holds in the very clinic.

    Return the clinics of what was given, where they had to be looked up.

    Who belongs to one clinic holds there what they hold at all: nothing has to be read to know it.
    """
    context, schema = info.context, cast(Any, info.schema)
    is_in_many = context.actor is not None and len(context.actor.clinic_ids) > 1
    clinics = await clinics_of(context, schema.kinds, ids_in(given)) if is_in_many and given is not None else set()
    for one in sorted(clinics):
        _check_own(info, one)
    for clinic_id in sorted(clinics) or (None,):
        check_input(context.actor, given, clinic_id, "input")
    return tuple(sorted(clinics))


def _check_own(info: Info, clinic_id: UUID) -> None:
    """Raise PermissionDenied where the mutation itself is closed in the very clinic: at the root, any clinic counted.

    It comes before what is given: who may not change anything there is not told to leave a field out.
    """
    raw: Any = info._raw_info
    guard = guard_of(raw.parent_type.fields[raw.field_name])
    policy = guard.policy if guard else None
    if isinstance(policy, Needs) and not is_open(policy, info.context.actor, clinic_id):
        raise PermissionDenied(policy.permission)


def _check_may_change(actor: Principal | None, *, is_desk: bool) -> None:
    if isinstance(actor, OperatorActor) and not is_desk:
        raise core.NotPermitted("Operators read, and change nothing.")


def _field_at_fault(info: Info, given: object, problem: core.ChatbookrError) -> str | None:
    """Name what a form should show the problem at: a field of the input, else an argument, in which core names it."""
    name: str | None
    if isinstance(problem, core.InvalidInput | core.NotFound):
        name = problem.field
    else:
        name = next((field for kind, field in AT_FAULT.items() if isinstance(problem, kind)), None)
        if given is not None and getattr(given, name or "", None) is None:
            return None
    path = camel(name or "")
    return _within(given, path) if given is not None else _among_arguments(info, path)


def _within(given: object, path: str) -> str | None:
    """Write the path of a field that the input has; None for any other: no form shows it."""
    definition: Any = getattr(type(given), "__strawberry_definition__", None)
    own = {camel(one.python_name) for one in getattr(definition, "fields", ())}
    return f"input.{path}" if path.split(".")[0] in own else None


def _among_arguments(info: Info, path: str) -> str | None:
    """Write the path within an argument that the mutation has; None for any other."""
    raw: Any = info._raw_info
    return path if path.split(".")[0] in raw.parent_type.fields[raw.field_name].args else None


async def _done(
    deed: Deed,
    claimed: Claim | None,
    work: Callable[[], Awaitable[UUID]],
    look: Callable[[], Awaitable[None]] | None,
) -> UUID:
    """Do the work; what fails changed nothing, so its claim is given back."""
    reach("mutation.claimed")
    try:
        if look is not None:
            await look()
        key = await with_retry(lambda: _in_transaction(deed, claimed, work))
    except (Exception, asyncio.CancelledError):  # out of time, or nobody waits any longer: that too changed nothing
        if claimed is not None:
            await _given_back(claimed)
        raise
    reach("mutation.committed")
    return key


async def _given_back(claimed: Claim) -> None:
    """Release a claim to the end, also where the task is told to stop meanwhile. What was settled stays settled."""
    releasing = asyncio.ensure_future(release(claimed))
    try:
        await asyncio.shield(releasing)
    finally:
        if not releasing.done():
            await asyncio.wait({releasing})


async def _in_transaction(deed: Deed, claimed: Claim | None, work: Callable[[], Awaitable[UUID]]) -> UUID:
    async with transaction():
        key = await work()
        deed.write(key)
        if claimed is not None:
            await settle(claimed, key)
        reach("mutation.settled")
        return key


def _expected(codes: type[Enum], problem: core.ChatbookrError, path: str | None) -> Outcome:
    """Make an outcome of an error that `codes` has; any other is raised."""
    code = _code_of(problem)
    if code not in codes.__members__:
        raise problem
    return _failed(codes, code, path, problem.message)


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
