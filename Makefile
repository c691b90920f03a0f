# policywatch: `make demo` and `make test` are all a newcomer needs.

PYTHON ?= python3
# The one package host beside PyPI: PyTorch's CPU wheels, so that no CUDA package is installed. `make demo TORCH_INDEX=` switches it off.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
SHARED ?= ../shared

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install $(if $(shell [ -t 1 ] && echo terminal),,-qq)
PINS := -c constraints/cpu.txt -c constraints/lock.txt

.PHONY: demo test coverage test-all check bench lock train-topic train-status docs screenshots install clean

$(VENV)/.core: pyproject.toml constraints/lock.txt
	@echo "Setting up $(VENV): about 170 packages, two to three minutes"
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@$(PIP) $(PINS) $$($(PY) constraints/index_flag.py $(TORCH_INDEX)) torch
	@$(PIP) $(PINS) -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.core
	@$(PIP) $(PINS) -e ".[dev]"
	@touch $@

install: $(VENV)/.core

demo: $(VENV)/.core
	@$(VENV)/bin/policywatch demo --out demo-out

test: $(VENV)/.dev check
	@$(PY) -m pytest -q -n 2 --dist worksteal -m "not live and not full"

# Fewer examples per property, since measuring makes each several times as slow.
coverage: $(VENV)/.dev
	@$(PY) -m coverage erase
	@POLICYWATCH_EXAMPLES=quick $(PY) -m coverage run -m pytest -q -n 2 --dist worksteal -m "not live and not full"
	@$(PY) -m coverage combine -q
	@$(PY) -m coverage report --skip-covered --sort=cover | tail -n 40

# Everything, with the full numbers; an hour and more on two cores. Its output is kept, so that the last result can be read.
test-all: $(VENV)/.dev check
	@POLICYWATCH_EXAMPLES=all $(PY) -m pytest -q -n 2 --dist worksteal -m "not live" > benchmarks/test-all.txt; status=$$?; cat benchmarks/test-all.txt; exit $$status

check: $(VENV)/.dev
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check -q .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports --no-cache
	@$(PY) checks/licences.py
	@$(PY) -m app.docs --check

docs: $(VENV)/.dev
	@$(PY) -m app.docs

# The pictures of the weekly mail in docs/images; needs Chromium.
screenshots: $(VENV)/.core
	@$(PY) -m benchmarks.screenshots

bench: $(VENV)/.dev
	@$(PY) -m benchmarks $(SHARED)

# MODEL: name or folder of another sentence-transformers model, as in policywatch.yaml; left out: the bundled one.
train-topic: $(VENV)/.dev
	@$(PY) -m pipeline.train.topic $(SHARED)/data/labels/dev.jsonl $(MODEL)
	@$(PY) -m pipeline.train.uses $(SHARED)/data/labels/dev.jsonl $(SHARED)/data/labels/uses.yaml $(MODEL)

train-status: $(VENV)/.dev
	@$(PY) -m pipeline.train.status tests/pipeline/data/document_status.jsonl

lock: $(VENV)/.dev
	@$(PY) -m pip install -qq --dry-run --ignore-installed --report .make-report.json -c constraints/cpu.txt ".[dev]"
	@$(PY) constraints/lock.py .make-report.json; rm -f .make-report.json

clean:
	rm -rf $(VENV) demo-out dist .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis
