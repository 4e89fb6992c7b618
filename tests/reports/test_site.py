"""The site: what a stranger wrote is text in it, pages find each other, and nothing of the user's is overwritten."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.cli import repotool
from tests.conftest import FIXTURES

COURSES = FIXTURES / "courses"
YEARS = ("series_2022", "series_2023", "series_2024", "series_2025")
OUR_SCRIPTS = 1

Write = Callable[[dict[str, str | bytes]], Path]


class Page(HTMLParser):
    """The tags, attributes and texts of a page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, name: str) -> list[str]:
        return [value for _, attributes in self.tags if (value := attributes.get(name)) is not None]

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)


def read(folder: Path) -> dict[str, Page]:
    return {path.name: Page(path.read_text(encoding="utf-8")) for path in folder.glob("*.html")}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    folder = tmp_path_factory.mktemp("site")
    ran = repotool("report", *YEARS, "-o", str(folder), cwd=COURSES)
    assert ran.code == 0, ran.err
    assert ran.text == f"7 pages: open {folder}/index.html\n"
    return read(folder)


def test_every_repository_has_its_page(pages: dict[str, Page]) -> None:
    assert sorted(pages) == [
        "calendar.html", "index.html", "lineage.html",
        "repository-2022.html", "repository-2023.html", "repository-2024.html", "repository-2025.html",
    ]  # fmt: skip


def test_links_within_the_site_arrive(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        for target in page.values("href"):
            file, _, fragment = target.partition("#")
            assert (file or name) in pages, f"{name}: {target}"
            if fragment and not fragment.startswith("family="):
                assert unquote(fragment) in pages[file or name].values("id"), f"{name}: {target}"


def test_nothing_is_asked_of_a_network(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert page.values("src") == []
        assert not [value for value in page.values("href") if re.match(r"\w+:|//", value)]


def test_a_finding_has_its_line_cause_and_cure(pages: dict[str, Page]) -> None:
    text = " ".join(pages["repository-2024.html"].text.split())
    assert "docs/pamyatka.pdf does not exist line 5, column 25" in text
    assert "- [Памятка наблюдателя](docs/pamyatka.pdf)" in text
    assert "Cause A link to a file or folder of this repository that is not there." in text


def test_the_lineage_is_drawn(pages: dict[str, Page]) -> None:
    page = pages["lineage.html"]
    nodes = [attributes for _, attributes in page.tags if (attributes.get("class") or "").startswith("node ")]
    lessons = 7 + 8 + 7 + 9
    homework = 3 + 3 + 3 + 2
    assert len(nodes) == lessons + homework
    assert "2024: Снегомеры" in page.values("aria-label")
    assert len([c for c in page.values("class") if c.startswith("ribbon branch ")]) == 2
    assert len([c for c in page.values("class") if c.startswith("ribbon away ")]) == 1


def test_one_page_of_the_comparison_alone() -> None:
    ran = repotool("compare", *YEARS, "--output-format", "html", cwd=COURSES)
    page = Page(ran.text)
    assert {value for value in page.values("href") if not value.startswith("#")} == set()
    assert "Синоптический анализ" in page.text


HOSTILE = """\
# <script>alert('title')</script> весна {year}

<img src=x onerror=alert(1)> [empty]() ["><svg onload=alert(2)>](missing'"><script>alert(3)</script>.md)

| Дата | Номер | Тема | Материалы | ДЗ |
| --- | --- | --- | --- | --- |
| 3.03.{year} | 1 | </style><script>alert(4)</script> {{{{ 7 * 7 }}}} | [a](javascript:alert(5)) | [<b>x</b>]() |
| 10.03.{year} | 2 | " onfocus="alert(6)" autofocus=" 😀 Йод \u202e\u0007 | [b](data:text/html,x) | |
"""
NAME = "<script>alert(7)<script>'\".md"


def test_a_hostile_readme_stays_text(write: Write) -> None:
    files: dict[str, str | bytes] = {}
    for year in (2024, 2025):
        files |= {
            f"c{year}/README.md": HOSTILE.format(year=year).encode() + b"\n[\xff](\xfe.md)\n",
            f"c{year}/repotool.toml": "",
            f"c{year}/{NAME}": "[x](y.md)\n",
        }
    root = write(files)
    ran = repotool("report", "c2024", "c2025", "-o", "site", cwd=root)
    assert ran.code == 0, ran.err
    pages = read(root / "site")
    assert len(pages) == 5
    for name, page in pages.items():
        assert page.count("script") == OUR_SCRIPTS, name
        assert page.count("img") == page.count("iframe") == page.count("style") - 1 == 0
        handlers = [key for _, attributes in page.tags for key in attributes if key.startswith("on")]
        assert handlers == [], name
        assert not [v for v in page.values("href") if v.lower().startswith(("javascript:", "data:"))]
        assert [v for v in page.values("content") if v.startswith("default-src 'none'")]
        raw = (root / "site" / name).read_text(encoding="utf-8")
        assert "\u202e" not in raw
        assert "\x07" not in raw
    told = pages["repository-2025.html"].text
    assert "<script>alert(4)</script> {{ 7 * 7 }}" in told
    assert "😀 Йод" in told


def test_secrets_are_not_passed_on(write: Write) -> None:
    token = "ghp_" + "a1B2c3D4e5F6g7H8i9J0" + "k1L2m3N4o5P6q7R8"
    cell = '{"cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [], "source": ["t = \'%s\'"]}'
    notebook = '{"cells": [%s], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}\n' % (cell % token)
    root = write({"n.ipynb": notebook, "repotool.toml": ""})
    ran = repotool("report", "-o", "site", cwd=root)
    assert ran.code == 0, ran.err
    page = next((root / "site").glob("repository*.html")).read_text(encoding="utf-8")
    assert "NBK111" in page
    assert token not in page


def test_one_repository_without_a_course_has_a_site(write: Write) -> None:
    root = write({"README.md": "# Заметки\n\n[нет](missing.md)\n", "repotool.toml": ""})
    ran = repotool("report", "-o", "out/site", cwd=root)
    assert ran.code == 0, ran.err
    pages = read(root / "out" / "site")
    assert "lineage.html" not in pages
    assert "calendar.html" not in pages
    assert "missing.md does not exist" in "".join(page.text for page in pages.values())


def test_the_same_input_gives_the_same_site(tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert repotool("report", *YEARS[:2], "-q", "-o", str(tmp_path / name), cwd=COURSES).out == b""
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_a_page_of_somebody_else_is_not_overwritten(write: Write) -> None:
    root = write({"site/index.html": "<p>mine</p>", "site/notes.html": "<p>too</p>"})
    ran = repotool("report", str(COURSES / "series_2022"), "-o", "site", cwd=root)
    assert ran.code == 2
    assert "site/index.html: was not written by repotool report; name another folder with -o" in ran.err
    assert (root / "site" / "index.html").read_text() == "<p>mine</p>"


def test_a_new_report_takes_the_pages_of_the_old_one_away(write: Write) -> None:
    root = write({"site/notes.html": "<p>mine</p>"})
    years = [str(COURSES / year) for year in YEARS]
    repotool("report", *years, "-o", "site", cwd=root)
    repotool("report", *years[:2], "-o", "site", cwd=root)
    left = sorted(path.name for path in (root / "site").iterdir())
    assert left == [
        "calendar.html", "index.html", "lineage.html", "notes.html", "repository-2022.html", "repository-2023.html",
    ]  # fmt: skip
