"""Lets GraphQL's rules be asked once what kinds of nodes each is for, not anew for each of thousands of documents."""

from functools import cache
from typing import Any

import pytest
from graphql.language.visitor import EnterLeaveVisitor, Visitor


def know_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each class of visitors remember what it has for a kind of node."""
    methods_of: Any = cache(_methods_of)  # a class can be a key, whatever its type says
    nothing = EnterLeaveVisitor(None, None)

    def known(visitor: Visitor, kind: str) -> EnterLeaveVisitor:
        names = methods_of(type(visitor), kind)
        if names is None:
            return nothing
        found = visitor.enter_leave_map.get(kind)
        if found is None:
            found = EnterLeaveVisitor(*(name and getattr(visitor, name) for name in names))
            visitor.enter_leave_map[kind] = found
        return found

    monkeypatch.setattr(Visitor, "get_enter_leave_for_kind", known)


def _methods_of(visitors: Any, kind: str) -> tuple[str | None, str | None] | None:
    entering, leaving = (
        next((name for name in (f"{way}_{kind}", way) if getattr(visitors, name, None)), None)
        for way in ("enter", "leave")
    )
    return (entering, leaving) if entering or leaving else None
