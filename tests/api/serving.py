"""The API on a port of its own, for tests that hold a connection open: sockets and streams."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import uvicorn
from tests.api.clients import make_app
from tests.factories import make_membership, make_user
from tests.schema.desk import Desk, make_desk
from tests.servers import free_port

from chatbookr_api.app import surface_routes
from chatbookr_api.cli.serve import server_config
from chatbookr_api.surface import staff_surface
from chatbookr_core.db import Database, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change
from chatbookr_core.models import User
from chatbookr_core.people.passwords import hash_password_now
from chatbookr_core.people.sessions import LoggedIn, log_in

PASSWORD = "correct horse battery"
HASH = hash_password_now(PASSWORD)


@dataclass(frozen=True, slots=True)
class House:
    """A served clinic, and somebody of its staff who is logged in."""

    url: str
    desk: Desk
    user: User
    session: LoggedIn
    deployment: Deployment


@asynccontextmanager
async def served(database: Database, lent: Deployment) -> AsyncIterator[House]:
    """Serve a clinic on a port of its own, with somebody of its staff logged in."""
    port = free_port()
    deployment = replace(lent, settings=replace(lent.settings, public_url=f"http://127.0.0.1:{port}"))
    desk = await make_desk(deployment.vault, deployment.clock.now())
    user = await make_user(email="ada@example.com", password_hash=HASH)
    await make_membership(user, desk.clinic, role="receptionist")
    session = await log_in(deployment, "ada@example.com", PASSWORD)
    app = make_app(deployment, database, *surface_routes(staff_surface(deployment)))
    config = server_config(replace(deployment.settings, port=port), app)
    config.log_level, config.lifespan = "error", "off"
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn tells by this attribute alone
        await asyncio.sleep(0.01)
    try:
        yield House(f"ws://127.0.0.1:{port}/graphql", desk, user, session, deployment)
    finally:
        server.should_exit = True
        await serving


async def tell(*changes: Change) -> None:
    async with transaction() as tx:
        for change in changes:
            tx.tell(change)
