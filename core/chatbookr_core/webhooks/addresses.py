"""Where webhooks may go: addresses of the public internet alone, by HTTPS, so that nobody reaches inwards by us."""

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from chatbookr_core.errors import InvalidInput

LONGEST_URL: Final = 2000
UNUSABLE: Final = re.compile(r"[\x00-\x20\x7f\\]")
DEFAULT_PORTS: Final = {"https": 443, "http": 80}
LABEL: Final = re.compile(r"[a-z0-9_-]{1,63}")
NUMERIC_LABEL: Final = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")

REFUSED_V4: Final = tuple(
    ipaddress.IPv4Network(one)
    for one in (
        "192.0.0.0/24",  # protocol assignments
        "192.88.99.0/24",  # relays of 6to4
        "168.63.129.16/32",  # Azure's service of the machine, at a public address
    )
)
NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in its last 32 bits
REFUSED_V6: Final = tuple(
    ipaddress.IPv6Network(one)
    for one in ("2001::/23", "2001:db8::/32", "3fff::/20")  # protocol assignments (Teredo among them), documentation
)
GLOBAL_V6: Final = ipaddress.IPv6Network("2000::/3")


@dataclass(frozen=True, slots=True)
class Target:
    """A checked URL, taken apart; an `is_allowed` one is a host the operator has named, wherever it is."""

    scheme: str
    host: str  # ASCII, lower case
    port: int
    path: str  # with the query
    is_allowed: bool

    @property
    def authority(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the public internet, as does any IPv4 address inside of it."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return _is_public_v4(found)
    if found.scope_id is not None:
        return False
    if found in NAT64:
        return _is_public_v4(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
    if found.sixtofour is not None and not _is_public_v4(found.sixtofour):
        return False
    return found in GLOBAL_V6 and found.is_global and not any(found in network for network in REFUSED_V6)


def _is_public_v4(address: ipaddress.IPv4Address) -> bool:
    is_refused = any(address in network for network in REFUSED_V4)
    return address.is_global and not address.is_multicast and not address.is_reserved and not is_refused


def target_of(url: str, *, ports: Collection[int], allowed_hosts: Collection[str]) -> Target:
    """Take a URL apart and check all of it that can be checked without asking the network.

    `allowed_hosts` are `host:port`, exempt from all but their form. Raises InvalidInput (`url`, URL_NOT_ALLOWED).
    """
    if len(url) > LONGEST_URL or UNUSABLE.search(url):
        raise _refused("A URL has at most 2000 characters, and no blanks.")
    try:
        parts = urlsplit(url)
        scheme, port = parts.scheme, parts.port
        host = _ascii_host(parts.hostname or "")
    except ValueError:
        raise _refused("That is not a URL.") from None
    if scheme not in DEFAULT_PORTS or not host:
        raise _refused("Give a URL that begins with https:// and a host.")
    if "@" in parts.netloc or "#" in url:
        raise _refused("The URL holds no user, no password and no fragment.")
    port = DEFAULT_PORTS[scheme] if port is None else port
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    target = Target(scheme, host, port, path, f"{host}:{port}" in allowed_hosts)
    if not target.is_allowed:
        _check(target, ports)
    return target


def _check(target: Target, ports: Collection[int]) -> None:
    if target.scheme != "https":
        raise _refused("Webhooks are sent by https:// alone.")
    if target.port not in ports:
        raise _refused(f"Use one of these ports: {', '.join(map(str, sorted(ports)))}.")
    if _is_number(target.host) and not is_public(target.host):
        raise _refused("That address is not on the public internet.")


def _ascii_host(host: str) -> str:
    """Write a host as the name system has it (IDNA 2008). Raises ValueError."""
    host = host.rstrip(".").lower()
    if not host or ":" in host:
        return str(ipaddress.IPv6Address(host)) if host else ""
    if host.isascii():
        if len(host) > 253 or not all(LABEL.fullmatch(label) for label in host.split(".")):
            raise ValueError("no host")
        return host
    import idna  # few hosts have such names, and its tables are large

    return idna.encode(host, uts46=True).decode("ascii").lower()


def _is_number(host: str) -> bool:
    """Tell whether resolvers would read the host as an address: also in octal, hexadecimal or as one number."""
    return ":" in host or NUMERIC_LABEL.fullmatch(host.rsplit(".", 1)[-1]) is not None


def _refused(message: str) -> InvalidInput:
    return InvalidInput(message, field="url", details={"problem": "URL_NOT_ALLOWED"})
