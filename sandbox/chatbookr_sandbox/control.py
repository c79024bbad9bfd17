"""The control API both halves share: which faults are to happen, and whether the sandbox is up."""

from __future__ import annotations

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from chatbookr_sandbox.context import SandboxContext
from chatbookr_sandbox.faults import Fault


def control_routes(context: SandboxContext) -> list[BaseRoute]:
    """Route `/health` and `/sandbox/faults`."""

    async def health(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def list_faults(_: Request) -> Response:
        return JSONResponse({"faults": [fault.as_json() for fault in context.faults.waiting()]})

    async def add_fault(request: Request) -> Response:
        try:
            wish = orjson.loads(await request.body())
            if not isinstance(wish, dict):
                raise ValueError("a fault is a JSON object")
            fault = Fault.from_json(wish)
        except ValueError as refusal:
            return JSONResponse({"error": str(refusal)}, status_code=400)
        context.faults.add(fault)
        return JSONResponse(fault.as_json(), status_code=201)

    async def clear_faults(_: Request) -> Response:
        context.faults.clear()
        return Response(status_code=204)

    return [
        Route("/health", health, methods=["GET"]),
        Route("/sandbox/faults", list_faults, methods=["GET"]),
        Route("/sandbox/faults", add_fault, methods=["POST"]),
        Route("/sandbox/faults", clear_faults, methods=["DELETE"]),
    ]
