#!/usr/bin/env bash
# Which lines of the rooms `catalog` and `model` the Rust suite runs, file by file, the least covered first:
# `coverage.sh [FILTER…]`, the filters as `cargo test` takes them. Every line with its count is in target/coverage/lines.txt.
# What the `socle` command runs, which tests start as a process, counts as well.
# A line that was run is not a line that was checked; one that was never run has certainly not been. By hand.
set -euo pipefail
# shellcheck source=tests/tools/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
cd "$ROOT"

version=0.9.1
tool=$SOCLE_TOOLS/cargo-llvm-cov-$version
rustup component list --installed | grep -q '^llvm-tools' || rustup component add llvm-tools
if [ ! -x "$tool/bin/cargo-llvm-cov" ]; then
  CARGO_TARGET_DIR=$tool/build CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off \
    cargo install --quiet --locked --root "$tool" --version "=$version" cargo-llvm-cov
  rm -rf "$tool/build"
fi
export PATH=$tool/bin:$PATH CARGO_LLVM_COV_TARGET_DIR=$ROOT/target/coverage/build

out=$ROOT/target/coverage
mkdir -p "$out"
# What is generated, what runs at build time and what is no room of ours does not count.
apart='(/registry/|/rustc/|/tests/|/app/|build\.rs|/out/)'
cargo llvm-cov clean --workspace
# Where the tests build the command: here, it is never one that counts nothing.
export CARGO_TARGET_DIR=$out/command
rm -f "$out/command/debug/socle"
status=0
cargo llvm-cov --no-report --locked -p checks --test suite -- "$@" >"$out/log" 2>&1 || status=$?
grep -E '^test result' "$out/log" || tail -n 20 "$out/log" >&2
[ "$status" = 0 ] || { grep -E '^test .*FAILED' "$out/log" >&2 || true; echo "The suite failed: what follows is of what was run." >&2; }
if [ -x "$out/command/debug/socle" ]; then export LLVM_COV_FLAGS="-object=$out/command/debug/socle"; fi
cargo llvm-cov report --ignore-filename-regex "$apart" --text --output-path "$out/lines.txt"
cargo llvm-cov report --ignore-filename-regex "$apart" --summary-only >"$out/summary.txt"

# Columns of the summary: file, regions, missed, %, functions, missed, %, lines, missed, %.
awk '
  $2 ~ /^[0-9]+$/ && $1 ~ /\.rs$/ {
    file = $1; sub(/^.*\/(model|catalog)\//, "&", file)
    if (file !~ /^(model|catalog)\//) { at = match(file, /(model|catalog)\/src/); if (at) file = substr(file, at) }
    room = file; sub(/\/.*/, "", room)
    if (file ~ /src\/bin\//) room = room " (command)"
    lines[room] += $8; missed[room] += $9; regions[room] += $2; missed_regions[room] += $3
    printf "%6.1f %6.1f %6d %6d  %s\n", $8 ? 100 * ($8 - $9) / $8 : 100, $2 ? 100 * ($2 - $3) / $2 : 100, $9, $8, file | "sort -n >\"" out "/files.txt\""
  }
  END {
    close("sort -n >\"" out "/files.txt\"")
    printf "lines %% regions %% missed of   file\n"
    while ((getline line < (out "/files.txt")) > 0) print line
    print ""
    for (room in lines) printf "%s: %d of %d lines, %d of %d regions\n", room, lines[room] - missed[room], lines[room], regions[room] - missed_regions[room], regions[room]
  }' out="$out" "$out/summary.txt"
exit "$status"
