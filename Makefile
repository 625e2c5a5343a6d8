# The commands of the project. `make` alone lists them.
PYTHON ?= python3
PORT ?= 8000
RUN := .venv/bin/python
PYTEST := $(RUN) -m pytest -n 3 --dist loadfile --no-loadscope-reorder --tb=native
CHECKED := $(wildcard accounts api audit bench circulars dashboards fedwork orgs pages plans reader sheets supervision targets tests tools) manage.py

# Node may be the one that the set-up brought into .venv.
export PATH := $(PATH):$(CURDIR)/.venv/bin

.PHONY: help setup ocr demo demo-reset test test-slow test-js lint bench messages pins

help:        ## what there is
	@grep -hE '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

setup:       ## make .venv, install the front end, compile the words
	@$(PYTHON) tools/setup.py

ocr: setup   ## also read scans and photos of plan documents (downloads about 150 MB)
	@$(PYTHON) tools/setup.py ocr

demo: setup  ## run everything on this machine (PORT=8000)
	@$(RUN) manage.py demo --port $(PORT)

demo-reset: setup  ## throw the demonstration's data away, and run everything
	@$(RUN) manage.py demo --port $(PORT) --reset

test: lint test-js ## all checks, and the tests that find nearly everything (under 6 minutes)
	@$(PYTEST) -m "not slow and not browser"

test-slow: setup ## the other tests: browser, kills and crowds, supervisor, benchmarks (under 15 minutes)
	@$(PYTEST) -m "slow or browser"

test-js: setup ## the unit tests of the scripts
	@node --test --test-reporter=dot $(wildcard tests/js/*.test.js)

lint: setup  ## format, lint, types, order of imports, migrations, words
	@$(RUN) -m ruff format --check $(CHECKED)
	@$(RUN) -m ruff check $(CHECKED)
	@$(RUN) -m mypy
	@node_modules/.bin/biome check --error-on-warnings
	@node_modules/.bin/tsc --project .
	@.venv/bin/djlint templates --lint --quiet
	@.venv/bin/lint-imports --no-logo
	@$(RUN) manage.py makemigrations --check --dry-run
	@$(RUN) -m tools.messages --check

bench: setup ## benchmarks: each prints a ratio and the limit measured beside it
	@$(RUN) -m bench

messages: setup ## the Chinese of every word: compiled; what is missing, what is dead
	@$(RUN) -m tools.messages --check

# Pins every package with its hashes; needs uv. No address of a registry may come into the files.
pins:
	@for name in requirements requirements-dev requirements-setup requirements-node requirements-ocr; do \
	  uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	    $$name.in -o $$name.txt || exit 1; done
