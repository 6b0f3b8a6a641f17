# Everything that a user or developer does by hand. `make` alone lists it.

PREFIX ?= /usr/local
LIBRARIES = libopenblas-dev liblapacke-dev zlib1g-dev libpng-dev pkg-config
PROGRAMS = gnuplot-nox
TEST_PROGRAMS = python3 python3-numpy
SWIFT_FILES = Package.swift Sources Tests Benchmarks/Sources

SHELL = /bin/bash
.SHELLFLAGS = -eu -o pipefail -c
.DEFAULT_GOAL = help

# The BLAS library chooses its kernels for the processor; a leftover setting could only slow it down.
unexport OPENBLAS_CORETYPE
unexport OPENBLAS_L2_SIZE

.PHONY: help run test bench bench-setup lint format docs install clean libraries programs test-programs

help:  ## List the targets.
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: libraries programs  ## Build and run the main job: a hundred noisy handwritten ones.
	swift build -c release --product deeplinear
	.build/release/deeplinear run Examples/mnist-ones.yaml --output runs/mnist-ones --overwrite
	@echo "Open file://$(CURDIR)/runs/mnist-ones/report.html in a browser."

test: libraries programs test-programs  ## Run all tests, the numerical ones optimised as well.
	mkdir -p .build
	swift build --build-tests
	swift test --skip-build 2>&1 | tee .build/test-debug.log
	swift test -c release -Xswiftc -enable-testing --filter '$(OPTIMISED_TESTS)' 2>&1 | tee .build/test-release.log

OPTIMISED_TESTS = ^(AgreementTests|DeepLinearCoreTests|DynamicsTheoryTests|LinearAlgebraTests|LowRankEstimationTests|ObservablesTests|TrainingDynamicsTests)\.

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

clean:  ## Remove everything that was built.
	rm -rf .build

libraries:
	@Scripts/install-packages $(LIBRARIES)

programs:
	@Scripts/install-packages $(PROGRAMS)

test-programs:
	@Scripts/install-packages $(TEST_PROGRAMS)
