"""What repotool says in another language: the words of the rules and of the program, complete and in use."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
import tomllib
from collections.abc import Callable, Collection, Iterator
from html import unescape
from pathlib import Path
from typing import get_args

import pytest

from repotool.model import LessonKind, Season, Severity
from repotool.model.course import UnitKind
from repotool.model.lineage import EntryKind, EventKind
from repotool.model.progress import Work
from repotool.model.web import VerdictKind
from repotool.rollover.plan import Action
from tests.cli import repotool

HOME = Path(__file__).parents[1]
SRC = HOME / "src" / "repotool"
RULES = HOME / "rules"
HOLE = re.compile(r"\{[^{}]*\}")
LANGUAGES = ["ru"]
SAYING = ("said", "to_say", "Refused", "BadParameter", "fail", "_fail")
"""What the program says goes through one of these."""
QUESTIONS = {"Todo": 2, "of": 2, "ask": 1, "refused": -1}
"""Calls whose argument of this place is a message."""
TITLES = {"Fix": 2, "replacing": 3}
"""Which argument of a fix is what it says of itself."""
TABLES = {
    "reports/overview.py": ("HEADS",),
    "reports/rules.py": ("FIX_WORDS", "SCOPE_WORDS"),
    "reports/schedule_table.py": ("COLUMNS",),
    "reports/site/calendar.py": ("MONTH_HEADS", "WEEKDAYS"),
    "reports/site/lineages.py": ("COUNTED",),
    "reports/site/overview.py": ("FAMILIES",),
    "reports/years/markdown.py": ("YEARS", "DEFECTS"),
    "reports/years/words.py": ("MONTHS",),
    "rollover/questions.py": ("SECTIONS",),
    "rollover/telling.py": ("KINDS",),
}
"""Tables of words that are said where they are used."""
WORDS = (Severity, Season, LessonKind, UnitKind, EntryKind, EventKind, VerdictKind, Action, Work)
"""Words of the model that reports say."""
OTHERS = ("click", "system")
"""Sections of what others say: click, the operating system."""
SAID_IN_PAGE = re.compile(r"\bsaid\('([^']*)'\)")
HELP = ("option", "argument", "Option")


def catalogue(language: str, besides: Collection[str] = ()) -> dict[str, str]:
    table = tomllib.loads((RULES / "words" / f"{language}.toml").read_text(encoding="utf-8"))
    sections = (part for name, part in table.items() if name != "nouns" and name not in besides)
    return {english: told for part in sections for english, told in part.items()}


def without_names(message: str) -> str:
    return HOLE.sub("{}", message)


def messages() -> Iterator[tuple[str, str]]:
    """Every message of the code, holes without their names, and where it is said."""
    for path in sorted(SRC.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        where = path.relative_to(SRC).as_posix()
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                for text in _of_call(node):
                    yield text, f"{where}:{node.lineno}"
            elif where.startswith("checks/") and isinstance(node, ast.Assign) and _names(node) == ["title"]:
                yield from ((text, f"{where}:{node.lineno}") for text in _texts(node.value))
            elif where.startswith("commands/") and isinstance(node, ast.FunctionDef) and node.name == "command":
                yield from ((part, f"{where}:{node.lineno}") for part in paragraphs(node))
        if where in TABLES:
            yield from ((text, where) for text in _of_tables(tree, TABLES[where]))
    for page in sorted(SRC.rglob("templates/*.html")):
        yield from ((text, page.name) for text in SAID_IN_PAGE.findall(page.read_text(encoding="utf-8")))
    yield from ((word, "model") for words in WORDS for word in get_args(words))
    yield from ((day, "weekdays") for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
    import repotool.cli

    for section, commands in repotool.cli.SECTIONS.items():
        yield section, "cli.py"
        yield from ((line, "cli.py") for line in commands.values())
    yield from ((part, "cli.py") for part in paragraphs(_function(SRC / "cli.py", "main_group")))
    reasons = RULES / "web" / "reasons.toml"
    yield from ((text, reasons.name) for text in tomllib.loads(reasons.read_text(encoding="utf-8")).values())


def paragraphs(function: ast.FunctionDef) -> list[str]:
    """The help of a command: each paragraph is a message, however its lines are broken."""
    return [" ".join(part.split()) for part in (ast.get_docstring(function) or "").split("\n\n")]


def _function(path: Path, name: str) -> ast.FunctionDef:
    functions = (n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.FunctionDef))
    return next(function for function in functions if function.name == name)


def _of_call(node: ast.Call) -> Iterator[str]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in SAYING and node.args:
        yield from _texts(node.args[0])
    if name in QUESTIONS and len(node.args) > max(0, QUESTIONS[name]):
        yield from (text for text in _texts(node.args[QUESTIONS[name]]) if " " in text)
    if name == "_choice" and len(node.args) == 3:
        yield from _texts(node.args[2])
    if name in ("Fix", "replacing") and len(node.args) > TITLES[name]:
        yield from _texts(node.args[TITLES[name]])
    if name in HELP:
        yield from (text for k in node.keywords if k.arg in ("help", "epilog") for text in _texts(k.value))


def _names(node: ast.Assign) -> list[str]:
    return [target.id for target in node.targets if isinstance(target, ast.Name)]


def _of_tables(tree: ast.Module, names: Collection[str]) -> Iterator[str]:
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if isinstance(target, ast.Name) and target.id in names:
            values = node.value.values if isinstance(node.value, ast.Dict) else [node.value]
            constants = (one for value in values for one in ast.walk(value) if isinstance(one, ast.Constant))
            yield from (str(one.value) for one in constants)


def _texts(node: ast.expr) -> Iterator[str]:
    """The literal texts an expression may be, each with holes for what is put in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        parts = [str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values]
        yield "".join(parts)
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


def is_worded(text: str) -> bool:
    """Whether it says something beside what is put in."""
    return bool(re.search(r"[A-Za-z]{2}", without_names(text)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_has_its_translation(language: str) -> None:
    known = {without_names(english) for english in catalogue(language)}
    missing = {text: where for text, where in messages() if is_worded(text) and without_names(text) not in known}
    assert not missing, f"to be translated in rules/words/{language}.toml:\n" + "\n".join(
        f"{where}: {text!r}" for text, where in missing.items()
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_of_what_nobody_says(language: str) -> None:
    said = {without_names(text) for text, _ in messages()}
    idle = [english for english in catalogue(language, besides=OTHERS) if without_names(english) not in said]
    assert not idle


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_tells_of_the_same(language: str) -> None:
    for english, told in catalogue(language).items():
        assert set(HOLE.findall(told)) <= set(HOLE.findall(english)), english
        assert len(set(HOLE.findall(english))) == len(HOLE.findall(english)), f"one name for each hole: {english}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", sorted(RULES.glob("*.toml")), ids=lambda p: p.stem)
def test_each_rule_has_its_words(language: str, path: Path) -> None:
    english = tomllib.loads(path.read_text(encoding="utf-8"))
    told = tomllib.loads((RULES / language / path.name).read_text(encoding="utf-8"))
    assert told.keys() - {"facts"} == {"message", "what", "why"} | ({"help"} if "help" in english else set())
    for key in ("message", "help"):
        mine, theirs = (t.get(key, []) for t in (english, told))
        mine, theirs = ([t] if isinstance(t, str) else t for t in (mine, theirs))
        assert [fields(t) for t in mine] == [fields(t) for t in theirs], key
    for key in ("what", "why"):
        assert re.search("[а-яё]{3}", told[key]), f"{key} is not in this language"
    used = {field for t in (english["message"], english.get("help", [])) for field in fields("".join(t))}
    assert told.get("facts", {}).keys() <= used


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


ENGLISH = re.compile(r"[a-z]{3,}")
CODE = re.compile(
    r"`[^`]*`|«[^»]*»|https?://\S+|\S*[/\\.=_@]\S*|--[\w-]+|\b[A-Z]{2,}\d*\b|\[\*\]"
    r"|\b(?:repotool|git|Mac Roman|Markdown)\b"
)
"""What is the same in every language: code, quoted words, paths, addresses, options, codes of rules, proper names."""


def english(told: str) -> list[str]:
    return ENGLISH.findall(CODE.sub("", told))


class TestSpoken:
    """A course from its first check to its next year, in Russian; nothing English is left."""

    @pytest.fixture(autouse=True)
    def in_russian(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("REPOTOOL_LANG", "ru")

    def test_every_day(self, course: Callable[[str], Path]) -> None:
        root = course("practicum-2023")
        for words in (["check"], ["check", "--output-format", "full", "--select", "ALL"], ["show"], ["fix"], ["undo"]):
            ran = repotool(*words, cwd=root)
            own = {"mojibake", "log"}  # the name of a rule, and a word of the course
            assert not set(english(ran.text + ran.err)) - own, f"{words}: {ran.text}{ran.err}"

    def test_setting_up_and_moving(self, course: Callable[[str], Path]) -> None:
        root = course("deep-learning-2025")
        for words in (["init", "--baseline"], ["check"], ["mv", "README.md", "Курс.md", "-n"], ["clean"], ["undo"]):
            ran = repotool(*words, cwd=root)
            told = re.sub(r"(?m)^([-+@ ].*|rename .*)$", "", ran.text) + ran.err
            assert not english(told), f"{words}: {told}"

    def test_the_next_year(self, course: Callable[[str], Path], tmp_path: Path) -> None:
        prior = course("practicum-2023")
        ran = repotool("scaffold", str(prior), "practicum-2024", "--start", "2024-02-12", cwd=tmp_path)
        assert ran.code == 0, ran.err
        assert not english(ran.text), ran.text
        todo = repotool("todo", "practicum-2024", cwd=tmp_path).text
        assert not english(todo), todo

    def test_the_pages_of_a_report(self, course: Callable[[str], Path], tmp_path: Path) -> None:
        years = [str(course("practicum-2023")), str(course("deep-learning-2025"))]
        assert repotool("report", *years, "-o", "site", cwd=tmp_path).code in (0, 1)
        pages = sorted((tmp_path / "site").glob("*.html"))
        assert len(pages) >= 4
        for page in pages:
            shown = re.sub(r"(?s)<(style|script|pre|code)\b.*?</\1>|<[^>]*>", " ", page.read_text(encoding="utf-8"))
            words = ("No", "Skip", "Findings", "Search", "shown", "schedule", "line", "cell", "lesson", "day", "year")
            assert not re.findall(rf"\b(?:{'|'.join(words)})s?\b", CODE.sub("", unescape(shown))), page.name
            assert '<html lang="ru">' in page.read_text(encoding="utf-8")

    def test_findings_and_the_summary(self, tmp_path: Path) -> None:
        (tmp_path / "README.md").write_text("# Курс\n\n[Чат]()\n[б](нет.md)\n", encoding="utf-8")
        ran = repotool("check", "--lang", "ru", cwd=tmp_path)
        assert ran.code == 1
        assert not re.search("[a-z]{4}", re.sub(r"`[^`]*`|\S+\.md", "", ran.text)), ran.text

    def test_the_locale_decides_where_nothing_is_said(self, tmp_path: Path) -> None:
        def refused(*words: str, **env: str) -> str:
            return repotool(*words, "check", "nowhere", cwd=tmp_path, REPOTOOL_LANG="", **env).err

        russian = "repotool: nowhere: нет такого файла или папки\n"
        assert refused(LC_ALL="ru_RU.UTF-8") == russian
        assert refused(LC_ALL="", LC_MESSAGES="", LANG="ru_RU.UTF-8") == russian
        assert "there is no such file" in refused(LC_ALL="C.UTF-8", LANG="ru_RU.UTF-8")
        assert "there is no such file" in refused("--lang=en", LC_ALL="ru_RU.UTF-8")
        assert refused("--lang", "ru", LC_ALL="C.UTF-8") == russian

    def test_help(self, tmp_path: Path) -> None:
        told = repotool("--lang", "ru", "--help", cwd=tmp_path).text
        assert "Каждый день" in told
        assert "--select" in repotool("check", "--help", "--lang", "ru", cwd=tmp_path).text
        assert "Новый семестр" in repotool(cwd=tmp_path, REPOTOOL_LANG="ru").err
        assert "Ошибка: нет такого параметра" in repotool("fix", "--nope", cwd=tmp_path, REPOTOOL_LANG="ru").err

    def test_texts_of_a_repository_are_never_translated(self, tmp_path: Path) -> None:
        name = "No problems in 1 file..md"
        (tmp_path / name).write_text("[a]()\n", encoding="utf-8")
        assert name in repotool("check", "--lang", "ru", cwd=tmp_path).text

    def test_a_message_like_no_other_takes_no_time(self) -> None:
        from repotool.language import Form

        form = Form("{a} in {b} of {c} in {d}", "{d} {c} {b} {a}")
        assert form.holes(" in " * 50_000) is None

    def test_english_reads_no_other_language(self, tmp_path: Path) -> None:
        program = (
            "import sys; opened = []\n"
            "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else None)\n"
            "from repotool.cli import main\n"
            "try: main(['rule', '--lang', sys.argv[1]])\n"
            "except SystemExit: pass\n"
            "print(sum('ru.toml' in path or '/ru/' in path for path in opened), file=sys.stderr)"
        )
        read = {
            lang: subprocess.run([sys.executable, "-c", program, lang], cwd=tmp_path, capture_output=True).stderr
            for lang in [*LANGUAGES, "en"]
        }
        assert read["en"].strip() == b"0"
        assert int(read["ru"]) > len(list(RULES.glob("*.toml")))
