# Each target does the set-up that it needs; what is done already is skipped.
PY := .venv/bin/python
# The board's tests are divided between two boards, each with a core of its own.
TWO_BOARDS := -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: help demo test lint setup setup-test setup-rig weights deb deb-weights rig rig-quick rig-host rig-long clean

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */  make \1\t/' | expand -t 16

demo: setup  ## a scripted drive in the simulated cabin (ARGS="--fast --out DIR")
	.venv/bin/cabin demo $(ARGS)

test: setup-test  ## lint, types and all tests (ARGS="-k wake")
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m pytest $(ARGS)

lint: setup-test  ## style and types, without tests
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

setup:  ## system packages, .venv and weights
	@deploy/setup.sh run

setup-test:
	@deploy/setup.sh test

setup-rig:
	@deploy/setup.sh rig

deb: setup  ## a Debian package in dist/ (ARCH=arm64 or amd64; deb-weights packs the weights)
	$(PY) -m deploy.debian --arch $(or $(ARCH),arm64)

deb-weights: setup
	$(PY) -m deploy.debian --weights $(or $(CABIN_WEIGHTS),$(HOME)/.cache/cabin-voice/weights)

rig: setup-rig  ## the virtual ARM64 board: build it, then break it (ARGS="-k can"; rig-quick, rig-long)
	$(PY) -m deploy.rig build
	CABIN_RIG=virtual $(PY) -m pytest tests/rig/test_[0-9]*.py $(TWO_BOARDS) --timeout=3600 $(ARGS)

rig-quick: setup-rig
	$(PY) -m deploy.rig build
	CABIN_RIG=virtual $(PY) -m pytest $(addprefix tests/rig/,test_01_boot.py test_02_talk.py test_04_can.py test_12_budget.py) $(TWO_BOARDS) --timeout=3600 $(ARGS)

rig-host: setup-test  ## the same faults on this machine, in the virtual cabin: two minutes
	CABIN_RIG=host $(PY) -m pytest tests/rig/test_on_host.py --timeout=600 $(ARGS)

rig-long: setup-rig
	$(PY) -m deploy.rig build
	CABIN_RIG=virtual CABIN_RIG_LONG=1 $(PY) -m pytest tests/rig/test_[0-9]*.py $(TWO_BOARDS) --timeout=7200 $(ARGS)

weights: setup  ## read every byte of the weights again
	.venv/bin/cabin weights verify

clean:  ## remove .venv and caches; the weights stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist demo-out
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
