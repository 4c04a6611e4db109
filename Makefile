# Two commands matter: `make run` and `make test`. `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help run watch test check bench smoke dist crash drill prove fuzz screenshots

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: ## build, and serve on http://127.0.0.1:3000 with a mail catcher (SAMPLE=1 fills in a sample)
	@scripts/run

watch: ## the same, built and loaded anew whenever a file changes
	@scripts/watch

test: ## everything that must hold before a change lands
	@scripts/test

check: ## the quick part of it: format, lints, rules of the house
	@scripts/check

bench: ## the figures: requests and reservations a second, memory, time to start
	@scripts/bench

smoke: ## the journeys against a running site: make smoke URL=https://example.org
	@scripts/smoke "$(URL)"

crash: ## kill -9 the store and compare: make crash CYCLES=1000
	@scripts/crash "$(or $(CYCLES),1000)"

drill: ## back up, destroy, bring back, compare: make drill DRILL_SECONDS=60
	@DRILL_SECONDS="$(or $(DRILL_SECONDS),60)" scripts/drill

prove: ## the long forms of the tests; hours
	@scripts/prove

fuzz: ## what chance makes of pages, prices and links: make fuzz SECONDS_EACH=60
	@SECONDS_EACH="$(or $(SECONDS_EACH),60)" scripts/fuzz

dist: ## a release archive for this machine's kind, in dist/
	@scripts/dist

screenshots: ## every page, three sizes, light and dark: make screenshots LANGUAGES="en de fr es"
	@scripts/screenshots
