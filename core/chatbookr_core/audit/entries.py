"""What is written down of a deed, and how: codes, ids and keyed hashes, in one fixed encoding. Pure.

An entry is JSON by RFC 8785 (JCS): keys in order, no blanks, strings and whole numbers alone. Each text is a token of
TOKEN's characters, so nothing that somebody wrote gets in: no words, no names, no line breaks, no escape sequences.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, Literal
from uuid import UUID

from chatbookr_core.canonical import canonical
from chatbookr_permissions.actor import Actor, KeyActor, OperatorActor, StaffActor

VERSION: Final = 1
TOKEN: Final = re.compile(r"[A-Za-z0-9_.:@/=+-]{1,120}")
LARGEST: Final = 2**53 - 1  # what JSON's readers agree on (RFC 8785, 3.2.2.3)
MOST_LISTED: Final = 200

Outcome = Literal["done", "failed", "denied"]
ActorKind = Literal["staff", "key", "operator", "patient", "host", "nobody"]
Detail = str | int | bool | Sequence[str]


@dataclass(frozen=True, slots=True)
class Who:
    """Who did it; the host itself and whoever is not known have no id."""

    kind: ActorKind
    id: UUID | None = None


NOBODY: Final = Who("nobody")
HOST: Final = Who("host")


def who_of(actor: Actor | Who | None) -> Who:
    """Say who an actor is, as entries name them."""
    if isinstance(actor, Who):
        return actor
    if isinstance(actor, StaffActor):
        return Who("staff", actor.user_id)
    if isinstance(actor, KeyActor):
        return Who("key", actor.key_id)
    if isinstance(actor, OperatorActor):
        return Who("operator", actor.operator_id)
    return NOBODY if actor is None else HOST


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed of somebody's in one clinic (None: in none). Raises ValueError for anything but codes and ids."""

    id: UUID
    action: str
    actor: Who
    happened_at: datetime
    clinic_id: UUID | None = None
    subject_id: UUID | None = None
    outcome: Outcome = "done"
    details: Mapping[str, Detail] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _check_codes(self.action, self.outcome, self.actor.kind)
        for name, value in self.details.items():
            _check_token(name)
            _check_detail(value)

    @property
    def content(self) -> str:
        """Write as the log keeps it."""
        return self.columns[-1] or ""

    @property
    def columns(self) -> tuple[str | None, ...]:
        """Write as its row: id, clinic, action, outcome, actor's kind and id, subject, instant, content.

        None has a quotation mark or a backslash but the content, which has quotation marks of JSON alone.
        """
        who, at = self.actor, self.happened_at.astimezone(UTC)
        key, clinic, actor, subject = (
            str(one) if one is not None else None for one in (self.id, self.clinic_id, who.id, self.subject_id)
        )
        details = canonical({name: _plain(value) for name, value in self.details.items()}) if self.details else "{}"
        content = (  # as `canonical` would, for a quarter of the time: no token has a character that JSON escapes
            f'{{"action":"{self.action}","actor":{{"id":{_text(actor)},"kind":"{who.kind}"}},"at":"{_instant(at)}"'
            f',"clinic":{_text(clinic)},"details":{details},"id":"{key}","outcome":"{self.outcome}"'
            f',"subject":{_text(subject)},"v":{VERSION}}}'
        )
        return key, clinic, self.action, self.outcome, who.kind, actor, subject, at.isoformat(" "), content


def leaf_data(content: str, clinic_index: int | None) -> bytes:
    """Write an entry as a leaf of the tree: with its number among its clinic's, so that none can be left out."""
    return f'{{"clinic_index":{canonical(clinic_index)},"entry":{content},"v":{VERSION}}}'.encode()


def written(at: datetime) -> str:
    """Write an instant: UTC, to the microsecond."""
    return _instant(at.astimezone(UTC))


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")[:-6] + "Z"  # of UTC: it ends with +00:00


def _text(key: str | None) -> str:
    return f'"{key}"' if key is not None else "null"


def _plain(value: Detail) -> object:
    return value if isinstance(value, str | int) else sorted(value)


def _check_detail(value: Detail) -> None:
    if isinstance(value, str):
        _check_token(value)
    elif isinstance(value, int):
        if abs(value) > LARGEST:
            raise ValueError("a number of an audit entry is too large")
    else:
        if len(value) > MOST_LISTED:
            raise ValueError("an audit entry lists too much")
        for one in value:
            _check_token(one)


@lru_cache(maxsize=1024)  # there are a few hundred of them
def _check_codes(*codes: str) -> None:
    for one in codes:
        _check_token(one)


def _check_token(text: object) -> None:
    if not isinstance(text, str) or not TOKEN.fullmatch(text):
        raise ValueError("an audit entry holds codes and ids alone")
