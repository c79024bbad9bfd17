"""What people do about their second factor, having proved again who they are: enrol a phone, remove it, new codes."""

from enum import Enum
from typing import Annotated, Final
from uuid import UUID

import strawberry

from chatbookr_core.db import transaction
from chatbookr_core.people.factors import Enrolment, begin_totp, confirm_totp, remove_totp, renew_recovery_codes
from chatbookr_core.people.notices import tell_of_change
from chatbookr_schema.context import Info
from chatbookr_schema.field import AUTHENTICATED, DataClass, OfProof, argument, field, object_type
from chatbookr_schema.mutation import OUTCOME, UserError, attempt, change, error_codes
from chatbookr_schema.session_changes import LONGEST_CODE_CHARS, person_of

OWN: Final = OfProof("Whoever asks has just proved again who they are, and it is their own.")
STEP_UP: Final = "Prove again who you are: `sessionStepUp`, then ask again within 5 minutes."
CODES_SHOWN: Final = "Ten codes that each stand in for the phone once, shown this once; keep them on paper."
NONE: Final = "There is no second factor."


@error_codes(
    "Why no key was made.", STEP_UP_REQUIRED=STEP_UP, CONFLICT="There is a second factor already: remove it first."
)
class TotpEnrolErrorCode(Enum):
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    CONFLICT = "CONFLICT"


@error_codes(
    "Why the phone does not count.",
    STEP_UP_REQUIRED=STEP_UP,
    NOT_FOUND="Nothing was begun: `totpEnrol` first.",
    INVALID_VALUE="The code is wrong or too old.",
)
class TotpConfirmErrorCode(Enum):
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    NOT_FOUND = "NOT_FOUND"
    INVALID_VALUE = "INVALID_VALUE"


@error_codes("Why the second factor was not removed.", STEP_UP_REQUIRED=STEP_UP, NOT_FOUND=NONE)
class TotpRemoveErrorCode(Enum):
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    NOT_FOUND = "NOT_FOUND"


@error_codes("Why there are no new codes.", STEP_UP_REQUIRED=STEP_UP, NOT_FOUND=NONE)
class RecoveryCodesRenewErrorCode(Enum):
    STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
    NOT_FOUND = "NOT_FOUND"


@object_type("What became of enrolling a phone.")
class TotpEnrolPayload:
    key: str | None = field("The key to type into the phone, shown this once.", policy=OWN, data=DataClass.SECRET)
    uri: str | None = field("The same as an otpauth address.", policy=OWN, data=DataClass.SECRET)
    qr_svg: str | None = field("The address as a QR code, an SVG.", policy=OWN, data=DataClass.SECRET)
    user_errors: list[UserError[TotpEnrolErrorCode]] = field("Why no key was made.", policy=OUTCOME)


@object_type("What became of a phone's first code.")
class TotpConfirmPayload:
    recovery_codes: list[str] | None = field(CODES_SHOWN, policy=OWN, data=DataClass.SECRET)
    user_errors: list[UserError[TotpConfirmErrorCode]] = field("Why it does not count.", policy=OUTCOME)


@object_type("What became of removing the second factor.")
class TotpRemovePayload:
    is_removed: bool = field("It is asked for no longer.", policy=OUTCOME)
    user_errors: list[UserError[TotpRemoveErrorCode]] = field("Why it was not removed.", policy=OUTCOME)


@object_type("What became of asking for new recovery codes.")
class RecoveryCodesRenewPayload:
    recovery_codes: list[str] | None = field(CODES_SHOWN, policy=OWN, data=DataClass.SECRET)
    user_errors: list[UserError[RecoveryCodesRenewErrorCode]] = field("Why there are none.", policy=OUTCOME)


@strawberry.type
class FactorMutations:
    @field("Make a key for a phone; it counts from the first code on (`totpConfirm`).", policy=AUTHENTICATED, cost=10)
    async def totp_enrol(self, info: Info) -> TotpEnrolPayload | None:
        context, actor = info.context, person_of(info.context)
        made: list[Enrolment] = []

        async def work() -> UUID:
            made[:] = [await begin_totp(context.deployment, actor)]
            return actor.user_id

        outcome = await change(info, None, TotpEnrolErrorCode, work)
        enrolment = made[0] if outcome.key and made else None
        return TotpEnrolPayload(
            key=enrolment.key if enrolment else None,
            uri=enrolment.uri if enrolment else None,
            qr_svg=enrolment.qr_svg if enrolment else None,
            user_errors=outcome.user_errors,
        )

    @field("Let a phone count from its first code on; other sessions end.", policy=AUTHENTICATED, cost=10)
    async def totp_confirm(
        self, info: Info, code: Annotated[str, argument("The phone's first code.", data=DataClass.SECRET)]
    ) -> TotpConfirmPayload | None:
        context, actor = info.context, person_of(info.context)

        async def work() -> list[str]:
            codes = await confirm_totp(context.deployment, actor, code[:LONGEST_CODE_CHARS])
            async with transaction():
                await tell_of_change(context.deployment, actor)
            return codes

        codes, user_errors = await attempt(info, None, TotpConfirmErrorCode, work)
        return TotpConfirmPayload(recovery_codes=codes, user_errors=user_errors)

    @field("Take the second factor away; other sessions end.", policy=AUTHENTICATED, cost=10)
    async def totp_remove(self, info: Info) -> TotpRemovePayload | None:
        context, actor = info.context, person_of(info.context)

        async def work() -> UUID:
            await remove_totp(context.deployment, actor)
            await tell_of_change(context.deployment, actor)
            return actor.user_id

        outcome = await change(info, None, TotpRemoveErrorCode, work)
        return TotpRemovePayload(is_removed=outcome.key is not None, user_errors=outcome.user_errors)

    @field("Make ten new recovery codes; the old ones count no longer.", policy=AUTHENTICATED, cost=10)
    async def recovery_codes_renew(self, info: Info) -> RecoveryCodesRenewPayload | None:
        context, actor = info.context, person_of(info.context)
        made: list[str] = []

        async def work() -> UUID:
            made[:] = await renew_recovery_codes(context.deployment, actor)
            await tell_of_change(context.deployment, actor)
            return actor.user_id

        outcome = await change(info, None, RecoveryCodesRenewErrorCode, work)
        codes = made if outcome.key and made else None
        return RecoveryCodesRenewPayload(recovery_codes=codes, user_errors=outcome.user_errors)
