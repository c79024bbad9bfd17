"""Holds a PostgreSQL database to the isolation of clinics at start-up: tables are guarded, nobody stands above them."""

from collections.abc import Collection
from typing import Any, Final

from chatbookr_core.db import Database, fetch
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.scope import PARAMETER, at_the_door

POLICY: Final = "clinics"
TABLES_OF_NO_CLINIC: Final = {
    "account_link": "a mailed link is about an account, and is found by the hash of its token before anybody is known",
    "anomaly_cursor": "up to where the host has read the audit log for what is out of the ordinary; a number",
    "audit_checkpoint": "sizes and hashes, which anybody may see who is to check the log",
    "audit_cosignature": "what a witness says of a checkpoint",
    "audit_node": "hashes of hashes, which proofs are made of, whoever's entries they are about",
    "audit_pending": "ids of entries that have no place in the log yet; the host alone places them",
    "audit_truncation": "up to where the log was cut off; a number",
    "aerich": "which migrations were applied; nobody's data",
    "change_reader": "how far the host has read the log of changes; nobody's data",
    "incident": "the deployment's own; whom it concerns stands in incident_clinic, which is guarded",
    "incident_phase": "operators' words, sealed under the deployment's key; a clinic reads its own incident_notice",
    "incident_reminder": "that operators were reminded of a deadline; nobody's data",
    "incident_scope": "hashes and the question asked of the log; its answer is incident_clinic, which is guarded",
    "known_device": "a device is a person's, who may work for several clinics, and is looked up at the log-in",
    "login_failure": "counted before anybody knows who is asking; a keyed hash of the e-mail",
    "operator": "whoever runs the deployment is of no clinic; what was opened to them is guarded",
    "operator_passkey": "an operator's, and looked up before anybody is known",
    "operator_session": "an operator's log-in; access_grant, which is guarded, says what it opens",
    "passkey": "a person's, who may work for several clinics, and is looked up before any of them",
    "passkey_challenge": "random, kept as a hash, and asked of a browser before anybody is known",
    "recovery_code": "a person's, who may work for several clinics, and is looked up before any of them",
    "session": "a log-in is a person's; memberships, which are guarded, say what it opens",
    "totp_factor": "a person's, who may work for several clinics, and is looked up before any of them",
    "user_account": "a person may work for several clinics, and logs in before it is known for which",
}
"""The tables without a policy, and why each needs none."""

# tables of the schema this program's names resolve to
UNGUARDED: Final = """
SELECT relation.relname AS name FROM pg_class AS relation
WHERE relation.relnamespace = current_schema()::regnamespace AND relation.relkind IN ('r', 'p')
    AND NOT (relation.relrowsecurity AND relation.relforcerowsecurity AND (
        SELECT COUNT(*) = 1 AND bool_and(
            policy.policyname = $1 AND policy.permissive = 'PERMISSIVE' AND policy.cmd = 'ALL'
            AND policy.roles = '{public}' AND strpos(policy.qual, $2) > 0 AND policy.qual = policy.with_check
        ) FROM pg_policies AS policy
        WHERE policy.schemaname = current_schema() AND policy.tablename = relation.relname
    ))
ORDER BY 1
"""
PRIVILEGES: Final = """
SELECT role.rolname AS name, role.rolsuper AS "is a superuser", role.rolbypassrls AS "bypasses row-level security",
    role.rolcreaterole AS "may make roles",
    EXISTS (
        SELECT 1 FROM pg_class AS relation WHERE relation.relnamespace = current_schema()::regnamespace
            AND relation.relkind IN ('r', 'p') AND pg_has_role(role.oid, relation.relowner, 'MEMBER')
    ) AS "owns its tables",
    COALESCE(has_table_privilege(
        role.oid, to_regclass('audit_entry'), 'UPDATE, DELETE, TRUNCATE'
    ), false) AS "may change the audit log",
    has_schema_privilege(role.oid, current_schema(), 'CREATE') AS "may make tables"
FROM pg_roles AS role WHERE role.rolname = current_user
"""


async def unguarded_tables(database: Database) -> list[str]:
    """List the tables whose rows nobody is kept from, but for those of no clinic."""
    with database.entered(), at_the_door():
        rows = await fetch(UNGUARDED, (POLICY, f"current_setting('{PARAMETER}'"))
    return [row["name"] for row in rows if row["name"] not in TABLES_OF_NO_CLINIC]


async def privileges(database: Database) -> list[str]:
    """Say what the role of this program's sessions may do that it must not, in words; nothing on SQLite."""
    if database.dialect == "sqlite":
        return []
    with database.entered(), at_the_door():
        row: Any = (await fetch(PRIVILEGES))[0]
    return [words for words, is_so in row.items() if is_so is True]


async def assert_isolated(database: Database, *, is_production: bool) -> None:
    """Raise InvalidSettings where a clinic's table has no guard; in production also for a role that stands above it."""
    if database.dialect == "sqlite":
        return
    if unguarded := await unguarded_tables(database):
        raise InvalidSettings(
            f"Row-level security is missing from {_listed(unguarded)}, or is not what it should be: "
            "restore it from the migrations before starting."
        )
    if is_production and (powers := await privileges(database)):
        raise InvalidSettings(
            f"The role of CHATBOOKR_DATABASE_URL {_listed(powers)}, so nothing would keep clinics apart: run "
            "`chatbookr db roles`, and connect as the app role it makes."
        )


def _listed(words: Collection[str]) -> str:
    return ", ".join(words)
