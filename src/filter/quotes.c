/* quotes.c - see filter/quotes.h */
#include "filter/quotes.h"

#include <inttypes.h>
#include <stdio.h>

#include <handoff/lead.h>

static enum handoff_status find_field(const struct handoff_fields *fields,
                                      const cJSON *line,
                                      const struct handoff_field **field,
                                      struct handoff_error *err)
{
    const char *name = ho_json_text(line, "field");
    int index;

    if (!name && ho_json_get(line, "field") &&
        !cJSON_IsNull(ho_json_get(line, "field")))
        return ho_fail(err, HANDOFF_BAD_INPUT,
                       "\"field\" is the name of a field, a text; write it so "
                       "or leave it out");
    if (!name || !fields)
        return HANDOFF_OK;
    index = handoff_field_find(fields, ho_slice(name));
    if (index == HANDOFF_NO_FIELD)
        return ho_fail(err, HANDOFF_BAD_INPUT,
                       "the policy declares no field \"%s\"; name one of its "
                       "own, or leave it out",
                       name);
    *field = &fields->item[index];
    return HANDOFF_OK;
}

/* "source": a text, or an object of texts by the name they are cited by. */
static enum handoff_status read_texts(const cJSON *source,
                                      struct handoff_text *texts, size_t *count,
                                      struct handoff_error *err)
{
    const cJSON *item;

    *count = 0;
    if (cJSON_IsString(source)) {
        texts[(*count)++] =
            (struct handoff_text){ "message", ho_slice(source->valuestring) };
        return HANDOFF_OK;
    }
    if (!cJSON_IsObject(source))
        return ho_fail(err, HANDOFF_BAD_INPUT,
                       "the line needs \"source\": a text, or an object of "
                       "texts");
    cJSON_ArrayForEach(item, source)
    {
        if (!cJSON_IsString(item) || *count == HANDOFF_INTAKE_VALUES)
            return ho_fail(err, HANDOFF_BAD_INPUT,
                           "\"source\" holds at most %d texts, and nothing "
                           "else",
                           HANDOFF_INTAKE_VALUES);
        texts[(*count)++] =
            (struct handoff_text){ item->string, ho_slice(item->valuestring) };
    }
    return HANDOFF_OK;
}

enum { NUMBER_BYTES = 24 };

/* "value": a text, or a whole number, which says the same as its digits.
 * Anything else would go unproved if it were passed over. */
static enum handoff_status read_value(const cJSON *line,
                                      char number[NUMBER_BYTES],
                                      const char **value,
                                      struct handoff_error *err)
{
    const cJSON *item = ho_json_get(line, "value");
    int64_t whole;

    *value = ho_json_text(line, "value");
    if (*value || !item || cJSON_IsNull(item))
        return HANDOFF_OK;
    if (!cJSON_IsNumber(item) || !ho_json_integer(item, &whole))
        return ho_fail(err, HANDOFF_BAD_INPUT,
                       "\"value\" is a text or a whole number; write any other "
                       "number as a text");
    snprintf(number, NUMBER_BYTES, "%" PRId64, whole);
    *value = number;
    return HANDOFF_OK;
}

enum handoff_status ho_quote_check(const struct handoff_fields *fields,
                                   int64_t day, const cJSON *line,
                                   struct ho_quote_line *out,
                                   struct handoff_error *err)
{
    const cJSON *source = ho_json_get(line, "source");
    const char *quote = ho_json_text(line, "quote");
    struct handoff_quote q = { .fields = fields, .day = day };
    char number[NUMBER_BYTES];
    struct handoff_text texts[HANDOFF_INTAKE_VALUES];
    size_t count = 0;
    enum handoff_status status = read_texts(source, texts, &count, err);

    if (status == HANDOFF_OK && !quote)
        status =
            ho_fail(err, HANDOFF_BAD_INPUT, "the line needs \"quote\": a text");
    if (status != HANDOFF_OK)
        return status;
    q.quote = ho_slice(quote);
    status = read_value(line, number, &q.value, err);
    if (status == HANDOFF_OK)
        status = find_field(fields, line, &q.field, err);
    if (status == HANDOFF_OK)
        status = handoff_check_quote(&q, texts, count, &out->result, err);
    if (status == HANDOFF_OK)
        out->source = cJSON_IsObject(source) && out->result.end > 0
                          ? texts[out->result.text].name
                          : NULL;
    return status;
}

void ho_quote_write(const struct ho_quote_line *quote, struct ho_writer *w)
{
    static const char *const verdicts[] = { "accepted", "review", "rejected" };
    const struct handoff_quote_result *r = &quote->result;

    ho_write_text(w, "verdict", verdicts[r->verdict]);
    ho_write_text(w, "code",
                  r->has_code ? handoff_finding_name(r->code) : NULL);
    ho_write_integer(w, "start", (int64_t)r->start);
    ho_write_integer(w, "end", (int64_t)r->end);
    if (quote->source)
        ho_write_text(w, "source", quote->source);
    if (r->clause.len > 0)
        ho_write_slice(w, "clause", r->clause);
}
