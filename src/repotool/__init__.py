"""repotool: ruff for course repositories."""

__version__ = "0.1.0"
