"""What a provider calls a message is kept as a keyed hash: WhatsApp's ids (`wamid.…`) hold the patient's number.

Equal ids of one clinic give equal hashes, which is all that repeated deliveries and statuses ask for. The id itself is
kept sealed under the patient's key alone, for whoever quotes the message (outbox/quoting.py). Rows of before hold ids
in clear until the clinic's job has been through them (`hide`), and are found meanwhile by either.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from chatbookr_core.db import Transaction, fetch, uuid_of
from chatbookr_core.erasure.residue import overwriting
from chatbookr_core.faultpoints import reach
from chatbookr_core.keys.sealing import Keys, PatientKeys
from chatbookr_core.keys.vault import Vault

HIDE: Final = "messages.hide_ids"
MARK: Final = "hmac-sha256:"
PORTION: Final = 500
FIRST: Final = UUID(int=0)
CLEAR: Final = f"""
SELECT id, external_hash, reply_to_hash FROM message WHERE clinic_id = $1 AND id > $2
    AND (external_hash NOT LIKE '{MARK}%' OR reply_to_hash NOT LIKE '{MARK}%') ORDER BY id LIMIT {PORTION}
"""  # noqa: S608  # names and numbers of ours
LEFT: Final = f"""
SELECT COUNT(*) AS messages, COUNT(DISTINCT clinic_id) AS clinics FROM message
WHERE external_hash NOT LIKE '{MARK}%' OR reply_to_hash NOT LIKE '{MARK}%'
"""  # noqa: S608  # likewise
JOBS: Final = "SELECT state, COUNT(*) AS number FROM job WHERE kind = $1 GROUP BY state ORDER BY state"
WRITE: Final = """
UPDATE message SET external_hash = $2, reply_to_hash = $3 WHERE clinic_id = $1 AND id = $4
"""
Told = Callable[[int], Awaitable[None]]


def hidden(keys: Keys | PatientKeys, external_id: str) -> str:
    """Return what a clinic keeps of a provider's id, 76 characters."""
    return MARK + keys.lookup_hash("message", external_id)


def hidden_or_none(keys: Keys | PatientKeys, external_id: str | None) -> str | None:
    """Return what is kept of an id that may be missing; one that is hidden already stays."""
    if external_id is None or external_id.startswith(MARK):
        return external_id
    return hidden(keys, external_id)


@dataclass(frozen=True, slots=True)
class Hiding:
    """How far the deployment's clinics are: messages that hold an id in clear, of how many clinics, and their jobs."""

    messages_left: int
    clinics_left: int
    jobs: tuple[tuple[str, int], ...]  # by state, those that the migration owed


async def hiding() -> Hiding:
    """Count what is left to be hidden, of every clinic; looks at each message once. Needs their scope."""
    left = (await fetch(LEFT))[0]
    jobs = tuple((str(row["state"]), int(row["number"])) for row in await fetch(JOBS, (HIDE,)))
    return Hiding(int(left["messages"]), int(left["clinics"]), jobs)


async def hide(vault: Vault, clinic_id: UUID, told: Told) -> int:
    """Replace the ids that a clinic's messages still hold in clear; return in how many messages.

    Each portion is a transaction; whatever ends it, the next call goes on with what is left. Ends when a look at all
    of them finds none.
    """
    done = 0
    while count := await _pass(vault, clinic_id, told, done):
        done += count
    return done


async def _pass(vault: Vault, clinic_id: UUID, told: Told, before: int) -> int:
    keys, after, done = await vault.clinic_keys(clinic_id), FIRST, 0
    while True:
        async with overwriting() as tx:  # what they were is not to stay in SQLite's free space
            rows = await tx.fetch(CLEAR, (clinic_id, after))
            for row in rows:
                external, reply_to = (hidden_or_none(keys, row[name]) for name in ("external_hash", "reply_to_hash"))
                await _write(tx, clinic_id, uuid_of(row["id"]), external, reply_to)
        done += len(rows)
        await told(before + done)
        if len(rows) < PORTION:
            return done
        after = uuid_of(rows[-1]["id"])
        reach("hiding.between_portions")


async def _write(
    tx: Transaction, clinic_id: UUID, message_id: UUID, external: str | None, reply_to: str | None
) -> None:
    await tx.execute(WRITE, (clinic_id, external, reply_to, message_id))
