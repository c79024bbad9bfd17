"""A clinic that is connected: the shipped plugins, the real API and the sandbox over a loopback socket, one clock.

Jobs run when a test says so (`work`), in the order they fall due, by the worker's own runner.
"""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

import httpx
import uvicorn
from starlette.applications import Starlette
from tests.e2e.patient import has_option, option_named, options_of
from tests.factories import make_clinic, make_location, make_practitioner, make_service

from chatbookr_api.app import create_app
from chatbookr_core.calendars.connecting import Grant, keep
from chatbookr_core.channels.health import check_later
from chatbookr_core.channels.host import close_client
from chatbookr_core.channels.lifecycle import connect_channel
from chatbookr_core.channels.registry import discover
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.jobs import OPEN_STATES, claim_due
from chatbookr_core.keys import columns
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import Clinic, Job, Location, Message, Practitioner, Service
from chatbookr_core.settings import Settings
from chatbookr_permissions.actor import Membership, StaffActor, SystemActor
from chatbookr_permissions.roles import Role
from chatbookr_sandbox.app import create_app as create_sandbox
from chatbookr_sandbox.settings import GoogleClient, SandboxSettings
from chatbookr_sdk import Secret
from chatbookr_workers import jobs as _declared  # noqa: F401  # its import declares every kind of job
from chatbookr_workers.kinds import declared_kinds
from chatbookr_workers.runner import run

PUBLIC_URL = "http://clinic.test"
PATIENT = "4915112345678"
DOCTOR = "dr.one@example.org"
GOOGLE_SCOPES = ("calendar.freebusy", "calendar.events.owned", "calendar.calendarlist.readonly")
MOST_ROUNDS = 500
PATIENCE_SECONDS = 120.0


def environment_for(base: str, sandbox: SandboxSettings) -> dict[str, str]:
    """Tell the plugins whose app they are and where the providers are."""
    return {
        "CHATBOOKR_WHATSAPP_APP_SECRET": sandbox.meta.app_secret,
        "CHATBOOKR_WHATSAPP_APP_ID": sandbox.meta.app_id,
        "CHATBOOKR_WHATSAPP_VERIFY_TOKEN": sandbox.meta.verify_token,
        "CHATBOOKR_WHATSAPP_GRAPH_URL": f"{base}/meta",
        "CHATBOOKR_GCAL_CLIENT_ID": sandbox.google.client_id,
        "CHATBOOKR_GCAL_CLIENT_SECRET": sandbox.google.client_secret,
        "CHATBOOKR_GCAL_ACCOUNTS_URL": f"{base}/google",
        "CHATBOOKR_GCAL_TOKEN_URL": f"{base}/google/token",
        "CHATBOOKR_GCAL_REVOKE_URL": f"{base}/google/revoke",
        "CHATBOOKR_GCAL_API_URL": f"{base}/google/calendar/v3",
    }


def settings_for(database_url: str, folder: Path, environment: Mapping[str, str], **changes: Any) -> Settings:
    """Set a deployment up whose worker is elsewhere: here, the test itself."""
    return Settings(
        **{
            "database_url": database_url,
            "broker_url": "redis://127.0.0.1:6379",
            "key_file": folder / "key-encryption.key",
            "public_url": PUBLIC_URL,
            "environment": dict(environment),
            **changes,
        }
    )


def deployment_for(settings: Settings, clock: TurnableClock, vault: Vault) -> Deployment:
    """Load the plugins, and lend the test's clock and keys."""
    return Deployment(settings, clock, vault, discover(settings), Random(7))  # noqa: S311  # references and jitter


async def run_jobs(deployment: Deployment, clock: TurnableClock, *, within: timedelta = timedelta(0)) -> list[str]:
    """Run what is due, and what falls due `within` that time, to which the clock is turned; return the kinds run."""
    end, done = clock.now() + within, list[str]()
    for _ in range(MOST_ROUNDS):
        claimed = await claim_due(clock.now(), 100, kinds=declared_kinds())
        for job in claimed:
            await run(deployment, declared_kinds()[job.kind], job.id)
            done.append(job.kind)
        if claimed:
            continue
        waiting = Job.filter(state__in=OPEN_STATES, due_at__gt=clock.now(), due_at__lte=end).order_by("due_at")
        soonest = await waiting.first()
        if soonest is None:
            return done
        clock.turn(soonest.due_at - clock.now())
    raise AssertionError(f"the work does not end: {done[-20:]}")


@dataclass(slots=True)
class World:
    """What a test holds in its hands."""

    deployment: Deployment
    clock: TurnableClock
    database: Database
    sandbox_settings: SandboxSettings
    sandbox: httpx.AsyncClient
    api: httpx.AsyncClient
    app: Starlette
    clinic: Clinic
    location: Location
    practitioner: Practitioner
    service: Service
    connection_id: UUID

    # --- work -----------------------------------------------------------------------------------------------------

    async def work(self, *, within: timedelta = timedelta(0)) -> list[str]:
        """Run jobs and let webhooks arrive until nothing is left to do; then `within` has passed."""
        end, done = self.clock.now() + within, list[str]()
        for _ in range(MOST_ROUNDS):
            await self.hooks_settled()
            ran = await run_jobs(self.deployment, self.clock)
            done += ran
            if ran:
                continue
            waiting = Job.filter(state__in=OPEN_STATES, due_at__gt=self.clock.now(), due_at__lte=end)
            soonest = await waiting.order_by("due_at").first()
            if soonest is None:
                self.clock.turn(max(end - self.clock.now(), timedelta(0)))
                return done
            self.clock.turn(soonest.due_at - self.clock.now())
        raise AssertionError(f"the work does not end: {done[-20:]}")

    async def hooks_settled(self) -> None:
        """Wait until the sandbox has no delivery under way; a refused one counts as settled."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            await asyncio.sleep(0)
            if not _is_sandbox_sending():  # most times: to be told so took a twentieth of these tests' processor
                return
            answer = await self.sandbox.get("/sandbox/meta/deliveries")
            if all(delivery["is_accepted"] or delivery["attempts"] for delivery in answer.json()):
                return
            await asyncio.sleep(0.002)
        raise AssertionError("deliveries are still under way")

    async def check(self, connection_id: UUID) -> None:
        """Ask the provider how a channel is, as it comes round every hour."""
        async with transaction():
            await check_later(self.clinic.id, connection_id, now=self.clock.now())
        await self.work()

    async def fault(self, api: str, operation: str, kind: str, **more: object) -> None:
        """Let something go wrong on the next call."""
        wish = {"api": api, "operation": operation, "kind": kind, **more}
        answer = await self.sandbox.post("/sandbox/faults", json=wish)
        assert answer.status_code == 201, answer.text

    # --- patients -------------------------------------------------------------------------------------------------

    async def write(self, text: str = "hello", *, patient: str = PATIENT, **more: object) -> str:
        """Let a patient write; return the message's id at the provider."""
        return await self.hear({"type": "text", "text": text, **more}, patient=patient)

    async def tap(self, option: Mapping[str, str], *, patient: str = PATIENT) -> str:
        """Let a patient tap a button or a row."""
        return await self.hear({"type": option["kind"], "id": option["id"]}, patient=patient)

    async def hear(self, wish: Mapping[str, object], *, patient: str = PATIENT) -> str:
        answer = await self.sandbox.post(f"/sandbox/meta/patients/{patient}/messages", json=dict(wish))
        assert answer.status_code == 201, answer.text
        message_id: str = answer.json()["messages"][0]["id"]
        return message_id

    async def heard(self, *, patient: str = PATIENT) -> list[dict[str, Any]]:
        """Return what the clinic has said on the patient's phone."""
        answer = await self.sandbox.get(f"/sandbox/meta/patients/{patient}/messages")
        return [message for message in answer.json()["messages"] if message["from"] == "clinic"]

    async def choose(self, title: str, *, patient: str = PATIENT) -> None:
        """Tap the option of that title where it was last offered (an empty title: the first), and let all follow."""
        offers = [message for message in await self.heard(patient=patient) if has_option(title)(message)]
        assert offers, (title, [message["text"] for message in await self.heard(patient=patient)])
        await self.tap(option_named(offers[-1], title) if title else options_of(offers[-1])[0], patient=patient)
        await self.work()

    async def book(self, *, patient: str = PATIENT) -> None:
        """Go from hello to a booked time."""
        await self.write(patient=patient)
        await self.work()
        await self.choose("Book appointment", patient=patient)
        for title in (self.service.short_title, "First available"):  # asked only where there is a choice
            if has_option(title)((await self.heard(patient=patient))[-1]):
                await self.choose(title, patient=patient)
        for title in ("", "Confirm only"):
            await self.choose(title, patient=patient)

    # --- staff, rows ----------------------------------------------------------------------------------------------

    def staff(self, role: Role = Role.OWNER, *, user_id: UUID | None = None) -> StaffActor:
        return StaffActor(user_id or uuid4(), uuid4(), {self.clinic.id: Membership(role)})

    async def bodies(self, messages: Iterable[Message]) -> list[str]:
        """Open what was said."""
        keys = await self.deployment.vault.reading(self.clinic.id, [row.body_sealed for row in messages])
        return [keys.open_text(columns.MESSAGE_BODY, row.id, row.body_sealed) for row in messages]

    # --- calendars ------------------------------------------------------------------------------------------------

    async def connect_calendar(self, email: str = DOCTOR, *, practitioner: Practitioner | None = None) -> UUID:
        """Open a Google account and connect it as a consent would; its busy times are not fetched yet."""
        calendar = {"id": email, "summary": "Dr One", "timeZone": self.clinic.zone, "primary": True}
        opened = await self.sandbox.post("/sandbox/google/accounts", json={"email": email, "calendars": [calendar]})
        assert opened.status_code == 200, opened.text
        wish = {"email": email, "scopes": list(GOOGLE_SCOPES)}
        token = (await self.sandbox.post("/sandbox/google/tokens", json=wish)).json()
        grant = Grant(
            {name: Secret(str(token[name])) for name in ("access_token", "refresh_token", "scope")},
            self.clock.now() + timedelta(seconds=int(token["expires_in"])),
        )
        return await keep(
            self.deployment,
            SystemActor("a test"),
            plugin="gcal",
            clinic_id=self.clinic.id,
            practitioner_id=(practitioner or self.practitioner).id,
            grant=grant,
        )

    async def expire_google(self, what: str = "access", email: str = DOCTOR) -> None:
        """End the account's tokens: `access` or `refresh`."""
        answer = await self.sandbox.post("/sandbox/google/tokens/expire", json={"email": email, "what": what})
        assert answer.status_code == 200, answer.text

    async def google(self, method: str, path: str, email: str = DOCTOR, **options: Any) -> httpx.Response:
        """Call the Calendar API as the practitioner's own client."""
        wish = {"email": email, "scopes": ["calendar"]}
        token = (await self.sandbox.post("/sandbox/google/tokens", json=wish)).json()["access_token"]
        headers = {"authorization": f"Bearer {token}"}
        return await self.sandbox.request(method, f"/google/calendar/v3{path}", headers=headers, **options)

    async def events(self, email: str = DOCTOR) -> list[dict[str, Any]]:
        """List what stands in the practitioner's calendar."""
        answer = await self.google("GET", f"/calendars/{email}/events", email)
        events: list[dict[str, Any]] = answer.json()["items"]
        return events


@asynccontextmanager
async def clinic_world(
    database: Database, database_url: str, clock: TurnableClock, vault: Vault, folder: Path, **clinic_fields: Any
) -> AsyncIterator[World]:
    """Make a clinic with one practitioner and one service, connected to the sandbox's WhatsApp number."""
    plain = SandboxSettings(webhook_url=f"{PUBLIC_URL}/hooks/whatsapp", retry_seconds=30.0)
    sandbox_settings = replace(plain, google=GoogleClient(redirect_uris=(f"{PUBLIC_URL}/connect/gcal/callback",)))
    async with AsyncExitStack() as stack:
        door = _Door()
        outgoing = httpx.AsyncClient(transport=httpx.ASGITransport(door))
        sandbox_app = create_sandbox(sandbox_settings, clock=clock, http=outgoing)
        await stack.enter_async_context(sandbox_app.router.lifespan_context(sandbox_app))
        base = await stack.enter_async_context(served(sandbox_app))
        beside = httpx.ASGITransport(sandbox_app, raise_app_exceptions=False)  # the test's own questions need no socket
        sandbox = await stack.enter_async_context(httpx.AsyncClient(transport=beside, base_url=base))
        settings = settings_for(database_url, folder, environment_for(base, sandbox_settings))
        deployment = deployment_for(settings, clock, vault)
        stack.push_async_callback(close_client)
        app = create_app(settings, clock=clock)
        await stack.enter_async_context(app.router.lifespan_context(app))
        door.app = app
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        api = await stack.enter_async_context(httpx.AsyncClient(transport=transport, base_url=PUBLIC_URL))
        clinic = await make_clinic(vault, **clinic_fields)
        location = await make_location(clinic)
        practitioner = await make_practitioner(clinic, location)
        service = await make_service(clinic, practitioner, title="Check-up", short_title="Check-up")
        connection_id = await connect_channel(
            deployment,
            SystemActor("test"),
            clinic_id=clinic.id,
            plugin="whatsapp",
            credentials={
                "phone_number_id": Secret(sandbox_settings.meta.phone_number_id),
                "waba_id": Secret(sandbox_settings.meta.waba_id),
                "access_token": Secret(sandbox_settings.meta.access_token),
            },
        )
        yield World(
            deployment,
            clock,
            database,
            sandbox_settings,
            sandbox,
            api,
            app,
            clinic,
            location,
            practitioner,
            service,
            connection_id,
        )


@asynccontextmanager
async def served(app: Starlette) -> AsyncIterator[str]:
    """Serve an application that already runs on a loopback socket, and name its address."""
    config = uvicorn.Config(app, log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        # asyncio does not do it for a socket made so, and each answer would wait 40 ms for an acknowledgement
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        await serving


def _is_sandbox_sending() -> bool:
    """Tell whether a task of this loop is a delivery of Meta's, also one to be tried again, or a push of Google's."""
    return any(task.get_name().startswith(("delivery ", "google push ")) for task in asyncio.all_tasks())


class _Door:
    """Where the sandbox's webhooks go, once the API behind it is up."""

    def __init__(self) -> None:
        self.app: Starlette | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)
