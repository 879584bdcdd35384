/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader's front: a file or a text in, changes applied, a checked model out. */
#include "purse/scenario.h"

#include <stdlib.h>
#include <string.h>

#include "models/check/check.h"
#include "models/scenario/change.h"
#include "models/scenario/document.h"
#include "models/scenario/fingerprint.h"
#include "models/scenario/scan.h"
#include "models/scenario/source.h"

/* What is to be read. */
typedef struct request {
    const char *name, *text;
    size_t length;
    const char *directory;
    const purse_change *change;
    size_t n_changes;
} request;

static purse_code note_change(scenario *s, const char *text)
{
    const char **changes = realloc((void *)s->changes, (s->n_changes + 1) * sizeof *changes);
    const char *copy = arena_text(s->store, text, strlen(text));
    if (changes != NULL) {
        s->changes = changes;
    }
    if (changes == NULL || copy == NULL) {
        return PURSE_EMEMORY;
    }
    s->changes[s->n_changes++] = copy;
    return PURSE_OK;
}

static purse_code apply_changes(scenario *s, const request *wanted, purse_error *err)
{
    purse_code code = PURSE_OK;
    for (size_t i = 0; i < wanted->n_changes && code == PURSE_OK; i++) {
        const purse_change *change = &wanted->change[i];
        code = note_change(s, change->text);
        if (code == PURSE_OK) {
            code = change->kind == PURSE_CHANGE_OVERLAY ? change_overlay(s, change->text, err)
                                                        : change_set(s, change->text);
        }
    }
    return code;
}

/* Reads the document and the changes; `whole` says that there is a scenario to check. */
static purse_code read_all(scenario *s, const request *wanted, bool *whole, purse_error *err)
{
    cJSON *root = NULL;
    uint16_t file;
    purse_code code = scenario_add_file(s, wanted->name, SOURCE_JSON, &file);
    fingerprint_part_begin(s->fingerprint);
    fingerprint_part_add(s->fingerprint, wanted->text, wanted->length);
    fingerprint_part_end(s->fingerprint);
    code = code == PURSE_OK ? document_parse(&root, s, file, wanted->text, wanted->length) : code;
    *whole = code == PURSE_OK && cJSON_IsObject(root);
    if (code == PURSE_OK && root != NULL) {
        code = document_read(s, file, root, wanted->directory, err);
    }
    cJSON_Delete(root);
    return code == PURSE_OK && *whole ? apply_changes(s, wanted, err) : code;
}

static purse_code finish(purse_model *m, scenario *s)
{
    m->file = s->files[0].name;
    m->n_changes = (int)s->n_changes;
    m->changes = arena_array(s->store, s->n_changes, sizeof *m->changes);
    if (m->changes == NULL) {
        return PURSE_EMEMORY;
    }
    for (size_t i = 0; i < s->n_changes; i++) {
        m->changes[i] = s->changes[i];
    }
    fingerprint_end(s->fingerprint, m->sha256);
    return PURSE_OK;
}

static purse_code make_model(purse_model **model, const request *wanted, purse_problems *problems, purse_error *err)
{
    scenario s = {0};
    fingerprint print;
    purse_model *made = calloc(1, sizeof *made);
    arena *store = calloc(1, sizeof *store);
    bool whole = false;
    if (made == NULL || store == NULL) {
        free(made);
        free(store);
        return PURSE_EMEMORY;
    }
    made->store = store;
    fingerprint_begin(&print);
    purse_code code = scenario_begin(&s, store, problems);
    s.fingerprint = &print;
    code = code == PURSE_OK ? read_all(&s, wanted, &whole, err) : code;
    code = code == PURSE_OK && whole ? check_scenario(&s, made, store) : code;
    code = code == PURSE_OK ? finish(made, &s) : code;
    if (code == PURSE_OK && scenario_errors(&s) > 0) {
        code = PURSE_EINPUT;
    }
    scenario_end(&s);
    if (code == PURSE_OK) {
        *model = made;
    } else {
        purse_model_free(made);
    }
    return code;
}

/* The last word on a call: what every code says in `err`, and no model on an error. */
static purse_code conclude(purse_code code, const char *name, const purse_problems *problems, size_t errors_before,
                           purse_error *err)
{
    size_t n = problems->n_errors - errors_before;
    if (code == PURSE_EMEMORY) {
        return purse_error_memory(err);
    }
    return code == PURSE_EINPUT ? purse_error_set(err, code, name, "the scenario has %zu error%s", n, n == 1 ? "" : "s")
                                : code;
}

purse_code purse_scenario_parse(purse_model **model, const char *name, const char *text, size_t length,
                                const char *directory, const purse_change *change, size_t n_changes,
                                purse_problems *problems, purse_error *err)
{
    request wanted = {
        .name = name, .text = text, .length = length, .directory = directory, .change = change, .n_changes = n_changes};
    size_t before = problems->n_errors;
    *model = NULL;
    return conclude(make_model(model, &wanted, problems, err), name, problems, before, err);
}

purse_code purse_scenario_read(purse_model **model, const char *path, const purse_change *change, size_t n_changes,
                               purse_problems *problems, purse_error *err)
{
    char *inside = source_is_directory(path) ? source_join(path, "scenario.json") : source_join("", path);
    char *folder = inside == NULL ? NULL : source_folder(inside);
    char *text = NULL, why[80];
    size_t length = 0;
    purse_code code = folder == NULL ? PURSE_EMEMORY : source_read_all(&text, &length, inside, SCAN_BYTES, why);
    *model = NULL;
    if (code == PURSE_OK) {
        code = purse_scenario_parse(model, inside, text, length, folder, change, n_changes, problems, err);
    } else if (code == PURSE_EMEMORY) {
        (void)purse_error_memory(err);
    } else {
        code = purse_error_set(err, PURSE_EIO, inside, "expected a scenario file of at most 256 MiB, found %s", why);
    }
    free(text);
    free(folder);
    free(inside);
    return code;
}
