"""What git knows of a repository, asked so that nothing of the repository can run, and parsed from plumbing only.

Everything answers None where git is missing, refuses (`safe.directory`), or has nothing to say.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from threading import Timer
from typing import NamedTuple

from msgspec import Struct

from repotool.model.regex import regex
from repotool.reading.names import name_of

# The folder git works on is the one it is started in, whatever a hook around us has set; these are git's own list of
# variables that belong to one repository (`git rev-parse --local-env-vars`), without the configuration of the user.
_OF_ONE_REPOSITORY = {
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
}

# A repository's own configuration may name programs. None of these is to run, and nothing is to be fetched.
_HARMLESS = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.pager": "cat",
    "core.sshCommand": "false",
    "credential.helper": "",
    "log.showSignature": "false",
    "protocol.allow": "never",
    "safe.bareRepository": "explicit",
    "submodule.recurse": "false",
}
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_LFS_SKIP_SMUDGE": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}

# Not a limit on work: a FIFO named .gitignore would make git wait for ever.
_PATIENCE_S = 60


def _run(root: Path, *arguments: str, stdin: bytes = b"") -> bytes | None:
    """What git prints, started in `root` with `stdin` to read; None where there is no git or it fails."""
    return plumbing(root, *arguments, stdin=stdin)


def plumbing(
    root: Path, *arguments: str, stdin: bytes = b"", environment: Mapping[str, str] | None = None
) -> bytes | None:
    """What a command of git's plumbing prints, perhaps one that writes objects or refs; None where it fails."""
    call = _call(root, arguments)
    if call is None:
        return None
    import subprocess  # late: where there is no repository, nothing is run

    around = _environment() | dict(environment or {})
    try:
        done = subprocess.run(call, cwd=root, env=around, input=stdin, capture_output=True, timeout=_PATIENCE_S)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return done.stdout if done.returncode == 0 else None


def _run_bounded(root: Path, *arguments: str, most: int) -> bytes | None:
    """As `_run`, of a list that a few bytes of a hostile repository may make endless: None beyond `most` bytes."""
    call = _call(root, arguments)
    if call is None:
        return None
    import subprocess

    quiet = subprocess.DEVNULL
    try:
        with subprocess.Popen(
            call, cwd=root, env=_environment(), stdin=quiet, stdout=subprocess.PIPE, stderr=quiet
        ) as process:
            watch = Timer(_PATIENCE_S, process.kill)
            watch.start()
            try:
                printed = process.stdout.read(most + 1) if process.stdout else b""
            finally:
                watch.cancel()
            if len(printed) > most:
                process.kill()
                return None
    except (OSError, ValueError):
        return None
    return printed if process.returncode == 0 else None


def _call(root: Path, arguments: Sequence[str]) -> list[str] | None:
    bare = is_bare(root)
    program = _program() if bare or _is_repository(root) else None
    if program is None:
        return None
    settings = [part for key, value in _HARMLESS.items() for part in ("-c", f"{key}={value}")]
    # Git itself would rather not find a bare repository: its configuration names programs, of which none is to run.
    return [program, "--no-pager", *settings, *(["--git-dir=."] if bare else []), *arguments]


def _environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k not in _OF_ONE_REPOSITORY} | _ENVIRONMENT


def is_bare(folder: Path) -> bool:
    """Whether `folder` is a repository without a work tree, such as `course.git`."""
    try:
        return (
            not os.path.lexists(folder / ".git")
            and (folder / "HEAD").is_file()
            and (folder / "objects").is_dir()
            and (folder / "refs").is_dir()
        )
    except OSError:
        return False


def _is_repository(root: Path) -> bool:
    """Whether there is one around `root`, as git itself looks for it; bare ones it is told to leave alone.

    Asking git costs more than reading a README, and it is asked more than once.
    """
    return top_of(root) is not None


def _program() -> str | None:
    """The installed git. Windows would prefer a git.exe of the current folder, which is a stranger's."""
    import shutil

    found = shutil.which("git")
    if found is None or (os.name == "nt" and Path(found).resolve().parent == Path.cwd()):
        return None
    return found


def _line(root: Path, *arguments: str) -> str | None:
    printed = _run(root, *arguments)
    return (printed.decode("utf-8", "surrogateescape").rstrip("\n") or None) if printed else None


class Entry(NamedTuple):
    """A path below the root; `mode` is git's ("100644", "120000" a symlink, "160000" a submodule), "" if untracked.

    `sparse`: the sparse checkout leaves the file out on purpose.
    """

    path: str
    mode: str
    sparse: bool = False


def list_files(root: Path) -> list[Entry] | None:
    """Tracked files, and untracked ones that are not ignored; an untracked repository inside ends with "/".

    None where the walk has to answer: there is no git here, or the whole root is ignored by a repository around it.
    """
    listed = _run(root, "ls-files", "-z", "-s", "-t", "--cached", "--others", "--exclude-standard")
    if listed is None or (not listed and _run(root, "check-ignore", "-q", ".") is not None):
        return None
    return [_entry(record.decode("utf-8", "surrogateescape")) for record in listed.split(b"\0") if record]


def ignores(root: Path, path: str) -> bool:
    """Whether git would not see a file of this name, which need not be there."""
    return _run(root, "check-ignore", "--quiet", "--", path) is not None


def _entry(record: str) -> Entry:
    """`? path` or `H 100644 <object> 0\\tpath`: both begin with the tag of `-t`, which is S for a sparse entry."""
    tag, _, rest = record.partition(" ")
    if tag == "?":
        return Entry(rest, "")
    facts, _, path = rest.partition("\t")
    return Entry(path, facts.partition(" ")[0], tag == "S")


def origin_name(root: Path) -> str | None:
    """ "owner/repo" of the remote `origin`, on GitLab with the subgroups. Nothing else of its address leaves here."""
    url = _line(root, "remote", "get-url", "origin")
    return name_of(url) if url else None


def default_branch(root: Path) -> str | None:
    """The branch `origin/HEAD` points to, else the one HEAD is on; a branch without commits counts."""
    remote = _line(root, "symbolic-ref", "-q", "refs/remotes/origin/HEAD")
    if remote is not None:
        return remote.removeprefix("refs/remotes/origin/")
    local = _line(root, "symbolic-ref", "-q", "HEAD")
    return local.removeprefix("refs/heads/") if local else None


def refs(root: Path) -> dict[str, str]:
    """The branches (own, and those of `origin`) and tags that are known here, each with its commit."""
    listed = _run(
        root, "for-each-ref", "--format=%(objectname) %(refname)", "refs/remotes/origin", "refs/heads", "refs/tags"
    )
    found = {}
    for line in (listed or b"").decode("utf-8", "surrogateescape").splitlines():
        commit, _, name = line.partition(" ")
        short = _REF_FOLDER.sub("", name)
        if short != "HEAD":
            found[short] = commit
    return found


_REF_FOLDER = regex(r"refs/(?:heads|tags|remotes/origin)/")


def commit_of(root: Path, name: str) -> str | None:
    """The commit that a hexadecimal name, perhaps a short one, means here."""
    return _line(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")


MAX_LISTED = 64 * 1024 * 1024
"""Bytes of the list of a commit's paths, of which git can make billions out of a few trees that name each other."""


def paths_at(root: Path, commit: str) -> frozenset[str] | None:
    """The files and folders of a commit below `root`, relative to it."""
    listed = _run_bounded(root, "ls-tree", "-r", "-t", "-z", "--name-only", commit, most=MAX_LISTED)
    if listed is None:
        return None
    return frozenset(path.decode("utf-8", "surrogateescape") for path in listed.split(b"\0") if path)


def prefix(root: Path) -> str:
    """Where `root` lies in the repository, with a slash at its end; "" where it is all of it, or there is none."""
    return _line(root, "rev-parse", "--show-prefix") or ""


_COMMITTER = regex(rb"^committer [^\n]*> (-?\d{1,12}) ([+-])(\d\d)(\d\d)$", re.MULTILINE)


def head_date(root: Path, commit: str = "HEAD") -> date | None:
    """The day on which HEAD was committed, where it was committed: in the committer's own time zone."""
    told = _run(root, "cat-file", "commit", commit)
    match = _COMMITTER.search(told.partition(b"\n\n")[0]) if told else None
    if match is None:
        return None
    offset = timedelta(hours=int(match[3]), minutes=int(match[4])) * (-1 if match[2] == b"-" else 1)
    try:
        return datetime.fromtimestamp(int(match[1]), timezone(offset)).date()
    except (ValueError, OverflowError, OSError):
        return None


def merge_base(root: Path, ref: str) -> str | None:
    """The commit at which HEAD left `ref`; None where git does not know it.

    The work tree is never compared by git itself: `git diff` would run the filters that a repository names.
    """
    return _line(root, "merge-base", "--end-of-options", ref, "HEAD")


def holds(root: Path, commit: str, path: str) -> bool:
    """Whether a commit has a file or folder of this name, relative to the top of the repository."""
    return _run(root, "cat-file", "-e", f"{commit}:{path}") is not None


def top_of(root: Path) -> Path | None:
    """The folder of the work tree that `root` lies in, as git itself looks for it."""
    real = Path(os.path.realpath(root))
    return next((folder for folder in (real, *real.parents) if os.path.lexists(folder / ".git")), None)


MAX_VERSIONS = 20
"""Former versions of a file that are looked at; what is older is rarely cleaner."""


def earlier_versions(root: Path, path: str, *, since: str = "HEAD", top: bool = False) -> list[bytes]:
    """Former contents of a file, newest first, each once; none where git has none.

    `path` is relative to `root`; with `top`, to the top of the repository. `since` is the commit to go back from.
    """
    magic, start = (":(top,literal)", "") if top else (":(literal)", "./")
    log = _line(
        root, "log", f"--max-count={MAX_VERSIONS}", "--format=%H", "--end-of-options", since, "--", magic + path
    )
    versions = (_run(root, "cat-file", "blob", f"{commit}:{start}{path}") for commit in (log or "").split())
    return list(dict.fromkeys(version for version in versions if version is not None))


class Blob(Struct, frozen=True):
    """What a commit holds at a path: git's mode, the object, its size in bytes (None: the object is not here)."""

    mode: str
    object: str
    size: int | None


def commit_named(root: Path, ref: str) -> str | None:
    """The commit that a branch (own, or of `origin`), a tag or any other name of git means; None of an unknown one."""
    names = (ref, f"refs/remotes/origin/{ref}")
    found = (_line(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{n}^{{commit}}") for n in names)
    return next((commit for commit in found if commit is not None), None)


def files_of(root: Path, commit: str, folder: str) -> dict[str, Blob] | None:
    """What a commit holds below `folder` ("" is all), by path relative to it.

    None where there is no such folder, or its list is larger than 64 MB.
    """
    listed = _run_bounded(root, "ls-tree", "-r", "-z", "-l", "--full-tree", f"{commit}:{folder}", most=MAX_LISTED)
    if listed is None:
        return None
    found = {}
    for record in listed.split(b"\0"):
        facts, _, path = record.partition(b"\t")
        if path:
            mode, _, name, size = facts.decode("ascii", "replace").split()
            found[path.decode("utf-8", "surrogateescape")] = Blob(mode, name, int(size) if size.isdigit() else None)
    return found


def contents(root: Path, objects: Sequence[str]) -> dict[str, bytes]:
    """The bytes of objects by their names, asked for all at once; one that is not here is left out."""
    asked = "".join(f"{name}\n" for name in objects).encode("ascii")
    printed = _run(root, "cat-file", "--batch", stdin=asked) or b""
    found = {}
    at = 0
    while at < len(printed):
        head, _, _ = printed[at : at + 200].partition(b"\n")
        at += len(head) + 1
        words = head.split()
        if len(words) == 3 and words[2].isdigit():
            size = int(words[2])
            found[words[0].decode("ascii")] = printed[at : at + size]
            at += size + 1
    return found


def start_branch(root: Path, name: str) -> str | None:
    """HEAD goes to a new branch at the commit where it is; files and index stay. None where done, else why not."""
    if _run(root, "check-ref-format", "--branch", name) is None:
        return f"{name} is no name for a branch"
    if _line(root, "rev-parse", "--verify", "--quiet", f"refs/heads/{name}") is not None:
        return f"there is a branch {name} already"
    here = _line(root, "rev-parse", "--verify", "--quiet", "HEAD")
    if here is None:
        return "git has no commit here"
    made = _run(root, "update-ref", f"refs/heads/{name}", here, "")
    moved = made is not None and _run(root, "symbolic-ref", "HEAD", f"refs/heads/{name}") is not None
    return None if moved else "git could not make the branch"
