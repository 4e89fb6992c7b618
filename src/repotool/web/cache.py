"""What earlier runs learned: one SQLite file, read at the start and written in one transaction at the end.

Addresses may hold secrets and a cache may be shared in CI: rows are found by a digest, and what is kept to be shown is
masked.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar, cast

from msgspec import Struct

from repotool.model import KINDS, Refused, VerdictKind
from repotool.model.shown import shown

T = TypeVar("T")
VERSION = 1
BUSY_SECONDS = 10.0
BROKEN_SECONDS = 3600.0
SPREAD = 0.2
"""Ages differ by so much either way, so that what was asked together is not all asked again together."""
_DAMAGED = (sqlite3.DatabaseError, UnicodeError, MemoryError, OverflowError)
"""What reading a file brings of which some bytes are others; sqlite3 says of a text in it that it is an operation."""
_UNREADABLE = "Could not decode to UTF-8"
_MAGIC = b"SQLite format 3\0"

_TABLE = """
CREATE TABLE links (
    key TEXT PRIMARY KEY, url TEXT NOT NULL, verdict TEXT NOT NULL, reason TEXT, status INTEGER, final_url TEXT,
    moved_to TEXT, checked_at REAL NOT NULL, anchors TEXT, depth INTEGER NOT NULL, secure INTEGER,
    failing_since REAL, failing_runs INTEGER NOT NULL
) WITHOUT ROWID
"""
_COLUMNS = (
    "key, url, verdict, reason, status, final_url, moved_to, checked_at, anchors, depth, secure, failing_since, "
    "failing_runs"
)


class Remembered(Struct, frozen=True):
    """One row. `depth` is 1 where the page was read, 2 where it was read for what it says, else 0. `secure` is None
    where https was not asked. `failing_since` is the first of `failing_runs` runs in a row that reached nobody.
    """

    key: str
    url: str
    verdict: VerdictKind
    reason: str | None
    status: int | None
    final_url: str | None
    moved_to: str | None
    checked_at: float
    anchors: frozenset[str] | None = None
    depth: int = 0
    secure: bool | None = None
    failing_since: float | None = None
    failing_runs: int = 0

    def is_fresh(self, now: float, max_age: float) -> bool:
        """Whether it still tells the truth: what is unsure never does, what is broken for an hour."""
        age = now - self.checked_at
        if self.verdict in ("ok", "moved"):
            return -BROKEN_SECONDS <= age < max_age * (1 + SPREAD * _lean(self.key))
        return self.verdict == "broken" and not self.failing_runs and 0 <= age < min(BROKEN_SECONDS, max_age)


def _lean(key: str) -> float:
    """Between -1 and 1, always the same for one address."""
    return int(key[:8], 16) / 0x7FFFFFFF - 1


def key_of(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:32]


class Cache:
    """The file. What is wrong with it never stops a run: a damaged one is made anew, a locked one is told of."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.trouble: str | None = None

    def read(self, keys: Iterable[str]) -> dict[str, Remembered]:
        """What is known of these addresses."""
        wanted = set(keys)
        if not wanted or not self.path.exists():
            return {}
        try:
            rows = self._with(lambda database: database.execute(f"SELECT {_COLUMNS} FROM links").fetchall())
        except (sqlite3.Error, OSError) as error:
            self.trouble = f"{self.path}: cannot be read ({shown(str(error))}); nothing is remembered"
            return {}
        found = (_remembered(row) for row in rows if row[0] in wanted)
        return {row.key: row for row in found if row is not None}

    def write(self, rows: Iterable[Remembered]) -> None:
        """Adds the rows, all or none."""
        values = [_row(row) for row in rows]
        marks = ", ".join("?" * len(_COLUMNS.split(", ")))

        def insert(database: sqlite3.Connection) -> None:
            with database:
                database.executemany(f"INSERT OR REPLACE INTO links ({_COLUMNS}) VALUES ({marks})", values)

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if values:
                self._with(insert)
        except (sqlite3.Error, OSError) as error:
            self.trouble = f"{self.path}: cannot be written ({shown(str(error))}); this run is not remembered"

    def _with(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Does `work` on the file; on a new one where this one is damaged."""
        try:
            with closing(self._connected()) as database:
                return work(database)
        except sqlite3.OperationalError as error:
            if not str(error).startswith(_UNREADABLE):
                raise
            self._discard()
        except _DAMAGED:
            self._discard()
        with closing(self._connected()) as database:
            return work(database)

    def _connected(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path, timeout=BUSY_SECONDS)
        try:
            if not _is_ours(database):
                database.execute("BEGIN IMMEDIATE")  # of two runs that begin at once one makes the table
                if not _is_ours(database):
                    _make(database)
                database.commit()
        except BaseException:
            database.close()
            raise
        return database

    def _discard(self) -> None:
        self.trouble = f"{self.path}: was damaged and is made anew"
        self.path.unlink(missing_ok=True)
        for suffix in ("-journal", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)


def _is_ours(database: sqlite3.Connection) -> bool:
    """Whether nothing but our own table is in it. Raises DatabaseError where somebody else has put something in: a
    view or a trigger would run here, perhaps for ever.
    """
    (version,) = database.execute("PRAGMA user_version").fetchone()
    held = database.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    strange = any(row[:2] != ("table", "links") for row in held)
    if strange or (version == VERSION and held != [("table", "links", _TABLE.lstrip())]):
        raise sqlite3.DatabaseError("holds what repotool has not put there")
    return bool(version == VERSION)


def _make(database: sqlite3.Connection) -> None:
    database.execute("DROP TABLE IF EXISTS links")
    database.execute(_TABLE)
    database.execute(f"PRAGMA user_version = {VERSION}")


def verify_cache_file(path: Path, documents: Iterable[Path]) -> None:
    """Raises Refused where `--cache` names a folder or a document: a damaged cache is thrown away."""
    if path.is_dir() or os.path.realpath(path) in map(os.path.realpath, documents):
        raise Refused(f"--cache {path}: is not a cache; name a file of its own, such as .repotool-links.sqlite")
    if path.is_file() and path.stat().st_size:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
        if head != _MAGIC and path.suffix not in (".sqlite", ".sqlite3", ".db", ".cache"):
            raise Refused(f"--cache {path}: is not a cache of links; name a file that ends in .sqlite, or delete it")


def _row(row: Remembered) -> tuple[Any, ...]:
    anchors = None if row.anchors is None else json.dumps(sorted(row.anchors), ensure_ascii=True)
    secure = None if row.secure is None else int(row.secure)
    return (
        row.key, row.url, row.verdict, row.reason, row.status, row.final_url, row.moved_to, row.checked_at, anchors,
        row.depth, secure, row.failing_since, row.failing_runs,
    )  # fmt: skip


def _remembered(row: tuple[Any, ...]) -> Remembered | None:
    """A row as it was written; None of one that somebody else wrote."""
    key, url, verdict, reason, status, final, moved, checked, anchors, depth, secure, since, runs = row
    if verdict not in KINDS or not _is_address(url) or not isinstance(depth, int) or not isinstance(runs, int):
        return None
    if not all(value is None or _is_address(value) for value in (final, moved)) or not _is_number(checked):
        return None
    if not (anchors is None or isinstance(anchors, str)) or not (reason is None or _is_code(reason)):
        return None
    if not all(value is None or _is_number(value) for value in (status, secure, since)):
        return None
    try:
        named = None if anchors is None else frozenset(name for name in json.loads(anchors) if isinstance(name, str))
    except (ValueError, TypeError, RecursionError):
        return None
    known = None if secure is None else bool(secure)
    kind = cast(VerdictKind, verdict)
    return Remembered(key, url, kind, reason, status, final, moved, checked, named, depth, known, since, int(runs))


def _is_address(value: object) -> bool:
    """Whether it may be shown: an address is written in ASCII, and in nothing that a terminal obeys."""
    return isinstance(value, str) and value.startswith("http") and value.isascii() and value.isprintable()


def _is_code(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.replace("-", "").isalnum()


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and isfinite(value)
