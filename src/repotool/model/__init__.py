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
    Unit,
    UnitKind,
)
from repotool.model.document import (
    Attribute,
    Document,
    Heading,
    InCell,
    Link,
    LinkKind,
    NearLink,
    Row,
    Table,
    TableCell,
    Tag,
)
from repotool.model.errors import Refused
from repotool.model.finding import Check, Finding, Fix, Hit, Ignore, Result, Rule, Scope, Severity
from repotool.model.notebook import Cell, Change, Drop, JsonPath, Notebook, Output, Put
from repotool.model.ops import Copy, Create, Edit, Move, Op
from repotool.model.repository import DamagedName, Repository, Resolution, Tree
from repotool.model.text import Decoding, Lost, Newline, Region, Repair, Source, Span, Spans, View
from repotool.model.years import Dating, YearLink, YearMark, Years

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
    "DamagedName",
    "DateMark",
    "Dating",
    "Decoding",
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
    "Lost",
    "Material",
    "Move",
    "NearLink",
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
    "Spans",
    "Table",
    "TableCell",
    "Tag",
    "Threshold",
    "Tree",
    "Unit",
    "UnitKind",
    "View",
    "YearLink",
    "YearMark",
    "Years",
]
