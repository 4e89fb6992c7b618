"""`--resolve`, as curl has it: where connections to a host go instead of where its name leads. Command line only."""

from __future__ import annotations

from msgspec import Struct

from repotool.model import Refused
from repotool.web.vetting import is_ip

Endpoint = tuple[str, int]
"""An IP address and a port."""


class Override(Struct, frozen=True):
    """`--resolve HOST:PORT:ADDRESS[:PORT]`: where connections to a host go. The address is vetted like any other."""

    host: str
    port: int
    endpoint: Endpoint


def read_override(text: str) -> Override:
    """Raises Refused for what is not HOST:PORT:ADDRESS[:PORT]."""
    head, bracket, rest = text.partition("[")
    if bracket:
        address, _, tail = rest.partition("]")
        parts = [*head.rstrip(":").split(":"), address, *tail.removeprefix(":").split(":")]
    else:
        parts = text.split(":")
    parts = [part for part in parts if part]
    if len(parts) not in (3, 4) or not all(p.isdigit() for p in (parts[1], *parts[3:])) or not is_ip(parts[2]):
        raise Refused(f"--resolve {text}: write it as HOST:PORT:ADDRESS or HOST:PORT:ADDRESS:PORT; ADDRESS is an IP")
    return Override(parts[0].lower(), int(parts[1]), (parts[2], int(parts[-1] if len(parts) == 4 else parts[1])))
