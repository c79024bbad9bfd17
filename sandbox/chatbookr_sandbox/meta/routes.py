"""Every address of Meta's half, on one screen."""

from __future__ import annotations

from starlette.routing import BaseRoute

from chatbookr_sandbox.context import SandboxContext


def meta_routes(context: SandboxContext) -> list[BaseRoute]:
    """Route `/meta/{version}/...`, `/phone` and `/sandbox/meta/...`."""
    return []
