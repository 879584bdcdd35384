/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What directions aim the products of f and z at, lane by lane. Private to the engine. */
#ifndef ENGINE_IPM_AIM_H
#define ENGINE_IPM_AIM_H

#include "private.h"

/* Products to mu, less the second-order terms of the predictor, df dz, but not far off the path. */
IPM_INLINE lanes ipm_corrector_target(const ipm_pass *pass, double mu, lanes weight, lanes df, lanes dz)
{
    const lanes high = 1e3 * mu * weight, low = -high;
    lanes target = weight * pass->mu - pass->second * df * dz;
    target = LANES_PICK(target > high, high, target);
    return LANES_PICK(target < low, low, target);
}

/* Products at a trial point along df, dz that lie far off mu are mended, others left. */
IPM_INLINE lanes ipm_centred_target(const ipm_pass *pass, lanes weight, lanes f, lanes z, lanes df, lanes dz)
{
    const lanes low = 0.1 * pass->mu * weight, high = 10.0 * pass->mu * weight, least = -high;
    lanes product = (f + pass->trial_primal * df) * (z + pass->trial_dual * dz);
    lanes more = LANES_WHERE(product < low, low - product), less = high - product;
    less = LANES_PICK(less < least, least, less);
    return LANES_PICK(product > high, less, more);
}

#endif
