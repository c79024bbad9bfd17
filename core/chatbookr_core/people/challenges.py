"""Challenges for authenticators: random, kept as hashes, bound to who asked and for what, answered once."""

import secrets
from typing import Literal

from chatbookr_core.db import current_transaction, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.ids import new_id
from chatbookr_core.people.authenticators import AnswerRefused, Given, challenge_in, hash_of
from chatbookr_core.people.rules import PASSKEY_WAIT

CHALLENGE_BYTES = 32
Purpose = Literal["register", "log_in", "second_factor", "step_up", "operator_enrol", "operator_log_in"]

ASK = """
INSERT INTO passkey_challenge (id, purpose, bound_to, challenge_hash, expires_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (bound_to, purpose) DO UPDATE
SET challenge_hash = excluded.challenge_hash, expires_at = excluded.expires_at
"""
ANSWER = """
DELETE FROM passkey_challenge
WHERE challenge_hash = $1 AND purpose = $2 AND bound_to = $3 AND expires_at > $4
"""
FORGET = "DELETE FROM passkey_challenge WHERE expires_at <= $1"


async def ask(deployment: Deployment, purpose: Purpose, bound_to: str) -> bytes:
    """Make a challenge; the one asked for before it, by the same and for the same, counts no longer.

    Needs a transaction. `bound_to` is a session's id, or the hash of what a browser holds.
    """
    tx, now, challenge = current_transaction(), deployment.clock.now(), secrets.token_bytes(CHALLENGE_BYTES)
    await tx.execute(FORGET, (now,))
    await tx.execute(ASK, (new_id(), purpose, bound_to, hash_of(challenge), now + PASSKEY_WAIT))
    return challenge


async def answered(deployment: Deployment, purpose: Purpose, bound_to: str, given: Given) -> bytes:
    """Use up the challenge an answer is about, and return it; the answer itself is still to be checked.

    Opens a transaction of its own, so that an answer found wrong has used it up all the same. The one DELETE lets one
    answer pass, however many arrive at once. Raises AnswerRefused.
    """
    challenge = challenge_in(given)
    async with transaction() as tx:
        used = await tx.execute(ANSWER, (hash_of(challenge), purpose, bound_to, deployment.clock.now()))
    if not used:
        raise AnswerRefused("no such challenge")
    return challenge
