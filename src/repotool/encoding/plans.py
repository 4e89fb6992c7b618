"""Plans: how a text was damaged, one wrong reading after another, and how that is undone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from repotool.encoding.charmaps import decode, encode, title
from repotool.language import to_say


class Step(NamedTuple):
    """Text was written in one encoding and read in another."""

    written: str
    read: str

    def damage(self, text: str) -> str:
        """What the wrong reader saw.  Raises UnicodeError where the text cannot be written so."""
        return decode(encode(text, self.written), self.read)

    def repair(self, text: str) -> str:
        """What was written.  Raises UnicodeError where no text reads as this one."""
        return decode(encode(text, self.read), self.written)

    def __str__(self) -> str:
        return to_say(f"{title(self.written)} read as {title(self.read)}")


class Plan(NamedTuple):
    """Wrong readings in the order they happened; `repair` undoes the last one first."""

    steps: tuple[Step, ...]

    def damage(self, repaired: str) -> str | None:
        """The damage again, or None where this plan cannot have damaged such a text."""
        try:
            for step in self.steps:
                repaired = step.damage(repaired)
        except UnicodeError:
            return None
        return repaired

    def repair(self, damaged: str) -> str | None:
        """The text before the damage, or None where this plan cannot have made it."""
        try:
            for step in reversed(self.steps):
                damaged = step.repair(damaged)
        except UnicodeError:
            return None
        return damaged

    def proves(self, damaged: str, repaired: str) -> bool:
        """Whether the repaired text, damaged again, is the damaged text, character for character."""
        return self.damage(repaired) == damaged

    @property
    def is_utf8(self) -> bool:
        """Whether UTF-8 was what was read wrongly at first: such a plan rarely fits text by chance."""
        return self.steps[0].written == "utf-8"

    @property
    def name(self) -> str:
        """Such as "UTF-8 read as Mac Roman" or "UTF-8 read as Windows-1252, twice"."""
        if len(self.steps) > 1 and len(set(self.steps)) == 1:
            return f"{self.steps[0]}, {('twice', 'three times')[len(self.steps) - 2]}"
        return ", then ".join(map(str, self.steps))

    def __str__(self) -> str:
        return self.name


def chain(written_read: Iterable[tuple[str, str]]) -> Plan:
    """A plan from pairs (written, read), in the order of the damage."""
    return Plan(tuple(Step(written, read) for written, read in written_read))
