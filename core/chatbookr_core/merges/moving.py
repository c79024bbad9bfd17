"""Moves what is one patient's to another, who is the same person: in one transaction, a few statements in all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from chatbookr_core.db import current_transaction, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change, Kind
from chatbookr_core.jobs import enqueue
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import PatientKeys
from chatbookr_core.merges.folding import fold
from chatbookr_core.merges.rules import Known, is_reached_there
from chatbookr_core.merges.ties import move_ties
from chatbookr_core.models import ChannelConnection, Conversation, Patient
from chatbookr_core.patients.addresses import exchange
from chatbookr_core.search.tokens import index_patient

MERGE: Final = "patient.merge"
VERSION_CHARS: Final = 16
OF_PATIENT: Final = ("booking", "media", "patient_export", "legal_hold", "waitlist_entry", "waitlist_offer")

TOLD_OF: Final[Mapping[str, Kind]] = {"booking": "booking", "waitlist_entry": "waitlist"}
"""Of which rows listeners hear that they are another's."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Who is kept, and who is found to be them."""

    kept: Patient
    gone: Patient

    @property
    def clinic_id(self) -> UUID:
        return self.kept.clinic_id

    @property
    def is_merged(self) -> bool:
        """Tell whether that was done before."""
        return self.gone.merged_into_id == self.kept.id

    @property
    def version(self) -> str:
        """Write down who both are known as, so that a change is seen; nothing can be told from it."""
        known = [
            (one.id, one.channel, one.provider_user_hash, one.phone_hash, one.name_sealed, one.merged_into_id)
            for one in (self.kept, self.gone)
        ]
        return sha256(repr(known).encode()).hexdigest()[:VERSION_CHARS]


async def move(deployment: Deployment, pair: Pair, now: datetime) -> None:
    """Make a stub of who is found to be the other, and owe what is sealed under their key. Needs a transaction.

    Both rows are held, and so are their conversations.
    """
    kept, gone = pair.kept, pair.gone
    rows = Conversation.filter(clinic_id=pair.clinic_id, patient_id__in=[kept.id, gone.id])
    conversations = await rows.order_by("id").select_for_update()
    await Patient.filter(clinic_id=pair.clinic_id, merged_into_id=gone.id).update(merged_into_id=kept.id)
    gone.merged_into_id, gone.merged_at = kept.id, now
    await gone.save(update_fields=["merged_into_id", "merged_at"])
    keys = await deployment.vault.patient_keys(pair.clinic_id, kept.id)  # which open what is either's, from here on
    is_exchanged = is_reached_there(_known(kept, conversations), _known(gone, conversations))
    await _close_windows(pair, conversations, is_exchanged=is_exchanged)
    await _join(pair, keys, is_exchanged=is_exchanged)
    await _move_rows(pair)
    await move_ties(pair.clinic_id, gone.id, kept.id)
    await _move_conversations(pair, conversations, keys, now)
    current_transaction().tell(Change("merge", pair.clinic_id, gone.id, kept.id))
    await enqueue(
        MERGE, clinic_id=pair.clinic_id, subject_id=gone.id, due_at=now, now=now, dedupe_key=f"{MERGE}:{gone.id}"
    )


def _known(patient: Patient, conversations: Sequence[Conversation]) -> Known:
    heard = [one.last_inbound_at for one in conversations if one.patient_id == patient.id]
    return Known(patient.channel or None, max((one for one in heard if one is not None), default=None))


async def _close_windows(pair: Pair, conversations: Sequence[Conversation], *, is_exchanged: bool) -> None:
    """Forget of each conversation when another name than the one that is written to now was last heard in it.

    A channel lets a clinic answer whom it has heard, for a while, and knows nothing of their being one person.
    """
    if pair.kept.channel != pair.gone.channel:
        return
    written_to = pair.gone.id if is_exchanged else pair.kept.id
    rows = ChannelConnection.filter(clinic_id=pair.clinic_id, plugin=pair.kept.channel)
    there = {uuid_of(one) for one in await rows.values_list("id", flat=True)}
    for one in conversations:
        if one.connection_id in there and one.patient_id != written_to:
            one.last_inbound_at = one.free_until = None
            await one.save(update_fields=["last_inbound_at", "free_until"])


async def _join(pair: Pair, keys: PatientKeys, *, is_exchanged: bool) -> None:
    """Let who is kept have what the other alone has, and let their name and number lie under the kept one's key."""
    kept, gone = pair.kept, pair.gone
    was_sealed = kept.is_sealed
    if kept.name_sealed is None and gone.name_sealed is not None:
        kept.name_sealed = _anew(columns.PATIENT_NAME, gone.id, gone.name_sealed, kept.id, keys)
    if kept.birth_date_sealed is None and gone.birth_date_sealed is not None:
        kept.birth_date_sealed = _anew(columns.PATIENT_BIRTH_DATE, gone.id, gone.birth_date_sealed, kept.id, keys)
    if kept.phone_sealed is None and gone.phone_sealed is not None:
        kept.phone_hash = gone.phone_hash
        kept.phone_sealed = _anew(columns.PATIENT_PHONE, gone.id, gone.phone_sealed, kept.id, keys)
    kept.language = kept.language or gone.language
    kept.created_at = min(kept.created_at, gone.created_at)
    kept.is_sealed = gone.is_sealed = kept.is_sealed or gone.is_sealed
    await kept.save()
    await gone.save(update_fields=["is_sealed"])
    if is_exchanged:
        await exchange(kept, gone, keys)
    await index_patient(kept, keys)
    await current_transaction().execute(
        "DELETE FROM patient_token WHERE clinic_id = $1 AND patient_id = $2", (pair.clinic_id, gone.id)
    )
    if kept.is_sealed and not was_sealed:
        for one in await Conversation.filter(clinic_id=pair.clinic_id, patient_id=kept.id).values_list("id", flat=True):
            current_transaction().tell(Change("seal", pair.clinic_id, uuid_of(one)))


def _anew(column: columns.SealedColumn, old_id: UUID, sealed: bytes, new_id: UUID, keys: PatientKeys) -> bytes:
    return keys.seal(column, new_id, keys.open(column, old_id, sealed))


async def _move_rows(pair: Pair) -> None:
    """Let rows that name whose they are name who is kept; the ledger of consents alone stays as it was written."""
    tx, values = current_transaction(), (pair.clinic_id, pair.gone.id, pair.kept.id)
    for table in OF_PATIENT:
        rows = await tx.fetch(
            f"UPDATE {table} SET patient_id = $3 WHERE clinic_id = $1 AND patient_id = $2 RETURNING id",  # noqa: S608  # our own names
            values,
        )
        if (kind := TOLD_OF.get(table)) is not None:
            for row in rows:
                tx.tell(Change(kind, pair.clinic_id, uuid_of(row["id"])))
    await tx.execute("UPDATE job SET subject_id = $3 WHERE clinic_id = $1 AND subject_id = $2", values)


async def _move_conversations(
    pair: Pair, conversations: Sequence[Conversation], keys: PatientKeys, now: datetime
) -> None:
    """Give the kept one the other's conversations; where both have one through a channel, it becomes one."""
    tx = current_transaction()
    own = {one.connection_id: one for one in conversations if one.patient_id == pair.kept.id}
    for one in conversations:
        if one.patient_id == pair.kept.id:
            continue
        if (same := own.get(one.connection_id)) is not None:
            await fold(one, same, keys, now)
            tx.tell(Change("conversation", pair.clinic_id, same.id))
        else:
            one.patient_id = pair.kept.id
            await one.save(update_fields=["patient_id"])
        tx.tell(Change("conversation", pair.clinic_id, one.id))
