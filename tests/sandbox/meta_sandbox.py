"""The whole sandbox in memory, seen from Meta's side: a clock that tests move and a webhook that keeps what arrives."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from chatbookr_sandbox.app import create_app
from chatbookr_sandbox.context import SandboxContext
from chatbookr_sandbox.settings import MetaApp, SandboxSettings

FIXTURES = Path(__file__).parents[1] / "fixtures" / "whatsapp"
APP = MetaApp()
PATIENT = "31612345678"
WEBHOOK = "http://chatbookr.test/hooks/whatsapp"
BASE = "http://127.0.0.1:8100"
GRAPH = "/meta/v23.0"
MESSAGES = f"{GRAPH}/{APP.phone_number_id}/messages"


def fixture(name: str) -> Any:
    """Return a fixture's content."""
    return json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))


def text(words: str, **parts: object) -> dict[str, Any]:
    """Return the body that sends words to the patient."""
    return {"messaging_product": "whatsapp", "to": PATIENT, "type": "text", "text": {"body": words}} | parts


def interactive(kind: str, action: dict[str, Any], **parts: object) -> dict[str, Any]:
    """Return the body that sends buttons or a list to the patient."""
    whole = {"type": kind, "body": {"text": "Which?"}, "action": action} | parts
    return {"messaging_product": "whatsapp", "to": PATIENT, "type": "interactive", "interactive": whole}


def buttons(*titles: str) -> dict[str, Any]:
    """Return the action of a button message; ids are b0, b1..."""
    return {"buttons": [{"type": "reply", "reply": {"id": f"b{n}", "title": each}} for n, each in enumerate(titles)]}


def rows(count: int, **row: str) -> list[dict[str, str]]:
    """Return rows with ids r0, r1..."""
    return [{"id": f"r{n}", "title": f"Row {n}"} | row for n in range(count)]


@dataclass(slots=True)
class MovableClock:
    """A clock that stands still until a test moves it."""

    instant: datetime = datetime(2026, 3, 20, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant

    def move(self, **by: float) -> None:
        self.instant += timedelta(**by)


@dataclass(slots=True)
class Webhook:
    """Where deliveries arrive; answers each with the next of `statuses`, then with 200."""

    received: list[Request] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    verify_token: str = APP.verify_token

    async def receive(self, request: Request) -> Response:
        self.received.append(request)
        self.bodies.append(await request.body())
        return Response(status_code=self.statuses.pop(0) if self.statuses else 200)

    async def confirm(self, request: Request) -> Response:
        asked = request.query_params
        is_right = asked["hub.mode"] == "subscribe" and asked["hub.verify_token"] == self.verify_token
        return PlainTextResponse(asked["hub.challenge"] if is_right else "Forbidden", 200 if is_right else 403)

    def changes(self) -> list[dict[str, Any]]:
        """List the values of all changes, in the order of arrival."""
        entries = [entry for body in self.bodies for entry in json.loads(body)["entry"]]
        return [change["value"] for entry in entries for change in entry["changes"]]

    def messages(self) -> list[dict[str, Any]]:
        return [message for value in self.changes() for message in value.get("messages", ())]

    def statuses_told(self) -> list[dict[str, Any]]:
        return [status for value in self.changes() for status in value.get("statuses", ())]


@dataclass(slots=True)
class MetaSandbox:
    """What a test holds in its hands."""

    app: Starlette
    http: httpx.AsyncClient
    context: SandboxContext
    clock: MovableClock
    webhook: Webhook

    async def send(self, body: object, *, token: str = APP.access_token, to: str = MESSAGES) -> httpx.Response:
        """Call the Graph API as the clinic."""
        return await self.http.post(to, json=body, headers={"authorization": f"Bearer {token}"})

    async def hear(self, patient: str = PATIENT, **wish: object) -> Any:
        """Let the patient send something."""
        answer = await self.http.post(f"/sandbox/meta/patients/{patient}/messages", json=wish)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def thread(self, patient: str = PATIENT) -> list[dict[str, Any]]:
        """Return the messages on the patient's phone."""
        answer = await self.http.get(f"/sandbox/meta/patients/{patient}/messages")
        messages: list[dict[str, Any]] = answer.json()["messages"]
        return messages

    async def behave(self, **wish: object) -> None:
        """Change how Meta behaves."""
        answer = await self.http.put("/sandbox/meta/behaviour", json=wish)
        assert answer.status_code == 200, answer.text

    async def arrived(self, count: int) -> None:
        """Wait until so many deliveries have come."""
        await until(lambda: len(self.webhook.bodies) >= count)

    async def settled(self) -> None:
        """Wait until no delivery is under way."""
        for _ in range(500):
            answer = await self.http.get("/sandbox/meta/deliveries")
            if all(delivery["is_accepted"] for delivery in answer.json()):
                return
            await asyncio.sleep(0.01)
        raise AssertionError("deliveries are still under way")


@asynccontextmanager
async def over_a_socket(app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    """Serve an application that already runs on a real loopback socket, and lend a client of it."""
    server = uvicorn.Server(
        uvicorn.Config(app, port=0, log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
    )
    with socket.create_server(("127.0.0.1", 0)) as listening:
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        base = f"http://127.0.0.1:{listening.getsockname()[1]}"
        async with httpx.AsyncClient(base_url=base, trust_env=False) as client:
            yield client
        server.should_exit = True
        await serving


async def until(happened: Callable[[], bool], *, within_seconds: float = 5.0) -> None:
    """Wait until something has happened, and fail when it does not."""
    for _ in range(int(within_seconds / 0.005)):
        if happened():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it did not happen in time")


@asynccontextmanager
async def meta_sandbox(
    state_file: Path | None = None, *, webhook: Webhook | None = None, **settings: Any
) -> AsyncIterator[MetaSandbox]:
    """Run the sandbox in memory."""
    clock, hook = MovableClock(), webhook or Webhook()
    outside = Starlette(
        routes=[
            Route("/hooks/whatsapp", hook.receive, methods=["POST"]),
            Route("/hooks/whatsapp", hook.confirm, methods=["GET"]),
        ]
    )
    told = replace(SandboxSettings(state_file=state_file, webhook_url=WEBHOOK, retry_seconds=0.01), **settings)
    outgoing = httpx.AsyncClient(transport=httpx.ASGITransport(outside))
    app = create_app(told, clock=clock, http=outgoing)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as http:
            yield MetaSandbox(app, http, app.state.context, clock, hook)
