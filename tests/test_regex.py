"""Every regular expression of a module is valid, though it is compiled when it is first used."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

import repotool
from repotool.model.regex import regex

SRC = Path(repotool.__file__).parent
MODULES = sorted(
    ".".join(path.relative_to(SRC.parent).with_suffix("").parts)
    for path in SRC.rglob("*.py")
    if path.name not in ("__init__.py", "__main__.py")
)


@pytest.mark.parametrize("name", MODULES)
def test_the_patterns_of_a_module_compile(name: str) -> None:
    module = importlib.import_module(name)
    for found in vars(module).values():
        if type(found) is type(regex("")):
            assert re.compile(found.pattern, found.flags)


def test_it_answers_as_a_pattern_does() -> None:
    word = regex(r"(?P<first>\w)\w*", re.ASCII)
    match = word.search(" ab c")
    assert match is not None and match["first"] == "a" and match.re.pattern == word.pattern
    assert (word.findall("ab c"), word.sub("-", "ab c"), word.groups) == (["a", "c"], "- -", 1)
    with pytest.raises(AttributeError):
        word.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_what_is_no_pattern_fails_at_its_first_use() -> None:
    broken = regex("(")
    with pytest.raises(re.error):
        broken.search("")
