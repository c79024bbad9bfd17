"""Reads a clinic's teams and who is in them; always within what the asker reaches."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chatbookr_core.db import fetch, uuid_of
from chatbookr_core.keyset import Order, Selection, records_by_id
from chatbookr_core.people.queries import PEOPLE, Person
from chatbookr_core.reach import Reach, reachable
from chatbookr_core.records import ALL_READ, Records, Unread

IN_TEAMS = """
SELECT team_member.team_id, {columns} FROM team_member
JOIN membership ON membership.clinic_id = team_member.clinic_id AND membership.id = team_member.membership_id
    AND membership.state = 'active'
JOIN user_account ON user_account.id = membership.user_id
WHERE {wanted} ORDER BY user_account.full_name, user_account.id
"""


@dataclass(frozen=True, slots=True)
class TeamRecord:
    """A team of a clinic."""

    id: UUID
    clinic_id: UUID
    name: str
    created_at: datetime


TEAMS = Records(TeamRecord, "team")
TEAM_ORDERS: Mapping[str, Order] = {"name": Order("team.name", "team", "name")}


async def teams_by_id(reach: Reach, ids: Sequence[UUID], unread: Unread = ALL_READ) -> dict[UUID, TeamRecord]:
    """Read teams by id."""
    return await records_by_id(TEAMS, reach, ids, unread)


def teams_where(reach: Reach, order: Order, *, name: str | None = None) -> Selection[TeamRecord]:
    """Select teams, to be paged or counted."""
    return Selection(TEAMS, order, reachable("team", reach).where("team.name =", name))


async def members_of_teams(
    reach: Reach, team_ids: Sequence[UUID], unread: Unread = ALL_READ
) -> dict[UUID, list[Person]]:
    """List whose place counts in each team, by name, in one statement."""
    if not reach.clinic_ids or not team_ids:
        return {}
    wanted = reachable("team_member", reach).among("team_member.team_id", team_ids)
    records = PEOPLE.narrowed(unread)
    found: dict[UUID, list[Person]] = defaultdict(list)
    for row in await fetch(IN_TEAMS.format(columns=records.columns, wanted=wanted.text), wanted.values):
        found[uuid_of(row["team_id"])].append(records.read(row))
    return found
