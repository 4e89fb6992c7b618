"""The command line as a user calls it, in a process of its own or in this one."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Ran:
    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()


def repotool(*words: str, cwd: Path, stdin: bytes = b"", **env: str) -> Ran:
    """Runs `repotool words…` in `cwd` and answers exit code, stdout and stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "repotool", *words],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env={**os.environ, **env},
        timeout=120,
    )
    return Ran(done.returncode, done.stdout, done.stderr.decode())
