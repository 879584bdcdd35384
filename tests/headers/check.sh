#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: check.sh INCLUDE_FOLDER MADE_INCLUDE_FOLDER
# Every public header compiles alone, first in its file and twice, as C11 and as C++17, without a warning.
set -u
include=$1
made=$2
failed=0
count=0

compile() { # compiler, language, standard, header
    printf '#include "purse/%s"\n#include "purse/%s"\n' "$4" "$4" |
        "$1" -x "$2" -std="$3" -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -D_POSIX_C_SOURCE=200809L \
            -I"$include" -I"$made" -fsyntax-only - || { echo "$4 does not compile alone as $3 with $1"; failed=1; }
    count=$((count + 1))
}

for path in "$include"/purse/*.h "$made"/purse/*.h; do
    header=$(basename "$path")
    compile "${CC:-gcc}" c c11 "$header"
    compile "${CXX:-g++}" c++ c++17 "$header"
done
echo "$count compilations"
[ "$count" -gt 0 ] && exit "$failed"
exit 1
