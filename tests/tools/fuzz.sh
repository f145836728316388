#!/usr/bin/env bash
# Fuzzes each target, guided by coverage, and says how much it tried: `fuzz.sh [SECONDS [TARGET…]]`, 600 seconds each unless
# told. What it learns stays in target/fuzz/corpus and is where the next run begins; what it finds, in target/fuzz/found. By hand.
set -euo pipefail
# shellcheck source=tests/tools/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
cd "$ROOT"

each=${1:-600}
[ "$#" -gt 0 ] && shift
targets=("$@")
[ "${#targets[@]}" -gt 0 ] || mapfile -t targets < <(sed -n '/^\[\[bin\]\]/,/^$/s/^name = "\(.*\)"/\1/p' tests/fuzz/Cargo.toml)

# With the pinned toolchain, and unoptimised: it only starts others. (Its lock file holds what no nightly compiles any more.)
version=0.13.1
tool=$SOCLE_TOOLS/cargo-fuzz-$version
if [ ! -x "$tool/bin/cargo-fuzz" ]; then
  CARGO_TARGET_DIR=$tool/build CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off \
    cargo install --quiet --locked --root "$tool" --version "=$version" cargo-fuzz
  rm -rf "$tool/build"
fi

# Counting what is covered wants flags that are not stable. Where there is no nightly, the pinned toolchain takes them too.
if rustup run nightly rustc --version >/dev/null 2>&1; then
  export RUSTUP_TOOLCHAIN=nightly
else
  export RUSTC_BOOTSTRAP=1
fi
export CARGO_TARGET_DIR=$ROOT/target/fuzz
# The same releases of what we use as everywhere else.
cp Cargo.lock tests/fuzz/Cargo.lock

# Every word of the format, for the fuzzer to put in places where it would not have come upon it.
home=$ROOT/target/fuzz
mkdir -p "$home/corpus" "$home/found" "$home/log"
grep -ohE '"[A-Za-z0-9$_/.-]{2,40}"' public/schema/socle-1.schema.json | sort -u | sed 's/"/\\"/g; s/.*/"&"/' >"$home/document.words"
cp "$home/document.words" "$home/outputs.words"

failed=()
printf '%-10s %12s %7s %8s %9s %10s %9s %s\n' target executions seconds "a second" "peak (MB)" "in corpus" coverage found
for target in "${targets[@]}"; do
  corpus=$home/corpus/$target found=$home/found/$target log=$home/log/$target
  mkdir -p "$corpus" "$found"
  words=()
  [ -f "$home/$target.words" ] && words=("-dict=$home/$target.words")
  # Nothing of ours is unsafe, and without the address sanitizer twice as much is tried.
  if "$tool/bin/cargo-fuzz" build --fuzz-dir tests/fuzz --sanitizer none "$target" >"$log" 2>&1 &&
    SOCLE_SEEDS=$corpus "$tool/bin/cargo-fuzz" run --fuzz-dir tests/fuzz --sanitizer none "$target" "$corpus" -- "${words[@]}" \
      -max_total_time="$each" -max_len=65536 -timeout=20 -rss_limit_mb=2048 -artifact_prefix="$found/" -print_final_stats=1 >>"$log" 2>&1; then
    :
  else
    failed+=("$target")
  fi
  awk -v target="$target" -v found="$(find "$found" -type f | wc -l)" '
    /^Done / { seconds = $(NF - 1) }
    /^#[0-9]+.* cov: / { for (i = 1; i < NF; i++) { if ($i == "cov:") cov = $(i + 1); if ($i == "corp:") { split($(i + 1), of, "/"); files = of[1] } } }
    /^stat::number_of_executed_units/ { runs = $2 }
    /^stat::average_exec_per_sec/ { speed = $2 }
    /^stat::peak_rss_mb/ { peak = $2 }
    END { printf "%-10s %12s %7s %8s %9s %10s %9s %s\n", target, runs, seconds, speed, peak, files, cov, found }' "$log"
done

if [ "${#failed[@]}" -gt 0 ]; then
  for target in "${failed[@]}"; do
    printf '\n%s stopped; the end of %s:\n' "$target" "$home/log/$target" >&2
    grep -m 1 -A 1 'panicked at' "$home/log/$target" | cut -c1-400 >&2 || true
    tail -n 12 "$home/log/$target" | cut -c1-300 >&2
  done
  exit 1
fi
