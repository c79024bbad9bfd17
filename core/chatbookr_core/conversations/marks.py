"""What was put to a message since it was written: reactions, earlier texts, where its writer came from; sealed JSON."""

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from chatbookr_sdk import Referral

PATIENT = "patient"
PHONE_APP = "phone_app"


@dataclass(frozen=True, slots=True)
class Reaction:
    """One side's emoji; None once it was taken away: what is reported late must not bring it back."""

    author: str
    emoji: str | None = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """What a message said before it was edited; `at` is since when it said so."""

    at: datetime
    kind: str
    body: str = field(repr=False)
    content: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Marks:
    """All that was put to one message.

    `awaits_original` says that an edit was faster than what it edits.
    """

    reactions: tuple[Reaction, ...] = ()
    versions: tuple[Version, ...] = ()
    referral: Referral | None = None
    chat_group_id: str | None = None
    product_id: str | None = None
    is_forwarded: bool = False
    awaits_original: bool = False

    def reacted(self, author: str, emoji: str | None, at: datetime) -> "Marks":
        """Take in one side's reaction; the latest one by the provider's time stands, whatever the order."""
        standing = next((one for one in self.reactions if one.author == author), None)
        if standing is not None and standing.at > at:
            return self
        others = tuple(one for one in self.reactions if one.author != author)
        return replace(self, reactions=(*others, Reaction(author, emoji, at)))

    def with_version(self, version: Version) -> "Marks":
        """Keep an earlier text, in time's order; the same one is kept once."""
        if version in self.versions:
            return self
        return replace(self, versions=tuple(sorted((*self.versions, version), key=lambda one: one.at)))

    def to_json(self) -> str | None:
        """Write as JSON text; None where nothing was put to the message."""
        if self == Marks():
            return None
        return json.dumps(asdict(self), default=datetime.isoformat, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str | None) -> "Marks":
        """Read what `to_json` wrote."""
        if text is None:
            return cls()
        value: dict[str, Any] = json.loads(text)
        referral = value["referral"]
        return cls(
            reactions=tuple(
                Reaction(one["author"], one["emoji"], datetime.fromisoformat(one["at"])) for one in value["reactions"]
            ),
            versions=tuple(
                Version(datetime.fromisoformat(one["at"]), one["kind"], one["body"], one["content"])
                for one in value["versions"]
            ),
            referral=Referral(**referral) if referral else None,
            chat_group_id=value["chat_group_id"],
            product_id=value["product_id"],
            is_forwarded=value["is_forwarded"],
            awaits_original=value["awaits_original"],
        )
