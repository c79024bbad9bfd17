"""Recorded payloads of Meta's, changed at random: whatever comes is taken in or kept, and never an error."""

import random
from typing import Any

from tests.core.test_payloads import RECORDINGS, deliver, planted, reported
from tests.core.test_payloads import deployed as deployed
from tests.factories import make_clinic, make_connection
from tests.thoroughness import tries

from chatbookr_core.deployment import Deployment
from chatbookr_core.models import ChannelConnection
from whatsapp_payloads import facts_of, mutated

LONGEST_ID = 120
"""Of an account, as the table holds it."""


async def test_whatever_is_changed_in_a_recording_is_taken_in_or_kept(deployed: Deployment) -> None:
    """The account is the clinic's own, so that all of it goes the whole way into the tables."""
    chance = random.Random(20261128)  # noqa: S311  # to be repeated, not to be secret
    clinic = await make_clinic(deployed.vault)
    connection = await make_connection(clinic, deployed.vault)
    for external_id in sorted({one for payload in RECORDINGS.values() for one in reported(payload)}):
        await planted(connection, deployed.vault, external_id)
    ends: dict[str, int] = {}
    for _ in range(tries(300)):
        payload: Any = mutated(chance)
        accounts = [fact.account for fact in facts_of(payload) if fact.account is not None]
        fitting = [one for one in accounts if len(one.id) <= LONGEST_ID and len(one.group_id or "") <= LONGEST_ID]
        if fitting:
            here = ChannelConnection.filter(id=connection.id)
            await here.update(account_id=fitting[0].id, group_id=fitting[0].group_id, state="connected")

        (delivery,) = await deliver(deployed, payload)  # raises what was not foreseen

        ends[delivery.state] = ends.get(delivery.state, 0) + 1
    assert ends.keys() == {"processed", "kept"}
    assert ends["processed"] > tries(300) // 4
