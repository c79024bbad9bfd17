"""Anything with an id of its own, and how one is found again by it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import strawberry

from chatbookr_core.errors import InvalidInput, NotFound
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.policy import PermissionDenied, is_allowed
from chatbookr_schema.context import Context
from chatbookr_schema.field import Public, field, interface_type
from chatbookr_schema.ids import key_of, parts_of
from chatbookr_schema.values import limited

IDENTITY = Public("Whoever was led to an object may know its id; the id alone opens nothing.")


NOT_FOUND_BY_ID = {"User"}
"""Types that have ids, to tell one from another, and belong to no clinic by which one could be judged."""


@interface_type("Something with an id by which it can be loaded again.")
class Node:
    id: strawberry.ID = field("Opaque; the same for the same thing, for ever.", policy=IDENTITY)


@dataclass(frozen=True, slots=True)
class NodeKind:
    """How objects of one type are found: what the asker must hold, and the reading."""

    needs: Permission
    find: Callable[[Context, UUID], Awaitable[Node | None]]


async def find_node(
    context: Context, kinds: Mapping[str, NodeKind], global_id: str, *, argument: str = "id"
) -> Node | None:
    """Find an object by its id; None for what is missing, foreign, or not for the asker to see: all three alike.

    None too for what is only ever shown within something else, as people are. Raises InvalidInput for an id this API
    never gave out.
    """
    type_name, key = _parts(global_id, argument)
    kind = kinds.get(type_name)
    if kind is None and type_name in NOT_FOUND_BY_ID:
        return None
    if kind is None:
        raise InvalidInput("That is not an id of this API.", field=argument)
    found = await kind.find(context, key)
    clinic_id = getattr(found, "clinic_id", None)
    if found is None or context.actor is None or not isinstance(clinic_id, UUID):
        return None
    return found if is_allowed(context.actor, kind.needs, clinic_id) else None


async def find_nodes(context: Context, kinds: Mapping[str, NodeKind], global_ids: list[strawberry.ID]) -> list[Any]:
    """Find objects by their ids, in the order of the ids; what cannot be found is None, as with `find_node`.

    An id this API never gave out is an InvalidInput in its place: an error of that one, and null. Raises InvalidInput
    for too many ids.
    """

    async def found(place: int, one: str) -> Node | InvalidInput | None:
        try:
            return await find_node(context, kinds, one, argument=f"ids.{place}")
        except InvalidInput as problem:
            return problem

    ids = limited(list(global_ids), "ids")
    return list(await asyncio.gather(*(found(place, one) for place, one in enumerate(ids))))


async def clinics_of(context: Context, kinds: Mapping[str, NodeKind], ids: Iterable[str]) -> set[UUID]:
    """Find the clinics of the things named, as far as the asker comes upon them; nothing found is believed later."""

    async def clinic_of(one: str) -> object:
        try:
            type_name, key = parts_of(one)
        except InvalidInput:
            return None
        kind = kinds.get(type_name)
        return getattr(await kind.find(context, key) if kind and context.actor else None, "clinic_id", None)

    found = await asyncio.gather(*(clinic_of(one) for one in ids))  # together: loaders read each type in one statement
    context.forget()
    return {one for one in found if isinstance(one, UUID)}


def _parts(value: str, argument: str) -> tuple[str, UUID]:
    try:
        return parts_of(value)
    except InvalidInput as problem:
        raise InvalidInput(problem.message, field=argument) from None


def clinic_for(context: Context, clinic: strawberry.ID, permission: Permission, *, argument: str = "clinicId") -> UUID:
    """Read a clinic's id and let the asker pass.

    Raises InvalidInput, NotFound (also for a clinic they do not belong to) and PermissionDenied.
    """
    clinic_id = key_of(clinic, "Clinic", field=argument)
    if clinic_id not in context.principal().clinic_ids:
        raise NotFound("There is no clinic of that id.")
    if not is_allowed(context.principal(), permission, clinic_id):
        raise PermissionDenied(permission)
    return clinic_id
