/* answer_prompt.c - the batch and the rules as data of the copy-ready prompt;
 * see <handoff/answer.h> */
#include <handoff/answer.h>

#include <stdio.h>
#include <stdlib.h>

#include <handoff/clock.h>

#include "base/json.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "prompt/defuse.h"

enum {
    JSON_BYTES = 64 * 1024 * 1024,
    LABEL_BYTES = 200,
    FENCE = 24 /* hex digits */
};

struct data {
    char fence[HO_SHA256_HEX];
    struct ho_buffer out, line, text;
    struct ho_writer w;
};

/* On one line, so that no value can look like the next lead. */
static void write_line(struct data *d, const char *key, struct handoff_slice s,
                       size_t max)
{
    const struct handoff_slice part = ho_utf8_cut(s, max);

    ho_buffer_clear(&d->line);
    ho_buffer_clear(&d->text);
    for (size_t i = 0; i < part.len; i++)
        ho_buffer_byte(&d->line,
                       (unsigned char)part.ptr[i] < ' ' ? ' ' : part.ptr[i]);
    if (part.len < s.len)
        ho_buffer_text(&d->line, " ...");
    ho_defuse(&d->text, ho_buffer_slice(&d->line), d->fence);
    ho_write_slice(&d->w, key, ho_buffer_slice(&d->text));
    if (d->out.failed == HANDOFF_OK)
        d->out.failed = d->line.failed ? d->line.failed : d->text.failed;
}

static void write_value(struct data *d, const char *label,
                        struct handoff_slice text)
{
    ho_write_object(&d->w, NULL);
    write_line(d, "label", ho_slice(*label ? label : "message"), LABEL_BYTES);
    write_line(d, "text", text, HANDOFF_PROMPT_VALUE);
    ho_write_end_object(&d->w);
}

/* What screening found: no chat can know the lists. */
static void write_screened(struct data *d, const struct handoff_lead *lead)
{
    const struct handoff_screened *s = lead->screened;

    for (size_t i = 0; s && i < s->count; i++) {
        char label[64];

        if (s->fact[i].kind > HANDOFF_FACT_DUPLICATE ||
            strcmp(s->fact[i].value, "no") == 0 ||
            strcmp(s->fact[i].value, "0") == 0)
            continue;
        snprintf(label, sizeof label, "screening, %s",
                 handoff_fact_name(s->fact[i].kind));
        write_value(d, label, ho_slice(s->fact[i].value));
    }
    if (lead->duplicate_of)
        write_value(d, "the same person as", ho_slice(lead->duplicate_of));
}

static void write_lead(struct data *d, const struct handoff_lead *lead)
{
    ho_write_object(&d->w, NULL);
    write_line(d, "id", ho_slice(lead->id), LABEL_BYTES);
    ho_write_array(&d->w, "values");
    for (size_t i = 0; i < lead->count; i++)
        write_value(d, lead->value[i].label, lead->value[i].text);
    write_screened(d, lead);
    ho_write_end_array(&d->w);
    ho_write_end_object(&d->w);
}

/* Cut from the hashes of all leads: none of them can hold it. */
static enum handoff_status make_fence(struct data *d,
                                      const struct handoff_batch *batch,
                                      struct handoff_error *err)
{
    enum handoff_status status;

    for (size_t i = 0; i < handoff_batch_count(batch); i++)
        ho_buffer_text(&d->line, handoff_batch_lead(batch, i)->sha256);
    status = ho_buffer_status(&d->line, "the batch", err);
    if (status == HANDOFF_OK)
        status = ho_sha256_hex(ho_buffer_slice(&d->line), d->fence, err);
    d->fence[FENCE] = '\0';
    return status;
}

static void write_all(struct data *d, const struct handoff_batch *batch,
                      struct handoff_slice rules, int64_t as_of)
{
    const size_t count = handoff_batch_count(batch);
    char text[64];

    ho_writer_init(&d->w, &d->out, 0);
    ho_write_object(&d->w, NULL);
    ho_write_text(&d->w, "fence", d->fence);
    handoff_date_text(as_of, text);
    ho_write_text(&d->w, "as_of", text);
    ho_write_slice(&d->w, "rules", ho_trim(rules));
    snprintf(text, sizeof text, "%zu lead%s", count, count == 1 ? "" : "s");
    ho_write_text(&d->w, "count", text);
    ho_write_array(&d->w, "leads");
    for (size_t i = 0; i < count; i++)
        write_lead(d, handoff_batch_lead(batch, i));
    ho_write_end_array(&d->w);
    ho_write_end_object(&d->w);
}

static enum handoff_status make_data(const struct handoff_batch *batch,
                                     struct handoff_slice rules, int64_t as_of,
                                     char **json, struct handoff_error *err)
{
    struct data d = { 0 };
    enum handoff_status status;

    ho_buffer_init(&d.out, JSON_BYTES);
    ho_buffer_init(&d.line, JSON_BYTES);
    ho_buffer_init(&d.text, JSON_BYTES);
    status = make_fence(&d, batch, err);
    if (status == HANDOFF_OK) {
        write_all(&d, batch, rules, as_of);
        status =
            ho_buffer_take(&d.out, "the prompt of a batch", json, NULL, err);
    }
    ho_buffer_release(&d.text);
    ho_buffer_release(&d.line);
    ho_buffer_release(&d.out);
    return status;
}

enum handoff_status handoff_playbook_prompt_data(
    const struct handoff_policy *policy, const struct handoff_batch *batch,
    struct handoff_slice rules, int64_t as_of, char **json,
    struct handoff_error *err)
{
    char *prose = NULL;
    enum handoff_status status = HANDOFF_OK;

    if (rules.len > HANDOFF_RULES_BYTES)
        return ho_fail(err, HANDOFF_TOO_LARGE,
                       "the rules have %zu bytes, more than %d; give the part "
                       "that this batch needs",
                       rules.len, HANDOFF_RULES_BYTES);
    if (ho_trim(rules).len == 0) {
        status = handoff_policy_prose(policy, &prose, err);
        rules = ho_slice(prose);
    }
    if (status == HANDOFF_OK)
        status = make_data(batch, rules, as_of, json, err);
    free(prose);
    return status;
}
