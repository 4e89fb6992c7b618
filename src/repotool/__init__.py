"""repotool: ruff for course repositories.

`check`, `fix`, `repair` and `read_repository` are the public functions; what they need is imported when they are used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from repotool.version import __version__

__all__ = ["__version__", "check", "fix", "read_repository", "repair"]

if TYPE_CHECKING:
    from repotool.api import check, fix, read_repository
    from repotool.encoding import repair


def __getattr__(name: str) -> Any:
    if name == "repair":
        from repotool.encoding import repair

        return repair
    if name in __all__:
        from repotool import api

        return getattr(api, name)
    raise AttributeError(f"module 'repotool' has no attribute {name!r}")
