/* settle.c - what stands under a field's own label is stated.
 *
 * The label says which field it is, so only the type is left to prove.  A
 * value that cannot be read as its type stays Unknown: "many" is no team size.
 */
#include "brief/build.h"

#include "evidence/read.h"

static enum handoff_status settle(struct ho_build *b,
                                  struct handoff_claim *claim,
                                  const struct handoff_value *value)
{
    const struct handoff_field *field = &b->brief->fields->item[claim->field];
    struct handoff_typed typed;
    enum handoff_status status =
        ho_read_value(field, value->text, b->day, &typed, &b->text, b->err);

    if (status != HANDOFF_OK)
        return status;
    if (typed.read == HANDOFF_READ_AMBIGUOUS ||
        typed.read == HANDOFF_READ_NOTHING) {
        const bool ambiguous = typed.read == HANDOFF_READ_AMBIGUOUS;

        ho_brief_unknown(b, claim, ambiguous ? "ambiguous" : "rejected");
        ho_brief_find(b,
                      ambiguous ? HANDOFF_FINDING_AMBIGUOUS
                                : HANDOFF_FINDING_WRONG_TYPE,
                      claim->field, "explicit", "unknown", value->text,
                      "what stands under the form's own label");
        return HANDOFF_OK;
    }
    claim->class = HANDOFF_EXPLICIT;
    claim->typed = typed;
    claim->value = ho_arena_copy(b->arena, ho_buffer_slice(&b->text));
    claim->reason = claim->question = "";
    ho_brief_cite(b, claim, value, 0, value->text.len, HANDOFF_MATCH_EXACT);
    return HANDOFF_OK;
}

/* The batch itself tells whether the same person stands in it twice. */
static void settle_duplicate(struct ho_build *b, struct handoff_claim *claim)
{
    const struct handoff_field *field = &b->brief->fields->item[claim->field];
    const char *earlier = b->brief->lead->duplicate_of;
    const int value =
        handoff_enum_find(field, ho_slice(earlier ? "yes" : "no"));
    struct handoff_evidence *e;

    if (field->type != HANDOFF_TYPE_ENUM || value < 0)
        return;
    e = ho_arena_push(b->arena, &claim->evidence, &claim->evidence_count,
                      sizeof *e);
    if (!e)
        return;
    e->cite =
        earlier ? ho_arena_format(b->arena, "batch:%s", earlier) : "batch";
    e->quote = "";
    e->match = HANDOFF_MATCH_EXACT;
    claim->class = HANDOFF_EXPLICIT;
    claim->typed =
        (struct handoff_typed){ HANDOFF_READ_VALUE, true, value, value };
    claim->value = field->value[value].name;
    claim->reason = claim->question = "";
}

enum handoff_status ho_brief_settle(struct ho_build *b)
{
    const struct handoff_fields *fields = b->brief->fields;
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < fields->count && status == HANDOFF_OK; i++) {
        const struct handoff_value *value =
            handoff_lead_settled(b->brief->lead, (int)i);

        if (value)
            status = settle(b, &b->claim[i], value);
        else if (fields->item[i].ask == HANDOFF_ASK_BATCH)
            settle_duplicate(b, &b->claim[i]);
    }
    return status;
}
