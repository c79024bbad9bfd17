"""What statements read of which tables, for tests of what is read of what is asked for."""

import re
from collections.abc import Mapping

from tests.schema.desk import Answer, ask
from tests.schema.statements import statements

from chatbookr_core.deployment import Deployment
from chatbookr_permissions.actor import Principal

SELECTED = re.compile(r"SELECT (.*?) FROM ", re.DOTALL)
ALWAYS = {"id", "clinic_id"}
TIMES = 3  # by graphql-core, then compiled, then straight through
Columns = dict[str, set[str]]


def read_by(taken: list[str]) -> Columns:
    """List which columns of which tables statements read, but for those by which rows are told apart."""
    found: Columns = {}
    for selected in SELECTED.findall("\n".join(taken)):
        for table, column in re.findall(r"\b([a-z_]+)\.([a-z0-9_]+)\b", selected):
            found.setdefault(table, set()).add(column)
    return {table: names - ALWAYS for table, names in found.items() if "id" in names}


async def asked(
    deployment: Deployment, actor: Principal, query: str, variables: Mapping[str, object]
) -> tuple[Answer, Columns]:
    """Ask a few times, as the ways differ; return the answer, the same each time, and what all of them read."""
    answers, taken = [], []
    for _ in range(TIMES):
        with statements() as found:
            answers.append(await ask(deployment, actor, query, variables))
        taken += found
    assert all(one == answers[0] for one in answers)
    return answers[0], read_by(taken)
