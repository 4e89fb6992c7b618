"""Names of months and weekdays in every language. The only module that knows Babel."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from repotool.model import Refused
from repotool.reading.course.written_dates import Order


@lru_cache(maxsize=4096)
def month_number(word: str, languages: tuple[str, ...]) -> int | None:
    return _named(folded(word), months(languages))


@lru_cache(maxsize=4096)
def weekday_number(word: str, languages: tuple[str, ...]) -> int | None:
    return _named(folded(word), _weekdays(languages))


def _named(word: str, names: Mapping[str, int]) -> int | None:
    """The number of a name, also of a shortened one: "сент" and "Sept" begin only one month."""
    if word in names or len(word) < 3:
        return names.get(word)
    begun = {number for name, number in names.items() if name.startswith(word)}
    return begun.pop() if len(begun) == 1 else None


@cache
def months(languages: tuple[str, ...]) -> Mapping[str, int]:
    names: dict[str, int] = {}
    for language in languages:
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                _add_names(names, _locale(language).months[form][width])
    return names


@cache
def genitives(languages: tuple[str, ...]) -> frozenset[str]:
    """The months' names in dates where a language has others for months alone: марта, not март."""
    alone: dict[str, int] = {}
    dated: dict[str, int] = {}
    for language in languages:
        named = _locale(language).months
        _add_names(dated, named["format"]["wide"])
        _add_names(alone, named["stand-alone"]["wide"])
        _add_names(alone, named["stand-alone"]["abbreviated"])
    return frozenset(dated) - frozenset(alone)


@cache
def _weekdays(languages: tuple[str, ...]) -> Mapping[str, int]:
    names: dict[str, int] = {}
    for language in languages:
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated", "short"):
                _add_names(names, _locale(language).days[form][width])
    return names


def _add_names(names: dict[str, int], numbered: Mapping[int, str]) -> None:
    for number, word in _words(numbered):
        names.setdefault(folded(word), number)


def _words(numbered: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    for number in sorted(numbered):
        words = re.findall(r"[^\W\d_]+", numbered[number])  # the last: Catalan has "de gener"
        if words:
            yield number, words[-1]


@cache
def month_styles(languages: tuple[str, ...]) -> tuple[Mapping[int, str], ...]:
    """The ways to write all months of a year, by their numbers from 1: those of dates before those of months alone."""
    return tuple(s for language in languages for s in _styles(_locale(language).months, ("wide", "abbreviated"), (3,)))


@cache
def weekday_styles(languages: tuple[str, ...]) -> tuple[Mapping[int, str], ...]:
    """The ways to write all days of a week; Monday is 0."""
    widths = ("wide", "abbreviated", "short")
    return tuple(s for language in languages for s in _styles(_locale(language).days, widths, (3, 2)))


def _styles(
    forms: Mapping[str, Mapping[str, Mapping[int, str]]], widths: tuple[str, ...], beginnings: tuple[int, ...]
) -> Iterator[Mapping[int, str]]:
    """The names in each width and form, then the first letters of the whole names."""
    for width in widths:
        for form in ("format", "stand-alone"):
            yield dict(_words(forms[form][width]))
    for letters in beginnings:
        yield {number: word[:letters] for number, word in _words(forms["format"]["wide"])}


@cache
def customary_order(language: str) -> Order:
    """Which of day and month comes first in the short dates of a language."""
    pattern = str(_locale(language).date_formats["short"].pattern)
    return "month first" if pattern.find("M") < pattern.find("d") else "day first"


@cache
def _locale(language: str):  # type: ignore[no-untyped-def]
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError) as error:
        known = "name the file as Babel names the language, such as ru.toml"
        raise Refused(f"vocabulary {language}.toml: {language} is no language Babel knows; {known}") from error


def folded(word: str) -> str:
    return word.casefold().replace("ё", "е")
