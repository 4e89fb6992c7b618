"""`@dataclass(frozen=True, slots=True)` for the nouns: frozen to the type checker, and cheap at run time.

A dataclass that freezes itself at run time takes two to six times as long to make an instance, of which a text has
thousands, and twice as long to make the class, which every call of the program pays. mypy refuses every assignment to a
field all the same; `python -X dev` freezes at run time, too.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    import dataclasses

    def dataclass(*, frozen: bool, slots: bool, **options: bool):
        """A dataclass as it is asked for, but frozen only where defects are looked for; hashed as if it were."""
        if frozen and not sys.flags.dev_mode:
            return dataclasses.dataclass(slots=slots, unsafe_hash=options.get("eq", True), **options)
        return dataclasses.dataclass(frozen=frozen, slots=slots, **options)
