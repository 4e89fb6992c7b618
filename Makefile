# make demo   the main job on a copy of the sample courses      make lint    ruff and mypy
# make test   the tests                                         make bench   ratios of speed, in one run
# make docs   the documentation as a site, in build/docs
# make rule STEM=lnk199_some_name   the three stubs of a new rule
# Needed: Python 3.11 or newer, make. Everything else is installed into .venv.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint bench rule table wheel docs clean

demo: .venv/.ready
	@$(BIN)/python tools/demo.py

test: .venv/.ready-test
	@$(BIN)/python -m pytest $(ARGS)

lint: .venv/.ready-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: .venv/.ready-test
	@cd tools && ../$(BIN)/python bench.py
	@cd tools && ../$(BIN)/python bench_notebooks.py
	@cd tools && ../$(BIN)/python bench_links.py
	@cd tools && ../$(BIN)/python bench_web.py

# The rule table of the README, written anew from rules/.
table: .venv/.ready
	@$(BIN)/python tools/rule_table.py

rule: .venv/.ready
	@$(BIN)/python tools/new_rule.py "$(STEM)"

# The wheel, built and tried in a second venv that holds nothing else.
wheel: .venv/.ready-dev
	@$(BIN)/python tools/try_wheel.py

# The documentation as a site, in build/docs.
docs: .venv/.ready-docs
	@PYTHONPATH=tools $(BIN)/python -m mkdocs build --quiet
	@echo "the documentation is build/docs/index.html"

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Installed once, and again when pyproject.toml changes.
.venv/bin/python:
	@$(PYTHON) -m venv .venv

.venv/.ready: pyproject.toml | .venv/bin/python
	@echo "installing into .venv …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/.ready-test: pyproject.toml | .venv/.ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	@touch $@

.venv/.ready-docs: pyproject.toml | .venv/.ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[docs]"
	@touch $@

.venv/.ready-dev: pyproject.toml | .venv/.ready-test
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@
