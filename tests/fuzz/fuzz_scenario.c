/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a scenario: a model or problems, never a crash. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "purse/scenario.h"

/* Up to a NUL the document, after it a --set. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    purse_model *model = NULL;
    purse_problems problems = {0};
    purse_error err = {0};
    const uint8_t *nul = size == 0 ? NULL : memchr(data, 0, size);
    size_t length = nul == NULL ? size : (size_t)(nul - data);
    char *text = malloc(length + 1), *set = malloc(size - length + 1);
    if (text != NULL && set != NULL) {
        if (length > 0) {
            memcpy(text, data, length);
        }
        if (nul != NULL) {
            memcpy(set, nul + 1, size - length - 1);
        }
        set[nul == NULL ? 0 : size - length - 1] = '\0';
        purse_change change = {.kind = PURSE_CHANGE_SET, .text = set};
        purse_code code =
            purse_scenario_parse(&model, "fuzz", text, length, NULL, &change, nul == NULL ? 0 : 1, &problems, &err);
        if ((code == PURSE_OK) != (model != NULL) || (code == PURSE_EINPUT && problems.n_errors == 0)) {
            abort();
        }
        for (size_t i = 0; i < problems.n; i++) {
            char *line = NULL;
            if (purse_problem_format(&line, &problems.item[i], NULL) == PURSE_OK) {
                free(line);
            }
        }
    }
    free(text);
    free(set);
    purse_model_free(model);
    purse_problems_free(&problems);
    return 0;
}
