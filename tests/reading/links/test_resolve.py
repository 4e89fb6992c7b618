"""Where links lead, judged against the tree alone: the same on every system."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repotool.model import Link, LinkKind, Resolution, Span, Tree, View
from repotool.reading.links.resolve import Resolver, resolve
from repotool.reading.links.targets import local_path, written
from repotool.reading.markdown import parse

NFD = "Введение в нейросети.ipynb".replace("й", "и\u0306")
NFC = "Введение в нейросети.ipynb"
TREE = Tree(
    dict.fromkeys(
        [
            "README.md",
            "Tasks/task3/task_03.ipynb",
            "Seminars/05-optimizers/Оптимизация_в_DL.ipynb",
            "Seminars/05-optimizers/images/sgd.svg",
            "Seminars/06-cnn/Свёрточные нейронные сети.ipynb",
            f"Seminars/01/{NFD}",
            "a+b.md",
            "a%20b.md",
            "100%.md",
            "week 1/notes (draft).md",
            "docs/guide.md",
            "\udcff.bin",
        ],
        True,
    ),
    empty=["empty"],
    sealed=["libs/module", "latest"],
)


def link(target: str, kind: LinkKind = "link") -> Link:
    return Link(Span(0, 1), "", target, Span(0, 1), kind)


def judged(target: str, document: str = "README.md", kind: LinkKind = "link") -> Resolution:
    return resolve(link(target, kind), document, TREE)


@pytest.mark.parametrize(
    ("target", "document", "path"),
    [
        ("Tasks/task3/task_03.ipynb", "README.md", "Tasks/task3/task_03.ipynb"),
        ("./Tasks/task3/task_03.ipynb", "README.md", "Tasks/task3/task_03.ipynb"),
        ("Tasks//task3/./task_03.ipynb", "README.md", "Tasks/task3/task_03.ipynb"),
        ("/Tasks/task3/task_03.ipynb", "docs/guide.md", "Tasks/task3/task_03.ipynb"),
        ("../README.md", "docs/guide.md", "README.md"),
        ("../docs/../README.md", "docs/guide.md", "README.md"),
        ("guide.md", "docs/guide.md", "docs/guide.md"),
        ("images/sgd.svg", "Seminars/05-optimizers/README.md", "Seminars/05-optimizers/images/sgd.svg"),
        ("Tasks", "README.md", "Tasks"),
        ("Tasks/", "README.md", "Tasks"),
        (".", "docs/guide.md", "docs"),
        ("..", "docs/guide.md", ""),
        ("/", "docs/guide.md", ""),
        ("empty", "README.md", "empty"),
        ("libs/module", "README.md", "libs/module"),
        ("week%201/notes%20(draft).md", "README.md", "week 1/notes (draft).md"),
        ("week 1/notes (draft).md", "README.md", "week 1/notes (draft).md"),
        ("%D0%A1", "README.md", None),
        ("Seminars/05-optimizers/%D0%9E%D0%BF%D1%82%D0%B8%D0%BC%D0%B8%D0%B7%D0%B0%D1%86%D0%B8%D1%8F_%D0%B2_DL.ipynb",
         "README.md", "Seminars/05-optimizers/Оптимизация_в_DL.ipynb"),
        (f"Seminars/01/{NFD}", "README.md", f"Seminars/01/{NFD}"),
        ("a+b.md", "README.md", "a+b.md"),
        ("a%2Bb.md", "README.md", "a+b.md"),
        ("a%20b.md", "README.md", "a%20b.md"),
        ("a%2520b.md", "README.md", "a%20b.md"),
        ("100%.md", "README.md", "100%.md"),
        ("%FF.bin", "README.md", "\udcff.bin"),
        ("docs/guide.md?raw=true", "README.md", "docs/guide.md"),
        (" docs/guide.md\n", "README.md", "docs/guide.md"),
    ],
)  # fmt: skip
def test_a_path_that_exists(target: str, document: str, path: str | None) -> None:
    expected = Resolution("ok", path) if path is not None else Resolution("missing", "\u0421")
    assert judged(target, document) == expected


@pytest.mark.parametrize(
    ("target", "path", "fragment"),
    [
        ("#цели", "README.md", "цели"),
        ("#%D1%86%D0%B5%D0%BB%D0%B8", "README.md", "цели"),
        ("#", "README.md", ""),
        ("docs/guide.md#часть-2", "docs/guide.md", "часть-2"),
        ("docs/guide.md?plain=1#L5", "docs/guide.md", "L5"),
    ],
)
def test_a_fragment_is_kept_apart(target: str, path: str, fragment: str) -> None:
    assert judged(target) == Resolution("ok", path, fragment)


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("http://example.org", "web"),
        ("HTTPS://example.org/a b", "web"),
        ("//example.org/x", "web"),
        ("mailto:a@example.org", "unjudged"),
        ("tel:+7", "unjudged"),
        ("data:image/png;base64,AAAA", "unjudged"),
        ("javascript:void(0)", "unjudged"),
        ("attachment:image.png", "unjudged"),
        ("{{ site.url }}/a.md", "unjudged"),
        ("{% link a.md %}", "unjudged"),
        ("<%= url %>", "unjudged"),
        ("https://example.org/{{ page }}", "unjudged"),
        ("file:///home/user/a.md", "outside"),
        (r"C:\course\a.md", "outside"),
        ("c:/course/a.md", "outside"),
        (r"\\server\share\a.md", "outside"),
        ("../other/README.md", "outside"),
        ("../../issues", "unjudged"),
        ("../../wiki/Home", "unjudged"),
        ("/../../", "unjudged"),
        ("../../../other-course", "unjudged"),
        ("../../../docs/guide.md", "outside"),
        ("../issues", "outside"),
        ("../../nowhere.md", "outside"),
        ("docs/../../README.md", "outside"),
        ("%2e%2e/README.md", "outside"),
        ("libs/module/src/a.md", "unjudged"),
        ("latest/a.md", "unjudged"),
        ("libs/other.md", "missing"),
        ("latest-news.md", "missing"),
        ("a.md%00", "missing"),
        ("nowhere.md\ud800", "missing"),
        (".git/config", "missing"),
        ("docs/guide.md/x", "missing"),
    ],
)
def test_the_kind_of_a_link(target: str, kind: str) -> None:
    assert judged(target).kind == kind


def test_an_address_in_the_text_is_no_path() -> None:
    assert judged("www.example.org", kind="bare").kind == "web"
    assert judged("someone@example.org", kind="autolink").kind == "unjudged"


def test_without_a_tree_nothing_local_is_judged() -> None:
    assert resolve(link("a.md"), "-", None).kind == "unjudged"
    assert resolve(link(""), "-", None).kind == "empty"
    assert resolve(link("https://example.org"), "-", None).kind == "web"
    assert resolve(link("#top"), "-", None).kind == "ok"


@pytest.mark.parametrize(
    ("target", "suggestion"),
    [
        ("Tasks/task_03.ipynb", "Tasks/task3/task_03.ipynb"),
        ("Seminars/06/Свёрточные нейронные сети.ipynb", "Seminars/06-cnn/Свёрточные нейронные сети.ipynb"),
        ("Seminars/06-cnn/Сверточные_нейронные_сети.ipynb", "Seminars/06-cnn/Свёрточные нейронные сети.ipynb"),
        ("Seminars/05-optimizers/Оптимизация в DL.ipynb", "Seminars/05-optimizers/Оптимизация_в_DL.ipynb"),
        ("Seminars/05-optimizer/Оптимизаця_в_DL.ipynb", "Seminars/05-optimizers/Оптимизация_в_DL.ipynb"),
        ("docs/guide", "docs/guide.md"),
        ("docs/guide.html", "docs/guide.md"),
        ("images/sgd.svg", "Seminars/05-optimizers/images/sgd.svg"),
        ("Tasks/task3/task_04.ipynb", None),
        ("Tasks/task5/task_05.ipynb", None),
        ("LICENSE", None),
        ("docs/index.md", None),
        ("x" * 100_000, None),
    ],
)
def test_what_a_missing_path_most_likely_means(target: str, suggestion: str | None) -> None:
    found = judged(target)
    assert (found.kind, found.suggestion) == ("missing", suggestion)


def test_of_equal_names_the_nearest_or_none() -> None:
    slides = [f"lectures/{week:02}/slides.pdf" for week in range(1, 9)]
    tree = Tree(
        dict.fromkeys([*slides, "archive/2023/Градиентный спуск.pdf", "lectures/03/Градиентный спуск.pdf"], True)
    )

    def suggested(target: str) -> str | None:
        return resolve(link(target), "README.md", tree).suggestion

    assert suggested("lecture/03/slides.pdf") == "lectures/03/slides.pdf"
    assert suggested("lectures/09/slides.pdf") is None
    assert suggested("slides.pdf") is None
    assert suggested("lectures/3/Градиентный спуск.pdf") == "lectures/03/Градиентный спуск.pdf"


@given(st.text(max_size=60), st.sampled_from(["README.md", "docs/guide.md", "-"]))
def test_every_target_gets_an_answer(target: str, document: str) -> None:
    resolution = judged(target, document)
    if resolution.kind == "ok":
        assert resolution.path is not None
        assert resolution.path in TREE or resolution.path == document


@pytest.mark.parametrize(
    ("target", "kind", "path"),
    [
        ("readme.md", "case", "README.md"),
        ("tasks/task3/", "case", "Tasks/task3"),
        ("/TASKS/Task3/task_03.ipynb", "case", "Tasks/task3/task_03.ipynb"),
        (f"Seminars/01/{NFC}", "form", f"Seminars/01/{NFD}"),
        (f"seminars/01/{NFC}", "case", f"Seminars/01/{NFD}"),
        (r"docs\guide.md", "backslash", "docs/guide.md"),
        (r".\docs\guide.md#x", "backslash", "docs/guide.md"),
        ("week%25201/notes%2520(draft).md", "encoded", "week 1/notes (draft).md"),
        ("arxiv.org/abs/1706.03762", "schemeless", None),
        ("www.example.org", "schemeless", None),
        ("teacher@example.org", "schemeless", None),
        ("notes.md", "missing", "notes.md"),
        ("run.sh", "missing", "run.sh"),
        ("TODO", "placeholder", None),
        ("добавить%20ссылку", "placeholder", None),
        ("…", "placeholder", None),
    ],
)
def test_the_cause_is_named(target: str, kind: str, path: str | None) -> None:
    found = judged(target)
    assert (found.kind, found.path) == (kind, path)


@pytest.mark.parametrize(
    ("files", "target", "cure"),
    [
        (["A.md", "a.md"], "a.MD", None),
        (["A.md", "b.md"], "a.md", "A.md"),
        (["A (1).md"], "a%20(1).md", "A%20(1).md"),
        (["Я б.md"], "<я б.md>", "Я б.md"),
        (["A&B.md"], "a&amp;b.md", "A&B.md"),
        (["X&copy;.md"], "x&amp;copy;.md", "X%26copy;.md"),
        (["A_b.md"], r"a\_b.md", "A_b.md"),
        (["x/A.md"], "y/../x/a.md?raw=true#L3", "y/../x/A.md?raw=true#L3"),
        (["x/A.md"], "x//./a.md", "x//./A.md"),
    ],
)
def test_a_cure_keeps_the_style_of_its_link(files: list[str], target: str, cure: str | None) -> None:
    document = parse("README.md", View(f"[text]({target})"))
    (found,) = Resolver(Tree(dict.fromkeys(files, True)), {"README.md": document}).all().values()
    assert found.kind == "case"
    assert found.cure == cure


NAMES = st.text(alphabet="aB я%20&#?()<>|*_`[]'\"\\й", min_size=1, max_size=12).filter(
    lambda name: name.strip() == name and name not in (".", "..")
)


@settings(deadline=None)
@given(
    NAMES, st.sampled_from(["[t]({})", "[t](<{}>)", '<a href="{}">t</a>', "[t]: {}", "![t](./{})", "[t](/{})"]), NAMES
)
def test_what_is_written_anew_leads_where_it_should(name: str, shape: str, old: str) -> None:
    """Whatever the style of the old target: what replaces it is read back as the path it was written for."""
    text = shape.format(old)
    document = parse("docs/README.md", View(text))
    if len(document.links) != 1 or not document.links[0].target.strip():
        return
    link = document.links[0]
    raw = written(text, link.target_span.start, link.target_span.end, link.kind)
    fresh = text[: link.target_span.start] + raw.anew(f"new/{name}", "docs") + text[link.target_span.end :]
    (read,) = parse("docs/README.md", View(fresh)).links
    assert local_path(read.target, "docs/README.md") == f"new/{name}"
