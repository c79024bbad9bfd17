"""Every mutation and every field of its input, and every subscription, against everybody: generated from the schema.

Whoever is refused has changed nothing: every table is as it was.
"""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator, Collection
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

import pytest
from graphql import GraphQLObjectType, get_named_type
from tests.api.clients import make_deployment
from tests.factories import (
    make_custom_role,
    writing,
)
from tests.matrix.actors import Comer, insiders, key_comer, own_comer, strangers_of
from tests.matrix.examples import (
    Examples,
    nobodys,
)
from tests.matrix.places import Gate, Place, core_of, document_of, gates_on, places_of
from tests.matrix.preparing import CHANGES_NOTHING, GIVEN, PREPARED, nothing
from tests.quiet_calendar import quiet_plugin
from tests.schema.desk import BODY, NAME, NOTES, PHONE, Answer, Desk, ask, make_desk

from chatbookr_core import events, models
from chatbookr_core.channels.registry import Plugins, discover
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, current_database
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.vault import Vault
from chatbookr_core.settings import Settings
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import StaffActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.build import schema_of
from chatbookr_schema.context import Context
from chatbookr_schema.field import Surface
from chatbookr_schema.guards import guard_of

pytestmark = pytest.mark.exhaustive  # every cell of a generated matrix: make test and CI run it
CANARIES = (NAME, PHONE, BODY, NOTES)
REFUSALS = {"FORBIDDEN", "UNAUTHENTICATED", "NOT_FOUND", "FORBIDDEN_FIELD", "STEP_UP_REQUIRED"}
SURFACES: tuple[Surface, ...] = get_args(Surface)
FOR_NOBODY = {
    "sessionCreate", "passwordResetRequest", "passwordReset", "emailVerify", "emailChangeUndo", "invitationAccept",
    "passkeyLogInBegin", "passkeyLogIn",
}  # fmt: skip
"""What nobody may ask for yet: it takes a proof instead, and tests of its own show what a wrong one does."""
OF_ONESELF = {
    "sessionProve", "sessionStepUp", "sessionEnd", "sessionEndOthers", "passwordChange", "emailVerificationRequest",
    "emailChangeRequest", "emailChangeConfirm", "totpEnrol", "totpConfirm", "totpRemove", "recoveryCodesRenew",
    "passkeyProofBegin", "passkeyProve", "passkeyStepUp",
}  # fmt: skip
"""What is about the asker alone, wherever they belong: nobody else's desk is touched by it."""
ONCE = FOR_NOBODY | {
    "sessionProve", "sessionStepUp", "totpConfirm", "emailChangeConfirm",
    "passkeyProofBegin", "passkeyProve", "passkeyStepUp",
}  # fmt: skip
"""What takes a proof that counts once, and so no key under which it could be answered again."""
NOT_DATA = {
    "LoginFailure",
    "CostBucket",
    "IdempotentRequest",
    "AuditEntry",
    "AuditPending",
}  # what is kept of the asking
TABLES = {
    meta.db_table: "clinic_id" in meta.fields_map
    for meta in (getattr(models, name)._meta for name in sorted(models.__all__) if name not in NOT_DATA)
}
"""Each table, and whether its rows are of a clinic."""
Snapshot = dict[str, list[tuple[object, ...]]]


Roots = dict[tuple[Surface, str], list[Place]]


def roots_of(root_name: str) -> Roots:
    """List each surface's root fields, each with itself, its arguments and its input fields."""
    found: Roots = {}
    for surface in SURFACES:
        for place in places_of(surface, root_name):
            if len(place.way) == 1:
                found.setdefault((surface, place.root), []).append(place)
    return found


MUTATIONS, SUBSCRIPTIONS = roots_of("Mutation"), roots_of("Subscription")


@pytest.fixture
def deployment(vault: Vault, clock: TurnableClock, tmp_path: Path) -> Deployment:
    secrets = {"CHATBOOKR_WHATSAPP_APP_SECRET": "s", "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": "t"}
    loaded, _ = discover(Settings(plugins=("whatsapp",), environment=secrets)).messaging_for("whatsapp")
    lent = make_deployment(vault, clock, tmp_path)
    return replace(lent, plugins=Plugins({"gcal": quiet_plugin(), "whatsapp": loaded}))


@pytest.fixture
async def desk(sqlite_database: Database, vault: Vault, clock: TurnableClock) -> Desk:
    await vault.deployment_keys()  # as the application does when it starts
    return await make_desk(vault, clock.now())


async def snapshot(clinic_id: UUID | None = None) -> Snapshot:
    """Read every row of every table, past the ORM: this is asked for thousands of times.

    Of one clinic where it is said which, and what is of none.
    """
    path = current_database().url.removeprefix("sqlite://")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        found = {}
        for name, is_of_clinics in TABLES.items():
            chosen = is_of_clinics and clinic_id is not None
            where, values = ("WHERE clinic_id = ? OR clinic_id IS NULL", (str(clinic_id),)) if chosen else ("", ())
            found[name] = connection.execute(f'SELECT * FROM "{name}" {where} ORDER BY rowid', values).fetchall()  # noqa: S608  # our own models' names
        return found


def changed(before: Snapshot, after: Snapshot) -> list[str]:
    return [name for name in before if before[name] != after[name]]


def asked(place: Place, examples: Examples) -> tuple[str, dict[str, object]]:
    """Write the mutation of a place, asking for what became of it, under a key: programs must give one."""
    document, variables = document_of(place, examples, "mutation")
    asking = (place.surface, place.coordinate, place.argument, place.input_field)  # alike for all: prepared once
    key = "" if place.root in ONCE else f'@idempotent(key: "{uuid5(NAMESPACE_OID, repr(asking))}") '
    selection = f"{key}{{ userErrors {{ code field }} }}"
    return document.replace("{ __typename }", selection), variables


def refusals_of(answer: Answer, root: str) -> list[str]:
    """List the codes by which an answer refuses, whichever shelf they stand on."""
    payload = (answer.data or {}).get(root) or {}
    codes = [*answer.codes, *(str(error["code"]) for error in payload.get("userErrors", []))]
    return [code for code in codes if code in REFUSALS]


@pytest.mark.parametrize("name", [name for surface, name in MUTATIONS if surface == "partner"])
async def test_a_program_gives_a_key_to_every_mutation_that_people_are_told_of(
    deployment: Deployment, desk: Desk, name: str
) -> None:
    before, place = await snapshot(), MUTATIONS["partner", name][0]
    guard = guard_of(place.way[0].kind.fields[name])
    program = key_comer(desk, set(Permission))
    document, variables = asked(place, Examples(desk))
    without = re.sub(r"@idempotent\([^)]*\)", "", document)

    answer = await ask(deployment, program.actor, without, variables, "partner")

    assert guard is not None
    assert isinstance(guard.tells, bool)
    assert ("IDEMPOTENCY_KEY_REQUIRED" in answer.codes) is guard.tells
    assert changed(before, await snapshot()) == [] or not guard.tells


def is_refused_at(answer: Answer, gate: Gate, root: str, closed: Collection[str]) -> bool:
    """Tell whether an answer says which gate was closed: a field of the input on one shelf, all else on the other.

    `closed` are the permissions that are missing there: of a mutation's and of its argument's both may be named.
    """
    assert gate.coordinate is not None
    kind, name = gate.coordinate.split(".")
    if kind != "Mutation":
        told = (answer.data or {}).get(root) or {}
        return answer.errors == [] and told["userErrors"] == [{"code": "FORBIDDEN_FIELD", "field": ["input", name]}]
    needed = [error["extensions"].get("requiredPermissions") for error in answer.errors]
    if gate.permission is None or not refusals_of(answer, root):
        return bool(refusals_of(answer, root))
    (named,) = needed
    return gate.permission.value in named and set(named) <= set(closed)


@pytest.mark.asvs("8.2.1")
@pytest.mark.checklist(4)
@pytest.mark.parametrize(("surface", "name"), MUTATIONS)
async def test_who_may_not_change_it_changes_nothing(
    deployment: Deployment, desk: Desk, surface: Surface, name: str
) -> None:
    before, wrong = await snapshot(), []
    for place in MUTATIONS[surface, name]:
        gates = gates_on(place)
        document, variables = asked(place, Examples(desk))
        for comer in insiders(desk, surface, gates):
            gate = comer.first_closed(gates)
            if gate is None:
                continue
            answer = await ask(deployment, comer.actor, document, variables, surface)
            if not is_refused_at(answer, gate, name, comer.closed_at(gate, gates)) or any(
                canary in str(answer) for canary in CANARIES
            ):
                wrong.append(f"{place.coordinate} for {comer.name}: {answer}\n  {document}\n  {variables}")

    assert not wrong, "\n".join(wrong)
    assert changed(before, await snapshot()) == []


@pytest.mark.asvs("8.3.1")
@pytest.mark.parametrize(("surface", "name"), [one for one in MUTATIONS if one[1] not in FOR_NOBODY])
async def test_who_holds_nothing_changes_nothing_and_learns_nothing(
    deployment: Deployment, desk: Desk, vault: Vault, surface: Surface, name: str
) -> None:
    comers = [one for one in await strangers_of(desk, vault, surface) if one.actor is None or name not in OF_ONESELF]
    before, wrong = await snapshot(), []
    for place in MUTATIONS[surface, name]:
        document, variables = asked(place, Examples(desk))
        _, made_up = asked(place, Examples(desk, nobodys(uuid4)))
        for comer in comers:
            answer = await ask(deployment, comer.actor, document, variables, surface)
            random = await ask(deployment, comer.actor, document, made_up, surface)
            if not refusals_of(answer, name) or any(canary in str(answer) for canary in CANARIES):
                wrong.append(f"{place.coordinate} for {comer.name}: {answer}\n  {document}")
            if (answer.data, answer.codes) != (random.data, random.codes):
                wrong.append(f"{place.coordinate} for {comer.name}: {answer} is not {random}\n  {document}")

    assert not wrong, "\n".join(wrong)
    assert changed(before, await snapshot()) == []


@pytest.mark.checklist(4)
@pytest.mark.parametrize(("surface", "name"), MUTATIONS)
async def test_who_may_change_it_does(
    deployment: Deployment, sqlite_database: Database, vault: Vault, clock: TurnableClock, surface: Surface, name: str
) -> None:
    """Each role that may, with each input field, on a desk of its own: it is not refused, and something is changed."""
    wrong, anybodys = [], await make_desk(vault, clock.now())
    for place in MUTATIONS[surface, name]:
        if place.input_field == "newAccount":
            continue  # for somebody who is not there yet, and is nobody's role
        if place.input_field == "uploadId" and surface == "partner":
            continue  # whoever uploads sends: the desk's file is its user's
        gates = gates_on(place)
        for number in who_may(anybodys, surface, gates):
            own = await make_desk(vault, clock.now(), one_of_many=True)
            comer = comers_of(own, surface, gates)[number]
            if comer.is_of_own_role:
                comer = own_comer(own, comer.name, comer.held | GIVEN.get(name, frozenset()))
            await PREPARED.get(name, nothing)(own)
            async with writing():
                await models.LoginFailure.all().delete()  # so much is more than anybody may ask for in an hour
            await be_in_the_database(own, comer)
            document, variables = asked(place, Examples(own))
            before = await snapshot(own.clinic.id)
            answer = await ask(deployment, comer.actor, document, variables, surface)
            found = changed(before, await snapshot(own.clinic.id))
            if name in CHANGES_NOTHING:
                found = [one for one in found if one != "data_key"]  # made for the first request under a key
            is_changed = bool(found)
            if refusals_of(answer, name) or is_changed is (name in CHANGES_NOTHING):
                wrong.append(f"{place.coordinate} for {comer.name}: {answer} {found}\n  {document}\n  {variables}")

    assert not wrong, "\n".join(wrong)


async def be_in_the_database(desk: Desk, comer: Comer) -> None:
    """Let the row of somebody's place say what their actor does: what changes people's places looks there again."""
    if not isinstance(comer.actor, StaffActor):
        return
    place = comer.actor.memberships[desk.clinic.id]
    role = await make_custom_role(desk.clinic, *place.granted) if place.role is Role.CUSTOM else None
    async with writing():
        await models.Membership.filter(clinic_id=desk.clinic.id, user_id=desk.user.id).update(
            role=place.role.value, custom_role_id=role.id if role else None, practitioner_id=place.practitioner_id
        )


def comers_of(desk: Desk, surface: Surface, gates: list[Gate]) -> list[Comer]:
    """Return who can be asked for: of staff people of each role, of partners keys."""
    return [one for one in insiders(desk, surface, gates) if isinstance(one.actor, StaffActor) is (surface == "staff")]


def who_may(desk: Desk, surface: Surface, gates: list[Gate]) -> list[int]:
    """Say which of those may, by their places: it is the same ones at every desk."""
    return [number for number, one in enumerate(comers_of(desk, surface, gates)) if one.first_closed(gates) is None]


@pytest.mark.parametrize(("surface", "name"), MUTATIONS)
def test_a_mutation_says_what_became_of_it(surface: Surface, name: str) -> None:
    mutation = core_of(surface).mutation_type
    assert mutation is not None
    payload = get_named_type(mutation.fields[name].type)

    assert isinstance(payload, GraphQLObjectType)
    assert "userErrors" in payload.fields
    assert payload.name == f"{name[0].upper()}{name[1:]}Payload"


@pytest.mark.asvs("8.2.1")
@pytest.mark.checklist(4)
@pytest.mark.parametrize(("surface", "name"), SUBSCRIPTIONS)
async def test_a_subscription_opens_for_whom_it_says(
    deployment: Deployment, desk: Desk, vault: Vault, surface: Surface, name: str
) -> None:
    wrong, comers = [], await strangers_of(desk, vault, surface)
    for place in SUBSCRIPTIONS[surface, name]:
        gates = gates_on(place)
        document, variables = document_of(place, Examples(desk), "subscription")
        _, made_up = document_of(place, Examples(desk, nobodys(uuid4)), "subscription")
        for comer in [*insiders(desk, surface, gates), *comers]:
            codes = await codes_at_opening(deployment, surface, comer, document, variables)
            belongs = comer.actor is not None and desk.clinic.id in comer.actor.clinic_ids
            if not belongs and await codes_at_opening(deployment, surface, comer, document, made_up) != codes:
                wrong.append(f"{place.coordinate} for {comer.name}: {codes}, and another for nobody's id")
            if bool(set(codes) & REFUSALS) is not (comer.first_closed(gates) is not None):
                wrong.append(f"{place.coordinate} for {comer.name}: {codes}")

    assert not wrong, "\n".join(wrong)


async def codes_at_opening(
    deployment: Deployment, surface: Surface, comer: Comer, document: str, variables: dict[str, object]
) -> list[str]:
    """Open a stream, and say how it refuses; one that listens to events is open."""
    context = Context(deployment, comer.actor, "request-1")
    stream: Any = await schema_of(surface).subscribe(document, variable_values=variables, context_value=context)
    if not isinstance(stream, AsyncIterator):
        return [str((error.extensions or {}).get("code")) for error in stream.errors or ()]
    before, first = len(events._ears), asyncio.ensure_future(anext(stream, None))
    async with asyncio.timeout(60):
        while not first.done() and len(events._ears) == before:  # noqa: ASYNC110  # nobody tells of it
            await asyncio.sleep(0.001)
    if first.done():
        return [str((error.extensions or {}).get("code")) for error in getattr(first.result(), "errors", None) or ()]
    first.cancel()
    with suppress(asyncio.CancelledError):
        await first
    return []


@pytest.mark.checklist(4)
def test_every_change_and_every_stream_was_seen() -> None:
    assert {surface for surface, _ in MUTATIONS} == {surface for surface, _ in SUBSCRIPTIONS} == set(SURFACES)
    assert len(MUTATIONS) >= 15
