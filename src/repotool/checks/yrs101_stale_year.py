"""YRS101: a title or an introduction that tells an earlier year than the course's own."""

from collections.abc import Iterator

from repotool.model import Course, Dating, Hit, Repository, YearMark, Years


def check(course: Course, repo: Repository) -> Iterator[Hit]:
    dating = course.dating
    if dating is None:
        return
    for mark in course.year_marks:
        # Of several years in an introduction one may be history, if another is right.
        beside = [other for other in course.year_marks if other.where == mark.where == "introduction" and other != mark]
        if _is_stale(mark, course, dating.years) and not any(other.years >= dating.years for other in beside):
            yield Hit(mark.file, mark.span, _facts(mark, course, dating))


def _is_stale(mark: YearMark, course: Course, years: Years) -> bool:
    academic = _academic(course, years)
    if mark.years[0] < mark.years[1] and academic is not None:
        return mark.years[0] < academic[0]
    return mark.years[1] < years[0]


def _academic(course: Course, years: Years) -> Years | None:
    """The academic year of the course, where its season tells which of the two it is."""
    if years[0] < years[1]:
        return years
    if course.season is None:
        return None
    first = years[0] if course.season == "autumn" else years[0] - 1
    return first, first + 1


def _facts(mark: YearMark, course: Course, dating: Dating) -> dict[str, str | None]:
    academic = _academic(course, dating.years) if mark.years[0] < mark.years[1] else None
    years = academic or dating.years
    right = f"{years[0]}/{years[1]}" if years[0] < years[1] else str(years[0])
    return {"text": mark.text, "where": mark.where, "right": right, "witness": dating.witness}
