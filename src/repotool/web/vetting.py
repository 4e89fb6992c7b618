"""Which addresses of the network may be asked: those of the public internet, and what the command line allows.

Links come from strangers, and CI runs near metadata services and databases. Ranges: IANA's special-purpose
registries of IPv4 and IPv6 (RFC 6890 and its successors). Of IPv6 only 2000::/3 is given out, so everything
else is refused, and within it what carries an IPv4 address of its own or is not routed.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from functools import lru_cache

from repotool.model import Refused

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Ip = ipaddress.IPv4Address | ipaddress.IPv6Address

_REFUSED_V4 = tuple(
    ipaddress.IPv4Network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_GIVEN_OUT_V6 = ipaddress.IPv6Network("2000::/3")
_REFUSED_V6 = tuple(
    ipaddress.IPv6Network(text)
    for text in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)


class Vetting:
    """Tells allowed addresses from refused ones. `allowed` are networks that the command line opens."""

    def __init__(self, allowed: Iterable[Network] = ()) -> None:
        self.allowed = tuple(allowed)

    def allows(self, text: str) -> bool:
        """Whether the IP address may be connected to."""
        ip: Ip = ipaddress.ip_address(text)
        inner = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
        ip = inner or ip
        return is_public(ip) or any(ip in network for network in self.allowed if network.version == ip.version)

    def opens(self, text: str) -> bool:
        """Whether it is only the command line that allows it."""
        return not is_public(ipaddress.ip_address(text)) and self.allows(text)


@lru_cache(maxsize=4096)
def is_public(ip: Ip) -> bool:
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in network for network in _REFUSED_V4)
    return ip in _GIVEN_OUT_V6 and not any(ip in network for network in _REFUSED_V6)


def is_ip(host: str) -> bool:
    """Whether a host, in its one spelling, is an IP address."""
    if ":" in host:
        return True
    return host.replace(".", "").isdigit() and host.count(".") == 3


def read_networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """The networks that `--allow-private` names. Raises Refused for what is none."""
    networks = []
    for text in texts:
        try:
            networks.append(ipaddress.ip_network(text.strip(), strict=False))
        except ValueError:
            raise Refused(f"--allow-private {text}: is not a network; write it as 10.20.0.0/16 or ::1/128") from None
    return tuple(networks)
