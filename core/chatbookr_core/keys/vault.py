"""The vault: finds, makes and remembers the data keys of clinics and of the deployment."""

import os
from collections import OrderedDict
from typing import Final
from uuid import UUID

from chatbookr_core.clock import Clock
from chatbookr_core.db import current_transaction, fetch, is_in_transaction, transaction
from chatbookr_core.errors import CannotUnseal
from chatbookr_core.ids import new_id
from chatbookr_core.keys.columns import length_prefixed
from chatbookr_core.keys.sealing import KEY_BYTES, Keys
from chatbookr_core.keys.wrapping import KeyWrapper

__all__ = ["Keys", "Vault"]

DEPLOYMENT: Final = "deployment"
CACHED_SCOPES = 1024


class Vault:
    """Hands out `Keys`; those of the CACHED_SCOPES most recently asked for are kept unwrapped in memory."""

    def __init__(self, key_wrapper: KeyWrapper, clock: Clock) -> None:
        self._key_wrapper = key_wrapper
        self._clock = clock
        self._cache: OrderedDict[str, Keys] = OrderedDict()

    def __repr__(self) -> str:
        return f"<Vault over {self._key_wrapper.key_id}>"

    async def clinic_keys(self, clinic_id: UUID) -> Keys:
        """Return a clinic's keys. Raises CannotUnseal where it has none: nothing of it can be read any more."""
        keys = await self._find(_scope_of(clinic_id))
        if keys is None:
            raise CannotUnseal("The clinic has no data key.")
        return keys

    async def create_clinic_keys(self, clinic_id: UUID) -> Keys:
        """Make a clinic's first data key, inside the transaction that makes the clinic."""
        current_transaction()
        await self._insert(_scope_of(clinic_id), clinic_id)
        return await self.clinic_keys(clinic_id)

    async def deployment_keys(self) -> Keys:
        """Return the deployment's own keys; the first to ask makes them, and only one process is the first."""
        keys = await self._find(DEPLOYMENT)
        if keys is not None:
            return keys
        if is_in_transaction():
            await self._insert(DEPLOYMENT, None)
        else:
            async with transaction():
                await self._insert(DEPLOYMENT, None)
        keys = await self._find(DEPLOYMENT)
        if keys is None:
            raise CannotUnseal("The deployment has no data key.")
        return keys

    def forget(self, clinic_id: UUID) -> None:
        """Drop a clinic's keys from memory."""
        self._cache.pop(_scope_of(clinic_id), None)

    async def _find(self, scope: str) -> Keys | None:
        keys = self._cache.get(scope)
        if keys is not None:
            self._cache.move_to_end(scope)
            return keys
        keys = await self._load(scope)
        if keys is None:
            return None
        if is_in_transaction():  # the row may yet roll back, and nothing must be sealed under a key that is gone
            current_transaction().after_commit.append(lambda: self._remember(keys))
        else:
            self._remember(keys)
        return keys

    def _remember(self, keys: Keys) -> None:
        self._cache[keys.scope] = keys
        while len(self._cache) > CACHED_SCOPES:
            self._cache.popitem(last=False)

    async def _load(self, scope: str) -> Keys | None:
        rows = await fetch(
            "SELECT version, wrapped_key, wrapping_key_id FROM data_key WHERE scope = $1 ORDER BY version", (scope,)
        )
        data_keys = {
            row["version"]: await self._key_wrapper.unwrap(
                bytes(row["wrapped_key"]), key_id=row["wrapping_key_id"], context=_context(scope, row["version"])
            )
            for row in rows
        }
        return Keys(scope, data_keys) if data_keys else None

    async def _insert(self, scope: str, clinic_id: UUID | None) -> None:
        """Write a first data key unless another process just did: then its key is the key."""
        wrapped = await self._key_wrapper.wrap(os.urandom(KEY_BYTES), context=_context(scope, 1))
        await current_transaction().execute(
            "INSERT INTO data_key (id, clinic_id, scope, version, wrapped_key, wrapping_key_id, created_at)"
            " VALUES ($1, $2, $3, 1, $4, $5, $6) ON CONFLICT (scope, version) DO NOTHING",
            (new_id(), clinic_id, scope, wrapped, self._key_wrapper.key_id, self._clock.now()),
        )


def _scope_of(clinic_id: UUID) -> str:
    return f"clinic:{clinic_id}"


def _context(scope: str, version: int) -> bytes:
    return length_prefixed(b"chatbookr data key", scope.encode(), version.to_bytes(4, "big"))
