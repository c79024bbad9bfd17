"""What an upgrade while everything runs needs of migrations: they add, or the runbook has old processes end first."""

import re
from pathlib import Path

import pytest

from chatbookr_core.database_urls import Dialect
from chatbookr_core.migration import folder_of, versions_of

RUNBOOK = Path(__file__).parent.parent / "docs" / "runbooks" / "upgrading.md"
KNOWN = 62  # until then nothing had been released
TAKES = re.compile(
    r'\b(RENAME|DROP\s+(TABLE|COLUMN))\b|\bADD\s+(COLUMN\s+)?"\w+"[^,;]*\bNOT NULL\b(?![^,;]*\bDEFAULT\b)', re.I
)


def takes_away(source: str) -> bool:
    """Tell whether an upgrade takes what processes of the version before use, or wants what they do not write."""
    return TAKES.search(source.partition("async def downgrade")[0]) is not None


@pytest.mark.parametrize("dialect", ["postgres", "sqlite"])
def test_a_migration_leaves_what_processes_that_run_use_or_the_runbook_names_it(dialect: Dialect) -> None:
    runbook = RUNBOOK.read_text("utf-8")
    unnamed = [
        name
        for name in versions_of(dialect)
        if int(name.split("_")[0]) > KNOWN
        and takes_away((folder_of(dialect) / name).read_text("utf-8"))
        and name.removesuffix(".py") not in runbook
    ]

    assert unnamed == [], f"say in {RUNBOOK.name} that processes of before must end first, or add only"


@pytest.mark.parametrize(
    ("sql", "is_so"),
    [
        ('ALTER TABLE "consent" DROP COLUMN "is_granted";', True),
        ('ALTER TABLE "message" RENAME COLUMN "a" TO "b";', True),
        ('ALTER TABLE "webhook_endpoint" ADD "event" VARCHAR(40) NOT NULL;', True),
        ('ALTER TABLE "clinic" ADD "seats" INT NOT NULL DEFAULT 1;', False),
        ('ALTER TABLE "clinic" ADD "lost_at" TIMESTAMPTZ;', False),
        ('CREATE TABLE "x" ("id" UUID NOT NULL PRIMARY KEY);', False),
        ('ALTER TABLE "x" ADD "y" INT;"""\\n\\nasync def downgrade(db):\\n    return "DROP TABLE x"', False),
    ],
)
def test_what_takes_away_is_known(sql: str, is_so: bool) -> None:
    assert takes_away(sql) == is_so
