#!/usr/bin/env bash
# Whether the sources alone make the folder: builds the present commit a second time, in another place and from an empty
# target folder, and compares every byte of `dist/` and of `dist-hosting/`. Some minutes; run by hand.
set -euo pipefail
# shellcheck source=tests/tools/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"
cd "$ROOT"

if [ -n "$(git status --porcelain --untracked-files=no)" ]; then
  echo "There are changes that are not committed: what would be compared is not one commit." >&2
  exit 2
fi
make --no-print-directory dist

twin=$(mktemp -d "${TMPDIR:-/tmp}/socle-twin-XXXXXX")
trap 'rm -rf "$twin"' EXIT
git clone --quiet --no-hardlinks . "$twin/elsewhere"
# The same packages of npm, which the lock file pins: copied, so that nothing is fetched again.
cp -R tests/node_modules "$twin/elsewhere/tests/"
start=$SECONDS
(cd "$twin/elsewhere" && CARGO_TARGET_DIR="$twin/target" make --no-print-directory dist >"$twin/log" 2>&1) || {
  tail -n 20 "$twin/log" >&2
  exit 1
}
echo "The second build took $(spell $((SECONDS - start)))"
for folder in dist dist-hosting; do
  diff -r "$folder" "$twin/elsewhere/$folder" || { echo "$folder differs between two builds of $(git rev-parse --short HEAD)" >&2; exit 1; }
done
echo "Two builds of $(git rev-parse --short HEAD) are the same, byte for byte: $(find dist -type f | wc -l | tr -d ' ') files, $(cat dist-hosting/SHA256SUMS | sha256sum | cut -c1-16) over their checksums"
