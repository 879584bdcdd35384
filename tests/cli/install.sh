#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: install.sh BUILD SOURCE. What is installed is complete: the command runs, another program finds the library.
set -eu
build=$1
source=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cmake --install "$build" --prefix "$folder/usr" >"$folder/log" || { cat "$folder/log"; exit 1; }
pc=$(find "$folder/usr" -name purse.pc)
[ -n "$pc" ] || { echo "no purse.pc"; exit 1; }

cat >"$folder/program.c" <<'C'
#include <purse/purse.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    purse_model *model = NULL;
    purse_problems problems = {0};
    purse_error err = {0};
    purse_code code = purse_scenario_read(&model, argc > 1 ? argv[1] : "", NULL, 0, &problems, &err);
    printf("%s: %s\n", purse_version(), code == PURSE_OK ? model->name : err.message);
    purse_model_free(model);
    purse_problems_free(&problems);
    return code == PURSE_OK ? 0 : 1;
}
C
PKG_CONFIG_PATH=$(dirname "$pc")
export PKG_CONFIG_PATH
# A static libpurse needs what it stands on, which pkg-config says with --static.
gcc -std=c11 -Wall -Wextra -Werror -o "$folder/program" "$folder/program.c" $(pkg-config --static --cflags --libs purse)
LD_LIBRARY_PATH=$(dirname "$pc")/..
export LD_LIBRARY_PATH
scenario=$folder/usr/share/purse/scenarios/greater-manchester
"$folder/program" "$scenario"
"$folder/usr/bin/purse" check --quiet "$scenario" >"$folder/log" || { cat "$folder/log"; exit 1; }
for file in share/man/man1/purse.1 include/purse/version.h share/doc/purse/LICENSE; do
    [ -s "$folder/usr/$file" ] || { echo "$file is missing"; exit 1; }
done
diff -r "$source/scenarios/greater-manchester" "$scenario" >/dev/null || { echo "the scenario is not whole"; exit 1; }
echo "installed and used"
