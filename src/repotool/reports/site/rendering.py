"""Templates -> HTML. Everything that is put into a page is escaped, and nothing but our own script may run in it."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from repotool.language import language, said
from repotool.model.shown import shown_lines
from repotool.version import __version__

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).parent / "templates"
GENERATOR = "repotool"
"""The name in each page's head by which a later run knows what it may write over."""
MARK_WITHIN = 4096
"""Bytes of a page in which that name stands."""


def render(template: str, **values: Any) -> str:
    """A page. Texts of repositories come out as text: escaped, without what turns the writing direction."""
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = _asset("site.css"), _asset("site.js")
    environment.globals |= {
        "style": style,
        "script": script,
        "policy": _policy(style, script),
        "generator": f"{GENERATOR} {__version__}",
        "language": language,
        "said": said,
    }
    return environment


def _asset(name: str) -> Any:
    from markupsafe import Markup

    return Markup((FOLDER / name).read_text(encoding="utf-8"))  # our own file, written into the page as it is


def _policy(style: str, script: str) -> str:
    """What a browser may load for the page: our own style and script, known by their hashes, and nothing else.

    It is a second lock: what comes from a repository is escaped already.
    """
    return f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'"


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _harmless(value: Any) -> Any:
    """Markup of our own stays as it is; a text loses what an eye cannot see and a file cannot hold.

    The filter `safe` is used nowhere: what it passes would escape this.
    """
    return shown_lines(value) if type(value) is str else value


def is_ours(path: Path) -> bool:
    """Whether a page on disk was written by a former run."""
    with path.open("rb") as file:
        return f'<meta name="generator" content="{GENERATOR} '.encode() in file.read(MARK_WITHIN)
