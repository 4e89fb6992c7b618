"""Before and after -> a unified diff, for a terminal or for `git apply`."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from repotool.model.shown import shown_lines

CONTEXT = 3

# Lines before × lines after, beyond which they are not compared each with each but shown as one replaced block.
MAX_COMPARED = 4_000_000

Opcode = tuple[str, int, int, int, int]


def unified_diff(path: str, before: bytes | None, after: bytes | None, *, exact: bool = False) -> str:
    """The diff of one file, "" where nothing changes; None is a file that is not there.

    What could command a terminal or cannot be seen is escaped, so that hostile or undecodable content makes no valid
    patch; `exact` leaves it as it is (undecodable bytes as surrogates) for `git apply` and `patch`.
    """
    if before == after:
        return ""
    text = "".join(_patch(path, before, after))
    return text if exact else _harmless(text)


def _harmless(text: str) -> str:
    """A carriage return before a newline is a line ending; anywhere else it would overwrite what stands before it."""
    return "\r\n".join(shown_lines(part) for part in text.split("\r\n"))


def _patch(path: str, before: bytes | None, after: bytes | None) -> Iterator[str]:
    old, new = _quoted(f"a/{path}"), _quoted(f"b/{path}")
    if before is None or after is None:
        yield f"diff --git {old} {new}\n"
        yield "new file mode 100644\n" if before is None else "deleted file mode 100644\n"
    if b"\0" in (before or b"") or b"\0" in (after or b""):
        yield f"Binary files {old} and {new} differ\n"
        return
    lines, new_lines = _lines(before or b""), _lines(after or b"")
    if lines or new_lines:
        yield f"--- {_named(old) if before is not None else '/dev/null'}\n"
        yield f"+++ {_named(new) if after is not None else '/dev/null'}\n"
    for hunk in _hunks(_opcodes(lines, new_lines)):
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


def _opcodes(before: list[str], after: list[str]) -> list[Opcode]:
    """What difflib would say, without its worst case: fixes touch few lines, and rarely add or take away one."""
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    middle, new_middle = before[head : len(before) - tail], after[head : len(after) - tail]
    codes: list[Opcode] = [("equal", 0, head, 0, head)]
    codes += [(tag, i + head, j + head, k + head, m + head) for tag, i, j, k, m in _compared(middle, new_middle)]
    codes.append(("equal", len(before) - tail, len(before), len(after) - tail, len(after)))
    return codes


def _common(before: list[str], after: list[str]) -> int:
    pairs = zip(before, after, strict=False)
    return next((at for at, (old, new) in enumerate(pairs) if old != new), min(len(before), len(after)))


def _compared(before: list[str], after: list[str]) -> list[Opcode]:
    if len(before) == len(after):
        return list(_line_by_line(before, after))
    if len(before) * len(after) <= MAX_COMPARED:
        return [*difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()]
    return [("replace", 0, len(before), 0, len(after))]


def _line_by_line(before: list[str], after: list[str]) -> Iterator[Opcode]:
    start = 0
    for at in range(1, len(before) + 1):
        same = before[start] == after[start]
        if at == len(before) or (before[at] == after[at]) != same:
            yield ("equal" if same else "replace", start, at, start, at)
            start = at


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
