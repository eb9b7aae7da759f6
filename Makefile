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

# Each check runs whether or not the one before it passed; the tests come last.
checks:
	@failed=; \
	run() { printf '\n== %s\n' "$$1"; shift; "$$@" || failed="$$failed, $$*"; }; \
	run "ruff" $(BIN)/ruff check .; \
	run "ruff format" $(BIN)/ruff format --check .; \
	run "mypy" $(BIN)/mypy; \
	run "import-linter" $(BIN)/lint-imports; \
	if git rev-parse --is-inside-work-tree >/dev/null 2>&1; \
	then run "reuse" $(BIN)/reuse lint --quiet; \
	else echo "== reuse: skipped, it needs a git work tree to know which files count"; fi; \
	export OPENGOVAI_WHEEL='$(OPENGOVAI_WHEEL)'; \
	run "pytest" $(BIN)/python -m pytest --cov --cov-branch --cov-report=term; \
	if [ -n "$$failed" ]; then echo "FAILED: $${failed#, }"; exit 1; fi

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
	@$(BIN)/python -m pip uninstall --quiet --quiet --yes opengovai 2>/dev/null || true
	@$(BIN)/python -m pip install --quiet --quiet "$(PACKAGE)"
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	@echo "Installing what the tests need"
	@$(BIN)/python -m pip install --quiet --quiet "$(PACKAGE)[test,docs]"
	@touch $@

clean:
	rm -rf $(VENV) build dist site .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis
