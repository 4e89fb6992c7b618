#!/usr/bin/env python3
"""Build src/repotool/encoding/letter_pairs.bin from plain text in many languages.

    build_letter_pairs.py TRAIN_DIR [OUT]

TRAIN_DIR holds <language>__<anything>.txt, UTF-8, one sentence or word a line: the `train/` folder that the corpus
script makes.  Its sources and their licences are named in docs/encoding.md.  The table holds costs only: -log
P(second symbol | first symbol), ten units to a nat, smoothed, from a mixture in which every language weighs the
same.  No sentence of the sources can be read back from it.

Layout of the file, zlib-compressed: one line of JSON {"known": characters that are symbols by themselves,
"bands": {"han": [characters of the commonest band, ...], "hangul": [...]}, "symbols": n, "languages": how many}, "\n";
then bytes: n × the cost of each symbol by frequency alone; n × the part of it that picks the character within its
group; n × what is added to it after each symbol for a pair never seen; n × two bytes: how many pairs the row stores;
n × two bytes: in how many bytes their columns are; the columns, as gaps; the costs; for each known character the
languages that write it, as bits.  Two-byte numbers are little-endian.
"""

from __future__ import annotations

import collections
import itertools
import json
import math
import runpy
import sys
import zlib
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parents[1] / "src" / "repotool" / "encoding"
_ALPHABET = runpy.run_path(str(PACKAGE / "alphabet.py"))
GROUP_NAMES, fold, group_of = (_ALPHABET[name] for name in ("GROUP_NAMES", "fold", "group_of"))

KNOWN_AT_LEAST = 1e-6  # share of the mixture from which a character is a symbol by itself
BANDED = {"han": 9, "hangul": 7}  # scripts of thousands: symbols are bands of frequency
SEEN_AT_LEAST = 2  # a pair seen less is not told from one never seen
TELLING = 1.6  # a pair is stored when it is so much likelier than frequency alone says
UNIT, COARSE = 10, 3  # units in a nat; costs are rounded to three tenths of a nat
OWN_LETTER = 1e-4  # share of a language's letters from which a letter is its own
DISCOUNT = 0.6  # absolute discounting of pair counts
NEVER_SEEN = 3  # so many events stand for what no sample shows
# Share of running text given beforehand to each group, …
PRIOR = {"c1": 1e-9, "private": 1e-9, "surrogate": 1e-10, "special": 1e-9, "control": 1e-8, "box": 2e-6, "emoji": 4e-6,
         "mathematics": 3e-6, "dingbat": 1e-6, "arrow": 2e-6, "shape": 1e-6, "rare han": 1e-7, "other letter a": 1e-7,
         "other letter b": 1e-7, "other letter c": 1e-7, "other letter d": 1e-8, "other letter e": 1e-8}  # fmt: skip
PRIOR_OTHER = 3e-7
# … the chance that a member follows a member, …
STICKY = {"emoji": 0.3, "other letter a": 0.5, "other letter b": 0.5, "other letter c": 0.5, "other letter d": 0.5,
          "other letter e": 0.5, "combining": 0.01, "box": 0.02}  # fmt: skip
STICKY_OTHER = 0.05
# … and among how many members it is shared out
SIZE = {"c1": 32, "private": 200, "emoji": 600, "han": 15000, "rare han": 10000, "hangul": 9000, "indic": 900,
        "mathematics": 400, "other letter a": 300, "other letter b": 500, "other letter c": 900,
        "other letter e": 1500, "box": 100}  # fmt: skip
SIZE_OTHER = 80

Counter = collections.Counter[str]


class Alphabet(NamedTuple):
    """The symbols: characters known by themselves, bands of characters, groups."""

    known: str
    bands: dict[str, list[str]]
    symbol: dict[str, int]
    size: list[int]
    groups: dict[str, int]

    def __call__(self, char: str) -> int:
        return self.symbol[char] if char in self.symbol else self.groups[group_of(char)]


class Row(NamedTuple):
    """What may follow a symbol: the cost of leaving what was seen, and the costs of what was seen often enough."""

    leave: int
    seen: dict[int, int]


def main() -> None:
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else PACKAGE / "letter_pairs.bin"
    joint: dict[str, float] = collections.defaultdict(float)
    raw: Counter = collections.Counter()
    letters: dict[str, set[str]] = {}
    for name, lines in languages(sys.argv[1]).items():
        counts = pair_counts(lines)
        total = sum(counts.values())
        letters[name] = own_letters(counts)
        share = weight(total) / total
        for pair, n in counts.items():
            joint[pair] += n * share
            raw[pair] += n
    abc = alphabet(joint)
    write(out, letters, abc, *table(abc, joint, raw))


def languages(folder: str) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = collections.defaultdict(list)
    for path in sorted(Path(folder).glob("*.txt")):
        texts[path.name.split("__")[0]] += path.read_text(encoding="utf-8").split("\n")
    return texts


def weight(chars: int) -> float:
    """A language counts fully from half a million characters; a small one less, as its counts are noise."""
    return math.sqrt(min(1.0, chars / 500_000))


def pair_counts(lines: list[str]) -> Counter:
    counts: Counter = collections.Counter()
    for line in lines:
        folded = " " + "".join(map(fold, line)) + " "
        counts.update(map("".join, itertools.pairwise(folded)))
    return counts


def own_letters(counts: Counter) -> set[str]:
    """The letters beyond ASCII that a language writes by itself."""
    single: Counter = collections.Counter()
    for pair, n in counts.items():
        if pair[1].isalpha():
            single[pair[1]] += n
    total = sum(single.values())
    return {char for char, n in single.items() if not char.isascii() and n >= OWN_LETTER * total}


def alphabet(joint: dict[str, float]) -> Alphabet:
    single: dict[str, float] = collections.defaultdict(float)
    for pair, p in joint.items():
        single[pair[1]] += p
    whole = sum(single.values())
    plain = (c for c, p in single.items() if p / whole >= KNOWN_AT_LEAST)
    known = "".join(sorted(c for c in plain if group_of(c) not in BANDED and group_of(c) != "rare han"))
    banded = {group: bands(single, group, n) for group, n in BANDED.items()}
    symbol = {char: i for i, char in enumerate(known)}
    size = [1] * len(known)
    for band in itertools.chain.from_iterable(banded.values()):
        symbol.update(dict.fromkeys(band, len(size)))
        size.append(max(1, len(band)))
    groups = {name: len(size) + i for i, name in enumerate(GROUP_NAMES)}
    size += [SIZE.get(name, SIZE_OTHER) for name in GROUP_NAMES]
    return Alphabet(known, banded, symbol, size, groups)


def bands(single: dict[str, float], group: str, n: int) -> list[str]:
    """The group's characters by falling frequency, in n bands of doubling size."""
    chars = sorted((c for c in single if group_of(c) == group), key=lambda c: (-single[c], c))
    edges = [0, *(round(len(chars) * 2.0 ** (i - n + 1)) for i in range(n))]
    return ["".join(sorted(chars[a:b])) for a, b in itertools.pairwise(edges)]


def table(abc: Alphabet, joint: dict[str, float], raw: Counter) -> tuple[list[Row], bytes, bytes]:
    """The rows, the cost of each symbol by frequency, and the part of it that picks a member."""
    n = len(abc.size)
    mass = [[0.0] * n for _ in range(n)]
    count = [[0.0] * n for _ in range(n)]
    whole = sum(joint.values())
    for pair, p in joint.items():
        a, b = abc(pair[0]), abc(pair[1])
        mass[a][b] += p / whole
        count[a][b] += raw[pair]
    unigram = frequencies(abc, mass)
    sticky = {symbol: STICKY.get(name, STICKY_OTHER) for name, symbol in abc.groups.items()}
    rows = [row(a, mass[a], count[a], unigram, abc.size, sticky.get(a, 0.0)) for a in range(n)]
    base = bytes(quantise(u / k) for u, k in zip(unigram, abc.size, strict=True))
    return rows, base, bytes(quantise(1 / k) for k in abc.size)


def frequencies(abc: Alphabet, mass: list[list[float]]) -> list[float]:
    unigram = [sum(column) for column in zip(*mass, strict=True)]
    for name, symbol in abc.groups.items():
        unigram[symbol] += PRIOR.get(name, PRIOR_OTHER)
    total = sum(unigram)
    return [u / total for u in unigram]


def row(a: int, mass: list[float], count: list[float], unigram: list[float], size: list[int], sticky: float) -> Row:
    """The row of symbol a: discounted counts, and the rest shared out by frequency."""
    sum_mass, events = sum(mass), sum(count)
    seen_often = zip(mass, count, strict=True)
    kept = [m * max(0.0, c - DISCOUNT) / c if c >= SEEN_AT_LEAST else 0.0 for m, c in seen_often]
    free = 1 - sum(kept) / sum_mass if sum_mass else 1.0
    free = (free * events + NEVER_SEEN) / (events + NEVER_SEEN)
    scale = (1 - free) / sum(kept) if sum(kept) else 0.0
    seen = {}
    for b, k in enumerate(kept):
        backed = free * unigram[b]
        p = k * scale + backed
        if a == b:
            p = (1 - sticky) * p + sticky
        if p > TELLING * backed:
            seen[b] = quantise(p / size[b])
    return Row(quantise(free), seen)


def quantise(p: float) -> int:
    return max(0, min(255, round(-math.log(max(p, 1e-30)) * UNIT / COARSE) * COARSE))


def gaps(symbols: list[int]) -> bytes:
    """Rising numbers as steps; 255 stands for "255 further, no symbol yet"."""
    steps = [b - a - 1 for a, b in itertools.pairwise([-1, *symbols])]
    return b"".join(bytes([255]) * (step // 255) + bytes([step % 255]) for step in steps)


def write(out: Path, letters: dict[str, set[str]], abc: Alphabet, rows: list[Row], base: bytes, share: bytes) -> None:
    about = {"known": abc.known, "bands": abc.bands, "symbols": len(rows), "languages": len(letters)}
    columns = [gaps(sorted(r.seen)) for r in rows]
    costs = [bytes(r.seen[b] for b in sorted(r.seen)) for r in rows]
    parts = [json.dumps(about, ensure_ascii=False).encode(), b"\n", base, share, bytes(r.leave for r in rows)]
    parts += [len(r.seen).to_bytes(2, "little") for r in rows]
    parts += [len(column).to_bytes(2, "little") for column in columns]
    packed = zlib.compress(b"".join([*parts, *columns, *costs, writers(abc.known, letters)]), 9)
    out.write_bytes(packed)
    print(f"{len(rows)} symbols, {sum(map(len, costs))} pairs, {len(packed)} bytes")


def writers(known: str, letters: dict[str, set[str]]) -> bytes:
    """For each known character, the languages that write it, as bits."""
    names = sorted(letters)
    width = (len(names) + 7) // 8
    masks = (sum(1 << i for i, name in enumerate(names) if char in letters[name]) for char in known)
    return b"".join(mask.to_bytes(width, "little") for mask in masks)


if __name__ == "__main__":
    main()
