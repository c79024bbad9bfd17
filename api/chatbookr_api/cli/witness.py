"""`chatbookr witness`: cosigns logs' checkpoints, by a key and in a folder of its own; it needs no database."""

from collections.abc import Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from chatbookr_api.cli.ports import check_port
from chatbookr_core.audit.witness import MOST_BYTES, Witness, witness_signer
from chatbookr_core.clock import SystemClock
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.keys.notes import NoteRefused, NoteVerifier


def witness_app(witness: Witness) -> Starlette:
    """Serve `POST /add-checkpoint` (c2sp.org/tlog-witness)."""

    async def add_checkpoint(request: Request) -> Response:
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BYTES:
                return PlainTextResponse("That is too long.\n", 413)
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return PlainTextResponse("That is no UTF-8.\n", 400)
        answer = await witness.add(text)
        return Response(answer.body, answer.status, media_type=answer.media_type)

    return Starlette(routes=[Route("/add-checkpoint", add_checkpoint, methods=["POST"])])


def witness_of(name: str, folder: str, logs: Sequence[str]) -> Witness:
    """Put a witness together; its key is made where there is none. Raises InvalidSettings."""
    try:
        verifiers = [NoteVerifier.read(one) for one in logs]
    except NoteRefused as problem:
        raise InvalidSettings(f"--log: {problem}.") from None
    try:
        return Witness(witness_signer(name, Path(folder)), verifiers, Path(folder), SystemClock())
    except OSError as problem:
        raise InvalidSettings(f"--folder: {folder} cannot be used: {problem.strerror}.") from None


def run(*, name: str, folder: str, logs: Sequence[str], host: str, port: int) -> int:
    """Print the verifier key, then serve until SIGTERM."""
    import sys

    import uvicorn

    witness = witness_of(name, folder, logs)
    check_port(host, port, "--port")
    sys.stdout.write(f"{witness.verifier.text}\n")
    sys.stdout.flush()
    config = uvicorn.Config(witness_app(witness), host=host, port=port, access_log=False, server_header=False)
    uvicorn.Server(config).run()
    return 0
