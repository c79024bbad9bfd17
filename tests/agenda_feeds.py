"""Makes feeds of practitioners' agendas."""

from typing import Any

from tests.factories import CREATED_AT, numbers, writing

from chatbookr_core.models import AgendaFeed, Practitioner, User
from chatbookr_core.people.tokens import token_hash_of


async def make_agenda_feed(
    practitioner: Practitioner, maker: User, *, token: str | None = None, **fields: Any
) -> AgendaFeed:
    """Make an open feed; a calendar program can read it with its `token`, of 43 characters."""
    async with writing():
        return await AgendaFeed.create(
            **{
                "clinic_id": practitioner.clinic_id,
                "practitioner_id": practitioner.id,
                "created_by_id": maker.id,
                "name": f"Phone {next(numbers)}",
                "detail": "busy",
                "token_hash": token_hash_of(token or f"of a test {next(numbers)}"),
                "created_at": CREATED_AT,
                **fields,
            }
        )
