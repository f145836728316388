#!/usr/bin/env bash
# Builds the folder that is served, `dist/`. The Makefile calls it when a source is newer.
set -euo pipefail
# shellcheck source=tests/tools/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
cd "$ROOT"
start=$SECONDS

# Trunk works offline, so everything that Cargo.lock names is fetched first.
cargo fetch --quiet --locked

# No path of this machine in the page: panic messages name files, and the same sources give the same bytes elsewhere.
remap="--remap-path-prefix=$ROOT=."
for registry in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/; do
  remap="$remap --remap-path-prefix=${registry%/}=crates"
done
case $ROOT$registry in
  *[[:space:]]*) ;; # The variable below is split at blanks: rather full paths than a broken build.
  *) export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$remap ;;
esac

# What the first view does not show is cut off the module on its way to wasm-bindgen: see cut/wasm-bindgen.
SOCLE_WASM_BINDGEN=$(command -v wasm-bindgen)
SOCLE_PARTS=${CARGO_TARGET_DIR:-$ROOT/target}/parts
PATH=$ROOT/tests/tools/cut:$PATH
export SOCLE_WASM_BINDGEN SOCLE_PARTS PATH

# The spreadsheet module, which no page names as its own: finish.mjs puts it and its worker beside the page.
SOCLE_SHEETS=${CARGO_TARGET_DIR:-$ROOT/target}/sheets
export SOCLE_SHEETS
cargo rustc --quiet --locked -p sheets --lib --crate-type cdylib --profile wasm-release --target wasm32-unknown-unknown
rm -rf "$SOCLE_SHEETS"
"$SOCLE_WASM_BINDGEN" --target no-modules --no-typescript --out-dir "$SOCLE_SHEETS" --out-name sheets \
  "${CARGO_TARGET_DIR:-$ROOT/target}/wasm32-unknown-unknown/wasm-release/sheets.wasm"
wasm-opt -Oz --strip-debug --strip-producers "$SOCLE_SHEETS/sheets_bg.wasm" -o "$SOCLE_SHEETS/sheets_bg.wasm"

# Trunk stumbles over the usual NO_COLOR=1: it wants a word. Its backtraces tell nobody anything.
RUST_BACKTRACE=0 NO_COLOR=true trunk build --release --features split
# Configurations for hosts, checksums, and what is compiled into the page.
node tests/tools/hosting.mjs
echo "dist/ built in $(spell $((SECONDS - start)))"
