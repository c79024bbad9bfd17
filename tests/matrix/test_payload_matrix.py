"""What a change answers and what a stream tells, field by field, to who may ask for it and not read all of it.

With the other two matrices every coordinate of both schemas is visited; the last test here counts.
"""

from collections.abc import Iterator
from contextlib import aclosing
from dataclasses import replace
from types import MappingProxyType
from typing import Any
from uuid import uuid5

import pytest
from graphql import GraphQLObjectType, get_named_type
from tests.matrix.actors import Comer, key_comer
from tests.matrix.examples import Examples
from tests.matrix.places import Gate, Place, Step, core_of, document_of, gate_of, gates_on, leaf_of
from tests.matrix.preparing import PREPARED, nothing
from tests.matrix.test_changing_matrix import CANARIES, MUTATIONS, SUBSCRIPTIONS, SURFACES, asked
from tests.matrix.test_changing_matrix import deployment as deployment
from tests.matrix.test_changing_matrix import desk as desk
from tests.matrix.test_reading_matrix import PLACES
from tests.schema.desk import Answer, Desk, ask

from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change, Kind, Position
from chatbookr_permissions import policy
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.roles import ROLE_PERMISSIONS, Role
from chatbookr_schema.build import schema_of
from chatbookr_schema.completeness import coordinates_of
from chatbookr_schema.context import Context
from chatbookr_schema.field import Surface

pytestmark = pytest.mark.exhaustive  # every cell of a generated matrix: make test and CI run it
ERROR_FIELDS = "userErrors { code field message }"
NOT_ASKED_FOR = {
    "Node.id",  # of the interface: each type's own is
    "CannedTextInput.language", "CannedTextInput.body",  # likewise: test_inbox_replies.py
    "OpeningTextInput.language", "OpeningTextInput.text",  # likewise: test_opening_texts.py
    "DayWindowInput.startMinute", "DayWindowInput.endMinute", "WeekWindowInput.weekday",  # given whole, as a list of
    "WeekWindowInput.startMinute", "WeekWindowInput.endMinute", "WeekWindowInput.validFrom",  # windows is: they are
    "WeekWindowInput.validUntil",  # tried in test_arrangements.py
    "WaitlistDayHoursInput.weekdays", "WaitlistDayHoursInput.days",  # likewise: test_waitlist.py
    "WaitlistDayHoursInput.fromMinute", "WaitlistDayHoursInput.untilMinute",
    "RehearsalLineInput.kind", "RehearsalLineInput.text", "RehearsalTranscript.lines", "RehearsalTranscript.yaml",
    "RehearsalLine.kind", "RehearsalLine.text", "RehearsalLine.offers",  # a whole talk: test_rehearsals.py
    "PresentColleague.user", "PresentColleague.isTyping", "PresentColleague.until",  # test_presence.py
    "SeriesReplacementInput.insteadOf", "SeriesReplacementInput.startsAt",  # given whole; and refusals are told only
    "BookingVersionInput.bookingId", "BookingVersionInput.version",  # where something stands in the way, all of it in
    # test_series_changes.py
    "SeriesRefusal.ordinal", "SeriesRefusal.startsAt", "SeriesRefusal.code", "SeriesRefusal.alternatives",
    "SeriesRefusal.reasons",  # test_refusal_reasons.py
    "ConversationRefusal.conversationId", "ConversationRefusal.code",  # told where some were refused and others not:
    "ConversationRefusal.message",  # test_inbox_batches.py
    "NewAccountInput.fullName", "NewAccountInput.password",  # of somebody who is nobody's role yet: test_accounts.py
}  # fmt: skip
TOLD: dict[str, Kind] = {
    "conversationChanged": "message",
    "bookingChanged": "booking",
    "patientErased": "erasure",
    "waitlistChanged": "waitlist",
    "patientMerged": "merge",
    "taskChanged": "task",
    "channelChanged": "connection",
    "calendarChanged": "connection",
    "clinicChanged": "clinic",
    "conversationPresence": "message",  # of no change: it tells who is there, whatever happened
}


def answers_of(roots: dict[tuple[Surface, str], list[Place]]) -> Iterator[tuple[Surface, str, Place]]:
    """Yield each field of what a root field answers with."""
    for (surface, name), places in roots.items():
        root = places[0].way[0]
        kind = get_named_type(root.kind.fields[name].type)
        assert isinstance(kind, GraphQLObjectType)
        for field in kind.fields:
            yield surface, name, Place(f"{kind.name}.{field}", (root, Step(kind, field)), surface)


PAYLOADS, EVENTS = list(answers_of(MUTATIONS)), list(answers_of(SUBSCRIPTIONS))


def own_gate(place: Place) -> Gate | None:
    """Return what closes a field to somebody who may ask for the change: being logged in is no matter by then."""
    step = place.way[-1]
    gate = gate_of(place.coordinate, step.kind.fields[step.field])
    return gate if gate is not None and gate.permission is not None else None


def reader(desk: Desk, surface: Surface, left_out: Permission | None, monkeypatch: pytest.MonkeyPatch) -> Comer:
    """Make somebody who may do all but one thing: of staff an owner whose role has been narrowed."""
    held = frozenset(Permission) - {left_out} if left_out else frozenset(Permission)
    if surface == "partner":
        return key_comer(desk, held)
    narrowed = {**ROLE_PERMISSIONS, Role.OWNER: ROLE_PERMISSIONS[Role.OWNER] & held}
    monkeypatch.setattr(policy, "ROLE_PERMISSIONS", MappingProxyType(narrowed))
    return Comer("an owner", desk.actor(Role.OWNER), narrowed[Role.OWNER])


def told_once(answer: Answer, gate: Gate) -> bool:
    """Tell whether the answer says once, and nothing else, that the gate is closed."""
    told = [
        (one["extensions"]["code"], one["extensions"]["coordinate"], one["extensions"]["requiredPermissions"])
        for one in answer.errors
    ]
    return gate.permission is not None and told == [("FORBIDDEN", gate.coordinate, [gate.permission.value])]


@pytest.mark.asvs("8.2.3")
@pytest.mark.parametrize(("surface", "name", "place"), PAYLOADS, ids=lambda one: getattr(one, "coordinate", one))
async def test_who_may_change_a_thing_and_not_read_it_is_answered_without_it(
    deployment: Deployment, desk: Desk, monkeypatch: pytest.MonkeyPatch, surface: Surface, name: str, place: Place
) -> None:
    step, gate = place.way[-1], own_gate(place)
    root = replace(place, coordinate=f"Mutation.{name}", way=place.way[:1])
    await PREPARED.get(name, nothing)(desk)
    document, variables = asked(root, Examples(desk))
    is_about_errors = step.field == "userErrors"
    wanted = ERROR_FIELDS if is_about_errors else f"{step.field} {leaf_of(step.kind.fields[step.field])}"
    document = document.replace("userErrors { code field }", wanted)
    is_same = gate is not None and gate.permission in {one.permission for one in gates_on(root)}
    comer = reader(desk, surface, gate.permission if gate else None, monkeypatch)

    answer = await ask(deployment, comer.actor, document, variables, surface)

    assert not any(canary in str(answer) for canary in CANARIES)
    if is_same:
        assert answer.data == {name: None}
        assert answer.codes == ["FORBIDDEN"]
    elif gate is not None:
        assert answer.data == {name: {step.field: None}}
        assert told_once(answer, gate)
    else:
        assert answer.errors == []
        assert (answer.data[name][step.field] == []) is is_about_errors


@pytest.mark.parametrize(("surface", "name", "place"), PAYLOADS, ids=lambda one: getattr(one, "coordinate", one))
async def test_who_may_do_both_is_answered_with_it(
    deployment: Deployment, desk: Desk, monkeypatch: pytest.MonkeyPatch, surface: Surface, name: str, place: Place
) -> None:
    step = place.way[-1]
    root = replace(place, coordinate=f"Mutation.{name}", way=place.way[:1])
    await PREPARED.get(name, nothing)(desk)
    document, variables = asked(root, Examples(desk))
    selection = f"{step.field} {leaf_of(step.kind.fields[step.field])}"
    document = document.replace("{ userErrors", f"{{ {'' if step.field == 'userErrors' else selection} userErrors")
    comer = reader(desk, surface, None, monkeypatch)

    answer = await ask(deployment, comer.actor, document, variables, surface)

    assert answer.errors == []
    assert answer.data[name]["userErrors"] == []
    assert answer.data[name][step.field] is not None


async def first_event(deployment: Deployment, desk: Desk, comer: Comer, place: Place) -> Answer:
    """Listen to one change that has just been made, with one field of what is told."""
    name = place.root
    document, variables = document_of(place, Examples(desk), "subscription")
    about = {
        "message": (desk.message.id, desk.conversation.id),
        "booking": (desk.booking.id, None),
        "waitlist": (desk.waitlist_entry.id, None),
        "erasure": (desk.erasure.id, None),
        "task": (desk.task.id, None),
        "connection": (desk.calendar.id if name == "calendarChanged" else desk.channel.id, None),
        "clinic": (desk.clinic.id, None),
        "merge": (uuid5(desk.patient.id, "another"), desk.patient.id),
    }[TOLD[name]]
    change = Change(TOLD[name], desk.clinic.id, *about, Position("", 0, 0, 0))
    context = Context(deployment, comer.actor, "request-1", told=change)
    stream: Any = await schema_of(place.surface).subscribe(document, variables, context_value=context)
    if not hasattr(stream, "__anext__"):
        return Answer(stream.data, [dict(error.formatted) for error in stream.errors or ()])
    async with aclosing(stream):
        result = await anext(stream)
    return Answer(result.data, [dict(error.formatted) for error in result.errors or ()])


@pytest.mark.checklist(11)
@pytest.mark.parametrize(("surface", "name", "place"), EVENTS, ids=lambda one: getattr(one, "coordinate", one))
async def test_who_may_listen_and_not_read_is_told_without_it(
    deployment: Deployment, desk: Desk, monkeypatch: pytest.MonkeyPatch, surface: Surface, name: str, place: Place
) -> None:
    gate, root = own_gate(place), replace(place, way=place.way[:1])
    whole = await first_event(deployment, desk, reader(desk, surface, None, monkeypatch), place)
    lacking = reader(desk, surface, gate.permission if gate else None, monkeypatch)
    answer = await first_event(deployment, desk, lacking, place)

    field = place.way[-1].field
    assert whole.errors == []
    assert whole.data[name][field] is not None
    assert not any(canary in str(answer) for canary in CANARIES)
    if gate is None:
        assert answer.data == whole.data or field == "cursor"
    elif gate.permission in {one.permission for one in gates_on(root)}:
        assert answer.codes == ["FORBIDDEN"]
        assert not (answer.data or {}).get(name)
    else:
        assert answer.data == {name: {field: None}}
        assert told_once(answer, gate)


def visited(surface: Surface) -> Iterator[str]:
    """List the coordinates the three matrices ask for."""
    places = [*PLACES[surface]]
    for roots in (MUTATIONS, SUBSCRIPTIONS):
        places += [place for (one, _), found in roots.items() if one == surface for place in found]
    for place in places:
        step = place.way[-1]
        if place.input_field is None:
            yield place.coordinate
        else:
            assert place.argument is not None
            yield f"{get_named_type(step.kind.fields[step.field].args[place.argument].type).name}.{place.input_field}"
    for one, _, place in [*PAYLOADS, *EVENTS]:
        if one == surface:
            yield place.coordinate
            if place.way[-1].field == "userErrors":
                kind = get_named_type(place.way[-1].kind.fields["userErrors"].type).name
                yield from (f"{kind}.{name}" for name in ("code", "field", "message"))


@pytest.mark.asvs("8.2.3")
@pytest.mark.checklist(7)
@pytest.mark.parametrize("surface", SURFACES)
def test_every_coordinate_of_the_schema_is_visited(surface: Surface) -> None:
    every = {one.name for one in coordinates_of(core_of(surface))}

    assert every - set(visited(surface)) == NOT_ASKED_FOR & every
