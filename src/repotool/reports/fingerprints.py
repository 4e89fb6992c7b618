"""Fingerprints: by which a service knows a finding again after lines have moved."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from repotool.engine.baseline import MAX_TEXT
from repotool.reports.records import Record


def with_fingerprints(records: Iterable[Record]) -> Iterator[tuple[Record, str]]:
    """Each record with 40 hexadecimal digits of its own.

    They are made of the file, the rule and the text the finding stands on (its line, where it stands on no text);
    equal ones are told apart by their order in the file.
    """
    met: Counter[tuple[str, ...]] = Counter()
    for record in records:
        file, code, text = record.key
        key = (file, code, text or " ".join(record.source_line[:MAX_TEXT].split()))
        met[key] += 1
        whole = "\0".join((*key, str(met[key])))
        yield record, hashlib.sha1(whole.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()
