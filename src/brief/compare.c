/* compare.c - what the form says against what the message says.
 *
 * A model is not asked what a label settles, so nobody would see that the
 * form says "Team size: 12" and the message "our 40 reps".  The built-in
 * extractor looks for it, and what it finds is proved like any quote.  Only
 * values that can exclude each other are compared: numbers, amounts, days,
 * countries and declared values.
 */
#include <stdlib.h>

#include "base/json.h"
#include "brief/build.h"
#include "endpoint/builtin.h"
#include "prompt/open.h"

/* The lead's messages alone, and the fields that they are searched for. */
struct search {
    struct handoff_lead lead;
    struct handoff_fields fields;
    struct handoff_value *value;
    struct handoff_field *field;
};

static bool excludes(enum handoff_type type)
{
    return type == HANDOFF_TYPE_ENUM || type == HANDOFF_TYPE_INTEGER ||
           type == HANDOFF_TYPE_MONEY || type == HANDOFF_TYPE_DATE ||
           type == HANDOFF_TYPE_COUNTRY;
}

static bool is_settled_by_form(const struct ho_build *b, size_t field)
{
    const struct handoff_value *label =
        handoff_lead_settled(b->brief->lead, (int)field);

    return label && label->source == HANDOFF_SOURCE_FIELD &&
           b->claim[field].class == HANDOFF_EXPLICIT;
}

static void add_messages(const struct ho_build *b, struct search *s)
{
    const struct handoff_lead *lead = b->brief->lead;

    s->lead = *lead;
    s->lead.value = s->value;
    s->lead.count = 0;
    for (size_t i = 0; i < lead->count; i++)
        if (lead->value[i].source == HANDOFF_SOURCE_MESSAGE)
            s->value[s->lead.count++] = lead->value[i];
}

/* Only what the message may state at all. */
static void add_fields(const struct ho_build *b, struct search *s)
{
    const struct handoff_fields *fields = b->brief->fields;

    for (size_t i = 0; i < fields->count; i++)
        if (excludes(fields->item[i].type) && is_settled_by_form(b, i) &&
            ho_field_is_open(fields, &s->lead, i))
            s->field[s->fields.count++] = fields->item[i];
    s->fields.item = s->field;
}

static enum handoff_status compare(struct ho_build *b, const cJSON *found)
{
    const int field =
        handoff_field_find(b->brief->fields, ho_slice(found->string));
    struct handoff_claim *claim = &b->claim[field];
    const struct handoff_slice quote = ho_slice(found->valuestring);
    struct ho_attempt a;
    bool agrees = true;
    enum handoff_status status = ho_brief_prove(b, field, quote, &a);

    if (status == HANDOFF_OK && a.proof.ok)
        status = ho_brief_agrees(b, claim, &a.proof.typed, &agrees);
    if (status != HANDOFF_OK || agrees)
        return status;
    ho_brief_contradict(b, claim, quote);
    ho_brief_cite(b, claim, a.value, a.proof.found.from, a.proof.found.to,
                  a.proof.found.match);
    return HANDOFF_OK;
}

static enum handoff_status compare_all(struct ho_build *b,
                                       const struct search *s)
{
    char *reply = NULL;
    cJSON *root = NULL;
    const cJSON *found;
    enum handoff_status status =
        ho_builtin_extract(&s->fields, &s->lead, &reply, b->err);

    if (status == HANDOFF_OK)
        status = ho_json_parse(ho_slice(reply), &root, b->err);
    cJSON_ArrayForEach(found, root)
    {
        if (status == HANDOFF_OK && cJSON_IsString(found))
            status = compare(b, found);
    }
    cJSON_Delete(root);
    free(reply);
    return status;
}

enum handoff_status ho_brief_compare(struct ho_build *b)
{
    struct search s = { .fields = { 0 } };

    s.value =
        ho_arena_alloc(b->scratch, b->brief->lead->count * sizeof *s.value);
    s.field =
        ho_arena_alloc(b->scratch, b->brief->fields->count * sizeof *s.field);
    if (!s.value || !s.field)
        return ho_arena_status(b->scratch, "a brief", b->err);
    add_messages(b, &s);
    add_fields(b, &s);
    return s.fields.count > 0 && s.lead.count > 0 ? compare_all(b, &s)
                                                  : HANDOFF_OK;
}
