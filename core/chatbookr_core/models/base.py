"""What every table shares."""

from typing import Any

from tortoise import fields
from tortoise.models import Model

from chatbookr_core.ids import new_id
from chatbookr_core.statements.querysets import Statements


class Table(Model):
    """A table whose queries are remembered (`chatbookr_core.statements`)."""

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._meta.manager = Statements()  # Tortoise hands no manager on to the tables below


class Row(Table):
    """A row with a UUIDv7 key; time of creation is given by the use case, never by the database."""

    id = fields.UUIDField(primary_key=True, default=new_id)

    class Meta:
        abstract = True
