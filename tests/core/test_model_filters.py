"""A table's filters are those that Tortoise would have made beforehand, in both dialects, and no others."""

from copy import copy
from functools import partial

import pytest
from tortoise.fields.relational import RelationalField
from tortoise.filters import FilterInfoDict, get_filters_for_field

from chatbookr_core import models
from chatbookr_core.db import Database, opened
from chatbookr_core.models.base import Table
from chatbookr_core.models.filters import LeanMeta

TABLES = [one for name in models.__all__ if isinstance(one := getattr(models, name), type) and issubclass(one, Table)]


def made_beforehand(table: type[Table]) -> dict[str, FilterInfoDict]:
    """Make what Tortoise's `_dispatch_fields` and `_generate_filters` do."""
    made: dict[str, FilterInfoDict] = {}
    for name, field in table._meta.fields_map.items():
        if not isinstance(field, RelationalField):
            made |= get_filters_for_field(name, field, field.source_field or name)
            if field.pk:
                made |= get_filters_for_field("pk", field, field.source_field or name)
    for key, found in made.items():
        override = table._meta.db.executor_class.get_overridden_filter_func(found["operator"], found)
        if override is not None:
            made[key] = copy(found)
            made[key]["operator"] = override
    return made


def said_by(found: FilterInfoDict) -> dict[str, object]:
    """Write an operator that is a function with an argument bound as both: two such are never equal."""
    made = found["operator"]
    return {**found, "operator": (made.func, made.keywords) if isinstance(made, partial) else made}


async def test_each_filter_is_the_one_that_tortoise_makes(database: Database) -> None:
    for table in TABLES:
        for key, expected in made_beforehand(table).items():
            assert key in table._meta.filters
            assert said_by(table._meta.get_filter(key)) == said_by(expected)
            assert table._meta.filters.get(key) is table._meta.filters[key]


async def test_what_is_no_filter_is_none(database: Database) -> None:
    filters = models.IncidentClinic._meta.filters

    for key in ("", "id__none", "nobody", "nobody__in", "pk__none", "scope", "clinic__in"):
        assert key not in filters
        assert filters.get(key) is None
        with pytest.raises(KeyError):
            filters[key]


async def test_a_table_begins_without_filters_of_its_columns(database_url: str) -> None:
    assert len(TABLES) > 90

    async with opened(database_url, is_offline=True):
        made = {key for table in TABLES for key in table._meta._filters if key in made_beforehand(table)}

        assert all(isinstance(table._meta, LeanMeta) for table in TABLES)
    assert not made
