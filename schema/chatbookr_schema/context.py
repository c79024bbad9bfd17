"""What every resolver of one operation (or of one subscription event) shares: who asks, and what is loaded for them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry
from graphql import GraphQLError

from chatbookr_core.deployment import Deployment
from chatbookr_core.errors import NotAuthenticated
from chatbookr_core.events import Change
from chatbookr_core.people.origin import NOWHERE, Origin
from chatbookr_core.reach import Reach, reach_in
from chatbookr_core.records import ALL_READ, Unread
from chatbookr_core.spending.service import Payer
from chatbookr_permissions.actions import Permission
from chatbookr_permissions.actor import Principal
from chatbookr_permissions.policy import is_allowed
from chatbookr_schema.admitted import Admitted
from chatbookr_schema.loaders import Loaders
from chatbookr_schema.loading import Narrowing
from chatbookr_schema.seen import Seen, seen_by

UNSTATED = "unstated"
CloseSocket = Callable[[int, str], Awaitable[None]]
HandOver = Callable[[str, datetime], str | None]
"""Gives a session's new token to whoever holds it, and returns what of it the answer may show."""


def in_the_answer(token: str, expires_at: datetime) -> str | None:
    """Hand a token over where clients keep it themselves."""
    return token


@dataclass(slots=True)
class AnswerHead:
    """What an operation adds to its HTTP answer: headers, and a status of its own (429) instead of the usual one.

    Over WebSocket there are no headers, and nobody looks.
    """

    headers: dict[str, str] = field(default_factory=dict)
    status: int | None = None


@dataclass(frozen=True, slots=True)
class EventPlace:
    """Where an event of a subscription stands: at which field of the answer, and behind which cursor others follow."""

    field: str
    cursor: Callable[[], Awaitable[str]]


@dataclass(slots=True)
class Context:
    """Made anew for every operation and every event: nothing loaded for one is seen by another.

    A subscription that is `told` a change tells of that one and ends: so webhooks' payloads are made.
    `is_trusted`: the document is one of a client's that this deployment was told of. `is_strict`: a denial of any part
    is a denial of the whole. What an operator reads is noted in `seen`, and logged before it is handed out.
    """

    deployment: Deployment
    actor: Principal | None
    request_id: str
    close_socket: CloseSocket | None = None
    answer: AnswerHead = field(default_factory=AnswerHead)
    told: Change | None = None
    is_trusted: bool = False
    is_strict: bool = False
    replays: list[str] = field(default_factory=list)
    event: EventPlace | None = None  # the one of a subscription that is executed now
    on_event: Callable[[Context], None] | None = None  # told of each, in its own context, before it is executed
    payer: Payer | None = None  # None: nobody is charged, the host itself asks
    seen: Seen | None = None  # what is read is logged; None: nobody has to answer for it
    purpose: str = UNSTATED  # what it is read for, by the asker
    origin: Origin = NOWHERE
    hand_over: HandOver | None = in_the_answer  # None: over a socket, which another token would end
    admitted: Admitted | list[GraphQLError] | None = None  # where that was found out before its execution
    narrowing: Narrowing | None = field(default=None, repr=False)  # None: all is read, nobody knows what is asked for
    loaders: Loaders = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.forget()

    @property
    def now(self) -> datetime:
        return self.deployment.clock.now()

    def principal(self) -> Principal:
        """Return who is asking, a person or a key. Raises NotAuthenticated for nobody."""
        if self.actor is None:
            raise NotAuthenticated()
        return self.actor

    def reach(self, clinic_id: UUID) -> Reach:
        """Tell which rows of a clinic the asker, who was found to belong there, can come upon."""
        return reach_in(self.actor, clinic_id) if self.actor is not None else Reach(())

    def can(self, permission: Permission, clinic_id: UUID) -> bool:
        """Tell whether the asker holds a permission in a clinic."""
        return self.actor is not None and is_allowed(self.actor, permission, clinic_id)

    def forget(self) -> None:
        """Load everything anew from here on: something was changed."""
        self.loaders = Loaders(self.actor, self.deployment, self.narrowing)

    def narrow(self, narrowing: Narrowing | None) -> None:
        """Read from here on what the operation can show, and nothing else; None: whole rows again."""
        self.narrowing = self.loaders.narrowing = narrowing

    def unread(self, clinic_id: UUID | None = None) -> Unread:
        """Tell which columns need not be read of a clinic's records, or (None) of those of any."""
        return self.narrowing.unread(clinic_id) if self.narrowing is not None else ALL_READ

    def renewed(self, actor: Principal) -> Context:
        """Make a context for the next event: the actor as of now, and nothing loaded."""
        narrowing = self.narrowing.renewed(actor) if self.narrowing is not None else None
        self.seen = seen_by(actor, self.deployment.settings.audit_reads, self.seen)
        return replace(self, actor=actor, narrowing=narrowing)


Info = strawberry.Info[Context, Any]
