#!/usr/bin/env python3
"""Build src/repotool/encoding/letter_pairs.bin from plain text in many languages.

    build_letter_pairs.py TRAIN_DIR [OUT]

TRAIN_DIR holds <language>__<anything>.txt, UTF-8, one sentence or word a line: the `train/` folder that the corpus
script makes.  Its sources and their licences are named in docs/encoding.md.  The table holds costs only: nats of
-log P(second symbol | first symbol), ten to a nat, smoothed, from a mixture in which every language weighs the
same.  No sentence of the sources can be read back from it.

Layout of the file, zlib-compressed: one line of JSON {"known": characters that are symbols by themselves,
"bands": {"han": [characters of the commonest band, ...], "hangul": [...]}, "symbols": n, "languages": how many}, "\\n", n bytes: the cost of
each symbol by frequency alone; n bytes: the part of it that picks the character within its group; n bytes: what is added to it after each symbol for a pair never seen; n times two
bytes: how many pairs the row stores; n times two bytes: in how many bytes their columns are; the columns, as gaps;
the costs; for each known character the languages that write it, as bits.  Two-byte numbers are little-endian.
"""

from __future__ import annotations

import collections
import glob
import json
import math
import os
import sys
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "src"))
from repotool.encoding.alphabet import GROUP_NAMES, fold, group_of

KNOWN_AT_LEAST = 1e-6  # share of the mixture from which a character is a symbol by itself
BANDED = {"han": 9, "hangul": 7}  # scripts of thousands: symbols are bands of frequency
OWN_LETTER = 1e-4  # share of a language's letters from which a letter is its own
DISCOUNT = 0.6  # absolute discounting of pair counts
SEEN_AT_LEAST = 2  # a pair seen less is not told from one never seen
TELLING = 1.6  # a pair is stored when it is so much likelier than frequency alone says
COARSE = 3  # steps of three tenths of a nat
# Share of running text given beforehand to each group, and the chance that a member follows a member.
PRIOR = {"c1": 1e-9, "private": 1e-9, "surrogate": 1e-10, "special": 1e-9, "control": 1e-8, "box": 2e-6, "emoji": 4e-6,
         "mathematics": 3e-6, "dingbat": 1e-6, "arrow": 2e-6, "shape": 1e-6, "rare han": 1e-7, "other letter a": 1e-7,
         "other letter b": 1e-7, "other letter c": 1e-7, "other letter d": 1e-8, "other letter e": 1e-8}
PRIOR_OTHER = 3e-7
STICKY = {"emoji": 0.3, "other letter a": 0.5, "other letter b": 0.5, "other letter c": 0.5, "other letter d": 0.5, "other letter e": 0.5,
          "combining": 0.01, "box": 0.02}
STICKY_OTHER = 0.05
SIZE = {"c1": 32, "private": 200, "emoji": 600, "han": 15000, "rare han": 10000, "hangul": 9000, "indic": 900, "mathematics": 400,
        "other letter a": 300, "other letter b": 500, "other letter c": 900, "other letter e": 1500, "box": 100}
SIZE_OTHER = 80


def languages(folder: str) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = collections.defaultdict(list)
    for path in sorted(glob.glob(os.path.join(folder, "*.txt"))):
        with open(path, encoding="utf-8") as file:
            texts[os.path.basename(path).split("__")[0]] += file.read().split("\n")
    return texts


def weight(chars: int) -> float:
    """A language counts fully from half a million characters; a small one less, as its counts are noise."""
    return min(1.0, chars / 500_000) ** 0.5


def pair_counts(lines: list[str]) -> collections.Counter[str]:
    counts: collections.Counter[str] = collections.Counter()
    for line in lines:
        folded = " " + "".join(map(fold, line)) + " "
        counts.update(map("".join, zip(folded, folded[1:])))
    return counts


def main() -> None:
    folder = sys.argv[1]
    out = sys.argv[2] if len(sys.argv) > 2 else os.path.join(os.path.dirname(__file__), "..", "src", "repotool", "encoding", "letter_pairs.bin")
    joint: collections.Counter[str] = collections.Counter()
    raw: collections.Counter[str] = collections.Counter()
    letters: dict[str, set[str]] = {}
    for name, lines in languages(folder).items():
        counts = pair_counts(lines)
        total = sum(counts.values())
        letters[name] = own_letters(counts)
        share = weight(total) / total
        for pair, n in counts.items():
            joint[pair] += n * share
            raw[pair] += n
    write(out, letters, *table(joint, raw))


def own_letters(counts: collections.Counter[str]) -> set[str]:
    """The letters beyond ASCII that a language writes by itself."""
    single: collections.Counter[str] = collections.Counter()
    for pair, n in counts.items():
        if pair[1].isalpha():
            single[pair[1]] += n
    total = sum(single.values())
    return {char for char, n in single.items() if not char.isascii() and n >= OWN_LETTER * total}


def bands(single: dict[str, float], group: str, n: int) -> list[str]:
    """The group's characters by falling frequency, in n bands of doubling size."""
    chars = sorted((c for c in single if group_of(c) == group), key=lambda c: (-single[c], c))
    edges = [round(len(chars) * 2.0 ** (i - n + 1)) for i in range(n)]
    return ["".join(sorted(chars[a:b])) for a, b in zip([0, *edges], edges)]


def table(joint: collections.Counter[str], raw: collections.Counter[str]):
    single: dict[str, float] = collections.Counter()
    for pair, p in joint.items():
        single[pair[1]] += p
    whole = sum(single.values())
    banded = {g: bands(single, g, n) for g, n in BANDED.items()}
    known = "".join(sorted(c for c, p in single.items() if p / whole >= KNOWN_AT_LEAST and group_of(c) not in BANDED and group_of(c) != "rare han"))
    symbol, size = {}, []
    for c in known:
        symbol[c] = len(size)
        size.append(1)
    for group in BANDED:
        for band in banded[group]:
            symbol.update(dict.fromkeys(band, len(size)))
            size.append(max(1, len(band)))
    first_group = len(size)
    for name in GROUP_NAMES:
        size.append(SIZE.get(name, SIZE_OTHER))
    n = len(size)
    number = {name: first_group + i for i, name in enumerate(GROUP_NAMES)}
    sym = lambda c: symbol[c] if c in symbol else number[group_of(c)]
    mass = [[0.0] * n for _ in range(n)]
    count = [[0.0] * n for _ in range(n)]
    for pair, p in joint.items():
        a, b = sym(pair[0]), sym(pair[1])
        mass[a][b] += p / whole
        count[a][b] += raw[pair]
    unigram = [sum(mass[a][b] for a in range(n)) for b in range(n)]
    for name, i in number.items():
        unigram[i] += PRIOR.get(name, PRIOR_OTHER)
    total = sum(unigram)
    unigram = [u / total for u in unigram]
    groups = {i: STICKY.get(name, STICKY_OTHER) for name, i in number.items()}
    rows = []
    for a in range(n):
        rows.append(row(a, mass[a], count[a], unigram, size, groups.get(a, 0.0)))
    base = bytes(quantise(u / k) for u, k in zip(unigram, size, strict=True))
    return known, banded, rows, base, bytes(quantise(1 / k) for k in size)


def row(a: int, mass, count, unigram, size, sticky: float):
    """What may follow symbol a: (cost of leaving what was seen, {symbol: cost} of what was seen often enough)."""
    sum_mass, events = sum(mass), sum(count)
    kept = [m * max(0.0, c - DISCOUNT) / c if c >= SEEN_AT_LEAST else 0.0 for m, c in zip(mass, count)]
    # what discounting set free, plus a few events never seen
    free = 1 - sum(kept) / sum_mass if sum_mass else 1.0
    free = (free * events + 3) / (events + 3)
    scale = (1 - free) / sum(kept) if sum(kept) else 0.0
    seen = {}
    for b, k in enumerate(kept):
        backed = free * unigram[b]
        p = k * scale + backed
        if a == b:
            p = (1 - sticky) * p + sticky
        if p > TELLING * backed:
            seen[b] = quantise(p / size[b])
    return quantise(free), seen


def quantise(p: float) -> int:
    return max(0, min(255, round(-math.log(max(p, 1e-30)) * 10 / COARSE) * COARSE))


def write(out: str, letters: dict[str, set[str]], known: str, banded: dict[str, list[str]], rows, base: bytes, share: bytes) -> None:
    n = len(rows)
    head = json.dumps({"known": known, "bands": banded, "symbols": n, "languages": len(letters)}, ensure_ascii=False)
    leave = bytes(free for free, _ in rows)
    lengths = b"".join(len(seen).to_bytes(2, "little") for _, seen in rows)
    widths = bytearray()
    # a row's columns as gaps: 255 stands for "254 further, no symbol yet"
    columns, costs = bytearray(), bytearray()
    for _, seen in rows:
        at, first = -1, len(columns)
        for b in sorted(seen):
            gap = b - at - 1
            columns += bytes([255]) * (gap // 255) + bytes([gap % 255])
            costs.append(seen[b])
            at = b
        widths += (len(columns) - first).to_bytes(2, "little")
    names = sorted(letters)
    width = (len(names) + 7) // 8
    masks = b"".join(sum(1 << i for i, name in enumerate(names) if c in letters[name]).to_bytes(width, "little") for c in known)
    parts = [head.encode(), b"\n", base, share, leave, lengths, bytes(widths), bytes(columns), bytes(costs), masks]
    packed = zlib.compress(b"".join(parts), 9)
    with open(out, "wb") as file:
        file.write(packed)
    print(f"{n} symbols, {len(costs)} pairs, {len(packed)} bytes")


if __name__ == "__main__":
    main()
