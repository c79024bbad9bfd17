"""Recognises who wrote: by the provider's user id, else by a known phone, else as someone new."""

from datetime import datetime
from uuid import UUID

from chatbookr_core.db import current_transaction
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Keys, Vault
from chatbookr_core.models import Patient
from chatbookr_core.names import on_one_line
from chatbookr_core.patients.addresses import UNHEARD, make_current
from chatbookr_core.patients.stubs import keys_of, person_of
from chatbookr_core.search.tokens import index_new_patient, index_patient
from chatbookr_sdk import Sender

USER_HASH = "patient.provider_user"
PHONE_HASH = "patient.phone"
NAME_CHARS = 120


INSERT = """
INSERT INTO patient (id, clinic_id, channel, provider_user_hash, provider_user_sealed, phone_hash, phone_sealed,
    name_sealed, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (clinic_id, channel, provider_user_hash) DO NOTHING RETURNING id
"""


async def recognise(
    *, clinic_id: UUID, channel: str, sender: Sender, vault: Vault, now: datetime, is_addressed: bool = False
) -> Patient:
    """Return the patient behind a sender, made if need be; learn a phone or name that was not known.

    Two deliveries of a new patient at once make one row: the look-up hash is unique in the clinic. Who was merged into
    another is that one, and is answered from then on where they wrote from. `is_addressed`: the clinic itself wrote to
    them or called; where it is by a number alone, the one patient who has that number is meant.
    """
    keys = await vault.clinic_keys(clinic_id)
    user_hash = keys.lookup_hash(USER_HASH, sender.user_id)
    phone_hash = keys.lookup_hash(PHONE_HASH, sender.phone) if sender.phone else None
    known = await Patient.get_or_none(clinic_id=clinic_id, channel=channel, provider_user_hash=user_hash)
    if known is None and phone_hash is not None:
        known = await _known_by_phone(clinic_id, channel, sender, keys, vault)
    if known is None and phone_hash is not None and is_addressed and sender.user_id == sender.phone:
        known = await holder_of(clinic_id, channel, phone_hash)
    if known is None:
        await _insert(clinic_id, channel, sender, user_hash, phone_hash, vault, now)
        known = await Patient.get(clinic_id=clinic_id, channel=channel, provider_user_hash=user_hash)
    if known.merged_into_id is not None:
        known = await make_current(known, vault)
        if known.channel != channel:  # known elsewhere by another number, which stays
            return known
    await learn(known, sender, keys, vault)
    return known


async def is_known(clinic_id: UUID, channel: str, sender: Sender, keys: Keys) -> bool:
    """Tell whether `recognise` would find somebody, without making anybody."""
    rows = Patient.filter(clinic_id=clinic_id)
    if await rows.filter(channel=channel, provider_user_hash=keys.lookup_hash(USER_HASH, sender.user_id)).exists():
        return True
    by_phone = keys.lookup_hash(USER_HASH, sender.phone) if sender.phone else None
    return bool(by_phone) and await rows.filter(channel__in=(channel, UNHEARD), provider_user_hash=by_phone).exists()


async def _known_by_phone(clinic_id: UUID, channel: str, sender: Sender, keys: Keys, vault: Vault) -> Patient | None:
    """Find who was known by the phone alone: before the provider gave ids of its own, or before they first wrote.

    Somebody with an id of the provider's is not found: a new id on an old phone is a number that was given to
    another person, who must not see the bookings of the one before.
    """
    by_phone = keys.lookup_hash(USER_HASH, sender.phone or "")
    rows = Patient.filter(clinic_id=clinic_id, channel__in=(channel, UNHEARD), provider_user_hash=by_phone)
    known = await rows.order_by("-channel").first()  # who wrote before who did not
    if known is not None:
        known.channel = channel
        known.provider_user_hash = keys.lookup_hash(USER_HASH, sender.user_id)
        own = await keys_of(known, vault)
        known.provider_user_sealed = own.seal(columns.PATIENT_PROVIDER_USER, known.id, sender.user_id)
        await known.save(update_fields=["channel", "provider_user_hash", "provider_user_sealed"])
    return known


async def holder_of(clinic_id: UUID, channel: str, phone_hash: str) -> Patient | None:
    """Find who alone has a phone; None where nobody has it, or more than one.

    It may be the stub of who is kept: what it is known by is what follows.
    """
    sharing = await Patient.filter(clinic_id=clinic_id, channel=channel, phone_hash=phone_hash).order_by("-merged_at")
    return sharing[-1] if len({person_of(one) for one in sharing}) == 1 else None


async def _insert(
    clinic_id: UUID,
    channel: str,
    sender: Sender,
    user_hash: str,
    phone_hash: str | None,
    vault: Vault,
    now: datetime,
) -> None:
    row_id = new_id()
    keys = vault.draft_patient_keys(await vault.clinic_keys(clinic_id), row_id)
    name = name_of(sender)
    made = await current_transaction().fetch(
        INSERT,
        (
            row_id,
            clinic_id,
            channel,
            user_hash,
            keys.seal(columns.PATIENT_PROVIDER_USER, row_id, sender.user_id),
            phone_hash,
            keys.seal(columns.PATIENT_PHONE, row_id, sender.phone) if sender.phone else None,
            keys.seal(columns.PATIENT_NAME, row_id, name) if name else None,
            now,
        ),
    )
    if made:
        await vault.keep_patient_keys(keys)
        await index_new_patient(row_id, clinic_id, name, sender.phone, keys)


def name_of(sender: Sender) -> str | None:
    """Read how a sender is called on one line: whoever writes is served, whatever their profile says."""
    return on_one_line(sender.name or "")[:NAME_CHARS].strip() or None


async def learn(patient: Patient, sender: Sender, clinic_keys: Keys, vault: Vault) -> None:
    """Note a sender's phone or name where it was not known. Needs a transaction."""
    phone_hash = clinic_keys.lookup_hash(PHONE_HASH, sender.phone) if sender.phone else None
    has_new_phone = bool(sender.phone) and patient.phone_hash != phone_hash
    name = name_of(sender) if patient.name_sealed is None else None
    if not has_new_phone and not name:
        return
    keys, changed = await vault.patient_keys(patient.clinic_id, patient.id), list[str]()
    if sender.phone and has_new_phone:
        patient.phone_hash = phone_hash
        patient.phone_sealed = keys.seal(columns.PATIENT_PHONE, patient.id, sender.phone)
        changed += ["phone_hash", "phone_sealed"]
    if name:
        patient.name_sealed = keys.seal(columns.PATIENT_NAME, patient.id, name)
        changed.append("name_sealed")
    await patient.save(update_fields=changed)
    await index_patient(patient, keys)
