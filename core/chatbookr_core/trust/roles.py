"""P6: that every part of the API has a rule, and that the database itself keeps clinics apart."""

from dataclasses import dataclass

from chatbookr_core.db import current_database
from chatbookr_core.isolation import privileges, unguarded_tables
from chatbookr_core.trust.findings import Audience, Fact, Finding, Reason, concluded, first
from chatbookr_core.trust.looking import FieldRules, Look


@dataclass(frozen=True, slots=True)
class Guards:
    """`powers` are what the program's database role may do and must not; `has_rls` is False on SQLite."""

    rules: FieldRules
    has_rls: bool
    unguarded: int
    powers: tuple[str, ...]


async def guards(look: Look) -> Guards:
    """Ask the schema and PostgreSQL's catalogue."""
    database = current_database()
    if database.dialect == "sqlite":
        return Guards(look.rules, False, 0, ())
    unguarded = await unguarded_tables(database)
    return Guards(look.rules, True, len(unguarded), tuple(await privileges(database)))


def judged(seen: Guards) -> Finding:
    """Judge P6."""
    facts = (
        Fact("partsOfTheApi", seen.rules.parts, "parts", Audience.CLINICS),
        Fact("partsWithoutRule", seen.rules.without_rule, "parts", Audience.CLINICS),
        Fact("isRowLevelSecurityOn", seen.has_rls, audience=Audience.CLINICS),
        Fact("tablesUnguarded", seen.unguarded, "tables", Audience.CLINICS),
        Fact("powersOfTheDatabaseRole", ", ".join(seen.powers)),
    )
    broken = first(
        Reason("Parts of the API have no rule that says who may see them.", "Do not run this version.")
        if seen.rules.without_rule
        else None,
        Reason("Tables lack their row-level security.", "Restore it from the migrations.") if seen.unguarded else None,
        Reason(
            "The database role of the program stands above what keeps clinics apart.",
            "Run `chatbookr db roles`, and connect as the app role: docs/how-to/database-roles.md.",
        )
        if seen.powers
        else None,
    )
    return concluded(facts, broken)
