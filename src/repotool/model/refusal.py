"""What the tool refuses to do, said in one line: what, where, and the way out."""

from __future__ import annotations


class Refusal(Exception):
    """A clear no. The message is one line for the user and may be printed as it is; the exit code is 2."""
