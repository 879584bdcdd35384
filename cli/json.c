/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Text as JSON. */
#include "cli/cli.h"

void cli_json_string(purse_text *out, const char *text)
{
    purse_text_add(out, "\"");
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\')
            purse_text_format(out, "\\%c", *at);
        else if ((unsigned char)*at < ' ')
            purse_text_format(out, "\\u%04x", (unsigned)*at);
        else
            purse_text_add_bytes(out, at, 1);
    }
    purse_text_add(out, "\"");
}
