"""A surface of the API: a schema at an address, and who is let in by which token. Staff have one, partners another."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from starlette.requests import HTTPConnection

from chatbookr_api.authentication import bearer_token, cookie_name, peer_of, token_of
from chatbookr_api.telemetry import Telemetry, telemetry_from
from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotAuthenticated
from chatbookr_core.operators.queries import find_open_operator_session
from chatbookr_core.operators.queries import session_for_token as operator_session_for_token
from chatbookr_core.partners.service import key_for_token
from chatbookr_core.people.queries import find_open_session
from chatbookr_core.people.sessions import session_for_token
from chatbookr_permissions.actor import KeyActor, OperatorActor, Principal, StaffActor
from chatbookr_schema.build import partner_schema, staff_schema
from chatbookr_schema.desk import desk_schema
from chatbookr_schema.seen import check_watched
from chatbookr_schema.surface_schema import ChatbookrSchema
from chatbookr_schema.trusted import TrustedDocuments

HERE = Path(__file__).parent
OWN_DOCUMENTS = (HERE / "pages" / "documents.json", HERE / "desk_documents.json")
"""Those of the pages for accounts, and those of the front desk, which are written as it is built."""
SurfaceName = Literal["staff", "partner", "operator", "desk"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Whom a token stands for as of now, and when that ends by itself (None: never)."""

    actor: Principal
    ends_at: datetime | None

    @property
    def credential_id(self) -> object:
        """The session or key: what a Change of kind "session" names when it is taken back."""
        return self.actor.key_id if isinstance(self.actor, KeyActor) else self.actor.session_id


StandingOf = Callable[[HTTPConnection, str], Awaitable[Standing | None]]
StillStanding = Callable[[Standing], Awaitable[Standing | None]]


@dataclass(frozen=True, slots=True)
class Surface:
    """What one address offers to whom; `standing_of` reads a token anew each time, None where it holds no longer.

    `cookie` names the cookie that counts besides `Authorization: Bearer`; None for a surface that takes none.
    `still_standing` looks again without taking it for a sign of life: a screen that is left open is none.
    `trusted` are the documents that can be named instead of sent; with `trusted_only` nothing else is taken.
    """

    name: SurfaceName
    path: str
    deployment: Deployment
    schema: ChatbookrSchema
    standing_of: StandingOf
    cookie: str | None = None
    still_standing: StillStanding | None = None
    trusted: TrustedDocuments = field(default_factory=TrustedDocuments)
    trusted_only: bool = False
    telemetry: Telemetry | None = None

    def token_of(self, connection: HTTPConnection) -> str | None:
        """Return the token a request carries. Raises NotAuthenticated and NotPermitted (a cookie, a foreign page)."""
        if self.cookie is None:
            return bearer_token(connection.headers.get("authorization", ""))
        return token_of(connection, self.deployment.settings)

    async def authenticate(self, connection: HTTPConnection) -> Standing | None:
        """Return who is asking; None for nobody, where people may look before they log in.

        Raises NotAuthenticated for a token that holds no (longer), and for nobody on a surface for programs.
        """
        token = self.token_of(connection)
        if token is None and self.cookie is None:
            raise NotAuthenticated("Send your key as `Authorization: Bearer <key>`.")
        if token is None:
            return None
        standing = await self.standing_of(connection, token)
        if standing is None:
            raise NotAuthenticated(OVER[self.name])
        return standing

    async def standing_again(self, connection: HTTPConnection, token: str, before: Standing) -> Standing | None:
        """Look again at whom a token stands for."""
        if self.still_standing is not None:
            return await self.still_standing(before)
        return await self.standing_of(connection, token)


OVER = {
    "staff": "The session is over: log in again.",
    "partner": "That key does not open this API.",
    "operator": "The session is over: log in again.",
    "desk": "The session is over: log in again.",
}


def staff_surface(deployment: Deployment) -> Surface:
    """Offer the staff's schema to people by their sessions. Raises InvalidSettings for an incomplete schema."""
    check_watched(staff_schema()._schema, deployment.settings.audit_reads)

    async def standing_of(connection: HTTPConnection, token: str) -> Standing | None:
        found = await session_for_token(token, deployment.clock.now())
        return Standing(found.actor, found.ends_at) if found else None

    async def still_standing(before: Standing) -> Standing | None:
        assert isinstance(before.actor, StaffActor)  # noqa: S101  # this surface lets nobody else in
        found = await find_open_session(before.actor.session_id, now=deployment.clock.now())
        return Standing(found.actor, found.ends_at) if found else None

    return Surface(
        "staff",
        "/graphql",
        deployment,
        staff_schema(),
        standing_of,
        cookie_name(deployment.settings),
        still_standing,
        trusted_documents(deployment, *OWN_DOCUMENTS),
        deployment.settings.trusted_documents_only,
        telemetry_from(deployment.settings),
    )


def operator_surface(deployment: Deployment) -> Surface:
    """Offer the staff's schema to operators by their sessions: of it they read what clinics opened to them, no more."""
    return _operators("operator", "/operator/graphql", deployment, staff_schema())


def desk_surface(deployment: Deployment) -> Surface:
    """Offer operators what is their own business, incidents. Raises InvalidSettings for an incomplete schema."""
    return _operators("desk", "/operator/desk/graphql", deployment, desk_schema())


def _operators(name: SurfaceName, path: str, deployment: Deployment, schema: ChatbookrSchema) -> Surface:
    async def standing_of(connection: HTTPConnection, token: str) -> Standing | None:
        found = await operator_session_for_token(token, deployment.clock.now())
        return Standing(found.actor, found.ends_at) if found else None

    async def still_standing(before: Standing) -> Standing | None:
        assert isinstance(before.actor, OperatorActor)  # noqa: S101  # this surface lets nobody else in
        found = await find_open_operator_session(before.actor.session_id, now=deployment.clock.now())
        return Standing(found.actor, found.ends_at) if found else None

    return Surface(
        name,
        path,
        deployment,
        schema,
        standing_of,
        still_standing=still_standing,
        telemetry=telemetry_from(deployment.settings),
    )


def partner_surface(deployment: Deployment) -> Surface:
    """Offer the partners' schema to programs by their keys. Raises InvalidSettings for an incomplete schema."""

    async def standing_of(connection: HTTPConnection, token: str) -> Standing | None:
        address = peer_of(connection, deployment.settings)
        found = await key_for_token(deployment, token, address=address)
        return Standing(found.actor, found.ends_at) if found else None

    return Surface(
        "partner",
        "/partner/graphql",
        deployment,
        partner_schema(),
        standing_of,
        trusted=trusted_documents(deployment),
        telemetry=telemetry_from(deployment.settings),
    )


def trusted_documents(deployment: Deployment, *own: Path) -> TrustedDocuments:
    """Read the manifests this deployment was told of, and `own` ones. Raises InvalidSettings."""
    return TrustedDocuments([*own, *(Path(one) for one in deployment.settings.trusted_documents)])
