#!/usr/bin/env bash
# Changes one thing at a time in the rules, supply and ownership, and looks whether the suite notices (cargo-mutants).
#
#   FILE=model/src/supply.rs   one file (a glob), instead of all
#   RE='replace < with <='     those whose name matches
#   SHARD=1/4                  the second quarter of the mutants, with a build of its own
#
# Twice: each mutant with few generated cases, then those that were missed with many and with the scenarios. What nobody
# noticed is listed last, and ends in an error; why some may stay stands in tests/MUTANTS.md. Everything is written
# under target/mutants.
set -euo pipefail
# shellcheck source=tests/tools/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
cd "$ROOT"

version=27.1.0
tool=$SOCLE_TOOLS/cargo-mutants-$version
[ -x "$tool/bin/cargo-mutants" ] || cargo install --quiet --locked --root "$tool" --version "$version" cargo-mutants

# A shard has a build of its own, so that several run side by side.
place=$ROOT/target/mutants${SHARD:+/${SHARD/\//-of-}}
mkdir -p "$place/tmp"
export PATH=$tool/bin:$PATH CARGO_TARGET_DIR=$place/build TMPDIR=$place/tmp CARGO_INCREMENTAL=1
# The same cases each time, the first failure as it comes, and nothing kept of it.
export PROPTEST_RNG_SEED=1 PROPTEST_MAX_SHRINK_ITERS=0 PROPTEST_DISABLE_FAILURE_PERSISTENCE=true

rules=(model/src/supply.rs model/src/verdict.rs model/src/qualification.rs model/src/graph.rs)
owners=(model/src/ownership/{control,graph,limits,parties,places,product,track}.rs)
missed=0

# try FOLDER "MODULES AT FIRST" "MODULES FOR THE MISSED" FILES…
try() {
  local out=$place/$1 first second common status=0 files=()
  read -ra first <<<"$2"
  read -ra second <<<"$3"
  shift 3
  for file in "$@"; do files+=(--file "$file"); done
  common=(--dir . --config tests/tools/mutants.toml --output "$out" --no-times "${files[@]}")
  if [ -n "${RE:-}" ]; then common+=(--re "$RE"); fi
  if [ -n "${SHARD:-}" ]; then common+=(--shard "$SHARD"); fi
  rm -rf "$out"
  ONE_CASE_IN=40 cargo mutants "${common[@]}" -- -- "${first[@]}" || status=$?
  # 2: some were missed. 3: some ran out of time, which is noticing too.
  if [ "$status" = 2 ]; then
    status=0
    ONE_CASE_IN=4 cargo mutants "${common[@]}" --iterate -- -- "${second[@]}" || status=$?
  fi
  case $status in 0 | 3) ;; *) missed=$status ;; esac
}

some() {
  local file
  for file in "$@"; do
    # shellcheck disable=SC2053
    if [ -z "${FILE:-}" ] || [[ $file == $FILE ]]; then echo "$file"; fi
  done
}

mapfile -t these < <(some "${rules[@]}")
[ ${#these[@]} = 0 ] || try rules "grounds:: ways:: agreement:: properties::" \
  "grounds:: ways:: agreement:: properties:: scenarios:: catalogue::verdicts" "${these[@]}"
mapfile -t these < <(some "${owners[@]}")
[ ${#these[@]} = 0 ] || try owners "ownership:: ownership_naive:: parties::" "ownership:: ownership_naive:: parties:: scenarios::" "${these[@]}"
exit "$missed"
