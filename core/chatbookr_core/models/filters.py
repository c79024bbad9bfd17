"""Makes a table's filters (`name__in`, `starts_at__lt`, …) when a query first asks for one, and not all beforehand.

Tortoise makes some 30 for each column of each table: a twelfth of what a process weighs, and few are ever asked for.
"""

from copy import copy
from typing import Any

from tortoise.fields import Field
from tortoise.fields.relational import RelationalField
from tortoise.filters import FilterInfoDict, get_filters_for_field
from tortoise.models import MetaInfo


class Filters(dict[str, FilterInfoDict]):
    """The filters of a table that have been asked for; any other is made as it is."""

    def __init__(self, meta: MetaInfo) -> None:
        super().__init__()
        self._meta = meta

    def __missing__(self, key: str) -> FilterInfoDict:
        meta, name = self._meta, key.partition("__")[0]
        field = meta.pk if name == "pk" else meta.fields_map[name]
        if isinstance(field, RelationalField):  # Tortoise filters by what it leads to
            raise KeyError(key)
        found = get_filters_for_field(name, field, field.source_field or field.model_field_name)[key]
        override = meta.db.executor_class.get_overridden_filter_func(filter_func=found["operator"], filter_info=found)
        if override is not None:
            found = copy(found)
            found["operator"] = override
        self[key] = found
        return found

    def get(self, key: str, default: Any = None) -> Any:
        """Return a filter, made or not yet."""
        try:
            return self[key]
        except KeyError:
            return default

    def __contains__(self, key: object) -> bool:
        return self.get(str(key)) is not None

    def copy(self) -> "Filters":
        """Make others for the same table: a dict's own copy would hold those already made, and no more."""
        made = Filters(self._meta)
        made.update(self)
        return made


class LeanMeta(MetaInfo):
    """What Tortoise knows of a table, without filters that nobody has asked for."""

    __slots__ = ()

    def add_field(self, name: str, value: Field[Any]) -> None:
        """Add what Tortoise makes of a relation: its column, whose filters can wait too, or the way back."""
        before = self._filters.copy()
        super().add_field(name, value)
        if not isinstance(value, RelationalField):
            self._filters = before

    def _generate_filters(self) -> None:
        """Forget what was made: the tables may be in the other kind of database now. Relations' are made at once."""
        self.filters.clear()
        super()._generate_filters()


def made_lean(meta: MetaInfo) -> MetaInfo:
    """Let what was made for a table make its filters as they are asked for."""
    lean: Any = meta
    lean.__class__ = LeanMeta
    lean._filters, lean.filters = {}, Filters(lean)
    return meta
