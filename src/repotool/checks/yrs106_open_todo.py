"""YRS106: a question of `.repotool/origin.toml` that nobody has answered, where its text still stands."""

from collections.abc import Iterator

from repotool.model import Hit, Repository


def check(repo: Repository, _: Repository) -> Iterator[Hit]:
    for question in repo.origin.questions if repo.origin else ():
        span = None if question.done else question.place(repo.file_text(question.file))
        if span is not None:
            yield Hit(question.file, span, {"question": question.message, "number": question.number})
