"""The user's own folders and words: where verdicts are kept, and which headers go to which origin.

Nothing of this is ever read from a repository: its author is a stranger.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from repotool.config import parse_toml, read_text
from repotool.model import Refused
from repotool.model.regex import regex
from repotool.web.addresses import Malformed, parse

FILE = "links.toml"
_VARIABLE = regex(r"\$\{(\w+)\}")
_NAME = regex(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_VALUE = regex(r"[\x20-\x7e]*")
_OURS = frozenset({"host", "connection", "content-length", "transfer-encoding", "upgrade", "te", "trailer", "expect"})


def cache_path() -> Path:
    """Where verdicts are kept: below $REPOTOOL_CACHE_DIR or the user's cache folder."""
    named = os.environ.get("REPOTOOL_CACHE_DIR")
    if named:
        return Path(named).expanduser().absolute() / "links.sqlite"
    from platformdirs import user_cache_path

    return user_cache_path("repotool", appauthor=False) / "links.sqlite"


def config_path() -> Path:
    """The user's own words on links: below $REPOTOOL_CONFIG_DIR or the user's configuration folder."""
    named = os.environ.get("REPOTOOL_CONFIG_DIR")
    if named:
        return Path(named).expanduser().absolute() / FILE
    from platformdirs import user_config_path

    return user_config_path("repotool", appauthor=False) / FILE


def user_headers(roots: Sequence[Path] = ()) -> dict[str, dict[str, str]]:
    """Headers by exact origin:

        ["https://lms.example.org"]
        headers = { Cookie = "${LMS_COOKIE}" }    # or
        user = "reader"
        password = "${LMS_PASSWORD}"

    Raises Refused where the file cannot be understood, or lies in one of the repositories that are judged.
    """
    path = config_path()
    if not path.is_file():
        return {}
    if any(path.resolve().is_relative_to(root.resolve()) for root in roots):
        raise Refused(f"{path}: lies in the repository, whose word on credentials does not count; move it elsewhere")
    return {
        _origin(path, name): _headers(path, name, table) for name, table in parse_toml(path, read_text(path)).items()
    }


def _origin(path: Path, name: str) -> str:
    try:
        address = parse(name)
    except Malformed:
        raise Refused(f'{path}: [{name}] is no origin; write it as ["https://lms.example.org"]') from None
    if address.target != "/" or address.userinfo:
        raise Refused(f'{path}: [{name}] is more than an origin; write it as ["{address.origin}"]')
    return address.origin


def _headers(path: Path, name: str, table: Any) -> dict[str, str]:
    known = {"headers", "user", "password"}
    if not isinstance(table, dict) or not isinstance(table.get("headers", {}), dict) or table.keys() - known:
        raise Refused(f"{path}: [{name}] holds something else than headers, user and password")
    headers = {key: _filled(path, name, value) for key, value in table.get("headers", {}).items()}
    if "user" in table:
        pair = f"{_filled(path, name, table['user'])}:{_filled(path, name, table.get('password', ''))}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode("ascii")
    for key, value in headers.items():
        if not _NAME.fullmatch(key) or key.lower() in _OURS or not _VALUE.fullmatch(value):
            raise Refused(f"{path}: [{name}] header {key!r}: its name or value cannot be sent (a line break?)")
    return headers


def _filled(path: Path, name: str, value: Any) -> str:
    """`${NAME}` is a variable of the environment."""
    if not isinstance(value, str):
        raise Refused(f"{path}: [{name}] holds a value that is no text")
    missing = next((word for word in _VARIABLE.findall(value) if word not in os.environ), None)
    if missing is not None:
        raise Refused(f"{path}: [{name}] needs ${missing}, which is not set; export it, or take the line out")
    return _VARIABLE.sub(lambda match: os.environ[match[1]], value)
