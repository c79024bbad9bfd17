"""Rows of the inbox for tests: teams, labels, notes, canned replies."""

from itertools import count

from tests.factories import CREATED_AT, writing

from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import (
    CannedReply,
    Clinic,
    Conversation,
    ConversationLabel,
    ConversationNote,
    Label,
    Membership,
    Team,
    TeamMember,
    User,
)

NOTE = "canary words of a colleague"
numbers = count(1)


async def make_team(clinic: Clinic, *members: Membership, name: str | None = None) -> Team:
    """Make a team of some members."""
    async with writing():
        team = await Team.create(clinic_id=clinic.id, name=name or f"Team {next(numbers)}", created_at=CREATED_AT)
        for one in members:
            await TeamMember.create(clinic_id=clinic.id, team_id=team.id, membership_id=one.id, created_at=CREATED_AT)
        return team


async def make_label(clinic: Clinic, *on: Conversation, name: str | None = None) -> Label:
    """Make a label that stands on some conversations."""
    called = name or f"label {next(numbers)}"
    async with writing():
        label = await Label.create(clinic_id=clinic.id, name=called, colour="#1a7f37", created_at=CREATED_AT)
        for one in on:
            await ConversationLabel.create(
                clinic_id=clinic.id, conversation_id=one.id, label_id=label.id, created_at=CREATED_AT
            )
        return label


async def make_note(conversation: Conversation, vault: Vault, author: User, body: str = NOTE) -> ConversationNote:
    """Make a note, sealed as the use case seals."""
    note_id = new_id()
    async with writing():
        keys = await vault.patient_keys(conversation.clinic_id, conversation.patient_id)
        return await ConversationNote.create(
            id=note_id,
            clinic_id=conversation.clinic_id,
            conversation_id=conversation.id,
            author_user_id=author.id,
            body_sealed=keys.seal(columns.NOTE_BODY, note_id, body),
            created_at=CREATED_AT,
        )


async def make_reply(clinic: Clinic, *, shortcut: str | None = None, **texts: str) -> CannedReply:
    """Make a canned reply; `texts` by language."""
    async with writing():
        return await CannedReply.create(
            clinic_id=clinic.id,
            shortcut=shortcut or f"reply-{next(numbers)}",
            texts=texts or {"en": "Hello {{patient.first_name}}."},
            created_at=CREATED_AT,
        )
