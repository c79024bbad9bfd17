"""A clinic whose partner is called: a desk, a key, an owner who stepped up, a receiver, and their verbs."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
from tests.clinic_world import run_jobs
from tests.partner_rows import make_api_key
from tests.receiver import Received, Receiver, receiving
from tests.schema.desk import Answer, Desk, ask, make_desk

from chatbookr_api.payloads import LazyPayloads
from chatbookr_core.clock import TurnableClock
from chatbookr_core.db import current_database, fetch, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.events import Change, Kind
from chatbookr_core.models import ApiKey, Session, WebhookAttempt, WebhookDelivery, WebhookEndpoint
from chatbookr_core.webhooks.dispatch import Round, dispatch
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Membership, StaffActor
from chatbookr_permissions.roles import Role
from chatbookr_schema.ids import global_id

READS = (Permission.CLINIC_READ, Permission.BOOKING_READ, Permission.PATIENT_READ, Permission.CONVERSATION_READ)
BOOKINGS = """
subscription Bookings($clinic: ID!) {
  bookingChanged(clinicId: $clinic) { booking { id reference patient { name } } }
}
"""
CREATE = """
mutation ($input: WebhookEndpointCreateInput!) {
  webhookEndpointCreate(input: $input) {
    endpoint { id event state url document variables } secret userErrors { code field message }
  }
}
"""


async def step_up(desk: Desk, now: Any, *, role: Role = Role.OWNER, is_stepped_up: bool = True) -> StaffActor:
    """Log somebody of a role in at the desk, who has just proved again who they are."""
    session_id = uuid4()
    async with transaction():
        await Session.create(
            id=session_id,
            user_id=desk.user.id,
            token_hash=str(session_id),
            created_at=now,
            last_seen_at=now,
            expires_at=now + timedelta(days=1),
            stepped_up_at=now if is_stepped_up else None,
        )
    return StaffActor(desk.user.id, session_id, {desk.clinic.id: Membership(role)})


@dataclass(slots=True)
class WebhookDesk:
    """What a test of webhooks holds in its hands."""

    deployment: Deployment
    clock: TurnableClock
    desk: Desk
    key: ApiKey
    receiver: Receiver

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.receiver.port}/hook?token=of-theirs"

    async def owner(self) -> StaffActor:
        """Return the owner, who has just proved again who they are."""
        return await step_up(self.desk, self.clock.now())

    async def ask(self, query: str, variables: Mapping[str, object], actor: StaffActor | None = None) -> Answer:
        return await ask(self.deployment, actor or await self.owner(), query, variables)

    async def create(self, document: str = BOOKINGS, *, actor: StaffActor | None = None, **changes: object) -> Any:
        """Make an endpoint by the API; return its payload."""
        given = {
            "clinicId": self.desk.id_of("Clinic"),
            "apiKeyId": global_id("ApiKey", self.key.id),
            "url": self.url,
            "document": document,
            "variables": {"clinic": self.desk.id_of("Clinic")},
        }
        answer = await self.ask(CREATE, {"input": {**given, **changes}}, actor)
        assert answer.errors == [], answer
        return answer.data["webhookEndpointCreate"]

    async def made(self, document: str = BOOKINGS, **changes: Any) -> tuple[str, str]:
        """Make an endpoint that is accepted; return its id and its secret."""
        payload = await self.create(document, **changes)
        assert payload["userErrors"] == [], payload
        return payload["endpoint"]["id"], payload["secret"]

    async def tell(self, kind: Kind = "booking", subject: UUID | None = None, parent: UUID | None = None) -> None:
        """Let a change of the clinic happen: of the desk's booking, unless said otherwise."""
        async with transaction() as tx:
            tx.tell(Change(kind, self.desk.clinic.id, subject or self.desk.booking.id, parent))

    async def work(self, *, within: timedelta = timedelta(0)) -> list[str]:
        """Dispatch what was logged, and run what is due until `within` has passed."""
        end = self.clock.now() + within
        while (await self.dispatch()).is_full:
            continue
        ran = await run_jobs(self.deployment, self.clock, within=within)
        self.clock.turn(end - self.clock.now())
        return ran

    async def dispatch(self) -> Round:
        """Make one round of deliveries of what was logged by now."""
        await self.settled()
        return await dispatch(self.deployment)

    async def settled(self) -> None:
        """Wait until what was logged can be read strictly once: others on the server may write meanwhile."""
        async with asyncio.timeout(20):
            while True:
                if not await _is_unsettled():
                    break
                await asyncio.sleep(0.01)

    @property
    def bodies(self) -> list[Any]:
        return [orjson.loads(request.body) for request in self.receiver.received]

    @property
    def received(self) -> list[Received]:
        return self.receiver.received

    async def deliveries(self) -> list[WebhookDelivery]:
        return await WebhookDelivery.all().order_by("created_at", "id")

    async def delivery(self) -> WebhookDelivery:
        """Return the only one."""
        (found,) = await self.deliveries()
        return found

    async def endpoint(self) -> WebhookEndpoint:
        """Return the only one."""
        (found,) = await WebhookEndpoint.all()
        return found

    async def attempts(self) -> list[tuple[int | None, str | None]]:
        """List how each try ended."""
        return [(row.status, row.error) for row in await WebhookAttempt.all().order_by("attempted_at", "id")]


@asynccontextmanager
async def webhook_desk(
    deployment: Deployment, clock: TurnableClock, *, scopes: Iterable[Permission] = READS
) -> AsyncIterator[WebhookDesk]:
    """Make a desk with a key of some scopes, and a receiver on a loopback socket that development may reach."""
    async with receiving() as receiver:
        settings = replace(deployment.settings, webhook_allowed_hosts=(f"127.0.0.1:{receiver.port}",))
        lent = replace(deployment, settings=settings, payloads=LazyPayloads())
        desk = await make_desk(deployment.vault, clock.now())
        async with transaction():
            await desk.webhook_endpoint.delete()  # tests make their own, to their own receiver
        key = await make_api_key(desk.clinic, scopes=scopes)
        yield WebhookDesk(lent, clock, desk, key, receiver)


async def _is_unsettled() -> bool:
    """Tell whether readers have to wait for a transaction of any database that began before something was logged."""
    if current_database().dialect == "sqlite":
        return False
    rows = await fetch(
        "SELECT EXISTS (SELECT FROM change_log"
        " WHERE transaction_id >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint) AS is_unsettled"
    )
    return bool(rows[0]["is_unsettled"])
