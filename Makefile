# The one definition of each task; CI calls the same ones. `make help` lists them.
PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
READY := .venv/.ready
UV := $(BIN)/uv
INSTALLED := build/installed
# Each test has a folder and a log of its own, so that they run on every core.
CORES := --numprocesses logical --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-long requirements lint format bench lock wheel test-wheel clean

help: ## List every target
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-11s %s\n", $$1, $$2 }' Makefile

setup: $(READY) ## Make .venv from requirements.lock (PYTHON=python3.12 for another)

# uv comes from the lock too, by pip and by hash; afterwards uv removes whatever the lock does not name.
$(READY): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("make setup needs Python 3.11 or newer; try: make setup PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	sed -n '/^uv==/,/# via/p' requirements.lock > .venv/uv.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement .venv/uv.txt
	$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $(READY)

demo: $(READY) ## Record synthetic people, ask about them, serve (ARGS=--exit ends)
	$(BIN)/kinerja demo $(ARGS)

test: $(READY) ## Run the tests, with branch coverage
	$(BIN)/pytest $(CORES) --cov --cov-report=term:skip-covered
	@echo "Coverage of domain and log, in percent:"
	@$(BIN)/coverage report --format=total --fail-under=90 \
		--include='src/kinerja_es/domain/*,src/kinerja_es/log/*'

test-long: $(READY) ## Kill fifty imports, record hundreds of random careers (minutes)
	$(BIN)/python tests/long_run.py

requirements: $(READY) ## List the rows of the requirements and the tests that show them
	$(BIN)/python -m tests.requirements.table

lint: $(READY) ## Check style, types and the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(BIN)/pyright
	$(BIN)/lint-imports --no-logo

format: $(READY) ## Format the code and mend what ruff can mend safely
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(READY) ## Measure, each figure beside its yardstick
	$(BIN)/python tests/benchmarks/run.py $(ARGS)

# A week's wait before a new release is trusted; most poisoned ones are found within days.
lock: $(READY) ## Choose versions again and write requirements.lock
	$(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 --extra demo --group dev \
		--upgrade --exclude-newer "1 week" --generate-hashes \
		--no-emit-index-url --custom-compile-command "make lock" --output-file requirements.lock

wheel: $(READY) ## Build the wheel into dist/
	rm -rf dist
	$(BIN)/hatchling build --target wheel

# The tests run from a copy without src/ and projections/, so only the wheel can be what they import.
test-wheel: wheel ## Run the tests against the installed wheel
	rm -rf $(INSTALLED)
	mkdir -p $(INSTALLED)
	tar -cf - --exclude ./src --exclude ./projections --exclude ./build --exclude ./.venv --exclude ./.git . | tar -xf - -C $(INSTALLED)
	$(BIN)/python -m venv --without-pip $(INSTALLED)/.venv
	$(UV) pip sync --quiet --python $(INSTALLED)/.venv/bin/python --require-hashes requirements.lock
	$(UV) pip install --quiet --python $(INSTALLED)/.venv/bin/python --no-deps dist/*.whl
	cd $(INSTALLED) && .venv/bin/pytest $(CORES)

clean: ## Remove the environment and all that the tools wrote
	rm -rf .venv build dist htmlcov .coverage .coverage.* .hypothesis .pytest_cache .ruff_cache .import_linter_cache
