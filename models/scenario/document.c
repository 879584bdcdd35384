/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/scenario/document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "models/scenario/scan.h"
#include "models/text.h"

/* The way from a value up to the root, for its path. */
typedef struct step {
    const struct step *up;
    const cJSON *item;
    long index;
} step;

typedef struct walk {
    scenario *s;
    uint16_t file;
    const uint32_t *lines;
    size_t next;
} walk;

/* "$.offers[3].id" */
static size_t step_text(const step *at, char *out, size_t size)
{
    if (at->up == NULL) {
        return (size_t)snprintf(out, size, "$");
    }
    size_t used = step_text(at->up, out, size);
    if (used >= size) {
        return used;
    }
    return used + (size_t)(at->item->string == NULL ? snprintf(out + used, size - used, "[%ld]", at->index)
                                                    : snprintf(out + used, size - used, ".%s", at->item->string));
}

static purse_code report_twice(walk *w, const step *object, const cJSON *first, const cJSON *second)
{
    char path[PROBLEM_TEXT], key[PROBLEM_TEXT], expected[PROBLEM_TEXT], message[2 * PROBLEM_TEXT];
    (void)step_text(object, path, sizeof path);
    text_show(key, sizeof key, second->string, strlen(second->string), true);
    (void)snprintf(expected, sizeof expected, "each field once");
    (void)snprintf(message, sizeof message, "%s is given twice, first on line %d", key, first->valueint);
    char shown[PROBLEM_TEXT];
    text_show(shown, sizeof shown, path, strlen(path), false);
    purse_problem problem = {.severity = PURSE_SEVERITY_ERROR,
                             .file = (char *)w->s->files[w->file].name,
                             .line = second->valueint,
                             .path = shown,
                             .field = second->string,
                             .expected = expected,
                             .found = key,
                             .message = message};
    return purse_problems_add(w->s->problems, &problem);
}

static int by_key(const void *a, const void *b)
{
    const cJSON *first = *(const cJSON *const *)a, *second = *(const cJSON *const *)b;
    int order = strcmp(first->string, second->string);
    return order != 0 ? order : (first->valueint > second->valueint) - (first->valueint < second->valueint);
}

/* A few keys: each against those before it. */
static purse_code check_few_keys(walk *w, const step *object)
{
    purse_code code = PURSE_OK;
    for (const cJSON *member = object->item->child; member != NULL && code == PURSE_OK; member = member->next) {
        const cJSON *first = object->item->child;
        while (first != member && strcmp(first->string, member->string) != 0) {
            first = first->next;
        }
        code = first == member ? PURSE_OK : report_twice(w, object, first, member);
    }
    return code;
}

/* Many keys, a million in a hostile document: sorted, so that equal ones are neighbours. */
static purse_code check_many_keys(walk *w, const step *object, size_t n)
{
    const cJSON **key = malloc(n * sizeof *key);
    if (key == NULL) {
        return PURSE_EMEMORY;
    }
    size_t at = 0;
    for (const cJSON *member = object->item->child; member != NULL; member = member->next) {
        key[at++] = member;
    }
    qsort((void *)key, n, sizeof *key, by_key);
    purse_code code = PURSE_OK;
    for (size_t i = 1; i < n && code == PURSE_OK; i++) {
        if (strcmp(key[i - 1]->string, key[i]->string) == 0) {
            code = report_twice(w, object, key[i - 1], key[i]);
        }
    }
    free((void *)key);
    return code;
}

static purse_code check_keys(walk *w, const step *object)
{
    enum { FEW = 16 };
    size_t n = 0;
    for (const cJSON *member = object->item->child; member != NULL; member = member->next) {
        n++;
    }
    return n <= FEW ? check_few_keys(w, object) : check_many_keys(w, object, n);
}

/* Gives every value its line; the scan has bounded the depth. */
static purse_code walk_lines(walk *w, const step *at, cJSON *item)
{
    item->valueint = (int)w->lines[w->next++];
    purse_code code = PURSE_OK;
    long index = 0;
    for (cJSON *child = item->child; child != NULL && code == PURSE_OK; child = child->next, index++) {
        step down = {.up = at, .item = child, .index = index};
        code = walk_lines(w, &down, child);
    }
    return code == PURSE_OK && cJSON_IsObject(item) ? check_keys(w, at) : code;
}

purse_code document_parse(cJSON **root, scenario *s, uint16_t file, const char *text, size_t length)
{
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        length -= 3;
    }
    scan seen = {0};
    cJSON *tree = NULL;
    purse_code code = scan_json(&seen, text, length);
    if (code == PURSE_EINPUT) {
        code = problem_in_file(s, file, seen.line, seen.expected, seen.found, "expected %s, found %s", seen.expected,
                               seen.found);
    } else if (code == PURSE_OK) {
        tree = cJSON_ParseWithLengthOpts(text, length, NULL, 0);
        walk w = {.s = s, .file = file, .lines = seen.lines};
        step top = {.item = tree};
        /* The text is sound JSON, so cJSON can only have run out of memory. */
        code = tree == NULL ? PURSE_EMEMORY : walk_lines(&w, &top, tree);
    }
    scan_free(&seen);
    if (code != PURSE_OK) {
        cJSON_Delete(tree);
        tree = NULL;
    }
    *root = tree;
    return code;
}
