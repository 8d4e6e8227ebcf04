/* plan.c - see endpoint/plan.h */
#include "endpoint/plan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BATCH_LINES = 50000, /* limits of OpenAI's Batch API */
    BATCH_BYTES = 200 * 1000 * 1000,
    LINE_BYTES = 32 * 1024 * 1024,
    SLOTS = 131072 /* a power of two, over twice BATCH_LINES */
};

struct ho_plan {
    char *path, *part; /* the file, and its name until it is whole */
    FILE *out;
    struct ho_buffer line;
    size_t lines, bytes;
    char (*seen)[HO_SHA256_HEX]; /* open addressing over SLOTS; "" is free */
};

static enum handoff_status cannot(const struct ho_plan *plan,
                                  struct handoff_error *err)
{
    enum handoff_status status =
        ho_fail(err, HANDOFF_IO, "the batch file cannot be written: %s",
                strerror(errno));

    ho_error_file(err, plan->path);
    return status;
}

/* Leads stand in it, so it is for its owner alone. */
static enum handoff_status open_part(struct ho_plan *plan, const char *path,
                                     struct handoff_error *err)
{
    const size_t size = strlen(path) + sizeof ".part";
    int fd;

    plan->path = strdup(path);
    plan->part = malloc(size);
    plan->seen = calloc(SLOTS, sizeof *plan->seen);
    if (!plan->path || !plan->part || !plan->seen)
        return ho_no_memory(err);
    snprintf(plan->part, size, "%s.part", path);
    fd = open(plan->part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
              S_IRUSR | S_IWUSR);
    if (fd < 0)
        return cannot(plan, err);
    plan->out = fdopen(fd, "w");
    if (plan->out)
        return HANDOFF_OK;
    close(fd);
    return cannot(plan, err);
}

enum handoff_status ho_plan_new(const char *path, struct ho_plan **out,
                                struct handoff_error *err)
{
    struct ho_plan *plan = calloc(1, sizeof *plan);
    enum handoff_status status = HANDOFF_OK;

    if (!plan)
        return ho_no_memory(err);
    ho_buffer_init(&plan->line, LINE_BYTES);
    if (path)
        status = open_part(plan, path, err);
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
    if (plan->out) {
        fclose(plan->out);
        unlink(plan->part);
    }
    ho_buffer_release(&plan->line);
    free(plan->path);
    free(plan->part);
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
    if (fwrite(plan->line.ptr, 1, plan->line.len, plan->out) != plan->line.len)
        return cannot(plan, err);
    return HANDOFF_OK;
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
    bool done;

    if (!plan->out)
        return HANDOFF_OK;
    done = fflush(plan->out) == 0 && fsync(fileno(plan->out)) == 0;
    done &= fclose(plan->out) == 0;
    plan->out = NULL;
    if (done && rename(plan->part, plan->path) == 0)
        return HANDOFF_OK;
    unlink(plan->part);
    return cannot(plan, err);
}
