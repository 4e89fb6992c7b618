"""Site generators: what a link means on the pages they make, and where that is not known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from repotool.config import Config
from repotool.reading.links.generators import generators
from repotool.reading.repository import read_repository

Write = Callable[[dict[str, str | bytes]], Path]


def judged(root: Path, document: str = "index.md") -> Mapping[str, str]:
    """The kind of each link of a document, by its target; what is not judged because of a site is told by its name."""
    repo = read_repository(root, Config())
    resolved = repo.resolved(repo.documents[document])
    return {link.target: resolution.site or resolution.path or resolution.kind for link, resolution in resolved}


def test_the_data_names_each_generator_once() -> None:
    names = [generator.name for generator in generators()]
    assert len(names) == len(set(names)) > 8
    for generator in generators():
        assert all(ending.startswith(".") and ending.islower() for ending in (*generator.pages, *generator.exact))


def test_jekyll(write: Write) -> None:
    root = write(
        {
            "_config.yml": 'baseurl: "/course"  # on GitHub Pages\n',
            "index.md": "[a](about) [b](/about/) [c](/course/about.html) [d](/hw/) [e](/2025/01/02/start.html)"
            " [f](lectures/1) [g](/nowhere) [h](nowhere.ipynb) [i](ABOUT.md)",
            "about.md": "",
            "tasks.md": "---\npermalink: '/hw/'\n---\n",
            "_posts/2025-01-02-start.md": "",
            "_lectures/1.md": "",
        }
    )
    assert judged(root) == {
        "about": "about.md",
        "/about/": "about.md",
        "/course/about.html": "about.md",
        "/hw/": "tasks.md",
        "/2025/01/02/start.html": "_posts/2025-01-02-start.md",
        "lectures/1": "_lectures/1.md",
        "/nowhere": "Jekyll",
        "nowhere.ipynb": "nowhere.ipynb",
        "ABOUT.md": "about.md",
    }


def test_mkdocs_judges_its_own_folder_only(write: Write) -> None:
    root = write(
        {
            "mkdocs.yml": "docs_dir: 'text'\n",
            "README.md": "[a](text/one/) [b](one.md)",
            "text/one.md": "[c](../two/) ![d](../images/a.png) [e](three.md)",
            "text/two.md": "",
            "text/images/a.png": "",
        }
    )
    assert judged(root, "README.md") == {"text/one/": "text/one", "one.md": "one.md"}
    assert judged(root, "text/one.md") == {
        "../two/": "text/two.md",
        "../images/a.png": "text/images/a.png",
        "three.md": "text/three.md",
    }


def test_jupyter_book_is_not_jekyll(write: Write) -> None:
    root = write({"_config.yml": "", "_toc.yml": "", "index.md": "[a](intro) [b](some-label)", "intro.ipynb": "{}"})
    assert judged(root) == {"intro": "intro.ipynb", "some-label": "MyST"}


@pytest.mark.parametrize(
    ("files", "target", "page"),
    [
        ({"_quarto.yml": "", "one.qmd": ""}, "one.html", "one.qmd"),
        ({"_quarto.yml": "", "one.ipynb": ""}, "/one.html", "one.ipynb"),
        ({"_quarto.yml": ""}, "slides.pdf", "Quarto"),
        ({"conf.py": ""}, "nowhere", "nowhere"),
        ({"conf.py": "", "index.rst": ""}, "nowhere", "Sphinx"),
        ({"docs/conf.py": "", "docs/index.rst": ""}, "nowhere", "nowhere"),
        ({"hugo.toml": "", "static/a.png": ""}, "/a.png", "/a.png"),
        ({"_bookdown.yml": "", "one.Rmd": ""}, "one.html", "one.Rmd"),
    ],
)
def test_other_generators(files: dict[str, str | bytes], target: str, page: str, write: Write) -> None:
    root = write({**files, "index.md": f"[a]({target})"})
    assert judged(root)[target] in (page, page.strip("/"))


def test_anchors_of_a_site_are_not_github_s(write: Write) -> None:
    root = write({"_config.yml": "", "index.md": "[a](#{:toc}) [b](about.md#x)", "about.md": "# Y"})
    repo = read_repository(root, Config())
    assert {r.kind for r in repo.resolutions.values()} == {"ok"}


def test_a_hostile_configuration(write: Write) -> None:
    root = write({"mkdocs.yml": b"docs_dir: ../../etc\n\xff\xfe" + b"a: [" * 10_000, "index.md": "[a](b.md)"})
    assert judged(root) == {"b.md": "b.md"}
