/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers in sentences; see grouped.h. */
#include "models/explain/grouped.h"

#include <stdio.h>
#include <string.h>

grouped grouped_number(double value, int digits)
{
    enum { GROUP = 3 };
    grouped out;
    char plain[40];
    (void)snprintf(plain, sizeof plain, "%.*g", digits, value);
    size_t sign = plain[0] == '-', whole = strspn(plain + sign, "0123456789"), used = 0;
    if (strchr(plain, 'e')) /* of more digits than there are */
        whole = 0;
    for (size_t i = 0; plain[i] && used + 2 < sizeof out.text; i++) {
        if (i > sign && i < sign + whole && (sign + whole - i) % GROUP == 0)
            out.text[used++] = ',';
        out.text[used++] = plain[i];
    }
    out.text[used] = '\0';
    return out;
}
