"""Fixes that make files: an image that stood in a cell becomes a file beside the notebook, or nothing happens."""

from __future__ import annotations

import base64
import json
import struct
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli import Ran, repotool
from tests.conftest import git, needs_git

Write = Callable[[dict[str, str | bytes]], Path]


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(shade: int, side: int = 140) -> bytes:
    """A square of one grey, not packed, so that it is large."""
    rows = b"".join(b"\0" + bytes([shade]) * (3 * side) for _ in range(side))
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 0)) + chunk(b"IEND", b"")


IMAGE = png(7)


def address(image: bytes, kind: str = "image/png") -> str:
    return f"data:{kind};base64,{base64.b64encode(image).decode()}"


def notebook(*sources: str) -> bytes:
    cells = [{"cell_type": "markdown", "metadata": {}, "source": source.splitlines(True)} for source in sources]
    value = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def fix(folder: Path, *words: str, **more: bytes) -> Ran:
    return repotool("fix", "--unsafe-fixes", "--select", "NBK104", *words, cwd=folder, **more)  # type: ignore[arg-type]


def images(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.png")}


def sources(path: Path) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(path.read_bytes())["cells"]]


def test_an_image_becomes_a_file_and_comes_back(write: Write) -> None:
    before = notebook("# Слои\n", f"Смотри:\n\n![Схема]({address(IMAGE)})\n\nДальше.")
    folder = write({"лекции/слои.ipynb": before, "repotool.toml": ""})
    ran = fix(folder)
    assert ran.code == 0, ran.text
    (path,) = images(folder)
    assert path.startswith("лекции/images/") and images(folder)[path] == IMAGE
    link = path.removeprefix("лекции/")
    assert sources(folder / "лекции/слои.ipynb") == ["# Слои\n", f"Смотри:\n\n![Схема]({link})\n\nДальше."]
    assert repotool("check", cwd=folder).code == 0
    assert repotool("undo", cwd=folder).code == 0
    assert (folder / "лекции/слои.ipynb").read_bytes() == before
    assert not (folder / "лекции/images").exists()


def test_it_is_not_done_unasked(write: Write) -> None:
    before = notebook(f"![Схема]({address(IMAGE)})")
    folder = write({"a.ipynb": before})
    assert repotool("fix", "--select", "NBK104", cwd=folder).text.endswith("`repotool fix --unsafe-fixes` mends 1\n")
    assert (folder / "a.ipynb").read_bytes() == before


@pytest.mark.parametrize(
    "text",
    [
        "![Схема]({}){{width=300}}",
        "![Схема](<{}> 'Слои')",
        '<p><img alt="Схема" src="{}"/></p>',
        "![Схема][1]\n\n[1]: {}\n\nДальше.",
        "```python\nx = 1\n```\n![Схема]({})",
        "<!-- ниже схема --> ![Схема]({})",
    ],
)
def test_wherever_an_image_is_linked(write: Write, text: str) -> None:
    folder = write({"a.ipynb": notebook(text.format(address(IMAGE)))})
    assert fix(folder).code == 0
    (path,) = images(folder)
    assert sources(folder / "a.ipynb") == [text.format(path)]


def test_base64_in_lines_of_an_html_tag_is_one_image(write: Write) -> None:
    data = address(IMAGE)
    broken = "\n".join(data[at : at + 5000] for at in range(0, len(data), 5000))
    folder = write({"a.ipynb": notebook(f'<img src="{broken}">\n\nКонец.')})
    assert fix(folder).code == 0
    ((path, content),) = images(folder).items()
    assert (content, sources(folder / "a.ipynb")) == (IMAGE, [f'<img src="{path}">\n\nКонец.'])


@pytest.mark.parametrize(
    "text",
    [
        "```\n![Схема]({})\n```",
        "`![Схема]({})`",
        "    ![Схема]({})",
        "<!-- ![Схема]({}) -->",
        "Просто {} в тексте",
        "<pre>![Схема]({})</pre>",
        "![Схема]({}*)",
    ],
)
def test_what_is_no_link_stays(write: Write, text: str) -> None:
    before = notebook(text.format(address(IMAGE)))
    folder = write({"a.ipynb": before})
    fix(folder)
    assert (folder / "a.ipynb").read_bytes() == before and not images(folder)


@pytest.mark.parametrize(
    "data",
    [
        address(IMAGE)[:-1],
        address(b"MZ" + IMAGE),
        address(IMAGE).replace(",", ",=", 1),
        address(IMAGE + bytes((1 - len(IMAGE)) % 3))[:-3] + "B==",  # bits that a decoder would throw away
        address(b"<html>" + b" " * 60_000, "image/svg+xml"),
    ],
)
def test_what_is_no_image_stays(write: Write, data: str) -> None:
    before = notebook(f"![Схема]({data})")
    folder = write({"a.ipynb": before})
    fix(folder)
    assert (folder / "a.ipynb").read_bytes() == before
    assert sorted(p.name for p in folder.iterdir()) == ["a.ipynb"]


def test_the_same_image_twice_is_one_file(write: Write) -> None:
    text = f"![Схема]({address(IMAGE)})"
    folder = write({"a.ipynb": notebook(text, text), "b.ipynb": notebook(text), "img/old.svg": "<svg/>"})
    assert fix(folder).code == 0
    assert list(images(folder).values()) == [IMAGE]
    assert len({*sources(folder / "a.ipynb"), *sources(folder / "b.ipynb")}) == 1
    assert next(iter(images(folder))).startswith("img/")


def test_an_image_that_lies_there_already_is_linked(write: Write) -> None:
    before = notebook(f"![Схема]({address(IMAGE)})")
    folder = write({"a.ipynb": before})
    fix(folder)
    (path,) = images(folder)
    (folder / "a.ipynb").write_bytes(before)
    assert fix(folder).code == 0
    assert sources(folder / "a.ipynb") == [f"![Схема]({path})"]


def taken_name(folder: Path) -> Path:
    """Where the fix would put the image of `a.ipynb`."""
    help_ = repotool("check", "--select", "NBK104", "--output-format", "json", cwd=folder)
    return folder / json.loads(help_.text)[0]["fix"]["creates"][0]


def another_file(folder: Path) -> None:
    taken_name(folder).parent.mkdir()
    taken_name(folder).write_bytes(b"another picture")


def a_folder(folder: Path) -> None:
    taken_name(folder).mkdir(parents=True)
    (taken_name(folder) / "x.txt").write_text("")


def a_link_to_a_file(folder: Path) -> None:
    taken_name(folder).parent.mkdir()
    taken_name(folder).symlink_to(folder / "README.md")


def a_dangling_link(folder: Path) -> None:
    taken_name(folder).parent.mkdir()
    taken_name(folder).symlink_to(folder.parent / "outside.png")


def a_folder_linked_outside(folder: Path) -> None:
    (folder.parent / "outside").mkdir()
    (folder / "images").symlink_to(folder.parent / "outside")


def a_folder_linked_inside(folder: Path) -> None:
    (folder / "src").mkdir()
    (folder / "images").symlink_to("src")


def a_file_for_a_folder(folder: Path) -> None:
    (folder / "images").write_text("not a folder")


def a_folder_in_another_case(folder: Path) -> None:
    (folder / "Images").mkdir()
    (folder / "Images" / "x.txt").write_text("")


def a_repository_of_its_own(folder: Path) -> None:
    (folder / "images" / ".git").mkdir(parents=True)


def an_ignored_file(folder: Path) -> None:
    another_file(folder)
    (folder / ".gitignore").write_text("images/\n")


def an_ignored_file_for_a_folder(folder: Path) -> None:
    a_file_for_a_folder(folder)
    (folder / ".gitignore").write_text("images\n")


TRAPS = [another_file, a_folder, a_link_to_a_file, a_dangling_link, a_folder_linked_outside, a_folder_linked_inside]
TRAPS += [
    a_file_for_a_folder,
    a_folder_in_another_case,
    a_repository_of_its_own,
    an_ignored_file,
    an_ignored_file_for_a_folder,
]


def everything(folder: Path) -> dict[str, object]:
    return {
        p.relative_to(folder).as_posix(): str(p.readlink()) if p.is_symlink() else p.is_file() and p.read_bytes()
        for p in folder.rglob("*")
    }


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap.__name__)
def test_nothing_is_written_over_or_through(tmp_path: Path, trap: Callable[[Path], None]) -> None:
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "a.ipynb").write_bytes(notebook(f"![Схема]({address(IMAGE)})"))
    (folder / "README.md").write_text("# Курс\n")
    trap(folder)
    before = everything(tmp_path)
    ran = fix(folder)
    assert everything(tmp_path) == before
    assert (ran.code, ran.err) == (0, "") and "an image of" in ran.text


@needs_git
def test_no_image_is_made_that_git_would_not_see(write: Write) -> None:
    folder = write({"a.ipynb": notebook(f"![Схема]({address(IMAGE)})"), ".gitignore": "*.png\n"})
    git(folder, "init", "-q")
    fix(folder)
    assert not images(folder)


@needs_git
def test_the_patch_makes_the_image(write: Write) -> None:
    folder = write({"a.ipynb": notebook(f"![Схема]({address(IMAGE)})")})
    git(folder, "init", "-q")
    ran = fix(folder, "--diff")
    assert ran.code == 1 and not images(folder)
    subprocess.run(["git", "apply", "-"], cwd=folder, input=ran.out, check=True)
    ((path, content),) = images(folder).items()
    assert (content, sources(folder / "a.ipynb")) == (IMAGE, [f"![Схема]({path})"])
    subprocess.run(["git", "apply", "-R", "-"], cwd=folder, input=ran.out, check=True)
    assert not images(folder)


def test_a_notebook_from_stdin_has_no_folder_for_images(tmp_path: Path) -> None:
    before = notebook(f"![Схема]({address(IMAGE)})")
    ran = fix(tmp_path, "-", "--stdin-filename", "a.ipynb", stdin=before)
    assert ran.out == before and list(tmp_path.iterdir()) == []
