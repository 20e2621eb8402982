# make help prints this file's own words.
PORT ?= 8000
HOST ?= 127.0.0.1
PYTHON ?= python3
PY := .venv/bin/python
SHELL := /bin/bash

.PHONY: run test check messages bench soak help

help:  ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /  make \1\t/' | expand -t 16

run: .venv/.installed  ## a running newsroom on http://127.0.0.1:8000/ (PORT=, HOST=); the first time with the demo archive
	@PORT=$(PORT) HOST=$(HOST) exec deploy/run

test: .venv/.tools  ## the whole suite on SQLite, and on the servers that are found
	@tests/run

check: .venv/.tools  ## lint, types, import rules, migrations, check --deploy
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@git ls-files -z 'templates/*.html' | xargs -0 .venv/bin/djade --check --target-version 5.2
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@$(PY) manage.py makemigrations --check --dry-run
	@BASE_URL=https://newsroom.example $(PY) manage.py check --deploy --fail-level WARNING

messages: .venv/.tools  ## the catalogues anew from the source, and compiled (needs GNU gettext)
	@for domain in django djangojs; do \
	  $(PY) manage.py makemessages -d $$domain -l zh_Hans -l ar --add-location file --no-obsolete --no-wrap -i tests -i demo || exit; \
	done
	@$(PY) manage.py compilemessages --ignore .venv

bench: .venv/.tools  ## how fast the import is on each database, beside bleach alone on the same bodies (COUNT=5000)
	@$(PY) -m benchmarks.importing

soak: .venv/.tools  ## the tests that take minutes
	@$(PY) -m pytest -m soak

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/.installed: requirements.txt .venv/.made
	@$(PY) -m pip install -q --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/.tools: requirements-dev.txt .venv/.installed
	@$(PY) -m pip install -q --disable-pip-version-check -r requirements-dev.txt
	@touch $@
