/* transport_batch.c - replies out of a batch job's results: one JSON line each,
 *
 *   {"custom_id","response":{"status_code","body":{...}},"error":null}
 *
 * in any order.  A result is read like an answer over HTTP; what is missing or
 * failed there is a failed request here.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "endpoint/transport.h"
#include "endpoint/words.h"

enum {
    PREFIX_BYTES = sizeof "batch:" - 1,
    FILE_BYTES = 1024 * 1024 * 1024,
    BODY_BYTES = 16 * 1024 * 1024
};

struct result {
    char id[HO_SHA256_HEX];
    struct handoff_slice line;
    size_t number; /* of the line, from 1 */
};

struct batch {
    struct ho_transport base;
    char *text;
    struct result *result; /* by id, then by line */
    size_t count, room;
};

/* --- the file ------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    const struct result *x = a, *y = b;
    const int order = strcmp(x->id, y->id);

    return order != 0 ? order
                      : (x->number > y->number) - (x->number < y->number);
}

/* Other ids than hashes of requests are no results of ours. */
static enum handoff_status add_line(struct batch *self,
                                    struct handoff_slice line, size_t number,
                                    struct handoff_error *err)
{
    struct handoff_error why = HANDOFF_ERROR_INIT;
    cJSON *root = NULL;
    const char *id;

    if (ho_json_parse(line, &root, &why) == HANDOFF_NO_MEMORY)
        return ho_no_memory(err);
    if (!cJSON_IsObject(root)) {
        cJSON_Delete(root);
        return ho_fail_at(err, HANDOFF_BAD_JSON, number, 0,
                          "no JSON object (%s); name the result file of a "
                          "batch job as it was downloaded",
                          why.message);
    }
    id = ho_json_text(root, "custom_id");
    if (id && strlen(id) == HO_SHA256_HEX - 1) {
        struct result *r = &self->result[self->count++];

        memcpy(r->id, id, HO_SHA256_HEX);
        r->line = line;
        r->number = number;
    }
    cJSON_Delete(root);
    return HANDOFF_OK;
}

static size_t count_lines(struct handoff_slice text)
{
    size_t count = 1;

    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == '\n';
    return count;
}

static enum handoff_status load(struct batch *self, const char *path,
                                struct handoff_error *err)
{
    struct handoff_slice rest = { 0 }, line;
    enum handoff_status status =
        ho_file_read(path, FILE_BYTES, &self->text, &rest.len, err);

    if (status != HANDOFF_OK)
        return status;
    rest.ptr = self->text;
    self->result = calloc(count_lines(rest), sizeof *self->result);
    if (!self->result)
        return ho_no_memory(err);
    for (size_t n = 1; status == HANDOFF_OK && ho_next_line(&rest, &line); n++)
        if (ho_trim(line).len > 0)
            status = add_line(self, line, n, err);
    if (status != HANDOFF_OK)
        ho_error_file(err, path);
    qsort(self->result, self->count, sizeof *self->result, by_id);
    return status;
}

/* The first line of that id. */
static const struct result *find(const struct batch *self, const char *id)
{
    size_t from = 0, to = self->count;

    while (from < to) {
        const size_t middle = from + (to - from) / 2;

        if (strcmp(self->result[middle].id, id) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from < self->count && strcmp(self->result[from].id, id) == 0
               ? &self->result[from]
               : NULL;
}

/* --- one result ----------------------------------------------------------- */

static enum handoff_status fail(const struct batch *self,
                                const struct result *r, struct ho_exchange *x,
                                const char *problem, struct handoff_error *err)
{
    return ho_exchange_fail(x, err, "%s line %zu: %s",
                            self->base.name + PREFIX_BYTES, r->number, problem);
}

/* {"code":"batch_expired","message":"..."} */
static enum handoff_status read_error(const struct batch *self,
                                      const struct result *r,
                                      struct ho_exchange *x, const cJSON *error,
                                      struct handoff_error *err)
{
    const char *code = ho_json_text(error, "code");
    const char *message = ho_json_text(error, "message");
    struct ho_buffer said;
    enum handoff_status status;

    ho_buffer_init(&said, 4 * HO_WORDS);
    ho_words(&said, ho_slice(code ? code : "an error"), NULL);
    ho_buffer_text(&said, ", \"");
    ho_words(&said, ho_slice(message ? message : ""), NULL);
    ho_buffer_text(&said, "\"; ask for this lead again");
    status = ho_buffer_status(&said, "the batch's error", err);
    if (status == HANDOFF_OK)
        status = fail(self, r, x, said.ptr, err);
    ho_buffer_release(&said);
    return status;
}

static enum handoff_status read_answer(const struct batch *self,
                                       const struct result *r,
                                       struct ho_exchange *x,
                                       const cJSON *response,
                                       struct handoff_error *err)
{
    const cJSON *body = ho_json_get(response, "body");
    struct ho_answer answer;
    struct ho_buffer text;
    struct ho_writer w;
    int64_t http_status = 200;
    enum handoff_status status;

    ho_answer_init(&answer);
    ho_buffer_init(&text, BODY_BYTES);
    ho_writer_init(&w, &text, 0);
    ho_json_integer(ho_json_get(response, "status_code"), &http_status);
    if (body)
        ho_write_json(&w, NULL, body);
    status = ho_buffer_status(&text, "the batch's answer", err);
    if (status == HANDOFF_OK)
        status = ho_chat_read(http_status, ho_buffer_slice(&text), NULL,
                              &answer, err);
    x->reply.http_status = (long)http_status;
    x->reply.prompt_tokens = answer.prompt_tokens;
    x->reply.completion_tokens = answer.completion_tokens;
    x->reply.ok = answer.text != NULL;
    x->reply.text = answer.text;
    answer.text = NULL;
    if (status == HANDOFF_OK && !x->reply.ok)
        status = fail(self, r, x, answer.problem, err);
    ho_buffer_release(&text);
    ho_answer_release(&answer);
    return status;
}

static enum handoff_status read_result(const struct batch *self,
                                       const struct result *r,
                                       struct ho_exchange *x,
                                       struct handoff_error *err)
{
    cJSON *root = NULL;
    const cJSON *error;
    enum handoff_status status = ho_json_parse(r->line, &root, err);

    if (status != HANDOFF_OK)
        return status;
    error = ho_json_get(root, "error");
    status = error && !cJSON_IsNull(error)
                 ? read_error(self, r, x, error, err)
                 : read_answer(self, r, x, ho_json_get(root, "response"), err);
    cJSON_Delete(root);
    return status;
}

static enum handoff_status start(struct ho_transport *transport,
                                 struct ho_exchange *x,
                                 struct handoff_error *err)
{
    const struct batch *self = (const struct batch *)transport;
    const struct result *r = find(self, x->reply.request_sha256);

    transport->under_way++;
    ho_transport_done(transport, x);
    x->reply.attempts = r != NULL;
    if (r)
        return read_result(self, r, x, err);
    return ho_exchange_fail(x, err,
                            "%s has no result for this lead (custom_id "
                            "%.12s...); write and run a batch with the same "
                            "leads, policy and prompt",
                            transport->name + PREFIX_BYTES,
                            x->reply.request_sha256);
}

static void free_batch(struct ho_transport *transport)
{
    struct batch *self = (struct batch *)transport;

    ho_transport_release(transport);
    free(self->result);
    free(self->text);
    free(self);
}

enum handoff_status ho_batch_new(const struct handoff_endpoint_options *options,
                                 struct ho_transport **out,
                                 struct handoff_error *err)
{
    struct batch *self = calloc(1, sizeof *self);
    enum handoff_status status;

    if (!self)
        return ho_no_memory(err);
    self->base.start = start;
    self->base.poll = ho_transport_idle;
    self->base.free = free_batch;
    self->base.name = strdup(options->url);
    status = self->base.name ? load(self, options->url + PREFIX_BYTES, err)
                             : ho_no_memory(err);
    if (status == HANDOFF_OK)
        *out = &self->base;
    else
        free_batch(&self->base);
    return status;
}
