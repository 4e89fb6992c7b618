"""`repotool completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from repotool.commands.telling import tell

SHELLS = {
    "bash": 'eval "$(repotool completion bash)"    in ~/.bashrc',
    "zsh": 'eval "$(repotool completion zsh)"    in ~/.zshrc',
    "fish": "repotool completion fish > ~/.config/fish/completions/repotool.fish",
}


@click.command("completion", epilog="\b\nTo switch it on:\n" + "\n".join(f"  {line}" for line in SHELLS.values()))
@click.argument("shell", type=click.Choice(list(SHELLS)))
@click.pass_context
def command(ctx: click.Context, shell: str) -> int:
    """Print the script that makes SHELL complete commands, options, rules and paths."""
    kind = get_completion_class(shell)
    assert kind is not None
    group = ctx.find_root().command
    tell(kind(group, {}, "repotool", "_REPOTOOL_COMPLETE").source() + "\n")
    return 0
