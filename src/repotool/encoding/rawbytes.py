"""Bytes that are not UTF-8: which encoding, by a detector's word confirmed by the letters.

chardet 7 proposes (the only module that imports it); the letter table disposes, and adds the proposals of its own
that chardet is known to miss: UTF-16 without a byte order mark, and single lines of a file in another encoding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from msgspec import Struct

from repotool.encoding.candidates import MULTI_BYTE, SINGLE_BYTE
from repotool.encoding.charmaps import decode, encode, title
from repotool.encoding.letters import UNIT
from repotool.encoding.readings import text_cost

# What files are found in, and by how many nats each is less likely than the first
ON_DISK: Final[dict[str, float]] = {
    "cp1251": 0, "cp1252": 0, "koi8-r": 1, "cp866": 1, "gb18030": 1, "shift_jis": 1, "euc_jp": 1, "euc_kr": 1,
    "big5": 1, "cp1250": 1, "iso8859-2": 1.5, "mac_cyrillic": 2, "mac_roman": 2, "cp1253": 1, "cp1254": 1.5,
    "cp1255": 1, "cp1256": 1, "cp1257": 1.5, "iso8859-5": 2, "iso8859-15": 2.5, "cp850": 2, "cp437": 2, "cp852": 2,
    "koi8-u": 1.5, "cp1258": 2.5, "cp874": 1.5,
}  # fmt: skip
_FROM_CHARDET: Final[dict[str, str]] = {
    "windows-1251": "cp1251", "windows-1252": "cp1252", "windows-1250": "cp1250", "windows-1253": "cp1253",
    "windows-1254": "cp1254", "windows-1255": "cp1255", "windows-1256": "cp1256", "windows-1257": "cp1257",
    "windows-1258": "cp1258", "windows-874": "cp874", "iso-8859-1": "cp1252", "iso-8859-2": "iso8859-2",
    "iso-8859-5": "iso8859-5", "iso-8859-9": "cp1254", "iso-8859-15": "iso8859-15", "koi8-r": "koi8-r",
    "koi8-u": "koi8-u", "ibm866": "cp866", "cp866": "cp866", "cp437": "cp437", "cp850": "cp850", "cp852": "cp852",
    "maccyrillic": "mac_cyrillic", "mac-cyrillic": "mac_cyrillic", "macroman": "mac_roman", "mac-roman": "mac_roman",
    "gb18030": "gb18030", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5", "big5hkscs": "big5hkscs",
    "shift_jis": "shift_jis", "cp932": "cp932", "euc-jp": "euc_jp", "euc-kr": "euc_kr", "cp949": "cp949",
}  # fmt: skip
STRONG: Final = 2.0
"""Nats a character by which the next different reading must be behind for a conversion to be safe, …"""
SURE: Final = 25.0
"""… and nats in all."""
_SAMPLE = 20_000
_BLOCK = 4096


class Decoded(Struct, frozen=True):
    """Bytes read as text.

    encodings  the encodings used, most bytes first: one, or more where lines differ; their names are Python's codecs
    strong     the letters leave no doubt: the conversion is safe.  It is always exact: see `encoded`
    lines      for each line its encoding, where lines differ, else empty
    """

    text: str
    encodings: tuple[str, ...]
    strong: bool
    lines: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The encodings as people call them: "Windows-1251", "UTF-8 and Windows-1251"."""
        return " and ".join(map(_title, self.encodings))

    def encoded(self) -> bytes:
        """The bytes again: the proof that nothing was lost."""
        if not self.lines:
            return _encode(self.text, self.encodings[0])
        pairs = zip(self.text.split("\n"), self.lines, strict=True)
        return b"\n".join(_encode(line, encoding) for line, encoding in pairs)


def decode_bytes(raw: bytes) -> Decoded | None:
    """See `repotool.encoding.decode_bytes`."""
    wide = _utf16(raw)
    if wide is not None:
        return wide
    if b"\0" in raw:
        return None
    lines = raw.split(b"\n")
    legacy = [line for line in lines if not _is_utf8(line)]
    if not legacy:
        return None
    utf8 = [line for line in lines if not line.isascii() and _is_utf8(line)]
    if utf8 and len(utf8) * 20 > len(legacy):
        return _mixed(raw, lines, legacy)
    best = _best(raw)
    return best if best is not None and best.encoded() == raw else None


def _utf16(raw: bytes) -> Decoded | None:
    """UTF-16 by its mark, or without one by its zero bytes or the letters."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if raw.startswith(mark) and len(raw) % 2 == 0:
            return _wide(raw, encoding)
    if len(raw) < 4 or len(raw) % 2 or (_is_utf8(raw) and b"\0" not in raw):
        return None
    even, odd = raw[0::2], raw[1::2]
    order = "utf-16-le" if _has_high_bytes(odd, even) else "utf-16-be" if _has_high_bytes(even, odd) else None
    return _wide(raw, order) if order else None


def _has_high_bytes(high: bytes, low: bytes) -> bool:
    """Whether one half of the bytes is so monotonous that it must be the high halves of UTF-16."""
    common = max(map(high.count, set(high)))
    zeros = high.count(0)
    return (
        zeros > 0
        and common * 10 >= len(high) * 4
        and low.count(0) * 20 <= len(low)
        and len(set(high)) * 2 <= len(set(low)) + 2
    )


def _wide(raw: bytes, encoding: str) -> Decoded | None:
    try:
        text = raw.decode(encoding)
    except UnicodeError:
        return None
    return Decoded(text, (encoding,), strong=text.startswith("\ufeff") or _is_believable(text))


def _is_believable(text: str) -> bool:
    return text_cost(text[:_SAMPLE]) <= 6.5 * UNIT * (len(text[:_SAMPLE]) + 1) and "\0" not in text


def _mixed(raw: bytes, lines: Sequence[bytes], legacy: Sequence[bytes]) -> Decoded | None:
    """A file in which some lines are UTF-8 and others are in one other encoding."""
    found = _best(b"\n".join(legacy))
    if found is None:
        return None
    other = found.encodings[0]
    used = tuple("utf-8" if _is_utf8(line) else other for line in lines)
    text = "\n".join(_decode(line, encoding) for line, encoding in zip(lines, used, strict=True))
    order = ("utf-8", other) if 2 * len(legacy) <= sum(not line.isascii() for line in lines) else (other, "utf-8")
    done = Decoded(text, order, found.strong, used)
    return done if done.encoded() == raw else None


def _best(raw: bytes) -> Decoded | None:
    """The encoding in which the bytes read best."""
    sample = _sample(raw)
    scored = sorted(_scores(sample, _proposed(raw)), key=lambda row: row[0])
    for cost, _, encoding in scored:
        try:
            text = _decode(raw, encoding)
        except UnicodeError:
            continue
        far = sum(byte > 127 for byte in sample)
        here = _decode(sample, encoding)
        behind = min((other - cost for other, its, _ in scored if its != here), default=10**6) / UNIT
        strong = behind >= SURE and behind >= STRONG * min(far, 30) / 3 and _is_believable(here)
        return Decoded(text, (encoding,), strong)
    return None


def _sample(raw: bytes) -> bytes:
    """The lines that are not ASCII, up to some size: all the evidence is in them."""
    taken, length = [], 0
    for line in raw.split(b"\n"):
        if not line.isascii():
            taken.append(line)
            length += len(line)
            if length > _SAMPLE:
                break
    return b"\n".join(taken)


def _scores(sample: bytes, proposed: str | None) -> Iterator[tuple[float, str, str]]:
    """(cost, text, encoding) for every encoding the bytes can be in; the detector's word counts some nats."""
    for encoding, handicap in ON_DISK.items():
        try:
            text = _decode(sample, encoding)
        except UnicodeError:
            continue
        word = _WORD_OF_DETECTOR if encoding == proposed else 0
        yield text_cost(text) + UNIT * (handicap - word), text, encoding


_WORD_OF_DETECTOR = 3


@lru_cache(maxsize=16)
def _proposed(raw: bytes) -> str | None:
    import chardet

    name = chardet.detect(raw)["encoding"]
    return _FROM_CHARDET.get(name.lower()) if name else None


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeError:
        return False
    return True


def _decode(raw: bytes, encoding: str) -> str:
    return decode(raw, encoding) if encoding in SINGLE_BYTE or encoding in MULTI_BYTE else raw.decode(encoding)


def _encode(text: str, encoding: str) -> bytes:
    return encode(text, encoding) if encoding in SINGLE_BYTE or encoding in MULTI_BYTE else text.encode(encoding)


def _title(encoding: str) -> str:
    return encoding.upper() if encoding.startswith("utf") else title(encoding)
