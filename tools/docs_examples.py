"""The commands in the documentation: run as they stand there, and what they print held against the page.

A page says on which course its commands run, in a comment: `<!-- course: deep-learning-2025 -->` names a folder of
tests/fixtures/courses. It is copied and made a git repository, and the commands of the page's console blocks run in it
one after the other. What a block shows below a command is what it prints; a line `…` stands for any lines. A page is
written anew with what is printed today by `python tools/docs_examples.py --write PAGE`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).parents[1]
COURSES = HOME / "tests" / "fixtures" / "courses"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
COURSE = re.compile(r"<!-- course: ([\w.-]+) -->")
INSTALLS = ("pip install", "pipx install", "make ", "apt ", "brew ", "git clone https")
"""Commands that would change the machine or need a network: they are shown, and not run."""
MOST_LINES = 14
"""Lines of an output that are shown; of longer ones the beginning and the end."""


@dataclass(frozen=True)
class Example:
    """A command, without its comment, and the lines that the page shows below it."""

    command: str
    shown: tuple[str, ...]

    @property
    def is_run(self) -> bool:
        return not self.command.startswith(INSTALLS)

    def fits(self, printed: str) -> bool:
        """Whether the page shows what was printed; a page that shows nothing fits everything."""
        lines = _stripped([line.rstrip() for line in printed.splitlines()])
        pattern = "".join(r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line) + r"\n" for line in self.shown)
        return not self.shown or re.fullmatch(pattern, "".join(f"{line}\n" for line in lines)) is not None


def examples(page: str) -> Iterator[Example]:
    """The commands of a page's console blocks, in order."""
    for block in BLOCK.findall(page):
        yield from _in_block(block)


def _in_block(block: str) -> Iterator[Example]:
    command: str | None = None
    shown: list[str] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            if command is not None:
                yield Example(command, tuple(_stripped(shown)))
            command, shown = re.sub(r"\s{2,}#.*", "", line[2:]).strip(), []
        else:
            shown.append(line.rstrip())
    if command is not None:
        yield Example(command, tuple(_stripped(shown)))


def _stripped(lines: list[str]) -> list[str]:
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines


class Stage:
    """A copy of a course, a git repository, in which the commands of a page run."""

    def __init__(self, folder: Path, course: str) -> None:
        self.cwd = folder / course
        shutil.copytree(COURSES / course, self.cwd)
        program = folder / "bin" / "repotool"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m repotool "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        identity = {"NAME": "Teacher", "EMAIL": "teacher@example.org", "DATE": "2025-03-01T12:00:00+0000"}
        self.env = {
            **os.environ,
            **{f"GIT_{who}_{key}": value for who in ("AUTHOR", "COMMITTER") for key, value in identity.items()},
            "GIT_CONFIG_GLOBAL": os.devnull,
            "HOME": str(folder),
            "NO_COLOR": "1",
            "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(HOME / "src"),
            "REPOTOOL_STATE_DIR": str(folder / "state"),
            "REPOTOOL_LANG": "en",
        }
        for words in ("init -q -b main", "add -A", "commit -q -m before"):
            subprocess.run(["git", *words.split(" ")], cwd=self.cwd, env=self.env, check=True)

    def run(self, command: str) -> tuple[int, str]:
        """The exit code, and what is printed to the terminal; `cd` lasts."""
        if command.startswith("cd "):
            self.cwd = (self.cwd / command[3:].strip()).resolve()
            return 0, ""
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.cwd,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120,
        )
        return done.returncode, done.stdout.decode("utf-8", "replace")


def course_of(page: str) -> str | None:
    found = COURSE.search(page)
    return found[1] if found else None


def rewritten(page: str) -> str:
    """The page with what its commands print today."""
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder), course_of(page) or "")
        return BLOCK.sub(lambda match: f"```console\n{_rerun(match[1], stage)}```", page)


def _rerun(block: str, stage: Stage) -> str:
    text = ""
    lines = [line for line in block.splitlines() if line.startswith("$ ")]
    for line, example in zip(lines, _in_block(block), strict=True):
        text += f"{line}\n"
        if example.is_run and example.shown:
            _, printed = stage.run(example.command)
            text += _shortened(printed)
        elif example.is_run:
            stage.run(example.command)
    return text


def _shortened(printed: str) -> str:
    lines = _stripped([line.rstrip() for line in printed.splitlines()])
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 3], "…", *lines[-2:]]
    return "".join(f"{line}\n" for line in lines)


if __name__ == "__main__":
    for name in sys.argv[2:] if sys.argv[1:2] == ["--write"] else sys.exit(__doc__):
        path = Path(name)
        path.write_text(rewritten(path.read_text(encoding="utf-8")), encoding="utf-8")
