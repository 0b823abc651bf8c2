# `make` or `make help` lists what can be done here.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
NOTEBOOKS := $(wildcard notebooks/*.ipynb notebooks/solutions/*.ipynb)
PIP := $(BIN)/python -m pip --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help env demo test lint format bench docs lab clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

env: $(STAMP)  ## the environment, in .venv, with the versions of constraints.txt

# The environment is made once, and renewed when what it is made from changes.
$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
		echo "gxkit needs Python 3.11, 3.12 or 3.13; name one: make env PYTHON=python3.12" >&2; \
		exit 1; }
	@test -x $(BIN)/python || echo "Making the environment in $(VENV): once, a minute or more"
	@test -x $(BIN)/python || $(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install -qq --constraint constraints.txt pip
	@$(PIP) install -qq --constraint constraints.txt --build-constraint constraints.txt \
		--editable '.[dev]'
	@touch $@
	@echo "The environment is ready: $(BIN)/python, $(BIN)/gxkit; notebooks: make lab"

demo: $(STAMP)  ## read the fictional reports of corpus/, show a summary, write out/
	@$(BIN)/gxkit demo

test: $(STAMP)  ## the tests, the docstrings' examples and the notebooks
	@$(BIN)/python -m pytest -q --nbmake tests $(NOTEBOOKS)

lint: $(STAMP)  ## style, format, types, the order of imports, notebooks without outputs
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(if $(NOTEBOOKS),$(BIN)/nbstripout --verify $(NOTEBOOKS))

format: $(STAMP)  ## let ruff lay out the code and mend what it can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(STAMP)  ## the benchmarks, as ratios within one run
	@$(BIN)/python -m pytest -q benchmarks

docs: $(STAMP)  ## the documentation, in build/docs; its examples are run
	@$(BIN)/python -m sphinx --fail-on-warning --keep-going --quiet --jobs auto \
		--builder html docs build/docs
	@echo "Open build/docs/index.html"

lab: $(STAMP)  ## JupyterLab, at the first notebook
	@$(BIN)/gxkit lab

clean:  ## remove what make made: the environment, out/ and the caches
	rm -rf $(VENV) out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis \
		.benchmarks .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
