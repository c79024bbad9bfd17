"""Makes the three roles a PostgreSQL deployment has: who owns the tables, who migrates them, and whom the program is.

`owner` cannot log in. `migrator` logs in and acts as the owner. `app` reads and writes rows within its policies, and
owns, makes and alters nothing; to the audit log it adds, and changes nothing of it. A fourth, `backup`, is made where
it is given a password: it reads the rows of all clinics, as a dump must, and writes none.
"""

import base64
import hashlib
import hmac
import os
import re
import secrets
from dataclasses import dataclass, field
from typing import Any, Final

from chatbookr_core.database_urls import dialect_of, session_options_of
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.unreachable import reaching

PREFIX: Final = re.compile(r"[a-z][a-z0-9_]{0,40}")
SCRAM_ITERATIONS: Final = 4096  # PostgreSQL's own (scram_iterations)
HAS_NO_POWERS: Final = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
APPENDED: Final = "audit_entry, audit_leaf, audit_node, audit_checkpoint, audit_cosignature, audit_truncation"
OWNED: Final = """
SELECT relation.oid::regclass::text AS name, format('ALTER %s %s OWNER TO',
    CASE relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, relation.oid::regclass) AS statement
FROM pg_class AS relation JOIN pg_roles AS owner ON owner.oid = relation.relowner
WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'S') AND owner.rolname <> $1
    AND NOT EXISTS (  -- what belongs to an extension, and a table's own sequences, follow by themselves
        SELECT 1 FROM pg_depend
        WHERE classid = 'pg_class'::regclass AND objid = relation.oid AND deptype IN ('e', 'a', 'i')
    )
UNION ALL
SELECT routine.proname, format('ALTER ROUTINE %s OWNER TO', routine.oid::regprocedure)
FROM pg_proc AS routine JOIN pg_roles AS owner ON owner.oid = routine.proowner
WHERE pronamespace = current_schema()::regnamespace AND owner.rolname <> $1
    AND NOT EXISTS (
        SELECT 1 FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = routine.oid AND deptype = 'e'
    )
ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Roles:
    """The names of the roles of one deployment."""

    owner: str
    migrator: str
    app: str
    backup: str

    @classmethod
    def named(cls, prefix: str) -> "Roles":
        """Derive the names. Raises InvalidSettings for a prefix that would need quotes."""
        if not PREFIX.fullmatch(prefix):
            raise InvalidSettings("A prefix is a lower-case letter, then letters, digits and `_`, 41 at most.")
        return cls(f"{prefix}_owner", f"{prefix}_migrator", f"{prefix}_app", f"{prefix}_backup")


@dataclass(frozen=True, slots=True)
class Passwords:
    """What was given to log in with; None: what a role has stays, and a new one is made for a new role.

    Without one for `backup` that role is left as it is, or not made.
    """

    migrator: str | None = field(default=None, repr=False)
    app: str | None = field(default=None, repr=False)
    backup: str | None = field(default=None, repr=False)


@dataclass(slots=True)
class Report:
    """What was done, in words, and the passwords that were made up, which nobody can read again."""

    done: list[str] = field(default_factory=list)
    made_up: dict[str, str] = field(default_factory=dict, repr=False)


async def make_roles(admin_url: str, roles: Roles, passwords: Passwords) -> Report:
    """Make or mend the roles of the database a superuser's URL names, in one transaction. Safe to run again.

    Raises InvalidSettings for another kind of database, and for a role that may not make roles.
    """
    import asyncpg

    if dialect_of(admin_url) != "postgres":
        raise InvalidSettings("SQLite has no roles: this is for PostgreSQL.")
    with reaching(admin_url):
        connection = await asyncpg.connect(**session_options_of(admin_url))
    try:
        if not await connection.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
            raise InvalidSettings("Roles are made by a superuser: name one in CHATBOOKR_ADMIN_DATABASE_URL.")
        async with connection.transaction():
            return await _make(connection, roles, passwords)
    finally:
        await connection.close()


async def _make(connection: Any, roles: Roles, passwords: Passwords) -> Report:
    report = Report()
    await _role(connection, report, roles.owner, f"NOLOGIN {HAS_NO_POWERS}")
    for name, given in ((roles.migrator, passwords.migrator), (roles.app, passwords.app)):
        is_new = await _role(connection, report, name, f"LOGIN {HAS_NO_POWERS}")
        password = given or (secrets.token_urlsafe(24) if is_new else None)
        if password is not None:
            await connection.execute(f"ALTER ROLE {name} PASSWORD '{verifier_of(password)}'")
            report.done.append(f"{name}: password set")
        if password is not None and given is None:
            report.made_up[name] = password
    database = await connection.fetchval("SELECT quote_ident(current_database())")
    schema = await connection.fetchval("SELECT quote_ident(current_schema())")
    for statement in _grants(roles, database, schema):
        await connection.execute(statement)
    report.done.append(f"{roles.migrator}: acts as {roles.owner} in {database}")
    report.done.append(f"{roles.app}: reads and writes rows in {database}, later tables' too, and nothing else")
    if passwords.backup is not None:
        await _make_backup(connection, report, roles.backup, passwords.backup, database)
    await _hand_over(connection, report, roles)
    return report


async def _make_backup(connection: Any, report: Report, name: str, password: str, database: str) -> None:
    """Make or mend the role that dumps: row-level security binds all others, the owner too."""
    await _role(connection, report, name, f"LOGIN {HAS_NO_POWERS.replace('NOBYPASSRLS', 'BYPASSRLS')}")
    await connection.execute(f"ALTER ROLE {name} PASSWORD '{verifier_of(password)}'")
    await connection.execute(f"GRANT CONNECT ON DATABASE {database} TO {name}")
    await connection.execute(f"GRANT pg_read_all_data TO {name}")
    report.done.append(f"{name}: password set; reads the rows of all clinics in {database}, and writes none")


async def _role(connection: Any, report: Report, name: str, powers: str) -> bool:
    """Make a role, or take from it what it must not have; return whether it is new."""
    is_new = not await connection.fetchval("SELECT COUNT(*) FROM pg_roles WHERE rolname = $1", name)
    await connection.execute(f"{'CREATE' if is_new else 'ALTER'} ROLE {name} {powers}")
    report.done.append(f"{name}: {'made' if is_new else 'was there'}")
    return is_new


def _grants(roles: Roles, database: str, schema: str) -> list[str]:
    owner, migrator, app = roles.owner, roles.migrator, roles.app
    later = f"ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema} GRANT"
    return [
        f"REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {database} TO {migrator}, {app}",
        f"GRANT CREATE ON DATABASE {database} TO {owner}",  # for btree_gist, a trusted extension
        f"GRANT USAGE, CREATE ON SCHEMA {schema} TO {owner}",
        f"GRANT USAGE ON SCHEMA {schema} TO {migrator}, {app}",
        f"GRANT {owner} TO {migrator}",
        f"ALTER ROLE {migrator} IN DATABASE {database} SET role = {owner}",  # what it makes is the owner's
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {app}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {app}",
        f"{later} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        f"{later} USAGE ON SEQUENCES TO {app}",
    ]


async def _hand_over(connection: Any, report: Report, roles: Roles) -> None:
    """Give the owner what others own (a superuser who migrated before), functions that act as their owner among it.

    The app is left its migrations to read, and what of the audit log it may do.
    """
    for row in await connection.fetch(OWNED, roles.owner):
        await connection.execute(f"{row['statement']} {roles.owner}")
        report.done.append(f"{roles.owner}: {row['name']} is its own now")
    if await connection.fetchval("SELECT to_regclass('aerich') IS NOT NULL"):
        await connection.execute(f"REVOKE INSERT, UPDATE, DELETE ON aerich FROM {roles.app}")
    if await connection.fetchval("SELECT to_regclass('audit_entry') IS NOT NULL"):
        await connection.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {APPENDED} FROM {roles.app}")
        await connection.execute(f"REVOKE UPDATE, TRUNCATE ON audit_pending FROM {roles.app}")
    if await connection.fetchval("SELECT to_regclass('audit_expiry') IS NOT NULL"):
        await connection.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON audit_expiry FROM {roles.app}")


def verifier_of(password: str, *, salt: bytes | None = None) -> str:
    """Write what PostgreSQL keeps of a password (SCRAM-SHA-256, RFC 5803), so that it is never told the password.

    Raises InvalidSettings for anything but printable ASCII, which needs no preparation (RFC 4013).
    """
    if not (password.isascii() and password.isprintable()):
        raise InvalidSettings("A role's password is of printable ASCII characters.")
    chosen = salt or os.urandom(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), chosen, SCRAM_ITERATIONS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    parts = [base64.b64encode(part).decode() for part in (chosen, stored, hmac.digest(salted, b"Server Key", "sha256"))]
    return f"SCRAM-SHA-256${SCRAM_ITERATIONS}:{parts[0]}${parts[1]}:{parts[2]}"
