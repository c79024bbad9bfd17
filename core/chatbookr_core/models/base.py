"""What every table shares."""

from typing import Any, Self

from tortoise import fields
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.models import MetaInfo, Model, ModelMeta
from tortoise.queryset import QuerySet

from chatbookr_core.ids import new_id
from chatbookr_core.models.filters import made_lean
from chatbookr_core.statements.querysets import Statements


class Lean(ModelMeta):
    """Makes tables of what is asked for alone, as each process makes them all anew.

    No source is read again, a tenth of a start, for comments nobody writes here; and no filter is made beforehand.
    """

    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> type:
        return super().__new__(mcs, name, bases, {**attrs, "_no_comments": True})

    @staticmethod
    def build_meta(*given: Any) -> MetaInfo:
        """Make what Tortoise knows of a table."""
        return made_lean(ModelMeta.build_meta(*given))


class Table(Model, metaclass=Lean):
    """A table whose queries are remembered (`chatbookr_core.statements`)."""

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._meta.manager = Statements()  # Tortoise hands no manager on to the tables below

    @classmethod
    def _db_queryset(cls, using_db: BaseDBAsyncClient | None = None, for_write: bool = False) -> QuerySet[Self]:
        """Begin a query as Tortoise does, without a second one to give it its connection."""
        queryset = cls._meta.manager.get_queryset()
        queryset._db = using_db or cls._choose_db(for_write)
        return queryset


class Row(Table):
    """A row with a UUIDv7 key; time of creation is given by the use case, never by the database."""

    id = fields.UUIDField(primary_key=True, default=new_id)

    class Meta:
        abstract = True
