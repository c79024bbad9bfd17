"""What has to be so of somebody's own account before a mutation can change it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from tests.account_rows import make_invitation, make_passkey
from tests.factories import make_membership, make_user, writing
from tests.matrix.examples import (
    AUTHENTICATOR,
    CEREMONY,
    CHALLENGE,
    EXAMPLES,
    PASSKEY_NAME,
)
from tests.schema.desk import Desk
from tests.session_rows import make_session

from chatbookr_core import models
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.people.authenticators import hash_of
from chatbookr_core.people.links import Purpose
from chatbookr_core.people.passwords import hash_password_now
from chatbookr_core.people.tokens import token_hash_of

NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)  # when the clock of tests stands still


PASSWORD_HASH = hash_password_now(str(EXAMPLES["password"]))


async def step_up(desk: Desk) -> None:
    async with writing():
        await models.Session.filter(id=desk.session.id).update(stepped_up_at=desk.session.created_at)


async def have_another_passkey(desk: Desk) -> None:
    await step_up(desk)
    await make_passkey(desk.user)


async def show_both_factors(desk: Desk) -> None:
    await step_up(desk)
    async with writing():
        await models.User.filter(id=desk.user.id).update(has_second_factor=True)
        await models.Session.filter(id=desk.session.id).update(assurance=2)


async def ask_for_a_passkey(desk: Desk) -> None:
    await step_up(desk)
    async with writing():
        await models.PasskeyChallenge.all().delete()  # the answer of the examples is the same for every desk
        await models.Passkey.filter(name=PASSKEY_NAME).delete()
        await models.PasskeyChallenge.create(
            purpose="register",
            bound_to=str(desk.session.id),
            challenge_hash=hash_of(CHALLENGE),
            expires_at=desk.session.expires_at,
        )


def be_asked_for_a_passkey(purpose: str) -> Callable[[Desk], Awaitable[None]]:
    """Let the desk's user have the examples' passkey, and be asked for it."""

    async def prepared(desk: Desk) -> None:
        async with writing():
            await models.PasskeyChallenge.all().delete()  # the answer of the examples is the same for every desk
            await models.Passkey.filter(credential_id=AUTHENTICATOR.credential_id).delete()
            await models.PasskeyChallenge.create(
                purpose=purpose,
                bound_to=hash_of(CEREMONY.encode()) if purpose == "log_in" else str(desk.session.id),
                challenge_hash=hash_of(CHALLENGE),
                expires_at=desk.session.expires_at,
            )
        await make_passkey(
            desk.user,
            credential_id=AUTHENTICATOR.credential_id,
            credential_hash=hash_of(AUTHENTICATOR.credential_id),
            public_key=AUTHENTICATOR.public_key(),
        )

    return prepared


async def another_session(desk: Desk) -> None:
    await make_session(desk.user, desk.session.created_at)


async def be_known(desk: Desk) -> None:
    """Let the desk's user have the example's address and password."""
    async with writing():
        await make_way(desk, str(EXAMPLES["email"]))
        await models.User.filter(id=desk.user.id).update(email=EXAMPLES["email"], password_hash=PASSWORD_HASH)


async def make_way(desk: Desk, email: str) -> None:
    """Take an address from whoever has it of the desks before."""
    await models.User.filter(email=email).exclude(id=desk.user.id).update(email=f"{desk.user.id}@example.com")


def link(purpose: Purpose, email: str = "some.address@example.com") -> Callable[[Desk], Awaitable[None]]:
    """Let the example's token be that of a link about the desk's user."""

    async def prepared(desk: Desk) -> None:
        keys, link_id = await desk.vault.deployment_keys(), new_id()
        async with writing():
            await make_way(desk, email)
            if purpose == "verification":
                await models.User.filter(id=desk.user.id).update(email=email)
            await models.AccountLink.filter(token_hash=token_hash_of(str(EXAMPLES["token"]))).delete()
            await models.AccountLink.create(
                id=link_id,
                user_id=desk.user.id,
                purpose=purpose,
                token_hash=token_hash_of(str(EXAMPLES["token"])),
                email_sealed=keys.seal(columns.LINK_EMAIL, link_id, email),
                created_at=desk.session.created_at,
                expires_at=desk.session.created_at + timedelta(minutes=5),
            )

    return prepared


async def be_invited(desk: Desk) -> None:
    """Let the example's token be that of an invitation to the desk's user, who has no place there yet."""
    inviter, token = await make_user(), str(EXAMPLES["token"])
    await make_membership(inviter, desk.clinic, role="owner")
    async with writing():
        await models.Membership.filter(clinic_id=desk.clinic.id, user_id=desk.user.id).delete()
        await models.Invitation.filter(token_hash=token_hash_of(token)).delete()
    await make_invitation(desk.clinic, desk.vault, inviter, email=desk.user.email, token=token)


async def suspend(desk: Desk) -> None:
    await step_up(desk)
    async with writing():
        await models.Membership.filter(id=desk.member.id).update(state="suspended")
