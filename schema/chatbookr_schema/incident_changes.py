"""What operators do about an incident."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from chatbookr_core.errors import InvalidInput
from chatbookr_core.incidents.affected import Question
from chatbookr_core.incidents.overview import find_overview
from chatbookr_core.incidents.rules import State, Words
from chatbookr_core.incidents.service import (
    Decider,
    Opening,
    compute_scope,
    decider,
    delete_drill,
    go_on,
    notify,
    open_incident,
)
from chatbookr_schema.context import Info
from chatbookr_schema.field import (
    AUTHENTICATED,
    OF_PARENT,
    DataClass,
    argument,
    enum_type,
    field,
    input_type,
    object_type,
)
from chatbookr_schema.field import optional_input as optional
from chatbookr_schema.ids import keys_of
from chatbookr_schema.incidents import Incident, IncidentState
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes
from chatbookr_schema.vocabulary import vocabulary

Work = Callable[[Decider], Awaitable[UUID]]
WHICH = "The incident's name."


@error_codes(
    "Why nothing was changed.",
    NOT_FOUND=COMMON["NOT_FOUND"],
    INVALID_VALUE=COMMON["INVALID_VALUE"],
    CONFLICT="It does not go on that way from where it is, or is another one of the same name.",
    STEP_UP_REQUIRED="Log in again with your passkey, then ask within 5 minutes.",
)
class IncidentChangeErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    CONFLICT = "CONFLICT"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"


@enum_type(
    "Whose deeds.",
    STAFF="A person of a clinic's.",
    KEY="An API key.",
    OPERATOR="An operator.",
    CONNECTION="A connection of a channel or calendar: what went over it as well.",
)
class IncidentActorKind(Enum):
    STAFF = "staff"
    KEY = "key"
    OPERATOR = "operator"
    CONNECTION = "connection"


@input_type("Whose deeds an incident is about.")
class IncidentActorInput:
    kind: IncidentActorKind = field("Of which kind.", policy=OF_PARENT)
    key: str = field("The id that the audit log names, as `actor.id`.", policy=OF_PARENT)


@input_type("What is known as an incident is opened.")
class IncidentOpenInput:
    name: str = field("A handle: 2026-11-stolen-key.", policy=OF_PARENT, data=DataClass.NONE)
    became_aware_at: datetime = field("When you became aware: the clocks run from then.", policy=OF_PARENT)
    facts: str = field("What is known to have happened.", policy=OF_PARENT, data=DataClass.NONE)
    is_drill: bool = field("It is an exercise.", policy=OF_PARENT, default=False)


@input_type("Whose deeds an incident is about, when, and where.")
class IncidentScopeInput:
    name: str = field(WHICH, policy=OF_PARENT, data=DataClass.NONE)
    actors: list[IncidentActorInput] = field("Whose.", policy=OF_PARENT)
    since: datetime = field("From then on.", policy=OF_PARENT)
    until: datetime = field("Up to then, and without it.", policy=OF_PARENT)
    clinics: list[strawberry.ID] | None = optional("In these clinics alone.", policy=OF_PARENT)
    actions: list[str] | None = optional("These actions of the audit log alone.", policy=OF_PARENT)


@input_type("A decision, and what operators say with it.")
class IncidentPhaseInput:
    name: str = field(WHICH, policy=OF_PARENT, data=DataClass.NONE)
    state: IncidentState = field("What it becomes; NOTIFIED by notifying alone.", policy=OF_PARENT)
    facts: str = field("What is known to have happened; why, of a dismissal.", policy=OF_PARENT, data=DataClass.NONE)
    effects: str = field("Likely consequences.", policy=OF_PARENT, data=DataClass.NONE, default="")
    measures: str = field("What was done, or is proposed.", policy=OF_PARENT, data=DataClass.NONE, default="")
    contact: str = field(
        "Whom clinics can ask, if that has changed.", policy=OF_PARENT, data=DataClass.NONE, default=""
    )


@input_type("What clinics are told (Art. 33(3) GDPR); categories and numbers come from the scope.")
class IncidentNotifyInput:
    name: str = field(WHICH, policy=OF_PARENT, data=DataClass.NONE)
    nature: str = field("What happened.", policy=OF_PARENT, data=DataClass.NONE)
    contact: str = field("Whom clinics can ask.", policy=OF_PARENT, data=DataClass.NONE)
    consequences: str = field("Likely consequences.", policy=OF_PARENT, data=DataClass.NONE)
    measures: str = field("What was done, or is proposed.", policy=OF_PARENT, data=DataClass.NONE)


@object_type("What became of a change to an incident.")
class IncidentChangePayload:
    incident: Incident | None = field("The incident as it is now.", policy=AUTHENTICATED)
    user_errors: list[UserError[IncidentChangeErrorCode]] = field("Why nothing was changed.", policy=OUTCOME)


async def _changed(info: Info, given: object, work: Work, *, must_be_fresh: bool = False) -> IncidentChangePayload:
    context = info.context

    async def decided() -> UUID:
        return await work(await decider(context.deployment, context.principal(), must_be_fresh=must_be_fresh))

    outcome = await change(info, given, IncidentChangeErrorCode, decided)
    found = await find_overview(context.deployment, incident_id=outcome.key) if outcome.key else None
    incident = Incident.of(found, context.now) if found else None
    return IncidentChangePayload(incident=incident, user_errors=outcome.user_errors)


def _actor(given: IncidentActorInput) -> tuple[str, UUID]:
    try:
        return str(given.kind.value), UUID(given.key)
    except ValueError:
        raise InvalidInput("Give the id that the audit log names.", field="actors") from None


def _question(given: IncidentScopeInput) -> Question:
    return Question(
        tuple(_actor(one) for one in given.actors),
        given.since,
        given.until,
        keys_of(given.clinics, "Clinic", field="input.clinics") or (),
        tuple(given.actions or ()),
    )


@strawberry.type(description="Everything that operators can change of their own business.")
class DeskMutation:
    @field("Open an incident, or a drill; the same again gives the same.", policy=AUTHENTICATED, cost=10)
    async def incident_open(
        self, info: Info, input: Annotated[IncidentOpenInput, argument("What is known.")]
    ) -> IncidentChangePayload | None:
        opening = Opening(input.name, input.became_aware_at, input.facts, input.is_drill)
        return await _changed(info, input, lambda by: open_incident(info.context.deployment, by, opening))

    @field("Compute from the audit log whom an incident concerns.", policy=AUTHENTICATED, cost=200)
    async def incident_scope(
        self, info: Info, input: Annotated[IncidentScopeInput, argument("Whose deeds.")]
    ) -> IncidentChangePayload | None:
        async def work(by: Decider) -> UUID:
            return await compute_scope(info.context.deployment, by, input.name, _question(input), vocabulary())

        return await _changed(info, input, work)

    @field("Decide how an incident goes on; clinics that were told hear of it.", policy=AUTHENTICATED, cost=10)
    async def incident_phase(
        self, info: Info, input: Annotated[IncidentPhaseInput, argument("What was decided.")]
    ) -> IncidentChangePayload | None:
        words = Words(input.facts, input.effects, input.measures, input.contact)
        to = State(input.state.value)

        def work(by: Decider) -> Awaitable[UUID]:
            return go_on(info.context.deployment, by, input.name, to, words)

        return await _changed(info, input, work, must_be_fresh=True)

    @field("Tell the owners of every clinic concerned, by mail and at their desk.", policy=AUTHENTICATED, cost=50)
    async def incident_notify(
        self, info: Info, input: Annotated[IncidentNotifyInput, argument("What they are told.")]
    ) -> IncidentChangePayload | None:
        words = Words(input.nature, input.consequences, input.measures, input.contact)
        deployment: Any = info.context.deployment
        return await _changed(info, input, lambda by: notify(deployment, by, input.name, words), must_be_fresh=True)

    @field("Forget a drill.", policy=AUTHENTICATED, cost=10)
    async def incident_drill_delete(
        self, info: Info, name: Annotated[str, argument("Its name.", data=DataClass.NONE)]
    ) -> IncidentChangePayload | None:
        deployment: Any = info.context.deployment
        return await _changed(info, None, lambda by: delete_drill(deployment, by, name), must_be_fresh=True)
