"""The repositories among several that cannot be judged: told, while the others are judged."""

from __future__ import annotations

import click

from repotool.commands.telling import tell
from repotool.language import said
from repotool.model import Refused
from repotool.model.shown import shown

MISUSE = 2
"""The exit code of a run that could not judge all it was asked to."""


class Unjudged:
    """Notes them as they are met. Where nothing else is left, that is a refusal as any other."""

    def __init__(self) -> None:
        self.any = False
        self._untold: list[tuple[str, Refused | OSError]] = []

    def note(self, label: str, why: Refused | OSError) -> None:
        self.any = True
        self._untold.append((label, why))

    def tell(self, *, others: bool) -> None:
        """One line for each that was not told yet. Raised where no other is left, and all say the same."""
        untold, self._untold = self._untold, []
        if untold and not others and len({str(why) for _, why in untold}) == 1:
            raise untold[0][1]
        for label, why in untold:
            tell(f"{click.style(said('not judged'), fg='red')}: {_line(label, why)}\n", err=True)


def _line(label: str, why: Refused | OSError) -> str:
    if isinstance(why, OSError):
        return shown(f"{why.filename or label}: {why.strerror or why}")
    return shown(said(str(why)) if label in str(why) else f"{label}: {said(str(why))}")
