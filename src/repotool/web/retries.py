"""When to ask again: growing waits, or as long as the server says."""

from __future__ import annotations

from collections.abc import Callable
from email.utils import parsedate_to_datetime

import httpx

RETRIES = 3
MAX_RETRY_AFTER = 365 * 24 * 3600.0


def pause(number: int, first: float) -> float | None:
    """Seconds before retry `number`, counted from 0; None where it has been tried often enough."""
    return first * 2**number if number < RETRIES else None


def retry_after(headers: httpx.Headers, now: Callable[[], float]) -> float | None:
    """What Retry-After says, in seconds from `now` (a POSIX time); None where it says nothing that can be read."""
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return min(float(text[:12]), MAX_RETRY_AFTER)
    try:
        seconds = parsedate_to_datetime(text[:64]).timestamp() - now()
    except (ValueError, TypeError, OverflowError, OSError):
        return None
    return min(max(seconds, 0.0), MAX_RETRY_AFTER)
