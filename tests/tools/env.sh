# Sourced by the scripts beside it: where the tools live, which versions are pinned, and a PATH that finds them.
# It installs nothing; `setup.sh` does.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

TRUNK_VERSION=0.21.14
CARGO_DENY_VERSION=0.20.2
# Cuts the module; the marks it cuts at come from the crate wasm_split_helpers, whose 0.2 it must share.
WASM_SPLIT_VERSION=0.2.4
RUST_VERSION=$(sed -n 's/^channel = "\(.*\)"/\1/p' "$ROOT/rust-toolchain.toml")
# Trunk accepts only the wasm-bindgen that the app was compiled with.
WASM_BINDGEN_VERSION=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/version = |"/, ""); print; exit }' "$ROOT/Cargo.lock")
BINARYEN_VERSION=$(sed -n 's/.*"binaryen": "\([0-9]*\)\..*/\1/p' "$ROOT/tests/package.json")

SOCLE_TOOLS=${SOCLE_TOOLS:-.tools}
case $SOCLE_TOOLS in
  /*) ;;
  *) SOCLE_TOOLS=$ROOT/$SOCLE_TOOLS ;;
esac

# Ours first: a folder a version, so that two checkouts may share one cache.
TRUNK_DIR=$SOCLE_TOOLS/trunk-$TRUNK_VERSION
WASM_BINDGEN_DIR=$SOCLE_TOOLS/wasm-bindgen-cli-$WASM_BINDGEN_VERSION
WASM_SPLIT_DIR=$SOCLE_TOOLS/wasm-split-$WASM_SPLIT_VERSION
CARGO_DENY_DIR=$SOCLE_TOOLS/cargo-deny-$CARGO_DENY_VERSION
PATH=$TRUNK_DIR/bin:$WASM_BINDGEN_DIR/bin:$WASM_SPLIT_DIR/bin:$CARGO_DENY_DIR/bin:$ROOT/tests/node_modules/.bin:$PATH
export PATH SOCLE_TOOLS

# The first browser of the Chromium family that runs, or nothing.
find_chromium() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
      command -v "$name"
      return 0
    fi
  done
  return 1
}

# Whole minutes and seconds of a number of seconds: "3 min 14 s", "8 s".
spell() {
  if [ "$1" -ge 60 ]; then printf '%d min %d s' $(($1 / 60)) $(($1 % 60)); else printf '%d s' "$1"; fi
}
