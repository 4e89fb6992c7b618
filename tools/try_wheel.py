"""`make wheel`: builds wheel and source distribution, and runs the wheel from a venv that holds nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
COURSES = ROOT / "tests" / "fixtures" / "courses"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        dist, bare = Path(folder) / "dist", Path(folder) / "venv"
        subprocess.run([sys.executable, "-m", "build", "--outdir", dist, ROOT], check=True, stdout=subprocess.DEVNULL)
        wheel, sdist = next(dist.glob("*.whl")), next(dist.glob("*.tar.gz"))
        with tarfile.open(sdist) as archive:
            assert any(name.endswith("/rules/enc101_mojibake.toml") for name in archive.getnames()), "no rules in sdist"
        venv.create(bare, with_pip=True)
        pip = [str(bare / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, str(wheel)], check=True)
        return _try(bare / "bin", Path(folder))


def _try(scripts: Path, folder: Path) -> int:
    """Both names of the tool answer, the rules are there, and the damaged sample course comes out whole."""
    shutil.copytree(COURSES / "practicum-2023", folder / "course")
    for words in (["--version"], ["rule"], ["fix", "course"], ["check", "course"]):
        for name in ("repotool", "course-repotool"):
            subprocess.run([scripts / name, *words], check=True, cwd=folder, stdout=subprocess.DEVNULL)
    clean = (COURSES / "practicum-2023.clean.md").read_bytes()
    assert (folder / "course" / "README.md").read_bytes() == clean, "the repaired course is not the lost original"
    print("the wheel works: installed alone, it finds its rules and restores the damaged sample course")
    return 0


if __name__ == "__main__":
    sys.exit(main())
