# Every target sets up what it needs; `make help` lists them.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
COMPILED := $(shell grep -rlE '^\# (Compiled as it is|cython:)' src --include=*.py --include=*.pyx)

.PHONY: help setup demo test check serve bench chaos docs lock

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: build/.ready ## install everything into .venv, pinned and hashed

.venv/.pinned: requirements/dev.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

# Not in .venv: whoever cleans the checkout, but for that, needs it all compiled again.
build/.ready: .venv/.pinned pyproject.toml setup.py $(COMPILED)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@mkdir -p $(@D) && touch $@

demo: setup ## the main job on a sample institution, through the API
	$(BIN)/almandine demo

check: setup ## the quick part: lint, format, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/pyright

test: check ## every check and every test
	$(BIN)/pytest --numprocesses logical --dist loadfile --cov --cov-report term:skip-covered

serve: setup ## run the service on ./almandine-data
	$(BIN)/almandine serve

bench: setup ## rates and memory, side by side with peers in one run
	$(BIN)/python -m bench

chaos: setup ## kills, restarts and simulated weeks, with the figures printed
	$(BIN)/python -m chaos

docs: setup ## write the generated pages and the OpenAPI documents anew
	$(BIN)/python tests/contract/write_pages.py
	$(BIN)/python tests/unit/http/write_openapi.py

lock: ## pin the dependencies anew, with hashes and without index addresses (needs uv)
	uv pip compile pyproject.toml --group dev --generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links --no-annotate --no-header -q -o requirements/dev.txt
	uv pip compile pyproject.toml -c requirements/dev.txt --generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links --no-annotate --no-header -q -o requirements/run.txt
