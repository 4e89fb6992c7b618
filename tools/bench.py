"""`make bench`: how fast repotool is beside others, as ratios measured in one run on this machine.

Every figure is CPU time of whole processes (user + system), the two sides in turn, the median of five. Only the ratio
says something: the seconds are those of the machine it ran on.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

RUNS = 5
COURSES = Path(__file__).parents[1] / "tests" / "fixtures" / "courses"
PYTHON = sys.executable

PARSE = "import sys, mistletoe; [mistletoe.Document(open(p, encoding='utf-8')) for p in sys.argv[1:]]"
FIX_TEXT = "import sys, ftfy; [ftfy.fix_text(open(p, encoding='utf-8').read()) for p in sys.argv[1:]]"
REPAIR = (
    "import sys; from repotool.encoding import repair; [repair(open(p, encoding='utf-8').read()) for p in sys.argv[1:]]"
)


@dataclass(frozen=True)
class Bench:
    """`ours` and `theirs` do the same work; `goal` is the ratio ours / theirs that is hoped for at most."""

    name: str
    ours: Sequence[str]
    theirs: Sequence[str]
    goal: float


def cpu(command: Sequence[str], cwd: Path | None = None) -> float:
    """CPU seconds of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # As installed: what pip has compiled on one side is not compiled anew in every run on the other.
    env = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, cwd=cwd, env=env)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def run(bench: Bench, cwd: Path | None = None) -> bool:
    """Runs the two in turn, prints the row, and tells whether the goal is met."""
    ours, theirs = [], []
    for _ in range(RUNS):
        ours.append(cpu(bench.ours, cwd))
        theirs.append(cpu(bench.theirs, cwd))
    mine, other = statistics.median(ours), statistics.median(theirs)
    ratio = mine / other
    met = ratio <= bench.goal
    verdict = "met" if met else "NOT MET"
    print(f"{bench.name:<52} {mine:6.2f} s  {other:6.2f} s  {ratio:5.2f}  goal ≤ {bench.goal:.2f}  {verdict}")
    return met


def lay(folder: Path, count: int) -> list[str]:
    """`count` READMEs like the sample of 2025, long enough that start-up does not decide."""
    readme = (COURSES / "deep-learning-2025" / "README.md").read_text(encoding="utf-8")
    paths = []
    for index in range(count):
        path = folder / f"course-{index:02}" / "README.md"
        path.parent.mkdir()
        path.write_text(readme * 4, encoding="utf-8")
        paths.append(str(path))
    (folder / "repotool.toml").touch()
    return paths


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        paths = lay(Path(folder), 30)
        benches = [
            Bench(
                "check of 30 READMEs / mistletoe parsing them",
                [PYTHON, "-m", "repotool", "check", folder],
                [PYTHON, "-c", PARSE, *paths],
                2.5,
            ),
            Bench(
                "repair of 30 clean READMEs / ftfy.fix_text",
                [PYTHON, "-c", REPAIR, *paths],
                [PYTHON, "-c", FIX_TEXT, *paths],
                1.0,
            ),
        ]
        print(f"{'':<52} {'ours':>8}  {'theirs':>8}  ratio")
        met = [run(bench) for bench in benches]
        return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
