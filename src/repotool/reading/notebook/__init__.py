"""Notebooks: bytes -> Notebook, its Markdown cells as documents. The only room that knows nbformat and msgspec."""
