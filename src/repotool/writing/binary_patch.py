"""Bytes that are no text, in a patch that `git apply` takes: deflated, in base 85, as git writes them."""

from __future__ import annotations

import hashlib
import zlib
from base64 import b85encode
from collections.abc import Iterator
from string import ascii_letters, ascii_uppercase

_LINE = 52
"""Bytes a line; its length is told by one letter: A–Z for 1–26, a–z for 27–52."""
_LENGTHS = ascii_uppercase + ascii_letters[:26]


def binary_patch(before: bytes | None, after: bytes | None) -> str:
    """What stands below the head of a binary file: both contents whole, so that the patch can be taken back."""
    return "".join(
        (f"index {_blob(before)}..{_blob(after)}\n", "GIT binary patch\n", *_literal(after), *_literal(before))
    )


def _blob(content: bytes | None) -> str:
    """The name git gives to a content; zeros where there is no file."""
    if content is None:
        return "0" * 40
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _literal(content: bytes | None) -> Iterator[str]:
    yield f"literal {len(content or b'')}\n"
    deflated = zlib.compress(content or b"")
    for at in range(0, len(deflated), _LINE):
        part = deflated[at : at + _LINE]
        yield f"{_LENGTHS[len(part) - 1]}{b85encode(part, pad=True).decode('ascii')}\n"
    yield "\n"
