"""Log-in for clients that speak GraphQL alone: a session is opened, proven, proven again and ended; people's own all.

A page of a browser opens its session by `POST /login`, which keeps the token from its scripts; here it comes with the
answer. A session that lives in a cookie is given its further tokens in that cookie.
"""

from datetime import datetime
from enum import Enum
from typing import Annotated, Final
from uuid import UUID

import strawberry

from chatbookr_core.errors import NotAuthenticated, NotPermitted
from chatbookr_core.people.devices import end_session
from chatbookr_core.people.sessions import LoggedIn, log_in, log_out, log_out_everywhere, require_all_factors
from chatbookr_core.people.step_up import Proven, show_second_factor, step_up
from chatbookr_permissions.actor import StaffActor
from chatbookr_schema.context import Context, HandOver, Info
from chatbookr_schema.field import (
    AUTHENTICATED,
    OF_PARENT,
    DataClass,
    OfProof,
    Public,
    argument,
    enum_type,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.ids import key_of
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, attempt, change, error_codes

PROVEN: Final = OfProof("The session's own proof was right: the password, the code, or both.")
TOKEN: Final = "The session's token, shown this once; null where a cookie keeps it, which has it then."  # noqa: S105  # what is said of one
WRONG: Final = "It is wrong, too old or used up; the tries are counted."
LONGEST_CODE_CHARS: Final = 64


@enum_type("Why nobody was logged in.", UNAUTHENTICATED="That e-mail and password do not go together.")
class SessionCreateErrorCode(Enum):
    UNAUTHENTICATED = "UNAUTHENTICATED"


@enum_type("Why a second factor did not count.", UNAUTHENTICATED=WRONG)
class SessionProveErrorCode(Enum):
    UNAUTHENTICATED = "UNAUTHENTICATED"


@enum_type("Why somebody did not prove who they are.", STEP_UP_REQUIRED=WRONG)
class SessionStepUpErrorCode(Enum):
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"


@error_codes("Why a session was not ended.", NOT_FOUND=COMMON["NOT_FOUND"])
class SessionEndErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"


@error_codes("Why the other sessions were not ended.")
class SessionEndOthersErrorCode(Enum):
    pass


@input_type("Who wants to log in.")
class SessionCreateInput:
    email: str = field("The address of the account.", policy=OF_PARENT, data=DataClass.CONTACT)
    password: str = field("Its password.", policy=OF_PARENT, data=DataClass.SECRET)
    device_token: str | None = optional_input(
        "What this device was given at an earlier log-in; without it the person is mailed that a new device logged in.",
        policy=OF_PARENT,
        data=DataClass.SECRET,
    )


@object_type("What became of logging in.")
class SessionCreatePayload:
    token: str | None = field("The session's token, shown this once.", policy=PROVEN, data=DataClass.SECRET)
    device_token: str | None = field(
        "What this device is known by from now on, shown this once; null where it was known.",
        policy=PROVEN,
        data=DataClass.SECRET,
    )
    needs_second_factor: bool | None = field("No clinic opens before `sessionProve`.", policy=PROVEN)
    ends_at: datetime | None = field("When the session ends by itself.", policy=PROVEN)
    user_errors: list[UserError[SessionCreateErrorCode]] = field("Why nobody was logged in.", policy=OUTCOME)


@object_type("What became of showing a second factor.")
class SessionProvePayload:
    token: str | None = field(TOKEN, policy=PROVEN, data=DataClass.SECRET)
    ends_at: datetime | None = field("When the session ends by itself.", policy=PROVEN)
    user_errors: list[UserError[SessionProveErrorCode]] = field("Why it did not count.", policy=OUTCOME)


@object_type("What became of proving again who one is.")
class SessionStepUpPayload:
    token: str | None = field(TOKEN, policy=PROVEN, data=DataClass.SECRET)
    until: datetime | None = field("Until when that counts.", policy=PROVEN)
    ends_at: datetime | None = field("When the session ends by itself.", policy=PROVEN)
    user_errors: list[UserError[SessionStepUpErrorCode]] = field("Why it did not count.", policy=OUTCOME)


@object_type("What became of ending a session.")
class SessionEndPayload:
    is_ended: bool = field("It opens nothing any longer.", policy=OUTCOME)
    user_errors: list[UserError[SessionEndErrorCode]] = field("Why it was not ended.", policy=OUTCOME)


@object_type("What became of ending all other sessions.")
class SessionEndOthersPayload:
    is_ended: bool = field("They open nothing any longer.", policy=OUTCOME)
    user_errors: list[UserError[SessionEndOthersErrorCode]] = field("Why they were not ended.", policy=OUTCOME)


def person_of(context: Context) -> StaffActor:
    """Return who is asking, a person. Raises NotAuthenticated for nobody and for programs."""
    actor = context.principal()
    if not isinstance(actor, StaffActor):
        raise NotAuthenticated("A person does this, not a program.")
    return actor


def handing_of(context: Context) -> HandOver:
    """Return how a new token gets to the session. Raises NotPermitted over a socket, which lives by its old one."""
    if context.hand_over is None:
        raise NotPermitted("Ask for this over HTTP: a socket ends with the token it was opened by.")
    return context.hand_over


@strawberry.type
class SessionMutations:
    @field(
        "Open a session; a second factor, where there is one, is shown next.",
        policy=Public("Whoever logs in is nobody yet; tries are counted under the account and the address."),
        cost=10,
    )
    async def session_create(
        self, info: Info, input: Annotated[SessionCreateInput, argument("Who, and the proof.")]
    ) -> SessionCreatePayload | None:
        context = info.context
        origin = context.origin.having(input.device_token)

        async def work() -> LoggedIn:
            return await log_in(context.deployment, input.email, input.password, origin)

        made, user_errors = await attempt(info, input, SessionCreateErrorCode, work)
        return SessionCreatePayload(
            token=made.token if made else None,
            device_token=made.device_token if made else None,
            needs_second_factor=made.needs_second_factor if made else None,
            ends_at=made.expires_at if made else None,
            user_errors=user_errors,
        )

    @field("Show the second factor: six digits of a phone, or a recovery code.", policy=AUTHENTICATED, cost=10)
    async def session_prove(
        self, info: Info, code: Annotated[str, argument("The code.", data=DataClass.SECRET)]
    ) -> SessionProvePayload | None:
        context, actor, hand_over = info.context, person_of(info.context), handing_of(info.context)

        async def work() -> Proven:
            return await show_second_factor(context.deployment, actor, code[:LONGEST_CODE_CHARS])

        proven, user_errors = await attempt(info, None, SessionProveErrorCode, work)
        return SessionProvePayload(
            token=hand_over(proven.token, proven.expires_at) if proven else None,
            ends_at=proven.expires_at if proven else None,
            user_errors=user_errors,
        )

    @field(
        "Prove again who one is, for some minutes in which more can be done than a session alone may do.",
        policy=AUTHENTICATED,
        cost=10,
    )
    async def session_step_up(
        self,
        info: Info,
        password: Annotated[str, argument("The password.", data=DataClass.SECRET)],
        code: Annotated[str | None, argument("A code, where there is a second factor.", data=DataClass.SECRET)] = None,
    ) -> SessionStepUpPayload | None:
        context, actor, hand_over = info.context, person_of(info.context), handing_of(info.context)

        async def work() -> Proven:
            return await step_up(context.deployment, actor, password, code and code[:LONGEST_CODE_CHARS])

        proven, user_errors = await attempt(info, None, SessionStepUpErrorCode, work)
        return SessionStepUpPayload(
            token=hand_over(proven.token, proven.expires_at) if proven else None,
            until=proven.until if proven else None,
            ends_at=proven.expires_at if proven else None,
            user_errors=user_errors,
        )

    @field("End a session of the asker's own; left out, the one that asks.", policy=AUTHENTICATED, cost=10)
    async def session_end(
        self, info: Info, session_id: Annotated[strawberry.ID | None, argument("Which one.")] = None
    ) -> SessionEndPayload | None:
        context, actor = info.context, person_of(info.context)
        session_key = key_of(session_id, "Session", field="sessionId") if session_id is not None else None

        async def work() -> UUID:
            if session_key is None or session_key == actor.session_id:
                await log_out(actor, context.now)
                return actor.session_id
            await require_all_factors(actor)
            return await end_session(context.deployment, actor, session_key)

        outcome = await change(info, None, SessionEndErrorCode, work)
        return SessionEndPayload(is_ended=outcome.key is not None, user_errors=outcome.user_errors)

    @field("Sign out everywhere else: end all sessions of the asker's but this one.", policy=AUTHENTICATED, cost=10)
    async def session_end_others(self, info: Info) -> SessionEndOthersPayload | None:
        context, actor = info.context, person_of(info.context)

        async def work() -> UUID:
            await require_all_factors(actor)
            await log_out_everywhere(actor.user_id, context.now, but=actor.session_id)
            return actor.session_id

        outcome = await change(info, None, SessionEndOthersErrorCode, work)
        return SessionEndOthersPayload(is_ended=outcome.key is not None, user_errors=outcome.user_errors)
