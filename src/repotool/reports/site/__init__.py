"""Findings, courses and a comparison as a static site: HTML that opens from disk, and asks nobody for anything."""
