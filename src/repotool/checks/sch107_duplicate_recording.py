"""SCH107: two lessons whose recording is one and the same video."""

import re
from collections.abc import Iterator

from repotool.model import Course, Hit, Lesson, Link, Repository
from repotool.model.regex import regex

VIDEO = regex(
    r"https?://(?:www\.|m\.)?(?:"
    r"(?:youtube\.com/(?:watch\?(?:[^#]*&)?v=|live/|embed/|shorts/)|youtu\.be/)(?P<youtube>[\w-]{11})"
    r"|(?P<other>(?:vimeo\.com/(?:video/)?\d+|rutube\.ru/video/\w+|(?:vk\.com|vk\.ru|vkvideo\.ru)/(?:[\w/]*\?z=)?video-?\d+_\d+"
    r"|drive\.google\.com/file/d/[\w-]+|disk\.yandex\.[a-z.]+/i/[\w-]+|[\w.-]*zoom\.us/rec/[^?#]+))"
    r")",
    re.IGNORECASE,
)
MOMENT = regex(r"[?&#](?:t|start|time_continue)=")


def check(course: Course, repo: Repository) -> Iterator[Hit]:
    seen: dict[str, tuple[Lesson, Link]] = {}
    for lesson, link in _recordings(course):
        video = _video(link.target)
        if video is None:
            continue
        earlier, _ = seen.setdefault(video, (lesson, link))
        if _are_two(earlier, lesson):
            yield Hit(course.document.path, link.span, _facts(earlier, lesson, link))


def _recordings(course: Course) -> Iterator[tuple[Lesson, Link]]:
    cells = {(column.table, column.index) for column in course.columns if column.name == "recording"}
    rows = {lesson.row.span: lesson for lesson in course.lessons}
    for link in course.document.links:
        if link.where and (link.where.table, link.where.column) in cells and link.where.row >= 0:
            lesson = rows.get(course.document.tables[link.where.table].rows[link.where.row].span)
            if lesson is not None:
                yield lesson, link


def _video(target: str) -> str | None:
    """What tells a video from all others; None of a playlist, a folder, or a moment of a longer recording."""
    found = VIDEO.match(target)
    if found is None or MOMENT.search(target):
        return None
    return found["youtube"] or found["other"].casefold()


def _are_two(one: Lesson, other: Lesson) -> bool:
    """Of different days, and neither of one number nor of one topic: a lesson may take several rows."""
    days = [[mark.value or mark.text for mark in lesson.dates] for lesson in (one, other)]
    if not all(days) or set(days[0]) & set(days[1]):
        return False
    return (one.number is None or one.number != other.number) and (not one.topics or one.topics != other.topics)


def _facts(earlier: Lesson, lesson: Lesson, link: Link) -> dict[str, str | None]:
    numbers = [lesson.number, earlier.number]
    topics = [next(iter(x.topics), None) for x in (lesson, earlier)]
    return {
        "number": numbers[0] if all(numbers) else None,
        "other": numbers[1] if all(numbers) else None,
        "topic": topics[0] if all(topics) else None,
        "first": topics[1] if all(topics) else None,
        "target": link.target,
    }
