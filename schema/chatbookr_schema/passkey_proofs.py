"""Passkeys as proofs, for clients that speak GraphQL alone: instead of a password, after one, and to step up.

Each is two mutations: the first says what to ask the authenticator, the second takes what it answered. What became of
it stands in the audit log under the names of the mutations that take passwords and codes, with `factor`: `passkey`.
"""

from datetime import datetime
from enum import Enum
from typing import Annotated, Any, Final, Literal

import strawberry
from strawberry.scalars import JSON

from chatbookr_core.db import transaction
from chatbookr_core.people.passkey_proofs import (
    AskedOfBrowser,
    begin_log_in,
    begin_proof,
    log_in_with_passkey,
    show_passkey,
    step_up_with_passkey,
)
from chatbookr_core.people.sessions import LoggedIn
from chatbookr_core.people.step_up import Proven
from chatbookr_core.people.tokens import LONGEST_TOKEN
from chatbookr_schema.context import Info
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
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, attempt
from chatbookr_schema.passkey_changes import credential_from
from chatbookr_schema.session_changes import TOKEN, handing_of, person_of

ASKED: Final = (
    "What to give `navigator.credentials.get` as `publicKey`, by `parseRequestOptionsFromJSON`; for 5 minutes."
)
ANSWERED: Final = "What `navigator.credentials.get` gave, as its `toJSON()` writes it."
NO_NAME: Final = "The deployment is reached by an address instead of a name: passkeys are not for that."
WRONG: Final = "It is not known here, was answered before, or was asked for too long ago."
SHOWN: Final = OfProof("The passkey that was shown was right.")
Purpose = Literal["second_factor", "step_up"]


@enum_type("Why no passkey can be asked for.", CONFLICT=NO_NAME)
class PasskeyLogInBeginErrorCode(Enum):
    CONFLICT = "CONFLICT"


@enum_type("Why nobody was logged in.", INVALID_VALUE=COMMON["INVALID_VALUE"], UNAUTHENTICATED=WRONG, CONFLICT=NO_NAME)
class PasskeyLogInErrorCode(Enum):
    INVALID_VALUE = "INVALID_VALUE"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    CONFLICT = "CONFLICT"


@enum_type("Why no passkey can be asked for.", NOT_FOUND="The account has none.", CONFLICT=NO_NAME)
class PasskeyProofBeginErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    CONFLICT = "CONFLICT"


@enum_type("Why a passkey did not count.", INVALID_VALUE=COMMON["INVALID_VALUE"], UNAUTHENTICATED=WRONG)
class PasskeyProveErrorCode(Enum):
    INVALID_VALUE = "INVALID_VALUE"
    UNAUTHENTICATED = "UNAUTHENTICATED"


@enum_type("Why a passkey did not count.", INVALID_VALUE=COMMON["INVALID_VALUE"], STEP_UP_REQUIRED=WRONG)
class PasskeyStepUpErrorCode(Enum):
    INVALID_VALUE = "INVALID_VALUE"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"


@enum_type(
    "What a passkey is to prove.",
    SECOND_FACTOR="That who gave the password is who they say: `passkeyProve` takes the answer.",
    STEP_UP="That whoever is logged in still sits there: `passkeyStepUp` takes the answer.",
)
class PasskeyPurpose(Enum):
    SECOND_FACTOR = "SECOND_FACTOR"
    STEP_UP = "STEP_UP"


PURPOSES: Final[dict[PasskeyPurpose, Purpose]] = {
    PasskeyPurpose.SECOND_FACTOR: "second_factor",
    PasskeyPurpose.STEP_UP: "step_up",
}


@input_type("What an authenticator answered to whoever wants to log in.")
class PasskeyLogInInput:
    assertion: JSON = field(ANSWERED, policy=OF_PARENT)
    ceremony: str = field("What `passkeyLogInBegin` gave with it.", policy=OF_PARENT, data=DataClass.SECRET)
    device_token: str | None = optional_input(
        "What this device was given at an earlier log-in; without it the person is mailed that a new device logged in.",
        policy=OF_PARENT,
        data=DataClass.SECRET,
    )


ANYBODY: Final = Public("Whoever logs in is nobody yet; any passkey is asked for, and none is named.")


@object_type("What to ask the authenticator of whoever wants to log in.")
class PasskeyLogInBeginPayload:
    public_key: JSON | None = field(ASKED, policy=ANYBODY)
    ceremony: str | None = field(
        "What to give `passkeyLogIn` with the answer: it counts for whoever asked alone. Shown this once.",
        policy=OfProof("It is whose who asked, and opens nothing without a passkey."),
        data=DataClass.SECRET,
    )
    user_errors: list[UserError[PasskeyLogInBeginErrorCode]] = field("Why nothing is asked.", policy=OUTCOME)


@object_type("What became of logging in by a passkey.")
class PasskeyLogInPayload:
    token: str | None = field("The session's token, shown this once.", policy=SHOWN, data=DataClass.SECRET)
    device_token: str | None = field(
        "What this device is known by from now on, shown this once; null where it was known.",
        policy=SHOWN,
        data=DataClass.SECRET,
    )
    ends_at: datetime | None = field("When the session ends by itself.", policy=SHOWN)
    user_errors: list[UserError[PasskeyLogInErrorCode]] = field("Why nobody was logged in.", policy=OUTCOME)


@object_type("What to ask the authenticator of whoever is logged in.")
class PasskeyProofBeginPayload:
    public_key: JSON | None = field(ASKED, policy=AUTHENTICATED)
    user_errors: list[UserError[PasskeyProofBeginErrorCode]] = field("Why nothing is asked.", policy=OUTCOME)


@object_type("What became of showing a passkey as the second factor.")
class PasskeyProvePayload:
    token: str | None = field(TOKEN, policy=SHOWN, data=DataClass.SECRET)
    ends_at: datetime | None = field("When the session ends by itself.", policy=SHOWN)
    user_errors: list[UserError[PasskeyProveErrorCode]] = field("Why it did not count.", policy=OUTCOME)


@object_type("What became of proving again, by a passkey, who one is.")
class PasskeyStepUpPayload:
    token: str | None = field(TOKEN, policy=SHOWN, data=DataClass.SECRET)
    until: datetime | None = field("Until when that counts.", policy=SHOWN)
    ends_at: datetime | None = field("When the session ends by itself.", policy=SHOWN)
    user_errors: list[UserError[PasskeyStepUpErrorCode]] = field("Why it did not count.", policy=OUTCOME)


@strawberry.type
class PasskeyProofMutations:
    @field(
        "Ask for any passkey, to log in by it: without a name, and of nobody in particular.", policy=ANYBODY, cost=10
    )
    async def passkey_log_in_begin(self, info: Info) -> PasskeyLogInBeginPayload | None:
        async def work() -> AskedOfBrowser:
            async with transaction():
                return await begin_log_in(info.context.deployment)

        asked, user_errors = await attempt(info, None, PasskeyLogInBeginErrorCode, work)
        return PasskeyLogInBeginPayload(
            public_key=JSON(asked.options) if asked else None,
            ceremony=asked.browser if asked else None,
            user_errors=user_errors,
        )

    @field(
        "Open a session by a passkey alone, which is two factors; logged as `sessionCreate`.", policy=ANYBODY, cost=10
    )
    async def passkey_log_in(
        self, info: Info, input: Annotated[PasskeyLogInInput, argument("The answer.")]
    ) -> PasskeyLogInPayload | None:
        context, origin = info.context, info.context.origin.having(input.device_token)

        async def work() -> LoggedIn:
            given, ceremony = credential_from(input.assertion), input.ceremony[:LONGEST_TOKEN]
            return await log_in_with_passkey(context.deployment, given, ceremony, origin)

        made, user_errors = await attempt(info, input, PasskeyLogInErrorCode, work)
        return PasskeyLogInPayload(
            token=made.token if made else None,
            device_token=made.device_token if made else None,
            ends_at=made.expires_at if made else None,
            user_errors=user_errors,
        )

    @field("Ask for a passkey of whoever is logged in.", policy=AUTHENTICATED, cost=10)
    async def passkey_proof_begin(
        self, info: Info, purpose: Annotated[PasskeyPurpose, argument("What it is to prove.")]
    ) -> PasskeyProofBeginPayload | None:
        deployment, actor = info.context.deployment, person_of(info.context)

        async def work() -> dict[str, Any]:
            async with transaction():
                return await begin_proof(deployment, actor, PURPOSES[purpose])

        asked, user_errors = await attempt(info, None, PasskeyProofBeginErrorCode, work)
        return PasskeyProofBeginPayload(public_key=JSON(asked) if asked else None, user_errors=user_errors)

    @field("Show a passkey after the password; logged as `sessionProve`.", policy=AUTHENTICATED, cost=10)
    async def passkey_prove(
        self, info: Info, assertion: Annotated[JSON, argument(ANSWERED)]
    ) -> PasskeyProvePayload | None:
        context, actor, hand_over = info.context, person_of(info.context), handing_of(info.context)

        async def work() -> Proven:
            return await show_passkey(context.deployment, actor, credential_from(assertion))

        proven, user_errors = await attempt(info, None, PasskeyProveErrorCode, work)
        return PasskeyProvePayload(
            token=hand_over(proven.token, proven.expires_at) if proven else None,
            ends_at=proven.expires_at if proven else None,
            user_errors=user_errors,
        )

    @field("Prove again by a passkey alone who one is; logged as `sessionStepUp`.", policy=AUTHENTICATED, cost=10)
    async def passkey_step_up(
        self, info: Info, assertion: Annotated[JSON, argument(ANSWERED)]
    ) -> PasskeyStepUpPayload | None:
        context, actor, hand_over = info.context, person_of(info.context), handing_of(info.context)

        async def work() -> Proven:
            return await step_up_with_passkey(context.deployment, actor, credential_from(assertion))

        proven, user_errors = await attempt(info, None, PasskeyStepUpErrorCode, work)
        return PasskeyStepUpPayload(
            token=hand_over(proven.token, proven.expires_at) if proven else None,
            until=proven.until if proven else None,
            ends_at=proven.expires_at if proven else None,
            user_errors=user_errors,
        )
