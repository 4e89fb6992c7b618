"""rules/web/*.toml: the reasons in words, and the words by which pages give themselves away."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from repotool.data import read_toml, rules_folder


@cache
def reasons() -> dict[str, str]:
    """What to say of each reason code."""
    return dict(read_toml(rules_folder() / "web" / "reasons.toml"))


class Marks(Struct, frozen=True):
    """How pages give themselves away; all in lower case.

    `login_hosts` and `login_names` are hosts and names of paths that ask who one is, `login_keys` names in a query that
    may tell so; `consent_hosts` and `consent_names` want a consent first. `lost_names` are names of paths that stand
    for «not found», `lost_phrases` what such a page has in its title. `secrets` are names of a query whose values are
    nobody's business, `front_pages` other names of a site's root.
    """

    login_hosts: tuple[str, ...]
    login_names: frozenset[str]
    login_keys: frozenset[str]
    consent_hosts: tuple[str, ...]
    consent_names: frozenset[str]
    lost_names: frozenset[str]
    lost_phrases: tuple[str, ...]
    front_pages: frozenset[str]
    secrets: frozenset[str]


@cache
def marks() -> Marks:
    table = read_toml(rules_folder() / "web" / "marks.toml")
    return Marks(
        login_hosts=tuple(table["login"]["hosts"]),
        login_names=frozenset(table["login"]["names"]),
        login_keys=frozenset(table["login"]["keys"]),
        consent_hosts=tuple(table["consent"]["hosts"]),
        consent_names=frozenset(table["consent"]["names"]),
        lost_names=frozenset(table["lost"]["names"]),
        lost_phrases=tuple(table["lost"]["phrases"]),
        front_pages=frozenset(table["front"]["names"]),
        secrets=frozenset(table["secrets"]["names"]),
    )
