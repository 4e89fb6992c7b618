"""Places of links -> a verdict for each address: remembered where it is fresh, else asked; then remembered."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from fnmatch import translate
from functools import partial
from re import compile as compiled
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from repotool.language import said
from repotool.model import KINDS, Checked, Place, Refused, Verdict
from repotool.model.progress import watcher
from repotool.model.web import MASK, address_key
from repotool.web.cache import Cache, Remembered, key_of
from repotool.web.gather import Target, targets_of
from repotool.web.masking import masked, shown_address
from repotool.web.quarantine import COUNTED, counted, is_offline, kept
from repotool.web.settings import DAY, Settings
from repotool.web.words import reasons

if TYPE_CHECKING:
    from repotool.web.asked import Job, Outcome

CLOCK = "REPOTOOL_CLOCK"
"""The present as the cache takes it, for tests: an ISO date and time."""
ARCHIVE = "https://web.archive.org/web/"


Each = Callable[[Checked], None]
"""Gets every record as soon as its verdict is known."""


class Verified(Struct, frozen=True):
    """What came of a run. `checked` is in the order of the documents; `verdicts` is by address as it is written.

    `remembered` counts the verdicts that were fresh enough not to be asked for again, `hosts` all hosts. `offline`: it
    is our own network that fails. `interrupted`: somebody stopped it; then only what is known is told.
    """

    checked: tuple[Checked, ...]
    verdicts: dict[str, Verdict]
    asked: int = 0
    remembered: int = 0
    hosts: int = 0
    offline: bool = False
    interrupted: bool = False
    trouble: str | None = None


def verify(places: Iterable[Place], settings: Settings, each: Each | None = None) -> Verified:
    """A verdict on every address that the places use. Raises Refused where a setting cannot be had."""
    return _Run(targets_of(places), settings, each).verified()


def present() -> float:
    """POSIX time, or what the tests' clock says."""
    told = os.environ.get(CLOCK)
    if not told:
        return time.time()
    try:
        moment = datetime.fromisoformat(told)
    except ValueError:
        raise Refused(f"{CLOCK}={told}: is no time; write it as 2026-02-09T12:00:00") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


class _Run:
    def __init__(self, targets: Sequence[Target], settings: Settings, each: Each | None) -> None:
        self.targets = targets
        self.settings = settings
        self.each = each
        self.now = present()
        self.cache = Cache(settings.cache_file) if settings.cache_file else None
        self.before: dict[str, Remembered] = {}
        self.rows: dict[int, Remembered] = {}
        self.done: dict[int, list[Checked]] = {}
        self.reached: dict[str, bool] = {}
        self.temporary: set[str] = set()
        self.interrupted = False

    def verified(self) -> Verified:
        fresh = self._fresh()
        asked = [n for n, target in enumerate(self.targets) if n not in self.done and target.address is not None]
        for number in sorted(self.done):
            self._tell(number)
        if asked:
            self._ask(asked)
        with _undisturbed():
            offline = is_offline(self.reached, self.temporary)
            self._decide(offline)
            self._remember(asked, offline)
        return self._result(len(asked), fresh, offline)

    def _fresh(self) -> int:
        """Settles what need not be asked; answers how many verdicts were remembered."""
        wanted = _filter(self.settings)
        keys = {n: key_of(t.address.url) for n, t in enumerate(self.targets) if t.address is not None}
        self.before = self.cache.read(keys.values()) if self.cache else {}
        remembered = 0
        for number, target in enumerate(self.targets):
            skipped = target.why or wanted(target)
            row = self.before.get(keys.get(number, ""))
            if skipped is not None or target.address is None:
                self.done[number] = _records(target, partial(_unasked, reason=skipped or "malformed"))
            elif row is not None and self._satisfies(row, target):
                self._file(number, row)
                remembered += 1
        return remembered

    def _satisfies(self, row: Remembered, target: Target) -> bool:
        settings = self.settings
        assert target.address is not None
        if settings.recheck or not row.is_fresh(self.now, settings.max_age):
            return False
        if row.depth < int(settings.deep or target.names_anchors) and row.verdict in ("ok", "moved"):
            return False
        return not (settings.secure and target.address.scheme == "http" and row.verdict == "ok" and row.secure is None)

    def _ask(self, asked: list[int]) -> None:
        # What only the network needs is not imported where everything is remembered.
        import asyncio

        from repotool.web.asked import Job
        from repotool.web.network import ask_all

        jobs = {}
        for number in asked:
            target = self.targets[number]
            assert target.address is not None
            jobs[number] = Job(target.address, page=self.settings.deep or target.names_anchors)
        numbers = {id(job): number for number, job in jobs.items()}

        def told(job: Job, outcome: Outcome) -> None:
            self._take(numbers[id(job)], job, outcome)

        try:
            asyncio.run(ask_all(jobs.values(), self.settings, told, self._beat(asked)))
        except (KeyboardInterrupt, asyncio.CancelledError):
            self.interrupted = True

    def _beat(self, asked: list[int]) -> Callable[[int], None] | None:
        """Tells who watches how far it is, and what the verdicts are so far."""
        who = watcher()
        if who is None:
            return None

        def beat(hosts_waiting: int) -> None:
            kinds = Counter(self.rows[number].verdict for number in asked if number in self.rows)
            parts = [f"{said(kind)}: {kinds[kind]}" for kind in KINDS if kinds[kind]]
            if hosts_waiting:
                parts.insert(0, said(f"hosts waiting: {hosts_waiting}"))
            who("asking", kinds.total(), len(asked), " · ".join(parts))

        return beat

    def _take(self, number: int, job: Job, outcome: Outcome) -> None:
        """Files an outcome. What is to be decided when all are known is not told yet."""
        host = job.address.host
        self.reached[host] = self.reached.get(host, False) or outcome.lost is None
        if outcome.temporary:
            self.temporary.add(host)
        row = self._row(job, outcome)
        self._file(number, row)
        if row.verdict != "broken" or row.reason not in COUNTED:
            self._tell(number)

    def _row(self, job: Job, outcome: Outcome) -> Remembered:
        judged = outcome.judged
        key = key_of(job.address.url)
        row = Remembered(
            key=key,
            url=shown_address(job.address),
            verdict="skipped" if judged.reason == "private-address" and judged.final is None else judged.kind,
            reason=judged.reason,
            status=judged.status,
            final_url=shown_address(judged.final) if judged.final else None,
            moved_to=shown_address(judged.moved_to) if judged.moved_to else None,
            checked_at=self.now,
            anchors=outcome.anchors,
            depth=int(outcome.read),
            secure=outcome.secure,
        )
        before = self.before.get(key)
        return kept(counted(row, before), before)

    def _decide(self, offline: bool) -> None:
        """Tells what waited for the end: those that have failed for days, unless it is our own network that fails."""
        for number, row in sorted(self.rows.items()):
            if row.verdict == "broken" and row.reason in COUNTED:
                self._file(number, replace(row, verdict="unsure") if offline else row)
                self._tell(number)

    def _remember(self, asked: list[int], offline: bool) -> None:
        if self.cache is None:
            return
        rows = (self.rows[number] for number in asked if number in self.rows)
        self.cache.write(row for row in rows if row.verdict != "skipped" and not (offline and row.verdict == "unsure"))

    def _file(self, number: int, row: Remembered) -> None:
        self.rows[number] = row
        self.done[number] = _records(self.targets[number], partial(self._verdict, row))

    def _verdict(self, row: Remembered, url: str) -> Verdict:
        broken = row.verdict == "broken"
        return Verdict(
            url=url,
            kind=row.verdict,
            reason=row.reason,
            why=_why(row),
            status=row.status,
            final_url=row.final_url,
            moved_to=row.moved_to,
            anchors=row.anchors,
            secure=bool(row.secure),
            archive=ARCHIVE + row.url if broken and self.settings.suggest_archive and MASK not in row.url else None,
        )

    def _tell(self, number: int) -> None:
        if self.each is not None:
            for checked in self.done[number]:
                self.each(checked)

    def _result(self, asked: int, remembered: int, offline: bool) -> Verified:
        checked = [record for number in sorted(self.done) for record in self.done[number]]
        return Verified(
            checked=tuple(checked),
            verdicts={address_key(place.target): c.verdict for c in checked for place in c.places},
            asked=asked,
            remembered=remembered,
            hosts=len({target.address.host for target in self.targets if target.address}),
            offline=offline,
            interrupted=self.interrupted,
            trouble=self.cache.trouble if self.cache else None,
        )


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Signals come when it is done: who presses Ctrl-C twice wants what is known to be kept, too."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _records(target: Target, verdict: Callable[[str], Verdict]) -> list[Checked]:
    """One record for each way in which an address is written, as far as that may be shown."""
    by_url: dict[str, list[Place]] = {}
    for key, places in target.places.items():
        by_url.setdefault(masked(key), []).extend(places)
    return [Checked(verdict(url), tuple(places)) for url, places in by_url.items()]


def _unasked(url: str, reason: str) -> Verdict:
    return Verdict(url, "unsure" if reason == "malformed" else "skipped", reason, said(reasons().get(reason, "")))


def _why(row: Remembered) -> str:
    words = said(reasons().get(row.reason or "", row.reason or ""))
    if row.verdict == "broken" and row.failing_runs and row.failing_since is not None:
        days = int((row.checked_at - row.failing_since) / DAY)
        return said(f"{words}, for {days} days in {row.failing_runs} runs")
    return f"{words} ({row.status})" if row.reason in ("server-error", "client-error", "odd-status") else words


def _filter(settings: Settings) -> Callable[[Target], str | None]:
    """Why a target is not asked by --include and --exclude; None where it is."""
    included = [_pattern(text) for text in settings.include]
    excluded = [_pattern(text) for text in settings.exclude]

    def reason(target: Target) -> str | None:
        names = [*target.places, target.address.url if target.address else ""]
        if included and not any(matches(name) for matches in included for name in names):
            return "not-included"
        return "excluded" if any(matches(name) for matches in excluded for name in names) else None

    return reason


def _pattern(text: str) -> Callable[[str], bool]:
    """A pattern stands for a part of an address; in it `*` is anything, `?` one character."""
    if "*" not in text and "?" not in text:
        return lambda name: text in name
    match = compiled(translate(f"*{text}*")).match
    return lambda name: match(name) is not None
