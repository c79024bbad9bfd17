"""Mailed links about accounts: each proves once, for a while, that somebody reads the mail of an address.

A link is used by one UPDATE, so of fifty that arrive at once one counts. What nobody has is written like the rest and
opens nothing, so that neither the answer nor its time tells who has an account.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from chatbookr_core.db import current_transaction, fetch, instant_of, uuid_of
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import LinkInvalid
from chatbookr_core.ids import new_id
from chatbookr_core.keys import columns
from chatbookr_core.models import AccountLink
from chatbookr_core.people.tokens import TOKEN_BYTES, token_hash_of

Purpose = Literal["password_reset", "verification", "email_change", "email_undo"]
LIFETIMES: Final[Mapping[Purpose, timedelta]] = {
    "password_reset": timedelta(minutes=30),
    "verification": timedelta(hours=24),
    "email_change": timedelta(hours=1),
    "email_undo": timedelta(days=7),
}
PATHS: Final[Mapping[str, str]] = {
    "password_reset": "password-reset",
    "verification": "email-verification",
    "email_change": "email-change",
    "email_undo": "email-undo",
    "invitation": "invitation",
}
"""The page each link leads to."""
FIND = """
SELECT id, user_id, email_sealed, created_at FROM account_link
WHERE purpose = $1 AND token_hash = $2 AND used_at IS NULL AND expires_at > $3 AND user_id IS NOT NULL
"""
USE = """
UPDATE account_link SET used_at = $3
WHERE purpose = $1 AND token_hash = $2 AND used_at IS NULL AND expires_at > $3 AND user_id IS NOT NULL
RETURNING id, user_id, email_sealed, created_at
"""


@dataclass(frozen=True, slots=True)
class Link:
    """What a link is about: an account, and the address at the time (or the one it is to have)."""

    user_id: UUID
    email: str = field(repr=False)
    made_at: datetime


def url_of(deployment: Deployment, path: str, token: str) -> str:
    """Write a link. The token stands behind `#`, which browsers keep to themselves: no server's log has it."""
    return f"{deployment.settings.public_url}/{PATHS[path]}#{token}"


async def make_link(deployment: Deployment, purpose: Purpose, *, user_id: UUID | None, email: str) -> str:
    """Write a link down and return its address; of nobody (`user_id` None) it opens nothing. Needs a transaction."""
    current_transaction()
    token, link_id, now = secrets.token_urlsafe(TOKEN_BYTES), new_id(), deployment.clock.now()
    keys = await deployment.vault.deployment_keys()
    await AccountLink.create(
        id=link_id,
        user_id=user_id,
        purpose=purpose,
        token_hash=token_hash_of(token),
        email_sealed=keys.seal(columns.LINK_EMAIL, link_id, email),
        created_at=now,
        expires_at=now + LIFETIMES[purpose],
    )
    return url_of(deployment, purpose, token)


async def link_for(deployment: Deployment, purpose: Purpose, token: str) -> Link:
    """Look at a link without using it: before what takes long. Raises LinkInvalid."""
    rows = await fetch(FIND, (purpose, token_hash_of(token), deployment.clock.now()))
    return await _read(deployment, dict(rows[0]) if rows else None)


async def use_link(deployment: Deployment, purpose: Purpose, token: str) -> Link:
    """Use a link up; whoever shows it meanwhile waits, and then sees that it was used. Needs a transaction.

    Raises LinkInvalid.
    """
    rows = await current_transaction().fetch(USE, (purpose, token_hash_of(token), deployment.clock.now()))
    return await _read(deployment, rows[0] if rows else None)


async def void_links(user_id: UUID, now: datetime, *purposes: Purpose) -> None:
    """Let an account's open links of some purposes open nothing any longer. Needs a transaction."""
    current_transaction()
    await AccountLink.filter(user_id=user_id, purpose__in=list(purposes), used_at=None).update(used_at=now)


async def _read(deployment: Deployment, row: Mapping[str, object] | None) -> Link:
    if row is None:
        raise LinkInvalid()
    keys, link_id = await deployment.vault.deployment_keys(), uuid_of(row["id"])
    sealed = row["email_sealed"]
    assert isinstance(sealed, bytes | memoryview)  # noqa: S101  # every link is about an address
    email = keys.open_text(columns.LINK_EMAIL, link_id, bytes(sealed))
    return Link(uuid_of(row["user_id"]), email, instant_of(row["created_at"]))
