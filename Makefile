# Sparekey's verbs. `make help` lists them.
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
export PYTHONPATH := .
export RASA_TELEMETRY_ENABLED := false
export PYTHONWARNINGS := ignore
# Compiled once: `make test-fast` would spend half its time on compiling.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## Show what can be done here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

.PHONY: run
run: train ## Set up, train if needed, and serve on this machine
	@exec $(PYTHON) -m bot.runtime.serve

.PHONY: chat
chat: train ## Talk to it in the terminal
	@exec $(PYTHON) -m bot.runtime.chat

.PHONY: setup
setup: ## Make the environment in .venv
	@tools/setup.sh requirements.txt

.PHONY: setup-entra
setup-entra: ## The same, with what it takes to ask Microsoft Entra
	@tools/setup.sh requirements-entra.txt

.PHONY: train
train: setup ## Train the model, if what it is made of changed
	@$(PYTHON) -m bot.runtime.train

.PHONY: setup-dev
setup-dev:
	@tools/setup.sh requirements-dev.txt

.PHONY: test
test: setup-dev ## Run the whole suite, from nothing
	@$(MAKE) --no-print-directory -j 2 train test-without-model
	$(PYTHON) -m pytest $(ON_TWO_CORES) -m "(model or timing) and not long" $(REACHED) tests

ON_TWO_CORES := -q -n 2 --dist loadfile --no-loadscope-reorder
REACHED := --story-coverage --min-coverage 95

# Much of the training runs on one core: what needs no model runs beside it.
.PHONY: test-without-model
test-without-model: lint
	$(PYTHON) -m pytest $(ON_TWO_CORES) -m "not model and not timing and not long" tests

.PHONY: rasa-checks
rasa-checks: setup-dev ## Run Rasa's own checks of data and stories
	tools/rasa_checks.sh

.PHONY: talks
talks: setup-dev ## Play the talks, and show what they reached
	@$(PYTHON) -m bot.runtime.train
	$(PYTHON) -m pytest -q -n 2 -m "not long" $(REACHED) tests/dialogues

.PHONY: test-fast
test-fast: setup-dev ## Run what needs no model, in seconds
	$(PYTHON) -m pytest -q -n 2 -m "not model and not slow and not timing and not long" tests

.PHONY: test-long
test-long: setup-dev ## Run the campaigns: minutes
	@$(PYTHON) -m bot.runtime.train
	$(PYTHON) -m pytest -q -m long --timeout 1800 tests

.PHONY: lint
lint: setup-dev ## Check style and types
	.venv/bin/ruff check bot actions story_tests tests tools
	.venv/bin/ruff format --check bot actions story_tests tests tools
	.venv/bin/mypy

.PHONY: format
format: setup-dev ## Put the code into shape
	.venv/bin/ruff check --fix bot actions story_tests tests tools
	.venv/bin/ruff format bot actions story_tests tests tools

.PHONY: explain
explain: setup-dev ## Write down every path of questions anew, for review
	$(PYTHON) -m bot paths > tests/bot/every_path.txt
	@git --no-pager diff --stat tests/bot/every_path.txt

.PHONY: bench
bench: setup-dev ## Measure beside Rasa's own starter project: ten minutes
	$(PYTHON) tools/bench.py

.PHONY: thresholds
thresholds: setup-dev ## Cross-validate when to be in doubt: minutes
	$(PYTHON) tools/cross_validate.py

.PHONY: adapt
adapt: setup-dev ## Teach the encoder our field anew, after many new sentences: half an hour and more
	$(PYTHON) tools/adapt_encoder.py

.PHONY: compare
compare: setup-dev ## Compare with Rasa's default pipeline: OPENERS=file, EPOCHS=100, COMPARED=names; half an hour
	@$(PYTHON) tools/compare_pipelines.py

.PHONY: understanding
understanding: train setup-dev ## Measure understanding on openers: OPENERS=file
	@$(PYTHON) tools/understanding.py

.PHONY: lock
lock: setup-dev ## Pin the requirements anew after a change of pyproject.toml
	.tools/uv/bin/uv pip compile -q pyproject.toml --python-version 3.10 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" -o requirements.txt
	.tools/uv/bin/uv pip compile -q pyproject.toml --python-version 3.10 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" --extra entra -c requirements.txt -o requirements-entra.txt
	.tools/uv/bin/uv pip compile -q pyproject.toml --python-version 3.10 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" --extra entra --extra dev -c requirements.txt -c requirements-entra.txt \
		-o requirements-dev.txt
