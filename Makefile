# Two commands: `make demo` shows the main job, `make test` checks the library.
# Both work in a private environment ($(VENV)); OPENGOVAI_WHEEL=path installs that wheel instead
# of this source tree. Every check of the project is listed once, under `checks`.

PYTHON ?= python3
VENV ?= .venv-make
OPENGOVAI_WHEEL ?=

BIN := $(VENV)/bin
PACKAGE := $(or $(OPENGOVAI_WHEEL),.)
SOURCES := pyproject.toml $(OPENGOVAI_WHEEL) $(shell find src -type f -not -path '*/__pycache__/*')

.PHONY: demo test checks docs clean
.DEFAULT_GOAL := demo

demo: $(VENV)/.installed
	@$(BIN)/opengovai demo

test: $(VENV)/.installed-test
	@$(MAKE) --no-print-directory checks

checks:
	@echo "== ruff"; $(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@echo "== mypy"; $(BIN)/mypy
	@echo "== import-linter"; $(BIN)/lint-imports
	@echo "== reuse"; if git rev-parse --is-inside-work-tree >/dev/null 2>&1; \
	  then $(BIN)/reuse lint --quiet && echo "compliant"; \
	  else echo "skipped: it needs a git work tree to know which files count"; fi
	@echo "== pytest"; OPENGOVAI_WHEEL='$(OPENGOVAI_WHEEL)' \
	  $(BIN)/python -m pytest --cov --cov-branch --cov-report=term

docs: $(VENV)/.installed-test
	@$(BIN)/mkdocs build --strict

$(VENV)/.environment:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "OpenGovAI needs Python 3.11 or newer; set PYTHON=/path/to/python3")'
	@echo "Building a private environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

# The library is installed again when a source file changed, its dependencies only when missing.
$(VENV)/.installed: $(VENV)/.environment $(SOURCES)
	@echo "Installing $(PACKAGE)"
	@$(BIN)/python -m pip uninstall --quiet --yes opengovai 2>/dev/null || true
	@$(BIN)/python -m pip install --quiet "$(PACKAGE)"
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	@echo "Installing what the tests need"
	@$(BIN)/python -m pip install --quiet "$(PACKAGE)[test,docs]"
	@touch $@

clean:
	rm -rf $(VENV) build dist site .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis
