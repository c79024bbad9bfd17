"""`chatbookr sessions`: end somebody's sessions, or everybody's; nothing of any clinic is shown."""

import asyncio
import os
import sys

from chatbookr_core.audit.entries import HOST
from chatbookr_core.audit.recording import note
from chatbookr_core.clock import SystemClock
from chatbookr_core.db import transaction
from chatbookr_core.migration import at_these_tables
from chatbookr_core.people.sessions import end_sessions_of, end_sessions_of_everybody
from chatbookr_core.scope import at_the_door
from chatbookr_core.settings import settings_from


def run(*, email: str | None, is_everybody: bool) -> int:
    """End what is asked, and say how many sessions that were; 2 where it is not clear whose, or there is no account."""
    if (email is None) != is_everybody:
        sys.stderr.write("chatbookr: give an e-mail address, or --everybody\n")
        return 2
    return asyncio.run(_done(settings_from(os.environ).database_url, email))


async def _done(database_url: str, email: str | None) -> int:
    now = SystemClock().now()
    async with at_these_tables(database_url):
        with at_the_door():  # accounts and sessions are no clinic's
            async with transaction():
                ended = await (end_sessions_of_everybody(now) if email is None else end_sessions_of(email, now))
                if ended is not None:
                    note(now, "sessionsRevoke", HOST, details={"everybody": email is None, "count": ended})
    if ended is None:
        sys.stderr.write("chatbookr: there is no account of that address\n")
        return 2
    sys.stdout.write(f"{ended} sessions ended\n")
    return 0
