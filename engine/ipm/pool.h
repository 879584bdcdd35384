/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Threads that work off lists of tasks; see pool.c. Private to the engine. */
#ifndef ENGINE_IPM_POOL_H
#define ENGINE_IPM_POOL_H

typedef struct ipm_pool ipm_pool;

/* @param worker  0 .. threads - 1, one task at a time each: 0 is the caller of ipm_pool_run */
typedef void ipm_task(void *context, int task, int worker);

/* With the caller `threads` of them; NULL when memory runs out. */
ipm_pool *ipm_pool_new(int threads);
void ipm_pool_free(ipm_pool *pool);
/* Returns when all tasks 0 .. n_tasks - 1 are done. */
void ipm_pool_run(ipm_pool *pool, ipm_task *task, void *context, int n_tasks);

#endif
