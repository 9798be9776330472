# Two commands matter: `make demo` and `make test`. Both make their own virtual environment and need only Python >= 3.11, git and make.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
DEMO   ?= handover-demo
OPEN   ?= ../open
TRUTH  ?= ../shared/truth

.PHONY: demo test fast lint types contract docs bench bench-history backtest score unread clean

demo: $(BIN)/handover
	$(BIN)/handover demo $(DEMO)

test: $(BIN)/.dev
	$(BIN)/python -m pytest

fast: $(BIN)/.dev
	$(BIN)/python -m pytest -m "not slow and not browser"

lint: $(BIN)/.dev
	$(BIN)/ruff check generator

types: $(BIN)/.dev
	$(BIN)/mypy

contract: $(BIN)/.dev
	$(BIN)/lint-imports

docs: $(BIN)/.dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

# Figures, never tests: speed depends on the machine. OPEN is a folder of clones, TRUTH the folder of hand labels.
bench: $(BIN)/.dev
	$(BIN)/python generator/tools/bench.py --open $(OPEN)

# HISTORIES: clones with their whole history. The first says how dear reading one is, the second whether the people we name are the right ones.
HISTORIES ?= $(wildcard ../open/*)

bench-history: $(BIN)/.dev
	$(BIN)/python generator/tools/bench_history.py $(HISTORIES)

backtest: $(BIN)/.dev
	$(BIN)/python generator/tools/backtest.py $(HISTORIES)

score: $(BIN)/.dev
	$(BIN)/python generator/tools/score.py --open $(OPEN) --truth $(TRUTH)

# REPO: a clone. What our readers passed over in it, statement by statement; most is ruled out rightly, the rest is a mistake of ours.
REPO ?= .

unread: $(BIN)/.dev
	$(BIN)/python generator/tools/unread.py $(REPO)

clean:
	rm -rf $(VENV) $(DEMO) build dist site

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(BIN)/handover: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(BIN)/.dev: $(BIN)/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
