# What a contributor types. Every target installs what it needs first.

RELEASE = swift build -c release --static-swift-stdlib --product dossier
PREFIX ?= /usr/local

.PHONY: check test lint format build bench demo editors exchange hooks arm64 torture install packages model assets snapshots

check: lint test

# Left to themselves all tests begin at once, and those that start programs run out of open files.
test: packages model
	@Scripts/install-packages zsh fish strace fiu-utils
	swift build --build-tests
	SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=6 DOSSIER_REQUIRE_MODEL=1 swift test --skip-build

lint:
	swift format lint --recursive --strict Package.swift Sources Tests

format:
	swift format --in-place --recursive Package.swift Sources Tests

build: packages
	$(RELEASE)

# With PEERS=FOLDER, which Scripts/bench-peers sets up, the engine is timed as well, and other language
# servers beside ours.
bench: build model
	@Scripts/install-packages hyperfine pandoc timewarrior
	Scripts/bench
	-Scripts/bench-clock "$$($(RELEASE) --show-bin-path)/dossier" $(PEERS)
	-Scripts/bench-editor "$$($(RELEASE) --show-bin-path)/dossier" 2000 6000 $(PEERS)
ifdef PEERS
	swift build -c release --static-swift-stdlib --product Benchmarks
	Scripts/bench-engine "$$($(RELEASE) --show-bin-path)/Benchmarks" "$$(Scripts/fetch-model)" "$(PEERS)"
else
	@echo "bench: the engine is timed too with PEERS=FOLDER; 'Scripts/bench-peers FOLDER' sets the peers up"
endif

demo: build model
	Scripts/demo

# The language server, driven by pytest-lsp, Neovim and Emacs.
editors: build
	@Scripts/install-packages neovim emacs-nox elpa-eglot python3-venv
	Scripts/test-editors "$$($(RELEASE) --show-bin-path)/dossier"

# Timewarrior, Watson and ActivityWatch: their files in, ours out and back.
exchange: build
	@Scripts/install-packages timewarrior python3-venv
	Scripts/test-exchange "$$($(RELEASE) --show-bin-path)/dossier"

# pre-commit and lefthook: their git hooks beside ours, before and after, in three kinds of repository.
hooks: build
	@Scripts/install-packages python3-venv
	Scripts/test-hooks "$$($(RELEASE) --show-bin-path)/dossier"

# The C kernels on 64-bit ARM, under an emulator.
arm64:
	@Scripts/install-packages gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static
	Scripts/test-arm64

# What the clock, the journals and the drafts must outlive, in full; `make test` goes through a part of it.
torture: packages
	@Scripts/install-packages strace fiu-utils
	swift build --build-tests
	$(RELEASE)
	DOSSIER_PROGRAM="$$($(RELEASE) --show-bin-path)/dossier" Scripts/torture

install: build
	install -D -m 755 "$$($(RELEASE) --show-bin-path)/dossier" "$(DESTDIR)$(PREFIX)/bin/dossier"

snapshots: packages
	UPDATE_SNAPSHOTS=1 swift test

assets:
	Scripts/embed-assets

packages:
	@Scripts/install-packages

model: packages
	@Scripts/fetch-model
