"""Link targets as they are written: taken apart, and a path written as another target writes its own.

A target is a path, then perhaps a query and a fragment. Percent-encoding is taken away once.
"""

from __future__ import annotations

import posixpath
import re
from urllib.parse import quote, quote_from_bytes, unquote_to_bytes

from msgspec import Struct

from repotool.model import LinkKind
from repotool.model.regex import regex
from repotool.reading.markdown.escapes import dereference, unescape

_ENCODED = regex(r"%[0-9A-Fa-f]{2}")
_ENCODED_LETTER = regex(r"%[89A-Fa-f][0-9A-Fa-f]")
_LOWER_HEX = regex(r"%(?:[0-9][a-f]|[a-f][0-9a-f])")
# Folders above the root, so that a path can leave it; more than any path has `..`.
_ABOVE = "/_" * 64
_TAIL = regex(r"[?#]")
# What a path may hold, and a target of Markdown or a table cell around it must not.
_ALWAYS_UNSAFE = r"\x00-\x1f\x7f<>|\\?#"
_NO_SEQUENCE = r"%(?=[0-9A-Fa-f]{2})|&(?=[#A-Za-z]\w*;)"
_UNSAFE_BARE = regex(rf'[{_ALWAYS_UNSAFE} "`*\[\]]|{_NO_SEQUENCE}')
_UNSAFE_IN_QUOTES = regex(rf'[{_ALWAYS_UNSAFE}"`*\[\]]|{_NO_SEQUENCE}')
_UNSAFE_IN_ANGLES = regex(rf"[{_ALWAYS_UNSAFE}]|{_NO_SEQUENCE}")
_KEPT_WHEN_ENCODED = "!$'()*+,;=:@/~"


def split(target: str) -> tuple[str, str | None]:
    """Path and decoded fragment of a target; a query (`?raw=true`) is dropped."""
    path, hash_mark, fragment = target.partition("#")
    return path.partition("?")[0], (decode(fragment) if hash_mark else None)


def decode(text: str) -> str:
    """Percent-encoding taken away once. What is no valid sequence stays; bytes that are not UTF-8 become surrogates."""
    if "%" not in text:
        return text
    try:
        return unquote_to_bytes(text.encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a surrogate of no byte, as a notebook's JSON may hold: no file has such a name
        return text


def normal(folder: str, path: str) -> str | None:
    """`path` from `folder`, without `.`, `..` and empty names, relative to the root; None where it leaves the root."""
    names = folder.split("/") if folder else []
    for name in path.split("/"):
        if name == "..":
            if not names:
                return None
            names.pop()
        elif name not in ("", "."):
            names.append(name)
    return "/".join(names)


def local_path(target: str, document_path: str) -> str | None:
    """The path of the repository that a target names from a document, decoded; None where it leaves the root."""
    path = split(target)[0]
    return normal("" if path.startswith("/") else document_path.rpartition("/")[0], decode(path))


class Written(Struct, frozen=True):
    """A target as its file writes it: what a new one in its place has to look like."""

    path: str
    tail: str
    """Query and fragment, as written."""
    kind: LinkKind
    angles: bool

    @property
    def encoded(self) -> bool:
        return _ENCODED.search(self.path) is not None

    def understood(self, text: str) -> str:
        """What CommonMark, or HTML, makes of a target written so."""
        return dereference(text) if self.kind in ("html", "autolink", "bare") else unescape(text)

    def anew(self, path: str, folder: str) -> str:
        """`path`, relative to the root, from a document in `folder`: relative, with `./`, or from the root, as here.

        A path that leaves the root begins with `..`.
        """
        if self.path.startswith("/"):
            return self._with_tail(self.spelled("/" + path))
        relative = posixpath.relpath(f"{_ABOVE}/{path}", f"{_ABOVE}/{folder}")
        prefix = "./" if self.path.startswith("./") and not relative.startswith(".") else ""
        slash = "/" if self.path.endswith("/") else ""
        return self._with_tail(prefix + self.spelled(relative) + slash)

    def _with_tail(self, path: str) -> str:
        """Parentheses that the old path and its tail held together are encoded: the target would end at them."""
        tail = self.tail
        if not self.angles and self.kind != "html" and not _balanced(tail):
            tail = tail.replace("(", "%28").replace(")", "%29")
        return path + tail

    def spelled(self, path: str) -> str:
        """`path` percent-encoded where this target is, else with only those characters encoded that would break it."""
        if self.encoded:
            return self._encoded(path)
        if self.angles:
            return _UNSAFE_IN_ANGLES.sub(_percent, path)
        unsafe = _UNSAFE_IN_QUOTES if self.kind == "html" and " " in self.path else _UNSAFE_BARE
        safe = unsafe.sub(_percent, path)
        if self.kind == "html":
            return safe.replace("&", "&amp;").replace("'", "&#39;")
        return safe if _balanced(safe) else safe.replace("(", "%28").replace(")", "%29")

    def _encoded(self, path: str) -> str:
        kept = _KEPT_WHEN_ENCODED
        if "%28" in self.path or not _balanced(path):
            kept = kept.replace("(", "").replace(")", "")
        if not self.path.isascii() or not _ENCODED_LETTER.search(self.path):
            text = "".join(
                c
                if ord(c) > 127 and c.isprintable() and not c.isspace()
                else quote(c, safe=kept, errors="surrogateescape")
                for c in path
            )
        else:
            text = quote_from_bytes(path.encode("utf-8", "surrogateescape"), safe=kept)
        lower = _LOWER_HEX.search(self.path) is not None
        text = _ENCODED.sub(lambda m: m[0].lower(), text) if lower else text
        return text.replace("&", "&amp;").replace("'", "&#39;") if self.kind == "html" else text

    def respelled(self, path: str, folder: str) -> str | None:
        """This target with the names that are spelled otherwise in `path`, which it means, replaced: nothing else.

        None where that cannot be done for certain.
        """
        parts = self.path.split("/")
        places: list[int | None] = [None] * len(folder.split("/")) if folder and not self.path.startswith("/") else []
        for index, part in enumerate(parts):
            name = decode(self.understood(part))
            if name == "..":
                if not places:
                    return None
                places.pop()
            elif name not in ("", "."):
                places.append(index)
        names = path.split("/")
        if len(places) != len(names):
            return None
        for place, name in zip(places, names, strict=True):
            if place is not None and decode(self.understood(parts[place])) != name:
                parts[place] = Written(parts[place], "", self.kind, self.angles).spelled(name)
        return "/".join(parts) + self.tail


def written(text: str, start: int, end: int, kind: LinkKind) -> Written:
    """The target that stands in `text` from `start` to `end`."""
    raw = text[start:end]
    tail = _TAIL.search(raw)
    at = tail.start() if tail else len(raw)
    return Written(raw[:at], raw[at:], kind, text[start - 1 : start] == "<" and kind in ("link", "image", "definition"))


def _percent(match: re.Match[str]) -> str:
    return quote(match[0], safe="")


def _balanced(text: str) -> bool:
    depth = 0
    for char in text:
        depth += {"(": 1, ")": -1}.get(char, 0)
        if depth < 0:
            return False
    return depth == 0
