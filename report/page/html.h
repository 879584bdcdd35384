/* SPDX-License-Identifier: GPL-3.0-or-later */
/** HTML and SVG written so that foreign text cannot leave its place. */
#ifndef PURSE_REPORT_HTML_H
#define PURSE_REPORT_HTML_H

#include "purse/report.h"

/**
 * Text of the scenario, fit for an element's content and for a quoted attribute: & < > " ' as references; control
 * characters, which HTML cannot carry, as U+FFFD. The text is UTF-8.
 */
void html_text(purse_text *out, const char *text);

/**
 * Markup with values: every %s is escaped as by html_text, %d is an int, %.Nf a double with N digits and a point
 * whatever the locale; %% a percent sign. Nothing else is known: the text fails.
 */
void html_write(purse_text *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** A length for people in SVG and labels: cut at `most` characters with an ellipsis. `size` >= 4 * most + 4. */
const char *html_short(char *cut, size_t size, const char *text, int most);

/** A figure in a sentence: what is shown, with the exact value beside it. */
void html_figure(purse_text *out, double value, const char *shown);

#endif
