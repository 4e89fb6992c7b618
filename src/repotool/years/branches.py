"""Lessons that were split in two, and lessons that were merged into one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from repotool.years.editions import Subject
from repotool.years.likeness import Likeness
from repotool.years.titles import Titles, says_something

ALIKE = 0.5
"""From here on two lessons are one, given in two parts: a lecture and its seminar."""
RELATED = 0.2
"""What is less alike has a topic in common by chance."""
PART = 0.5
"""This much of a lesson must come from the other one."""
OWN = 0.5
"""This much of that must be what the other one's true counterpart does not have."""
SAME = 0.75
"""This much of a topic must stand in a title for the topic to be there."""
MADE_OF = 0.3
"""This share of a notebook's cells says what it was made of."""
FEWEST = 20
"""Shingles of a notebook below which it is no witness."""

Pairs = Mapping[Subject, Subject]


def whole_of(lonely: Subject, pairs: Pairs, likeness: Likeness) -> Subject | None:
    """The subject whose part `lonely` is; `pairs` leads from those on the other side to their counterparts on this.

    A lesson that came new is part of an older one if it takes over what the older one had and its successor has not,
    or is as like to it. A lesson that is gone is part of a newer one if it lives on there in the same way.
    """
    ranked = sorted(_wholes(lonely, pairs, likeness), key=lambda item: -item[0])
    return ranked[0][1] if ranked else None


def _wholes(lonely: Subject, pairs: Pairs, likeness: Likeness) -> Iterator[tuple[float, Subject]]:
    for whole, counterpart in pairs.items():
        alike = likeness.of(whole, lonely)
        by_title = _by_title(lonely, whole, counterpart, likeness.titles) if alike >= RELATED else 0.0
        share = max(by_title, _by_content(lonely, whole, counterpart), _by_cells(lonely, whole))
        if share >= PART or alike >= ALIKE:
            yield alike + share, whole


def _by_title(lonely: Subject, whole: Subject, counterpart: Subject, titles: Titles) -> float:
    """The share of the topics of one of the two that both have, and the counterpart has not."""
    if len(whole.entry.topics) < 2:
        return 0.0
    return max(_common_topics(one, other, counterpart, titles) for one, other in ((lonely, whole), (whole, lonely)))


def _common_topics(one: Subject, other: Subject, counterpart: Subject, titles: Titles) -> float:
    topics = [topic for topic in one.entry.topics if says_something(topic)]
    taken = [topic for topic in topics if titles.share(topic, other.entry.title) >= SAME]
    own = [topic for topic in taken if titles.share(topic, counterpart.entry.title) < OWN]
    return len(own) / len(topics) if own else 0.0


def _by_content(lonely: Subject, whole: Subject, counterpart: Subject) -> float:
    common = lonely.shingles & whole.shingles
    own = common - counterpart.shingles
    if len(common) < FEWEST or len(own) < OWN * len(common):
        return 0.0
    return len(common) / len(lonely.shingles)


def _by_cells(lonely: Subject, whole: Subject) -> float:
    """Whether the notebook of a new lesson was made of the whole's: then it is a part, however many cells came new."""
    shares = (
        heritage.share
        for heritage in lonely.entry.notebooks
        if heritage.edition == whole.entry.edition and heritage.source in whole.entry.files
    )
    return 1.0 if max(shares, default=0.0) >= MADE_OF else 0.0
