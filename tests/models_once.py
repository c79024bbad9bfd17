"""Lets Tortoise find the models once, and work out what their statements look like once for each dialect, not at every
opening.

A process of the product opens its database once or twice; the tests do it thousands of times, by turns in one dialect
and the other, and three quarters of that would be the same look at every field of every model.
"""

from functools import cache
from typing import Any

import pytest
from tortoise.apps import Apps
from tortoise.models import MetaInfo, Model

Form = tuple[type[Any], tuple[str, ...]]  # a dialect's class of queries, and the model's fields

CONTAINERS = ("filters", "db_native_fields", "db_default_fields", "db_complex_fields")  # Tortoise changes them in place
WORKED_OUT = (*CONTAINERS, "basetable", "basequery", "basequery_all_fields")  # all that differs between dialects


def know_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each model worked out once for each of its forms, and put back what it was when that form comes again."""
    monkeypatch.setattr(Apps, "_discover_models", staticmethod(cache(Apps._discover_models)))
    work_out = Apps._build_initial_querysets
    known, current = dict[tuple[type[Model], Form], dict[str, Any]](), dict[type[Model], Form]()

    def work_out_unknown(apps: Apps) -> None:
        whole, changed = apps.apps, dict[str, dict[str, type[Model]]]()
        for label, models in whole.items():
            queries = next(iter(models.values()))._meta.db.query_class  # all of an app are on one connection
            for name, model in models.items():
                form = _form_of(model, queries)
                if current.get(model) == form:
                    continue
                if (model, form) in known:
                    _set(model._meta, known[model, form])
                    current[model] = form
                else:
                    changed.setdefault(label, {})[name] = model
        apps.apps = changed
        try:
            for model in _all(changed):
                current.pop(model, None)  # neither form, should it fail half-way
                _set(model._meta, {slot: getattr(model._meta, slot).copy() for slot in CONTAINERS})
            work_out(apps)
        finally:
            apps.apps = whole
        for model in _all(changed):
            current[model] = form = _form_of(model, model._meta.db.query_class)
            known[model, form] = {slot: getattr(model._meta, slot) for slot in WORKED_OUT}

    monkeypatch.setattr(Apps, "_build_initial_querysets", work_out_unknown)


def _form_of(model: type[Model], queries: type[Any]) -> Form:
    return queries, tuple(model._meta.fields_map)


def _all(apps: dict[str, dict[str, type[Model]]]) -> list[type[Model]]:
    return [model for models in apps.values() for model in models.values()]


def _set(meta: MetaInfo, slots: dict[str, Any]) -> None:
    for slot, value in slots.items():
        setattr(meta, slot, value)
