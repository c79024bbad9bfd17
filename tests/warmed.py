"""What each process of the product begins with, done once: a fork of the one that imports this has it behind it.

To import the product is two seconds of a core, and to build its schemas, to load its plugins and to read whom the world
trusts are as much again. Nothing here listens, opens a database or starts a thread: those are for each fork itself.
"""

import gc
from importlib import import_module
from importlib.metadata import entry_points

gc.disable()  # all that is made here stays

USED = (
    "aerich",
    "aiosqlite",
    "anyio._backends._asyncio",
    "argparse",
    "asyncpg",
    "chatbookr_api.app",
    "chatbookr_api.cli.serve",
    "chatbookr_sandbox.app",
    "chatbookr_workers.jobs",
    "h11",
    "httpcore",
    "tortoise.backends.sqlite",
    "tortoise.contrib.sqlite.regex",
    "uvicorn.lifespan.on",
    "uvicorn.protocols.http.httptools_impl",
    "uvicorn.protocols.websockets.websockets_sansio_impl",
)
for name in USED:
    import_module(name)

import pytest  # noqa: E402  # what follows imports the product, and garbage is not looked for by now
from httpx._transports import default  # noqa: E402  # likewise
from tests.read_once import read_once  # noqa: E402  # likewise

from chatbookr_core.channels.registry import CALENDAR_GROUP, MESSAGING_GROUP  # noqa: E402  # likewise
from chatbookr_schema.build import partner_schema, staff_schema  # noqa: E402  # likewise
from chatbookr_schema.desk import desk_schema  # noqa: E402  # likewise

for group in (MESSAGING_GROUP, CALENDAR_GROUP):
    for point in entry_points(group=group):
        point.load()
for schema in (staff_schema, partner_schema, desk_schema):
    schema()
read_once(pytest.MonkeyPatch())  # for good
default.create_ssl_context()  # type: ignore[attr-defined]  # where read_once has put the one that remembers

gc.freeze()  # forks look for garbage among their own alone, and share the memory of the rest
gc.enable()
