#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# README.md says what the program says, its example can be read, and what it points to is there.
set -euo pipefail
program=$1
top=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "FAILED: $*"; exit 1; }

"$top/tools/readme" --check "$program"

# The example begins with WEBVTT and ends with the first line that is not indented.
awk '/^    WEBVTT$/ { inside = 1 } inside && NF && !/^    / { exit } inside { sub(/^    /, ""); print }' \
    "$top/README.md" >"$work/example.vtt"
cp "$top/assets/demo.opus" "$work/"
"$program" render "$work/example.vtt" --at 1 -o "$work/frame.png" >"$work/said" 2>&1 || fail "the example: $(cat "$work/said")"
[ ! -s "$work/said" ] || fail "the example: $(cat "$work/said")"
[ "$(grep -c '<lang zh>' "$work/example.vtt")" = 2 ] || fail "there is no example"

for page in README.md src/README.md; do
    folder=$(dirname "$top/$page")
    grep -oE '\]\([^)#]+' "$top/$page" | cut -c3- | grep -v '^https://' | while read -r target; do
        [ -e "$folder/$target" ] || fail "$page points to $target"
    done
done
