"""The step `fix`: what rules find is mended, as `repotool fix` does."""

from __future__ import annotations

from collections import Counter

from msgspec.structs import replace

from repotool.engine.project import Project
from repotool.engine.rules import load_rules, matches, select_rules
from repotool.language import to_say
from repotool.model import Finding, Repository, Rule
from repotool.model.shown import shown
from repotool.writing.fixes import fix_until_stable
from repotool.writing.renames import renames
from repotool.years.recipe import FixStep
from repotool.years.steps.rename import rename
from repotool.years.work import Work


def run(step: FixStep, work: Work) -> list[str]:
    """Mends until nothing changes; with `unsafe`, names are mended, too, with every link to them."""
    project = replace(work.project, rules=_rules(step, work.project))
    fixed = fix_until_stable(project.read, project.judge, unsafe=step.unsafe)
    work.write(fixed.after)
    done = Counter(finding.rule.code for finding in fixed.done)
    told = [to_say(f"{code}: {count} mended") for code, count in sorted(done.items())]
    return [*told, *(_renamed(fixed.left, work) if step.unsafe else ())]


def _rules(step: FixStep, project: Project) -> tuple[Rule, ...]:
    if not step.select:
        return tuple(rule for rule in project.rules if not any(matches(rule, word) for word in step.ignore))
    config = replace(project.config, select=None, extend_select=())
    return select_rules(load_rules(), config, select=step.select, ignore=step.ignore)


def _renamed(left: tuple[Finding, ...], work: Work) -> list[str]:
    told = []
    for finding, op in renames(left):
        if _is_free(op.to, work.repo):
            rename({op.file: op.to}, work)
            told.append(to_say(f"{finding.rule.code}: {shown(op.file)} renamed to {shown(op.to)}"))
    return told


def _is_free(path: str, repo: Repository) -> bool:
    return repo.tree is not None and path not in repo.tree
