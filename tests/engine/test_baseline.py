"""`--baseline` and `--base`: an old repository starts green, and a change answers for itself only."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli import repotool
from tests.conftest import git, needs_git

Write = Callable[[dict[str, str | bytes]], Path]


def found(folder: Path, *words: str) -> list[tuple[str, int]]:
    ran = repotool("check", "--output-format", "json", *words, cwd=folder)
    assert ran.code in (0, 1), ran.err
    return [(finding["code"], finding["line"]) for finding in json.loads(ran.out)]


class TestBaseline:
    words = ("--baseline", "known.json")

    def test_the_first_call_writes_it_and_is_green(self, write: Write) -> None:
        folder = write({"README.md": "[a]()\n[b](no.md)\n"})
        ran = repotool("check", *self.words, cwd=folder)
        assert ran.code == 0
        assert ran.err == "known.json holds the 2 findings of today: from now on only new ones are reported\n"
        assert found(folder, *self.words) == []

    def test_new_findings_are_reported_though_lines_moved(self, write: Write) -> None:
        folder = write({"README.md": "[a]()\n"})
        repotool("check", *self.words, cwd=folder)
        write({"README.md": "новая строка\n\n[a]()\n[b]()\n"})
        assert found(folder, *self.words) == [("LNK102", 4)]

    def test_the_same_defect_twice_is_new_once(self, write: Write) -> None:
        folder = write({"README.md": "[a]()\n"})
        repotool("check", *self.words, cwd=folder)
        write({"README.md": "[a]()\n[a]()\n"})
        assert found(folder, *self.words) == [("LNK102", 2)]

    def test_it_only_shrinks(self, write: Write) -> None:
        folder = write({"README.md": "[a]()\n[b]()\n"})
        repotool("check", *self.words, cwd=folder)
        write({"README.md": "[a]()\n"})
        ran = repotool("check", *self.words, cwd=folder)
        assert "1 that are mended have left it" in ran.err
        write({"README.md": "[a]()\n[b]()\n"})
        assert found(folder, *self.words) == [("LNK102", 2)]

    def test_a_part_of_the_repository_does_not_shrink_it(self, write: Write) -> None:
        folder = write({"README.md": "[a]()\n", "b.md": "[b]()\n", "repotool.toml": ""})
        repotool("check", *self.words, cwd=folder)
        before = (folder / "known.json").read_bytes()
        repotool("check", "b.md", *self.words, cwd=folder)
        repotool("check", "--select", "HWK", *self.words, cwd=folder)
        assert (folder / "known.json").read_bytes() == before

    def test_what_is_no_baseline_is_refused(self, write: Write) -> None:
        endless = '{"version": 1, "findings": [{"file": "a", "code": "b", "text": "c", "count": 1e999}]}'
        for text in ("[]", endless):
            ran = repotool("check", *self.words, cwd=write({"README.md": "", "known.json": text}))
            assert ran.code == 2
            assert "is not a baseline" in ran.err

    def test_none_is_found_through_a_link(self, write: Write, tmp_path_factory: pytest.TempPathFactory) -> None:
        elsewhere = tmp_path_factory.mktemp("elsewhere") / "known.json"
        elsewhere.write_text('{"version": 1, "findings": []}', encoding="utf-8")
        folder = write({"README.md": "", "repotool.toml": 'baseline = "known.json"\n'})
        (folder / "known.json").symlink_to(elsewhere)
        ran = repotool("check", cwd=folder)
        assert ran.code == 2
        assert "known.json: is a symbolic link" in ran.err


@needs_git
class TestBase:
    def repository(self, write: Write, files: dict[str, str | bytes]) -> Path:
        folder = write(files)
        git(folder, "init", "-q", "-b", "main")
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", "before")
        git(folder, "checkout", "-q", "-b", "change")
        return folder

    def test_only_changed_lines_count(self, write: Write) -> None:
        folder = self.repository(write, {"README.md": "[старое]()\n\nслово\n", "b.md": "[тоже]()\n"})
        write({"README.md": "[старое]()\n\n[новое]()\n", "c c.md": "[новый файл]()\n"})
        assert found(folder, "--base", "main") == [("LNK102", 3), ("LNK102", 1)]
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", "after")
        assert found(folder, "--base", "main") == [("LNK102", 3), ("LNK102", 1)]

    def test_a_link_whose_file_the_change_removed_counts(self, write: Write) -> None:
        folder = self.repository(write, {"README.md": "[a](a.md) [b](b.md)\n", "a.md": "да\n"})
        (folder / "a.md").unlink()
        ran = repotool("check", "--base", "main", "--output-format", "json", cwd=folder)
        assert [f["target"] for f in json.loads(ran.out)] == ["a.md"]

    def test_a_renamed_file_is_not_new(self, write: Write) -> None:
        folder = self.repository(write, {"a.md": "[старое]()\n" + "слово\n" * 20})
        git(folder, "mv", "a.md", "b.md")
        assert found(folder, "--base", "main") == []

    def test_an_unknown_commit_is_refused(self, write: Write) -> None:
        folder = self.repository(write, {"README.md": "[a]()\n"})
        for ref in ("nowhere", "--output=x"):
            ran = repotool("check", "--base", ref, cwd=folder)
            assert ran.code == 2
            assert "git knows no such commit" in ran.err

    def test_no_program_of_the_repository_runs(self, write: Write) -> None:
        folder = self.repository(write, {"README.md": "[a]()\n", ".gitattributes": "*.md filter=f diff=f\n"})
        for key in ("filter.f.clean", "filter.f.process", "filter.f.smudge", "diff.f.textconv", "diff.f.command"):
            git(folder, "config", key, "touch ran; cat")
        write({"README.md": "[a]()\n[b]()\n"})
        assert found(folder, "--base", "main") == [("LNK102", 2)]
        assert not (folder / "ran").exists()
