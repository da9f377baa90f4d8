# Thin on purpose: tools/run.py does the work, and complains in one line where it cannot.
PYTHON ?= python3
PORT ?= 8000
ARGS ?=

RUN = @command -v "$(PYTHON)" >/dev/null 2>&1 \
	|| { echo "evenstep: $(PYTHON) is not installed; Python 3.11 or newer is needed" >&2; exit 1; }; \
	exec "$(PYTHON)" tools/run.py

.PHONY: help demo test test-all test-dates breaks check bench lock stop clean

help:
	@echo "make demo [PORT=8123]   serve the demo clinic on http://127.0.0.1:8000"
	@echo "make test [ARGS=...]    run the tests but the slow ones, or all that ARGS name"
	@echo "make test-all           run all tests"
	@echo "make test-dates         run what asks for the day on the first, on 29 February, when clocks change, ..."
	@echo "make breaks             break a copy of the project in ten ways and see that the tests notice"
	@echo "make check              lint, formats, security lint, types, templates, import arrows, migrations, settings"
	@echo "make bench [ARGS=...]   measure the speed budgets"
	@echo "make lock               write the lock files anew from pyproject.toml and package.json"
	@echo "make stop               stop the embedded PostgreSQL"
	@echo "make clean              remove what was installed; the data in var/ stay"

demo:
	$(RUN) demo --port "$(PORT)"

test:
	$(RUN) test $(ARGS)

test-all:
	$(RUN) test-all $(ARGS)

test-dates:
	$(RUN) test-dates $(ARGS)

breaks:
	$(RUN) breaks $(ARGS)

check:
	$(RUN) check

bench:
	$(RUN) bench $(ARGS)

lock:
	$(RUN) lock

stop:
	@.venv/bin/python manage.py postgres stop

clean:
	rm -rf .venv node_modules var/static var/pycache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
