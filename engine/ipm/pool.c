/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A few threads that wait, asleep, for a list of tasks. Which thread takes which task is left to chance; tasks must not
 * share anything that is written. A thread that cannot be started is done without.
 */
#include "pool.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

struct ipm_pool {
    pthread_mutex_t lock;
    pthread_cond_t begin, end;
    pthread_t *thread;
    int n_threads; /* besides the caller's */
    ipm_task *task;
    void *context;
    int next, n_tasks, busy; /* busy: threads at work on the list */
    unsigned long list;      /* number of the list, so that each thread takes part once */
    bool leave;
};

typedef struct seat {
    ipm_pool *pool;
    int number;
} seat;

/* Takes tasks until there are none; the lock is held on entry and exit. */
static void work(ipm_pool *pool, int worker)
{
    while (pool->next < pool->n_tasks) {
        int task = pool->next++;
        pthread_mutex_unlock(&pool->lock);
        pool->task(pool->context, task, worker);
        pthread_mutex_lock(&pool->lock);
    }
}

static void *serve(void *context)
{
    seat *mine = context;
    ipm_pool *pool = mine->pool;
    int number = mine->number;
    unsigned long done = 0;
    free(mine);
    pthread_mutex_lock(&pool->lock);
    while (!pool->leave) {
        if (pool->list == done || pool->next >= pool->n_tasks) {
            pthread_cond_wait(&pool->begin, &pool->lock);
            continue;
        }
        done = pool->list;
        pool->busy++;
        work(pool, number);
        if (--pool->busy == 0)
            pthread_cond_signal(&pool->end);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

static bool start_thread(ipm_pool *pool, int number)
{
    seat *mine = malloc(sizeof *mine);
    if (!mine)
        return false;
    *mine = (seat){pool, number};
    if (pthread_create(&pool->thread[number - 1], NULL, serve, mine) == 0)
        return true;
    free(mine);
    return false;
}

ipm_pool *ipm_pool_new(int threads)
{
    ipm_pool *pool = calloc(1, sizeof *pool);
    if (!pool)
        return NULL;
    pool->thread = calloc((size_t)threads + 1, sizeof *pool->thread);
    if (!pool->thread || pthread_mutex_init(&pool->lock, NULL) != 0) {
        free(pool->thread);
        free(pool);
        return NULL;
    }
    (void)pthread_cond_init(&pool->begin, NULL);
    (void)pthread_cond_init(&pool->end, NULL);
    while (pool->n_threads + 1 < threads && start_thread(pool, pool->n_threads + 1))
        pool->n_threads++;
    return pool;
}

void ipm_pool_free(ipm_pool *pool)
{
    if (!pool)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->leave = true;
    pthread_cond_broadcast(&pool->begin);
    pthread_mutex_unlock(&pool->lock);
    for (int i = 0; i < pool->n_threads; i++)
        pthread_join(pool->thread[i], NULL);
    pthread_cond_destroy(&pool->begin);
    pthread_cond_destroy(&pool->end);
    pthread_mutex_destroy(&pool->lock);
    free(pool->thread);
    free(pool);
}

void ipm_pool_run(ipm_pool *pool, ipm_task *task, void *context, int n_tasks)
{
    pthread_mutex_lock(&pool->lock);
    pool->task = task;
    pool->context = context;
    pool->next = 0;
    pool->n_tasks = n_tasks;
    pool->list++;
    pthread_cond_broadcast(&pool->begin);
    work(pool, 0);
    while (pool->busy > 0)
        pthread_cond_wait(&pool->end, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
}
