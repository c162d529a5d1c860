# Zhengjiao. `make` prints what there is to make.
.DEFAULT_GOAL := help
SHELL := /bin/bash
SWIFT ?= swift
RESIDENTS ?= 1320801
SEED ?= 2023
KILLS ?= 1000
MINUTES ?= 30
SEEDS ?= 10000
# What the simulator is built as: debug is there already where tests were built, and five times slower.
CONFIG ?= release
SANITIZED_SEEDS ?= 150
# Tests that take the disk or the database away and watch the clock: not beside all others.
ALONE := ObservedSeasonTests
# Not under a sanitizer: what starts the programs and looks at them from outside, watches the clock,
# or counts time.
UNSANITIZED := PipelineTests|DrillTests|AlertTests|SpeedTests|ArchitectureTests
# A sanitizer sees no locks inside libraries that were built without it.
SANITIZING := ASAN_OPTIONS=detect_leaks=0 \
    TSAN_OPTIONS=suppressions=$(CURDIR)/Tests/thread-sanitizer.supp:halt_on_error=0:exitcode=66

.PHONY: help demo test browser check deploy campaign drill spoil fuzz format lint build bench dist hot
.PHONY: generate release-contracts tools simulate sanitize

help: ## Print this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: tools ## Simulate the Tengzhou season, run every stage, show the ranking (RESIDENTS=1320801)
	$(SWIFT) build -c release --product zhengjiao
	.build/release/zhengjiao demo --residents $(RESIDENTS) --seed $(SEED)

build: tools ## Build every program, ready to run, in .build/release
	$(SWIFT) build -c release

test: tools ## Build and run all tests; they start a PostgreSQL of their own
	@Deploy/install-debian-packages postgresql prometheus
	$(SWIFT) test --skip $(ALONE)
	$(SWIFT) test --skip-build --filter $(ALONE)
	@$(MAKE) --no-print-directory browser

browser: tools ## Drive a real browser through the board (PICTURES=folder keeps screenshots)
	@Deploy/install-debian-packages chromium fonts-noto-cjk poppler-utils python3-venv
	$(SWIFT) build --build-tests
	$(if $(PICTURES),ZHENGJIAO_PICTURES=$(PICTURES)) Tests/Browser/run .build/debug

check: lint test deploy hot ## What CI runs: formatting, warnings as errors, all tests, Deploy, budgets

deploy: ## Check the files of Deploy with the programs that read them
	Deploy/check .build/debug/zhengjiao

hot: tools ## Count instructions and allocations of the hot paths against their budgets
	@Deploy/install-debian-packages valgrind binutils
	$(SWIFT) build -c release --product hot-paths
	Benchmarks/hot-paths.sh .build/release/hot-paths

campaign: tools ## Kill workers and PostgreSQL KILLS times, embedded and (KAFKA=host:port) over Kafka
	@Deploy/install-debian-packages postgresql
	ZHENGJIAO_KILLS=$(KILLS) ZHENGJIAO_TEST_SEED=$(SEED) $(if $(KAFKA),ZHENGJIAO_TEST_KAFKA=$(KAFKA)) \
	    $(SWIFT) test --filter CampaignTests

fuzz: tools ## Feed every parser with libFuzzer, MINUTES of CPU time each (TARGET=csv for one)
	ZHENGJIAO_FUZZING=1 $(SWIFT) build -c release --product fuzz --scratch-path .build/fuzz \
	    -Xswiftc -sanitize=fuzzer,address -Xswiftc -assert-config -Xswiftc Debug \
	    -Xswiftc -enable-testing -Xswiftc -use-ld=lld
	Fuzzing/run .build/fuzz/release/fuzz $(MINUTES) $(TARGET)

simulate: tools ## Run SEEDS seeds of the simulator, or SEED=7 alone (TRACE=1): Docs/simulator.md
	$(SWIFT) build -c $(CONFIG) --product fault-campaign
	.build/$(CONFIG)/fault-campaign $(if $(ONE_SEED),--seed $(ONE_SEED),--seeds $(SEEDS)) \
	    $(if $(TRACE),--trace)

sanitize: tools ## Run the tests under the Address and the Thread Sanitizer (FILTER=StageTests: some)
	@Deploy/install-debian-packages postgresql
	$(call sanitized,address,.build/asan)
	$(call sanitized,thread,.build/tsan)

spoil: tools ## Spoil 1,000 of 100,000 messages, repair them, compare the books; KAFKA=host:port as well
	ZHENGJIAO_DRILL=full $(if $(KAFKA),ZHENGJIAO_TEST_KAFKA=$(KAFKA)) \
	    $(SWIFT) test --filter RejectionTests

drill: tools ## Take log, database, disk and clock away for a minute each (KAFKA=host:port BROKER_PID=n)
	@Deploy/install-debian-packages postgresql
	ZHENGJIAO_DRILL_SECONDS=60 $(if $(KAFKA),ZHENGJIAO_TEST_KAFKA=$(KAFKA)) \
	    $(if $(BROKER_PID),ZHENGJIAO_TEST_KAFKA_PID=$(BROKER_PID)) \
	    $(SWIFT) test --filter 'DrillTests|ObservedSeasonTests'

lint: ## Check the formatting of the sources
	$(SWIFT) format lint --strict --parallel --recursive Package.swift $(LINTED)

format: ## Format the sources
	$(SWIFT) format format --in-place --parallel --recursive Package.swift $(LINTED)

bench: RESIDENTS := 200000
bench: tools ## Measure everything, table and history (KAFKA=host:port RESIDENTS=200000 PARTS=a,b)
	@Deploy/install-debian-packages postgresql python3
	$(SWIFT) build -c release
	Benchmarks/bench .build/release --residents $(RESIDENTS) \
	    $(if $(KAFKA),--kafka $(KAFKA)) $(if $(PARTS),--parts $(PARTS))

generate: ## Make Sources/Wire anew from Topics/*.proto (needs protoc and protoc-gen-swift)
	protoc --swift_opt=Visibility=Public --swift_opt=FileNaming=DropPath \
	    --swift_out=Sources/Wire -I Topics Topics/*.proto

dist: tools ## Make dist/*.tar.xz and *.deb: everything a town office needs, libraries inside
	@Deploy/install-debian-packages patchelf binutils xz-utils libcurl4-openssl-dev
	$(SWIFT) build -c release --product zhengjiao $(DIST_FLAGS) --scratch-path .build/dist
	rm -rf dist
	Deploy/dist .build/dist dist
	Deploy/check-dist dist/*.tar.xz dist/*.deb

release-contracts: build ## Make the contracts and example records of the last release anew
	cp Topics/*.proto Topics/released/
	Tests/Fixtures/wire/write-records .build/release > Tests/Fixtures/wire/released.tsv

tools:
	@Deploy/install-debian-packages libsqlite3-dev librdkafka-dev libpq-dev libssl-dev zlib1g-dev libxml2-dev \
	    libxlsxwriter-dev pkg-config

# A seed that was asked for, not the one that the demo has by itself.
ONE_SEED := $(if $(filter file,$(origin SEED)),,$(SEED))

# Sanitizer, folder.
define sanitized
	$(SWIFT) build --build-tests --sanitize=$(1) --scratch-path $(2)
	$(SANITIZING) ZHENGJIAO_SEEDS=$(SANITIZED_SEEDS) timeout 7200 $(SWIFT) test --skip-build \
	    --sanitize=$(1) --scratch-path $(2) --no-parallel \
	    $(if $(FILTER),--filter '$(FILTER)') --skip '$(UNSANITIZED)'
	rm -rf $(2)
endef

# Swift's runtime inside, and no path of this machine.
DIST_FLAGS := -Xswiftc -static-stdlib -Xcc -ffile-prefix-map=$(CURDIR)=. \
    -Xswiftc -file-prefix-map -Xswiftc $(CURDIR)=.

# Sources/Wire is generated.
LINTED := $(filter-out Sources/Wire,$(wildcard Sources/*)) Tests Benchmarks/HotPaths Benchmarks/Latency \
    Fuzzing
