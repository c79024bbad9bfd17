"""A clinic's night: deletes what has served its time, in portions, and counts what it deleted and what holds kept."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from chatbookr_core.audit.expiry import announce, expire
from chatbookr_core.calendars.leaving import owe_removals
from chatbookr_core.db import current_transaction, fetch, numbered, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.models import Clinic, LegalHold, RetentionPolicy, RetentionRun
from chatbookr_core.retention.due import DUE, Due
from chatbookr_core.retention.rules import BOUNDS, RetainedClass, instant_of_night, is_held, next_night, night_at

LONGEST_AUDIT = """
SELECT MAX(COALESCE((SELECT days FROM retention_policy WHERE retention_policy.clinic_id = clinic.id
    AND data_class = $1), $2)) AS days FROM clinic
"""


@dataclass(frozen=True, slots=True)
class Tonight:
    """What a night deletes of a class, and what it keeps because of holds."""

    data_class: RetainedClass
    before: datetime
    due: int
    held: int

    @property
    def deleted(self) -> int:
        """Say how much goes: what is due and not held."""
        return self.due - self.held


async def days_of(clinic_id: UUID) -> dict[RetainedClass, int]:
    """Read for how many days a clinic keeps each class."""
    chosen = await RetentionPolicy.filter(clinic_id=clinic_id).values_list("data_class", "days")
    said = {str(data_class): int(str(days)) for data_class, days in chosen}
    return {one: said.get(one, bounds.default_days) for one, bounds in BOUNDS.items()}


async def tonight(clinic_id: UUID, now: datetime) -> list[Tonight]:
    """Count what the next night deletes of each class, and what it keeps for holds, as things stand."""
    clinic = await Clinic.get(id=clinic_id)
    as_of = instant_of_night(next_night(now, clinic.zone), clinic.zone)
    return [await _counted(clinic_id, one, days, as_of) for one, days in (await days_of(clinic_id)).items()]


async def clinics_at_night(now: datetime) -> list[tuple[UUID, date]]:
    """List the clinics whose night it is and that have not finished it, of all; with the night."""
    found = []
    for clinic in await Clinic.all():  # every clinic: whose night it is, says each one's zone
        night = night_at(now, clinic.zone)
        if night is not None and not await _is_over(clinic.id, night):
            found.append((clinic.id, night))
    return found


async def _is_over(clinic_id: UUID, night: date) -> bool:
    runs = RetentionRun.filter(clinic_id=clinic_id, night=night, finished_at__isnull=False)
    return await runs.count() == len(BOUNDS)


async def begin_run(clinic_id: UUID, night: date, data_class: RetainedClass, now: datetime) -> RetentionRun:
    """Write down that a night begins with a class, or find the run that did before. Needs a transaction."""
    values = (new_id(), clinic_id, night, data_class.value, now)
    made = await current_transaction().execute(
        "INSERT INTO retention_run (id, clinic_id, night, data_class, deleted, held, started_at)"
        " VALUES ($1, $2, $3, $4, 0, 0, $5) ON CONFLICT (clinic_id, night, data_class) DO NOTHING",
        values,
    )
    run = await RetentionRun.get(clinic_id=clinic_id, night=night, data_class=data_class.value)
    if made:
        as_of = await _as_of(run)
        run.held = (await _counted(clinic_id, data_class, (await days_of(clinic_id))[data_class], as_of)).held
        await run.save(update_fields=["held"])
    return run


async def prepare_run(deployment: Deployment, run: RetentionRun) -> None:
    """Do what must be done before a run may delete: of its own log, say what will go. Begins its own transactions."""
    if run.data_class != RetainedClass.AUDIT.value or run.finished_at is not None:
        return
    as_of, (due,) = await _as_of(run), DUE[RetainedClass.AUDIT]
    before = as_of - timedelta(days=(await days_of(run.clinic_id))[RetainedClass.AUDIT])
    if await fetch(due.portion, (run.clinic_id, before, as_of, 1)):  # else nothing is due, or it is on hold
        await announce(deployment, run.clinic_id, before)


async def audit_days(at_least: int) -> int:
    """Say for how many days the longest of all clinics keeps its entries of the audit log, `at_least` so many."""
    default = BOUNDS[RetainedClass.AUDIT].default_days
    row = (await fetch(LONGEST_AUDIT, (RetainedClass.AUDIT.value, default)))[0]
    return max(at_least, int(row["days"] or 0))


async def delete_portion(deployment: Deployment, run_id: UUID, *, clinic_id: UUID, limit: int) -> bool:
    """Delete up to `limit` rows of a run's class and count them; False once nothing is left. Needs a transaction.

    The last portion ends the run. A run that was ended is left as it is.
    """
    run = await RetentionRun.filter(id=run_id, clinic_id=clinic_id).select_for_update().get()
    if run.finished_at is not None:
        return False
    data_class, now = RetainedClass(run.data_class), deployment.clock.now()
    as_of = await _as_of(run)
    before = as_of - timedelta(days=(await days_of(clinic_id))[data_class])
    left = limit
    for due in DUE[data_class]:
        left -= await _delete(deployment, due, (clinic_id, before, as_of, left)) if left else 0
    if left and data_class is RetainedClass.MESSAGES:
        await _forget_dialogues(clinic_id, before, as_of)
    run.deleted += limit - left
    run.finished_at = now if left else None
    await run.save(update_fields=["deleted", "finished_at"])
    return not left


async def _is_held(clinic_id: UUID, as_of: datetime) -> bool:
    """Tell whether a hold on the whole clinic stands."""
    holds = await LegalHold.filter(clinic_id=clinic_id, patient_id=None, released_at=None)
    return any(is_held(one.until, one.released_at, as_of) for one in holds)


async def _as_of(run: RetentionRun) -> datetime:
    return instant_of_night(run.night, (await Clinic.get(id=run.clinic_id)).zone)


async def _counted(clinic_id: UUID, data_class: RetainedClass, days: int, as_of: datetime) -> Tonight:
    before, due, held = as_of - timedelta(days=days), 0, 0
    for one in DUE[data_class]:
        row = (await fetch(one.counts, (clinic_id, before, as_of)))[0]
        due, held = due + int(row["due"]), held + int(row["held"])
    return Tonight(data_class, before, due, held)


async def _delete(deployment: Deployment, due: Due, values: tuple[UUID, datetime, datetime, int]) -> int:
    tx = current_transaction()
    if due.table == "audit_entry":  # by numbers, as the log itself has said
        return 0 if await _is_held(values[0], values[2]) else await expire(tx, values[0], limit=values[3])
    ids = [uuid_of(row["id"]) for row in await tx.fetch(due.portion, values)]
    if not ids:
        return 0
    listed = numbered(len(ids), since=2)
    if due.table == "booking":
        await owe_removals(values[0], ids, deployment.clock.now())
    if due.table == "patient":
        await tx.execute(
            f"DELETE FROM conversation WHERE clinic_id = $1 AND patient_id IN ({listed})",  # noqa: S608  # placeholders
            (values[0], *ids),
        )
        stubs = await tx.fetch(
            f"SELECT id FROM patient WHERE clinic_id = $1 AND merged_into_id IN ({listed})",  # noqa: S608  # likewise
            (values[0], *ids),
        )
        ids += [uuid_of(row["id"]) for row in stubs]
        listed = numbered(len(ids), since=2)
        for patient_id in ids:
            await deployment.vault.destroy_patient_key(values[0], patient_id)
    gone = await tx.fetch(  # SQLite's count would add what goes with a row
        f"DELETE FROM {due.table} WHERE clinic_id = $1 AND id IN ({listed}) RETURNING id",  # noqa: S608  # placeholders
        (values[0], *ids),
    )
    return len(gone)


async def _forget_dialogues(clinic_id: UUID, before: datetime, as_of: datetime) -> None:
    """Forget where the assistant stood in conversations that fell silent before: it notes what people said."""
    held = Due("conversation", "", "", patient="conversation.patient_id").held
    await current_transaction().execute(
        "UPDATE conversation SET dialogue_sealed = NULL, newest_sealed = NULL WHERE clinic_id = $1"  # noqa: S608  # own words
        " AND last_message_at < $2 AND (dialogue_sealed IS NOT NULL OR newest_sealed IS NOT NULL)"
        f" AND NOT {held}",
        (clinic_id, before, as_of),
    )
