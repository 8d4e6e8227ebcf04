/* outreach_ask.c - asking a model for angles, and again where they are
 * refused; see <handoff/outreach.h> */
#include <stdlib.h>

#include "base/builtin.h"
#include "base/sha256.h"
#include "playbook/outreach.h"
#include "prompt/defuse.h"

enum {
    DATA_BYTES = 1 << 20,
    MAX_TOKENS = 1500,
    WINDOW = 64, /* requests under way */
    FENCE = 24,
    TALKS = 1 + HANDOFF_REASKS,
    REFUSED_SHOWN = 8
};

static const char example_name[] = "prompts/outreach.example.json";

/* --- data ------------------------------------------------------------------
 */

static void write_phrasings(struct ho_writer *w, const char *key,
                            const struct ho_phrasings *list)
{
    ho_write_array(w, key);
    for (size_t i = 0; i < list->count; i++) {
        ho_write_object(w, NULL);
        ho_write_text(w, "id", list->item[i].id);
        ho_write_text(w, "text", list->item[i].text);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

/* Text that comes from outside: the lead's words, or a model's about them. */
static void write_defused(struct ho_writer *w, const char *key,
                          const char *text, const char *fence)
{
    struct ho_buffer b;

    ho_buffer_init(&b, DATA_BYTES);
    ho_defuse(&b, ho_slice(text), fence);
    for (size_t i = 0; i < b.len; i++)
        if (b.ptr[i] == '\n' || b.ptr[i] == '\r')
            b.ptr[i] = ' ';
    if (b.failed != HANDOFF_OK)
        w->buffer->failed = b.failed;
    ho_write_slice(w, key, ho_buffer_slice(&b));
    ho_buffer_release(&b);
}

static void write_facts(struct ho_writer *w, const struct ho_palette *p,
                        const char *fence)
{
    ho_write_array(w, "facts");
    for (size_t i = 0; i < p->count; i++) {
        if (p->piece[i].kind != HO_PIECE_FACT)
            continue;
        ho_write_object(w, NULL);
        ho_write_text(w, "id", p->piece[i].id);
        write_defused(w, "quote", p->piece[i].text, fence);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
    ho_write_array(w, "questions");
    for (size_t i = 0; i < p->count; i++)
        if (p->piece[i].kind == HO_PIECE_QUESTION)
            write_defused(w, NULL, p->piece[i].text, fence);
    ho_write_end_array(w);
}

static void write_refused(struct ho_writer *w,
                          const struct handoff_draft *draft, unsigned again,
                          const char *fence)
{
    size_t shown = 0;

    ho_write_array(w, "refused");
    for (size_t i = 0; i < draft->refused.count && shown < REFUSED_SHOWN; i++) {
        const struct handoff_refusal *r = &draft->refused.item[i];

        if (again == 0 || r->answer != again)
            continue;
        ho_write_object(w, NULL);
        write_defused(w, "sentence", r->sentence, fence);
        write_defused(w, "why", r->why, fence);
        ho_write_end_object(w);
        shown++;
    }
    ho_write_end_array(w);
}

static void write_joined(struct ho_writer *w, const char *key,
                         const char *const *item, size_t count)
{
    struct ho_buffer b;

    ho_buffer_init(&b, DATA_BYTES);
    for (size_t i = 0; i < count; i++)
        ho_buffer_format(&b, "%s%s", i > 0 ? ", " : "", item[i]);
    ho_write_slice(w, key, ho_buffer_slice(&b));
    ho_buffer_release(&b);
}

static void write_channels(struct ho_writer *w,
                           const struct handoff_outreach *o,
                           const struct handoff_brief *brief, const char *key)
{
    ho_write_array(w, key);
    for (size_t i = 0; i < o->channel_count; i++)
        if (ho_channel_fits(&o->channel[i], brief))
            ho_write_text(w, NULL, o->channel[i].id);
    ho_write_end_array(w);
}

/* The example as the template wants it: its reply is one text. */
static enum handoff_status write_example(struct ho_writer *w,
                                         struct handoff_error *err)
{
    cJSON *root = NULL;
    char *reply = NULL;
    enum handoff_status status =
        ho_json_parse(ho_builtin_text(example_name), &root, err);

    if (status != HANDOFF_OK)
        return status;
    reply = cJSON_PrintUnformatted(ho_json_get(root, "reply"));
    ho_write_object(w, "example");
    ho_write_json(w, "promises", ho_json_get(root, "claims"));
    ho_write_json(w, "ctas", ho_json_get(root, "ctas"));
    ho_write_json(w, "questions", ho_json_get(root, "questions"));
    ho_write_json(w, "facts", ho_json_get(root, "facts"));
    ho_write_text(w, "reply", reply);
    ho_write_end_object(w);
    if (!reply)
        status = ho_no_memory(err);
    free(reply);
    cJSON_Delete(root);
    return status;
}

/* Cut from the hash of the lead's words, so that none of them can hold it. */
static enum handoff_status make_fence(const struct ho_palette *p,
                                      char fence[HO_SHA256_HEX],
                                      struct handoff_error *err)
{
    const enum handoff_status status = ho_sha256_hex(p->source, fence, err);

    fence[FENCE] = '\0';
    return status;
}

enum handoff_status ho_outreach_data(const struct handoff_outreach *o,
                                     const struct handoff_draft *draft,
                                     unsigned again, char **json,
                                     struct handoff_error *err)
{
    const char *channels[64];
    char fence[HO_SHA256_HEX];
    struct ho_buffer b;
    struct ho_writer w;
    size_t count = 0;
    enum handoff_status status = make_fence(draft->palette, fence, err);

    ho_buffer_init(&b, DATA_BYTES);
    ho_writer_init(&w, &b, 0);
    for (size_t i = 0; i < o->channel_count && count < 64; i++)
        if (ho_channel_fits(&o->channel[i], draft->to.brief))
            channels[count++] = o->channel[i].id;
    ho_write_object(&w, NULL);
    ho_write_text(&w, "fence", fence);
    write_joined(&w, "channels", channels, count);
    write_phrasings(&w, "promises", &o->claims);
    write_phrasings(&w, "ctas", &o->ctas);
    write_joined(&w, "never", o->never.item, o->never.count);
    write_facts(&w, draft->palette, fence);
    write_refused(&w, draft, again, fence);
    if (status == HANDOFF_OK)
        status = write_example(&w, err);
    ho_write_end_object(&w);
    if (status == HANDOFF_OK)
        status = ho_buffer_take(&b, "the data of a draft", json, NULL, err);
    ho_buffer_release(&b);
    return status;
}

/* --- reply schema ----------------------------------------------------------
 */

static void write_enum(struct ho_writer *w, const char *key,
                       const struct ho_phrasings *list)
{
    ho_write_object(w, key);
    ho_write_array(w, "enum");
    for (size_t i = 0; i < list->count; i++)
        ho_write_text(w, NULL, list->item[i].id);
    ho_write_end_array(w);
    ho_write_end_object(w);
}

static void write_angle_schema(struct ho_writer *w,
                               const struct handoff_outreach *o,
                               const struct handoff_brief *brief)
{
    static const char required[] =
        "[\"channel\",\"promise\",\"cta\",\"message\"]";

    ho_write_object(w, "items");
    ho_write_text(w, "type", "object");
    ho_write_raw(w, "required", ho_slice(required));
    ho_write_bool(w, "additionalProperties", false);
    ho_write_object(w, "properties");
    ho_write_object(w, "channel");
    write_channels(w, o, brief, "enum");
    ho_write_end_object(w);
    write_enum(w, "promise", &o->claims);
    write_enum(w, "cta", &o->ctas);
    ho_write_object(w, "message");
    ho_write_text(w, "type", "string");
    ho_write_end_object(w);
    ho_write_end_object(w);
    ho_write_end_object(w);
}

enum handoff_status ho_outreach_schema(const struct handoff_outreach *o,
                                       const struct handoff_draft *draft,
                                       char **json, struct handoff_error *err)
{
    struct ho_buffer b;
    struct ho_writer w;
    enum handoff_status status;

    ho_buffer_init(&b, DATA_BYTES);
    ho_writer_init(&w, &b, 0);
    ho_write_object(&w, NULL);
    ho_write_text(&w, "type", "object");
    ho_write_raw(&w, "required", ho_slice("[\"angles\"]"));
    ho_write_bool(&w, "additionalProperties", false);
    ho_write_object(&w, "properties");
    ho_write_object(&w, "angles");
    ho_write_text(&w, "type", "array");
    write_angle_schema(&w, o, draft->to.brief);
    ho_write_end_object(&w);
    ho_write_end_object(&w);
    ho_write_end_object(&w);
    status = ho_buffer_take(&b, "the schema of a draft", json, NULL, err);
    ho_buffer_release(&b);
    return status;
}

/* --- talks -----------------------------------------------------------------
 */

struct talk {
    char *text[TALKS], *failure[TALKS];
    size_t count;
    struct handoff_made_by made_by;
};

struct run {
    const struct handoff_drafting *job;
    struct handoff_draft **draft;
    struct talk *talk; /* one a recipient */
    size_t asked, open;
};

static bool is_offline(const struct run *run)
{
    return strcmp(handoff_endpoint_name(run->job->endpoint),
                  "builtin:extract") == 0;
}

static enum handoff_status make(struct run *run, size_t i,
                                struct handoff_error *err)
{
    struct talk *talk = &run->talk[i];
    struct handoff_answer answer[TALKS];

    for (size_t a = 0; a < talk->count; a++)
        answer[a] = (struct handoff_answer){ talk->text[a], talk->failure[a] };
    handoff_draft_free(run->draft[i]);
    run->draft[i] = NULL;
    return handoff_draft_make(run->job->outreach, &run->job->to[i], answer,
                              talk->count, &talk->made_by, &run->draft[i], err);
}

static enum handoff_status send(struct run *run, size_t i, const char *data,
                                const char *schema, struct handoff_error *err)
{
    struct handoff_messages messages = { 0 };
    struct handoff_request request = { .tag = i,
                                       .messages = &messages,
                                       .schema = schema,
                                       .max_tokens = MAX_TOKENS,
                                       .lead = run->job->to[i].brief->lead };
    enum handoff_status status =
        handoff_prompt_render(run->job->prompt, ho_slice(data), &messages, err);

    if (status == HANDOFF_OK && run->job->sent)
        status =
            run->job->sent(run->job->user, request.lead->id, &messages, err);
    if (status == HANDOFF_OK)
        status = handoff_endpoint_submit(run->job->endpoint, &request, err);
    handoff_messages_release(&messages);
    return status;
}

static enum handoff_status ask(struct run *run, size_t i,
                               struct handoff_error *err)
{
    const struct handoff_outreach *o = run->job->outreach;
    char *data = NULL, *schema = NULL;
    enum handoff_status status = ho_outreach_data(
        o, run->draft[i], (unsigned)run->talk[i].count, &data, err);

    if (status == HANDOFF_OK)
        status = ho_outreach_schema(o, run->draft[i], &schema, err);
    if (status == HANDOFF_OK)
        status = send(run, i, data, schema, err);
    free(schema);
    free(data);
    return status;
}

static size_t from_model(const struct handoff_draft *draft)
{
    size_t count = 0;

    for (size_t i = 0; i < draft->angle_count; i++)
        count += !draft->angle[i].is_template;
    return count;
}

/* May another question help?  The same answer twice is the last. */
static bool is_open(const struct run *run, size_t i)
{
    const struct talk *t = &run->talk[i];
    const char *last = t->text[t->count - 1];

    return last && t->count <= run->job->reasks && t->count < TALKS &&
           from_model(run->draft[i]) < HANDOFF_ANGLES &&
           (t->count < 2 || !t->text[t->count - 2] ||
            strcmp(last, t->text[t->count - 2]) != 0);
}

static void note(struct talk *t, struct handoff_reply *reply)
{
    t->text[t->count] = reply->ok ? reply->text : NULL;
    t->failure[t->count++] = reply->ok ? NULL : reply->failure;
    *(reply->ok ? &reply->text : &reply->failure) = NULL;
    t->made_by.attempts += reply->attempts;
}

static enum handoff_status collect(struct run *run, struct handoff_error *err)
{
    struct handoff_reply reply = { 0 };
    bool got = false;
    enum handoff_status status =
        handoff_endpoint_next(run->job->endpoint, &reply, &got, err);

    if (status == HANDOFF_OK && !got)
        status = ho_fail(err, HANDOFF_ENDPOINT,
                         "the endpoint lost %zu of the drafts; run again",
                         run->open);
    if (status == HANDOFF_OK) {
        note(&run->talk[reply.tag], &reply);
        status = make(run, reply.tag, err);
    }
    if (status == HANDOFF_OK && is_open(run, reply.tag))
        status = ask(run, reply.tag, err);
    else
        run->open--;
    handoff_reply_release(&reply);
    return status;
}

/* The template draft first: it tells whether there is to be one. */
static enum handoff_status start(struct run *run, size_t i,
                                 struct handoff_error *err)
{
    struct talk *talk = &run->talk[i];
    enum handoff_status status;

    talk->made_by = (struct handoff_made_by){
        .endpoint = handoff_endpoint_name(run->job->endpoint),
        .model = run->job->model,
        .prompt = handoff_prompt_id(run->job->prompt)
    };
    status = make(run, i, err);
    if (status != HANDOFF_OK || !run->draft[i]->palette || is_offline(run))
        return status;
    run->open++;
    return ask(run, i, err);
}

static enum handoff_status talk_to_all(struct run *run,
                                       struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    while (status == HANDOFF_OK &&
           (run->open > 0 || run->asked < run->job->count))
        if (run->asked < run->job->count && run->open < WINDOW)
            status = start(run, run->asked++, err);
        else
            status = collect(run, err);
    return status;
}

enum handoff_status handoff_draft_all(const struct handoff_drafting *job,
                                      struct handoff_draft **draft,
                                      struct handoff_error *err)
{
    struct run run = { .job = job, .draft = draft };
    enum handoff_status status;

    run.talk = calloc(job->count + 1, sizeof *run.talk);
    if (!run.talk)
        return ho_no_memory(err);
    for (size_t i = 0; i < job->count; i++)
        draft[i] = NULL;
    status = talk_to_all(&run, err);
    for (size_t i = 0; i < job->count; i++)
        for (size_t a = 0; a < run.talk[i].count; a++) {
            free(run.talk[i].text[a]);
            free(run.talk[i].failure[a]);
        }
    for (size_t i = 0; i < job->count && status != HANDOFF_OK; i++) {
        handoff_draft_free(draft[i]);
        draft[i] = NULL;
    }
    free(run.talk);
    return status;
}
