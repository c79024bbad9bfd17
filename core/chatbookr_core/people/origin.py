"""Where a request comes from, as far as that is believed: it is counted under, and shown to whoever it speaks for."""

from dataclasses import dataclass, field, replace
from ipaddress import IPv6Address, ip_address, ip_network

IPV4_SHOWN, IPV6_SHOWN = 24, 48
IPV6_COUNTED = 64  # one customer's; of IPv4 each address is


@dataclass(frozen=True, slots=True)
class Origin:
    """An address that trusted hops vouch for (None: nobody knows), and what the program says of itself.

    `device_tokens` are those it was given at earlier log-ins; one for each account that uses the browser.
    """

    address: str | None = None
    user_agent: str = ""
    device_tokens: tuple[str, ...] = field(default=(), repr=False)

    @property
    def network(self) -> str | None:
        """Write where it is coarsely, as sessions show it: 203.0.113.0/24, 2001:db8::/48."""
        return _network(self.address, IPV4_SHOWN, IPV6_SHOWN)

    @property
    def counted_as(self) -> str | None:
        """Write what its tries are counted under: an IPv4 address, or the /64 that an IPv6 address is out of."""
        return _network(self.address, 32, IPV6_COUNTED)

    def having(self, device_token: str | None) -> "Origin":
        """Add a token that a client names itself, for want of cookies."""
        return replace(self, device_tokens=(device_token, *self.device_tokens)) if device_token else self


NOWHERE = Origin()


def _network(address: str | None, of_4: int, of_6: int) -> str | None:
    try:
        found = ip_address((address or "").partition("%")[0])
    except ValueError:
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    prefix = of_6 if isinstance(found, IPv6Address) else of_4
    return str(ip_network(f"{found}/{prefix}", strict=False))
