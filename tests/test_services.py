"""What other services read of us: hooks, action, workflows, templates. Each is valid, and does what it is for."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.cli import repotool
from tests.conftest import git, needs_git

Write = Callable[[dict[str, str | bytes]], Path]

HOME = Path(__file__).parents[1]
STARTERS = HOME / "rules" / "starters"
WORKFLOWS = [HOME / ".github" / "workflows" / "check.yml", *sorted((STARTERS / "github").glob("*.yml"))]
"""Those for courses have words between @ signs, which `init` fills in."""
needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")


def validate(schema: str, path: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.name)
def test_workflows_are_valid(path: Path) -> None:
    validate("github-workflows", path)


def test_the_action_is_valid() -> None:
    validate("github-actions", HOME / "action.yml")


def test_the_gitlab_jobs_are_valid(tmp_path: Path) -> None:
    validate("gitlab-ci", STARTERS / "gitlab" / "gitlab-ci.yml")
    _, job = (HOME / "templates" / "check.yml").read_text(encoding="utf-8").split("---\n", 1)
    (tmp_path / "check.yml").write_text(re.sub(r"\$\[\[ inputs\.\w+ \]\]", "test", job), encoding="utf-8")
    validate("gitlab-ci", tmp_path / "check.yml")


def test_the_gitlab_jobs_are_one() -> None:
    """What `init` writes is the component, its inputs filled in: below its first line, to the letter."""
    _, component = (HOME / "templates" / "check.yml").read_text(encoding="utf-8").split("---\n", 1)
    filled = {
        "  stage: $[[ inputs.stage ]]\n": "",
        "$[[ inputs.version ]]": "==@VERSION@",
        " $[[ inputs.arguments ]]": "",
    }
    for template, told in filled.items():
        assert component.count(template) == 1, template
        component = component.replace(template, told)
    _, starter = (STARTERS / "gitlab" / "gitlab-ci.yml").read_text(encoding="utf-8").split("\n", 1)
    assert starter == component


@pytest.mark.parametrize("path", [*WORKFLOWS, HOME / "action.yml"], ids=lambda p: p.name)
def test_foreign_actions_are_pinned_and_nothing_foreign_is_read_as_code(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for used in re.findall(r"^[ -]+uses: (\S+)", text, re.MULTILINE):
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", used), used
    whole = yaml.safe_load(text)
    jobs = whole["jobs"].values() if "jobs" in whole else [whole["runs"]]
    for step in (step for job in jobs for step in job["steps"]):
        assert "${{" not in step.get("run", ""), "what comes from outside comes in variables"


@pytest.mark.parametrize(
    "path",
    [*WORKFLOWS, HOME / "tools" / "action.sh", HOME / "templates" / "check.yml", STARTERS / "gitlab" / "gitlab-ci.yml"],
    ids=lambda p: p.name,
)
def test_python_never_imports_from_the_folder_that_is_checked(path: Path) -> None:
    """`python -m pip` would run a `pip.py` that a pull request brings, and pip believe a cache that it brings."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r'python"? (?!-I )-', text)
    assert "CI_PROJECT_DIR/" not in text


def test_only_trusted_runs_save_the_cache_and_upload() -> None:
    steps = yaml.safe_load((HOME / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]
    for step in steps:
        if re.search(r"cache/save|upload-sarif", step.get("uses", "")):
            assert "github.event.pull_request.head.repo.fork != true" in step["if"]


@pytest.mark.parametrize(
    ("readme", "told"),
    [
        ("# Курс\n\nО чём этот курс\n", "День первого занятия, например 2026-02-09"),
        ("# Course\n\nWhat it is about\n", "The day of the first lesson, as 2026-02-09"),
    ],
    ids=["ru", "en"],
)
def test_the_forms_are_valid_and_speak_the_language_of_the_course(write: Write, readme: str, told: str) -> None:
    folder = write({"README.md": readme})
    assert repotool("init", "--github", cwd=folder).code == 0
    for path in sorted((folder / ".github" / "workflows").iterdir()):
        validate("github-workflows", path)
        assert not re.search(r"@[A-Z0-9]+@", path.read_text(encoding="utf-8"))
    form = yaml.safe_load((folder / ".github" / "workflows" / "new-semester.yml").read_text(encoding="utf-8"))
    assert form[True]["workflow_dispatch"]["inputs"]["start"]["description"] == told  # YAML reads `on` as true


def hooks() -> list[dict[str, object]]:
    return list(yaml.safe_load((HOME / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")))


@needs_git
def test_the_hooks_work_in_pre_commit(write: Write) -> None:
    """As pre-commit calls them; only the installation is left out, which would need a network."""
    code = {"cell_type": "code", "source": ["1"], "metadata": {}, "execution_count": 1, "outputs": [], "id": "a"}
    notebook = {"cells": [code], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    folder = write({"README.md": "# Курс\n\n[Схема](Scheme.md) [нет](no.md)\n", "scheme.md": "# Схема\n"})
    write({"hw.ipynb": json.dumps(notebook, indent=1) + "\n"})
    local = []
    for hook in hooks():
        entry = str(hook["entry"]).replace("repotool", f'"{sys.executable}" -m repotool', 1)
        local.append({**hook, "language": "system", "entry": entry})
    (folder / ".pre-commit-config.yaml").write_text(
        yaml.safe_dump({"repos": [{"repo": "local", "hooks": local}]}), encoding="utf-8"
    )
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    env = {**os.environ, "PRE_COMMIT_HOME": str(folder / ".cache"), "PYTHONPATH": str(HOME / "src")}
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=env)
    told = done.stdout
    assert re.search(r"repotool check\.+Failed", told), told + done.stderr
    assert "LNK101" in told
    assert "[Схема](scheme.md)" in (folder / "README.md").read_text(encoding="utf-8")
    assert json.loads((folder / "hw.ipynb").read_bytes())["cells"][0]["execution_count"] is None


def test_pre_commit_knows_the_hooks() -> None:
    manifest = HOME / ".pre-commit-hooks.yaml"
    subprocess.run([sys.executable, "-m", "pre_commit", "validate-manifest", manifest], check=True)


@needs_git
@needs_bash
class TestAction:
    """The script of the action, run as GitHub would run it."""

    def run(self, folder: Path, tmp: Path, **env: str) -> subprocess.CompletedProcess[str]:
        (tmp / "bin").mkdir(parents=True, exist_ok=True)
        program = tmp / "bin" / "repotool"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m repotool "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        around = {
            "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(HOME / "src"),
            "RUNNER_TEMP": str(tmp),
            "GITHUB_OUTPUT": str(tmp / "output"),
            "GITHUB_WORKSPACE": str(folder),
        }
        script = ["bash", str(HOME / "tools" / "action.sh")]
        return subprocess.run(script, cwd=folder, capture_output=True, text=True, env={**os.environ, **around, **env})

    @pytest.fixture
    def course(self, write: Write) -> Path:
        folder = write({"README.md": "# Курс\n\n[старое]()\n"})
        git(folder, "init", "-q", "-b", "main")
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", "before")
        git(folder, "checkout", "-q", "-b", "change")
        write({"README.md": "# Курс\n\n[старое]()\n\n[новое](no.md)\n"})
        git(folder, "commit", "-q", "-a", "-m", "after")
        return folder

    def test_it_annotates_and_writes_a_log(self, course: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
        tmp = tmp_path_factory.mktemp("runner")
        done = self.run(course, tmp)
        assert done.returncode == 1, done.stderr
        assert done.stdout.count("::") == 4
        (name,) = (tmp / "output").read_text(encoding="utf-8").splitlines()
        log = Path(name.removeprefix("sarif-file="))
        assert len(json.loads(log.read_text(encoding="utf-8"))["runs"][0]["results"]) == 2

    def test_a_pull_request_answers_for_its_own_lines(
        self, course: Path, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        clone = tmp_path_factory.mktemp("runner") / "checkout"
        git(course, "clone", "-q", "--depth=1", "--branch=change", course.as_uri(), str(clone))
        base = git(course, "rev-parse", "main").strip()
        done = self.run(clone, clone.parent, BASE=base)
        assert done.returncode == 1, done.stderr
        assert "LNK101" in done.stdout
        assert "LNK102" not in done.stdout

    def test_arguments_are_words_and_never_code(self, course: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
        tmp = tmp_path_factory.mktemp("runner")
        done = self.run(course, tmp, ARGUMENTS="--select LNK102")
        assert "LNK101" not in done.stdout
        done = self.run(course, tmp, ARGUMENTS="$(touch ran) ; touch ran", COURSE=".")
        assert done.returncode == 2
        assert not (course / "ran").exists()


@needs_git
@needs_bash
class TestForms:
    """What the forms run, as GitHub would run it; the host itself (pushes, pull requests) is a folder and a script."""

    def step(self, folder: Path, name: str) -> str:
        workflow = yaml.safe_load((folder / ".github" / "workflows" / name).read_text(encoding="utf-8"))
        (job,) = workflow["jobs"].values()
        return str(job["steps"][-1]["run"])

    def run(self, script: str, cwd: Path, tmp: Path, **env: str) -> subprocess.CompletedProcess[str]:
        (tmp / "bin").mkdir(exist_ok=True)
        programs = {
            "repotool": f'exec "{sys.executable}" -m repotool "$@"',
            "gh": f'printf "%s\\n" "$@" >>"{tmp}/gh.txt"; shift 5; test "$1" = "" || cat "$1" >>"{tmp}/gh.txt" || true',
        }
        for program, line in programs.items():
            (tmp / "bin" / program).write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
            (tmp / "bin" / program).chmod(0o755)
        around = {
            "PATH": f"{tmp / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(HOME / "src"),
            "RUNNER_TEMP": str(tmp),
            "GITHUB_RUN_ID": "7",
            "TITLE": "Новый семестр с",
            "TODO": "Что можете решить только вы:",
            "BODY": "Ссылка стоит в расписании",
        }
        command = ["bash", "-eo", "pipefail", "-c", script]
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, env={**os.environ, **around, **env})

    @pytest.fixture
    def course(self, tmp_path: Path) -> Path:
        """A clone of a course that has the forms, as actions/checkout makes it."""
        upstream, clone = tmp_path / "upstream", tmp_path / "work" / "course"
        shutil.copytree(HOME / "tests" / "fixtures" / "courses" / "deep-learning-2025", upstream)
        repotool("init", "--github", cwd=upstream)
        git(upstream, "init", "-q", "-b", "main")
        git(upstream, "add", "-A")
        git(upstream, "commit", "-q", "-m", "before")
        git(tmp_path, "clone", "-q", str(upstream), str(clone))
        return clone

    def test_a_new_semester_becomes_a_pull_request(self, course: Path, tmp_path: Path) -> None:
        script = self.step(course, "new-semester.yml")
        asked = {"START": "2026-02-09", "PRIOR": "", "HOLIDAYS": "RU", "CARRY": "none"}
        done = self.run(script, course.parent, tmp_path, **asked)
        assert done.returncode == 0, done.stdout + done.stderr
        readme = git(tmp_path / "upstream", "show", "semester-2026-02-09:README.md")
        assert "2026 года" in readme
        assert "9 февраля" in readme
        assert "Новый семестр с 2026-02-09" in (tmp_path / "gh.txt").read_text(encoding="utf-8")

    def test_what_is_typed_into_a_form_is_never_code(self, course: Path, tmp_path: Path) -> None:
        script = self.step(course, "new-semester.yml")
        asked = {"START": "$(touch ran)", "PRIOR": "", "HOLIDAYS": "; touch ran", "CARRY": "none"}
        done = self.run(script, course.parent, tmp_path, **asked)
        assert done.returncode != 0
        assert not list(course.parent.rglob("ran"))

    def test_a_published_lesson_becomes_a_pull_request(self, course: Path, tmp_path: Path) -> None:
        notebook = course / "Seminars" / "07-extra" / "extra.ipynb"
        notebook.parent.mkdir()
        notebook.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', encoding="utf-8")
        git(course, "add", "-A")
        git(course, "commit", "-q", "-m", "a notebook")
        script = self.step(course, "publish-lesson.yml")
        done = self.run(script, course, tmp_path, FILE="Seminars/07-extra/extra.ipynb", ROW="2")
        assert done.returncode == 0, done.stdout + done.stderr
        readme = git(tmp_path / "upstream", "show", "publish-row-2-7:README.md")
        assert "(./Seminars/07-extra/extra.ipynb)" in readme
