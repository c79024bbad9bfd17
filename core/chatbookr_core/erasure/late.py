"""Tells what comes late about a past that may have been erased: it must bring nobody back.

Nothing is kept by which an erased patient could be known again, so it goes by time: whoever is not known here, and of
whom there was a past when this clinic last erased somebody, may be that person (ADR 17).
"""

from datetime import timedelta
from typing import Final

from chatbookr_core.deployment import Deployment
from chatbookr_core.models import ChannelConnection, Erasure
from chatbookr_core.patients.service import is_known
from chatbookr_sdk import Fact, MessageEdited, MessageRevoked, PastMessage, Reacted

AFTERWARDS: Final = timedelta(days=3)
"""How much older than itself what an edit, a deletion or an emoji is about can be: WhatsApp deletes within 2 days."""


async def may_be_of_somebody_erased(deployment: Deployment, connection: ChannelConnection, fact: Fact) -> bool:
    """Tell whether a fact is about the past of somebody unknown, from before the clinic's last erasure."""
    if not isinstance(fact, PastMessage | MessageEdited | MessageRevoked | Reacted):
        return False  # it is of now: who writes after they were erased is somebody new
    since = fact.sent_at if isinstance(fact, PastMessage) else fact.at - AFTERWARDS
    if not await Erasure.exists(clinic_id=connection.clinic_id, erased_at__gte=since):
        return False
    keys = await deployment.vault.clinic_keys(connection.clinic_id)
    return not await is_known(connection.clinic_id, connection.plugin, fact.person, keys)
