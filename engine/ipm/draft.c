/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts as keys, so that equal ones share a template. */
#include "engine/hash.h"
#include "template.h"

int ipm_draft_key_length(const ipm_draft *d)
{
    return 5 + 2 * d->n_group_rows + 4 * d->n_classes + d->n_gathered +
           (d->n_gathered ? d->gathered_start[d->n_gathered] : 0);
}

void ipm_draft_write_key(const ipm_draft *d, int *key, double *gain)
{
    *key++ = d->n_nodes;
    *key++ = d->n_group_rows;
    *key++ = d->n_classes;
    *key++ = d->n_gathered;
    *key++ = d->pulls;
    for (int i = 0; i < d->n_group_rows; i++) {
        *key++ = d->group_kind[i];
        *key++ = d->group[i];
        *gain++ = d->share[i];
    }
    for (int q = 0; q < d->n_classes; q++) {
        *key++ = d->tail[q];
        *key++ = d->head[q];
        *key++ = d->class_group[q];
        *key++ = d->kept[q];
        *gain++ = d->gain[q];
    }
    for (int g = 0; g < d->n_gathered; g++) {
        *key++ = d->gathered_start[g + 1];
        for (int k = d->gathered_start[g]; k < d->gathered_start[g + 1]; k++)
            *key++ = d->gathered[k];
    }
}

uint64_t ipm_draft_hash(const ipm_draft *d)
{
    uint64_t hash = hash_stir((uint64_t)d->n_nodes, (uint64_t)d->n_classes);
    hash = hash_stir(hash, (uint64_t)d->n_gathered * 2 + d->pulls);
    for (int i = 0; i < d->n_group_rows; i++)
        hash =
            hash_stir(hash_stir(hash, (uint64_t)d->group_kind[i] + 4U * (uint64_t)d->group[i]), hash_bits(d->share[i]));
    for (int q = 0; q < d->n_classes; q++)
        hash = hash_stir(
            hash_stir(hash, ((uint64_t)(unsigned)d->tail[q] << 32) + (unsigned)(d->head[q] + 1) * 2U + d->kept[q]),
            hash_bits(d->gain[q]));
    return hash;
}

bool ipm_draft_matches(const ipm_draft *d, const ipm_template *t)
{
    if (t->n_key != ipm_draft_key_length(d) || t->n_key_gain != d->n_group_rows + d->n_classes)
        return false;
    const int *key = t->key;
    const double *gain = t->key_gain;
    if (*key++ != d->n_nodes || *key++ != d->n_group_rows || *key++ != d->n_classes || *key++ != d->n_gathered ||
        *key++ != d->pulls)
        return false;
    for (int i = 0; i < d->n_group_rows; i++, key += 2)
        if (key[0] != d->group_kind[i] || key[1] != d->group[i] || *gain++ != d->share[i])
            return false;
    for (int q = 0; q < d->n_classes; q++, key += 4)
        if (key[0] != d->tail[q] || key[1] != d->head[q] || key[2] != d->class_group[q] || key[3] != d->kept[q] ||
            *gain++ != d->gain[q])
            return false;
    for (int g = 0; g < d->n_gathered; g++) {
        if (*key++ != d->gathered_start[g + 1])
            return false;
        for (int k = d->gathered_start[g]; k < d->gathered_start[g + 1]; k++)
            if (*key++ != d->gathered[k])
                return false;
    }
    return true;
}
