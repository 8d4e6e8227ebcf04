/* plan.c - see endpoint/plan.h */
#include "endpoint/plan.h"

#include <stdlib.h>

#include "base/file.h"

enum {
    BATCH_LINES = 50000, /* limits of OpenAI's Batch API */
    BATCH_BYTES = 200 * 1000 * 1000,
    LINE_BYTES = 32 * 1024 * 1024,
    SLOTS = 131072 /* a power of two, over twice BATCH_LINES */
};

struct ho_plan {
    struct handoff_output *out; /* NULL: requests are counted only */
    struct ho_buffer line;
    size_t lines, bytes;
    char (*seen)[HO_SHA256_HEX]; /* open addressing over SLOTS; "" is free */
};

/* Leads stand in the file, so it is for its owner alone. */
enum handoff_status ho_plan_new(const char *path, struct ho_plan **out,
                                struct handoff_error *err)
{
    struct ho_plan *plan = calloc(1, sizeof *plan);
    enum handoff_status status = HANDOFF_OK;

    if (!plan)
        return ho_no_memory(err);
    ho_buffer_init(&plan->line, LINE_BYTES);
    if (path) {
        plan->seen = calloc(SLOTS, sizeof *plan->seen);
        status = plan->seen ? ho_output_open(path, true, &plan->out, err)
                            : ho_no_memory(err);
    }
    if (status == HANDOFF_OK)
        *out = plan;
    else
        ho_plan_free(plan);
    return status;
}

void ho_plan_free(struct ho_plan *plan)
{
    if (!plan)
        return;
    ho_output_close(plan->out, false, NULL);
    ho_buffer_release(&plan->line);
    free(plan->seen);
    free(plan);
}

/* The hash's first digits say where to look; true: it was there already. */
static bool seen_before(struct ho_plan *plan, const char *hash)
{
    char start[9] = "";
    size_t at;

    memcpy(start, hash, sizeof start - 1);
    at = strtoul(start, NULL, 16) % SLOTS;
    while (plan->seen[at][0] != '\0' && strcmp(plan->seen[at], hash) != 0)
        at = (at + 1) % SLOTS;
    if (plan->seen[at][0] != '\0')
        return true;
    memcpy(plan->seen[at], hash, HO_SHA256_HEX);
    return false;
}

static void compose(struct ho_plan *plan, const struct ho_exchange *x,
                    const char *model, const struct ho_ladder *ladder)
{
    const struct ho_turn turn = { .max_tokens = x->asked.max_tokens };
    struct ho_buffer body;
    struct ho_writer w;

    ho_buffer_init(&body, LINE_BYTES);
    ho_chat_body(&x->asked, model, ladder, &turn, &body);
    ho_buffer_clear(&plan->line);
    ho_writer_init(&w, &plan->line, 0);
    ho_write_object(&w, NULL);
    ho_write_text(&w, "custom_id", x->reply.request_sha256);
    ho_write_text(&w, "method", "POST");
    ho_write_text(&w, "url", "/v1/chat/completions");
    ho_write_raw(&w, "body", ho_buffer_slice(&body));
    ho_write_end_object(&w);
    ho_buffer_byte(&plan->line, '\n');
    if (body.failed)
        plan->line.failed = body.failed;
    ho_buffer_release(&body);
}

static enum handoff_status write_line(struct ho_plan *plan,
                                      struct handoff_error *err)
{
    enum handoff_status status =
        ho_buffer_status(&plan->line, "a line of the batch file", err);

    if (status != HANDOFF_OK)
        return status;
    if (++plan->lines > BATCH_LINES ||
        (plan->bytes += plan->line.len) > BATCH_BYTES)
        return ho_fail(err, HANDOFF_TOO_LARGE,
                       "the batch file would hold more than %d requests or "
                       "%d MB, the most that one batch may; split the input",
                       BATCH_LINES, BATCH_BYTES / 1000000);
    return ho_output_add(plan->out, ho_buffer_slice(&plan->line), err);
}

enum handoff_status ho_plan_add(struct ho_plan *plan,
                                const struct ho_exchange *x, const char *model,
                                struct ho_transport *transport,
                                struct handoff_error *err)
{
    const struct ho_budget_try t = { .prompt_tokens =
                                         ho_budget_estimate(x->asked.len),
                                     .completion_tokens = x->asked.max_tokens };

    if (!transport->ladder ||
        (plan->out && seen_before(plan, x->reply.request_sha256)))
        return HANDOFF_OK;
    ho_budget_count(&transport->budget, &t);
    if (!plan->out)
        return HANDOFF_OK;
    compose(plan, x, model, transport->ladder);
    return write_line(plan, err);
}

enum handoff_status ho_plan_finish(struct ho_plan *plan,
                                   struct handoff_error *err)
{
    struct handoff_output *out = plan->out;

    plan->out = NULL;
    return ho_output_close(out, true, err);
}
