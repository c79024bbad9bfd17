"""Rows made into models as Tortoise makes them, by a converter for each column that is chosen once."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from tortoise.fields import DatetimeField, Field, UUIDField
from tortoise.models import Model

from chatbookr_core.ids import read_id

Decode = Callable[[Any], Any]
"""Make a model of a row of the driver's."""

ZONE = ZoneInfo("UTC")  # of each instant that Tortoise reads: `tortoise_config` says so


def decoder_of(model: type[Model], columns: Sequence[str]) -> Decode:
    """Choose the converters for these columns of a model, in the order of the row.

    Where a query names some of them, they are called as in the model; where it takes all, as in the database.
    """
    meta = model._meta
    names = tuple(meta.fields_db_projection_reverse.get(column, column) for column in columns)
    converters = [(name, _converter(model, name)) for name in names]
    converted = tuple((name, convert) for name, convert in converters if convert is not None)
    is_partial = not meta.db_fields.issubset(columns)
    generated, new = meta.db_pk_column not in meta.generated_db_fields, model.__new__

    def decode(row: Any) -> Any:
        read = dict(zip(names, row, strict=True))
        for name, convert in converted:
            value = read[name]
            if value is not None:
                read[name] = convert(value)
        read["_partial"], read["_saved_in_db"] = is_partial, True
        read["_custom_generated_pk"], read["_await_when_save"] = generated, {}
        made = new(model)
        made.__dict__ = read  # as `_init_from_db` does, which goes around `__setattr__` as well
        return made

    return decode


def _converter(model: type[Model], name: str) -> Callable[[Any], Any] | None:
    """Give what Tortoise would do to a value of the field that is not NULL; None: nothing."""
    meta, field = model._meta, model._meta.fields_map[name]
    if any(own == name for _, own, _ in meta.db_native_fields):
        return None
    if any(own == name for _, own, _ in meta.db_default_fields):
        kind: Callable[[Any], Any] = field.field_type
        return kind
    if type(field) is DatetimeField:
        return _instant_reader(field)
    if type(field) is UUIDField:
        return lambda value: value if isinstance(value, UUID) else read_id(value)
    convert: Callable[[Any], Any] = field.to_python_value
    return convert


def _instant_reader(field: Field[Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        try:
            found = datetime.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            found = None
        if isinstance(found, datetime) and found.tzinfo is UTC:
            return found.replace(tzinfo=ZONE)
        return field.to_python_value(value)  # not as this product writes it

    return read
