#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: fuzz.sh BUILD SECONDS. Feeds the readers mutated scenarios for so long in all, from the corpora in tests/fuzz.
set -u
build=$1
seconds=$2
corpora=$(cd "$(dirname "$0")/../tests/fuzz" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ran=0
failed=0

set -- "$build"/tests/fuzz_*
each=$((seconds / $#))
for fuzzer in "$@"; do
    name=$(basename "$fuzzer")
    corpus=$corpora/corpus/${name#fuzz_}
    dict=""
    [ ! -f "$corpora/${name#fuzz_}.dict" ] || dict="-dict=$corpora/${name#fuzz_}.dict"
    mkdir "$work/$name"
    [ -d "$corpus" ] || corpus=$work/$name
    if "$fuzzer" -max_total_time="$each" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 $dict \
        -artifact_prefix="$build/" "$work/$name" "$corpus" >"$work/log" 2>&1; then
        echo "passed  $name"
        tail -n 6 "$work/log"
    else
        echo "FAILED  $name"
        tail -n 60 "$work/log"
        failed=1
    fi
    ran=$((ran + 1))
done
echo "$ran fuzzers"
[ "$ran" -gt 0 ] && [ "$failed" -eq 0 ]
