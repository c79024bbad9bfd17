"""Large contents, kept in the database in sealed pieces: written and read without ever being held whole.

They are in the database so that a transaction, a backup, a replica and row-level security are theirs too (ADR 19). A
piece's id is made of its owner's id and its number, and is bound to its ciphertext: none can be moved, and that none is
missing is known by their number, which the owner's row has.
"""

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from chatbookr_core.db import current_transaction, fetch, transaction
from chatbookr_core.errors import NotFound
from chatbookr_core.keys import columns
from chatbookr_core.keys.columns import SealedColumn
from chatbookr_core.keys.vault import Vault

CHUNK_BYTES: Final = 256 * 1024
AT_ONCE: Final = 4  # chunks a transaction: a disk forced less often, and a megabyte held


@dataclass(frozen=True, slots=True)
class Shelf:
    """The table of some owners' chunks, and its column that names the owner."""

    column: SealedColumn
    owner: str


OF_MEDIA: Final = Shelf(columns.MEDIA_CHUNK, "media_id")
OF_EXPORTS: Final = Shelf(columns.EXPORT_CHUNK, "export_id")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose content it is, and of which patient: under their key it lies."""

    id: UUID
    clinic_id: UUID
    patient_id: UUID


class ChunkWriter:
    """Writes one content from its beginning; `size_bytes` and `digest` are of what was written so far.

    Each portion is a transaction that begins with `claim`: it raises where the attempt is no longer the one that
    counts, and holds off the next one, which begins by deleting what it finds.
    """

    def __init__(self, vault: Vault, shelf: Shelf, owner: Owner, claim: Callable[[], Awaitable[None]]) -> None:
        self._vault, self._shelf, self._owner, self._claim = vault, shelf, owner, claim
        self._waiting = bytearray()
        self._digest = hashlib.sha256()
        self.count = 0
        self.size_bytes = 0

    @property
    def digest(self) -> bytes:
        """Return the SHA-256 of what was written."""
        return self._digest.digest()

    async def begin(self) -> None:
        """Delete what an earlier attempt left behind."""
        async with transaction():
            await self._claim()
            await forget(self._shelf, self._owner)

    async def write(self, piece: bytes) -> None:
        """Take the next bytes. Raises what `claim` raises, and CannotUnseal where the patient's key is destroyed."""
        self._digest.update(piece)
        self.size_bytes += len(piece)
        self._waiting += piece
        while len(self._waiting) >= CHUNK_BYTES * AT_ONCE:
            await self._store(CHUNK_BYTES * AT_ONCE)

    async def end(self) -> None:
        """Write what is left."""
        if self._waiting:
            await self._store(len(self._waiting))

    async def _store(self, size_bytes: int) -> None:
        owner, column = self._owner, self._shelf.column
        async with transaction() as tx:
            await self._claim()
            keys = await self._vault.patient_keys(owner.clinic_id, owner.patient_id)
            rows: list[tuple[UUID, UUID, UUID, int, bytes]] = []
            for start in range(0, size_bytes, CHUNK_BYTES):
                number = self.count + len(rows)
                key = chunk_id(owner.id, number)
                content = bytes(self._waiting[start : min(start + CHUNK_BYTES, size_bytes)])
                rows.append((key, owner.clinic_id, owner.id, number, keys.seal(column, key, content)))
            await tx.execute_each(
                f"INSERT INTO {column.table} (id, clinic_id, {self._shelf.owner}, number, content_sealed)"  # noqa: S608  # our own names
                " VALUES ($1, $2, $3, $4, $5)",
                rows,
            )
        del self._waiting[:size_bytes]
        self.count += len(rows)


async def forget(shelf: Shelf, owner: Owner) -> None:
    """Delete an owner's chunks. Needs a transaction."""
    await current_transaction().execute(
        f"DELETE FROM {shelf.column.table} WHERE clinic_id = $1 AND {shelf.owner} = $2",  # noqa: S608  # our own names
        (owner.clinic_id, owner.id),
    )


async def read(vault: Vault, shelf: Shelf, owner: Owner, count: int) -> AsyncIterator[bytes]:
    """Open an owner's chunks one by one. Raises NotFound where one is missing, CannotUnseal where one does not open."""
    for number in range(count):
        key = chunk_id(owner.id, number)
        rows = await fetch(
            f"SELECT content_sealed FROM {shelf.column.table} WHERE clinic_id = $1 AND id = $2",  # noqa: S608  # our own names
            (owner.clinic_id, key),
        )
        if not rows:
            raise NotFound()
        sealed = bytes(rows[0]["content_sealed"])
        keys = await vault.reading(owner.clinic_id, [sealed])
        yield keys.open(shelf.column, key, sealed)


def chunk_id(owner_id: UUID, number: int) -> UUID:
    """Name a chunk."""
    return uuid5(owner_id, str(number))
