"""What people do about their own account: its password, forgotten perhaps, and its e-mail address."""

from collections.abc import Awaitable, Callable
from enum import Enum
from typing import Annotated, Any, Final
from uuid import UUID

import strawberry

from chatbookr_core.people import addresses
from chatbookr_core.people.password_changes import ask_for_reset, change_password, hash_for_change, reset_password
from chatbookr_core.people.sessions import require_step_up
from chatbookr_schema.context import Info
from chatbookr_schema.factor_changes import STEP_UP
from chatbookr_schema.field import (
    AUTHENTICATED,
    OF_PARENT,
    DataClass,
    Public,
    argument,
    enum_type,
    field,
    input_type,
    object_type,
    optional_input,
)
from chatbookr_schema.mutation import COMMON, OUTCOME, UserError, attempt, change, error_codes
from chatbookr_schema.session_changes import person_of

BY_LINK: Final = Public("Whoever reads the mail of the address has the link; it counts once, and tries are counted.")
INVALID_LINK: Final = "The link is too old, was used already, or was never one."
LEAKED: Final = "It leaked elsewhere: nothing was changed."
WEAK: Final = "It is easy to guess; the message says what would make it harder. Nothing was changed."
TAKEN: Final = "Another account has that address."
PASSWORD: Final = "The new password, 12 characters or more."  # noqa: S105  # what is said of one
TOKEN: Final = "What stands behind `#` in the mailed link."  # noqa: S105  # what is said of one


@error_codes(
    "Why the password was not changed.",
    STEP_UP_REQUIRED=STEP_UP,
    INVALID_VALUE=COMMON["INVALID_VALUE"],
    PASSWORD_BREACHED=LEAKED,
    PASSWORD_WEAK=WEAK,
)
class PasswordChangeErrorCode(Enum):
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    INVALID_VALUE = "INVALID_VALUE"
    PASSWORD_BREACHED = "PASSWORD_BREACHED"  # noqa: S105  # a code
    PASSWORD_WEAK = "PASSWORD_WEAK"  # noqa: S105  # a code


@enum_type("Why no letter was sent.", INVALID_VALUE="That is not an e-mail address.")
class PasswordResetRequestErrorCode(Enum):
    INVALID_VALUE = "INVALID_VALUE"


@enum_type(
    "Why the password was not reset.",
    LINK_INVALID=INVALID_LINK,
    INVALID_VALUE=COMMON["INVALID_VALUE"],
    PASSWORD_BREACHED=LEAKED,
    PASSWORD_WEAK=WEAK,
)
class PasswordResetErrorCode(Enum):
    LINK_INVALID = "LINK_INVALID"
    INVALID_VALUE = "INVALID_VALUE"
    PASSWORD_BREACHED = "PASSWORD_BREACHED"  # noqa: S105  # a code
    PASSWORD_WEAK = "PASSWORD_WEAK"  # noqa: S105  # a code


@error_codes("Why no letter was sent.", UNAUTHENTICATED="The second factor is still to be shown.")
class EmailVerificationRequestErrorCode(Enum):
    UNAUTHENTICATED = "UNAUTHENTICATED"


@enum_type("Why the address was not verified.", LINK_INVALID=INVALID_LINK)
class EmailVerifyErrorCode(Enum):
    LINK_INVALID = "LINK_INVALID"


@error_codes("Why no letter was sent.", STEP_UP_REQUIRED=STEP_UP, INVALID_VALUE=COMMON["INVALID_VALUE"])
class EmailChangeRequestErrorCode(Enum):
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    INVALID_VALUE = "INVALID_VALUE"


@enum_type(
    "Why the address was not changed.",
    LINK_INVALID=INVALID_LINK,
    WRONG_ACCOUNT="The link is for another account than the one that is logged in.",
    EMAIL_TAKEN=TAKEN,
)
class EmailChangeConfirmErrorCode(Enum):
    LINK_INVALID = "LINK_INVALID"
    WRONG_ACCOUNT = "WRONG_ACCOUNT"
    EMAIL_TAKEN = "EMAIL_TAKEN"


@enum_type("Why the change was not taken back.", LINK_INVALID=INVALID_LINK, EMAIL_TAKEN=TAKEN)
class EmailChangeUndoErrorCode(Enum):
    LINK_INVALID = "LINK_INVALID"
    EMAIL_TAKEN = "EMAIL_TAKEN"


@input_type("Another password.")
class PasswordChangeInput:
    new_password: str = field(PASSWORD, policy=OF_PARENT, data=DataClass.SECRET)


@input_type("Whose password is forgotten.")
class PasswordResetRequestInput:
    email: str = field("The address of the account.", policy=OF_PARENT, data=DataClass.CONTACT)
    language: str | None = optional_input(
        "The page's language, as `de`: for an address that has no account.", policy=OF_PARENT
    )


@input_type("Another password, by a mailed link.")
class PasswordResetInput:
    token: str = field(TOKEN, policy=OF_PARENT, data=DataClass.SECRET)
    new_password: str = field(PASSWORD, policy=OF_PARENT, data=DataClass.SECRET)


@input_type("Another address.")
class EmailChangeRequestInput:
    new_email: str = field("The address the account is to have.", policy=OF_PARENT, data=DataClass.CONTACT)


@object_type("What became of changing the password.")
class PasswordChangePayload:
    is_changed: bool = field("The new one counts, and all other sessions ended.", policy=OUTCOME)
    user_errors: list[UserError[PasswordChangeErrorCode]] = field("Why it was not changed.", policy=OUTCOME)


@object_type("What became of asking for a new password; the same whether or not there is an account.")
class PasswordResetRequestPayload:
    is_accepted: bool = field("A letter is on its way to the address.", policy=OUTCOME)
    user_errors: list[UserError[PasswordResetRequestErrorCode]] = field("Why there is none.", policy=OUTCOME)


@object_type("What became of resetting the password.")
class PasswordResetPayload:
    is_changed: bool = field("The new one counts; log in with it, and with the second factor.", policy=OUTCOME)
    user_errors: list[UserError[PasswordResetErrorCode]] = field("Why it was not reset.", policy=OUTCOME)


@object_type("What became of asking for a link to verify the address.")
class EmailVerificationRequestPayload:
    is_accepted: bool = field("A letter is on its way.", policy=OUTCOME)
    user_errors: list[UserError[EmailVerificationRequestErrorCode]] = field("Why there is none.", policy=OUTCOME)


@object_type("What became of verifying the address.")
class EmailVerifyPayload:
    is_verified: bool = field("The address is the account's.", policy=OUTCOME)
    user_errors: list[UserError[EmailVerifyErrorCode]] = field("Why it was not verified.", policy=OUTCOME)


@object_type("What became of asking for another address; the same whether or not that one has an account.")
class EmailChangeRequestPayload:
    is_accepted: bool = field("A letter is on its way to the new address; nothing changes before.", policy=OUTCOME)
    user_errors: list[UserError[EmailChangeRequestErrorCode]] = field("Why there is none.", policy=OUTCOME)


@object_type("What became of confirming another address.")
class EmailChangeConfirmPayload:
    is_changed: bool = field("The account has the new address; other sessions ended.", policy=OUTCOME)
    user_errors: list[UserError[EmailChangeConfirmErrorCode]] = field("Why it was not changed.", policy=OUTCOME)


@object_type("What became of taking a change of address back.")
class EmailChangeUndoPayload:
    is_changed: bool = field(
        "The account has its old address; all sessions ended, and a link for a new password is mailed.", policy=OUTCOME
    )
    user_errors: list[UserError[EmailChangeUndoErrorCode]] = field("Why it was not taken back.", policy=OUTCOME)


Token = Annotated[str, argument(TOKEN, data=DataClass.SECRET)]


async def _tried(
    info: Info, given: object, codes: type[Enum], work: Callable[[], Awaitable[object]]
) -> tuple[bool, list[Any]]:
    """Attempt what tells no more than that it was done."""
    _, user_errors = await attempt(info, given, codes, work)
    return not user_errors, user_errors


@strawberry.type
class AccountMutations:
    @field("Choose another password; all other sessions end.", policy=AUTHENTICATED, cost=10)
    async def password_change(
        self, info: Info, input: Annotated[PasswordChangeInput, argument("The password.")]
    ) -> PasswordChangePayload | None:
        deployment, actor = info.context.deployment, person_of(info.context)
        hashed: list[str] = []

        async def look() -> None:
            hashed[:] = [await hash_for_change(deployment, actor, input.new_password)]

        async def work() -> UUID:
            await change_password(deployment, actor, hashed[0])
            return actor.user_id

        outcome = await change(info, input, PasswordChangeErrorCode, work, look=look)
        return PasswordChangePayload(is_changed=outcome.key is not None, user_errors=outcome.user_errors)

    @field(
        "Have a link mailed by which a forgotten password can be chosen anew; it counts for half an hour, once.",
        policy=Public("Whoever forgot the password cannot log in; the answer tells nothing, and letters are counted."),
        cost=10,
    )
    async def password_reset_request(
        self, info: Info, input: Annotated[PasswordResetRequestInput, argument("Whose.")]
    ) -> PasswordResetRequestPayload | None:
        context = info.context

        async def work() -> None:
            await ask_for_reset(context.deployment, input.email, context.origin, language=input.language)

        done, user_errors = await _tried(info, input, PasswordResetRequestErrorCode, work)
        return PasswordResetRequestPayload(is_accepted=done, user_errors=user_errors)

    @field(
        "Choose a password by a mailed link; all sessions end, the second factor stays as it is.",
        policy=BY_LINK,
        cost=10,
    )
    async def password_reset(
        self, info: Info, input: Annotated[PasswordResetInput, argument("The link's token, and the password.")]
    ) -> PasswordResetPayload | None:
        context = info.context

        async def work() -> UUID:
            return await reset_password(context.deployment, input.token, input.new_password, context.origin)

        done, user_errors = await _tried(info, input, PasswordResetErrorCode, work)
        return PasswordResetPayload(is_changed=done, user_errors=user_errors)

    @field("Have a link mailed that shows the account's address to be the asker's.", policy=AUTHENTICATED, cost=10)
    async def email_verification_request(self, info: Info) -> EmailVerificationRequestPayload | None:
        deployment, actor = info.context.deployment, person_of(info.context)

        async def look() -> None:
            await addresses.count_letter(deployment, actor)

        async def work() -> UUID:
            await addresses.ask_for_verification(deployment, actor)
            return actor.user_id

        outcome = await change(info, None, EmailVerificationRequestErrorCode, work, look=look)
        return EmailVerificationRequestPayload(is_accepted=outcome.key is not None, user_errors=outcome.user_errors)

    @field("Show by a mailed link that the address is the account's.", policy=BY_LINK, cost=10)
    async def email_verify(self, info: Info, token: Token) -> EmailVerifyPayload | None:
        context = info.context

        async def work() -> UUID:
            return await addresses.verify(context.deployment, token, context.origin)

        done, user_errors = await _tried(info, None, EmailVerifyErrorCode, work)
        return EmailVerifyPayload(is_verified=done, user_errors=user_errors)

    @field("Have a link mailed to a new address that makes it the account's.", policy=AUTHENTICATED, cost=10)
    async def email_change_request(
        self, info: Info, input: Annotated[EmailChangeRequestInput, argument("Which address.")]
    ) -> EmailChangeRequestPayload | None:
        context, deployment, actor = info.context, info.context.deployment, person_of(info.context)

        async def look() -> None:
            await require_step_up(actor, context.now)
            await addresses.count_letter(deployment, actor, input.new_email)

        async def work() -> UUID:
            await addresses.ask_for_change(deployment, actor, input.new_email)
            return actor.user_id

        outcome = await change(info, input, EmailChangeRequestErrorCode, work, look=look)
        return EmailChangeRequestPayload(is_accepted=outcome.key is not None, user_errors=outcome.user_errors)

    @field(
        "Give the account the new address, logged in as it; the old one is told, and can take that back for a week.",
        policy=AUTHENTICATED,
        cost=10,
    )
    async def email_change_confirm(self, info: Info, token: Token) -> EmailChangeConfirmPayload | None:
        context, actor = info.context, person_of(info.context)

        async def work() -> UUID:
            return await addresses.confirm_change(context.deployment, actor, token, context.origin)

        done, user_errors = await _tried(info, None, EmailChangeConfirmErrorCode, work)
        return EmailChangeConfirmPayload(is_changed=done, user_errors=user_errors)

    @field("Take a change of address back, by the link that was mailed to the old one.", policy=BY_LINK, cost=10)
    async def email_change_undo(self, info: Info, token: Token) -> EmailChangeUndoPayload | None:
        context = info.context

        async def work() -> UUID:
            return await addresses.undo_change(context.deployment, token, context.origin)

        done, user_errors = await _tried(info, None, EmailChangeUndoErrorCode, work)
        return EmailChangeUndoPayload(is_changed=done, user_errors=user_errors)
