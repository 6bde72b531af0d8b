# All set-up is done by these targets; nothing but Python >= 3.11 is needed beforehand.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup run test check format lock screenshots train eval bench bench-growth bench-dashboard clean

help:  ## list what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 18

run: setup  ## start the sandbox X, the bot and the web pages (Ctrl-C stops all)
	@$(BIN)/laporbot migrate
	@POLL_SECONDS=$${POLL_SECONDS:-5} exec $(BIN)/laporbot run

test: setup  ## run all tests
	@$(BIN)/pytest

check: setup  ## lint, types, and who may import whom
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

setup: $(READY)  ## make .venv with everything pinned

$(READY): requirements.txt requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; say which: make PYTHON=python3.12 ..."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "python3-venv is missing: apt-get install python3-venv"; exit 1; }
	@echo "installing pinned packages (once, about a minute)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		-r requirements.txt -r requirements-dev.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps -e .
	@touch $(READY)

format: setup  ## put the code into its usual form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

screenshots: setup  ## take the pictures of README and docs anew (needs chromium)
	@PYTHONPATH=. $(BIN)/python docs/screenshots.py

train: setup  ## learn the model, alarm and calibration anew from nlp/corpus (20 minutes)
	@$(BIN)/python -m nlp.learning

eval: setup  ## measure the understanding on the blind test; REAL=file.jsonl for other texts
	@$(BIN)/python -m nlp.learning.evaluate $(if $(REAL),--real $(REAL))

bench: setup  ## measure start-up, memory and speed; see benchmarks/README.md
	@PYTHONPATH=. $(BIN)/python benchmarks/startup.py

bench-growth: setup  ## measure how the time for a text grows with its length
	@PYTHONPATH=. $(BIN)/python benchmarks/growth.py

bench-dashboard: setup  ## measure the dashboard on 1.4 million invented reports (minutes, 2 GB of disk)
	@PYTHONPATH=. $(BIN)/python benchmarks/dashboard.py $(if $(KEEP),--keep $(KEEP))

lock: setup  ## compile requirements*.in into pinned requirements*.txt
	@$(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --no-emit-index-url \
		--no-emit-find-links --no-emit-trusted-host --no-emit-options requirements.in
	@$(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --no-emit-index-url \
		--no-emit-find-links --no-emit-trusted-host --no-emit-options requirements-dev.in

clean:  ## remove the environment and all local data
	@rm -rf $(VENV) *.sqlite3 *.sqlite3-*
