"""Findings as JUnit XML, which nearly every CI service can show: a suite a file, a failed case a finding."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from xml.etree import ElementTree

from repotool.model.shown import shown
from repotool.reports.records import Record
from repotool.reports.text import path_of


def suites(records: Sequence[Record]) -> str:
    """One document. Infos are passed cases that say what they have to say; where nothing was found, one case passes."""
    failed = sum(_fails(r) for r in records)
    root = ElementTree.Element("testsuites", name="repotool", tests=str(max(1, len(records))), failures=str(failed))
    for path, group in groupby(records, path_of):
        _suite(root, path, list(group))
    if not records:
        suite = ElementTree.SubElement(root, "testsuite", name="repotool", tests="1", failures="0")
        ElementTree.SubElement(suite, "testcase", name="no problems", classname="repotool")
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _suite(root: ElementTree.Element, path: str, records: list[Record]) -> None:
    failures = str(sum(_fails(r) for r in records))
    suite = ElementTree.SubElement(
        root, "testsuite", name=_xml(path), tests=str(len(records)), failures=failures, errors="0"
    )
    for record in records:
        finding = record.finding
        case = ElementTree.SubElement(
            suite,
            "testcase",
            name=f"{finding.rule.code} {finding.rule.name} ({record.line}:{record.column})",
            classname=_xml(path),
            file=_xml(path),
            line=str(record.line),
        )
        message = _xml(shown(finding.message))
        if _fails(record):
            failure = ElementTree.SubElement(case, "failure", message=message, type=finding.severity)
            failure.text = _xml(f"{path}:{record.line}:{record.column}: {shown(finding.message)}")
            failure.text += f"\nhelp: {_xml(shown(finding.help))}" if finding.help else ""
        else:
            ElementTree.SubElement(case, "system-out").text = message


def _fails(record: Record) -> bool:
    return record.finding.severity != "info"


def _xml(text: str) -> str:
    """`text` without the two characters that `shown` leaves and XML cannot hold."""
    return text.translate({0xFFFE: "\\ufffe", 0xFFFF: "\\uffff"})
