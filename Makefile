# The two commands are `make demo` and `make test`. Everything else serves them.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SHELL  := /bin/bash
# Checks read the settings: they get a data directory of their own.
CHECK_HOME := EGIDE_HOME=$(CURDIR)/.test-output/home
.DEFAULT_GOAL := help

.PHONY: help demo demo-reset test check format bench lock audit clean
help: ## Show this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "Égide needs Python 3.11 or later; set PYTHON=/path/to/python3.11 (found: $$($(PYTHON) --version 2>&1))."; exit 2; }
	@$(PYTHON) -m venv $(VENV) && touch $@

$(VENV)/.desk: $(VENV)/.python requirements/desk.txt requirements/build.txt pyproject.toml
	@echo "Installing the pinned dependencies…"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/build.txt -r requirements/desk.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . && touch $@

$(VENV)/.test: $(VENV)/.desk requirements/test.txt
	@echo "Installing what the tests need…"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/test.txt && touch $@

demo: $(VENV)/.desk ## A fictitious brand, processed end to end, served on http://127.0.0.1:8000
	@$(BIN)/egide demo

demo-reset: $(VENV)/.desk ## Forget the demo and start over
	@$(BIN)/egide demo --reset

check: $(VENV)/.test ## Lint, format, types, import contracts (offline)
	@$(BIN)/ruff check && $(BIN)/ruff format --check && $(CHECK_HOME) $(BIN)/mypy && $(BIN)/lint-imports

test: $(VENV)/.test ## Everything that passes judgement
	@$(BIN)/python scripts/judge.py

format: $(VENV)/.test ## Rewrite the code in the house format
	@$(BIN)/ruff format && $(BIN)/ruff check --fix

bench: $(VENV)/.test ## Measure speed, memory and quality against the named peers
	@$(BIN)/python -m bench

lock: $(VENV)/.test ## Rebuild the lock files from pyproject.toml
	@scripts/lock

audit: $(VENV)/.test ## Ask PyPI's advisories about every pinned dependency (needs the network)
	@$(PYTHON) -m venv $(VENV)-audit && $(VENV)-audit/bin/pip install -q pip-audit
	@$(VENV)-audit/bin/pip-audit -r requirements/desk.txt --require-hashes --disable-pip

clean: ## Remove what was built here (not the data directory)
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .test-output
