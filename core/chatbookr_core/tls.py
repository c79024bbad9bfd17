"""TLS on every way in and out: 1.2 at least, names checked, and what production refuses in the clear.

RFC 9325 (BCP 195) says which versions and ciphers; of those only what keeps past traffic secret is left.
"""

import ssl
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from chatbookr_core.errors import InvalidSettings

CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"  # of TLS 1.2; those of 1.3 are all good
VERIFIED = "verify-full"
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", VERIFIED)
POSTGRES_SCHEMES = ("postgres", "postgresql")
UNCHECKED = {"ssl_cert_reqs", "ssl_check_hostname", "ssl_options", "ssl_min_version"}  # of redis-py's and pika's URLs
ENCRYPTED = {"redis": "rediss", "amqp": "amqps"}


def server_context(certificate: Path, key: Path) -> ssl.SSLContext:
    """Make what the API serves HTTPS with. Raises InvalidSettings for files that are not a certificate and its key."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(CIPHERS)
    context.options |= ssl.OP_NO_COMPRESSION | ssl.OP_NO_RENEGOTIATION | ssl.OP_CIPHER_SERVER_PREFERENCE
    context.set_alpn_protocols(["http/1.1"])
    load(context, certificate, key)
    return context


def load(context: ssl.SSLContext, certificate: Path, key: Path) -> None:
    """Take a certificate and its key for all handshakes from now on. Raises InvalidSettings, and keeps those before."""
    trial = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)  # a chain whose key is another's would stay half loaded
    for one in (trial, context):
        try:
            one.load_cert_chain(certificate, key, password=_no_password)
        except (OSError, ValueError) as problem:
            raise InvalidSettings(
                "CHATBOOKR_TLS_CERTIFICATE and CHATBOOKR_TLS_KEY must be readable PEM files of a certificate (with"
                f" its chain) and its key, without a password: {type(problem).__name__}."
            ) from None


def _no_password() -> str:
    raise ValueError("a key with a password")  # else OpenSSL asks for it at the terminal


def client_context(authorities: Path | None = None, *, checks_name: bool = True) -> ssl.SSLContext:
    """Make what this deployment is a client with, where certificates come from `authorities`, or those of the system.

    Raises InvalidSettings for a file that holds none.
    """
    try:
        context = ssl.create_default_context(cafile=str(authorities) if authorities else None)
    except OSError as problem:
        raise InvalidSettings(
            f"{authorities} must be a PEM file of certificate authorities: {type(problem).__name__}."
        ) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(CIPHERS)
    context.check_hostname = checks_name
    return context


def postgres_tls(mode: str, root: str | None) -> ssl.SSLContext | str:
    """Say how a PostgreSQL connection is encrypted, by libpq's `sslmode` and `sslrootcert` (without: the system's).

    Source: PostgreSQL, section 34.19. Raises InvalidSettings for modes that do not exist and files that hold nothing.
    """
    if mode not in SSL_MODES:
        raise InvalidSettings(f"sslmode must be one of {', '.join(SSL_MODES)}.")
    if mode not in ("verify-ca", VERIFIED):
        return mode
    return client_context(Path(root) if root and root != "system" else None, checks_name=mode == VERIFIED)


def is_on_this_machine(host: str | None) -> bool:
    """Tell a socket's folder and the loopback addresses from all else: what goes there crosses no wire."""
    if host is None or host.startswith("/") or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def check_encrypted(databases: Mapping[str, str], broker: str) -> None:
    """Raise InvalidSettings where something would cross a network in the clear, or to somebody nobody looked at.

    `databases` are URLs by the variables they were set by; `broker` is the broker's URL.
    """
    for name, url in databases.items():
        _check_database(name, url)
    _check_broker(broker)


def _check_database(name: str, url: str) -> None:
    parts = urlsplit(url)
    options = parse_qs(parts.query)
    host = options.get("host", [parts.hostname])[0]
    if parts.scheme not in POSTGRES_SCHEMES or is_on_this_machine(host):
        return
    if options.get("sslmode") != [VERIFIED]:
        raise InvalidSettings(
            f"{name} must end with ?sslmode={VERIFIED} in production, unless the database is on this machine."
        )


def _check_broker(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "memory" or is_on_this_machine(parts.hostname):
        return
    if parts.scheme in ENCRYPTED:
        raise InvalidSettings(
            f"CHATBOOKR_BROKER_URL must begin with {ENCRYPTED[parts.scheme]}:// in production, unless the broker is on"
            " this machine."
        )
    if UNCHECKED & parse_qs(parts.query).keys():
        raise InvalidSettings(
            "CHATBOOKR_BROKER_URL must leave the checks of the broker's certificate on in production."
        )
