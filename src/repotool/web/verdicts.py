"""What a chain of redirects and its answer mean. Only what is certain is broken.

The verdict is given in addresses as they were asked; masking comes later.
"""

from __future__ import annotations

from msgspec import Struct

from repotool.model import VerdictKind
from repotool.web.addresses import Address
from repotool.web.lost import is_front_page, says_lost, wall
from repotool.web.redirects import ENDLESS, LOOP, PERMANENT, Chain

_LOST = {404: "not-found", 410: "gone"}
_KEPT_OUT = {401: "unauthorized", 407: "proxy", 403: "forbidden", 429: "rate-limited", 451: "legal", 999: "bot-wall"}
RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 527, 529})
RETRIED_FAILURES = frozenset({"reset", "tls"})
HOST_FAILURES = frozenset({"dns", "refused", "unreachable", "proxy", "private-address"})


class Judged(Struct, frozen=True):
    """A verdict before it is masked and remembered."""

    kind: VerdictKind
    reason: str | None = None
    status: int | None = None
    final: Address | None = None
    moved_to: Address | None = None


def judge(start: Address, chain: Chain) -> Judged:
    """The verdict on `start` by what asking it brought."""
    if chain.failure is not None:
        kind: VerdictKind = "broken" if chain.failure.reason in (LOOP, ENDLESS) else "unsure"
        return Judged(kind, chain.failure.reason, chain.status, chain.last if chain.hops else None)
    assert chain.answer is not None
    status = chain.answer.status
    final = chain.last if chain.hops else None
    if 200 <= status < 300:
        return _alive(start, chain, status, final)
    if status in _LOST:
        return _lost(start, chain, status, final)
    return Judged("unsure", _reason(chain, status), status, final)


def _alive(start: Address, chain: Chain, status: int, final: Address | None) -> Judged:
    assert chain.answer is not None
    walled = wall(final, start) if final is not None else None
    if walled is not None:
        return Judged("unsure", walled, status, final)
    if says_lost(chain.last, chain.answer.page) and not says_lost(start, None):
        return Judged("unsure", "soft-404", status, final)
    if final is not None and is_front_page(final, start):
        return Judged("unsure", "redirect-to-root", status, final)
    moved_to = _moved_to(start, chain)
    if moved_to is None:
        return Judged("ok", None, status, final)
    return Judged("moved", "permanent-redirect", status, final, moved_to)


def _moved_to(start: Address, chain: Chain) -> Address | None:
    """Where the permanent redirects at the head of the chain lead; None where that is the same but for a slash."""
    moved_to = start
    for hop, end in chain.steps:
        if hop.status not in PERMANENT:
            break
        moved_to = end
    return moved_to if _bare(moved_to) != _bare(start) else None


def _bare(address: Address) -> tuple[str, str, str]:
    path, mark, query = address.target.partition("?")
    return address.origin, path.rstrip("/"), mark + query


def _lost(start: Address, chain: Chain, status: int, final: Address | None) -> Judged:
    """A redirect for the time being may be a mistake of the day; one for good that ends nowhere is not."""
    if not chain.hops:
        return Judged("broken", _LOST[status], status)
    if all(hop.status in PERMANENT or _is_same_page(hop.address, end) for hop, end in chain.steps):
        return Judged("broken", "redirect-to-not-found", status, final)
    return Judged("unsure", "redirect-then-not-found", status, final)


def _is_same_page(one: Address, other: Address) -> bool:
    """Whether a redirect only adds https, www or a slash."""
    return one.host.removeprefix("www.") == other.host.removeprefix("www.") and one.target.rstrip(
        "/"
    ) == other.target.rstrip("/")


def _reason(chain: Chain, status: int) -> str:
    assert chain.answer is not None
    if status in _KEPT_OUT:
        challenged = status == 403 and "cf-mitigated" in chain.answer.headers
        return "bot-wall" if challenged else _KEPT_OUT[status]
    if 500 <= status < 600:
        return "server-error"
    if 300 <= status < 400:
        return "bad-redirect"
    return "client-error" if 400 <= status < 500 else "odd-status"


def is_loss(chain: Chain) -> bool:
    """Whether this could make a link red: then it is to be told twice."""
    if chain.failure is not None:
        return chain.failure.reason in (LOOP, ENDLESS)
    return chain.answer is not None and chain.answer.status in _LOST


def wants_get(chain: Chain) -> bool:
    """Whether a HEAD that brought this tells nothing: many servers treat it unlike a GET."""
    if chain.failure is not None:
        reason = chain.failure.reason
        return reason not in HOST_FAILURES and not reason.startswith("tls")
    assert chain.answer is not None
    status = chain.answer.status
    return not (200 <= status < 300 or status in (429, 503))


def wants_retry(chain: Chain) -> bool:
    """Whether the same question may get another answer soon."""
    if chain.failure is not None:
        return chain.failure.reason in RETRIED_FAILURES or (chain.failure.reason == "dns" and chain.failure.temporary)
    return chain.answer is not None and chain.answer.status in RETRIED
