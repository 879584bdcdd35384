/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What the sections of the page share. */
#ifndef PURSE_REPORT_PAGE_H
#define PURSE_REPORT_PAGE_H

#include "report/compare/compare.h"
#include "report/page/html.h"

enum { PAGE_NAME = 64, PAGE_LABEL = 160, PAGE_CLASS = 16 };

typedef struct page {
    purse_text *out;
    const purse_plan *const *plan;
    purse_answer **answer; /**< of each plan; NULL where it holds none */
    int n;
    const purse_model *model;
    const purse_settings *settings;
    const purse_problems *warnings;      /**< or NULL */
    const purse_page_findings *found;    /**< or NULL */
    int walled, open;                    /**< the decided plans with most and with fewest walls, or -1 */
    int today;                           /**< the baseline, or -1 */
    char key[TABLE_COLUMNS][PAGE_NAME];  /**< of a regime, in attributes: "dial-0.05" */
    char name[TABLE_COLUMNS][PAGE_NAME]; /**< of a regime, for people: "dial 0.05" */
} page;

/** True when plan i holds flows, and when it decides something as well. */
bool page_holds(const page *p, int i);
bool page_decides(const page *p, int i);

/* table.c: tables that sort and copy. Cells are written in the order of the columns. */

typedef struct page_table {
    const page *p;
    int rows;
    bool open; /**< a row is open */
} page_table;

/** Begins a table inside a fold: open when it has few rows. `key` names it in the document. */
void page_table_begin(page_table *t, const page *p, const char *key, const char *caption, int rows);
/** One column: a name for programs, one for people, and whether it holds numbers. The first names its rows. */
void page_column(page_table *t, const char *key, bool number, const char *name);
/** A number column per regime that holds, "KEY:REGIME". */
void page_columns(page_table *t, const char *key, const char *name);
void page_columns_end(page_table *t);
/** A row, by the ids of its record; the second may be NULL. */
void page_row(page_table *t, const char *id, const char *other);
void page_cell(page_table *t, const char *text);
/** A cell of one or two words, that a line does not break. */
void page_word(page_table *t, const char *text);
/** Shown with decimals and thousands, kept exactly; `scale` is only for what is shown. Empty where it is NaN. */
void page_number(page_table *t, double value, double scale, int decimals);
/** A cell of a number column without a number: "", or why there is none. */
void page_blank(page_table *t, const char *text);
/** A share shown in per cent. */
void page_share(page_table *t, double share);
void page_table_end(page_table *t);

/** "GBP 1.176 bn", "GBP 113.7 m", "GBP 95,200". */
const char *page_money(char *text, size_t size, const page *p, double value);
/** How many decimals a column of values up to `largest` is shown with. */
int page_decimals(double largest);
/** The same where figures add up to a total, given by its offset in purse_totals; small systems have halves of people. */
int page_people(const page *p, size_t total);

/* chart.c: the parts that charts are made of */

/** A chart's frame: a figure with a caption; what is inside is drawn, and described by `label`. */
void page_chart_begin(const page *p, const char *caption, const char *label);
void page_chart_end(const page *p);
/** Names beside colours and shapes: pots that have services, and regimes. */
void page_pot_legend(const page *p);
/** `baseline`: today's pattern too, where it is there. */
void page_mark_legend(const page *p, bool baseline);
/** One line of a chart: its name, then an SVG to be filled and closed. Lengths inside are in per cent. */
void page_line_begin(const page *p, const char *name);
/** With room for marks one above the other. */
void page_tall_line_begin(const page *p, const char *name);
void page_line_end(const page *p, const char *value);
/** A whole line about a difference: to the right and worse above 0, to the left and better below; `most` fills a side. */
void page_difference_line(const page *p, const char *name, double value, double most);
/** The mark of regime i at x, y, which are attributes such as "37.5%", so many times as large as usual. */
void page_mark(const page *p, int i, const char *x, const char *y, double size, const char *title);

/* paint.c */

/** The class of what is painted for a pot; `text` has room for PAGE_CLASS. */
const char *page_pot_class(char *text, int pot);
/** The patterns that these classes are filled with; nothing where colours are enough. */
void page_pot_patterns(const page *p);

/** A pot's name for a label: up to its first colon or comma. `text` has room for PAGE_LABEL. */
const char *page_pot_label(char *text, const page *p, int pot);

/** A part of the page for one regime, which the switch shows or hides. */
void page_panel_begin(const page *p, int i);
void page_panel_end(const page *p);

/*
 * The sections, in their order: a file each in sections/, and journey/section.c. Each writes its heading, and says so
 * where there is nothing to show.
 */

void page_summary(const page *p);
void page_missing(const page *p);
void page_pots(const page *p);
void page_journey(const page *p);
void page_walls(const page *p);
void page_awards(const page *p);
void page_places(const page *p);
void page_prevention(const page *p);
void page_prices(const page *p);
void page_proof(const page *p);

/** Parts of sections: rules under a regime (rules.c); what more would bring (gains.c); who gains, and the shares (split.c); detriment.c. */
void page_rules(const page *p, int i);
void page_gains(const page *p, int i);
void page_split(const page *p);
void page_shares(const page *p);
void page_detriment(const page *p);
/** Some regime has no plan. */
bool page_has_missing(const page *p);

/** The answer's sentences as plain text or, with `markup`, with the figures marked. */
void page_answer(const page *p, bool markup); /* sections/answer.c */

/** The decision unit of money: see purse_decision_unit. */
double page_unit(const page *p);
/** What one more pound in a pot adds to a tier: as tested, or as the program prices it. NaN where unknown. */
double page_price(const purse_plan *plan, int pot, int tier);
/** What one pound saves in a tier, 0 where it is unknown, or so little that the whole pot would not show. */
double page_saving(const purse_plan *plan, int pot, int tier);
/** A tier's unit after "2 less" or "2 fewer": "burden", "weighted episodes unmet", "of the weighted sum". */
const char *page_tier_unit(const purse_tier *tier);
/** The same for what something is taken off: "burden", "the weighted sum". */
const char *page_tier_noun(const purse_tier *tier);

#endif
