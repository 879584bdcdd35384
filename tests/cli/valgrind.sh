#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: valgrind.sh PURSE. The solve path of a small scenario under Valgrind: no bad access, nothing left unfreed.
set -eu
purse=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

clean() { # expected exit code, arguments of purse...
    expected=$1
    shift
    code=0
    valgrind --quiet --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,indirect,possible \
        --errors-for-leak-kinds=definite,indirect,possible \
        "$purse" "$@" >/dev/null || code=$?
    echo "exit $code: purse $*"
    [ "$code" -eq "$expected" ]
}

"$purse" new "$folder/starter" >/dev/null
clean 0 check "$folder/starter"
clean 0 solve "$folder/starter" --regime pooled -o "$folder/plan"
clean 0 verify "$folder/starter" "$folder/plan/plan.json"
clean 0 compare "$folder/starter" --json
clean 0 export "$folder/starter" --regime silo --format mps -o "$folder/model.mps"
clean 4 solve "$folder/starter" --regime silo --set 'pots.*.budget=0' --set 'offers.clinic.min_volume=100'
clean 3 check "$folder/starter" --set 'pots.primary.budget=-1'
clean 7 check "$folder/missing"
