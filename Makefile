# Everything starts here; the work is done by the scripts in tests/tools/.

.PHONY: help tools dist serve test browser bench soak compare-trestle fuzz coverage mutants lighthouse reproducible fmt clean
.DELETE_ON_ERROR:

# What the page is made of. Folders are listed too, so that a removed file counts as a change.
SOURCES := $(shell find app catalog model public .cargo/config.toml Cargo.toml Cargo.lock Trunk.toml rust-toolchain.toml \
	tests/tools/cut tests/tools/dist.sh tests/tools/env.sh tests/tools/finish.mjs tests/tools/hosting.mjs tests/tools/offline.mjs tests/tools/sbom.mjs \
	tests/package-lock.json)

help:
	@echo "make serve    build the app and serve it at an address that is printed"
	@echo "make test     run every check, as CI does"
	@echo "make dist     build the static folder dist/"
	@echo "make browser  run the browser journeys on dist/ (JOURNEYS='part of a file name' for some)"
	@echo "make bench    measure how fast the page is, on an idle machine"
	@echo "make soak     use the page at random and watch it (MINUTES=60, SEED; by hand)"
	@echo "make compare-trestle  the command beside compliance-trestle's profile-inherit (fetches it; by hand)"
	@echo "make fuzz     fuzz the readers, the solver and the exports (SECONDS=600 each, TARGETS='names' for some; by hand)"
	@echo "make coverage which lines of catalog/ and model/ the Rust suite runs (FILTER='part of a test' for some; by hand)"
	@echo "make mutants  change the rules in one place at a time and see whether the suite notices (FILE, RE, SHARD=k/n; hours; by hand)"
	@echo "make lighthouse    Lighthouse on the served folder, five runs (fetches it; by hand)"
	@echo "make reproducible  build the commit again elsewhere and compare every byte (minutes, by hand)"
	@echo "make tools    bring the pinned tools into \$${SOCLE_TOOLS:-.tools}"
	@echo "make fmt      format the Rust sources"
	@echo "make clean    remove target/, dist/ and what the checks wrote (not the tools)"

tools:
	@bash tests/tools/setup.sh

dist/index.html: $(SOURCES)
	@bash tests/tools/setup.sh build
	@bash tests/tools/dist.sh

dist: dist/index.html
	@echo "dist/ is up to date"

serve: dist
	@node tests/tools/serve.mjs

test:
	@bash tests/tools/check.sh

browser: dist
	@node tests/browser/run.mjs $(JOURNEYS)

bench: dist
	@node tests/tools/bench.mjs

soak: dist
	@node tests/tools/soak.mjs

compare-trestle:
	@bash tests/tools/trestle.sh

fuzz:
	@bash tests/tools/fuzz.sh "$(or $(SECONDS),600)" $(TARGETS)

coverage:
	@bash tests/tools/coverage.sh $(FILTER)

mutants:
	@FILE='$(FILE)' RE='$(RE)' SHARD='$(SHARD)' bash tests/tools/mutants.sh

lighthouse: dist
	@node tests/tools/lighthouse.mjs

reproducible:
	@bash tests/tools/reproducible.sh

fmt:
	@cargo fmt --all

clean:
	@rm -rf target dist dist-hosting tests/browser/out
