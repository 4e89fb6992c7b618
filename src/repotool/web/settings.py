"""What a run is told: limits, clocks, what may be asked, what is remembered."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct, field

from repotool.web.overrides import Override
from repotool.web.vetting import Network

DAY = 24 * 3600.0


class Settings(Struct, frozen=True):
    """All times are seconds."""

    concurrency: int = 64
    per_host: int = 4
    host_interval: float = 0.1
    timeout: float = 15.0
    """Of one request; a link has twice as long, waits included."""
    retry_wait: float = 1.0
    """Before the first retry; each further wait is twice as long."""
    allow_private: tuple[Network, ...] = ()
    overrides: tuple[Override, ...] = ()
    ca_file: Path | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    deep: bool = False
    secure: bool = False
    """Ask whether https answers the same (WEB104)."""
    suggest_archive: bool = False
    cache_file: Path | None = None
    """None: nothing is remembered."""
    max_age: float = 7 * DAY
    recheck: bool = False
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    """By exact origin, as https://host[:port]: headers that the user's own configuration names."""

    @property
    def budget(self) -> float:
        """What a link may take, waits for retries included; waiting for its turn does not count."""
        return 2 * self.timeout

    @property
    def head_timeout(self) -> float:
        """Of a HEAD request: what does not answer it soon may answer a GET, which has the rest of `timeout`."""
        return self.timeout / 5

    @property
    def body_timeout(self) -> float:
        """Of a body: its page is there, whatever becomes of it."""
        return self.timeout / 5
