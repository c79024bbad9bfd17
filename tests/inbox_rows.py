"""Rows of the inbox for tests: teams."""

from itertools import count

from tests.factories import CREATED_AT, writing

from chatbookr_core.models import Clinic, Membership, Team, TeamMember

numbers = count(1)


async def make_team(clinic: Clinic, *members: Membership, name: str | None = None) -> Team:
    """Make a team of some members."""
    async with writing():
        team = await Team.create(clinic_id=clinic.id, name=name or f"Team {next(numbers)}", created_at=CREATED_AT)
        for one in members:
            await TeamMember.create(clinic_id=clinic.id, team_id=team.id, membership_id=one.id, created_at=CREATED_AT)
        return team
