"""What all tests share: a state folder of their own, fixtures laid out afresh, the command line called in-process."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "tests" / "fixtures"
SEEDS = ROOT.parent / "shared" / "seeds"


@pytest.fixture(scope="session", autouse=True)
def in_english() -> Iterator[None]:
    """Whatever the machine speaks, tests hear English; for the fixtures of whole modules, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPOTOOL_LANG", "en")
        yield


@pytest.fixture(autouse=True)
def own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test writes into the user's own folders or reads them, or looks into the repository around the tests."""
    for name in ("STATE", "CACHE", "CONFIG"):
        monkeypatch.setenv(f"REPOTOOL_{name}_DIR", str(tmp_path_factory.mktemp(name.lower())))
    monkeypatch.delenv("NO_COLOR", raising=False)
    yield


@pytest.fixture
def course(tmp_path: Path) -> Callable[[str], Path]:
    """Lays a sample course out in a fresh folder: course("practicum-2023")."""

    def lay(name: str) -> Path:
        return Path(shutil.copytree(FIXTURES / "courses" / name, tmp_path / name))

    return lay


@pytest.fixture
def write(tmp_path: Path) -> Callable[[dict[str, str | bytes]], Path]:
    """Writes files below a fresh folder and answers the folder."""

    def lay(files: dict[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path

    return lay


def git(folder: Path, *words: str) -> str:
    """Runs git in `folder` with an identity of its own and the user's configuration left out."""
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
needs_seeds = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are not here")
