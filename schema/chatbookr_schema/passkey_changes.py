"""What people do with their own passkeys: make, rename and remove them."""

from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry
from strawberry.scalars import JSON

from chatbookr_core.errors import InvalidInput
from chatbookr_core.people.authenticators import NewCredential
from chatbookr_core.people.passkeys import (
    AddedPasskey,
    add_passkey,
    begin_passkey,
    find_passkey,
    made_passkey,
    passkeys_of,
    remove_passkey,
    rename_passkey,
)
from chatbookr_core.people.rules import PASSKEY_NAME_CHARS
from chatbookr_permissions.actor import StaffActor
from chatbookr_schema.context import Context, Info
from chatbookr_schema.field import AUTHENTICATED, OF_PARENT, DataClass, argument, field, input_type, object_type
from chatbookr_schema.ids import key_of
from chatbookr_schema.mutation import (
    COMMON,
    OUTCOME,
    STEP_UP,
    UserError,
    change,
    error_codes,
)
from chatbookr_schema.passkeys import Passkey

FULL = "The account has as many passkeys as it can have: remove one first."


@error_codes(
    "Why no passkey can be made now.",
    STEP_UP_REQUIRED=STEP_UP,
    QUOTA_REACHED=FULL,
    CONFLICT="The deployment is reached by an address instead of a name: browsers make no passkeys for that.",
)
class PasskeyRegistrationBeginErrorCode(Enum):
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    QUOTA_REACHED = "QUOTA_REACHED"
    CONFLICT = "CONFLICT"


@error_codes(
    "Why a passkey was not made.",
    INVALID_VALUE=COMMON["INVALID_VALUE"],
    STEP_UP_REQUIRED=STEP_UP,
    QUOTA_REACHED=FULL,
    CONFLICT="That key is known here already.",
)
class PasskeyRegistrationFinishErrorCode(Enum):
    INVALID_VALUE = "INVALID_VALUE"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    QUOTA_REACHED = "QUOTA_REACHED"
    CONFLICT = "CONFLICT"


@error_codes("Why a passkey was not renamed.", NOT_FOUND=COMMON["NOT_FOUND"], INVALID_VALUE=COMMON["INVALID_VALUE"])
class PasskeyRenameErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"


@error_codes("Why a passkey was not removed.", NOT_FOUND=COMMON["NOT_FOUND"], STEP_UP_REQUIRED=STEP_UP)
class PasskeyRemoveErrorCode(Enum):
    NOT_FOUND = "NOT_FOUND"
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"


@input_type("What an authenticator made.")
class PasskeyRegistrationFinishInput:
    credential: JSON = field("What `navigator.credentials.create` gave, as its `toJSON()` writes it.", policy=OF_PARENT)
    name: str = field(f"What to call it, at most {PASSKEY_NAME_CHARS} characters.", policy=OF_PARENT)


@input_type("Another name for a passkey.")
class PasskeyRenameInput:
    passkey_id: strawberry.ID = field("Which one.", policy=OF_PARENT)
    name: str = field(f"What to call it, at most {PASSKEY_NAME_CHARS} characters.", policy=OF_PARENT)


@object_type("What became of asking for a new passkey.")
class PasskeyRegistrationBeginPayload:
    public_key: JSON | None = field(
        "What to give `navigator.credentials.create` as `publicKey`, by `parseCreationOptionsFromJSON`; for 5 minutes.",
        policy=AUTHENTICATED,
    )
    user_errors: list[UserError[PasskeyRegistrationBeginErrorCode]] = field("Why there is none.", policy=OUTCOME)


@object_type("What became of making a passkey.")
class PasskeyRegistrationFinishPayload:
    passkey: Passkey | None = field("The passkey.", policy=AUTHENTICATED)
    recovery_codes: list[str] | None = field(
        "Ten ways in without it, shown this once; null where there was a second factor already.",
        policy=AUTHENTICATED,
        data=DataClass.SECRET,
    )
    user_errors: list[UserError[PasskeyRegistrationFinishErrorCode]] = field("Why it was not made.", policy=OUTCOME)


@object_type("What became of renaming a passkey.")
class PasskeyRenamePayload:
    passkey: Passkey | None = field("The passkey as it is now.", policy=AUTHENTICATED)
    user_errors: list[UserError[PasskeyRenameErrorCode]] = field("Why it was not renamed.", policy=OUTCOME)


@object_type("What became of removing a passkey.")
class PasskeyRemovePayload:
    passkeys: list[Passkey] | None = field("Those that are left.", policy=AUTHENTICATED, lists=3)
    user_errors: list[UserError[PasskeyRemoveErrorCode]] = field("Why it was not removed.", policy=OUTCOME)


@strawberry.type
class PasskeyMutations:
    @field("Begin to make a passkey of one's own.", policy=AUTHENTICATED, cost=10)
    async def passkey_registration_begin(self, info: Info) -> PasskeyRegistrationBeginPayload | None:
        context, actor = info.context, info.context.principal()
        options: dict[str, Any] = {}

        async def work() -> UUID:
            options.clear()
            options.update(await begin_passkey(context.deployment, actor))
            return actor.principal_id

        outcome = await change(info, None, PasskeyRegistrationBeginErrorCode, work)
        return PasskeyRegistrationBeginPayload(
            public_key=JSON(options) if outcome.key and options else None, user_errors=outcome.user_errors
        )

    @field("Keep the passkey an authenticator made; it is a second factor from here on.", policy=AUTHENTICATED, cost=10)
    async def passkey_registration_finish(
        self, info: Info, input: Annotated[PasskeyRegistrationFinishInput, argument("The passkey.")]
    ) -> PasskeyRegistrationFinishPayload | None:
        context, actor = info.context, info.context.principal()
        made: list[NewCredential] = []
        added: list[AddedPasskey] = []

        async def look() -> None:
            made[:] = [
                await made_passkey(context.deployment, actor, credential_from(input.credential), name=input.name)
            ]

        async def work() -> UUID:
            added[:] = [await add_passkey(context.deployment, actor, made[0], name=input.name)]
            return added[0].passkey_id

        outcome = await change(info, input, PasskeyRegistrationFinishErrorCode, work, look=look)
        codes = added[0].recovery_codes if outcome.key and added else []
        return PasskeyRegistrationFinishPayload(
            passkey=await _found(context, outcome.key), recovery_codes=codes or None, user_errors=outcome.user_errors
        )

    @field("Give a passkey of one's own another name.", policy=AUTHENTICATED, cost=10)
    async def passkey_rename(
        self, info: Info, input: Annotated[PasskeyRenameInput, argument("Which one, and its name.")]
    ) -> PasskeyRenamePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(input.passkey_id, "Passkey", field="input.passkeyId")
        outcome = await change(
            info,
            input,
            PasskeyRenameErrorCode,
            lambda: rename_passkey(context.deployment, actor, key, name=input.name),
        )
        return PasskeyRenamePayload(passkey=await _found(context, outcome.key), user_errors=outcome.user_errors)

    @field(
        "Let a passkey of one's own count no longer; all other sessions of the account end.",
        policy=AUTHENTICATED,
        cost=10,
    )
    async def passkey_remove(
        self, info: Info, passkey_id: Annotated[strawberry.ID, argument("Which one.")]
    ) -> PasskeyRemovePayload | None:
        context, actor = info.context, info.context.principal()
        key = key_of(passkey_id, "Passkey", field="passkeyId")
        outcome = await change(
            info, None, PasskeyRemoveErrorCode, lambda: remove_passkey(context.deployment, actor, key)
        )
        left = await passkeys_of(actor.principal_id) if outcome.key else None
        return PasskeyRemovePayload(
            passkeys=[Passkey.of(one) for one in left] if left is not None else None, user_errors=outcome.user_errors
        )


async def _found(context: Context, key: UUID | None) -> Passkey | None:
    actor = context.principal()
    found = await find_passkey(actor.user_id, key) if key and isinstance(actor, StaffActor) else None
    return Passkey.of(found) if found else None


def credential_from(credential: object) -> dict[str, Any]:
    """Read a credential. Raises InvalidInput for what is no object."""
    if not isinstance(credential, dict):
        raise InvalidInput("Give the credential, as its toJSON() writes it.", field="credential")
    return credential
