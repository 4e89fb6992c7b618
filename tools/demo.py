"""`make demo`: the main job on a temporary copy of the sample courses, each command shown with what it prints."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

COURSES = Path(__file__).parents[1] / "tests" / "fixtures" / "courses"
STEPS = (
    # command, exit codes that are right at this point of the story
    (("check", "practicum-2023"), {1}),
    (("fix", "--diff", "practicum-2023"), {1}),
    (("fix", "practicum-2023"), {0}),
    (("check", "practicum-2023"), {0}),
    (("show", "practicum-2023"), {0}),
    (("check", "deep-learning-2025"), {1}),
    (("fix", "deep-learning-2025"), {1}),
    (("check", "deep-learning-2025"), {1}),
    (("show", "deep-learning-2025"), {0}),
)


def main() -> int:
    """Runs the steps; 1 if one of them did not end as it should."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(COURSES, folder, dirs_exist_ok=True)
        state = {**os.environ, "REPOTOOL_STATE_DIR": str(Path(folder) / ".state")}
        for words, right in STEPS:
            print(f"\n$ repotool {' '.join(words)}", flush=True)
            code = subprocess.run([sys.executable, "-m", "repotool", *words], cwd=folder, env=state).returncode
            if code not in right:
                print(f"demo: this ended with {code}, not with {' or '.join(map(str, right))}", file=sys.stderr)
                return 1
    print("\nThe demo worked on a copy, which is gone; tests/fixtures/courses/ is as it was.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
