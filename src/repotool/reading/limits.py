"""What is refused before it is parsed: texts that would take a parser minutes or its whole stack.

Everything is counted, nothing timed, so that a text is refused everywhere or nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence

MOST_CHARACTERS = 2_000_000


def refusal(text: str, lines: Sequence[str]) -> str | None:
    """Why the text is not parsed, in plain words; None where it is."""
    if len(text) > MOST_CHARACTERS:
        return f"the text is longer than {MOST_CHARACTERS:,} characters"
    return None
