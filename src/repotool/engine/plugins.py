"""Rules of installed packages: the entry points `repotool.rules`, of the packages that were asked for by name.

An entry point is named as a rule's stem, and leads to a module with `check`; beside the module lies `<stem>.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from repotool.config import hint, parse_toml
from repotool.engine.rules import rule_of
from repotool.model import Check, Hit, Refused, Repository, Rule

GROUP = "repotool.rules"


def plugin_rules(packages: Iterable[str]) -> list[Rule]:
    """The rules of these packages. Raises Refused for one that is not installed, has none, or does not load."""
    wanted = {_same(name): name for name in packages}
    if not wanted:
        return []
    installed: dict[str, list[EntryPoint]] = {}
    for point in entry_points(group=GROUP):
        if point.dist is not None:
            installed.setdefault(_same(point.dist.name), []).append(point)
    for key, name in wanted.items():
        if key not in installed:
            raise Refused(f"--plugin {name}: no package of this name that has rules is installed{hint(key, installed)}")
    return [_load(point) for key in wanted for point in sorted(installed[key], key=lambda p: p.name)]


def _same(name: str) -> str:
    """A package's name, however it is written."""
    return name.lower().replace("_", "-").replace(".", "-")


def _load(point: EntryPoint) -> Rule:
    where = f"the plugin {point.dist.name if point.dist else point.value}, rule {point.name}"
    try:
        module = point.load()
        package = module.__name__.rpartition(".")[0]
        text = files(package or module.__name__).joinpath(f"{point.name}.toml").read_text(encoding="utf-8")
    except Exception as error:
        raise Refused(f"{where}: cannot be loaded ({type(error).__name__}: {error})") from None
    path = Path(f"{point.name}.toml")
    try:
        rule = rule_of(path, parse_toml(path, text))
    except KeyError as error:
        raise Refused(f"{where}: {error.args[0]} is missing in {path}") from None
    return replace(rule, check=_guarded(where, module.check))


def _guarded(where: str, check: Check) -> Check:
    """A check that fails with a line that names the plugin: its failure is not ours, and not the user's."""

    def guarded(subject: Any, repo: Repository) -> Iterator[Hit]:
        try:
            yield from check(subject, repo)
        except Refused:
            raise
        except Exception as error:
            raise Refused(f"{where}: failed ({type(error).__name__}: {error}); tell its authors") from None

    return guarded
