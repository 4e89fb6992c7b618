"""Recipes: TOML -> steps. What is not known is refused, with its place and a hint, before any repository is opened."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar

from msgspec import Struct, field
from msgspec.structs import fields

from repotool.config import hint, nearest, parse_toml, read_text
from repotool.data import rules_folder
from repotool.engine.rules import load_rules, verify_selectors
from repotool.language import said
from repotool.model import Refused


class FixStep(Struct, frozen=True):
    """Mend what rules find, without `select` those that are on; with `unsafe`, what is likely, too."""

    kind: ClassVar[str] = "fix"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    unsafe: bool = False


class RenameStep(Struct, frozen=True):
    """Rename what a pattern names, and rewrite every link to it. Of `to`, the first whose words are all known."""

    kind: ClassVar[str] = "rename"
    pattern: str
    to: tuple[str, ...]


class RewriteStep(Struct, frozen=True):
    """Rewrite the targets of links: `links` maps old addresses to new ones."""

    kind: ClassVar[str] = "rewrite"
    links: Mapping[str, str]


class NewColumn(Struct, frozen=True):
    header: str
    default: str = ""


class ColumnsStep(Struct, frozen=True):
    """Bring the schedule's columns into a schema. Columns are named as in the vocabularies, or as their headers."""

    kind: ClassVar[str] = "columns"
    order: tuple[str, ...] = ()
    rename: Mapping[str, str] = field(default_factory=dict)
    add: Mapping[str, NewColumn] = field(default_factory=dict)
    drop_empty: tuple[str, ...] | bool = False


class HeadingsStep(Struct, frozen=True):
    """Rename sections, and the anchors that links name: `rename` maps old headings to new ones."""

    kind: ClassVar[str] = "headings"
    rename: Mapping[str, str]
    files: tuple[str, ...] = ("*.md",)


class CleanStep(Struct, frozen=True):
    """Strip homework notebooks (or those that `files` name) of outputs, or of what editors leave in the metadata."""

    kind: ClassVar[str] = "clean"
    outputs: bool = True
    metadata: bool = False
    files: tuple[str, ...] = ()


class TextStep(Struct, frozen=True):
    """Replace a text, or what a regular expression matches, `count` times (least and most, None: any number)."""

    kind: ClassVar[str] = "text"
    count: tuple[int, int | None]
    replace: str
    find: str = ""
    regex: str = ""
    files: tuple[str, ...] = ("*.md",)
    done: str = ""
    """A text that stands there when the step is done already."""


Step = FixStep | RenameStep | RewriteStep | ColumnsStep | HeadingsStep | CleanStep | TextStep
KINDS: dict[str, type[Step]] = {
    step.kind: step for step in (FixStep, RenameStep, RewriteStep, ColumnsStep, HeadingsStep, CleanStep, TextStep)
}


class Recipe(Struct, frozen=True):
    """Ordered steps; `what` tells in a sentence what they make of a repository."""

    name: str
    what: str
    steps: tuple[Step, ...]


def recipes_folder() -> Path:
    """Where the recipes are that come with repotool."""
    return rules_folder() / "recipes"


def find_recipe(name: str) -> Path:
    """The file that a path names, or one of the recipes that come with repotool. Raises Refused with those known."""
    path = Path(name)
    if path.suffix == ".toml" or path.is_file():
        return path
    known = sorted(file.stem for file in recipes_folder().glob("*.toml"))
    if name in known:
        return recipes_folder() / f"{name}.toml"
    near = nearest(name, known)
    told = f"did you mean {near}?" if near else "name a .toml file"
    raise Refused(f"{name}: is no recipe; {told} (recipes: {', '.join(known)})")


def read_recipe(path: Path) -> Recipe:
    """The recipe in a file. Raises Refused naming the file, the step, the key and a way out."""
    table = parse_toml(path, read_text(path))
    for key in table:
        if key not in ("what", "step"):
            raise Refused(f"{path}: {key} is not a key of a recipe{hint(key, ('what', 'step'))}")
    what = table.get("what", "")
    if not isinstance(what, str):
        raise Refused(f"{path}: what must be a sentence")
    steps = table.get("step")
    if not isinstance(steps, list) or not steps or not all(isinstance(step, dict) for step in steps):
        raise Refused(f'{path}: has no steps; write [[step]] and below it do = "fix" (kinds: {", ".join(KINDS)})')
    return Recipe(path.stem, what.strip(), tuple(_Reader(path, n, step).step() for n, step in enumerate(steps, 1)))


class _Reader:
    """Reads one `[[step]]`, telling in each refusal which one it is about."""

    def __init__(self, path: Path, number: int, table: Mapping[str, Any]) -> None:
        self.place = f"{path}: step {number}"
        self.table = dict(table)

    def step(self) -> Step:
        kind = self.table.pop("do", None)
        if kind not in KINDS:
            told = hint(kind, KINDS) if isinstance(kind, str) else ""
            raise Refused(f"{self.place}: do must be one of {', '.join(KINDS)}{told}")
        self.place += f" ({kind})"
        values: dict[str, Any] = {}
        keys = {_written(name) for name in KINDS[kind].__struct_fields__}
        for key, value in self.table.items():
            if key not in keys:
                raise self.refused(f"{key} is not a key of this step{hint(key, keys)}")
            values[_field(key)] = self.value(key, value)
        for needed in fields(KINDS[kind]):
            if needed.required and needed.name not in values:
                raise self.refused(f"{_written(needed.name)} is missing")
        return self.checked(KINDS[kind](**values))

    def refused(self, why: str) -> Refused:
        return Refused(f"{self.place}: {said(why)}")

    def value(self, key: str, value: Any) -> Any:
        readers: dict[str, Callable[[str, Any], Any]] = {
            "add": self.new_columns,
            "count": self.count,
            "drop-empty": self.drop_empty,
            "links": self.texts_by_text,
            "metadata": self.switch,
            "outputs": self.switch,
            "unsafe": self.switch,
        }
        if key in readers:
            return readers[key](key, value)
        if key == "rename":
            return self.texts_by_text(key, value)
        if key in ("from", "find", "regex", "replace", "done"):
            return self.text(key, value)
        return self.texts(key, value)

    def text(self, key: str, value: Any) -> str:
        if not isinstance(value, str) or (not value and key != "replace"):
            raise self.refused(f'{key} must be a text, such as "…"')
        return value

    def texts(self, key: str, value: Any) -> tuple[str, ...]:
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not values or not all(isinstance(v, str) and v for v in values):
            raise self.refused(f"{key} must be a text, or a list of texts")
        return tuple(values)

    def switch(self, key: str, value: Any) -> bool:
        if not isinstance(value, bool):
            raise self.refused(f"{key} must be true or false")
        return value

    def texts_by_text(self, key: str, value: Any) -> dict[str, str]:
        if not isinstance(value, dict) or not value or not all(isinstance(v, str) and v for v in value.values()):
            raise self.refused(f'{key} must be a table of texts: write [step.{key}] and below it "old" = "new"')
        return value

    def count(self, key: str, value: Any) -> tuple[int, int | None]:
        if value == "any":
            return 0, None
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value, value
        found = re.fullmatch(r"(\d{1,6})-(\d{1,6})?", value, re.ASCII) if isinstance(value, str) else None
        if found is None or (found[2] and int(found[2]) < int(found[1])):
            raise self.refused('count must say how often it is to be found: 3, "1-5", "2-" or "any"')
        return int(found[1]), int(found[2]) if found[2] else None

    def new_columns(self, key: str, value: Any) -> dict[str, NewColumn]:
        if not isinstance(value, dict):
            raise self.refused('add must be a table of columns: write [step.add.recording] and below it header = "…"')
        found = {}
        for name, column in value.items():
            if (
                not isinstance(column, dict)
                or not isinstance(column.get("header"), str)
                or not column["header"].strip()
            ):
                raise self.refused(f'add.{name} needs its header: header = "…"')
            unknown = column.keys() - {"header", "default"}
            if unknown or not isinstance(column.get("default", ""), str):
                raise self.refused(f"add.{name} has a header and a default, both texts")
            found[name] = NewColumn(column["header"].strip(), column.get("default", "").strip())
        return found

    def drop_empty(self, key: str, value: Any) -> tuple[str, ...] | bool:
        return value if isinstance(value, bool) else self.texts(key, value)

    def checked(self, step: Step) -> Step:
        """The step, whose values make sense together, and which a second run would leave alone."""
        try:
            match step:
                case FixStep():
                    rules = load_rules()
                    verify_selectors(rules, step.select, f"{self.place}: select")
                    verify_selectors(rules, step.ignore, f"{self.place}: ignore")
                case RenameStep():
                    from repotool.years.patterns import check_patterns

                    check_patterns(step.pattern, step.to)
                case RewriteStep():
                    from repotool.years.steps.rewrite import check_links

                    check_links(step.links)
                case HeadingsStep():
                    _check_chain(step.rename)
                case ColumnsStep():
                    _check_columns(step)
                case TextStep():
                    _check_text(step)
        except ValueError as error:
            raise self.refused(str(error)) from None
        return step


def _written(name: str) -> str:
    return "from" if name == "pattern" else name.replace("_", "-")


def _field(key: str) -> str:
    return "pattern" if key == "from" else key.replace("-", "_")


def _check_chain(renamed: Mapping[str, str]) -> None:
    for old, new in renamed.items():
        if new in renamed and new != old:
            raise ValueError(f"rename makes «{old}» to «{new}», which it renames again: a second run would change more")


def _check_columns(step: ColumnsStep) -> None:
    if not (step.order or step.rename or step.add or step.drop_empty):
        raise ValueError("does nothing: say order, rename, add or drop-empty")
    if isinstance(step.drop_empty, tuple) and (both := set(step.drop_empty) & step.add.keys()):
        raise ValueError(f"adds and drops {min(both)}: leave out one of them")
    for texts in (step.rename.values(), *((new.header, new.default) for new in step.add.values())):
        if any("\n" in text for text in texts):
            raise ValueError("a cell has no line breaks; write <br>")


def _check_text(step: TextStep) -> None:
    if bool(step.find) == bool(step.regex):
        raise ValueError("say what to replace, as find (a text) or as regex")
    if step.find and step.find in step.replace:
        raise ValueError("replace holds the text it replaces: a second run would do it again; use regex")
    if step.regex:
        try:
            re.compile(step.regex)
        except re.error as error:
            raise ValueError(f"regex is not valid: {error}") from None
