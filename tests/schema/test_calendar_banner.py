"""What everybody at work reads on top of everything of a calendar: lost, not read for long, or about to be lost."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.api.clients import make_deployment
from tests.factories import writing
from tests.schema.desk import Desk, ask

from chatbookr_core.clock import TurnableClock
from chatbookr_core.keys.vault import Vault
from chatbookr_core.models import CalendarConnection
from chatbookr_permissions.roles import Role

SHOWN = "query ($c: ID!) { calendars(clinicId: $c) { nodes { banner { reason advice since } isFresh state } } }"
ONLY = "query ($c: ID!) { calendars(clinicId: $c) { nodes { banner { reason } } } }"
LONG, SOON = timedelta(minutes=16), timedelta(days=2)
Changes = dict[str, timedelta | str | None]


@pytest.mark.parametrize(
    ("changes", "reason", "advice", "is_since"),
    [
        ({}, None, None, False),
        ({"state": "needs_reconnect", "fetched_at": -LONG}, "needs_reconnect", "RECONNECT", False),
        ({"state": "needs_reconnect", "lost_at": -LONG}, "needs_reconnect", "RECONNECT", True),
        ({"fetched_at": -LONG}, "calendar_stale", "LOOK", True),
        ({"state_reason": "calendar_not_found", "lost_at": -LONG}, "calendar_not_found", "LOOK", True),
        ({"state_reason": "calendar_not_found", "fetched_at": -LONG}, "calendar_not_found", "LOOK", False),
        ({"fetched_at": -LONG, "grant_ends_at": SOON}, "calendar_stale", "LOOK", True),
        ({"fetched_at": None, "connected_at": timedelta()}, None, None, False),
        ({"fetched_at": None, "connected_at": -LONG}, "calendar_stale", "LOOK", True),
        ({"grant_ends_at": SOON}, "calendar_ending", "RECONNECT", False),
        ({"grant_ends_at": timedelta(days=4)}, None, None, False),
        ({"state": "disconnected", "fetched_at": -LONG}, None, None, False),
    ],
)
async def test_a_banner_says_what_is_wrong_and_what_to_do(
    vault: Vault,
    clock: TurnableClock,
    tmp_path: Path,
    desk: Desk,
    changes: Changes,
    reason: str | None,
    advice: str | None,
    is_since: bool,
) -> None:
    now = clock.now()
    columns: dict[str, Any] = {
        name: now + value if isinstance(value, timedelta) else value for name, value in changes.items()
    }
    async with writing():
        await CalendarConnection.filter(id=desk.calendar.id).update(**{"connected_at": now, **columns})
    deployment, actor = make_deployment(vault, clock, tmp_path), desk.actor(Role.RECEPTIONIST)

    answers = [await ask(deployment, actor, query, {"c": desk.id_of("Clinic")}) for query in (SHOWN, ONLY)]

    (shown,), (only,) = [answer.data["calendars"]["nodes"] for answer in answers]
    banner = shown["banner"] or {"reason": None, "advice": None, "since": None}
    assert (banner["reason"], banner["advice"]) == (reason, advice)
    assert (only["banner"] or {"reason": None})["reason"] == reason
    since = datetime.fromisoformat(banner["since"]) if banner["since"] else None
    assert since == (now - LONG if is_since else None)
