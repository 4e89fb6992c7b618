"""The server: what editors ask in the Language Server Protocol, answered from the desks."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls import uris
from pygls.lsp.server import LanguageServer

from repotool.lsp.desk import Checked, Desk, Desks
from repotool.model import Edit, Finding, Refused, Severity, Span
from repotool.reading.source import Lines
from repotool.reports.rules import markdown_page
from repotool.version import __version__

PAUSE_S = 0.25
"""What is typed within it is checked together."""
MOST_TOLD, MOST_FIXES = 1000, 100
"""Findings of one file that an editor shows, and of one place that it offers to mend: nobody reads more."""
SEVERITIES: dict[Severity, lsp.DiagnosticSeverity] = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "info": lsp.DiagnosticSeverity.Information,
}
FIX_ALL = "source.fixAll.repotool"
ANY_FILE = lsp.FileOperationRegistrationOptions(
    filters=[lsp.FileOperationFilter(pattern=lsp.FileOperationPattern(glob="**/*"), scheme="file")]
)


class Server(LanguageServer):
    """One server for one editor. All reading happens in one thread: mistletoe knows one text at a time."""

    def __init__(self) -> None:
        super().__init__("repotool", __version__)
        self.desks = Desks()
        self._one_by_one = ThreadPoolExecutor(1)
        self._waiting: dict[Path, asyncio.Task[None]] = {}

    def place(self, uri: str) -> tuple[Desk, str] | None:
        """The desk and the path of a document; None where it is no file, or its repository cannot be judged."""
        file = uris.to_fs_path(uri)
        if file is None or "\0" in file:
            return None
        folders = [Path(uris.to_fs_path(uri) or "/nowhere") for uri in self.workspace.folders]
        try:
            desk = self.desks.of(Path(file), folders)
        except Refused as refusal:
            self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, str(refusal)))
            return None
        path = desk.path_of(Path(file)) if desk is not None else None
        return None if desk is None or path is None else (desk, path)

    async def checked(self, desk: Desk) -> Checked:
        return await asyncio.get_running_loop().run_in_executor(self._one_by_one, desk.check)

    async def work(self, work: Any, *arguments: Any) -> Any:
        """Runs something that reads, in its turn."""
        return await asyncio.get_running_loop().run_in_executor(self._one_by_one, work, *arguments)

    def check_soon(self, desk: Desk) -> None:
        """Checks when nothing has been typed for a moment, and tells the editor."""
        waiting = self._waiting.get(desk.root)
        if waiting is not None:
            waiting.cancel()
        self._waiting[desk.root] = asyncio.get_running_loop().create_task(self._check(desk))

    async def _check(self, desk: Desk) -> None:
        await asyncio.sleep(PAUSE_S)
        try:
            checked = await self.checked(desk)
        except Refused as refusal:
            self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, str(refusal)))
            return
        for path in list(desk.texts):
            self._publish(desk, path, checked)

    def _publish(self, desk: Desk, path: str, checked: Checked) -> None:
        ranges = self.ranges(checked, path)
        diagnostics = [self.diagnostic(finding, ranges(finding.span)) for finding in checked.of(path)[:MOST_TOLD]]
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(self.uri(desk, path), diagnostics))

    def diagnostic(self, finding: Finding, place: lsp.Range) -> lsp.Diagnostic:
        help_text = f"\n{finding.help}" if finding.help else ""
        return lsp.Diagnostic(
            range=place,
            message=f"{finding.message}{help_text}",
            severity=SEVERITIES[finding.severity],
            code=finding.rule.code,
            source="repotool",
        )

    def uri(self, desk: Desk, path: str) -> str:
        return uris.from_fs_path(str(desk.root / path)) or ""

    def ranges(self, checked: Checked, path: str) -> Ranges:
        return Ranges(checked.repository.file_text(path), self.workspace.position_codec.client_num_units)

    def edits(self, desk: Desk, checked: Checked, edits: Iterable[Edit]) -> lsp.WorkspaceEdit:
        """Edits of one or several files, each in the text that was judged."""
        changes: dict[str, list[lsp.TextEdit]] = {}
        for edit in edits:
            place = self.ranges(checked, edit.file)(edit.span)
            changes.setdefault(self.uri(desk, edit.file), []).append(lsp.TextEdit(place, edit.replacement))
        return lsp.WorkspaceEdit(changes=changes)


class Ranges:
    """Spans of a text as ranges of the protocol: lines from 0, columns in the units that the editor counts."""

    def __init__(self, text: str, units: Any) -> None:
        self.text = text
        self._lines = Lines(text)
        self._units = units

    def __call__(self, span: Span) -> lsp.Range:
        return lsp.Range(self._position(span.start), self._position(span.end))

    def _position(self, offset: int) -> lsp.Position:
        line = self._lines.line(min(offset, len(self.text)))
        return lsp.Position(line - 1, self._units(self.text[self._lines.whole(line).start : offset]))

    def span(self, place: lsp.Range) -> Span:
        return Span(self._offset(place.start), self._offset(place.end))

    def _offset(self, position: lsp.Position) -> int:
        if position.line >= len(self._lines):
            return len(self.text)
        line = self._lines.span(position.line + 1)
        units = 0
        for offset, char in enumerate(line.cut(self.text), line.start):
            if units >= position.character:
                return offset
            units += self._units(char)
        return line.end


def serve() -> None:
    """Speaks with an editor over stdin and stdout until it says good-bye."""
    make().start_io()


def make() -> Server:
    server = Server()

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    async def opened(ls: Server, params: lsp.DidOpenTextDocumentParams) -> None:
        _put(ls, params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(ls: Server, params: lsp.DidChangeTextDocumentParams) -> None:
        _put(ls, params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    async def closed(ls: Server, params: lsp.DidCloseTextDocumentParams) -> None:
        place = ls.place(params.text_document.uri)
        if place is not None:
            desk, path = place
            desk.close(path)
            ls.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(params.text_document.uri, []))
            ls.check_soon(desk)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    @server.feature(lsp.WORKSPACE_DID_RENAME_FILES, ANY_FILE)
    async def on_disk(ls: Server, params: Any) -> None:
        _read_again(ls)

    @server.feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION,
        lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix, FIX_ALL]),
    )
    async def fixes(ls: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        return await _fixes(ls, params)

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_LINK)
    async def links(ls: Server, params: lsp.DocumentLinkParams) -> list[lsp.DocumentLink]:
        return await _links(ls, params.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    async def hover(ls: Server, params: lsp.HoverParams) -> lsp.Hover | None:
        return await _hover(ls, params)

    @server.feature(lsp.WORKSPACE_WILL_RENAME_FILES, ANY_FILE)
    async def will_rename(ls: Server, params: lsp.RenameFilesParams) -> lsp.WorkspaceEdit | None:
        return await _will_rename(ls, params)

    return server


def _put(ls: Server, uri: str) -> None:
    place = ls.place(uri)
    if place is not None:
        desk, path = place
        desk.open(path, ls.workspace.get_text_document(uri).source)
        ls.check_soon(desk)


def _read_again(ls: Server) -> None:
    for desk in ls.desks:
        try:
            desk.forget()
        except Refused as refusal:
            ls.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, str(refusal)))
        else:
            ls.check_soon(desk)


async def _fixes(ls: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    place = ls.place(params.text_document.uri)
    if place is None:
        return []
    desk, path = place
    only = params.context.only
    actions = []
    if not only or any(_is_kind(lsp.CodeActionKind.QuickFix, kind) for kind in only):
        checked = await ls.checked(desk)
        span = ls.ranges(checked, path).span(params.range)
        actions = [
            a for f in checked.at(path, span)[:MOST_FIXES] if (a := _quick_fix(ls, desk, checked, f)) is not None
        ]
    if only and any(_is_kind(FIX_ALL, kind) for kind in only):
        actions += await _fix_all(ls, desk, path)
    return actions


def _is_kind(kind: str, asked: str) -> bool:
    return kind == asked or kind.startswith(f"{asked}.")


def _quick_fix(ls: Server, desk: Desk, checked: Checked, finding: Finding) -> lsp.CodeAction | None:
    """A fix that an editor can make: edits of texts, as many as there are."""
    fix = finding.fix
    if fix is None or not all(isinstance(op, Edit) for op in fix.ops):
        return None
    edits = [op for op in fix.ops if isinstance(op, Edit)]
    place = ls.ranges(checked, finding.file)(finding.span)
    return lsp.CodeAction(
        title=f"{finding.rule.code}: {fix.title}",
        kind=lsp.CodeActionKind.QuickFix,
        diagnostics=[ls.diagnostic(finding, place)],
        is_preferred=fix.safe,
        edit=ls.edits(desk, checked, edits),
    )


async def _fix_all(ls: Server, desk: Desk, path: str) -> list[lsp.CodeAction]:
    checked = await ls.checked(desk)
    mended = await ls.work(desk.mended, path)
    if mended is None:
        return []
    whole = Edit(path, Span(0, len(checked.repository.file_text(path))), mended)
    return [lsp.CodeAction("repotool: mend what is certain", kind=FIX_ALL, edit=ls.edits(desk, checked, [whole]))]


async def _links(ls: Server, uri: str) -> list[lsp.DocumentLink]:
    place = ls.place(uri)
    if place is None:
        return []
    desk, path = place
    checked = await ls.checked(desk)
    ranges = ls.ranges(checked, path)
    return [lsp.DocumentLink(ranges(span), target=ls.uri(desk, target)) for span, target in checked.links(path)]


async def _hover(ls: Server, params: lsp.HoverParams) -> lsp.Hover | None:
    place = ls.place(params.text_document.uri)
    if place is None:
        return None
    desk, path = place
    checked = await ls.checked(desk)
    ranges = ls.ranges(checked, path)
    here = checked.at(path, ranges.span(lsp.Range(params.position, params.position)))
    if not here:
        return None
    rules = {finding.rule.code: finding.rule for finding in here}.values()
    text = "\n\n---\n\n".join(markdown_page(rule) for rule in rules)
    return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, text), ranges(here[0].span))


async def _will_rename(ls: Server, params: lsp.RenameFilesParams) -> lsp.WorkspaceEdit | None:
    """The links to what is renamed, written anew. The editor itself renames; where a link would die it is told."""
    changes: dict[str, list[lsp.TextEdit]] = {}
    for file in params.files:
        place, new = ls.place(file.old_uri), uris.to_fs_path(file.new_uri)
        new_path = place[0].path_of(Path(new)) if place is not None and new is not None else None
        if place is None or new_path is None:
            continue
        desk, path = place
        try:
            edits = await ls.work(desk.renamed, path, new_path)
        except Refused as refusal:
            ls.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Warning, str(refusal)))
            continue
        told = ls.edits(desk, await ls.checked(desk), edits).changes or {}
        for uri, texts in told.items():
            changes.setdefault(uri, []).extend(texts)
    return lsp.WorkspaceEdit(changes=changes) if changes else None
