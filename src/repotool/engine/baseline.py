"""A baseline: the findings a repository had when it was first checked. They are not reported; mended ones leave it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from repotool.model import Finding, Refused, Repository, Result

VERSION = 1
MAX_TEXT = 200

Key = tuple[str, str, str]
"""File, code, and the text the finding stands on: what stays the same when lines move."""


class Outcome(Struct, frozen=True):
    """The findings that are not in the baseline, how many it held back, and how many have left it."""

    results: tuple[Result, ...]
    held: int
    left: int
    written: bool


def honour(path: Path, results: Iterable[Result], *, whole: bool) -> Outcome:
    """Holds back what the baseline at `path` knows; writes it where there is none, shrinks it where findings are gone.

    It shrinks only when the `whole` repository was judged by every rule; otherwise what was not found may be there.
    """
    results = tuple(results)
    if not path.exists():
        found = Counter(identity(r, f) for r in results for f in r.findings)
        _write(path, found)
        return Outcome(tuple(replace(r, findings=()) for r in results), found.total(), 0, written=True)
    known = _parsed(path, _read(path))
    new, unmet = _without(results, known)
    gone = unmet.total() if whole else 0
    if gone:
        _write(path, known - unmet)
    return Outcome(new, known.total() - unmet.total(), gone, written=False)


def baseline_of(results: Iterable[Result]) -> bytes:
    """The baseline that knows these findings."""
    return _text(Counter(identity(r, f) for r in results for f in r.findings)).encode("utf-8", "backslashreplace")


def honour_text(path: Path, raw: bytes, results: Iterable[Result]) -> Outcome:
    """Holds back what the baseline `raw` knows, which `path` was in another commit; nothing is written."""
    known = _parsed(path, raw)
    new, unmet = _without(tuple(results), known)
    return Outcome(new, known.total() - unmet.total(), 0, written=False)


def _without(results: tuple[Result, ...], known: Counter[Key]) -> tuple[tuple[Result, ...], Counter[Key]]:
    """The results without what is known, and what of it was not met."""
    unmet = known.copy()
    new = tuple(replace(r, findings=tuple(f for f in r.findings if not _take(unmet, identity(r, f)))) for r in results)
    return new, unmet


def _take(unmet: Counter[Key], key: Key) -> bool:
    if unmet[key] <= 0:
        return False
    unmet[key] -= 1
    return True


def identity(result: Result, finding: Finding) -> Key:
    """What a finding is known by when lines move above it."""
    file = finding.file if result.label in ("", ".") else f"{result.label}/{finding.file}"
    return file, finding.rule.code, text_on(result.repository, finding)


def text_on(repo: Repository, finding: Finding) -> str:
    """The text that a finding stands on, as it is compared: on one line, and not all of a long one."""
    return " ".join(finding.span.cut(repo.file_text(finding.file)).split())[:MAX_TEXT]


def _text(found: Counter[Key]) -> str:
    import json

    rows = [
        {"file": file, "code": code, "text": text, "count": count}
        for (file, code, text), count in sorted(found.items())
        if count > 0
    ]
    return json.dumps({"version": VERSION, "findings": rows}, ensure_ascii=False, indent=1) + "\n"


def _write(path: Path, found: Counter[Key]) -> None:
    try:
        path.write_bytes(_text(found).encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise Refused(f"{path}: the baseline cannot be written ({error.strerror})") from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{path}: the baseline cannot be read ({error.strerror})") from None


def _parsed(path: Path, raw: bytes) -> Counter[Key]:
    import json

    try:
        told = json.loads(raw.decode("utf-8"))
        if told["version"] != VERSION:
            raise Refused(
                f"{path}: is a baseline of version {told['version']}; delete it, and check once to write it anew"
            )
        return Counter({_row(row): int(row["count"]) for row in told["findings"]})
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        raise Refused(f"{path}: is not a baseline; delete it, and check once to write it anew") from None


def _row(row: dict[str, Any]) -> Key:
    return str(row["file"]), str(row["code"]), str(row["text"])
