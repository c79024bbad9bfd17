"""What loaders go by, and hand out."""

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from chatbookr_core.keys.vault import Keys
from chatbookr_core.records import Unread
from chatbookr_permissions.actor import Principal

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sealed(Generic[T]):
    """A record with the keys that open it."""

    record: T
    keys: Keys


class Narrowing(Protocol):
    """Knows what an operation can show to whoever asks."""

    def unread(self, clinic_id: UUID | None) -> Unread:
        """Tell what of a clinic's records, or (None) of those of any, need not be read."""
        ...

    def renewed(self, actor: Principal) -> "Narrowing":
        """Know the same of the next event of a subscription, for the actor as of now."""
        ...
