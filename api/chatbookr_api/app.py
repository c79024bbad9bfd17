"""The ASGI application: opens the deployment, lays out the routes, lends the database to each request."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from time import monotonic

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute

from chatbookr_api.agenda_feeds import AgendaFeeds, AppointmentFiles
from chatbookr_api.connect import Connect
from chatbookr_api.encryption import Encrypted, is_refused
from chatbookr_api.errors import exception_handlers
from chatbookr_api.exports import Exports
from chatbookr_api.front_desk import front_desk_routes
from chatbookr_api.graphiql import Assets
from chatbookr_api.graphql import GraphQLEndpoint
from chatbookr_api.hooks import Door, Hooks
from chatbookr_api.invitations import Invitations
from chatbookr_api.login import Login
from chatbookr_api.media import MediaFiles
from chatbookr_api.middleware import EnteredDatabase, Failures, RequestIds, SecureHeaders, cross_origin
from chatbookr_api.oidc import Oidc
from chatbookr_api.operator_desk import OperatorDesk
from chatbookr_api.pages.routes import page_routes
from chatbookr_api.passkeys import Passkeys
from chatbookr_api.payloads import LazyPayloads
from chatbookr_api.second_factor import SecondFactor
from chatbookr_api.security_txt import security_txt_routes
from chatbookr_api.surface import Surface, desk_surface, operator_surface, partner_surface, staff_surface
from chatbookr_api.telemetry import telemetry_from
from chatbookr_api.trust import trust_routes
from chatbookr_api.uploads import Uploads
from chatbookr_core.agenda_feeds.appointment_links import PATH as APPOINTMENTS
from chatbookr_core.agenda_feeds.service import PATH
from chatbookr_core.channels.host import close_client
from chatbookr_core.channels.intake import Intake
from chatbookr_core.channels.owners import Owners
from chatbookr_core.clock import Clock
from chatbookr_core.db import Database
from chatbookr_core.dead_letters import counts_by_state, waiting_seconds
from chatbookr_core.deployment import Deployment, deployment_from
from chatbookr_core.erasure.journal import replay
from chatbookr_core.faultpoints import install_from
from chatbookr_core.garbage import start_set_aside
from chatbookr_core.log_watch import watch_log
from chatbookr_core.people.countries import check_countries
from chatbookr_core.people.oidc.documents import Documents
from chatbookr_core.scope import at_the_door, every_clinic
from chatbookr_core.settings import Settings, settings_from
from chatbookr_core.starting import assert_fit
from chatbookr_core.tending import settle_everything, tend_forever
from chatbookr_schema.limits import TIMEOUT_SECONDS


@dataclass(slots=True)
class House:
    """What the routes of one process share; complete once the lifespan has begun."""

    settings: Settings
    database: Database
    deployment: Deployment
    intake: Intake


def create_app(settings: Settings | None = None, *, clock: Clock | None = None) -> Starlette:
    """Build the application; nothing is opened before its lifespan begins. Raises InvalidSettings."""
    chosen = settings or settings_from(os.environ)
    install_from(chosen.environment, is_production=chosen.is_production)
    check_countries(chosen)
    deployment = deployment_from(chosen, clock=clock)
    database = Database(chosen.database_url, statement_seconds=TIMEOUT_SECONDS)
    house = House(chosen, database, deployment, Intake(database, deployment.vault, deployment.clock))
    hooks = Hooks(deployment, database, house.intake, Owners(database, monotonic))
    app = Starlette(
        routes=routes(house, hooks),
        lifespan=lambda _: _lifespan(house),
        middleware=[
            Middleware(RequestIds),
            Middleware(SecureHeaders, is_encrypted=chosen.is_production),
            *([Middleware(Encrypted, settings=chosen)] if chosen.is_production else []),
            *cross_origin(chosen),
            Middleware(Failures),
            Middleware(EnteredDatabase, database=database),
        ],
        exception_handlers=exception_handlers(),
    )
    app.router.redirect_slashes = False  # a path is exact: a body is not sent after a redirect
    app.middleware_stack = Door(app.build_middleware_stack(), hooks, partial(is_refused, settings=chosen))
    app.state.house = house
    app.state.deployment = deployment
    return app


def routes(house: House, hooks: Hooks) -> list[BaseRoute]:
    """Lay out every address on one screen."""
    connect, health = Connect(house.deployment), Health(house)
    return [
        Route("/hooks/{plugin}", hooks, methods=["GET", "POST"]),
        *surface_routes(staff_surface(house.deployment)),
        *surface_routes(partner_surface(house.deployment)),
        *login_routes(house.deployment),
        *page_routes(),
        *trust_routes(house.deployment),
        *security_txt_routes(house.deployment),
        *front_desk_routes(),
        *surface_routes(operator_surface(house.deployment)),
        *surface_routes(desk_surface(house.deployment)),
        *operator_routes(house.deployment),
        Route("/connect/{plugin}", connect.begin, methods=["GET"]),
        Route("/connect/{plugin}", connect.channel, methods=["POST"]),
        Route("/connect/{plugin}/callback", connect.end, methods=["GET"]),
        Route(f"{PATH}/{{name}}", AgendaFeeds(house.deployment).fetch, methods=["GET"]),
        Route(f"{APPOINTMENTS}/{{name}}", AppointmentFiles(house.deployment).fetch, methods=["GET"]),
        Route("/exports/{id}", Exports(house.deployment).fetch, methods=["GET"]),
        Route("/uploads", Uploads(house.deployment).take, methods=["POST"]),
        Route("/media/{id}", MediaFiles(house.deployment).fetch, methods=["GET"]),
        Route("/health", health.answer, methods=["GET"]),
        Route("/health/ready", health.answer, methods=["GET"]),
        Route("/health/live", health.live, methods=["GET"]),
        Mount("/assets", GZipMiddleware(Assets())),  # a quarter of the bytes; nothing of anybody is in them
        Route("/", _front_door, methods=["GET"]),
    ]


def login_routes(deployment: Deployment, documents: Documents | None = None) -> list[Route]:
    """Mount what lets people in and out, and tells them who they are; `documents` are identity providers'."""
    login = Login(deployment)
    factor, passkeys, invitations = SecondFactor(login), Passkeys(login), Invitations(login)
    return [
        Route("/login", login.log_in, methods=["POST"]),
        Route("/logout", login.log_out, methods=["POST"]),
        Route("/login/second-factor", factor.show, methods=["POST"]),
        Route("/step-up", login.step_up, methods=["POST"]),
        Route("/login/passkey/begin", passkeys.begin_log_in, methods=["POST"]),
        Route("/login/passkey", passkeys.log_in, methods=["POST"]),
        Route("/login/second-factor/passkey/begin", passkeys.begin_second_factor, methods=["POST"]),
        Route("/login/second-factor/passkey", passkeys.second_factor, methods=["POST"]),
        Route("/step-up/passkey/begin", passkeys.begin_step_up, methods=["POST"]),
        Route("/step-up/passkey", passkeys.step_up, methods=["POST"]),
        Route("/passkeys/begin", passkeys.begin, methods=["POST"]),
        Route("/passkeys", passkeys.all, methods=["GET"]),
        Route("/passkeys", passkeys.add, methods=["POST"]),
        Route("/passkeys/{id}", passkeys.rename, methods=["PATCH"]),
        Route("/passkeys/{id}", passkeys.remove, methods=["DELETE"]),
        Route("/second-factor/totp", factor.begin, methods=["POST"]),
        Route("/second-factor/totp", factor.remove, methods=["DELETE"]),
        Route("/second-factor/totp/confirm", factor.confirm, methods=["POST"]),
        Route("/second-factor/recovery-codes", factor.renew_codes, methods=["POST"]),
        Route("/invitation", invitations.show, methods=["POST"]),
        Route("/me", login.me, methods=["GET"]),
        *oidc_routes(Oidc(login, documents)),
    ]


def oidc_routes(oidc: Oidc) -> list[Route]:
    """Mount what lets people in by their clinic's identity provider."""
    return [
        Route("/oidc/providers", oidc.providers, methods=["GET"]),
        Route("/oidc/{provider}/begin", oidc.begin, methods=["GET"]),
        Route("/oidc/{provider}/link", oidc.link, methods=["POST"]),
        Route("/oidc/{provider}/accept", oidc.accept, methods=["POST"]),
        Route("/oidc/{provider}/callback", oidc.end, methods=["GET"]),
        Route("/oidc/{provider}/back-channel-logout", oidc.log_out, methods=["POST"]),
    ]


def operator_routes(deployment: Deployment) -> list[Route]:
    """Mount what lets operators in, and lets them ask clinics for access."""
    desk = OperatorDesk(deployment)
    return [
        Route("/operator", desk.page, methods=["GET"]),
        Route("/operator/enrol/begin", desk.begin_enrolment, methods=["POST"]),
        Route("/operator/enrol", desk.enrol, methods=["POST"]),
        Route("/operator/login/begin", desk.begin_log_in, methods=["POST"]),
        Route("/operator/login", desk.log_in, methods=["POST"]),
        Route("/operator/logout", desk.log_out, methods=["POST"]),
        Route("/operator/access", desk.ask, methods=["POST"]),
        Route("/operator/access/{id}/second", desk.second, methods=["POST"]),
        Route("/operator/access/{id}/end", desk.end, methods=["POST"]),
    ]


def surface_routes(surface: Surface) -> list[Route | WebSocketRoute]:
    """Mount one surface of the API at its path."""
    endpoint = GraphQLEndpoint(surface)
    return [Route(surface.path, endpoint), WebSocketRoute(surface.path, endpoint)]


@asynccontextmanager
async def _lifespan(house: House) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        await house.database.open()
        stack.push_async_callback(house.database.close)
        stack.push_async_callback(close_client)
        await assert_fit(house.database, house.deployment)
        with house.database.entered(), at_the_door():
            await replay(house.deployment)
            stack.push_async_callback(_settled, house)
            stack.push_async_callback(_ended, asyncio.create_task(tend_forever(house.deployment)))
        await house.intake.start()
        stack.push_async_callback(house.intake.stop)
        if house.database.dialect == "postgres":
            from chatbookr_core.listener import listen_forever  # with the driver, which SQLite does not need

            ear = asyncio.create_task(listen_forever(house.settings.database_url))
            stack.push_async_callback(_ended, ear)
        elif not house.settings.is_embedded:  # there are other processes, then, and SQLite tells nobody
            with house.database.entered():
                stack.push_async_callback(_ended, asyncio.create_task(watch_log()))
        if house.settings.is_embedded:
            await _start_worker(house, stack)
        with start_set_aside():
            yield


async def _start_worker(house: House, stack: AsyncExitStack) -> None:
    """Let the embedded worker live and die with the application; it has an event loop and deployment of its own."""
    from chatbookr_workers.jobs import EmbeddedWorker  # dramatiq is only loaded where a worker runs

    payloads, plugins = LazyPayloads(telemetry_from(house.settings)), house.deployment.plugins
    worker = EmbeddedWorker(
        house.settings,
        lambda: deployment_from(house.settings, clock=house.deployment.clock, plugins=plugins, payloads=payloads),
    )
    await worker.start()
    stack.push_async_callback(worker.stop)


async def _settled(house: House) -> None:
    """Write and give back, at the very end, what this process alone knows of."""
    with house.database.entered():
        await settle_everything(house.deployment)


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


class Health:
    """`/health`, `/health/ready`: 200 while the database answers, with the plugins' states and how work gets on.

    `/health/live` is 200 as long as this process answers: to end it brings no database back.
    """

    def __init__(self, house: House) -> None:
        self._house = house

    async def answer(self, request: Request) -> Response:
        """Say how the process is; nothing in here is about anybody."""
        plugins = {loaded.name: loaded.state for loaded in self._house.deployment.plugins.all()}
        try:
            with every_clinic("health"):
                jobs = await counts_by_state()
                waiting = await waiting_seconds(self._house.deployment.clock.now())
        except Exception:
            return JSONResponse({"status": "unavailable", "plugins": plugins}, 503)
        return JSONResponse({"status": "ok", "plugins": plugins, "jobs": jobs, "waitingSeconds": waiting})

    async def live(self, request: Request) -> Response:
        """Answer."""
        return JSONResponse({"status": "ok"})


async def _front_door(request: Request) -> Response:
    """Lead people on to the desk, or to their account if a provider's log-in brought news; tell programs where."""
    if "text/html" in request.headers.get("accept", ""):
        told = request.url.query
        return RedirectResponse("/desk" if told in ("", "signIn=done") else f"/account?{told}", 303)
    return JSONResponse({"service": "chatbookr", "graphql": "/graphql", "health": "/health"})
