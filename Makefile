# Every target does the set-up it needs. `make run` starts Jiayin, `make test` proves it, `make check` reads it over.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.PHONY: setup run test check eval learn fmt bench bench-quick lock messages pictures browser image-check clean

BIN := .venv/bin
CODE := bot dialogs tests benchmarks alembic locales
LANGUAGES := zh_Hans
# A name on the path may be an empty shim: take the first one that runs and is new enough.
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
LOCK := --quiet --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	--no-header --strip-extras
EXTRACT_CONSOLE := --mapping=locales/console.toml --keywords=_ --keywords=_n:1,2 --keywords=gettext \
	--keywords=ngettext:1,2 --no-wrap --sort-output --no-location --omit-header
EXTRACT := --mapping=pyproject.toml --keywords=_ --keywords=_n:1,2 --no-wrap --sort-output --no-location \
	--omit-header

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
export PYTHONUTF8 := 1

setup: .venv/.dev .venv/.jiayin

run: .venv/.jiayin
	$(BIN)/jiayin run

test: setup browser
	$(BIN)/pytest -n 2 --cov --cov-report=
	@echo "Coverage of everything, at least 90 %:"
	@$(BIN)/coverage report --fail-under=90
	@echo "Coverage of dialogs, every line and every branch:"
	@$(BIN)/coverage report --include='dialogs/*' --fail-under=100

check: setup
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/bandit -q -r bot dialogs -c pyproject.toml
	$(BIN)/jiayin content check
	$(BIN)/python -m benchmarks.understanding
	$(BIN)/pytest -q tests/house

# How well times, questions and danger are understood, and whether that is still good enough.
eval: setup
	$(BIN)/python -m benchmarks.understanding

# Learns from the labelled lines what danger is like; minutes, and a library that nothing else needs.
learn: .venv/.learn
	$(BIN)/python -m benchmarks.understanding.learn

fmt: setup
	$(BIN)/ruff check --fix-only --quiet $(CODE)
	$(BIN)/ruff format $(CODE)

# Jiayin beside plain bots of other libraries, in under ten minutes; `bench-quick` is one round of the most important.
bench: setup .venv-bench/.peers
	$(BIN)/python -m benchmarks --document

bench-quick: setup .venv-bench/.peers
	$(BIN)/python -m benchmarks --quick

# Run after pyproject.toml or requirements/*.in changed; the result holds versions and hashes, and no addresses.
lock: setup
	$(BIN)/pip-compile $(LOCK) --output-file=requirements/run.txt pyproject.toml
	$(BIN)/pip-compile $(LOCK) --output-file=requirements/build.txt requirements/build.in
	$(BIN)/pip-compile $(LOCK) --output-file=requirements/dev.txt requirements/dev.in
	$(BIN)/pip-compile $(LOCK) --output-file=requirements/learn.txt requirements/learn.in
	$(BIN)/pip-compile $(LOCK) --extra=bench --output-file=requirements/bench.txt pyproject.toml

# Collects the texts of the code and puts the new ones, untranslated, into every catalogue; the console has its own.
messages: setup
	$(BIN)/pybabel --quiet extract $(EXTRACT) --ignore-dirs='.* ._ console' \
		--output-file=locales/jiayin.pot bot dialogs
	$(BIN)/pybabel --quiet extract $(EXTRACT_CONSOLE) --output-file=locales/console.pot bot/console
	$(BIN)/pybabel --quiet update --domain=console --input-file=locales/console.pot --output-dir=locales \
		--locale=zh_Hans --init-missing --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	for language in $(LANGUAGES); do \
		$(BIN)/pybabel --quiet update --domain=jiayin --input-file=locales/jiayin.pot --output-dir=locales \
			--locale=$$language --init-missing --no-wrap --no-fuzzy-matching --ignore-obsolete \
			--ignore-pot-creation-date; \
	done

# The pictures of docs/for-trainers.md, with an invented factory; look at each of them afterwards.
pictures: setup browser
	$(BIN)/python -m tests.console.pictures

# The stories of the web page are told in a real browser that can draw Chinese.
browser:
	@missing=""; \
	command -v chromium >/dev/null || missing="chromium"; \
	{ command -v fc-list >/dev/null && [ -n "$$(fc-list :lang=zh)" ]; } || missing="$$missing fontconfig fonts-noto-cjk"; \
	[ -n "$$missing" ] || exit 0; \
	$(call debian,$$missing)

# Does the steps of the Dockerfile in a folder of its own; minutes, and no Docker needed.
image-check: setup
	$(BIN)/python -m tests.house.image

clean:
	rm -rf .venv .venv-bench .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache *.egg-info

# Installs Debian packages, or says which ones somebody has to install.
define debian
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing" $(1); \
		export DEBIAN_FRONTEND=noninteractive; \
		apt-get update -qq && apt-get install -qq -y --no-install-recommends $(1) >/dev/null; \
	else \
		echo "Jiayin needs" $(1) "here; as root: apt-get install" $(1) >&2; exit 1; \
	fi
endef

.venv/.made:
	@[ -n "$(PYTHON)" ] || { echo "Jiayin needs Python 3.11 or newer." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { $(call debian,python3-venv); }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.run: .venv/.made requirements/run.txt requirements/build.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements/build.txt -r requirements/run.txt
	@touch $@

.venv/.dev: .venv/.run requirements/dev.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

.venv/.learn: .venv/.dev .venv/.jiayin requirements/learn.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements/learn.txt
	@touch $@

# The other libraries hold other versions than Jiayin's, so they live apart from it.
.venv-bench/.peers: .venv/.made requirements/bench.txt
	$(BIN)/python -m venv .venv-bench
	.venv-bench/bin/pip install --quiet --require-hashes -r requirements/bench.txt
	@touch $@

.venv/.jiayin: .venv/.run pyproject.toml
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@
