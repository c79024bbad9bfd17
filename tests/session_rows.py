"""Sessions of people who are logged in, for tests of what they may."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.factories import (
    writing,
)

from chatbookr_core.models import (
    Session,
    User,
)


async def make_session(user: User, now: datetime, **fields: Any) -> Session:
    """Make the session of somebody who logged in just now, and did not step up."""
    async with writing():
        return await Session.create(
            **{
                "user_id": user.id,
                "token_hash": uuid4().hex,
                "created_at": now,
                "last_seen_at": now,
                "expires_at": now + timedelta(days=1),
                **fields,
            }
        )
