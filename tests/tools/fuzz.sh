#!/usr/bin/env bash
# Fuzzes each target, guided by coverage, for so many seconds (600 unless told), with the nightly toolchain. Says how many
# inputs each took. What it finds stays in target/fuzz, to be given to `cargo +nightly fuzz run` again.
set -euo pipefail
# shellcheck source=tests/tools/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
cd "$ROOT"

seconds=${1:-600}
tool=$SOCLE_TOOLS/cargo-fuzz-0.13.1
[ -x "$tool/bin/cargo-fuzz" ] || cargo +nightly install --quiet --locked --root "$tool" --version 0.13.1 cargo-fuzz
export PATH=$tool/bin:$PATH CARGO_TARGET_DIR=$ROOT/target/fuzz

for target in document link delimited package holdings; do
  corpus=$ROOT/target/fuzz/corpus/$target
  mkdir -p "$corpus" "$ROOT/target/fuzz/found/$target"
  [ "$target" = document ] && cp public/samples/*.socle.json "$corpus/"
  cargo +nightly fuzz run --fuzz-dir tests/fuzz "$target" "$corpus" -- \
    -max_total_time="$seconds" -max_len=65536 -timeout=20 -artifact_prefix="$ROOT/target/fuzz/found/$target/" -print_final_stats=1 2>&1 |
    grep -E "^stat::(number_of_executed_units|average_exec_per_sec|slowest_unit_time_sec|peak_rss_mb)|SUMMARY|panicked" | sed "s/^/$target: /"
done
