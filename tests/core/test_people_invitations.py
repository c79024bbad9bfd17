"""Invitations from the inside: who may send them, and that a link makes one place, and takes over nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.factories import make_clinic, make_membership, make_practitioner, make_user
from tests.mailbox import letters
from tests.session_rows import make_session

from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import (
    AccountExists,
    AlreadyInvited,
    AlreadyMember,
    ChatbookrError,
    InvalidInput,
    LimitExceeded,
    LinkInvalid,
    NotAuthenticated,
    NotFound,
    QuotaReached,
    StepUpRequired,
    WrongAccount,
)
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Clinic, Invitation, Mail, Membership, Session, User
from chatbookr_core.people.acceptance import Newcomer, accept_as_member, accept_as_newcomer
from chatbookr_core.people.invitations import InvitationDraft, invite, resend, revoke
from chatbookr_core.people.origin import NOWHERE, Origin
from chatbookr_core.people.passwords import nobodys_hash
from chatbookr_core.people.sessions import log_in
from chatbookr_permissions.actor import Membership as Place
from chatbookr_permissions.actor import StaffActor
from chatbookr_permissions.policy import PermissionDenied
from chatbookr_permissions.roles import Role

PASSWORD = "purple tractors sing at noon"
GRACE = Newcomer("Grace Hopper", PASSWORD)
EMAIL = "grace@example.com"


@dataclass(slots=True)
class Office:
    """A clinic and its manager, who has just proved who they are."""

    deployment: Deployment
    clinic: Clinic
    manager: User
    actor: StaffActor

    async def invites(self, email: str = EMAIL, role: Role = Role.RECEPTIONIST, **further: Any) -> UUID:
        draft = InvitationDraft(self.clinic.id, email, role, **further)
        async with transaction():
            return await invite(self.deployment, self.actor, draft)

    async def does(self, work: Callable[[Deployment, StaffActor, UUID], Awaitable[UUID]], invitation: UUID) -> UUID:
        async with transaction():
            return await work(self.deployment, self.actor, invitation)

    async def link(self, to: str = EMAIL) -> str:
        """Read the token of the last letter to an address."""
        found = [one for one in await letters(self.deployment, to) if one.kind == "invitation"]
        return found[-1].values["url"].partition("#")[2]


async def staff_of(user: User, clinic: Clinic | None, role: Role, clock: TurnableClock, **session: Any) -> StaffActor:
    opened = await make_session(user, clock.now(), **session)
    return StaffActor(user.id, opened.id, {clinic.id: Place(role)} if clinic else {})


@pytest.fixture
async def office(database: Database, deployment: Deployment, vault: Vault, clock: TurnableClock) -> Office:
    clinic, manager = await make_clinic(vault, name="Praxis Süd"), await make_user(full_name="Mona Manager")
    await make_membership(manager, clinic, role="manager")
    actor = await staff_of(manager, clinic, Role.MANAGER, clock, stepped_up_at=clock.now())
    return Office(deployment, clinic, manager, actor)


@pytest.mark.asvs("6.4.1")
async def test_somebody_new_accepts_and_has_an_account_a_place_and_a_verified_address(office: Office) -> None:
    practitioner = await make_practitioner(office.clinic)
    await office.invites(" Grace@Example.com", Role.PRACTITIONER, practitioner_id=practitioner.id)

    token = await office.link()
    user_id = await accept_as_newcomer(office.deployment, token, GRACE, NOWHERE)

    user, place = await User.get(id=user_id), await Membership.get(user_id=user_id)
    assert (user.email, user.full_name) == (EMAIL, "Grace Hopper")
    assert user.email_verified_at == office.deployment.clock.now()
    assert (place.clinic_id, place.role, place.practitioner_id) == (office.clinic.id, "practitioner", practitioner.id)
    assert (await log_in(office.deployment, EMAIL, PASSWORD)).user_id == user_id
    (letter, *_) = await letters(office.deployment, EMAIL)
    assert letter.values["clinic"] == "Praxis Süd"
    assert letter.values["inviter"] == "Mona Manager"
    row = await Invitation.get()
    assert token not in str(await Invitation.all().values())
    assert row.accepted_by_id == user_id
    assert EMAIL.encode() not in row.email_sealed


@pytest.mark.attack("invite-take-over")
async def test_of_fifty_who_accept_at_once_one_does(office: Office) -> None:
    await office.invites()
    token = await office.link()

    results = await asyncio.gather(
        *(accept_as_newcomer(office.deployment, token, GRACE, NOWHERE) for _ in range(50)), return_exceptions=True
    )

    assert sum(isinstance(one, UUID) for one in results) == 1
    assert {type(one) for one in results} - {UUID} <= {AccountExists, LinkInvalid}
    assert await User.filter(email=EMAIL).count() == 1
    assert await Membership.filter(clinic_id=office.clinic.id).count() == 2


@pytest.mark.attack("invite-take-over")
@pytest.mark.checklist(12)
@pytest.mark.parametrize("is_active", [True, False])
async def test_an_invitation_alters_and_takes_over_no_account(office: Office, is_active: bool) -> None:
    """Cal.com, January 2026: a sign-up by an invitation's link overwrote the account of the invited address."""
    victim = await make_user(email=EMAIL, password_hash=nobodys_hash(), is_active=is_active)
    before = await User.filter(id=victim.id).values()
    await office.invites()

    with pytest.raises(AccountExists):
        await accept_as_newcomer(office.deployment, await office.link(), GRACE, NOWHERE)

    assert await User.filter(id=victim.id).values() == before
    assert not await Membership.exists(user_id=victim.id)
    assert not await Session.exists(user_id=victim.id)
    assert (await Invitation.get()).accepted_at is None


async def test_an_account_accepts_logged_in_as_itself_and_keeps_all_else(office: Office, clock: TurnableClock) -> None:
    user = await make_user(email=EMAIL, full_name="Grace", password_hash=nobodys_hash())
    actor = await staff_of(user, None, Role.AUDITOR, clock)
    await office.invites()

    await accept_as_member(office.deployment, await office.link(), actor, NOWHERE)

    after = await User.get(id=user.id)
    assert (after.full_name, after.password_hash, after.email) == ("Grace", nobodys_hash(), EMAIL)
    assert after.email_verified_at == clock.now()
    assert await Membership.exists(user_id=user.id, clinic_id=office.clinic.id, role="receptionist")


@pytest.mark.attack("invite-take-over")
async def test_somebody_elses_letter_is_of_no_use_and_is_not_used_up(office: Office, clock: TurnableClock) -> None:
    thief = await make_user(email="thief@example.com")
    actor = await staff_of(thief, None, Role.AUDITOR, clock)
    await office.invites()
    token = await office.link()

    with pytest.raises(WrongAccount):
        await accept_as_member(office.deployment, token, actor, NOWHERE)

    assert not await Membership.exists(user_id=thief.id)
    assert await accept_as_newcomer(office.deployment, token, GRACE, NOWHERE)


@pytest.mark.attack("factor-bypass")
@pytest.mark.asvs("6.3.4")
@pytest.mark.checklist(20)
async def test_who_has_shown_a_password_alone_accepts_nothing(office: Office, clock: TurnableClock) -> None:
    user = await make_user(email=EMAIL, has_second_factor=True)
    actor = await staff_of(user, None, Role.AUDITOR, clock)
    await office.invites()

    with pytest.raises(NotAuthenticated):
        await accept_as_member(office.deployment, await office.link(), actor, NOWHERE)

    assert not await Membership.exists(user_id=user.id)


@pytest.mark.attack("invite-take-over")
async def test_a_suspended_member_does_not_come_back_by_a_letter(office: Office, clock: TurnableClock) -> None:
    user = await make_user(email=EMAIL)
    await office.invites()
    await make_membership(user, office.clinic, state="suspended")
    actor = await staff_of(user, None, Role.AUDITOR, clock)

    with pytest.raises(AlreadyMember):
        await accept_as_member(office.deployment, await office.link(), actor, NOWHERE)
    with pytest.raises(AlreadyMember):
        await office.invites(EMAIL)

    assert (await Membership.get(user_id=user.id)).state == "suspended"


async def _suspend_the_sender(office: Office, invitation: UUID) -> None:
    async with transaction():
        await Membership.filter(user_id=office.manager.id).update(state="suspended")


async def _demote_the_sender(office: Office, invitation: UUID) -> None:
    async with transaction():
        await Membership.filter(user_id=office.manager.id).update(role="receptionist")


async def _deactivate_the_sender(office: Office, invitation: UUID) -> None:
    async with transaction():
        await User.filter(id=office.manager.id).update(is_active=False)


async def _revoke(office: Office, invitation: UUID) -> None:
    await office.does(revoke, invitation)


async def _send_again(office: Office, invitation: UUID) -> None:
    await office.does(resend, invitation)


async def _wait(office: Office, invitation: UUID) -> None:
    assert isinstance(office.deployment.clock, TurnableClock)
    office.deployment.clock.turn(timedelta(days=7))


async def _accept(office: Office, invitation: UUID) -> None:
    await accept_as_newcomer(office.deployment, await office.link(), GRACE, NOWHERE)
    async with transaction():
        await User.filter(email=EMAIL).update(email="moved@example.com")


ENDS = [_suspend_the_sender, _demote_the_sender, _deactivate_the_sender, _revoke, _send_again, _wait, _accept]


@pytest.mark.attack("invite-take-over")
@pytest.mark.asvs("6.4.1")
@pytest.mark.parametrize("end", ENDS)
async def test_a_link_that_has_ended_opens_nothing_and_says_not_why(
    office: Office, end: Callable[[Office, UUID], Awaitable[None]]
) -> None:
    invitation = await office.invites()
    token = await office.link()
    await end(office, invitation)
    before = await Membership.all().count()

    told = set()
    for given in (token, "made up", ""):
        with pytest.raises(LinkInvalid) as refused:
            await accept_as_newcomer(office.deployment, given, Newcomer("Eve", PASSWORD), NOWHERE)
        told.add((refused.value.code, refused.value.message))

    assert len(told) == 1
    assert await Membership.all().count() == before


async def test_a_letter_sent_again_opens_what_the_first_one_did(office: Office, clock: TurnableClock) -> None:
    invitation = await office.invites()
    clock.turn(timedelta(days=8))
    async with transaction():
        await Session.filter(id=office.actor.session_id).update(stepped_up_at=clock.now())

    await office.does(resend, invitation)

    assert await accept_as_newcomer(office.deployment, await office.link(), GRACE, NOWHERE)
    with pytest.raises(NotFound):
        await office.does(resend, invitation)
    with pytest.raises(NotFound):
        await office.does(revoke, invitation)


async def test_letters_have_an_end(office: Office) -> None:
    invitation = await office.invites()
    for _ in range(4):
        await office.does(resend, invitation)

    with pytest.raises(QuotaReached):
        await office.does(resend, invitation)
    assert await Mail.filter(kind="invitation").count() == 5


@pytest.mark.attack("enumeration")
async def test_the_inviter_learns_nothing_of_accounts_elsewhere(office: Office) -> None:
    await make_user(email="known@example.com")

    await office.invites("known@example.com")
    await office.invites("unknown@example.com")

    kinds = [mail.kind for mail in await Mail.all()]
    assert kinds == ["invitation", "invitation"]
    first, second = await Invitation.all()
    assert (first.role, first.letters, first.accepted_at) == (second.role, second.letters, second.accepted_at)


REFUSED: list[tuple[dict[str, Any], type[Exception]]] = [
    ({"role": Role.OWNER}, InvalidInput),  # a manager may not see dead jobs, which an owner may
    ({"email": "no address"}, InvalidInput),
    ({"email": "a@b\r\nBcc: c@d"}, InvalidInput),
    ({"practitioner_id": UUID(int=7)}, NotFound),
]


@pytest.mark.attack("invite-take-over")
@pytest.mark.parametrize(("draft", "error"), REFUSED)
async def test_what_cannot_be_given_is_refused_and_nothing_is_sent(
    office: Office, draft: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        await office.invites(**draft)

    assert not await Invitation.exists()
    assert not await Mail.exists()


async def test_only_who_manages_members_and_stepped_up_invites(office: Office, clock: TurnableClock) -> None:
    sleepy = await staff_of(office.manager, office.clinic, Role.MANAGER, clock)
    desk = await staff_of(office.manager, office.clinic, Role.RECEPTIONIST, clock, stepped_up_at=clock.now())
    foreign = await staff_of(office.manager, await make_clinic(), Role.OWNER, clock, stepped_up_at=clock.now())
    draft = InvitationDraft(office.clinic.id, EMAIL, Role.RECEPTIONIST)

    for actor, error in ((sleepy, StepUpRequired), (desk, PermissionDenied), (foreign, NotFound)):
        with pytest.raises(error):
            async with transaction():
                await invite(office.deployment, actor, draft)

    assert not await Invitation.exists()


async def test_an_address_is_invited_once_at_a_time(office: Office) -> None:
    async def invited() -> UUID | ChatbookrError:
        try:
            return await office.invites()
        except ChatbookrError as problem:
            return problem

    results = await asyncio.gather(*(invited() for _ in range(5)))

    assert sum(isinstance(one, UUID) for one in results) == 1
    assert {type(one) for one in results} == {UUID, AlreadyInvited}


@pytest.mark.attack("password-guessing")
async def test_guesses_at_links_are_counted_under_the_address(office: Office, clock: TurnableClock) -> None:
    for number in range(40):
        with pytest.raises(LinkInvalid):
            await accept_as_newcomer(office.deployment, f"guess {number}", GRACE, Origin("203.0.113.9"))

    with pytest.raises(LimitExceeded):
        await accept_as_newcomer(office.deployment, "guess", GRACE, Origin("::ffff:203.0.113.9"))
    with pytest.raises(LinkInvalid):
        await accept_as_newcomer(office.deployment, "guess", GRACE, Origin("203.0.113.10"))
    clock.turn(timedelta(minutes=16))
    with pytest.raises(LinkInvalid):
        await accept_as_newcomer(office.deployment, "guess", GRACE, Origin("203.0.113.9"))
