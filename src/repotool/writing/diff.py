"""Before and after -> a unified diff, for a terminal or for `git apply`."""

from __future__ import annotations

from collections.abc import Iterator

from repotool.model.shown import shown_lines

CONTEXT = 3

# Lines taken away and put in; where there are more, lines are compared with those at their own place. The time to find
# the shortest diff grows with the square of this.
MAX_EDITS = 400

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
    """What to do to `before`, in the form of difflib; difflib itself is cubic in hostile lines."""
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    middle, new_middle = before[head : len(before) - tail], after[head : len(after) - tail]
    codes: list[Opcode] = [("equal", 0, head, 0, head)]
    codes += [(tag, i + head, j + head, k + head, m + head) for tag, i, j, k, m in _compared(middle, new_middle)]
    codes.append(("equal", len(before) - tail, len(before), len(after) - tail, len(after)))
    return _joined(codes)


def _joined(codes: list[Opcode]) -> list[Opcode]:
    joined: list[Opcode] = []
    for code in codes:
        if joined and joined[-1][0] == code[0]:
            tag, i, _, k, _ = joined.pop()
            code = (tag, i, code[2], k, code[4])
        joined.append(code)
    return joined


def _common(before: list[str], after: list[str]) -> int:
    pairs = zip(before, after, strict=False)
    return next((at for at, (old, new) in enumerate(pairs) if old != new), min(len(before), len(after)))


def _compared(before: list[str], after: list[str]) -> list[Opcode]:
    by_line = list(_line_by_line(before, after)) if len(before) == len(after) else None
    kept = _kept(before, after)
    if kept is not None:
        return list(_between(kept, len(before), len(after)))
    return by_line or [("replace", 0, len(before), 0, len(after))]


def _kept(before: list[str], after: list[str]) -> list[tuple[int, int]] | None:
    """The pairs of lines that stay, by Myers' algorithm as in git; None where more than `MAX_EDITS` do not.

    `reach[k]` is how far one gets in `before` on diagonal k (place in `before` minus place in `after`).
    """
    reach = {1: 0}
    trail = []
    for edits in range(min(MAX_EDITS, len(before) + len(after)) + 1):
        trail.append(dict(reach))
        for k in range(-edits, edits + 1, 2):
            down = k == -edits or (k != edits and reach[k - 1] < reach[k + 1])
            at = reach[k + 1] if down else reach[k - 1] + 1
            while at < len(before) and 0 <= at - k < len(after) and before[at] == after[at - k]:
                at += 1
            reach[k] = at
            if at >= len(before) and at - k >= len(after):
                return _traced(trail, len(before), len(after))
    return None


def _traced(trail: list[dict[int, int]], at: int, new_at: int) -> list[tuple[int, int]]:
    """Back along the trail: every diagonal step is a line that stays."""
    kept = []
    for edits in range(len(trail) - 1, -1, -1):
        reach, k = trail[edits], at - new_at
        down = k == -edits or (k != edits and reach[k - 1] < reach[k + 1])
        start = reach[k + 1] if down else reach[k - 1]
        new_start = start - (k + 1 if down else k - 1)
        while at > max(start, 0) and new_at > max(new_start, 0):
            at, new_at = at - 1, new_at - 1
            kept.append((at, new_at))
        at, new_at = start, new_start
    return kept[::-1]


def _between(kept: list[tuple[int, int]], length: int, new_length: int) -> Iterator[Opcode]:
    i = k = 0
    for j, m in [*kept, (length, new_length)]:
        if i < j or k < m:
            yield ("replace", i, j, k, m)
        if j < length and m < new_length:
            yield ("equal", j, j + 1, m, m + 1)
        i, k = j + 1, m + 1


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
