"""Finds who wrote, and the conversation with them: by one statement where both are known, as they nearly always are."""

from datetime import datetime
from functools import cache
from typing import Final

from chatbookr_core.db import Dialect, current_transaction, fetch
from chatbookr_core.inbox.keeping import conversation_with
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import ChannelConnection, Conversation, Patient
from chatbookr_core.patients.service import USER_HASH, learn, recognise
from chatbookr_core.statements.decoding import Decode, decoder_of
from chatbookr_sdk import Sender

BOTH: Final = """
SELECT {columns} FROM patient JOIN conversation
    ON conversation.clinic_id = patient.clinic_id AND conversation.patient_id = patient.id
WHERE patient.clinic_id = $1 AND patient.channel = $2 AND patient.provider_user_hash = $3
    AND patient.merged_into_id IS NULL AND conversation.clinic_id = $1 AND conversation.connection_id = $4
"""
"""Who was merged into another is found by `recognise`."""


async def met(
    connection: ChannelConnection, sender: Sender, *, vault: Vault, now: datetime
) -> tuple[Patient, Conversation]:
    """Return the patient behind a sender and the conversation with them, which is locked; both made if need be.

    Learns a phone or name that was not known, as `recognise` does. Needs a transaction.
    """
    clinic_id, channel = connection.clinic_id, connection.plugin
    keys = await vault.clinic_keys(clinic_id)
    sql, width, patient_in, conversation_in = _reading(current_transaction().dialect)
    rows = await fetch(sql, (clinic_id, channel, keys.lookup_hash(USER_HASH, sender.user_id), connection.id))
    if rows:
        row = tuple(rows[0])  # by position: both have an id
        patient, conversation = patient_in(row[:width]), conversation_in(row[width:])
        await learn(patient, sender, keys, vault)
        return patient, conversation
    patient = await recognise(clinic_id=clinic_id, channel=channel, sender=sender, vault=vault, now=now)
    return patient, await conversation_with(patient, connection, now)


@cache
def _reading(dialect: Dialect) -> tuple[str, int, Decode, Decode]:
    """Write the statement, and say how many of its columns are the patient's, and how each is read."""
    own, theirs = sorted(Patient._meta.db_fields), sorted(Conversation._meta.db_fields)
    columns = ", ".join([*(f"patient.{one}" for one in own), *(f"conversation.{one}" for one in theirs)])
    lock = "FOR UPDATE OF conversation" if dialect == "postgres" else ""  # SQLite: one writer anyway
    return BOTH.format(columns=columns) + lock, len(own), decoder_of(Patient, own), decoder_of(Conversation, theirs)
