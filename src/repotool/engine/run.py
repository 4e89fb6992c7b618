"""Repository x Rules -> Findings, in a fixed order."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from repotool.config import Config
from repotool.engine.ignores import Silence, per_file, read_ignores
from repotool.engine.rules import load_check, load_rules, nearest_rule
from repotool.language import said
from repotool.model import Document, Edit, Finding, Fix, Hit, Ignore, Needs, Op, Repository, Rule, Source, View
from repotool.model.progress import watched


def judge(
    repo: Repository,
    rules: tuple[Rule, ...],
    config: Config,
    *,
    config_file: str | None = None,
    only: frozenset[str] | None = None,
    honoured: Callable[[Ignore], bool] = lambda _: True,
    is_new: Callable[[Finding], bool] = lambda _: False,
    known: Mapping[str, Rule] | None = None,
) -> list[Finding]:
    """What `rules` find in `repo`, by file and place.

    `only` limits what is reported to these files and to what lies in these folders (they end with a slash).

    `config_file` is the path of the configuration within the repository, if it lies there. An ignore that is not
    `honoured` silences nothing, and nothing is said of it; one of a single line does not silence what `is_new` there.
    `known` are all rules there are, running or not.
    """
    known = load_rules() if known is None else known
    silence = Silence([ignore for ignore in read_ignores(repo, config, config_file) if honoured(ignore)], repo, is_new)
    left = silence.left(per_file(_findings(repo, rules), config))
    # Idle ignores are told last. They too may be ignored, and only then it is known whether that was of use.
    of_ignores = tuple(rule for rule in rules if rule.scope == "ignore")
    others = tuple(rule for rule in rules if rule.scope != "ignore")
    left += silence.left(per_file(_idle(repo, of_ignores, silence.idle(others, known.values()), known), config))
    told_before = silence.idle(of_ignores, known.values())
    left += per_file(_idle(repo, of_ignores, told_before, known, again=True), config)
    return sorted((f for f in left if only is None or is_named(f.file, only)), key=_order)


def is_named(file: str, only: frozenset[str]) -> bool:
    """Whether `only` names the file, or a folder it lies in."""
    return file in only or any(file.startswith(folder) for folder in only if folder.endswith("/"))


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    return (finding.file, finding.span.start, finding.span.end, finding.rule.code, finding.message)


def _findings(repo: Repository, rules: tuple[Rule, ...]) -> Iterator[Finding]:
    texts = tuple(repo.texts())
    having: dict[Needs | None, Sequence[Document]] = {None: texts}
    for rule in watched(rules, "judging"):
        if rule.needs not in having:
            having[rule.needs] = [text for text in texts if getattr(text, rule.needs or "")]
        subjects = having[rule.needs] if rule.scope == "document" else tuple(_subjects(repo, rule))
        check = load_check(rule) if subjects else None
        for subject in subjects if check else ():
            for hit in check(subject, repo) if check else ():
                yield join(rule, hit, repo, subject)


def _subjects(repo: Repository, rule: Rule) -> Iterable[Any]:
    """What a rule is asked about, but for documents, which are the same for many rules."""
    if repo.tree is None and rule.scope in ("course", "repository"):
        return ()  # a text from stdin is a text, not a repository
    match rule.scope:
        case "source":
            files = (repo.sources[path] for path in repo.sources if path not in repo.notebooks)
            # Of a notebook's outputs there is no text to judge, but what was found in them.
            printed = (Source(path, b"", "", "") for path in repo.damaged_outputs)
            return (*files, *(cells.source for cells in repo.cell_repairs.values()), *printed)
        case "notebook":
            return repo.notebooks.values()
        case "course":
            return repo.courses
        case "repository":
            return (repo,)
        case _:
            return ()  # ignores are judged last, when it is known what each of them silenced


def _idle(
    repo: Repository,
    rules: tuple[Rule, ...],
    ignores: Iterable[Ignore],
    known: Mapping[str, Rule],
    *,
    again: bool = False,
) -> Iterator[Finding]:
    """What the rules about ignores find; `again`: unknown and misspelt ones were told before."""
    ignores = [replace(i, unknown=(), misspelt=None) for i in ignores if i.unused] if again else list(ignores)
    for rule in rules if ignores else ():
        check = load_check(rule)
        for ignore in ignores:
            for hit in check(ignore, repo):
                code = hit.facts.get("unknown")
                facts = hit.facts if code is None else {**hit.facts, "hint": nearest_rule(known, code)}
                yield join(rule, replace(hit, facts=facts), repo)


def _view(repo: Repository, rule: Rule, subject: Any, file: str) -> View:
    """In whose text a check speaks: a document in its own, a course or repository in those of the documents it names,
    all others in the file's.
    """
    if isinstance(subject, Document) and subject.path == file:
        return subject.view
    cells = repo.cell_repairs.get(file)
    if cells is not None and subject is cells.source:
        return cells.view
    if rule.scope in ("document", "course", "repository") and file in repo.documents:
        return repo.documents[file].view
    return View("")


def join(rule: Rule, hit: Hit, repo: Repository, subject: Any = None) -> Finding:
    """A finding: the hit's spans and edits placed in the file, its facts put into the rule's words."""
    told = _told(rule, hit.facts)
    return Finding(
        rule=rule,
        file=hit.file,
        span=_view(repo, rule, subject, hit.file).place(hit.span),
        severity=hit.severity or rule.severity,
        message=_fill(rule.message, told) or rule.name,
        help=_fill(rule.help, told),
        target=hit.facts.get("target"),
        path=hit.facts.get("path"),
        fix=_placed(hit.fix, rule, repo, subject) if hit.fix else None,
    )


def _placed(fix: Fix, rule: Rule, repo: Repository, subject: Any) -> Fix | None:
    """The fix in the files' own text; None where one of them cannot hold what it would write."""
    ops: list[Op] = []
    for op in fix.ops:
        if isinstance(op, Edit):
            view = _view(repo, rule, subject, op.file)
            spelled = view.spell(op.replacement)
            if spelled is None:
                return None
            op = Edit(op.file, view.place(op.span), spelled)
        ops.append(op)
    return Fix(tuple(ops), fix.safe, said(fix.title))


def _told(rule: Rule, facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """The facts; those that are words of the program, in the rule's language. The repository's own stay as they are."""
    if not rule.tellers:
        return facts
    tellers = rule.tellers
    return {name: tellers[name](fact) if name in tellers and fact else fact for name, fact in facts.items()}


def _fill(templates: tuple[str, ...], facts: Mapping[str, Any]) -> str | None:
    for template in templates:
        fields = {name for _, name, _, _ in string.Formatter().parse(template) if name}
        if all(facts.get(field) is not None for field in fields):
            return template.format_map(facts)
    return None
