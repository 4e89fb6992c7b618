"""rules/sites/*.toml: sites that are asked otherwise than by opening the link, and hosts that want time."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote, unquote

from msgspec import Struct
from msgspec.structs import replace

from repotool.data import read_toml, rules_folder
from repotool.model import Refused, VerdictKind
from repotool.web.addresses import Address, Malformed, parse
from repotool.web.redirects import Chain
from repotool.web.turns import Pace
from repotool.web.verdicts import Judged, judge

_KEYS = {
    "name",
    "hosts",
    "pattern",
    "ask",
    "status",
    "alive",
    "needs",
    "header",
    "confirm",
    "method",
    "anchors",
    "gone",
    "login",
}
_KINDS: tuple[VerdictKind, ...] = ("ok", "broken", "unsure")


class SiteRule(Struct, frozen=True):
    """How links of one site, which has these `hosts`, are asked.

    `ask` is the address to ask instead, with the groups of `pattern` put in; None: the link itself. `status` gives the
    verdict by status; what it does not name is judged as everywhere. `alive` and `gone` must, and must not, stand in a
    page that answers 200. `needs` is an environment variable without which the rule does not hold; `header` uses it.
    `confirm`: a «broken» counts only where the link itself answers 404, too. `anchors`: fragments are ids of the page.
    `login` is the reason where a redirect leads to a login.
    """

    name: str
    hosts: tuple[str, ...]
    pattern: re.Pattern[str]
    ask: str | None
    status: Mapping[int, VerdictKind]
    alive: str | None
    gone: str | None
    needs: str | None
    header: tuple[str, str] | None
    confirm: bool
    method: str
    anchors: bool
    login: str | None

    @property
    def is_plain(self) -> bool:
        """Whether the answer means what it means everywhere."""
        return not (self.status or self.alive or self.gone)

    def judge(self, address: Address, chain: Chain) -> Judged:
        """The verdict on the link at `address` by the answer to the rule's question."""
        usual = judge(address, chain)
        if chain.answer is None:
            return replace(usual, kind="unsure", final=None, moved_to=None)
        status = chain.answer.status
        named = self.status.get(status)
        if named is not None:
            reason = {"ok": None, "broken": "missing-at-site"}.get(named, "site-unsure")
            return Judged(named, reason, status)
        if (self.alive or self.gone) and chain.answer.page is not None:
            text = chain.answer.page.text
            here = (not self.alive or self.alive in text) and not (self.gone and self.gone in text)
            return usual if here else Judged("unsure", "soft-404", status)
        if self.ask is None:
            return usual
        if not self.status:
            return self._of_stand_in(usual)
        return replace(usual, kind="unsure", reason="site-unsure" if usual.kind != "unsure" else usual.reason)

    def _of_stand_in(self, usual: Judged) -> Judged:
        """The verdict on a link whose page stands at another address: there it lives, is gone, or asks who one is."""
        if usual.kind in ("ok", "moved"):
            return Judged("ok", None, usual.status)
        hidden = self.login is not None and usual.reason == "login-wall"
        return Judged(usual.kind, self.login if hidden else usual.reason, usual.status)


class Question(Struct, frozen=True):
    """What to ask in place of a link, by which rule, with which headers for the origin asked."""

    rule: SiteRule
    address: Address
    headers: Mapping[str, str]


@cache
def _tables() -> tuple[dict[str, Any], ...]:
    return tuple(read_toml(path) for path in sorted((rules_folder() / "sites").glob("*.toml")))


@cache
def site_rules() -> Mapping[str, tuple[SiteRule, ...]]:
    """By host, in the order of the files; the first that matches holds."""
    rules = [_rule(table) for file in _tables() for table in file.get("site", ())]
    hosts = {host for rule in rules for host in rule.hosts}
    return {host: tuple(rule for rule in rules if host in rule.hosts) for host in hosts}


def _rule(table: Mapping[str, Any]) -> SiteRule:
    unknown = table.keys() - _KEYS
    status = {int(code): kind for code, kind in table.get("status", {}).items()}
    if unknown or not set(status.values()) <= set(_KINDS):
        raise Refused(f"rules/sites: {table.get('name')}: {min(unknown, default='status')} is not understood")
    header = table.get("header")
    return SiteRule(
        name=table["name"],
        hosts=tuple(table["hosts"]),
        pattern=re.compile(table["pattern"]),
        ask=table.get("ask"),
        status=status,
        alive=table.get("alive"),
        gone=table.get("gone"),
        needs=table.get("needs"),
        header=(header["name"], header["value"]) if header else None,
        confirm=table.get("confirm", False),
        method=table.get("method", "GET"),
        anchors=table.get("anchors", True),
        login=table.get("login"),
    )


def question(address: Address) -> Question | None:
    """What to ask in place of `address`; None where it is asked itself."""
    for rule in site_rules().get(address.host, ()):
        match = rule.pattern.fullmatch(address.url)
        if match is None or (rule.needs and not os.environ.get(rule.needs)):
            continue
        try:
            asked = parse(_filled(rule.ask, match)) if rule.ask else address
        except Malformed:
            return None
        return Question(rule, asked, _headers(rule))
    return None


def _filled(template: str, match: re.Match[str]) -> str:
    """`{name}` is what the group matched, `{name!q}` the same, encoded as a value of a query."""
    text = template
    for name, value in match.groupdict().items():
        text = text.replace("{" + name + "}", value or "")
        text = text.replace("{" + name + "!q}", quote(unquote(value or ""), safe=""))
    return text


def _headers(rule: SiteRule) -> dict[str, str]:
    if rule.header is None or rule.needs is None:
        return {}
    name, value = rule.header
    secret = os.environ.get(rule.needs, "").strip()
    if not secret.isascii() or not secret.isprintable() or " " in secret:
        raise Refused(f"${rule.needs}: holds a line break or what no header may hold; set it anew")
    return {name: value.replace("{secret}", secret)}


@cache
def _paces() -> Mapping[str, Pace]:
    return {
        host: Pace(int(table["at-once"]), float(table["interval"]), strict=True)
        for file in _tables()
        for table in file.get("pace", ())
        for host in table["hosts"]
    }


def pace_of(host: str, usual: Pace) -> Pace:
    """How a host is asked: as it wishes where that is slower than usual."""
    own = _paces().get(host)
    if own is None:
        return usual
    return Pace(min(own.at_once, usual.at_once), max(own.interval, usual.interval), strict=True)
