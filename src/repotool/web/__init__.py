"""Addresses -> verdicts, over the network and from memory. Nothing else of repotool knows httpx."""
