# `make` alone lists the targets. Needed: Python 3.11 or newer and a package registry.
PYTHON ?= python3
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help install studio demo test test-clients check bench docs pictures format lock

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

install: $(READY) ## Make .venv with everything, as requirements.lock pins it
	@$(BIN)/python scripts/studio.py --if-possible

studio: $(READY) ## Build the studio's page, if its sources have changed
	@$(BIN)/python scripts/studio.py

demo: $(RUNTIME) ## Make real photos from a real portrait, into ./demo
	$(BIN)/python scripts/demo.py

test: $(READY) ## Run the tests; ARGS="tests/photo -k frame" runs some
	@$(BIN)/python scripts/studio.py --if-possible
	$(BIN)/python -m pytest $(ARGS)

test-clients: $(READY) ## Run the vendor's own programs in Go, Java, C# and PHP, where they can be
	$(BIN)/python -m pytest -m clients tests/contracts $(ARGS)

check: $(READY) ## Lint, formatting, types, and who imports whom
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY) ## Measure speed, memory and quality
	$(BIN)/python -m benchmarks $(ARGS)

docs: $(READY) ## Write the generated pages, draw docs/pictures anew, build the site
	PYTHONPATH=. $(BIN)/python scripts/doc_errors.py
	PYTHONPATH=. $(BIN)/python scripts/doc_licences.py
	PYTHONPATH=. $(BIN)/python scripts/doc_compliance.py
	PYTHONPATH=. $(BIN)/python scripts/doc_house.py
	PYTHONPATH=. $(BIN)/python scripts/doc_pictures.py
	PYTHONPATH=. $(BIN)/python scripts/doc_life.py
	PYTHONPATH=. $(BIN)/python scripts/doc_studio.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

pictures: $(READY) ## Tile real people before and after, into ./out/pictures
	PYTHONPATH=. $(BIN)/python scripts/pictures.py

format: $(READY) ## Format the code
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: ## Pin anew all that pyproject.toml asks for
	rm -rf build/lock
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --upgrade "pip>=25.1"
	build/lock/bin/python -m pip install --group dev ".[all]"
	build/lock/bin/python -m pip freeze --exclude idphoto | LC_ALL=C sort -f > requirements.lock

# Two stages, by one lock: what the product needs, and what its developers need beyond that. The
# stamps come last, so that an interrupted install is begun again. Older pips than 25.1 know no
# dependency groups. Nothing else is fetched to build the package: the lock has its build backend.
$(RUNTIME): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "idphoto needs Python 3.11 or newer, as in: make PYTHON=python3.12 install")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --constraint requirements.lock hatchling editables
	$(BIN)/python -m pip install --constraint requirements.lock --no-build-isolation --editable .
	touch $@

$(READY): $(RUNTIME)
	$(BIN)/python -m pip install --requirement requirements.lock
	touch $@
