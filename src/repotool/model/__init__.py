"""The nouns of repotool: what is read, what is judged, what is written.

Standard library only. Everything is frozen; spans are half-open ranges of *characters*; a file's text is its bytes
decoded as UTF-8 with surrogateescape, line endings and byte-order mark kept, so that every byte survives the way back.
Lines and columns are computed when reporting, never stored.
"""

from repotool.model.course import (
    Archive,
    ArchiveEntry,
    Column,
    Course,
    DateMark,
    Homework,
    Lesson,
    LessonKind,
    Material,
    Season,
    Threshold,
)
from repotool.model.document import Attribute, Document, Heading, InCell, Link, LinkKind, Row, Table, TableCell, Tag
from repotool.model.errors import Refused
from repotool.model.finding import (
    Check,
    Copy,
    Create,
    Edit,
    Finding,
    Fix,
    Hit,
    Ignore,
    Move,
    Op,
    Result,
    Rule,
    Scope,
    Severity,
)
from repotool.model.notebook import Cell, Change, Drop, JsonPath, Notebook, Output, Put
from repotool.model.repository import Repository, Resolution, Tree
from repotool.model.text import Newline, Region, Repair, Source, Span, View

__all__ = [
    "Archive",
    "ArchiveEntry",
    "Attribute",
    "Cell",
    "Change",
    "Check",
    "Column",
    "Copy",
    "Course",
    "Create",
    "DateMark",
    "Document",
    "Drop",
    "Edit",
    "Finding",
    "Fix",
    "Heading",
    "Hit",
    "Homework",
    "Ignore",
    "InCell",
    "JsonPath",
    "Lesson",
    "LessonKind",
    "Link",
    "LinkKind",
    "Material",
    "Move",
    "Newline",
    "Notebook",
    "Op",
    "Output",
    "Put",
    "Refused",
    "Region",
    "Repair",
    "Repository",
    "Resolution",
    "Result",
    "Row",
    "Rule",
    "Scope",
    "Season",
    "Severity",
    "Source",
    "Span",
    "Table",
    "TableCell",
    "Tag",
    "Threshold",
    "Tree",
    "View",
]
