/* budget.c - see endpoint/budget.h */
#include "endpoint/budget.h"

#include "base/error.h"

enum { MILLION = 1000000 };

/* A price is millionths of the currency for a million tokens, so a token
 * costs `price` of these. */
static int64_t times(int64_t tokens, int64_t price)
{
    return price > 0 && tokens > INT64_MAX / price ? INT64_MAX : tokens * price;
}

static int64_t plus(int64_t a, int64_t b)
{
    return a > INT64_MAX - b ? INT64_MAX : a + b;
}

static int64_t cost_of(const struct handoff_price *price, int64_t prompt,
                       int64_t completion)
{
    return plus(times(prompt, price->input), times(completion, price->output));
}

enum handoff_status ho_budget_init(
    struct ho_budget *budget, const struct handoff_endpoint_options *options,
    struct handoff_error *err)
{
    *budget = (struct ho_budget){ .max_requests = options->max_requests,
                                  .max_tokens = options->max_tokens_total,
                                  .max_cost = options->max_cost };
    if (options->price)
        budget->price = *options->price;
    if (options->max_cost > 0 && !options->price)
        return ho_fail(err, HANDOFF_ENDPOINT,
                       "a limit of cost needs a price for the model %s; add "
                       "it to prices: in handoff.yaml",
                       options->model ? options->model : "");
    budget->used.priced = options->price != NULL;
    return HANDOFF_OK;
}

int64_t ho_budget_estimate(size_t bytes)
{
    return (int64_t)(bytes / 3) + 1;
}

static int64_t tokens_of(const struct handoff_usage *u)
{
    return plus(u->prompt_tokens, u->completion_tokens);
}

static int64_t spend(const struct ho_budget *b, const struct handoff_usage *u)
{
    return cost_of(&b->price, u->prompt_tokens, u->completion_tokens);
}

/* Over the limit with what is set aside: wait; without it, too: stop. */
static enum ho_budget_word weigh(int64_t limit, int64_t used, int64_t aside,
                                 int64_t more)
{
    if (limit <= 0 || plus(plus(used, aside), more) <= limit)
        return HO_BUDGET_GO;
    return aside > 0 && plus(used, more) <= limit ? HO_BUDGET_WAIT
                                                  : HO_BUDGET_STOP;
}

enum ho_budget_word ho_budget_ask(const struct ho_budget *b,
                                  const struct ho_budget_try *t,
                                  const char **why)
{
    const int64_t limit_cost =
        b->max_cost > INT64_MAX / MILLION ? INT64_MAX : b->max_cost * MILLION;
    const struct {
        int64_t limit, used, aside, more;
        const char *why;
    } row[] = {
        { b->max_requests, b->used.requests, 0, 1,
          "the limit of requests (--max-requests) is reached" },
        { b->max_tokens, tokens_of(&b->used), tokens_of(&b->aside),
          plus(t->prompt_tokens, t->completion_tokens),
          "the limit of tokens (--max-tokens-total) leaves no room for "
          "another request" },
        { limit_cost, spend(b, &b->used), spend(b, &b->aside),
          cost_of(&b->price, t->prompt_tokens, t->completion_tokens),
          "the limit of cost (--max-cost) leaves no room for another "
          "request" },
    };
    enum ho_budget_word word = HO_BUDGET_GO;

    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const enum ho_budget_word w =
            weigh(row[i].limit, row[i].used, row[i].aside, row[i].more);

        if (w > word) {
            word = w;
            *why = row[i].why;
        }
    }
    return word;
}

void ho_budget_begin(struct ho_budget *b, const struct ho_budget_try *t)
{
    b->used.requests++;
    b->aside.prompt_tokens = plus(b->aside.prompt_tokens, t->prompt_tokens);
    b->aside.completion_tokens =
        plus(b->aside.completion_tokens, t->completion_tokens);
}

static void add(struct ho_budget *b, const struct ho_budget_try *t)
{
    struct handoff_usage *u = &b->used;

    u->prompt_tokens = plus(u->prompt_tokens, t->prompt_tokens);
    u->completion_tokens = plus(u->completion_tokens, t->completion_tokens);
    u->cost = spend(b, u) / MILLION;
}

void ho_budget_end(struct ho_budget *b, const struct ho_budget_try *t,
                   const struct ho_budget_try *told)
{
    b->aside.prompt_tokens -= t->prompt_tokens;
    b->aside.completion_tokens -= t->completion_tokens;
    add(b, told);
}

void ho_budget_count(struct ho_budget *b, const struct ho_budget_try *t)
{
    b->used.requests++;
    add(b, t);
}
