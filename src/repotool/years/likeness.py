"""How likely a lesson or a homework of one year is what became of one of the year before."""

from __future__ import annotations

from collections.abc import Sequence

from repotool.years.editions import Subject
from repotool.years.titles import Titles, meanings_of

LEAST = 0.25
"""What is less alike is not the same lesson."""
FAR = 0.3
"""What a pair loses from one end of the schedule to the other: it decides between near equals, and nothing else."""
BY_NAME = 0.75
"""What the name of a file tells, beside a title."""
SECOND = 0.2
"""What the lesser of two witnesses adds: where names are alike, titles decide."""
SURE_NAME = 0.6
"""Names that are less alike are alike by chance: "Advanced PyTorch", "CV: advanced tasks"."""
STRONG = 0.95
"""The most that title or content alone can say."""


class Likeness:
    """Compares the subjects of two editions by title, content and place."""

    def __init__(self, older: Sequence[Subject], newer: Sequence[Subject]) -> None:
        self.older, self.newer = older, newer
        subjects = (*older, *newer)
        names = (name for subject in subjects for name in subject.names)
        self.titles = Titles((subject.entry.title for subject in subjects), names)

    def matrix(self) -> list[list[float]]:
        """The worth of each pair, an older one a row: a certain pair outweighs several doubtful ones."""
        return [[self._worth(one, other) for other in self.newer] for one in self.older]

    def _worth(self, one: Subject, other: Subject) -> float:
        likeness = self.of(one, other)
        if likeness < LEAST:
            return 0.0
        distance = abs(self._place(one, self.older) - self._place(other, self.newer))
        return float(likeness**3 * (1 - FAR * distance))

    def of(self, one: Subject, other: Subject) -> float:
        """From 0 to 1. Title and content are witnesses of their own: either may convince where the other is silent."""
        return 1 - (1 - STRONG * self.title(one, other)) * (1 - STRONG * content_likeness(one, other))

    def title(self, one: Subject, other: Subject) -> float:
        """By the topics, else by what the files and their labels are called."""
        first, second = one.entry.title, other.entry.title
        part = max(self.titles.share(first, second), self.titles.share(second, first))
        same = _dice(_topics(one), _topics(other))
        by_topics = 0.6 * self.titles.likeness(first, second) + 0.2 * part + 0.2 * same
        by_names = max((self.titles.likeness(a, b) for a in one.names for b in other.names), default=0.0)
        by_names = BY_NAME * by_names if by_names >= SURE_NAME else 0.0
        better, lesser = max(by_topics, by_names), min(by_topics, by_names)
        return better + SECOND * lesser * (1 - better)

    @staticmethod
    def _place(subject: Subject, among: Sequence[Subject]) -> float:
        return subject.entry.place / max(1, len(among) - 1)


def _topics(subject: Subject) -> frozenset[str]:
    return frozenset(" ".join(meanings_of(topic)) for topic in subject.entry.topics)


def content_likeness(one: Subject, other: Subject) -> float:
    """The share of what both say, in notebooks or in other files, whichever is greater."""
    return max(_dice(one.shingles, other.shingles), _dice(one.digests, other.digests))


def _dice(one: frozenset[int] | frozenset[str], other: frozenset[int] | frozenset[str]) -> float:
    whole = len(one) + len(other)
    return 2 * len(one & other) / whole if whole else 0.0
