"""The second factor: codes a phone shows (RFC 6238), each good once, and recovery codes for when the phone is gone.

What a code proves is decided by one UPDATE, so of fifty that arrive at once one counts (OWASP ASVS 5.0, 6.5.1).
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from hmac import compare_digest
from io import BytesIO
from typing import Literal
from uuid import UUID

import pyotp

from chatbookr_core.audit.recording import note
from chatbookr_core.db import current_transaction, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import Conflict, InvalidInput, NotFound
from chatbookr_core.events import Change
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.models import Passkey, RecoveryCode, Session, TotpFactor, User
from chatbookr_core.people.sessions import log_out_everywhere, require_step_up
from chatbookr_core.people.tries import OF_FACTOR, count_try, forget_tries
from chatbookr_permissions.actor import StaffActor

ISSUER = "Chatbookr"
QR_SCALE = 4
STEP_SECONDS = 30
STEPS_EITHER_WAY = 1  # clocks of phones: a code counts for 30 s, and the 30 s before and after
RECOVERY_CODES = 10
RECOVERY_BYTES = 15  # 120 bits, written as 24 characters
WRONG = "That code does not count: it is wrong, too old, or was used already."

USE_STEP = "UPDATE totp_factor SET last_step = $2 WHERE id = $1 AND last_step < $2"
FIRST_FACTOR = "UPDATE user_account SET has_second_factor = TRUE WHERE id = $1 AND NOT has_second_factor"
USE_RECOVERY = """
UPDATE recovery_code SET used_at = $3 WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL
"""

Proof = Literal["totp", "recovery"]
FactorKind = Literal["totp", "passkey"]


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A key that was just made: as text to type, and as the address a QR code holds. Shown this once."""

    key: str = field(repr=False)
    uri: str = field(repr=False)

    @property
    def qr_svg(self) -> str:
        """Draw the address as a QR code: within a page, or by itself as the source of an image."""
        import segno  # drawn once for each phone; it brings XML's libraries along

        drawn = BytesIO()
        segno.make(self.uri, error="m").save(
            drawn, kind="svg", xmldecl=False, nl=False, scale=QR_SCALE, dark="#000", light="#fff"
        )
        return drawn.getvalue().decode()


async def begin_totp(deployment: Deployment, actor: StaffActor) -> Enrolment:
    """Make a key for somebody's phone; it counts once its first code was shown. A key not confirmed is replaced.

    Needs a transaction. Raises StepUpRequired, and Conflict where a phone is enrolled already.
    """
    current_transaction()
    await require_step_up(actor, deployment.clock.now())
    user = await hold_factors(actor.user_id)
    if await TotpFactor.exists(user_id=user.id, confirmed_at__not_isnull=True):
        raise Conflict("A phone is enrolled already: remove it first.")
    await TotpFactor.filter(user_id=user.id).delete()
    factor_id, key = new_id(), pyotp.random_base32()
    keys = await deployment.vault.deployment_keys()
    await TotpFactor.create(
        id=factor_id,
        user_id=user.id,
        key_sealed=keys.seal(columns.TOTP_KEY, factor_id, key),
        created_at=deployment.clock.now(),
    )
    return Enrolment(key, pyotp.TOTP(key).provisioning_uri(name=user.email, issuer_name=ISSUER))


async def confirm_totp(deployment: Deployment, actor: StaffActor, code: str) -> list[str]:
    """Let the key count from its first code on; return ten recovery codes, shown this once, with the first factor.

    The session has two factors from here on; all others of the account end. Opens its own transactions. Raises
    StepUpRequired, NotFound (nothing was begun), InvalidInput (a wrong code) and LimitExceeded.
    """
    await require_step_up(actor, deployment.clock.now())
    factor = await TotpFactor.get_or_none(user_id=actor.user_id, confirmed_at=None)
    if factor is None:
        raise NotFound("Nothing was begun that could be confirmed.")
    counted_under = await count_try(deployment, OF_FACTOR, str(actor.user_id))
    async with transaction():
        await hold_factors(actor.user_id)
        if not await _is_totp(deployment, factor, code):
            raise InvalidInput(WRONG, field="code")
        now = deployment.clock.now()
        await forget_tries(counted_under)
        await TotpFactor.filter(id=factor.id).update(confirmed_at=now)
        note(now, "totpConfirm", actor, subject_id=actor.user_id)
        return await gain_factor(deployment, actor)


async def gain_factor(deployment: Deployment, actor: StaffActor) -> list[str]:
    """Count a factor that was just shown to work: the session has two, all others of the account end.

    Return ten recovery codes with the first factor, whichever it is, and none with a further one. Needs a transaction.
    """
    is_first = await current_transaction().execute(FIRST_FACTOR, (actor.user_id,))
    await Session.filter(id=actor.session_id).update(assurance=2)
    await _end_others(actor, deployment)
    return await _new_recovery_codes(actor.user_id) if is_first else []


async def remove_totp(deployment: Deployment, actor: StaffActor) -> None:
    """Take the phone from an account; its other sessions end, and without another factor its recovery codes.

    Needs a transaction. Raises StepUpRequired, and NotFound where there is none.
    """
    await require_step_up(actor, deployment.clock.now())
    await hold_factors(actor.user_id)
    if not await TotpFactor.filter(user_id=actor.user_id).delete():
        raise NotFound("There is no second factor.")
    await lose_factor(deployment, actor)


async def hold_factors(user_id: UUID) -> User:
    """Let nobody else add or take a factor of the account before this transaction ends: the last one is counted once,
    and none that was just confirmed is replaced by one that was begun.
    """
    return await User.filter(id=user_id).select_for_update().get()


async def lose_factor(deployment: Deployment, actor: StaffActor) -> None:
    """Look what is left now that a factor is gone: after the last one, recovery codes stand in for nothing.

    The account's other sessions end. Needs a transaction in which `hold_factors` came before.
    """
    await settle_factors(actor.user_id)
    await _end_others(actor, deployment)


async def settle_factors(user_id: UUID) -> None:
    """Note of an account without any factor that none is asked for, nor a recovery code in place of it."""
    if not await factor_kinds(user_id):
        await RecoveryCode.filter(user_id=user_id).delete()
        await User.filter(id=user_id).update(has_second_factor=False)


async def factor_kinds(user_id: UUID) -> list[FactorKind]:
    """List what somebody can show after their password, recovery codes aside."""
    kinds: list[FactorKind] = []
    if await TotpFactor.exists(user_id=user_id, confirmed_at__not_isnull=True):
        kinds.append("totp")
    if await Passkey.exists(user_id=user_id):
        kinds.append("passkey")
    return kinds


async def renew_recovery_codes(deployment: Deployment, actor: StaffActor) -> list[str]:
    """Make ten new recovery codes; the old ones count no longer. Needs a transaction.

    Raises StepUpRequired, and NotFound where there is no factor they could stand in for.
    """
    await require_step_up(actor, deployment.clock.now())
    await hold_factors(actor.user_id)
    if not await factor_kinds(actor.user_id):
        raise NotFound("There is no second factor.")
    return await _new_recovery_codes(actor.user_id)


async def use_code(deployment: Deployment, user_id: UUID, code: str) -> Proof | None:
    """Use up a code; return what it was, None where it does not count. Needs a transaction; the try is counted before.

    Whoever shows the same code meanwhile waits for this transaction, and then sees that it was used.
    """
    tx = current_transaction()
    factor = await TotpFactor.get_or_none(user_id=user_id, confirmed_at__not_isnull=True)
    if factor is not None and await _is_totp(deployment, factor, code):
        return "totp"
    used = await tx.execute(USE_RECOVERY, (user_id, recovery_hash_of(code), deployment.clock.now()))
    return "recovery" if used else None


async def recovery_codes_left(user_id: UUID) -> int:
    """Count the recovery codes that were not used yet."""
    return await RecoveryCode.filter(user_id=user_id, used_at=None).count()


async def _is_totp(deployment: Deployment, factor: TotpFactor, code: str) -> bool:
    """Use up a code of the phone: the one UPDATE lets each step count once, and none before one that did."""
    keys = await deployment.vault.deployment_keys()
    totp = pyotp.TOTP(keys.open_text(columns.TOTP_KEY, factor.id, factor.key_sealed), interval=STEP_SECONDS)
    digits, now = code.replace(" ", ""), totp.timecode(deployment.clock.now())
    for step in range(now - STEPS_EITHER_WAY, now + STEPS_EITHER_WAY + 1):
        if compare_digest(totp.generate_otp(step).encode(), digits.encode()):
            return bool(await current_transaction().execute(USE_STEP, (factor.id, step)))
    return False


async def _new_recovery_codes(user_id: UUID) -> list[str]:
    await RecoveryCode.filter(user_id=user_id).delete()
    codes = [_written(secrets.token_bytes(RECOVERY_BYTES)) for _ in range(RECOVERY_CODES)]
    await RecoveryCode.bulk_create(
        [RecoveryCode(id=new_id(), user_id=user_id, code_hash=recovery_hash_of(code)) for code in codes]
    )
    return codes


def _written(raw: bytes) -> str:
    """Write a recovery code in groups of four, so that it can be copied by hand."""
    text = base64.b32encode(raw).decode()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def recovery_hash_of(code: str) -> str:
    """Hash a recovery code as rows hold it, however it was typed."""
    return hashlib.sha256("".join(one for one in code.upper() if one.isalnum()).encode()).hexdigest()


async def _end_others(actor: StaffActor, deployment: Deployment) -> None:
    """End the account's other sessions: whoever holds one has not shown what is asked for now."""
    await log_out_everywhere(actor.user_id, deployment.clock.now(), but=actor.session_id)
    current_transaction().tell(Change("session", None, actor.session_id))
