#!/bin/sh
# run.sh GENERATE FOLDER: 5,000 policies on 20 complete briefs each.
set -eu
command -v node >/dev/null || { echo "skipped: there is no node"; exit 77; }
[ -d "$2/node_modules" ] || {
    echo "skipped: no engines in $2; scripts/peers says why"
    exit 77
}
work=$(mktemp)
trap 'rm -f "$work"' EXIT
"$1" 5000 20 >"$work"
node "$(dirname "$0")/compare.mjs" "$2" <"$work"
