# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# The few names that people type. Everything else is a session of nox: .venv/bin/nox --list, after `make nox`.
# Paths are relative, since make can't bear a space in one.

PYTHON ?= python3
NOX = .venv/bin/python -m nox
ARGS ?=

.PHONY: help demo test units integration-1 integration-2 emulator ee nox clean
.DEFAULT_GOAL := help

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

demo: .venv/ready ## Record, stop, scan, report and scan again on an emulated FAST cloud
	@$(NOX) -s demo

test: .venv/ready ## Run unit and integration tests, and measure coverage
	@rm -rf tests/output
	@$(MAKE) --no-print-directory --jobs=3 --keep-going --output-sync=target units integration-1 integration-2
	@$(NOX) -s coverage

# Plays wait more than they work, so three at once keep two CPUs busy.
units: .venv/ready
	@$(NOX) -s units

integration-1 integration-2: integration-%: .venv/ready
	@$(NOX) -s integration-$*

emulator: .venv/ready ## Start an emulated FAST cloud to try things on (ARGS=--help for its options)
	@$(NOX) -s emulator -- $(ARGS)

ee: .venv/ready ## Build an execution environment with the collection (EE_BASE, PKGMGR, PYPKG, PYCMD for another base image)
	@$(NOX) -s ee-image

nox: .venv/ready ## Install nox, which runs every other check

.venv/ready:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed. Name one, as in: make demo PYTHON=python3.12")'
	@$(PYTHON) -m venv .venv || { echo "On Debian and Ubuntu this needs: apt-get install python3-venv" >&2; exit 1; }
	@.venv/bin/python -m pip --disable-pip-version-check install --quiet antsibull-nox 'nox>=2026.8.10'
	@touch $@

clean: ## Remove what was built
	@rm -rf "$$($(PYTHON) tests/checks/surroundings.py)" .venv tests/output
