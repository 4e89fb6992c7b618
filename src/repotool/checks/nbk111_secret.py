"""NBK111: keys and tokens that give access to something, in sources and outputs."""

import re
from collections import Counter
from collections.abc import Iterator
from math import log2

from repotool.model import Cell, Hit, Notebook, Repository, Span, View
from repotool.model.regex import regex

KEY_SIGN = "PRIVATE KEY"
KEY_BLOCK = regex(r"-----BEGIN (?:[A-Z]{2,8} ){0,2}PRIVATE KEY(?: BLOCK)?-----(?:\s|\\n|\"|',?)*[A-Za-z0-9+/=]{40}")
# What each kind holds for certain, for a quick look, and how it is written as a whole.
TOKENS = (
    ("AWS access key", ("AKIA", "ASIA"), regex(r"(?<![\w+/=-])A[KS]IA[A-Z2-7]{16}(?![\w+/=])")),
    ("GitHub token", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), regex(r"(?<!\w)gh[pousr]_[A-Za-z0-9]{36}(?!\w)")),
    ("GitHub token", ("github_pat_",), regex(r"(?<!\w)github_pat_[A-Za-z0-9_]{60,100}(?!\w)")),
    ("OpenAI key", ("sk-",), regex(r"(?<![\w-])sk-(?:[a-z]{2,10}-)?[A-Za-z0-9_-]{40,200}(?![\w-])")),
    ("Hugging Face token", ("hf_",), regex(r"(?<!\w)hf_[A-Za-z0-9]{34}(?!\w)")),
    ("Telegram bot token", (":AA",), regex(r"(?<![\w:-])\d{8,10}:AA[A-Za-z0-9_-]{33}(?![\w-])")),
)
SIGNS = (KEY_SIGN[:5], *(sign for _, signs, _ in TOKENS for sign in signs))
MARKS = "A_-"
"""Each sign ends in one of these. They are looked for first: a single character is found faster than any pattern."""
ENDS = tuple(regex("|".join(f"{mark}(?<={sign})" for sign in SIGNS if sign.endswith(mark))) for mark in MARKS)
BITS = 3.2
"""Bits a character: words and rows of x have less."""
EXAMPLE = regex(r"EXAMPLE|example|XXXX|xxxx|0000|1234567|abcdef", re.ASCII)
SHOWN = 8


def check(notebook: Notebook, repo: Repository) -> Iterator[Hit]:
    if not _may_hold(notebook):
        return
    for cell in notebook.cells:
        for kind, span in _secrets(cell.text):
            yield _hit(notebook, cell.view, kind, span)
        yield from _in_outputs(notebook, cell)


def _may_hold(notebook: Notebook) -> bool:
    """A quick look at the texts of all cells and outputs: most notebooks have no sign of a secret."""
    texts = [cell.text for cell in notebook.cells]
    texts += [text for cell in notebook.cells for output in cell.outputs for text in output.texts.values()]
    marked = "\n".join([text for text in texts if "_" in text or "-" in text or "A" in text])
    return any(end.search(marked) for end in ENDS)


def _in_outputs(notebook: Notebook, cell: Cell) -> Iterator[Hit]:
    for output in cell.outputs:
        for mime, text in output.texts.items():
            for kind, span in _secrets(text):
                view = notebook.view(output.text_path(mime))
                if view is not None:
                    yield _hit(notebook, view, kind, span)


def _hit(notebook: Notebook, view: View, kind: str, span: Span) -> Hit:
    return Hit(notebook.path, view.place(span), {"kind": kind, "begin": span.cut(view.text)[:SHOWN]})


def _secrets(text: str) -> Iterator[tuple[str, Span]]:
    if KEY_SIGN in text:
        for found in KEY_BLOCK.finditer(text):
            yield "private key", Span(found.start(), text.index("-----", found.start() + 5) + 5)
    for kind, signs, pattern in TOKENS:
        if any(sign in text for sign in signs):
            for found in pattern.finditer(text):
                if is_random(found[0]) and not is_signed_address(text, found.start()):
                    yield kind, Span(*found.span())


def is_random(token: str) -> bool:
    """Whether chance made it: class names of a page, placeholders and examples of a manual were written by people."""
    body = re.sub(r"^(?:sk-(?:[a-z]{2,10}-)?|gh[pousr]_|github_pat_|hf_)", "", token)
    counts = Counter(body)
    bits = -sum(n / len(body) * log2(n / len(body)) for n in counts.values())
    kinds = sum(any(test(c) for c in body) for test in (str.isupper, str.islower, str.isdigit))
    return bits >= BITS and kinds >= 2 and not EXAMPLE.search(token)


def is_signed_address(text: str, at: int) -> bool:
    """The id in a signed address, which a server made for one download, opens nothing by itself."""
    return text.endswith(("Credential=", "AccessKeyId="), 0, at)
