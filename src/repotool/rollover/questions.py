"""What only the instructor can answer: the parts that are kept as they were, and where each question stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from repotool.model import Course, Document, Heading
from repotool.model.origin import Question
from repotool.reading.course.vocabulary import vocabulary
from repotool.reading.source import Lines
from repotool.rollover.model import Todo

SECTIONS = {
    "assessment": "grading is as last year: does it hold?",
    "staff": "the staff is last year's",
    "news": "announcements are last year's",
}
SHORT = 3
"""Characters of a place that tell it apart from others; where there are fewer, its line does."""
LONGEST = 240


def sections(document: Document, course: Course | None) -> Iterator[Todo]:
    """A question for each section on grading, staff and news; their parts belong to them."""
    words = vocabulary()
    told: dict[str, Heading] = {}
    title = min((heading.level for heading in document.headings), default=0)
    for heading in document.headings:
        for name, message in SECTIONS.items():
            inner = name in told and heading.level > told[name].level
            if heading.level > title and not inner and words.mentions(f"words.{name}", heading.text):
                told[name] = heading
                yield Todo(name, document.path, f"«{heading.text}»: {message}", heading.span, heading.text)
                break
    if course is not None and course.grading and "assessment" not in told:
        span = course.grading[0].span
        yield Todo("assessment", document.path, SECTIONS["assessment"], span, "")


def question(todo: Todo, path: str, lines: Lines, start: int, end: int) -> Question:
    """The question at a place of a file as it is to be written; it has no number yet."""
    text, line = lines.text, lines.line(start)
    excerpt = text[start : min(end, start + LONGEST)].split("\n")[0].rstrip("\r")
    if len(excerpt.strip()) < SHORT:
        excerpt = lines.span(line).cut(text).strip()
    return Question(0, todo.kind, path, line, excerpt[:LONGEST], todo.message)


def numbered(questions: Iterable[Question]) -> tuple[Question, ...]:
    """In the order of files and lines, numbered from 1; what is asked twice of one place is asked once."""
    seen: dict[tuple[str, int, str], Question] = {}
    for one in sorted(questions, key=lambda q: (q.file != "README.md", q.file, q.line, q.kind, q.message)):
        seen.setdefault((one.file, one.line, one.message), one)
    return tuple(
        Question(number, q.kind, q.file, q.line, q.text, q.message, q.done)
        for number, q in enumerate(seen.values(), start=1)
    )
