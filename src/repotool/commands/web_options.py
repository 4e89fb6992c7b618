"""The options of asking the network, shared by `links` and `check --online`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from repotool.commands.options import decorated
from repotool.language import said
from repotool.model.regex import regex

if TYPE_CHECKING:
    from repotool.web.settings import Settings

_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_AGE = regex(r"(\d{1,9}(?:\.\d{1,3})?)([smhdw]?)")


def age(value: str | float) -> float:
    """Seconds, written as 90, 12h or 7d."""
    if isinstance(value, float | int):
        return float(value)
    match = _AGE.fullmatch(value.strip().lower())
    if match is None:
        raise click.BadParameter(said(f"{value} is not a time: write it as 12h, 7d or 2w"))
    return float(match[1]) * _UNITS[match[2]]


Asking = Callable[..., "Settings"]
"""Makes Settings of the options, when the network is wanted: see `settings`."""


def web_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """They arrive as one `asking` argument."""

    @wraps(command)
    def collected(**given: Any) -> Any:
        mine = {name: given.pop(name) for name in _NAMES}
        return command(asking=partial(settings, **mine), **given)

    return decorated(collected, _WEB)


def hidden_web_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The same, where --help has enough to tell."""
    command = web_options(command)
    for parameter in command.__click_params__[-len(_WEB) :]:  # type: ignore[attr-defined]
        parameter.hidden = True
    return command


_WEB = (
    click.option("--deep", is_flag=True, help="Read each page: one that says «not found» is no answer."),
    click.option("--suggest-archive", is_flag=True, help="Name the Wayback Machine's address of what is broken."),
    click.option("--max-age", type=age, default="7d", show_default=True, metavar="AGE", help="Believe what is known."),
    click.option("--recheck", is_flag=True, help="Ask everything anew."),
    click.option(
        "--cache",
        "cache_file",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Remember verdicts there, as for CI; default: the user's cache folder.",
    ),
    click.option("--no-cache", is_flag=True, help="Remember nothing."),
    click.option(
        "--concurrency", type=click.IntRange(1, 1000), default=64, show_default=True, help="Requests at once."
    ),
    click.option("--per-host", type=click.IntRange(1, 1000), default=4, show_default=True, help="… to one host."),
    click.option(
        "--host-interval",
        type=click.FloatRange(0, 3600),
        default=0.1,
        show_default=True,
        metavar="SECONDS",
        help="Between two requests to one host.",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(0.05, 3600),
        default=15.0,
        show_default=True,
        metavar="SECONDS",
        help="For one request; a link has twice as long.",
    ),
    click.option(
        "--retry-wait",
        type=click.FloatRange(0, 3600),
        default=1.0,
        show_default=True,
        metavar="SECONDS",
        help="Before the first retry; each further wait is twice as long.",
    ),
    click.option("--allow-private", multiple=True, metavar="CIDR", help="Ask addresses of this private network, too."),
    click.option("--ca-file", type=click.Path(path_type=Path, dir_okay=False), help="Trust these authorities, too."),
    click.option(
        "--resolve", multiple=True, metavar="HOST:PORT:ADDR[:PORT]", help="Connect there for HOST, as curl does."
    ),
)
_NAMES = (
    "deep", "suggest_archive", "max_age", "recheck", "cache_file", "no_cache", "concurrency",
    "per_host", "host_interval", "timeout", "retry_wait", "allow_private", "ca_file", "resolve",
)  # fmt: skip


def settings(
    *,
    documents: Sequence[Path],
    roots: Sequence[Path],
    secure: bool,
    include: tuple[str, ...] = (),
    exclude: tuple[str, ...] = (),
    **given: Any,
) -> Settings:
    """What a run is told. `documents` must not be written over, `roots` are repositories, whose word does not count.

    Raises Refused where an option cannot be had.
    """
    from repotool.web.cache import verify_cache_file
    from repotool.web.overrides import read_override
    from repotool.web.settings import Settings
    from repotool.web.user import cache_path, user_headers
    from repotool.web.vetting import read_networks

    cache_file = given.pop("cache_file")
    if given.pop("no_cache"):
        cache_file = None
    elif cache_file is not None:
        verify_cache_file(cache_file, documents)
    else:
        cache_file = cache_path()
    return Settings(
        include=include,
        exclude=exclude,
        allow_private=read_networks(given.pop("allow_private")),
        overrides=tuple(map(read_override, given.pop("resolve"))),
        cache_file=cache_file,
        secure=secure,
        headers=user_headers(roots),
        **given,
    )
