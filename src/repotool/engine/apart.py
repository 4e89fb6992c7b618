"""Of several repositories each is its own affair: what cannot be judged is told, and keeps nobody from the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from repotool.model import Refused

Broken = Callable[[str, Refused | OSError], None]
"""Gets the label of a repository that cannot be judged, and why."""


@contextmanager
def apart(label: str, broken: Broken | None) -> Iterator[None]:
    """What goes wrong within is told to `broken`; where nobody is there to be told, it is raised as it is."""
    try:
        yield
    except (Refused, OSError) as error:
        if broken is None:
            raise
        broken(label, error)
