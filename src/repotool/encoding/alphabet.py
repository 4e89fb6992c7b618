"""The symbols a letter-pair table speaks of: every character is one symbol, alone or as a member of a group.

Letters are folded to lower case. What the table did not see often enough to know by itself belongs to a group:
a stretch of Unicode whose members behave alike. `GROUPS` is the whole of that knowledge, in code-point order.
"""

from __future__ import annotations

from bisect import bisect_right

# (first code point, name of the group); a group runs up to the next row.  A name may come back.
GROUPS: tuple[tuple[int, str], ...] = (
    (0x0000, "control"),
    (0x0020, "ascii"),
    (0x007F, "control"),
    (0x0080, "c1"),
    (0x00A0, "latin sign"),
    (0x00C0, "latin"),
    (0x0180, "rare latin"),
    (0x0218, "latin"),
    (0x021C, "rare latin"),
    (0x0250, "phonetic"),
    (0x02B0, "modifier"),
    (0x0300, "combining"),
    (0x0370, "greek"),
    (0x0400, "cyrillic"),
    (0x0460, "rare cyrillic"),
    (0x0490, "cyrillic"),
    (0x0500, "rare cyrillic"),
    (0x0530, "armenian"),
    (0x0590, "hebrew"),
    (0x0600, "arabic"),
    (0x0700, "old semitic"),
    (0x0750, "arabic"),
    (0x0780, "other letter a"),
    (0x0900, "indic"),
    (0x0E00, "thai"),
    (0x0E80, "other letter b"),
    (0x10A0, "georgian"),
    (0x1100, "jamo"),
    (0x1200, "other letter c"),
    (0x1E00, "latin"),
    (0x1F00, "greek"),
    (0x2000, "space"),
    (0x200B, "invisible"),
    (0x2010, "punctuation"),
    (0x2028, "invisible"),
    (0x2030, "punctuation"),
    (0x205F, "invisible"),
    (0x2070, "script digit"),
    (0x20A0, "currency"),
    (0x20D0, "combining"),
    (0x2100, "letterlike"),
    (0x2190, "arrow"),
    (0x2200, "mathematics"),
    (0x2300, "technical"),
    (0x2400, "rare symbol"),
    (0x2500, "box"),
    (0x25A0, "shape"),
    (0x2600, "dingbat"),
    (0x27C0, "mathematics"),
    (0x2800, "rare symbol"),
    (0x2900, "arrow"),
    (0x2980, "mathematics"),
    (0x2B00, "shape"),
    (0x2C00, "other letter d"),
    (0x2E00, "rare symbol"),
    (0x3000, "cjk sign"),
    (0x3040, "kana"),
    (0x3100, "rare cjk"),
    (0x3400, "rare han"),
    (0x4E00, "han"),
    (0xA000, "other letter e"),
    (0xAC00, "hangul"),
    (0xD7B0, "jamo"),
    (0xD800, "surrogate"),
    (0xE000, "private"),
    (0xF900, "rare han"),
    (0xFB00, "ligature"),
    (0xFB50, "arabic form"),
    (0xFE00, "invisible"),
    (0xFE10, "rare cjk"),
    (0xFE70, "arabic form"),
    (0xFF00, "wide form"),
    (0xFFF0, "special"),
    (0x10000, "old script"),
    (0x1D400, "mathematics"),
    (0x1D800, "old script"),
    (0x1F000, "emoji"),
    (0x1FB00, "rare symbol"),
    (0x20000, "rare han"),
    (0x30000, "special"),
)
_STARTS = [start for start, _ in GROUPS]

GROUP_NAMES: tuple[str, ...] = tuple(dict.fromkeys(name for _, name in GROUPS))


def group_of(char: str) -> str:
    """The name of the group a character belongs to when the table does not know it by itself."""
    return GROUPS[bisect_right(_STARTS, ord(char)) - 1][1]


def fold(char: str) -> str:
    """Lower case where that is one character (`İ` is left alone); ASCII digits are one, ASCII punctuation is one."""
    if "!" <= char <= "~" and not char.isalpha():
        return "0" if char.isdigit() else "."
    low = char.lower()
    return low if len(low) == 1 else char
