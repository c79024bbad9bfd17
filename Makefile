# Everything a machine needs is Python 3.11 or newer, make and a C compiler: `make run`, `make test`, `make help`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# The locks name everything (uv resolves them), so pip only fetches: it would look for a newer coverage[toml] where a pin was yanked.
PIP := $(BIN)/python -m pip install -qq --no-input --disable-pip-version-check --no-deps --require-hashes
EDITABLE := $(BIN)/python -m pip install -qq --no-input --disable-pip-version-check --no-deps --no-build-isolation
# As many as there are cores; tests of whole processes come first (tests/shares.py), and time-bounds hold beside one other.
WORKERS ?= auto
PROJECTS := pyproject.toml plugins/whatsapp/pyproject.toml plugins/gcal/pyproject.toml
SOURCES := api schema permissions workers core sdk sandbox plugins scripts tests benchmarks

# Python's compiled files are kept even where the environment says otherwise: the tests start some hundred processes,
# each of which would compile the product anew, and each test worker would rewrite the assertions of every module.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test unit lint format types layers lock ci clean

help:  ## Say what can be made.
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

run: $(VENV)/.runs  ## Start everything on this machine, with a sandbox in place of WhatsApp and Google.
	@$(BIN)/python scripts/demo.py

test: $(VENV)/.develops  ## Run the tests (with whatever servers are found; PYTEST_ARGS adds to the command).
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(PYTEST_ARGS)

unit: $(VENV)/.develops  ## Run the tests that need no server, no socket and no other process: one and a half minutes of CPU, more on slow cores. Generated matrices (exhaustive), and nine examples of ten of a property, are left to make test.
	@$(BIN)/python -m pytest -n auto --dist worksteal -m "not (e2e or integration or postgres or redis or rabbitmq or exhaustive or nightly)" --ignore=tests/e2e --ignore=tests/matrix --hypothesis-profile=brief $(PYTEST_ARGS)

lint: $(VENV)/.develops  ## Look for mistakes and for other than the agreed form.
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

format: $(VENV)/.develops  ## Bring everything into the agreed form.
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

types: $(VENV)/.develops  ## Check types, strictly.
	@$(BIN)/mypy --strict

layers: $(VENV)/.develops  ## Check who imports whom.
	@$(BIN)/lint-imports

lock: $(VENV)/.develops  ## Pin every dependency anew, with hashes, for every platform.
	@$(BIN)/python scripts/lock.py

ci:  ## Run every check a change must pass.
	@.ci/run

clean:  ## Remove what was made here; data in var/ stays.
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis htmlcov .coverage*
	@find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +

# Stamps: a file in the environment says what was installed last, so that nothing is installed twice.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Chatbookr needs Python 3.11 or newer as $(PYTHON); name another: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
		|| { echo "$(PYTHON) cannot make environments here; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making a Python environment in $(VENV) ($$($(PYTHON) --version)) ..."
	@$(PYTHON) -m venv $(VENV)

# What pip says of a network that is not there ends in "no matching distribution": say what it mostly means.
define UNINSTALLED
echo "The packages could not be installed (above is why). Is there a connection to a package index (PIP_INDEX_URL names a mirror)? What has no wheel for this Python is compiled: on Debian, apt-get install build-essential python3-dev" >&2; exit 1
endef

$(VENV)/.runs: requirements.lock requirements-build.lock $(PROJECTS) | $(BIN)/python
	@echo "Installing $$(grep -c == requirements.lock) pinned packages into $(VENV), once (20 to 60 seconds, minutes on a busy machine) ..."
	@$(PIP) -r requirements.lock -r requirements-build.lock || { $(UNINSTALLED); }
	@$(EDITABLE) -e . -e plugins/whatsapp -e plugins/gcal
	@touch $@

$(VENV)/.develops: requirements-dev.lock $(VENV)/.runs
	@echo "Installing the developers' tools, once (another 30 to 90 seconds) ..."
	@$(PIP) --no-compile -r requirements-dev.lock || { $(UNINSTALLED); }  # a hundred megabytes of Python, of which the tests import a tenth
	@touch $@
