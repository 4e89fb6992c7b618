"""ENC108: a file or folder whose own name was read in a wrong encoding, as unzip does with names of another system."""

from collections.abc import Iterator

from repotool.model import Fix, Hit, Move, Repository, Span

HERE = Span(0, 0)


def check(repo: Repository, _: Repository) -> Iterator[Hit]:
    for path, damaged in repo.damaged_names.items():
        folder, slash, name = path.rpartition("/")
        new = f"{folder}{slash}{damaged.name}"
        taken = repo.tree is not None and (new in repo.tree or bool(repo.tree.twins(new)))
        fix = None if taken else Fix((Move(path, new),), False, f"rename it to {damaged.name}, with every link to it")
        facts = {"name": name, "was": damaged.name, "plan": damaged.plan, "path": path, "taken": new if taken else None}
        yield Hit(path, HERE, facts, fix)
