"""What few need is imported where it is used: each of these costs every process memory, and every start time."""

import subprocess
import sys
from importlib.util import find_spec

import pytest

pytestmark = pytest.mark.e2e  # processes are started: this one has imported everything already

OF_MIGRATIONS = {"aerich", "dictdiffer"}
OF_PASSKEYS = {"webauthn", "OpenSSL", "cbor2"}
OF_LOG_INS = {"segno", "authlib"}
OF_REHEARSALS = {"yaml"}
OF_BACKUPS = {"pyrage"}
OF_MANY_PRACTITIONERS = {"numpy"}
OF_DEPLOYMENTS = {"opentelemetry", "hvac", "boto3", "redis", "pika"}
OF_TESTS = {"hypothesis", "pytest", "py3langid"}
OF_DATES_AND_CATALOGUES = {"babel"}
OF_FILES = {"filetype"}
OF_POSTGRESQL = {"asyncpg"}
OF_REQUESTS_TO_OTHERS = {"httpx", "httpcore", "certifi", "idna"}
OF_SOCKETS = {"strawberry.asgi", "strawberry.subscriptions.protocols.graphql_transport_ws.handlers"}
OF_HEARING_PATIENTS = {f"chatbookr_core.dialogue.{name}" for name in ("machine", "hearing", "opting", "opt_words")}
OF_WHO_SERVES = OF_DATES_AND_CATALOGUES | OF_FILES | OF_REQUESTS_TO_OTHERS | OF_SOCKETS | OF_HEARING_PATIENTS
OF_EVERY_PROCESS = {"strawberry", "graphql", "tortoise", "cryptography", "starlette", "uvicorn", "dramatiq"}
RARE = (
    OF_POSTGRESQL
    | OF_MIGRATIONS
    | OF_PASSKEYS
    | OF_LOG_INS
    | OF_REHEARSALS
    | OF_BACKUPS
    | OF_MANY_PRACTITIONERS
    | OF_DEPLOYMENTS
    | OF_TESTS
)


def imported_by(module: str) -> set[str]:
    program = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("module", "left_out"),
    [
        ("chatbookr_api.app", RARE | OF_WHO_SERVES | {"dramatiq", "jsonschema", "chatbookr_sandbox"}),
        (
            "chatbookr_workers.jobs",
            RARE | OF_DATES_AND_CATALOGUES | OF_FILES | {"strawberry", "starlette", "chatbookr_sandbox"},
        ),
        ("chatbookr_sandbox.app", RARE | {"strawberry", "tortoise", "dramatiq"}),
        ("chatbookr_core.settings", RARE | OF_WHO_SERVES | OF_EVERY_PROCESS),
        ("chatbookr_api.cli", RARE | OF_WHO_SERVES | OF_EVERY_PROCESS | {"chatbookr_core.settings"}),
    ],
    ids=["api", "worker", "sandbox", "settings", "the-command"],
)
def test_a_process_imports_what_it_needs_and_nothing_rare(module: str, left_out: set[str]) -> None:
    found = imported_by(module)

    assert module.partition(".")[0] in found
    assert not found & left_out


@pytest.mark.parametrize("name", sorted(RARE | OF_WHO_SERVES))
def test_what_is_called_rare_is_there_to_be_imported(name: str) -> None:
    assert find_spec(name) is not None
