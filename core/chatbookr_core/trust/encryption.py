"""P2: what each way in and out speaks at this moment: the listener, the database, the broker, the providers."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from chatbookr_core.db import current_database
from chatbookr_core.tls import is_on_this_machine
from chatbookr_core.trust.doors import Answer, Door
from chatbookr_core.trust.findings import Audience, Fact, Finding, Reason, concluded, first
from chatbookr_core.trust.looking import Look

SESSION = """
SELECT ssl AS is_encrypted, version, inet_server_addr() IS NULL OR inet_server_addr() = inet_client_addr() AS is_here
FROM pg_stat_ssl WHERE pid = pg_backend_pid()
"""
YEAR_SECONDS = 31_536_000


@dataclass(frozen=True, slots=True)
class Ways:
    """What was seen; `plain_providers` counts plugins' addresses that are plain and on another machine."""

    listener: Door
    database: Door
    broker: Door
    plain_providers: int
    answer: Answer | None


async def ways(look: Look) -> Ways:
    """Look at each of them."""
    plain = sum(
        urlsplit(address).scheme != "https" and not is_on_this_machine(urlsplit(address).hostname)
        for one in look.deployment.plugins.all()
        if one.manifest is not None
        for address in (one.settings.get(name, "") for name in one.manifest.egress_settings)
    )
    return Ways(look.doors.listener, await _database(look), look.doors.broker, plain, look.doors.security_txt)


async def _database(look: Look) -> Door:
    if current_database().dialect == "sqlite":
        return Door(is_encrypted=False, is_here=True)
    row = await look.row(SESSION)
    version = str(row["version"]) if row["version"] else None
    return Door(bool(row["is_encrypted"]), bool(row["is_here"]), version, version in ("TLSv1", "TLSv1.1"))


def judged(seen: Ways) -> Finding:
    """Judge P2: what is plain and leaves the machine, or speaks TLS older than 1.2, breaks it."""
    hops = {"listener": seen.listener, "database": seen.database, "broker": seen.broker}
    plain = [name for name, one in hops.items() if not one.is_encrypted and not one.is_here]
    old = [name for name, one in hops.items() if one.takes_old]
    hsts = _seconds_of(seen.answer) if seen.listener.is_encrypted else None
    is_known = any(one.takes_old is False and one.is_encrypted for one in hops.values())
    facts = (
        *(Fact(f"{name}Speaks", _said(one), audience=Audience.CLINICS) for name, one in hops.items()),
        *(Fact(f"{name}TakesOlder", one.takes_old) for name, one in hops.items()),
        Fact("providersReachedPlainly", seen.plain_providers, "addresses", Audience.CLINICS),
        Fact("browsersStayEncryptedFor", hsts, "seconds", Audience.EVERYBODY),
        Fact("oldestVersionTaken", "TLS 1.2" if is_known and not old else None, audience=Audience.EVERYBODY),
    )
    broken = first(
        Reason(f"Not encrypted, and on another machine: {', '.join(plain)}.", "See docs/how-to/tls.md.")
        if plain
        else None,
        Reason(f"TLS older than 1.2 is spoken by: {', '.join(old)}.", "See docs/how-to/tls.md.") if old else None,
        Reason("A provider is reached by http:// on another machine.", "Set the plugin's address to https://.")
        if seen.plain_providers
        else None,
        Reason("The listener does not tell browsers to stay with HTTPS (HSTS) for a year.", "See docs/how-to/tls.md.")
        if hsts is not None and hsts < YEAR_SECONDS
        else None,
    )
    return concluded(facts, broken, _unseen(hops, hsts))


def _unseen(hops: dict[str, Door], hsts: int | None) -> Reason | None:
    silent = [name for name, one in hops.items() if one.is_encrypted and one.version is None]
    return first(
        Reason(f"Did not answer a handshake from here: {', '.join(silent)}.", "Look from where they are reached.")
        if silent
        else None,
        Reason(
            "CHATBOOKR_PUBLIC_URL is plain and on this machine: nobody else reaches it, nothing is to be encrypted.",
            "Look at the deployment that others reach.",
        )
        if not hops["listener"].is_encrypted
        else None,
        Reason("The listener's certificate did not hold from here, or it did not answer.", "See docs/how-to/tls.md.")
        if hsts is None
        else None,
    )


def _said(door: Door) -> str:
    if door.version is not None:
        return door.version
    if door.is_encrypted:
        return "TLS, not reached from here"
    return "nothing but this machine between" if door.is_here else "plain"


def _seconds_of(answer: Answer | None) -> int | None:
    """Read for how long browsers are told to stay with HTTPS (RFC 6797); 0: they are not; None: nobody answered."""
    if answer is None:
        return None
    for part in answer.headers.get("strict-transport-security", "").split(";"):
        name, _, value = part.strip().partition("=")
        if name.lower() == "max-age" and value.strip('"').isdecimal():
            return int(value.strip('"'))
    return 0
