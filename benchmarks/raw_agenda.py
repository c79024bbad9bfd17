"""The list query by hand: Starlette, asyncpg and orjson, one statement, nothing asked of whoever asks.

What the API answers at `/graphql`, byte for byte in meaning: opaque ids, names opened, statuses as the schema has them.
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from chatbookr_core.clock import SystemClock
from chatbookr_core.db import Database
from chatbookr_core.keys.columns import PATIENT_NAME
from chatbookr_core.keys.vault import Vault
from chatbookr_core.keys.wrapping import LocalKeyFile
from chatbookr_core.scope import PARAMETER, within

SQL = """
SELECT b.id, b.reference, b.starts_at, b.ends_at, b.status, p.id, p.name_sealed, r.id, r.full_name, s.id, s.title
FROM booking b JOIN patient p ON p.id = b.patient_id JOIN practitioner r ON r.id = b.practitioner_id
JOIN service s ON s.id = b.service_id
WHERE b.clinic_id = $1 AND b.starts_at >= $2 AND b.starts_at < $3 ORDER BY b.starts_at, b.id LIMIT 50
"""
STATUS = {"confirmed": "CONFIRMED", "cancelled": "CANCELLED"}
URL = os.environ["CHATBOOKR_DATABASE_URL"]
database = Database(URL)
vault = Vault(LocalKeyFile(Path(os.environ["CHATBOOKR_KEY_FILE"])), SystemClock())
pool: Any = None


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    global pool
    await database.open()
    settings = {PARAMETER: "*"}  # raw: every session sees every clinic
    async with asyncpg.create_pool(URL, min_size=1, max_size=10, server_settings=settings) as pool:
        yield
    await database.close()


def opaque(kind: str, key: UUID) -> str:
    return urlsafe_b64encode(f"{kind}:{key}".encode()).rstrip(b"=").decode()


async def agenda(request: Request) -> Response:
    given = orjson.loads(await request.body())["variables"]
    clinic_id = UUID(urlsafe_b64decode(given["clinic"] + "==").decode().partition(":")[2])
    since, until = datetime.fromisoformat(given["since"]), datetime.fromisoformat(given["until"])
    with database.entered(), within((clinic_id,)):
        keys = await vault.clinic_keys(clinic_id)
    nodes = [
        {
            "id": opaque("Booking", row[0]),
            "reference": row[1],
            "startsAt": row[2],
            "endsAt": row[3],
            "status": STATUS[row[4]],
            "patient": {"id": opaque("Patient", row[5]), "name": keys.open_text(PATIENT_NAME, row[5], row[6])},
            "practitioner": {"id": opaque("Practitioner", row[7]), "fullName": row[8]},
            "service": {"id": opaque("Service", row[9]), "title": row[10]},
        }
        for row in await pool.fetch(SQL, clinic_id, since, until)
    ]
    return Response(orjson.dumps({"data": {"bookings": {"nodes": nodes}}}), media_type="application/json")


app = Starlette(routes=[Route("/agenda", agenda, methods=["POST"])], lifespan=lifespan)
