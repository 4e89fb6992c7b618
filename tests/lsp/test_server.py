"""`repotool lsp`, driven over stdio by a client library, as an editor does it."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

SRC = Path(__file__).parents[2] / "src"
README = "# Курс 🎓\n\n[Схема](Scheme.md) и [нет](no.md)\n"
ENV = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in (str(SRC), os.environ.get("PYTHONPATH")) if p)}


@pytest_lsp.fixture(config=ClientServerConfig(server_command=[sys.executable, "-m", "repotool", "lsp"], server_env=ENV))
async def client(lsp_client: LanguageClient) -> AsyncIterator[None]:
    params = lsp.InitializeParams(capabilities=client_capabilities("visual-studio-code"))
    await lsp_client.initialize_session(params)
    yield
    await lsp_client.shutdown_session()


@pytest.fixture
def course(tmp_path: Path) -> Path:
    (tmp_path / "repotool.toml").write_text("", encoding="utf-8")
    (tmp_path / "README.md").write_text(README, encoding="utf-8")
    (tmp_path / "scheme.md").write_text("# Схема\n\n[назад](README.md)\n", encoding="utf-8")
    return tmp_path


async def open_document(client: LanguageClient, path: Path, text: str) -> str:
    """Opens a document as an editor does, and waits until it has been judged."""
    uri = path.as_uri()
    item = lsp.TextDocumentItem(uri=uri, language_id="markdown", version=1, text=text)
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
    await judged(client, uri)
    return uri


async def judged(client: LanguageClient, uri: str) -> None:
    while True:
        params = await client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        if params.uri == uri:
            return


def codes(client: LanguageClient, uri: str) -> list[tuple[str, tuple[int, int, int]]]:
    return [
        (str(d.code), (d.range.start.line, d.range.start.character, d.range.end.character))
        for d in client.diagnostics[uri]
    ]


async def type_in(client: LanguageClient, uri: str, text: str, version: int) -> None:
    change = lsp.TextDocumentContentChangeWholeDocument(text=text)
    document = lsp.VersionedTextDocumentIdentifier(uri=uri, version=version)
    client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [change]))
    await judged(client, uri)


@pytest.mark.asyncio
async def test_findings_follow_what_is_typed(client: LanguageClient, course: Path) -> None:
    uri = await open_document(client, course / "README.md", README)
    assert codes(client, uri) == [("LNK103", (2, 8, 17)), ("LNK101", (2, 27, 32))]
    await type_in(client, uri, README.replace("no.md", "scheme.md"), 2)
    assert codes(client, uri) == [("LNK103", (2, 8, 17))]
    assert (course / "README.md").read_text(encoding="utf-8") == README


@pytest.mark.asyncio
async def test_columns_are_counted_as_the_editor_counts_them(client: LanguageClient, course: Path) -> None:
    uri = await open_document(client, course / "README.md", "# Курс\n\n🎓🎓 [нет](no.md)\n")
    assert codes(client, uri) == [("LNK101", (2, 11, 16))]


@pytest.mark.asyncio
async def test_quick_fixes_are_edits_of_the_link_only(client: LanguageClient, course: Path) -> None:
    uri = await open_document(client, course / "README.md", README)
    here = lsp.Range(lsp.Position(2, 10), lsp.Position(2, 10))
    (action,) = await ask_fixes(client, uri, here)
    assert action.title.startswith("LNK103: ")
    assert action.is_preferred
    (edit,) = action.edit.changes[uri]
    assert (edit.range.start.character, edit.range.end.character, edit.new_text) == (8, 17, "scheme.md")


@pytest.mark.asyncio
async def test_all_that_is_certain_is_mended_at_once(client: LanguageClient, course: Path) -> None:
    text = "# Курс\n\n[а](Scheme.md) [б](SCHEME.md)\n"
    uri = await open_document(client, course / "README.md", text)
    whole = lsp.Range(lsp.Position(0, 0), lsp.Position(3, 0))
    (action,) = await ask_fixes(client, uri, whole, only="source.fixAll")
    (edit,) = action.edit.changes[uri]
    assert edit.new_text == "# Курс\n\n[а](scheme.md) [б](scheme.md)\n"
    assert edit.range == whole


async def ask_fixes(
    client: LanguageClient, uri: str, place: lsp.Range, only: str | None = None
) -> list[lsp.CodeAction]:
    context = lsp.CodeActionContext(diagnostics=[], only=[only] if only else None)
    params = lsp.CodeActionParams(lsp.TextDocumentIdentifier(uri), place, context)
    return list(await client.text_document_code_action_async(params) or [])


@pytest.mark.asyncio
async def test_links_lead_to_files(client: LanguageClient, course: Path) -> None:
    uri = await open_document(client, course / "README.md", README)
    params = lsp.DocumentLinkParams(lsp.TextDocumentIdentifier(uri))
    (link,) = await client.text_document_document_link_async(params)
    assert link.target == (course / "scheme.md").as_uri()
    assert (link.range.start.line, link.range.start.character) == (2, 8)


@pytest.mark.asyncio
async def test_hovering_tells_the_rule(client: LanguageClient, course: Path) -> None:
    uri = await open_document(client, course / "README.md", README)
    document = lsp.TextDocumentIdentifier(uri)
    told = await client.text_document_hover_async(lsp.HoverParams(document, lsp.Position(2, 30)))
    assert told.contents.value.startswith("### LNK101 missing-target\n")
    assert await client.text_document_hover_async(lsp.HoverParams(document, lsp.Position(0, 0))) is None


@pytest.mark.asyncio
async def test_a_renamed_file_takes_its_links_along(client: LanguageClient, course: Path) -> None:
    await open_document(client, course / "README.md", README.replace("Scheme", "scheme"))
    new = course / "docs" / "plan.md"
    rename = lsp.FileRename((course / "scheme.md").as_uri(), new.as_uri())
    edit = await client.workspace_will_rename_files_async(lsp.RenameFilesParams([rename]))
    changes = {uri: [e.new_text for e in edits] for uri, edits in edit.changes.items()}
    assert changes == {
        (course / "README.md").as_uri(): ["docs/plan.md"],
        (course / "scheme.md").as_uri(): ["../README.md"],
    }


@pytest.mark.asyncio
async def test_a_wrong_configuration_is_told_and_the_server_lives_on(client: LanguageClient, course: Path) -> None:
    (course / "repotool.toml").write_text("selct = []\n", encoding="utf-8")
    item = lsp.TextDocumentItem((course / "README.md").as_uri(), "markdown", 1, README)
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
    message = await client.wait_for_notification(lsp.WINDOW_SHOW_MESSAGE)
    assert "selct is not a setting: did you mean select?" in message.message
    (course / "repotool.toml").write_text("", encoding="utf-8")
    await open_document(client, course / "README.md", README)


@pytest.mark.asyncio
async def test_a_text_that_is_no_file_is_left_alone(client: LanguageClient, course: Path) -> None:
    item = lsp.TextDocumentItem("untitled:Untitled-1", "markdown", 1, README)
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
    params = lsp.DocumentLinkParams(lsp.TextDocumentIdentifier("untitled:Untitled-1"))
    assert not await client.text_document_document_link_async(params)


@pytest.mark.asyncio
async def test_a_note_outside_of_every_repository_is_left_alone(client: LanguageClient, course: Path) -> None:
    (course / "repotool.toml").unlink()
    uri = (course / "README.md").as_uri()
    client.text_document_did_open(lsp.DidOpenTextDocumentParams(lsp.TextDocumentItem(uri, "markdown", 1, README)))
    assert not await client.text_document_document_link_async(lsp.DocumentLinkParams(lsp.TextDocumentIdentifier(uri)))
