# make run    set-up, then the page at http://127.0.0.1:8000/ and the skill at POST /alexa
# make test   set-up, then all tests
# make setup  .venv in the checkout, from the lock
# make lint, make coverage  what else has to hold

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
CORE := knowledge interview dialogue speech
CORE_TESTS := $(addprefix tests/test_,$(addsuffix .py,knowledge interview dialogue speech words \
  speech_budget new_condition screens conversations))

.PHONY: run test setup lint coverage lock

run: setup
	$(PY) -m skill serve --simulator

test: $(VENV)/.dev
	$(PY) -m pytest -n auto

setup: $(VENV)/.run

# Every branch of the four core layers is taken by the tests of the core alone.
coverage: $(VENV)/.dev
	$(PY) -m pytest -n auto -k "not test_voice" $(CORE_TESTS) $(addprefix --cov=skill.,$(CORE)) \
	  --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=100

lint: $(VENV)/.dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	@touch $@

# Writes the locks anew from pyproject.toml; needs uv.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	  --no-annotate --extra web --extra simulator pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
	  --no-annotate --extra web --extra simulator --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt
