"""How fast links of READMEs are checked beside others, as ratios of CPU time measured in one run on this machine.

Thirty READMEs like those of courses, each with its notebooks; the web is left out on all sides. Every tool gets all
files in one call. Peers come from npm and PyPI into a folder of their own; those that cannot be had are left out, and
the bench says so.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from bench import COURSES, PYTHON, Bench, cpu, run

READMES = 30
NPM = ("markdown-link-check", "remark-cli", "remark-validate-links")


def lay(folder: Path) -> list[str]:
    """The READMEs, each in a course of its own with the files it links."""
    paths = []
    for number in range(READMES):
        course = Path(shutil.copytree(COURSES / "deep-learning-2025", folder / f"course-{number:02}"))
        readme = course / "README.md"
        # The sample is a small course; real ones have about three times its rows and links.
        readme.write_text(readme.read_text(encoding="utf-8") * 3, encoding="utf-8")
        paths.append(str(readme.relative_to(folder)))
    (folder / "repotool.toml").touch()
    return paths


def npm_peers(folder: Path) -> Path | None:
    """Where the npm peers' programs are; None where they cannot be installed."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    (folder / "package.json").write_text(json.dumps({"name": "bench", "private": True}))
    done = subprocess.run([npm, "install", "--silent", "--no-audit", *NPM], cwd=folder, capture_output=True)
    return folder / "node_modules" / ".bin" if done.returncode == 0 else None


def pytest_peer(folder: Path) -> Path | None:
    """A python with pytest-check-links; None where it cannot be installed."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "pytest-check-links"]
    return python if subprocess.run(pip, capture_output=True).returncode == 0 else None


def benches(folder: Path, readmes: list[str], tools: Path) -> list[Bench]:
    """Each peer on the same files; `--select LNK` is what they do."""
    ours = [PYTHON, "-m", "repotool", "check", "--select", "LNK", "--exit-zero"]
    found = []
    programs = npm_peers(tools)
    if programs is None:
        print("left out: markdown-link-check, remark-validate-links (npm or its registry is not at hand)")
    else:
        config = tools / "ignore-web.json"
        config.write_text(json.dumps({"ignorePatterns": [{"pattern": "^https?:"}]}))
        check = [str(programs / "markdown-link-check"), "-q", "-c", str(config), *readmes]
        plugin = programs.parent / "remark-validate-links" / "index.js"
        remark = [str(programs / "remark"), "--quiet", "--use", f"{plugin}=repository:false", *readmes]
        markdown = [*ours, "--exclude", "*.ipynb"]
        found.append(Bench("30 READMEs / markdown-link-check", markdown, check, 1 / 3))
        found.append(Bench("30 READMEs / remark-validate-links", markdown, remark, 1 / 4))
    python = pytest_peer(tools / "venv")
    if python is None:
        print("left out: pytest-check-links (it cannot be installed)")
    else:
        pytest = [str(python), "-m", "pytest", "-q", "--check-links", "--check-links-ignore", "^https?:", "."]
        found.append(Bench("30 courses with notebooks / pytest-check-links", ours, pytest, 1 / 10))
    return found


def marginal(folder: Path, readmes: list[str]) -> None:
    """What one more README costs, start-up left out."""
    ours = [PYTHON, "-m", "repotool", "check", "--select", "LNK", "--exit-zero", "--exclude", "*.ipynb"]
    one = ["--exclude", "/course-*", "--exclude", "!/course-00"]
    start = min(cpu([*ours, *one], cwd=folder) for _ in range(3))
    whole = min(cpu(ours, cwd=folder) for _ in range(3))
    print(f"one more README costs {1000 * (whole - start) / (len(readmes) - 1):.1f} ms; start-up {start:.2f} s")


def main() -> int:
    with tempfile.TemporaryDirectory() as work, tempfile.TemporaryDirectory() as tools:
        folder = Path(work)
        readmes = lay(folder)
        met = [run(bench, cwd=folder) for bench in benches(folder, readmes, Path(tools))]
        marginal(folder, readmes)
        return int(not all(met))


if __name__ == "__main__":
    sys.exit(main())
