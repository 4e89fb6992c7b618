"""What a text may ask of the parser. Everything is counted, nothing timed: a text is refused everywhere or nowhere."""

from __future__ import annotations

MOST_CHARACTERS = 2_000_000
DEEPEST_CONTAINERS = 64
"""Lists and quotes within each other; some 200 of them fill Python's stack."""
MOST_WORK = 1_500_000
"""Looks at a line, times the depth at which they are taken; a README of two million characters needs a tenth."""


class TooMuch(ValueError):
    """A text asks for more than the limits allow; the message says what, in plain words."""


class Work:
    """Counts the work that a text makes, where it is made.

    A count beforehand would have to know what is code and what a list; here nothing is guessed. A list whose marker
    changes is read twice by mistletoe, in each list around it: without a limit, forty lines are read for ever.
    """

    def __init__(self) -> None:
        self._depth = 0
        self._done = 0

    def enter(self) -> None:
        """One container more is around what is counted; `leave` it in any case."""
        if self._depth > DEEPEST_CONTAINERS:
            raise TooMuch(f"lists and quotes are nested more than {DEEPEST_CONTAINERS} deep")
        self._depth += 1

    def leave(self) -> None:
        self._depth -= 1

    def count(self, lines: int) -> None:
        self._done += lines * self._depth
        if self._done > MOST_WORK:
            raise TooMuch("lists and quotes are nested in a way that makes the text too long to read")
