"""Public holidays. The only module that knows the library of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from repotool.language import language
from repotool.model import Lesson, Refused

LOCALES = {"en": "en_US", "ru": "ru"}


def days_off(country: str, lessons: Iterable[Lesson]) -> Mapping[date, str]:
    """The holidays of a country (ISO 3166, "RU") in the years of the lessons. Raises Refused for an unknown one."""
    years = {mark.value.year for lesson in lessons for mark in lesson.dates if mark.value}
    return holidays_of(country, years, where="course.country: ")


def holidays_of(country: str, years: Collection[int], *, where: str = "") -> Mapping[date, str]:
    """The holidays of a country in some years, with the days to which they are transferred, by their names in
    the language that is spoken; else in the country's own.

    Raises Refused for an unknown country; `where` tells who named it.
    """
    if not years:
        return {}
    import holidays

    try:
        return dict(holidays.country_holidays(country.upper(), years=years, language=LOCALES[language()]))
    except NotImplementedError:
        raise Refused(f'{where}{country} is not known; write its two letters, such as "RU"') from None
