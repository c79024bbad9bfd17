"""How a deployment is set up: read once from the environment, then passed around; docs/reference/settings.md."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from chatbookr_core.database_urls import dialect_of
from chatbookr_core.errors import InvalidSettings
from chatbookr_core.mail.smtp import server_of
from chatbookr_core.residency.rules import is_region
from chatbookr_core.secret_stores.references import dereferenced
from chatbookr_core.tls import check_encrypted, is_on_this_machine
from chatbookr_core.voice import LANGUAGES

PREFIX = "CHATBOOKR_"
LEAST_CAPACITY = 1000
LEAST_AUDIT_DAYS = 365
MOST_PORT = 65_535
SIGNING_SECRET = re.compile(
    r"whsec_(?:[A-Za-z0-9+/]{4}){8,21}(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)?"
)
RECIPIENT = re.compile(r"age1[02-9ac-hj-np-z]{58}")  # X25519 (age-encryption.org/v1)
SECURITY_CONTACT = re.compile(r"mailto:[!-~]+@[!-~]+|https://[!-~]+|tel:\+?[0-9-]+")
RETURN_PATH = re.compile(r"/(?:[A-Za-z0-9._~-]+(?:/[A-Za-z0-9._~-]+)*/?)?")


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of the host itself; plugins' settings are read from `environment` by their manifests."""

    database_url: str = field(default="sqlite://var/chatbookr.sqlite3", repr=False)
    """Where rows live: postgresql://USER:PASSWORD@HOST:PORT/NAME, or, with one API process (presence), sqlite://PATH."""
    migration_database_url: str = field(default="", repr=False)
    """Who `chatbookr migrate` is: the migrator's URL of the same database; empty: `database_url`."""
    broker_url: str = field(default="memory://", repr=False)
    """Who carries job ids to workers: memory:// (in this process), redis://…, or amqp://…."""
    key_file: Path = Path("var/key-encryption.key")
    """The key-encryption key; made with mode 0600 where it does not exist."""
    key_provider: str = "local"
    """Who wraps data keys: `local` (that file), `vault`, `aws-kms`, or another one that is installed."""
    earlier_key_providers: tuple[str, ...] = ()
    """Providers that wrapped before and still unwrap, until `chatbookr keys rewrap` has run."""
    earlier_key_files: tuple[Path, ...] = ()
    """Key files of before, likewise."""
    plugins: tuple[str, ...] = ("gcal", "whatsapp")
    """Slugs of the enabled plugins (`none`: no plugin); others are not even imported."""
    region: str = "EU"
    """Where this deployment keeps data: a country (ISO 3166-1, as DE), or EU for the European Economic Area."""
    allowed_regions: tuple[str, ...] = ()
    """Further regions that plugins' subprocessors may handle data in; empty: any, under a declared mechanism."""
    plugins_strict: bool = False
    """Stop at a plugin that fails to load instead of going on without it."""
    public_url: str = "http://127.0.0.1:8000"
    """The address browsers and providers reach this deployment at."""
    host: str = "127.0.0.1"
    port: int = 8000
    worker_port: int = 0
    """The port at which `chatbookr worker` tells how it is, at `/health/live` and `/health/ready`; 0: none."""
    tls_certificate: Path | None = None
    """The certificate with its chain (PEM) to serve HTTPS with; read again when it is renewed."""
    tls_key: Path | None = None
    """The key of that certificate (PEM, without a password)."""
    environment_name: str = "development"
    """development or production; production refuses insecure choices."""
    allowed_origins: tuple[str, ...] = ()
    """Further origins whose pages may call the API with a session cookie."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses or ranges (CIDR) of the proxies before this deployment, whose X-Forwarded-For is believed."""
    trusted_documents: tuple[str, ...] = ()
    """Files or folders of clients' document manifests (graphql-codegen, relay-compiler): what `documentId` can name."""
    trusted_documents_only: bool = False
    """Take nothing but trusted documents at the staff's API."""
    graphiql: bool = True
    """Show GraphiQL to browsers that open the API; in production only where this is set to 1."""
    trust_page: bool = True
    """Show everybody at `/trust` what is promised of this deployment, and what was found of it."""
    log_format: str = "text"
    """How API and workers write their logs to standard error: text or json, an object a line."""
    telemetry: bool = False
    """Write spans and metrics of GraphQL operations by OpenTelemetry (`chatbookr[telemetry]`)."""
    smtp_url: str = field(default="smtp://127.0.0.1:8125", repr=False)
    """The server mail is given to: smtp://USER:PASSWORD@HOST:PORT (STARTTLS, unless on this machine) or smtps://…."""
    mail_from: str = "Chatbookr <no-reply@localhost>"
    """Whom mail comes from."""
    send_grace_seconds: int = 45
    """How long a send whose outcome is unknown waits for the provider's status before it is tried again."""
    media_most_bytes: int = 100 * 1024 * 1024
    """The largest file that is fetched from a channel, in bytes; channels' own limits hold below it."""
    scanners: tuple[str, ...] = ()
    """Who looks for malware in files before anybody sees them; empty: `clamd` where CHATBOOKR_CLAMD_ADDRESS is set."""
    announce_after_seconds: int = 20
    """How long a booking's calendar may take before the patient is told all the same, and staff too."""
    webhook_ports: tuple[int, ...] = (443, 8443)
    """The ports webhooks may be sent to."""
    webhook_allowed_hosts: tuple[str, ...] = ()
    """Receivers (`host:port`) that webhooks reach wherever they are, by http:// too; refused in production."""
    identity_provider_allowed_hosts: tuple[str, ...] = ()
    """Identity providers (`host:port`) that are asked wherever they are, by http:// too; refused in production."""
    sign_in_return_paths: tuple[str, ...] = ("/", "/graphql")
    """The paths of this deployment that a log-in by an identity provider can lead to."""
    cost_capacity: int = 10_000
    """How many points of cost a person, or an API key, can spend at once in GraphQL; at least 1000."""
    cost_restored_per_second: int = 200
    """How many of those points come back in a second."""
    calendar_reads_per_minute: int = 3_000
    """How many calendar accounts are read in a minute at most, each clinic in turn; providers count per deployment."""
    audit_origin: str = ""
    """The name of the audit log, without spaces and `+`, for ever; empty: `public_url` without https://, and /audit."""
    audit_witnesses: tuple[str, ...] = ()
    """Witnesses that cosign the audit log's checkpoints: URL and verifier key with a blank between, by commas."""
    audit_reads: tuple[str, ...] = ()
    """Fields whose reading by staff and keys is written into the audit log, whatever clinics say; costs time."""
    audit_kept_days: int = 1095
    """How long entries of no clinic are kept in the audit log, at least 365 days; a clinic's, as its policy says."""
    operator_language: str = "en"
    """The language of what is mailed to operators: en or de."""
    geoip_file: Path | None = None
    """A file that says in which country an address is (MMDB; `chatbookr[geoip]`); without it no country is known."""
    alert_webhook_url: str = field(default="", repr=False)
    """Where alerts about the audit log are posted to, signed; the operator's own, and one of this network perhaps."""
    alert_webhook_secret: str = field(default="", repr=False)
    """The secret they are signed with: `whsec_` and the base64 of 24 to 64 random bytes."""
    alertmanager_url: str = field(default="", repr=False)
    """The Alertmanager that is told of alerts (API v2), as https://alertmanager.example.com."""
    alertmanager_authorization: str = field(default="", repr=False)
    """What it wants in `Authorization`: `Bearer …` or `Basic …`."""
    backup_recipients: tuple[str, ...] = ()
    """Public keys of age (`age1…`) that backups are sealed for; set, a day without a backup raises an alert."""
    security_contacts: tuple[str, ...] = ()
    """Whom weaknesses are reported to, the best first (`mailto:…`, `https://…`): `/.well-known/security.txt`."""
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def erasure_journal(self) -> Path:
        """Where it is written who was erased: beside the key, so that restoring the database does not undo it."""
        return self.key_file.with_name("erasures.jsonl")

    @property
    def is_production(self) -> bool:
        return self.environment_name == "production"

    @property
    def is_embedded(self) -> bool:
        """True where the worker lives in the API's process."""
        return self.broker_url.startswith("memory:")

    @property
    def audit_name(self) -> str:
        """The name of the audit log, as its checkpoints begin."""
        return self.audit_origin or f"{self.public_url.partition('://')[2]}/audit"


def _listed(value: str) -> tuple[str, ...]:
    return tuple(sorted(part.strip() for part in value.split(",") if part.strip() not in ("", "none")))


def _text(environment: Mapping[str, str], name: str, fallback: str) -> str:
    return environment.get(PREFIX + name, "").strip() or fallback


def _path(value: str) -> Path | None:
    return Path(value) if value else None


def _number(environment: Mapping[str, str], name: str, fallback: int) -> int:
    try:
        return int(_text(environment, name, str(fallback)))
    except ValueError as problem:
        raise InvalidSettings(f"{PREFIX}{name} must be a whole number.") from problem


def _ports(value: str) -> tuple[int, ...]:
    listed = _listed(value)
    if not listed or not all(one.isascii() and one.isdecimal() and 0 < int(one) < 65536 for one in listed):
        raise InvalidSettings(f"{PREFIX}WEBHOOK_PORTS must be port numbers, separated by commas.")
    return tuple(int(one) for one in listed)


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Read CHATBOOKR_* variables. Raises InvalidSettings that says what to set."""
    return _checked(unchecked_from(environment))


def unchecked_from(environment: Mapping[str, str]) -> Settings:
    """Read each variable for itself. Raises InvalidSettings for what is no number or no port."""
    environment = dereferenced(environment, PREFIX)
    default, read, number = Settings(), partial(_text, environment), partial(_number, environment)
    return replace(
        _texts_from(read, default),
        port=number("PORT", default.port),
        worker_port=number("WORKER_PORT", default.worker_port),
        send_grace_seconds=number("SEND_GRACE_SECONDS", default.send_grace_seconds),
        announce_after_seconds=number("ANNOUNCE_AFTER_SECONDS", default.announce_after_seconds),
        webhook_ports=_ports(read("WEBHOOK_PORTS", ",".join(map(str, default.webhook_ports)))),
        cost_capacity=number("COST_CAPACITY", default.cost_capacity),
        cost_restored_per_second=number("COST_RESTORED_PER_SECOND", default.cost_restored_per_second),
        calendar_reads_per_minute=number("CALENDAR_READS_PER_MINUTE", default.calendar_reads_per_minute),
        audit_kept_days=number("AUDIT_KEPT_DAYS", default.audit_kept_days),
        media_most_bytes=number("MEDIA_MOST_BYTES", default.media_most_bytes),
        environment=dict(environment),
    )


def _texts_from(read: Callable[[str, str], str], default: Settings) -> Settings:
    return replace(
        _guards_from(read, default),
        database_url=read("DATABASE_URL", default.database_url),
        migration_database_url=read("MIGRATION_DATABASE_URL", default.migration_database_url),
        broker_url=read("BROKER_URL", default.broker_url),
        plugins=_listed(read("PLUGINS", ",".join(default.plugins))),
        plugins_strict=read("PLUGINS_STRICT", "0") == "1",
        public_url=read("PUBLIC_URL", default.public_url).rstrip("/"),
        host=read("HOST", default.host),
        environment_name=read("ENVIRONMENT", default.environment_name),
        allowed_origins=_listed(read("ALLOWED_ORIGINS", "")),
        trusted_proxies=_listed(read("TRUSTED_PROXIES", "")),
        trusted_documents=_listed(read("TRUSTED_DOCUMENTS", "")),
        trusted_documents_only=read("TRUSTED_DOCUMENTS_ONLY", "0") == "1",
        graphiql=read("GRAPHIQL", "0" if read("ENVIRONMENT", "") == "production" else "1") == "1",
        trust_page=read("TRUST_PAGE", "1") == "1",
        log_format=read("LOG_FORMAT", default.log_format),
        telemetry=read("TELEMETRY", "0") == "1",
        smtp_url=read("SMTP_URL", default.smtp_url),
        mail_from=read("MAIL_FROM", default.mail_from),
        webhook_allowed_hosts=_listed(read("WEBHOOK_ALLOWED_HOSTS", "").lower()),
        identity_provider_allowed_hosts=_listed(read("IDENTITY_PROVIDER_ALLOWED_HOSTS", "").lower()),
        sign_in_return_paths=_listed(read("SIGN_IN_RETURN_PATHS", ",".join(default.sign_in_return_paths))),
    )


def _guards_from(read: Callable[[str, str], str], default: Settings) -> Settings:
    """Read what keeps data safe: keys, regions, TLS and the audit log."""
    return Settings(
        key_file=Path(read("KEY_FILE", str(default.key_file))),
        key_provider=read("KEY_PROVIDER", default.key_provider),
        earlier_key_providers=_listed(read("EARLIER_KEY_PROVIDERS", "")),
        earlier_key_files=tuple(map(Path, _listed(read("EARLIER_KEY_FILES", "")))),
        region=read("REGION", default.region).upper(),
        allowed_regions=_listed(read("ALLOWED_REGIONS", "").upper()),
        tls_certificate=_path(read("TLS_CERTIFICATE", "")),
        tls_key=_path(read("TLS_KEY", "")),
        audit_origin=read("AUDIT_ORIGIN", default.audit_origin),
        audit_reads=_listed(read("AUDIT_READS", "")),
        audit_witnesses=_listed(read("AUDIT_WITNESSES", "")),
        operator_language=read("OPERATOR_LANGUAGE", default.operator_language).lower(),
        geoip_file=_path(read("GEOIP_FILE", "")),
        scanners=_listed(read("SCANNERS", "")),
        alert_webhook_url=read("ALERT_WEBHOOK_URL", ""),
        alert_webhook_secret=read("ALERT_WEBHOOK_SECRET", ""),
        alertmanager_url=read("ALERTMANAGER_URL", ""),
        alertmanager_authorization=read("ALERTMANAGER_AUTHORIZATION", ""),
        backup_recipients=_listed(read("BACKUP_RECIPIENTS", "")),
        security_contacts=tuple(one.strip() for one in read("SECURITY_CONTACTS", "").split(",") if one.strip()),
    )


def _checked(settings: Settings) -> Settings:
    dialect_of(settings.database_url)
    if settings.migration_database_url and dialect_of(settings.migration_database_url) == "sqlite":
        raise InvalidSettings("CHATBOOKR_MIGRATION_DATABASE_URL is for PostgreSQL: SQLite has no roles.")
    if settings.environment_name not in ("development", "production"):
        raise InvalidSettings("CHATBOOKR_ENVIRONMENT must be development or production.")
    if settings.log_format not in ("text", "json"):
        raise InvalidSettings("CHATBOOKR_LOG_FORMAT must be text or json.")
    _check_regions(settings)
    if any("*" in origin for origin in settings.allowed_origins):
        raise InvalidSettings("CHATBOOKR_ALLOWED_ORIGINS lists origins one by one; `*` would trust every page.")
    _check_network(settings)
    if settings.cost_capacity < LEAST_CAPACITY:
        raise InvalidSettings(f"CHATBOOKR_COST_CAPACITY must be at least {LEAST_CAPACITY}: one request may cost that.")
    if settings.cost_restored_per_second < 1:
        raise InvalidSettings("CHATBOOKR_COST_RESTORED_PER_SECOND must be at least 1.")
    _check_channels(settings)
    _check_tls(settings)
    _check_audit(settings)
    _check_alerts(settings)
    if settings.is_production:
        _check_production(settings)
    if not all(RETURN_PATH.fullmatch(one) for one in settings.sign_in_return_paths):
        raise InvalidSettings("CHATBOOKR_SIGN_IN_RETURN_PATHS lists paths such as /, /agenda: no other host, no query.")
    return settings


def _check_network(settings: Settings) -> None:
    for name, port in (("PORT", settings.port), ("WORKER_PORT", settings.worker_port)):
        if not 0 <= port <= MOST_PORT:
            raise InvalidSettings(f"{PREFIX}{name} must be a port number, at most {MOST_PORT}.")
    scheme = settings.broker_url.split(":", 1)[0]
    if scheme not in ("memory", "redis", "rediss", "amqp", "amqps"):
        raise InvalidSettings("CHATBOOKR_BROKER_URL must begin with memory://, redis:// or amqp://.")
    server_of(settings.smtp_url)
    for one in settings.trusted_proxies:
        try:
            ip_network(one)
        except ValueError as problem:
            raise InvalidSettings("CHATBOOKR_TRUSTED_PROXIES must be addresses or ranges in CIDR.") from problem


def _check_tls(settings: Settings) -> None:
    if (settings.tls_certificate is None) != (settings.tls_key is None):
        raise InvalidSettings("CHATBOOKR_TLS_CERTIFICATE and CHATBOOKR_TLS_KEY belong together: set both or neither.")


def _check_channels(settings: Settings) -> None:
    if settings.calendar_reads_per_minute < 1:
        raise InvalidSettings("CHATBOOKR_CALENDAR_READS_PER_MINUTE must be at least 1.")
    if settings.media_most_bytes < 1:
        raise InvalidSettings("CHATBOOKR_MEDIA_MOST_BYTES must be at least 1.")


def _check_audit(settings: Settings) -> None:
    if settings.audit_kept_days < LEAST_AUDIT_DAYS:
        raise InvalidSettings(f"CHATBOOKR_AUDIT_KEPT_DAYS must be at least {LEAST_AUDIT_DAYS}.")
    if not all(RECIPIENT.fullmatch(one) for one in settings.backup_recipients):
        raise InvalidSettings(
            "CHATBOOKR_BACKUP_RECIPIENTS lists public keys of age, age1…: `chatbookr backup key FILE` makes one."
        )
    if not all(SECURITY_CONTACT.fullmatch(one) for one in settings.security_contacts):
        raise InvalidSettings(
            "CHATBOOKR_SECURITY_CONTACTS lists mailto:, https:// or tel: addresses (RFC 9116, 2.5.3)."
        )
    if not re.fullmatch(r"[!-*,-~]+", settings.audit_name):
        raise InvalidSettings("CHATBOOKR_AUDIT_ORIGIN is a name without spaces and +.")


def _check_alerts(settings: Settings) -> None:
    if settings.operator_language not in LANGUAGES:
        raise InvalidSettings(f"CHATBOOKR_OPERATOR_LANGUAGE must be one of {', '.join(LANGUAGES)}.")
    for name, url in (
        ("ALERT_WEBHOOK_URL", settings.alert_webhook_url),
        ("ALERTMANAGER_URL", settings.alertmanager_url),
    ):
        parts = urlsplit(url)
        if url and (parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc):
            raise InvalidSettings(f"{PREFIX}{name} begins with https:// and a host, and holds no password.")
        if settings.is_production and parts.scheme == "http" and not is_on_this_machine(parts.hostname or ""):
            raise InvalidSettings(f"{PREFIX}{name} must be https:// in production, unless it is on this machine.")
    if settings.alert_webhook_url and not SIGNING_SECRET.fullmatch(settings.alert_webhook_secret):
        raise InvalidSettings(f"{PREFIX}ALERT_WEBHOOK_SECRET is whsec_ and the base64 of 24 to 64 random bytes.")


def _check_regions(settings: Settings) -> None:
    if not all(is_region(one) for one in (settings.region, *settings.allowed_regions)):
        raise InvalidSettings(
            "CHATBOOKR_REGION and CHATBOOKR_ALLOWED_REGIONS name countries in two letters (ISO 3166-1), or EU."
        )


def _check_production(settings: Settings) -> None:
    if not settings.public_url.startswith("https://"):
        raise InvalidSettings("CHATBOOKR_PUBLIC_URL must be https:// in production.")
    if settings.webhook_allowed_hosts:
        raise InvalidSettings("CHATBOOKR_WEBHOOK_ALLOWED_HOSTS lets webhooks reach inwards: not in production.")
    if settings.identity_provider_allowed_hosts:
        raise InvalidSettings(
            "CHATBOOKR_IDENTITY_PROVIDER_ALLOWED_HOSTS lets clinics reach inwards: not in production."
        )
    databases = {
        "CHATBOOKR_DATABASE_URL": settings.database_url,
        "CHATBOOKR_MIGRATION_DATABASE_URL": settings.migration_database_url,
    }
    check_encrypted(databases, settings.broker_url)
