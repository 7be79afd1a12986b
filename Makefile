# Allegata: everything a user or a developer types. `make` alone lists the targets.
#
# PYTHON=python3.12 make venv   chooses the Python; without it the first 3.11 or newer that is found is used.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
GAZETTEER := src/allegata/gazetteer/data/gazetteer.sqlite
FRONTEND := src/allegata/workbench/frontend
STATIC := src/allegata/workbench/static
DEMO := demo-out

export PIP_DISABLE_PIP_VERSION_CHECK := 1
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help venv demo docs test check format lock bench evaluate sample quality clean

help:  ## this list
	@echo "Allegata: reads dispatches on alleged attacks on civilians into attributed claims."
	@sed -n 's/^\([a-z][a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

venv: $(VENV)/.ready $(GAZETTEER) build/.islands  ## make .venv with every pinned package, the gazetteer and the workbench's islands

demo: venv  ## read the example dispatches, show a table, write demo-out/report.html
	@$(BIN)/allegata read examples/dispatches --out $(DEMO)
	@echo
	@echo "The report: $(DEMO)/report.html  (open it in any browser, no connection needed)"
	@sh tools/open-report.sh $(DEMO)/report.html

docs: venv  ## build the documentation as a site in build/site; a link that leads nowhere stops it
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet --strict
	@echo "The documentation: build/site/index.html  (open it in any browser, no connection needed)"

test: venv  ## run the tests
	@$(BIN)/python -m pytest

check: venv  ## format, lint, strict types, import contracts and tests: all that must hold before a commit
	@echo "== format"; $(BIN)/ruff format --check .
	@echo "== lint"; $(BIN)/ruff check .
	@echo "== types"; $(BIN)/mypy
	@echo "== import contracts"; $(BIN)/lint-imports
	@echo "== tests"; $(BIN)/python -m pytest

format: venv  ## put the code into the project's format
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

bench: venv  ## speed against the bare parser
	@$(BIN)/allegata bench

# Where the gold sets lie; nobody but those who develop the reading needs them.
GOLD ?= ../shared/gold
FLOORS := src/allegata/evaluation/floors.json
HAVE_GOLD = test -d $(GOLD) || { echo "skipped: no gold sets in $(GOLD) (say where: make $@ GOLD=DIR)"; exit 0; }

evaluate: venv  ## score the reading on the gold sets in GOLD=DIR, and fail below a floor
	@$(HAVE_GOLD); $(BIN)/allegata evaluate all --data $(GOLD) --jobs 2 --floors $(FLOORS)

sample: venv  ## the same on a fixed sample of each set
	@$(HAVE_GOLD); $(BIN)/allegata evaluate all --data $(GOLD) --jobs 2 --floors $(FLOORS) --sample 20

quality: venv  ## score everything, raise the floors, and write docs/quality.md
	@$(HAVE_GOLD); $(BIN)/allegata evaluate all --data $(GOLD) --jobs 2 --sample 20 --floors $(FLOORS) --raise-floors
	@$(HAVE_GOLD); $(BIN)/allegata evaluate all --data $(GOLD) --jobs 2 --floors $(FLOORS) --raise-floors \
		--page docs/quality.md

lock:  ## choose and pin the packages anew: rewrites requirements.lock
	@$(MAKE) build/lock/.ready
	@PATH="$(CURDIR)/build/lock/bin:$$PATH" python tools/lock.py

clean:  ## remove everything that make made
	@rm -rf $(VENV) $(DEMO) build dist $(GAZETTEER) $(STATIC)
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

# A folder of its own for each step, and a file that says it is done: a second `make test` starts at once.

$(VENV)/.python:
	@sh tools/check-python.sh $(PYTHON)
	@echo "== making $(VENV) with $(PYTHON)"
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.packages: $(VENV)/.python requirements.lock
	@echo "== installing the packages pinned in requirements.lock (about 0.6 GB, some minutes the first time)"
	@$(BIN)/python -m pip install -qq --no-deps --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.ready: $(VENV)/.packages pyproject.toml hatch_build.py
	@echo "== installing Allegata, and compiling its gazetteer where it is missing or old (about a minute)"
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation -e .
	@touch $@

$(GAZETTEER): $(VENV)/.ready $(wildcard src/allegata/gazetteer/*.py) $(wildcard src/allegata/gazetteer/data/*.[ctjy]*)
	@$(BIN)/python hatch_build.py
	@touch $@

# Without npm's packages everything works but dragging and the drawn map, so that is told and does not stop the rest.
build/.islands: $(VENV)/.ready $(wildcard $(FRONTEND)/*.*s*) $(wildcard $(FRONTEND)/src/*)
	@$(BIN)/python hatch_build.py && mkdir -p build && touch $@ || true

build/lock/.ready:
	@sh tools/check-python.sh $(PYTHON)
	@echo "== fetching uv, which solves the pins"
	@$(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip install -qq uv
	@touch $@
