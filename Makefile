# The two commands are `make demo` and `make test`. All set-up is done by them, once.
PYTHON ?= python3
PORT ?= 8000
ARGS ?=
export PORT
# Files of the project are UTF-8, whatever the machine's locale says.
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo test soak bench checks lint format lock shell manage clean reset

help: ## Show this list
	@$(PYTHON) -c "import re; [print(f'make {n:10}{t}') for n, t in re.findall(r'^([a-z-]+):.*?## (.*)', open('Makefile').read(), re.M)]"

demo: ## Start the product with a demo firm at http://127.0.0.1:8000 (PORT=8001 for another port)
	@$(PYTHON) -m tools.setup demo
	@.venv/bin/python -m tools.demo

test: ## Run every check and the whole test suite (ARGS="tests/billing -k rates" for a part)
	@$(PYTHON) -m tools.setup test
	@.venv/bin/python -m tools.test $(ARGS)

soak: ## Run the suite the long way: each sweep whole, ten times the examples of each property
	@$(PYTHON) -m tools.setup test
	@.venv/bin/python -m tools.test --soak $(ARGS)

bench: ## Measure against floors in the same run (ARGS="--only bills")
	@$(PYTHON) -m tools.setup test
	@.venv/bin/python -m tools.bench $(ARGS)

setup: ## Do the set-up for development without starting anything
	@$(PYTHON) -m tools.setup test

checks: ## Run style, types, import contracts, migrations and deployment checks, without the tests
	@$(PYTHON) -m tools.setup test
	@.venv/bin/python -m tools.test --only-checks

lint: ## Check style alone
	@.venv/bin/python -m ruff check .
	@.venv/bin/python -m ruff format --check .

format: ## Put imports and layout in order
	@.venv/bin/python -m ruff check --fix-only .
	@.venv/bin/python -m ruff format .

lock: ## Bring the lock files up to date with requirements*.in, tools/*.in and package.json
	@$(PYTHON) -m tools.setup test
	@.venv/bin/python -m tools.lock $(ARGS)

shell: ## Open a Django shell on the demo's data
	@.venv/bin/python -m tools.demo manage shell

manage: ## Run manage.py on the demo's data (ARGS="demo --json")
	@.venv/bin/python -m tools.demo manage $(ARGS)

reset: ## Delete the demo's data, so that the next demo starts afresh
	@$(PYTHON) -m tools.clean data

clean: ## Delete what set-up and tests made: .venv, node_modules, static/vendor, caches, test data
	@$(PYTHON) -m tools.clean all
