"""The paths a user names -> repositories to judge, each with its configuration and its rules."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from repotool.config import FILES, Config, Read, decoded, extended, find_config, load_config
from repotool.config import read_text as read_config
from repotool.engine.apart import Broken, apart
from repotool.engine.fleet import fleet_file, read_fleet
from repotool.engine.naming import Named, named
from repotool.engine.policy import config_at, policy_at
from repotool.engine.project import Project
from repotool.engine.rules import load_rules, select_rules
from repotool.model import Refused, Rule
from repotool.reading import git
from repotool.reading.commits import read_commit
from repotool.reading.links.members import Member, Members
from repotool.reading.places import OnDisk, Place
from repotool.reading.tree import find_root

STDIN = "-"


class Options(Struct, frozen=True):
    """What the command line says of judging."""

    root: Path | None = None
    config: Path | None = None
    isolated: bool = False
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    today: date | None = None
    history: bool = False
    """Former versions of a damaged file in git are asked what it was."""
    preview: bool = False
    plugins: tuple[str, ...] = ()
    local_rules: bool = False
    """The rules in the repository's own `.repotool/rules` run, too: somebody trusts them not to take for ever."""
    base: str | None = None
    """Judge what HEAD changed since it left this branch, by the configuration, baseline and ignores of the branch."""


def open_projects(
    paths: tuple[str, ...],
    options: Options,
    *,
    commits: bool = False,
    years: bool = False,
    broken: Broken | None = None,
) -> list[Project]:
    """The repositories that `paths` lie in, in the order of the paths. Raises Refused for a path that is not there.

    A path is a folder or file, a glob, a fleet file, and with `commits` a bare repository or `course@v2024`,
    `course.git@main:2024`: what writes does not open them. A file or folder within a repository limits what is
    reported; with `years`, each folder is a repository of its own. A repository or a member of a fleet that cannot be
    opened is told to `broken`, where that is given, and left out.
    """
    names = list(name_all(paths or (".",), options, broken))
    return open_named(names, options, commits=commits, years=years, broken=broken)


def open_named(
    names: Sequence[Named],
    options: Options,
    *,
    commits: bool = False,
    years: bool = False,
    broken: Broken | None = None,
) -> list[Project]:
    """The repositories of names that `name_all` found; see `open_projects`."""
    wanted: dict[_Key, tuple[Named, set[str] | None]] = {}
    for one in names:
        if one.ref is not None and not commits:
            raise Refused(f"{one.label}: is read from git, and nothing can be written there; check it out first")
        if one.ref is not None and options.base is not None:
            raise Refused(f"--base: compares what lies in a folder, and {one.label} is read from git")
        with apart(one.label, broken):
            key, file = _key(one, options, years=years)
            _, only = wanted.setdefault(key, (one, None if file is None else set()))
            if file is None:
                wanted[key] = (one, None)
            elif only is not None:
                only.add(file)
    opened: list[Project] = []
    for key, (one, only) in wanted.items():
        with apart(one.label, broken):
            opened.append(_opened(key, one, only, options))
    return _together(opened)


def name_all(paths: Sequence[str], options: Options, broken: Broken | None = None) -> Iterator[Named]:
    """What the user's words name, one after the other; nothing is opened yet.

    Members of a fleet that name nothing are told to `broken`; without it, and for other words, Refused is raised.
    """
    for word in paths:
        fleet = None if options.root else fleet_file(Path(word))
        if fleet is None:
            yield from named(word)
        else:
            yield from read_fleet(fleet, _fleet_text(fleet, options.base), broken)


def _fleet_text(fleet: Path, base: str | None) -> Read:
    """How a fleet file and what it extends are read: with `base`, in a git repository as that branch has them."""
    if base is None or git.top_of(fleet.parent) is None:
        return read_config
    return policy_at(fleet.parent, base).text_of


class _Key(NamedTuple):
    """What makes two names one project: the same root and commit, and of a fleet the same member."""

    root: Path
    ref: str | None
    folder: str
    member: str | None


def _key(one: Named, options: Options, *, years: bool) -> tuple[_Key, str | None]:
    """The project that a name belongs to, and the file (or folder, with a slash) of it that is meant; None: all."""
    member = one.label if one.in_fleet else None
    if one.ref is not None:
        if options.root is not None:
            raise Refused(f"--root: is a folder on disk, and {one.label} is read from git; write {one.label}:FOLDER")
        root = one.path.resolve()
        if years or not one.folder:
            return _Key(root, one.ref, one.folder, member), None
        return _Key(root, one.ref, "", member), f"{one.folder}/"
    path = one.path / one.folder
    whole = years and path.is_dir() and options.root is None
    root = path.resolve() if whole else _root(path, options)
    if path.resolve() == root:
        return _Key(root, None, "", member), None
    relative = path.resolve().relative_to(root).as_posix()
    return _Key(root, None, "", member), relative + "/" if path.is_dir() else relative


def _root(path: Path, options: Options) -> Path:
    if options.root is None and options.base is not None:
        return policy_at(find_root(path), options.base).root_of(path)
    if options.root is None:
        return find_root(path).resolve()
    root = options.root.resolve()
    if not path.resolve().is_relative_to(root):
        raise Refused(f"{path}: does not lie in --root {options.root}")
    return root


def _opened(key: _Key, one: Named, only: set[str] | None, options: Options) -> Project:
    place: Place = OnDisk(key.root) if key.ref is None else read_commit(key.root, key.ref, key.folder)
    label = _label(key.root) if key.ref is None else replace(one, folder=key.folder).label
    config = _config(place, options, one, label)
    known = _known(place, config, options)
    rules = select_rules(
        known,
        config,
        select=options.select,
        extend_select=options.extend_select,
        ignore=options.ignore,
        preview=options.preview,
    )
    files = None if only is None else frozenset(only)
    all_rules = not (options.select or options.ignore or options.exclude)
    return Project(
        place,
        label,
        config,
        rules,
        options.today,
        files,
        options.history,
        all_rules,
        options.base,
        title=_title(one),
        year=one.year,
        known=known,
    )


def known_rules(options: Options) -> Mapping[str, Rule]:
    """Every rule there is in the current folder."""
    place = OnDisk(_root(Path.cwd(), options))
    return _known(place, _config(place, options, Named(place.root), ""), options)


def _known(place: Place, config: Config, options: Options) -> Mapping[str, Rule]:
    """Every rule there is here: our own, those of plugins, and those of the repository where somebody trusts them."""
    plugins = (*config.plugins, *options.plugins)
    if not plugins and not options.local_rules:
        return load_rules()
    from repotool.engine.local_rules import local_rules
    from repotool.engine.plugins import plugin_rules

    added = plugin_rules(plugins)
    if options.local_rules and options.base is not None:
        below = read_commit(place.root, options.base, git.prefix(place.root).strip("/"))
        added += local_rules(below.tree().files, below.read)
    elif options.local_rules:
        added += local_rules(place.tree().files, place.read)
    known = dict(load_rules())
    for rule in added:
        if rule.code in known:
            raise Refused(f"{rule.stem}.toml: {rule.code} is the code of another rule, {known[rule.code].name}")
        known[rule.code] = rule
    return known


def _title(one: Named) -> str:
    return f"{one.year} ({one.label})" if one.year else one.label


def _together(projects: list[Project]) -> list[Project]:
    """Of several repositories, each judges its links to the others by what lies there."""
    if len({project.root for project in projects}) < 2:
        return projects
    members = Members(Member(p.place, p.config.name, p.config.branch) for p in projects)
    return [replace(project, members=members) for project in projects]


def stdin_project(name: str, raw: bytes, options: Options) -> Project:
    """A text from stdin as a project of its own, judged with the configuration of the current folder."""
    root = _root(Path.cwd(), options)
    project = _opened(_Key(root, None, "", None), Named(root), None, options)
    return replace(project, stdin=(name, raw), label="")


def _config(place: Place, options: Options, one: Named, label: str) -> Config:
    if options.isolated:
        config = Config()
    elif options.base is not None:
        config = config_at(policy_at(place.root, options.base), place.root, options.config)
    elif options.config is not None or isinstance(place, OnDisk):
        config = load_config(options.config or find_config(place.root))
    else:
        config = _committed_config(place, label)
    if one.base is not None and not options.isolated:
        config = extended(one.base, config)
    return replace(config, name=config.name or one.name, exclude=(*config.exclude, *options.exclude))


def _committed_config(place: Place, label: str) -> Config:
    """The configuration that a commit holds; what it extends is read there, too, or beside the repository.

    Refusals name it as the user names the commit.
    """

    def read(path: Path) -> str:
        relative = Path(os.path.relpath(path, label)).as_posix()
        if relative.startswith("../"):
            return read_config(place.root / relative)
        return decoded(path, place.read(relative))

    for name in FILES:
        try:
            raw = place.read(name)
        except Refused:
            continue
        if name == FILES[0] or b"tool.repotool" in raw:
            return replace(load_config(Path(label) / name, read), path=place.root / name)
    return Config()


def _label(root: Path) -> str:
    """How the user would name the folder: relative to here where that is shorter than the whole path."""
    relative = os.path.relpath(root)
    return Path(relative if len(relative) < len(str(root)) else root).as_posix()
