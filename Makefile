# Copyright (c) 2026, wallarm.fast contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Works in a directory with spaces in its name: paths are relative, and what is built lives elsewhere (see tests/harness).

PYTHON ?= python3
HARNESS = $(PYTHON) tests/harness
ONLY ?=
QUICK ?=
PUBLISH ?=
SAMPLE ?=
VERSION ?=

.PHONY: help demo demo-stop test matrix stacks docs gates awx middleboxes ee bench mutants release clean
.DEFAULT_GOAL := help

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

demo: ## Record, stop, scan, report and scan again on an emulated FAST cloud
	@$(HARNESS) demo

demo-stop: ## Stop a recording there, and no more
	@$(HARNESS) demo stop

test: ## Run unit and integration tests, and measure coverage (ONLY=units for some, ONLY=slow for those that take long)
	@$(HARNESS) test --only "$(ONLY)"

matrix: ## Do so on every supported ansible-core and Python found here (ONLY=2.16,2.21 for some)
	@$(HARNESS) matrix --only "$(ONLY)"

stacks: ## Test the network layer on old and new versions of requests and urllib3
	@$(HARNESS) stacks

docs: ## Build the documentation as a site of HTML pages, and check its links
	@$(HARNESS) docs

gates: ## Run sanity tests, lint, check licences, types and archive, and rehearse a release (ONLY=ruff,mypy for some)
	@$(HARNESS) gates --only "$(ONLY)"

bench: ## Compare with other ways of stopping recordings (QUICK=1, ONLY=loop,hosts; PUBLISH=1 for docs/performance.md)
	@$(HARNESS) bench --only "$(ONLY)" $(if $(QUICK),--quick) $(if $(PUBLISH),--publish)

mutants: ## Change the code that decides, and see whether unit tests notice (ONLY=_tasks,ids.py for some files, SAMPLE=40 for some changes)
	@$(HARNESS) mutants --only "$(ONLY)" $(if $(SAMPLE),--sample $(SAMPLE))

release: ## Write the changelog, set the version, build the archive; commits and publishes nothing (VERSION=x.y.z)
	@$(HARNESS) release --version "$(VERSION)"

awx: ## Test playbooks as AWX runs them, and what sets AWX up
	@$(HARNESS) awx

middleboxes: ## Test tasks among nginx, haproxy and squid, which root installs from Debian's packages if they are missing
	@$(HARNESS) middleboxes

ee: ## Build an execution environment with the collection, if podman or docker runs (EE_BASE=image for another base)
	@$(HARNESS) ee

clean: ## Remove what the targets above built
	@$(HARNESS) clean
