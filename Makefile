# Sparekey's verbs. `make help` lists them.
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
export PYTHONPATH := .

.PHONY: help
help: ## Show what can be done here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

.PHONY: setup-dev
setup-dev:
	@tools/setup.sh requirements-dev.txt

.PHONY: test
test: setup-dev ## Run the whole suite, from nothing
	$(PYTHON) -m pytest -q tests

.PHONY: lock
lock: ## Pin the requirements anew after a change of pyproject.toml
	.tools/uv/bin/uv pip compile -q pyproject.toml --python-version 3.10 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" -o requirements.txt
	.tools/uv/bin/uv pip compile -q pyproject.toml --python-version 3.10 --generate-hashes --no-emit-index-url \
		--custom-compile-command "make lock" --extra dev -c requirements.txt -o requirements-dev.txt
