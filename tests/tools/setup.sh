#!/usr/bin/env bash
# Brings the tools that the build and the checks need, each pinned, into ${SOCLE_TOOLS:-.tools}.
#
#   setup.sh build    what `make dist` and `make serve` need
#   setup.sh          the same, and what the checks need: Chromium and cargo-deny
#
# A tool already there at the right version, in that folder or on PATH, is used as it is. Nothing is done twice.
set -euo pipefail
# shellcheck source=tests/tools/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
cd "$ROOT"

what=${1:-all}
begun=$SECONDS
missing=0

say() { printf '  %-16s %s\n' "$1" "$2"; }
lack() {
  printf '  %-16s MISSING: %s\n' "$1" "$2" >&2
  missing=1
}

# Runs a command with its output in a log file; shows how far it is, and the end of the log when it fails.
watched() {
  local name=$1 log="$SOCLE_TOOLS/log/$1.log" start=$SECONDS
  shift
  mkdir -p "$SOCLE_TOOLS/log"
  if CARGO_TERM_PROGRESS_WHEN=always CARGO_TERM_PROGRESS_WIDTH=80 "$@" 2>&1 | tr '\r' '\n' | awk -v name="$name" -v log_file="$log" '
    BEGIN { printf "" > log_file }
    /^ *Building \[/ {
      if (match($0, /[0-9]+\/[0-9]+/)) {
        split(substr($0, RSTART, RLENGTH), at, "/")
        if (at[2] > 20 && int(at[1] * 5 / at[2]) > shown) {
          shown = int(at[1] * 5 / at[2]); printf "  %-16s … %d of %d\n", name, at[1], at[2]; fflush()
        }
      }
      next
    }
    { print >> log_file }'; then
    say "$name" "done in $(spell $((SECONDS - start)))"
  else
    printf '  %-16s failed after %s; the end of %s:\n' "$name" "$(spell $((SECONDS - start)))" "$log" >&2
    tail -n 15 "$log" | sed 's/^/    /' >&2
    return 1
  fi
}

# The same, tried again: a registry or a mirror that is cold may time out the first time.
patient() {
  local name=$1 try
  for try in 1 2 3; do
    watched "$@" && return 0
    [ "$try" = 3 ] || { say "$name" "trying again in $((try * 10)) s"; sleep $((try * 10)); }
  done
  return 1
}

# cargo_tool NAME CRATE VERSION FOLDER COMMAND… (what prints the version) -- [more arguments of cargo install]
# Built unoptimised: that takes a third of the time, and these tools mostly wait for others.
cargo_tool() {
  local name=$1 crate=$2 version=$3 folder=$4
  shift 4
  local probe=()
  while [ "$#" -gt 0 ] && [ "$1" != "--" ]; do probe+=("$1"); shift; done
  shift || true
  if [ "$("${probe[@]}" 2>/dev/null | awk '{ print $2; exit }')" = "$version" ]; then
    say "$name" "$version is here"
    return 0
  fi
  say "$name" "$version: compiling it into ${folder#"$ROOT"/}, some minutes on two cores"
  local target="$SOCLE_TOOLS/build-$name"
  if patient "$name" env -u CARGO_BUILD_TARGET \
    CARGO_TARGET_DIR="$target" CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off \
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS=256 CARGO_PROFILE_RELEASE_DEBUG=0 \
    cargo install "$crate" --version "=$version" --root "$folder" --no-track --force "$@"; then
    rm -rf "$target"
  else
    rm -rf "$target"
    lack "$name" "\`cargo install $crate --version $version\` must work, or $crate $version must be on PATH"
  fi
}

echo "Tools (into $SOCLE_TOOLS)"

# --- what nothing here can bring
command -v rustup >/dev/null 2>&1 || { lack rustup "install it from rustup.rs"; exit 1; }
command -v cc >/dev/null 2>&1 || { lack cc "install a C linker (on Debian: apt-get install gcc libc6-dev)"; exit 1; }
command -v node >/dev/null 2>&1 || { lack node "install Node 20.19 or later with npm"; exit 1; }
command -v npm >/dev/null 2>&1 || { lack npm "install npm beside Node"; exit 1; }
if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; then
  lack node "$(node --version) is too old: 20.19 or later is needed"
  exit 1
fi

# --- Rust and its WebAssembly target
if [ "$(rustc --version 2>/dev/null | awk '{ print $2 }')" = "$RUST_VERSION" ] && cargo fmt --version >/dev/null 2>&1 && cargo clippy --version >/dev/null 2>&1; then
  say rust "$RUST_VERSION is here"
else
  say rust "$RUST_VERSION: fetching the toolchain"
  patient rust rustup toolchain install "$RUST_VERSION" --profile minimal --component rustfmt --component clippy ||
    lack rust "\`rustup toolchain install $RUST_VERSION\` must work"
fi
if rustup target list --installed 2>/dev/null | grep -qx wasm32-unknown-unknown; then
  say wasm32 "the target is here"
else
  say wasm32 "fetching the target, about a minute"
  patient wasm32 rustup target add wasm32-unknown-unknown ||
    lack wasm32 "\`rustup target add wasm32-unknown-unknown\` must work"
fi

# --- npm: wasm-opt and esbuild for the build; axe, html-validate and playwright-core for the checks
stamp=tests/node_modules/.socle-lock
if cmp -s tests/package-lock.json "$stamp"; then
  say npm "packages are here"
else
  say npm "fetching five packages and what they need"
  if patient npm npm ci --prefix tests --ignore-scripts --no-audit --no-fund; then
    cp tests/package-lock.json "$stamp"
  else
    lack npm "\`npm ci\` in tests/ must work"
  fi
fi
if wasm-opt --version 2>/dev/null | grep -q "version_$BINARYEN_VERSION"; then
  say wasm-opt "$BINARYEN_VERSION is here"
else
  lack wasm-opt "version $BINARYEN_VERSION comes with the npm package binaryen; another one stands before it on PATH"
fi

# --- cargo: what bundles the app. wasm-bindgen-cli without --locked: its own lock file names releases that cannot always be had.
cargo_tool trunk trunk "$TRUNK_VERSION" "$TRUNK_DIR" trunk --version -- --locked
if [ -n "$WASM_BINDGEN_VERSION" ]; then
  cargo_tool wasm-bindgen wasm-bindgen-cli "$WASM_BINDGEN_VERSION" "$WASM_BINDGEN_DIR" wasm-bindgen --version --
else
  lack wasm-bindgen "Cargo.lock names no wasm-bindgen, so no version of its command can be chosen"
fi
# It has no --version: the folder's name tells.
cargo_tool wasm-split wasm_split_cli_support "$WASM_SPLIT_VERSION" "$WASM_SPLIT_DIR" \
  sh -c "[ -x '$WASM_SPLIT_DIR/bin/wasm-split-cli' ] && echo wasm-split '$WASM_SPLIT_VERSION'" -- --locked --features build-binary

if [ "$what" != build ]; then
  cargo_tool cargo-deny cargo-deny "$CARGO_DENY_VERSION" "$CARGO_DENY_DIR" cargo-deny --version -- --locked

  if chromium=$(find_chromium); then
    say chromium "$chromium is used"
  elif [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say chromium "installing Debian's"
    if patient chromium-list apt-get update -q &&
      patient chromium env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium fonts-dejavu-core; then
      say chromium "$(find_chromium) is used"
    else
      lack chromium "\`apt-get install chromium\` must work, or CHROMIUM must name a Chromium or Chrome"
    fi
  else
    lack chromium "install Chromium or Chrome, or set CHROMIUM to the path of one"
  fi
fi

if [ "$missing" = 1 ]; then
  echo "Tools are missing; see above." >&2
  exit 1
fi
echo "Tools ready in $(spell $((SECONDS - begun)))"
