"""YRS106: a question of `.repotool/origin.toml` that nobody has answered, where its text still stands.

What another rule reports there is told by that rule.
"""

from collections.abc import Iterator

from repotool.model import Hit, Repository
from repotool.model.regex import regex

OF_A_RULE = regex(r"[A-Z]{3}\d{3}")


def check(repo: Repository, _: Repository) -> Iterator[Hit]:
    for question in repo.origin.questions if repo.origin else ():
        told = question.done or OF_A_RULE.fullmatch(question.kind)
        span = None if told else question.place(repo.file_text(question.file))
        if span is not None:
            yield Hit(question.file, span, {"question": question.message, "number": question.number})
