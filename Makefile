# Porthor, in two commands: `make run` to see it, `make test` to trust it.
# Each step is a small script in .ci/ that says what it does; this page only names them.

.DEFAULT_GOAL := help
.PHONY: run test check dev e2e bench bench-size help

run: ## build in release and serve http://localhost:3000 with a demo (first time: under 15 minutes; then seconds)
	@.ci/setup
	@.ci/site
	@.ci/server release
	@exec target/release/porthor serve --demo

test: ## everything: format, lints, all tests on SQLite and PostgreSQL, the browser (first time: an hour and a quarter on two slow cores)
	@.ci/test all

check: ## what is worth knowing before each commit: format, lints, quick tests; no browser, no PostgreSQL
	@.ci/test check

dev: ## serve from a debug build; rebuild and reload the browser whenever a source changes
	@.ci/setup
	@.ci/dev

e2e: ## the browser tests alone
	@.ci/test e2e

bench: ## ratios against bare handlers, and the size of the first load against its budget
	@.ci/setup
	@.ci/site
	@echo '[bench] building in release (about 8 minutes the first time), then measuring' >&2
	@cargo bench --quiet -p server --bench porthor
	@.ci/site --budget

bench-size: ## every list at 2,000 and at 200,000 people, on SQLite and PostgreSQL (in release, about 20 minutes)
	@.ci/setup
	@.ci/bench-size

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
