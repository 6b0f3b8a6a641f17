# Everything that a user or developer does by hand. `make` alone lists it.

PREFIX ?= /usr/local
LIBRARIES = libopenblas-dev liblapacke-dev zlib1g-dev libpng-dev libsqlite3-dev pkg-config
PROGRAMS = gnuplot-nox
TEST_PROGRAMS = python3 python3-numpy
CHART_LIBRARY = libjs-chart.js
BROWSER = chromium chromium-driver python3-selenium
SWIFT_FILES = Package.swift Sources Tests Benchmarks/Sources Lab/Package.swift Lab/Sources Lab/Tests

SHELL = /bin/bash
.SHELLFLAGS = -eu -o pipefail -c
.DEFAULT_GOAL = help

# The BLAS library chooses its kernels for the processor; a leftover setting could only slow it down.
unexport OPENBLAS_CORETYPE
unexport OPENBLAS_L2_SIZE

.PHONY: help run lab test check-lab bench bench-setup lint format docs install install-lab clean libraries programs \
  test-programs chart-library browser

help:  ## List the targets.
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: libraries programs  ## Build and run the main job: a hundred noisy handwritten ones.
	swift build -c release --product deeplinear
	.build/release/deeplinear run Examples/mnist-ones.yaml --output runs/mnist-ones --overwrite
	@echo "Open file://$(CURDIR)/runs/mnist-ones/report.html in a browser."

lab: libraries programs chart-library  ## Build and serve the page on which learning is seen: make lab LAB="--port 8000".
	swift build -c release --package-path Lab --product deeplinear-lab
	Lab/.build/release/deeplinear-lab $(LAB)

test: libraries programs test-programs  ## Run all tests, the numerical ones optimised as well, then the lab's.
	mkdir -p .build
	swift build --build-tests
	swift test --skip-build 2>&1 | tee .build/test-debug.log
	swift test -c release -Xswiftc -enable-testing --filter '$(OPTIMISED_TESTS)' 2>&1 | tee .build/test-release.log
	swift build --package-path Lab --build-tests
	swift test --package-path Lab --skip-build 2>&1 | tee .build/test-lab.log

OPTIMISED_TESTS = ^(AgreementTests|DeepLinearCoreTests|DynamicsTheoryTests|LinearAlgebraTests|LowRankEstimationTests|ObservablesTests|TrainingDynamicsTests)\.

check-lab: libraries programs chart-library browser  ## Drive the lab's page in a browser, load it, fuzz it, kill it: ten minutes.
	swift build -c release --product deeplinear
	swift build -c release --package-path Lab --product deeplinear-lab
	for check in page load fuzz kill; do \
	  LAB=$(CURDIR)/Lab/.build/release/deeplinear-lab DEEPLINEAR=$(CURDIR)/.build/release/deeplinear \
	    /usr/bin/python3 Lab/Checks/$$check.py || exit 1; \
	done

bench: libraries  ## Measure every workload against other programs: a part with make bench BENCH="--only W2,W7".
	swift build -c release --product deeplinear-benchmarks
	.build/release/deeplinear-benchmarks $(or $(BENCH),--table Benchmarks/RESULTS.md --output Benchmarks/results.json)

bench-setup:  ## Install those programs' libraries into Benchmarks/.venv.
	python3 -m venv Benchmarks/.venv
	Benchmarks/.venv/bin/pip install --quiet --requirement Benchmarks/Peers/requirements.txt \
	  || echo "Some libraries are missing; the rows that need them will say so."

lint:  ## Check format, documentation, imports and file lengths.
	swift format lint --strict --recursive $(SWIFT_FILES)
	Scripts/check-rooms

format:  ## Format all Swift files.
	swift format --in-place --recursive $(SWIFT_FILES)

docs: libraries  ## Build the documentation of every module into .build/docs.
	swift package --allow-writing-to-directory .build/docs generate-documentation \
	  $(addprefix --target ,$(MODULES)) --enable-experimental-combined-documentation \
	  --output-path .build/docs --transform-for-static-hosting
	@echo "Serve it with: python3 -m http.server --directory .build/docs"

MODULES = DeepLinear LinearAlgebra MatrixFiles DeepLinearCore Observables TrainingDynamics \
  DynamicsTheory LowRankEstimation Plotting ExperimentFiles RunStore Experiments

install: libraries programs  ## Install the program into PREFIX, /usr/local by default.
	swift build -c release --product deeplinear
	install -D .build/release/deeplinear "$(DESTDIR)$(PREFIX)/bin/deeplinear"

install-lab: libraries programs chart-library  ## Install the lab too.
	swift build -c release --package-path Lab --product deeplinear-lab
	install -D Lab/.build/release/deeplinear-lab "$(DESTDIR)$(PREFIX)/bin/deeplinear-lab"

clean:  ## Remove everything that was built.
	rm -rf .build Lab/.build

libraries:
	@Scripts/install-packages $(LIBRARIES)

programs:
	@Scripts/install-packages $(PROGRAMS)

test-programs:
	@Scripts/install-packages $(TEST_PROGRAMS)

chart-library:
	@Scripts/install-packages $(CHART_LIBRARY)

browser:
	@Scripts/install-packages $(BROWSER)
