"""What stands of keys, in numbers: for operators, and for whoever watches a rotation."""

from dataclasses import dataclass
from datetime import datetime

from chatbookr_core.db import fetch, instant_of


@dataclass(frozen=True, slots=True)
class KeyStatus:
    """Counts over the whole deployment; `wrapped_by` names key-encryption keys, with how many data keys each wraps."""

    wrapped_by: tuple[tuple[str, int], ...]
    data_keys: int
    replaced: int  # data keys that seal nothing new
    oldest_at: datetime | None  # of those that do
    patients: int
    patients_waiting: int  # with values that are not under their own newest key
    patients_destroyed: int


async def key_status() -> KeyStatus:
    """Count the keys of all clinics and of the deployment."""
    wrapped = await fetch(
        "SELECT wrapping_key_id, COUNT(*) AS number FROM data_key GROUP BY wrapping_key_id ORDER BY 1"
    )
    keys = (
        await fetch(
            "SELECT COUNT(*) AS number, COUNT(retired_at) AS replaced,"
            " MIN(CASE WHEN retired_at IS NULL THEN created_at END) AS oldest FROM data_key"
        )
    )[0]
    patients = (await fetch("SELECT COUNT(*) AS number FROM patient WHERE merged_into_id IS NULL"))[0]["number"]
    waiting = await fetch(
        "SELECT COUNT(*) AS number FROM patient WHERE merged_into_id IS NULL AND NOT EXISTS (SELECT 1 FROM patient_key"
        " WHERE patient_key.patient_id = patient.id AND (whole_at IS NOT NULL OR destroyed_at IS NOT NULL)"
        " AND NOT EXISTS (SELECT 1 FROM patient_key AS newer WHERE newer.patient_id = patient.id"
        " AND newer.version > patient_key.version AND newer.whole_at IS NULL))"
    )
    destroyed = await fetch(
        "SELECT COUNT(DISTINCT patient_id) AS number FROM patient_key WHERE destroyed_at IS NOT NULL"
    )
    return KeyStatus(
        wrapped_by=tuple((row["wrapping_key_id"], row["number"]) for row in wrapped),
        data_keys=keys["number"],
        replaced=keys["replaced"],
        oldest_at=instant_of(keys["oldest"]) if keys["oldest"] is not None else None,
        patients=patients,
        patients_waiting=waiting[0]["number"],
        patients_destroyed=destroyed[0]["number"],
    )
