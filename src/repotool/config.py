"""`[tool.repotool]` of pyproject.toml, or repotool.toml -> Config. What is not known is refused, with a hint."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, cast

from msgspec import Struct, field
from msgspec.structs import replace

from repotool.language import said
from repotool.model import Refused, Severity
from repotool.model.regex import regex
from repotool.version import __version__

FILES = ("repotool.toml", "pyproject.toml")
MAX_BYTES = 512 * 1024
MAX_DOTS = 500
MAX_EXTENDED = 5
"""Configurations that extend one another: more are a circle, or a riddle."""
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")

ACADEMIC_YEAR = regex(r"((?:19|20|21)\d\d|\d\d)\s?[/–—-]\s?((?:19|20|21)\d\d|\d\d)", re.ASCII)


class CourseFacts(Struct, frozen=True):
    """What the configuration says of the course; what it does not say is read from the documents.

    `academic_year` is written "2024/2025"; `columns` maps a header as the schedule writes it to a column name of the
    vocabularies.
    """

    title: str | None = None
    season: Literal["spring", "autumn"] | None = None
    year: int | None = None
    academic_year: str | None = None
    country: str | None = None
    """Whose public holidays are days off: a country of the ISO codes, such as "RU"."""
    prior: str | None = None
    """The folder of last year's repository, relative to this one's root."""
    columns: Mapping[str, str] = field(default_factory=dict)


class Config(Struct, frozen=True):
    """The configuration of one repository. Rule selectors are codes, families or names, as the user wrote them."""

    path: Path | None = None
    text: str = ""
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: Mapping[str, str] = field(default_factory=dict)
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    severity: Mapping[str, Severity] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    name: str | None = None
    branch: str | None = None
    course: CourseFacts = field(default_factory=CourseFacts)
    preview: bool = False
    """Rules in preview run as others do."""
    plugins: tuple[str, ...] = ()
    """Installed packages whose rules run, too."""
    baseline: str | None = None
    """The file of known findings that `check` holds back, relative to the root."""
    extend: str | None = None
    """The .toml file that this one builds upon, relative to its folder; it may lie outside of the repository."""
    inherited: frozenset[str] = frozenset()
    """The selectors in `ignore` that stand in a configuration this one extends."""


Read = Callable[[Path], str]
"""How the text of a configuration is had: from the disk, or from a commit."""


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice most like `word`, if one is like it at all: for «did you mean»."""
    from rapidfuzz import fuzz, process, utils

    found = process.extractOne(word, list(choices), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=60)
    return found[0] if found else None


def hint(word: str, choices: Iterable[str]) -> str:
    """`: did you mean X?` or nothing."""
    best = nearest(word, choices)
    return said(f": did you mean {best}?") if best else ""


def find_config(root: Path) -> Path | None:
    """repotool.toml, else a pyproject.toml with `[tool.repotool]`, directly in `root`.

    A link to a file outside is none: nothing outside of a repository is read for it.
    """
    for name in FILES:
        path = root / name
        inside = path.is_file() and path.resolve().is_relative_to(root.resolve())
        if inside and (name == "repotool.toml" or _table(path, read_text) is not None):
            return path
    return None


def load_config(path: Path | None, read: Read | None = None) -> Config:
    """The configuration in `path` with those it extends; without a path, the defaults.

    Raises Refused with file, key and hint.
    """
    return _load(path, read or read_text, MAX_EXTENDED) if path is not None else Config()


def _load(path: Path, read: Read, depth: int) -> Config:
    table = _table(path, read)
    if table is None:
        raise Refused(f"{path}: has no [tool.repotool] table; add it, or leave out --config")
    config = _Reader(path, read).config(table)
    if config.extend is None:
        return config
    if depth == 0:
        raise Refused(f"{path}: more than {MAX_EXTENDED} configurations extend one another: is it a circle?")
    try:
        return extended(_load(path.parent / Path(config.extend).expanduser(), read, depth - 1), config)
    except Refused as refusal:
        raise Refused(f"{path}: extend: {refusal}") from None


def extended(base: Config, own: Config) -> Config:
    """`own` upon `base`: what is said anew counts, lists and tables grow."""
    facts = {key: value for key in CourseFacts.__struct_fields__ if (value := getattr(own.course, key)) is not None}
    return replace(
        own,
        select=base.select if own.select is None else own.select,
        extend_select=(*base.extend_select, *own.extend_select),
        ignore={**base.ignore, **own.ignore},
        per_file_ignores={
            pattern: (*base.per_file_ignores.get(pattern, ()), *own.per_file_ignores.get(pattern, ()))
            for pattern in {**base.per_file_ignores, **own.per_file_ignores}
        },
        severity={**base.severity, **own.severity},
        exclude=(*base.exclude, *own.exclude),
        preview=own.preview or base.preview,
        plugins=(*base.plugins, *own.plugins),
        baseline=own.baseline or base.baseline,
        name=own.name or base.name,
        branch=own.branch or base.branch,
        course=replace(base.course, **{**facts, "columns": {**base.course.columns, **own.course.columns}}),
        inherited=(base.inherited | base.ignore.keys()) - own.ignore.keys(),
    )


def _table(path: Path, read: Read) -> dict[str, Any] | None:
    """The repotool part of a TOML file. A broken pyproject.toml is somebody else's business until it names us."""
    text = read(path)
    if path.name != "pyproject.toml":
        return parse_toml(path, text)
    if "repotool" not in text:
        return None
    try:
        table = parse_toml(path, text)
    except Refused:
        if "tool.repotool" in text:
            raise
        return None
    tool = table.get("tool", {})
    return tool.get("repotool") if isinstance(tool, dict) else None


def read_text(path: Path) -> str:
    """The text of a configuration file; Refused where it is no file, too large, or not UTF-8."""
    try:
        if not path.is_file():
            raise Refused(f"{path}: is not a file; name an existing one with --config")
        if path.stat().st_size > MAX_BYTES:
            raise Refused(f"{path}: is larger than {MAX_BYTES // 1024} KB, so it is not read; pass --isolated")
        return decoded(path, path.read_bytes())
    except OSError as error:
        raise Refused(f"{path}: cannot be read ({error.strerror}); name an existing file with --config") from None


def decoded(path: Path, raw: bytes) -> str:
    """The text of a configuration file; Refused where it is too large or not UTF-8."""
    if len(raw) > MAX_BYTES:
        raise Refused(f"{path}: is larger than {MAX_BYTES // 1024} KB, so it is not read; pass --isolated")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(f"{path}: is not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8") from None


def parse_toml(path: Path, text: str) -> dict[str, Any]:
    """The tables of a TOML text. Keys of very many parts, which take tomllib for ever, are refused by counting."""
    if any(line.count(".") > MAX_DOTS for line in text.splitlines()):
        raise Refused(f"{path}: has a line with more than {MAX_DOTS} dots; shorten it, or pass --isolated")
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(f"{path}: is not valid TOML ({str(error)[:200]}); mend it, or pass --isolated") from None


class _Reader:
    """Reads one configuration table, telling in each refusal which file and key it is about."""

    def __init__(self, path: Path, read: Read) -> None:
        self.path = path
        self.text = read(path)

    def config(self, table: dict[str, Any]) -> Config:
        known: dict[str, tuple[str, Callable[[str, Any], Any]]] = {
            "select": ("select", self.strings),
            "extend-select": ("extend_select", self.strings),
            "ignore": ("ignore", self.reasons),
            "per-file-ignores": ("per_file_ignores", self.string_lists),
            "severity": ("severity", self.severities),
            "exclude": ("exclude", self.strings),
            "name": ("name", self.repository_name),
            "branch": ("branch", self.string),
            "course": ("course", self.course),
            "baseline": ("baseline", self.string),
            "preview": ("preview", self.boolean),
            "plugins": ("plugins", self.strings),
            "extend": ("extend", self.toml_file),
            "required-version": ("", self.required_version),
        }
        values = self.read(table, known, "")
        return Config(path=self.path, text=self.text, **values)

    def course(self, key: str, value: Any) -> CourseFacts:
        known: dict[str, tuple[str, Callable[[str, Any], Any]]] = {
            "title": ("title", self.string),
            "season": ("season", self.season),
            "year": ("year", self.year),
            "academic-year": ("academic_year", self.academic_year),
            "country": ("country", self.string),
            "prior": ("prior", self.string),
            "columns": ("columns", self.string_map),
        }
        return CourseFacts(**self.read(self.table(key, value), known, f"{key}."))

    def read(self, table: dict[str, Any], known: dict[str, Any], prefix: str) -> dict[str, Any]:
        values = {}
        for key, value in table.items():
            if key not in known:
                raise self.refused(prefix + key, f"is not a setting{hint(key, known)}")
            name, read = known[key]
            result = read(prefix + key, value)
            if name:
                values[name] = result
        return values

    def refused(self, key: str, why: str) -> Refused:
        return Refused(f"{self.path}: {key} {said(why)}")

    def string(self, key: str, value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.refused(key, 'must be a text, such as "…"')
        return value

    def toml_file(self, key: str, value: Any) -> str:
        if not self.string(key, value).endswith(".toml"):
            raise self.refused(key, 'must name a .toml file, such as "../policy.toml"')
        return str(value)

    def boolean(self, key: str, value: Any) -> bool:
        if not isinstance(value, bool):
            raise self.refused(key, "must be true or false")
        return value

    def strings(self, key: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise self.refused(key, 'must be a list of texts, such as ["LNK101"]')
        return tuple(value)

    def table(self, key: str, value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.refused(key, f"must be a table: write [{key}] and its settings below it")
        return value

    def reasons(self, key: str, value: Any) -> dict[str, str]:
        """An ignore without a reason is a riddle for the next maintainer, so each has one."""
        if not isinstance(value, dict):
            raise self.refused(key, 'must be a table of rules and reasons, such as LNK101 = "files come in March"')
        return {code: self.string(f"{key}.{code}", reason) for code, reason in value.items()}

    def string_lists(self, key: str, value: Any) -> dict[str, tuple[str, ...]]:
        return {k: self.strings(f"{key}.{k}", v) for k, v in self.table(key, value).items()}

    def string_map(self, key: str, value: Any) -> dict[str, str]:
        return {k: self.string(f"{key}.{k}", v) for k, v in self.table(key, value).items()}

    def severities(self, key: str, value: Any) -> dict[str, Severity]:
        for code, severity in self.table(key, value).items():
            if severity not in SEVERITIES:
                raise self.refused(f"{key}.{code}", f"must be one of {', '.join(SEVERITIES)}")
        return cast("dict[str, Severity]", value)

    def season(self, key: str, value: Any) -> str:
        if value not in ("spring", "autumn"):
            raise self.refused(key, 'must be "spring" or "autumn"')
        return str(value)

    def year(self, key: str, value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 1900 <= value <= 2200:
            raise self.refused(key, "must be a year, such as 2026")
        return value

    def academic_year(self, key: str, value: Any) -> str:
        """Two years that follow each other, as "2024/2025"."""
        pair = ACADEMIC_YEAR.fullmatch(self.string(key, value).strip())
        first, second = (int(year) % 100 for year in pair.groups()) if pair else (0, 0)
        if not pair or second != (first + 1) % 100:
            raise self.refused(key, 'must be two years in a row, such as "2024/2025", "2024-2025" or "24/25"')
        begin = int(pair[1]) if len(pair[1]) == 4 else 2000 + first
        return f"{begin}/{begin + 1}"

    def repository_name(self, key: str, value: Any) -> str:
        name = self.string(key, value)
        if "/" not in name.strip("/"):
            raise self.refused(key, 'must be the owner and the repository, such as "owner/course-2026"')
        return name

    def required_version(self, key: str, value: Any) -> None:
        from packaging.specifiers import InvalidSpecifier, SpecifierSet

        try:
            allowed = SpecifierSet(self.string(key, value))
        except InvalidSpecifier:
            raise self.refused(key, 'must be a version range, such as ">=0.1,<1"') from None
        if not allowed.contains(__version__, prereleases=True):
            raise self.refused(
                key, f"asks for repotool {value}, this is {__version__}: install a version in that range"
            )
