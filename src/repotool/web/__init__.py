"""Addresses -> verdicts, over the network and from memory. Nothing else of repotool knows httpx."""

import sys

# httpx imports its own command line, if it can, and with it rich and pygments: 35 ms of every run. Where that module
# is not to be had, httpx does without.
if "httpx" not in sys.modules:
    sys.modules["httpx._main"] = None  # type: ignore[assignment]
