"""Two versions of a text, line by line: what was taken away, what was put in."""

from __future__ import annotations

from collections.abc import Iterator

from repotool.model.regex import regex

# Lines taken away and put in; where there are more, lines are compared with those at their own place. The time to find
# the shortest diff grows with the square of this.
MAX_EDITS = 400

_NEWLINE = regex(r"\r\n|\r|\n")

Opcode = tuple[str, int, int, int, int]


def opcodes(before: list[str], after: list[str]) -> list[Opcode]:
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


def changed_lines(before: str, after: str) -> list[tuple[int, int]]:
    """The lines of `after` that are not in `before`, as first and last, 1-based. Line endings do not count.

    Lines are those of `source.Lines`: where a form feed ended one, too, all below it would have another number.
    """
    codes = opcodes(_lines(before), _lines(after))
    return [(start + 1, end) for tag, _, _, start, end in codes if tag != "equal" and start < end]


def _lines(text: str) -> list[str]:
    lines = _NEWLINE.split(text)
    return lines if lines[-1] else lines[:-1]
