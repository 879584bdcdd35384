/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers in sentences. Private to models/. */
#ifndef MODELS_EXPLAIN_GROUPED_H
#define MODELS_EXPLAIN_GROUPED_H

typedef struct grouped {
    char text[48];
} grouped;

/* Up to so many digits, 15 at most, thousands set apart: "1,350,000.5". */
grouped grouped_number(double value, int digits);

#endif
