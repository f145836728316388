#!/usr/bin/env bash
# Brings compliance-trestle into a virtual environment of its own beside the other tools, builds the command, and sets the two
# side by side (trestle.py). By hand: it fetches some forty Python packages. TRESTLE and SOCLE name commands to use instead.
set -euo pipefail
# shellcheck source=tests/tools/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
cd "$ROOT"

version=5.2.0
tool=$SOCLE_TOOLS/compliance-trestle-$version
if [ -z "${TRESTLE:-}" ]; then
  TRESTLE=$tool/bin/trestle
  if [ ! -x "$TRESTLE" ]; then
    python3 -m venv "$tool"
    "$tool/bin/pip" install --quiet --disable-pip-version-check "compliance-trestle==$version"
  fi
fi
if [ -z "${SOCLE:-}" ]; then
  cargo build --quiet --release --locked -p model --features cli
  SOCLE=${CARGO_TARGET_DIR:-$ROOT/target}/release/socle
fi
python3 tests/tools/trestle.py "$SOCLE" "$TRESTLE"
