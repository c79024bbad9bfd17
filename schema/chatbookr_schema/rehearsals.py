"""Staff play the patient: what the assistant would say to them now, with the times that are really free."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from chatbookr_core.rehearsals.service import MOST_LINES, rehearse
from chatbookr_core.rehearsals.transcripts import Line, Transcript
from chatbookr_permissions.actions import Permission
from chatbookr_schema.context import Info
from chatbookr_schema.field import OF_PARENT, STAFF, Needs, argument, enum_type, field, input_type, object_type
from chatbookr_schema.field import optional_input as optional
from chatbookr_schema.ids import key_of
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, change, error_codes

PLAYS = Needs(Permission.SLOT_READ)


@enum_type(
    "Who did what in a talk.",
    PATIENT="The patient types.",
    TAPS="The patient taps a choice, by its title.",
    SENDS="The patient sends something without words, as `image` or `voice`.",
    WAITS="Nothing happens for so many minutes.",
    ASSISTANT="The assistant says something.",
    DONE="What would be done; in a rehearsal it is not.",
)
class RehearsalLineKind(Enum):
    PATIENT = "patient"
    TAPS = "taps"
    SENDS = "sends"
    WAITS = "waits"
    ASSISTANT = "assistant"
    DONE = "done"


@error_codes("Why nothing was rehearsed.", **COMMON)
class RehearseErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"
    FORBIDDEN_FIELD = "FORBIDDEN_FIELD"


@input_type("One thing that whoever plays the patient does.")
class RehearsalLineInput:
    kind: RehearsalLineKind = field("PATIENT, TAPS, SENDS or WAITS; the others are answers.", policy=OF_PARENT)
    text: str = field("The words, the title, what is sent, or the minutes.", policy=OF_PARENT)


@input_type("A talk to rehearse, from its beginning: nothing of it is kept between two requests.")
class RehearseInput:
    clinic_id: strawberry.ID = field("With which clinic's services and times.", policy=OF_PARENT)
    lines: list[RehearsalLineInput] = field(
        f"What the patient does, in order, at most {MOST_LINES} lines.", policy=OF_PARENT
    )
    title: str | None = optional("What it shows, for its transcript.", policy=OF_PARENT)
    language: str | None = optional("The language the patient chose before, as `de`.", policy=OF_PARENT)
    patient_name: str | None = optional(
        "What the patient is called; nobody of that name is looked for.", policy=OF_PARENT
    )


@object_type("One line of a talk.", needs=Permission.SLOT_READ)
class RehearsalLine:
    clinic_id: strawberry.Private[UUID]
    kind: RehearsalLineKind = field("Who did what.", policy=OF_PARENT)
    text: str = field("The words.", policy=OF_PARENT)
    offers: list[str] = field("What can be tapped under it, in order.", policy=OF_PARENT, lists=10)


@object_type("A talk as it went.", needs=Permission.SLOT_READ)
class RehearsalTranscript:
    clinic_id: strawberry.Private[UUID]
    lines: list[RehearsalLine] = field("Everything that was said and would be done.", policy=OF_PARENT, lists=100)
    yaml: str = field(
        "The same to keep, in YAML that people read, with what it takes to play it again.", policy=OF_PARENT
    )


@object_type("What a rehearsal came to.")
class RehearsePayload:
    clinic_id: strawberry.Private[UUID | None]
    transcript: RehearsalTranscript | None = field("The talk.", policy=PLAYS)
    user_errors: list[UserError[RehearseErrorCode]] = field("Why there is none.", policy=OUTCOME)


def _shown(transcript: Transcript, clinic_id: UUID) -> RehearsalTranscript:
    from chatbookr_core.rehearsals.writing import to_yaml  # with the first rehearsal: most processes never see one

    lines = [
        RehearsalLine(clinic_id=clinic_id, kind=RehearsalLineKind(line.kind), text=line.text, offers=list(line.offers))
        for line in transcript.lines
    ]
    return RehearsalTranscript(clinic_id=clinic_id, lines=lines, yaml=to_yaml(transcript))


@strawberry.type
class RehearsalMutations:
    @field(
        "Play a patient: what the assistant would say and do now. Nothing is sent, held, booked or kept.",
        policy=PLAYS,
        cost=50,
        surfaces=STAFF,
    )
    async def rehearse(
        self, info: Info, input: Annotated[RehearseInput, argument("With which clinic, and what the patient does.")]
    ) -> RehearsePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.clinic_id, "Clinic", field="input.clinicId")
        lines = [Line(one.kind.value, one.text) for one in input.lines]
        found: list[Transcript] = []

        async def work() -> UUID:
            found.append(
                await rehearse(
                    context.deployment,
                    actor,
                    key,
                    lines,
                    title=input.title or "",
                    language=input.language,
                    name=input.patient_name,
                )
            )
            return key

        outcome = await change(info, input, RehearseErrorCode, work)
        if outcome.key is not None and not found:  # the same request once more: it is played again
            await work()
        return RehearsePayload(
            clinic_id=outcome.key,
            transcript=_shown(found[0], key) if found else None,
            user_errors=outcome.user_errors,
        )
