"""Regular expressions that are compiled when they are first used.

`re` compiles in Python: the three hundred patterns of the modules that `check` imports would take 20 ms of every run,
of which most runs use a third.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def regex(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """`re.compile(source, flags)`, when something is first asked of it. For the constants of a module."""
    return cast("re.Pattern[AnyStr]", _Late(source, flags))


class _Late:
    """What stands for the pattern; each method that was asked for once is an attribute from then on."""

    def __init__(self, source: Any, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        # `re` itself remembers what it compiled last, but forgets; the pattern is the instance's own.
        if name == "_compiled":
            self._compiled = re.compile(self._source, self._flags)
            return self._compiled
        value = getattr(self._compiled, name)
        setattr(self, name, value)
        return value
