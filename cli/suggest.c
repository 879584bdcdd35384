/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Names near to a misspelt one. */
#include "cli/cli.h"

#include <string.h>

enum { LONGEST = 32 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/** Insertions, deletions and replacements from `a` to `b`; a large number for long names. */
static size_t distance(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    size_t row[LONGEST + 1];
    if (n > LONGEST || m > LONGEST)
        return LONGEST;
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t above = row[j];
            row[j] = least(least(above, row[j - 1]) + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[m];
}

const char *cli_nearest(const char *name, const char *const *known, size_t n)
{
    const char *best = NULL;
    size_t fewest = strlen(name) < 4 ? 2 : 3; /* a suggestion is fewer edits away than this */
    for (size_t i = 0; i < n; i++) {
        size_t edits = distance(name, known[i]);
        if (edits < fewest) {
            fewest = edits;
            best = known[i];
        }
    }
    return best;
}

/** Collects the long options of an argp and its children. */
static size_t collect(const struct argp *argp, const char **known, size_t n, size_t room)
{
    for (const struct argp_option *o = argp->options; o != NULL && (o->name != NULL || o->key != 0 || o->doc != NULL);
         o++)
        if (o->name != NULL && n < room)
            known[n++] = o->name;
    for (const struct argp_child *c = argp->children; c != NULL && c->argp != NULL; c++)
        n = collect(c->argp, known, n, room);
    return n;
}

/** getopt takes any unambiguous beginning of a name, so a beginning counts as known. */
static bool is_known(const char *name, const char *const *known, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strncmp(known[i], name, strlen(name)) == 0)
            return true;
    return false;
}

bool cli_options_known(const struct argp *argp, int argc, char **argv)
{
    const char *known[64] = {"help", "usage"};
    size_t n = collect(argp, known, 2, sizeof known / sizeof *known);
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], "--", 2) != 0)
            continue;
        char name[LONGEST + 1];
        size_t length = strcspn(argv[i] + 2, "=");
        if (length > LONGEST)
            length = LONGEST;
        memcpy(name, argv[i] + 2, length);
        name[length] = '\0';
        if (is_known(name, known, n))
            continue;
        const char *near = cli_nearest(name, known, n);
        if (near != NULL)
            cli_say(argv[0], "there is no option \"--%s\" (did you mean \"--%s\"?)", name, near);
        else
            cli_say(argv[0], "there is no option \"--%s\" (\"%s --help\" lists them)", name, argv[0]);
        return false;
    }
    return true;
}
