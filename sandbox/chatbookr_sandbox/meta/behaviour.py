"""How Meta behaves in this sandbox beyond single faults: duplicates, reversed statuses, phones switched off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace

from chatbookr_sandbox.meta.refusals import JsonObject


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Say how deliveries go from now on.

    Phones that are not online do not report `delivered`. `reads_automatically` reports `read` at once.
    With `reverses_statuses` the whole ladder is sent at once, latest first. Outside the 24-hour window a
    message is accepted and reported as failed, as Meta does; `refuses_late_at_once` answers 131047 instead.
    `knows_only_listed` refuses recipients that no one has added (131030). With `limits_pairs` the 46th message to one
    person within 270 seconds is refused (131056: one in six seconds, 45 at once).
    """

    delivery_copies: int = 1
    status_copies: int = 1
    sends_statuses: bool = True
    reverses_statuses: bool = False
    phones_are_online: bool = True
    reads_automatically: bool = False
    refuses_late_at_once: bool = False
    knows_only_listed: bool = False
    limits_pairs: bool = False

    def changed(self, wish: Mapping[str, object]) -> Behaviour:
        """Apply the control API's JSON; raises ValueError naming what is wrong."""
        known = {each.name: type(getattr(self, each.name)) for each in fields(self)}
        for name, value in wish.items():
            if name not in known:
                raise ValueError(f"there is no behaviour {name!r}; known: {', '.join(known)}")
            if type(value) is not known[name] or (isinstance(value, int) and not 0 <= value <= 100):
                raise ValueError(f"{name} must be a {known[name].__name__} (numbers up to 100)")
        return replace(self, **wish)  # type: ignore[arg-type]  # names and types were compared above

    def as_json(self) -> JsonObject:
        """List what is set."""
        return asdict(self)
