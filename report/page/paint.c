/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What pots are painted with: eight colours, and from the fifth pot on a pattern as well, since no more than four colours
 * are far apart to every eye. The style sheet has a class for each paint and fills it with the pattern of that name.
 */
#include <stdio.h>

#include "report/page/page.h"

enum { COLOURS = 8, PLAIN = 4, TILE = 8 };

/* Drawn over the colour: none, then lines and dots. 5 of them and 8 colours meet anew after 40 pots. */
static const char *const patterns[] = {
    NULL, "M-2 2 2-2M0 8 8 0M6 10 10 6", "M2 2h.01M6 6h.01", "M-2 6 2 10M0 0 8 8M6-2 10 2", "M0 4H8",
};
enum { PATTERNS = sizeof patterns / sizeof *patterns };

const char *page_pot_class(char *text, int pot)
{
    int paint = pot % (COLOURS * PATTERNS);
    (void)snprintf(text, PAGE_CLASS, "%s%d", paint < PLAIN ? "p" : "q", paint);
    return text;
}

void page_pot_patterns(const page *p)
{
    const int n = p->model->n_pots < COLOURS * PATTERNS ? p->model->n_pots : COLOURS * PATTERNS;
    if (n <= PLAIN)
        return;
    purse_text_add(p->out, "<svg class=\"defs\" aria-hidden=\"true\"><defs>\n");
    for (int i = PLAIN; i < n; i++) {
        const char *drawn = patterns[i / PLAIN % PATTERNS];
        html_write(p->out,
                   "<pattern id=\"q%d\" patternUnits=\"userSpaceOnUse\" width=\"%d\" height=\"%d\"><rect class=\"p%d\" "
                   "width=\"%d\" height=\"%d\"/>",
                   i, TILE, TILE, i % COLOURS, TILE, TILE);
        if (drawn)
            html_write(p->out, "<path class=\"hatch\" d=\"%s\"/>", drawn);
        purse_text_add(p->out, "</pattern>\n");
    }
    purse_text_add(p->out, "</defs></svg>\n");
}
