/* base/thread.c -- a counted loop over workers. Work is handed out in order of
 * i, so the error of the lowest failing i is known once all workers stopped:
 * every lower i had been handed out before it, and ran to its end. */
#include "base/base.h"
#include <pthread.h>
#include <unistd.h>

enum { WORKERS_MAX = 256 };

struct loop {
    sj_thread_work work;
    void *ctx;
    size_t count, next, failed_at;
    sj_status status;
    pthread_mutex_t lock;
};
struct worker {
    struct loop *loop;
    unsigned number;
    pthread_t thread;
};

static bool take(struct loop *l, size_t *ret_i)
{
    (void)pthread_mutex_lock(&l->lock);
    const bool more = l->status >= 0 && l->next < l->count;
    if (more)
        *ret_i = l->next++;
    (void)pthread_mutex_unlock(&l->lock);
    return more;
}

static void report(struct loop *l, size_t i, sj_status s)
{
    (void)pthread_mutex_lock(&l->lock);
    if (l->status >= 0 || i < l->failed_at) {
        l->status = s;
        l->failed_at = i;
    }
    (void)pthread_mutex_unlock(&l->lock);
}

static void *run(void *argument)
{
    struct worker *w = argument;
    for (size_t i; take(w->loop, &i);) {
        const sj_status s = w->loop->work(w->loop->ctx, i, w->number);
        if (s < 0)
            report(w->loop, i, s);
    }
    return NULL;
}

unsigned sj_thread_cores(void)
{
    const long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > WORKERS_MAX ? WORKERS_MAX : (unsigned)n;
}

sj_status sj_thread_for(unsigned threads, size_t count, sj_thread_work work, void *ctx)
{
    if (threads == 0)
        threads = sj_thread_cores();
    if (threads > WORKERS_MAX)
        return SJ_EINVAL;
    struct loop l = {.work = work, .ctx = ctx, .count = count};
    if (pthread_mutex_init(&l.lock, NULL) != 0)
        return SJ_ENOMEM;
    struct worker w[WORKERS_MAX];
    unsigned started = 0;
    for (unsigned i = 1; i < threads && i < count; i++) {
        w[started] = (struct worker){.loop = &l, .number = i};
        if (pthread_create(&w[started].thread, NULL, run, &w[started]) != 0)
            break; /* fewer workers, same result */
        started++;
    }
    struct worker self = {.loop = &l, .number = 0};
    (void)run(&self);
    for (unsigned i = 0; i < started; i++)
        (void)pthread_join(w[i].thread, NULL);
    (void)pthread_mutex_destroy(&l.lock);
    return l.status;
}
