/* filter.c - see <handoff/filter.h> */
#include <handoff/filter.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/json.h"
#include "filter/quotes.h"
#include "filter/texts.h"

enum { LINE_BYTES = 64 * 1024 * 1024 };

struct handoff_filter {
    enum handoff_filter_kind kind;
    struct handoff_filter_options options;
    struct ho_buffer out;
    struct handoff_text_checker *checker; /* text */
    /* the schema of the line before: batches repeat it */
    struct ho_buffer schema_text;
    struct handoff_schema *schema;
};

enum handoff_status handoff_filter_new(
    enum handoff_filter_kind kind, const struct handoff_filter_options *options,
    struct handoff_filter **out, struct handoff_error *err)
{
    struct handoff_filter *f = calloc(1, sizeof *f);
    enum handoff_status status = HANDOFF_OK;

    if (!f)
        return ho_no_memory(err);
    f->kind = kind;
    f->options = *options;
    ho_buffer_init(&f->out, LINE_BYTES);
    ho_buffer_init(&f->schema_text, LINE_BYTES);
    if (kind == HANDOFF_FILTER_TEXT)
        status = handoff_text_checker_new(&f->checker, err);
    if (status == HANDOFF_OK)
        *out = f;
    else
        handoff_filter_free(f);
    return status;
}

void handoff_filter_free(struct handoff_filter *f)
{
    if (!f)
        return;
    handoff_text_checker_free(f->checker);
    handoff_schema_free(f->schema);
    ho_buffer_release(&f->schema_text);
    ho_buffer_release(&f->out);
    free(f);
}

static void begin(struct ho_writer *w, const cJSON *line)
{
    const cJSON *id = ho_json_get(line, "id");

    ho_write_object(w, NULL);
    if (id)
        ho_write_json(w, "id", id);
    else
        ho_write_null(w, "id");
}

static enum handoff_status missing(const char *key, const char *what,
                                   struct handoff_error *err)
{
    return ho_fail(err, HANDOFF_BAD_INPUT, "the line needs \"%s\": %s", key,
                   what);
}

/* The day the line's source arrived on, else that of `as_of`. */
static enum handoff_status read_day(const struct handoff_filter *f,
                                    const cJSON *line, int64_t *day,
                                    struct handoff_error *err)
{
    const cJSON *received = ho_json_get(line, "received");
    int64_t time = f->options.as_of;

    if (received &&
        (!cJSON_IsString(received) ||
         !handoff_time_parse(ho_slice(received->valuestring), &time)))
        return ho_fail(err, HANDOFF_BAD_INPUT,
                       "\"received\" is a time such as 2026-09-24 or "
                       "2026-09-24T09:00:00Z");
    *day = ho_day_of(time);
    return HANDOFF_OK;
}

static enum handoff_status check_text(struct handoff_filter *f,
                                      const cJSON *line, struct ho_writer *w,
                                      bool *refused, struct handoff_error *err)
{
    struct handoff_text_result result;
    int64_t day = 0;
    enum handoff_status status = read_day(f, line, &day, err);

    if (status == HANDOFF_OK)
        status = ho_text_check(f->checker, day, line, &result, err);
    if (status == HANDOFF_OK) {
        begin(w, line);
        ho_text_write(&result, line, w);
        ho_write_end_object(w);
        *refused = result.refused > 0;
    }
    return status;
}

static enum handoff_status check_quote(struct handoff_filter *f,
                                       const cJSON *line, struct ho_writer *w,
                                       bool *refused, struct handoff_error *err)
{
    struct ho_quote_line quote;
    int64_t day = 0;
    enum handoff_status status = read_day(f, line, &day, err);

    if (status == HANDOFF_OK)
        status = ho_quote_check(f->options.fields, day, line, &quote, err);
    if (status == HANDOFF_OK) {
        begin(w, line);
        ho_quote_write(&quote, w);
        ho_write_end_object(w);
        *refused = quote.result.verdict != HANDOFF_ACCEPTED;
    }
    return status;
}

static enum handoff_status print_json(struct ho_buffer *b, const cJSON *value,
                                      struct handoff_error *err)
{
    struct ho_writer w;

    ho_buffer_clear(b);
    ho_writer_init(&w, b, 0);
    ho_write_json(&w, NULL, value);
    return ho_buffer_status(b, "a JSON value", err);
}

static enum handoff_status use_schema(struct handoff_filter *f,
                                      const cJSON *schema,
                                      struct handoff_error *err)
{
    const struct handoff_schema_options options = {
        .assert_format = f->options.assert_format, .remotes = f->options.remotes
    };
    struct ho_buffer text;
    enum handoff_status status;
    bool same;

    ho_buffer_init(&text, LINE_BYTES);
    status = print_json(&text, schema, err);
    same = f->schema && text.len == f->schema_text.len &&
           memcmp(text.ptr, f->schema_text.ptr, text.len) == 0;
    if (status != HANDOFF_OK || same) {
        ho_buffer_release(&text);
        return status;
    }
    handoff_schema_free(f->schema);
    f->schema = NULL;
    ho_buffer_release(&f->schema_text);
    f->schema_text = text;
    return handoff_schema_compile(ho_buffer_slice(&text), &options, &f->schema,
                                  err);
}

static void write_problems(struct ho_writer *w,
                           const struct handoff_schema_result *r)
{
    ho_write_bool(w, "valid", r->valid);
    ho_write_array(w, "errors");
    for (size_t i = 0; i < r->count; i++) {
        ho_write_object(w, NULL);
        ho_write_text(w, "instance", r->item[i].instance);
        ho_write_text(w, "keyword", r->item[i].keyword);
        ho_write_text(w, "message", r->item[i].message);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
    if (r->more)
        ho_write_bool(w, "more", true);
}

static enum handoff_status check_schema(struct handoff_filter *f,
                                        const cJSON *line, struct ho_writer *w,
                                        bool *refused,
                                        struct handoff_error *err)
{
    const cJSON *schema = ho_json_get(line, "schema");
    const cJSON *instance = ho_json_get(line, "instance");
    struct handoff_schema_result r = { 0 };
    struct ho_buffer text;
    enum handoff_status status;

    if (!schema || !instance)
        return missing(schema ? "instance" : "schema", "any JSON value", err);
    ho_buffer_init(&text, LINE_BYTES);
    status = use_schema(f, schema, err);
    if (status == HANDOFF_OK)
        status = print_json(&text, instance, err);
    if (status == HANDOFF_OK)
        status =
            handoff_schema_check(f->schema, ho_buffer_slice(&text), &r, err);
    if (status == HANDOFF_OK) {
        begin(w, line);
        write_problems(w, &r);
        ho_write_end_object(w);
        *refused = !r.valid;
        handoff_schema_result_release(&r);
    }
    ho_buffer_release(&text);
    return status;
}

static struct handoff_slice find_partial(void *user, struct handoff_slice name)
{
    const cJSON *partials = user;
    const cJSON *item;

    cJSON_ArrayForEach(
        item,
        partials) if (ho_slice_is(name, item->string) &&
                      cJSON_IsString(item)) return ho_slice(item->valuestring);
    return (struct handoff_slice){ NULL, 0 };
}

static enum handoff_status render(struct handoff_filter *f, const cJSON *line,
                                  struct ho_writer *w,
                                  struct handoff_error *err)
{
    const char *template = ho_json_text(line, "template");
    const cJSON *data = ho_json_get(line, "data");
    const struct handoff_template_options options = {
        .escape = f->options.escape, .strict = f->options.strict
    };
    const struct handoff_partials partials = {
        find_partial, cJSON_GetObjectItemCaseSensitive(line, "partials")
    };
    struct ho_buffer text;
    char *output = NULL;
    size_t len = 0;
    enum handoff_status status;

    if (!template || !data)
        return missing(template ? "data" : "template",
                       template ? "any JSON value" : "a text", err);
    ho_buffer_init(&text, LINE_BYTES);
    status = print_json(&text, data, err);
    if (status == HANDOFF_OK)
        status = handoff_render(ho_slice(template), ho_buffer_slice(&text),
                                &options, &partials, &output, &len, err);
    if (status == HANDOFF_OK) {
        begin(w, line);
        ho_write_slice(w, "output", (struct handoff_slice){ output, len });
        ho_write_end_object(w);
    }
    free(output);
    ho_buffer_release(&text);
    return status;
}

static enum handoff_status run(struct handoff_filter *f, const cJSON *line,
                               struct ho_writer *w, bool *refused,
                               struct handoff_error *err)
{
    if (!cJSON_IsObject(line))
        return ho_fail(err, HANDOFF_BAD_INPUT,
                       "the line is no JSON object; write one {...} a line");
    switch (f->kind) {
    case HANDOFF_FILTER_TEXT:
        return check_text(f, line, w, refused, err);
    case HANDOFF_FILTER_QUOTES:
        return check_quote(f, line, w, refused, err);
    case HANDOFF_FILTER_SCHEMA:
        return check_schema(f, line, w, refused, err);
    default:
        return render(f, line, w, err);
    }
}

/* Where the line itself is at fault its place is a byte of it: who reads the
 * answers knows which line it is, and it is seldom the first. */
static void write_error(struct handoff_filter *f, const cJSON *line,
                        const struct handoff_error *why)
{
    char text[HANDOFF_ERROR_FILE + HANDOFF_ERROR_MESSAGE];
    struct ho_writer w;

    if (!line && why->column > 0)
        snprintf(text, sizeof text, "byte %zu: %s", why->column, why->message);
    else
        handoff_error_text(why, text, sizeof text);
    ho_buffer_clear(&f->out);
    ho_writer_init(&w, &f->out, 0);
    begin(&w, line);
    ho_write_text(&w, "error", text);
    ho_write_end_object(&w);
}

enum handoff_status handoff_filter_line(struct handoff_filter *f,
                                        struct handoff_slice line,
                                        struct handoff_slice *out,
                                        bool *refused,
                                        struct handoff_error *err)
{
    struct handoff_error why = HANDOFF_ERROR_INIT;
    struct ho_writer w;
    cJSON *root = NULL;
    enum handoff_status status = ho_json_parse(line, &root, &why);

    ho_buffer_clear(&f->out);
    ho_writer_init(&w, &f->out, 0);
    *refused = false;
    if (status == HANDOFF_OK)
        status = run(f, root, &w, refused, &why);
    if (status == HANDOFF_NO_MEMORY) {
        cJSON_Delete(root);
        return ho_no_memory(err);
    }
    if (status != HANDOFF_OK) {
        write_error(f, root, &why);
        *refused = true;
    }
    cJSON_Delete(root);
    *out = ho_buffer_slice(&f->out);
    return ho_buffer_status(&f->out, "the answer", err);
}
