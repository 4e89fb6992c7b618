"""`python -m repotool`."""

from repotool.cli import main

main()
