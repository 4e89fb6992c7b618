"""Before and after -> a unified diff, for a terminal or for `git apply`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from repotool.model.regex import regex
from repotool.model.shown import shown_lines
from repotool.reading.compare import Opcode, opcodes
from repotool.writing.binary_patch import binary_patch

CONTEXT = 3
_BASE64 = regex(r"[A-Za-z0-9+/=]{400,}")
_KEPT = 30
"""Characters of base64 that a terminal gets to see, at either end."""


def unified_diff(path: str, before: bytes | None, after: bytes | None, *, exact: bool = False) -> str:
    """The diff of one file, "" where nothing changes; None is a file that is not there.

    What could command a terminal or cannot be seen is escaped, so that hostile or undecodable content makes no valid
    patch; `exact` leaves it as it is (undecodable bytes as surrogates) for `git apply` and `patch`.
    """
    if before == after:
        return ""
    if b"\0" in (before or b"") or b"\0" in (after or b""):
        return _binary(path, before, after) if exact else _harmless("".join(_told(path, before, after)))
    text = "".join(_patch(path, before, after))
    return text if exact else _harmless(_BASE64.sub(_shortened, text))


def renamed_diff(old: str, new: str, before: bytes, after: bytes, *, exact: bool = False) -> str:
    """The diff of a file that gets another name, and perhaps other content, as git writes it; see `unified_diff`."""
    if before != after and b"\0" in before + after:
        return unified_diff(old, before, None, exact=exact) + unified_diff(new, None, after, exact=exact)
    text = f"diff --git {_quoted(f'a/{old}')} {_quoted(f'b/{new}')}\n"
    text += f"rename from {_quoted(old)}\nrename to {_quoted(new)}\n"
    if before != after:
        text += f"--- {_named(_quoted(f'a/{old}'))}\n+++ {_named(_quoted(f'b/{new}'))}\n"
        text += "".join(_changed_lines(before, after))
    return text if exact else _harmless(_BASE64.sub(_shortened, text))


def _harmless(text: str) -> str:
    """A carriage return before a newline is a line ending; anywhere else it would overwrite what stands before it."""
    return "\r\n".join(shown_lines(part) for part in text.split("\r\n"))


def _shortened(found: re.Match[str]) -> str:
    """Base64 is nothing to read; who applies a patch gets all of it."""
    return f"{found[0][:_KEPT]}…({len(found[0]):,} characters)…{found[0][-_KEPT:]}"


def _told(path: str, before: bytes | None, after: bytes | None) -> Iterator[str]:
    """What is binary, in words."""
    old = _quoted(f"a/{path}") if before is not None else "/dev/null"
    new = _quoted(f"b/{path}") if after is not None else "/dev/null"
    size = f" ({len(after):,} bytes)" if before is None and after is not None else ""
    yield from _head(path, before, after)
    yield f"Binary files {old} and {new} differ{size}\n"


def _binary(path: str, before: bytes | None, after: bytes | None) -> str:
    return "".join(_head(path, before, after, always=True)) + binary_patch(before, after)


def _head(path: str, before: bytes | None, after: bytes | None, *, always: bool = False) -> Iterator[str]:
    """The lines by which git tells a file that comes or goes; `always`: also of one that stays."""
    if always or before is None or after is None:
        yield f"diff --git {_quoted(f'a/{path}')} {_quoted(f'b/{path}')}\n"
    if before is None or after is None:
        yield "new file mode 100644\n" if before is None else "deleted file mode 100644\n"


def _patch(path: str, before: bytes | None, after: bytes | None) -> Iterator[str]:
    old, new = _quoted(f"a/{path}"), _quoted(f"b/{path}")
    yield from _head(path, before, after)
    if before or after:
        yield f"--- {_named(old) if before is not None else '/dev/null'}\n"
        yield f"+++ {_named(new) if after is not None else '/dev/null'}\n"
    yield from _changed_lines(before or b"", after or b"")


def _changed_lines(before: bytes, after: bytes) -> Iterator[str]:
    lines, new_lines = _lines(before), _lines(after)
    for hunk in _hunks(opcodes(lines, new_lines)):
        yield from _hunk(hunk, lines, new_lines)


def _named(name: str) -> str:
    """A tab after a name with spaces tells `patch` where it ends; git writes the same."""
    return f"{name}\t" if " " in name else name


def _quoted(name: str) -> str:
    """Names as git writes them: quoted, with octal bytes, where they hold what a line or a terminal cannot."""
    if shown_lines(name) == name and not set('"\\\t\n') & set(name):
        return name
    return '"' + "".join(_octal(character) for character in name) + '"'


def _octal(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character in "\t\n" or shown_lines(character) != character:
        return "".join(f"\\{byte:03o}" for byte in character.encode("utf-8", "surrogateescape"))
    return character


def _lines(content: bytes) -> list[str]:
    """Lines as git counts them: they end at "\\n" only."""
    lines = content.decode("utf-8", "surrogateescape").split("\n")
    return [line + "\n" for line in lines[:-1]] + [line for line in lines[-1:] if line]


def _hunks(codes: list[Opcode]) -> Iterator[list[Opcode]]:
    """Runs of changes with up to `CONTEXT` lines around them; those that touch are one."""
    hunk: list[Opcode] = []
    for tag, i, j, k, m in codes:
        if tag != "equal":
            hunk.append((tag, i, j, k, m))
            continue
        if any(code[0] != "equal" for code in hunk):
            if j - i <= 2 * CONTEXT and (tag, i, j, k, m) != codes[-1]:
                hunk.append((tag, i, j, k, m))
                continue
            ahead = min(CONTEXT, j - i)
            yield [*hunk, ("equal", i, i + ahead, k, k + ahead)]
        behind = min(CONTEXT, j - i)
        hunk = [("equal", j - behind, j, m - behind, m)]


def _hunk(codes: list[Opcode], before: list[str], after: list[str]) -> Iterator[str]:
    _, i, _, k, _ = codes[0]
    _, _, j, _, m = codes[-1]
    yield f"@@ -{_range(i, j)} +{_range(k, m)} @@\n"
    for tag, start, end, new_start, new_end in codes:
        if tag == "equal":
            yield from _marked(" ", before[start:end])
        else:
            yield from _marked("-", before[start:end])
            yield from _marked("+", after[new_start:new_end])


def _range(start: int, end: int) -> str:
    length = end - start
    first = start + 1 if length else start
    return str(first) if length == 1 else f"{first},{length}"


def _marked(mark: str, lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield mark + line
        if not line.endswith("\n"):
            yield "\n\\ No newline at end of file\n"
