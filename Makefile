# Rolecall: `make demo` shows what it does, `make test` runs every test. Both set up .venv first.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
EXTRAS ?= test,dev
PIP_FLAGS ?=
TESTS ?= tests
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help install demo test eval bench lint clean

help: ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/make \1\t\2/'

install: $(STAMP) ## set up .venv with everything (the other targets do it as well)

$(STAMP): pyproject.toml .ci/create_venv.py
	@test -n "$(PYTHON)" || { echo "Rolecall needs Python 3.11 or newer, and none was found. Install one (sudo apt-get install python3 python3-venv) or name it: make install PYTHON=/path/to/python3.12" >&2; exit 1; }
	$(PYTHON) .ci/create_venv.py $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check $(PIP_FLAGS) --editable ".[$(EXTRAS)]"
	@touch $@

demo: $(STAMP) ## index the sample documents, ask three questions, open a chat
	@$(BIN)/rolecall demo

# A file of tests stays in one process: its fixtures are dear. More workers than cores upset tests that look at the clock.
test: $(STAMP) ## every test; make test TESTS=tests/bot for some
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(TESTS)

# Larger collections, where ROLECALL_SHARED names a folder that holds some: questions in eval/ and train/, and for a file
# NAME-more.jsonl the documents in the folder, here or in corpora/, whose name begins with NAME.
export ROLECALL_SHARED ?= ../shared

eval: $(STAMP) ## questions with known answers, scored; make eval EVAL_FLAGS=--failures shows what was not right
	@$(BIN)/rolecall eval tests/questions/samples.jsonl --documents knowledge/samples $(EVAL_FLAGS)
	@for questions in "$$ROLECALL_SHARED"/eval/*.jsonl "$$ROLECALL_SHARED"/train/*.jsonl; do \
		name=$$(basename "$$questions" .jsonl); name=$${name%%-*}; \
		documents=$$(ls -d "$$ROLECALL_SHARED/$$name"*/ "$$ROLECALL_SHARED/corpora/$$name"*/ 2>/dev/null | head -n 1); \
		test -f "$$questions" -a -d "$$documents" || continue; \
		echo; $(BIN)/rolecall eval "$$questions" --documents "$$documents" $(EVAL_FLAGS) || exit 1; \
	done

MESSAGES ?= 50000
DOCUMENTS ?= 10000
SLACK_SECONDS ?= 30
bench: $(STAMP) ## speed and memory, measured on this machine; make bench MESSAGES=1000000 on a large record
	@$(BIN)/python -m bot.bench
	@echo; $(BIN)/python -m bot.bench.publishing --documents $(DOCUMENTS)
	@echo; $(BIN)/python -m tests.bot.slack.measured --seconds 20 --rate 5
	@echo; $(BIN)/python -m bot.bench.slack --seconds $(SLACK_SECONDS)
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && record="sqlite:///$$folder/record.sqlite" && \
	$(BIN)/python -m bot.bench.many_messages "$$record" $(MESSAGES) && \
	for what in record exports pages; do \
		echo; $(BIN)/python -m bot.bench.$$what --record "$$record" || exit 1; \
	done

lint: $(STAMP) ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/mypy

clean: ## take .venv and what tools left behind away
	rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache
