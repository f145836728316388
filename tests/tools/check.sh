#!/usr/bin/env bash
# Everything that must hold, cheap first. Each step says how long it took; the first that fails ends the run.
set -euo pipefail
# shellcheck source=tests/tools/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
cd "$ROOT"

begun=$SECONDS
passed=0

step() {
  local name=$1 start=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  if "$@"; then
    passed=$((passed + 1))
    printf '== %s: done in %s\n' "$name" "$(spell $((SECONDS - start)))"
  else
    printf '\n== %s: FAILED after %s (%s)\n' "$name" "$(spell $((SECONDS - start)))" "$*" >&2
    printf 'checks: %d passed, 1 failed\n' "$passed"
    exit 1
  fi
}

# Runs of words shared with the official texts; the tool and the texts are not part of this repository.
own_words() {
  if [ -f ../shared/tools/overlap.py ] && command -v python3 >/dev/null 2>&1; then
    local places=() place
    for place in catalog app model public tests README.md; do [ -e "$place" ] && places+=("$place"); done
    python3 ../shared/tools/overlap.py "${places[@]}"
  else
    echo "skipped: needs ../shared/tools/overlap.py and Python"
  fi
}

step "tools" bash tests/tools/setup.sh
step "formatting" cargo fmt --all --check
step "licences, bans and sources" cargo deny --locked check --hide-inclusion-graph licenses bans sources
step "own words" own_words
step "clippy" cargo clippy --locked --workspace --all-targets --all-features -- -D warnings
step "clippy for the browser" cargo clippy --locked -p app -p sheets --target wasm32-unknown-unknown -- -D warnings
step "tests" cargo test --locked --workspace --all-features
step "documentation" env RUSTDOCFLAGS="-D warnings" cargo doc --quiet --locked --workspace --no-deps
step "build" make --no-print-directory dist/index.html
step "size budget" node tests/tools/budget.mjs
step "valid HTML" node tests/tools/html.mjs app/index.html dist/index.html
step "browser" node tests/browser/run.mjs

printf '\nEverything holds, in %s\n' "$(spell $((SECONDS - begun)))"
printf 'checks: %d passed, 0 failed\n' "$passed"
