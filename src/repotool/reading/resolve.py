"""Link x tree -> Resolution: where a link leads, the same on every system.

A path exists if the tree has exactly it: the same letters in the same case and normal form, as on GitHub. Not judged
are mail addresses and other schemes, templates, and what lies in a folder whose content is not known (a submodule).
"""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from repotool.model import Link, Resolution, Tree

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_TEMPLATE = re.compile(r"\{\{|\{%|<%|\$\{")

# What HTML strips from an attribute that holds an address.
_BLANKS = " \t\n\r\f"


def resolve(link: Link, document_path: str, tree: Tree | None) -> Resolution:
    """Where `link` leads from the document at `document_path`.

    `Resolution.path` of what is missing is the path that the link names. Paths of a `file:` address and of a Windows
    drive lie outside: on nobody else's computer are they the same. Without a tree nothing local is judged.
    """
    target = link.target.strip(_BLANKS)
    if not target:
        return Resolution("empty")
    if _TEMPLATE.search(target):
        return Resolution("unjudged")
    kind = _kind_elsewhere(target, link)
    if kind is not None:
        return kind
    path, fragment = _split(target)
    if not path:
        return Resolution("ok", path=document_path, fragment=fragment)
    if tree is None:
        return Resolution("unjudged", fragment=fragment)
    return _local(path, fragment, document_path, tree)


def _kind_elsewhere(target: str, link: Link) -> Resolution | None:
    """The answer for a target that is no path; None for one that is."""
    lowered = target.lower()
    if lowered.startswith(("http://", "https://", "http:", "https:", "//")):
        return Resolution("web")
    if _DRIVE.match(target) or target.startswith("\\\\") or lowered.startswith("file:"):
        return Resolution("outside")
    if _SCHEME.match(target):
        return Resolution("unjudged")
    if link.kind in ("autolink", "bare"):
        return Resolution("web" if lowered.startswith("www.") else "unjudged")
    return None


def _split(target: str) -> tuple[str, str | None]:
    """Path and decoded fragment; a query (`?raw=true`) is dropped."""
    path, hash_mark, fragment = target.partition("#")
    return path.partition("?")[0], (_decode(fragment) if hash_mark else None)


def _decode(text: str) -> str:
    """Percent-encoding taken away once. What is no valid sequence stays; bytes that are not UTF-8 become surrogates."""
    try:
        return unquote_to_bytes(text.encode("utf-8", "surrogateescape")).decode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a surrogate of no byte, as a notebook's JSON may hold: no file has such a name
        return text


def _local(path: str, fragment: str | None, document_path: str, tree: Tree) -> Resolution:
    folder = "" if path.startswith("/") else document_path.rpartition("/")[0]
    places = [_normal(folder, spelling) for spelling in (_decode(path), path)]
    for place in places:
        if place is not None and place in tree:
            return Resolution("ok", path=place, fragment=fragment)
    named = places[0]
    if named is None:
        return Resolution("outside", fragment=fragment)
    if any(named.startswith(f"{folder}/") for folder in tree.sealed):
        return Resolution("unjudged", path=named, fragment=fragment)
    from repotool.reading.suggest import suggest

    return Resolution("missing", path=named, fragment=fragment, suggestion=suggest(named, tree))


def _normal(folder: str, path: str) -> str | None:
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
