/* budget.h - what a run may spend, and what it has spent.
 *
 * A limit is kept, not noticed: before a try its worst case is set aside, and
 * a try that does not fit waits for those under way to tell what they really
 * took.  Where a server does not tell, the worst case counts: a request whose
 * answer never came may well have been paid for.
 */
#ifndef HANDOFF_ENDPOINT_BUDGET_H
#define HANDOFF_ENDPOINT_BUDGET_H

#include <handoff/endpoint.h>

struct ho_budget {
    int64_t max_requests, max_tokens, max_cost; /* 0: no limit */
    struct handoff_price price;
    struct handoff_usage used;
    struct handoff_usage aside; /* worst case of what is under way */
};

/* Of one try. */
struct ho_budget_try {
    int64_t prompt_tokens, completion_tokens;
};

/* ENDPOINT: a limit of cost without a price. */
enum handoff_status ho_budget_init(
    struct ho_budget *budget, const struct handoff_endpoint_options *options,
    struct handoff_error *err);

/* A prompt's tokens: a quarter of its bytes is what English takes in most
 * tokenizers, a third what is safe. */
int64_t ho_budget_estimate(size_t bytes);

enum ho_budget_word { HO_BUDGET_GO, HO_BUDGET_WAIT, HO_BUDGET_STOP };
/* STOP: *why (a sentence, static) says which limit is reached. */
enum ho_budget_word ho_budget_ask(const struct ho_budget *budget,
                                  const struct ho_budget_try *t,
                                  const char **why);
void ho_budget_begin(struct ho_budget *budget, const struct ho_budget_try *t);
/* told: what it took. */
void ho_budget_end(struct ho_budget *budget, const struct ho_budget_try *t,
                   const struct ho_budget_try *told);
/* Count without any limit: for plans. */
void ho_budget_count(struct ho_budget *budget, const struct ho_budget_try *t);

#endif
