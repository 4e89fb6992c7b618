"""`repotool rule`."""

from __future__ import annotations

import click

from repotool.commands.options import complete_rules
from repotool.commands.telling import tell
from repotool.engine.opening import Options, known_rules
from repotool.engine.rules import load_rules, matches, verify_selectors


@click.command("rule")
@click.argument("code", required=False, shell_complete=complete_rules)
@click.option("--plugin", multiple=True, metavar="PACKAGE", help="With the rules of this installed package.")
@click.option("--local-rules", is_flag=True, help="With the rules in .repotool/rules.")
def command(code: str | None, plugin: tuple[str, ...], local_rules: bool) -> int:
    """List the rules, or explain the one named CODE (LNK101 or missing-target)."""
    from repotool.reports import rules

    known = known_rules(Options(plugins=plugin, local_rules=local_rules)) if plugin or local_rules else load_rules()
    if code is None:
        tell(rules.table(known.values()))
        return 0
    verify_selectors(known, [code], "repotool rule")
    named = [rule for rule in known.values() if matches(rule, code)]
    tell(rules.page(named[0]) if len(named) == 1 else rules.table(named))
    return 0
