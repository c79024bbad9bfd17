"""Asks witnesses to cosign the newest checkpoint, and keeps what they say; a witness that is away is asked again."""

import asyncio
import logging
from typing import Final

import httpx

from chatbookr_core.audit.keeping import hashes_of, newest_checkpoint
from chatbookr_core.audit.known_witnesses import KnownWitness, witnesses_of
from chatbookr_core.audit.tree import consistency_spans
from chatbookr_core.audit.witness import Submission
from chatbookr_core.db import fetch, transaction
from chatbookr_core.deployment import Deployment
from chatbookr_core.keys.notes import Note, NoteRefused, NoteVerifier, signatures_in
from chatbookr_core.scope import every_clinic

ASK_SECONDS: Final = 2.0
TIMEOUT_SECONDS: Final = 5.0
ANSWER_BYTES: Final = 8192
LAST: Final = "SELECT COALESCE(MAX(size), 0) AS size FROM audit_cosignature WHERE witness = $1"
KEEP: Final = """
INSERT INTO audit_cosignature (size, witness, line, cosigned_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (size, witness) DO NOTHING
"""
log = logging.getLogger(__name__)


async def cosign_forever(deployment: Deployment) -> None:
    """Keep asking until cancelled; needs an entered database. Without witnesses there is nothing to do."""
    witnesses = witnesses_of(deployment.settings.audit_witnesses)
    if not witnesses:
        return
    async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, follow_redirects=False) as client:
        while True:
            for witness in witnesses:
                try:
                    await cosign(deployment, client, witness)
                except NoteRefused as problem:
                    log.warning("audit: witness %s has not cosigned: %s", witness.verifier.name, problem)
                except Exception as problem:
                    log.warning("audit: witness %s was not asked: %s", witness.verifier.name, type(problem).__name__)
            await asyncio.sleep(ASK_SECONDS)


async def cosign(deployment: Deployment, client: httpx.AsyncClient, witness: KnownWitness) -> bool:
    """Have one witness cosign the newest checkpoint, if it has not; tell whether it did now.

    Raises httpx.HTTPError, and NoteRefused for an answer that is no cosignature of its.
    """
    with every_clinic("audit"):
        newest = await newest_checkpoint()
        last = int((await fetch(LAST, (witness.verifier.name,)))[0]["size"])
        if newest is None or newest.size == last:
            return False
        answer = await _asked(client, witness, last, newest.size, newest.note)
        if answer.status_code == 409 and answer.text.strip().isdecimal():  # it has seen more, or less, than we remember
            answer = await _asked(client, witness, int(answer.text), newest.size, newest.note)
        if answer.status_code != 200:
            raise NoteRefused(f"status {answer.status_code}")
        line = _line_of(answer.text, newest.note, witness.verifier)
        async with transaction() as tx:
            values = (newest.size, witness.verifier.name, line, deployment.clock.now())
            await tx.execute(KEEP, values)
    return True


async def _asked(client: httpx.AsyncClient, witness: KnownWitness, old: int, size: int, note: str) -> httpx.Response:
    if old > size:
        raise NoteRefused("it has seen a longer log than there is: was a backup restored?")
    proof = await hashes_of(consistency_spans(old, size)) if 0 < old < size else []
    body = Submission(old, tuple(proof), note).body
    return await client.post(f"{witness.url}/add-checkpoint", content=body.encode())


def _line_of(answer: str, note: str, verifier: NoteVerifier) -> str:
    """Return the witness's line, checked. Raises NoteRefused."""
    if len(answer) > ANSWER_BYTES:
        raise NoteRefused("the answer is too long")
    signatures_in(answer)
    Note.read(note + answer).signed_by(verifier)
    wanted = f"— {verifier.name} "
    return next(f"{line}\n" for line in answer.split("\n") if line.startswith(wanted))
