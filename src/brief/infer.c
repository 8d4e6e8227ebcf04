/* infer.c - one named, bounded rule: what a field's declaration lets code
 * read out of another field's value (`infer_from:`).
 *
 * A seniority read out of a title is Inferred.  A domain read out of an
 * e-mail address is a part of the quote itself, and as Explicit as that.
 */
#include "brief/build.h"

#include "evidence/phrase.h"
#include "evidence/read.h"

static void borrow_evidence(struct handoff_claim *claim,
                            const struct handoff_claim *from)
{
    claim->evidence = from->evidence;
    claim->evidence_count = from->evidence_count;
    claim->basis = from->field;
    claim->question = "";
}

static enum handoff_status infer_domain(struct ho_build *b,
                                        struct handoff_claim *claim,
                                        const struct handoff_claim *from)
{
    enum handoff_status status = ho_read_value(
        &b->brief->fields->item[claim->field], ho_slice(from->value), b->day,
        &claim->typed, &b->text, b->err);

    if (status != HANDOFF_OK || claim->typed.read != HANDOFF_READ_VALUE)
        return status;
    borrow_evidence(claim, from);
    claim->class = from->class;
    claim->value = ho_arena_copy(b->arena, ho_buffer_slice(&b->text));
    claim->reason = ho_arena_format(b->arena, "part of the %s",
                                    b->brief->fields->item[from->field].name);
    claim->confidence = from->confidence;
    return HANDOFF_OK;
}

static void set_enum(struct ho_build *b, struct handoff_claim *claim,
                     const struct handoff_claim *from, int value)
{
    const struct handoff_fields *fields = b->brief->fields;
    const struct handoff_field *field = &fields->item[claim->field];
    const bool read = claim->typed.read == HANDOFF_READ_VALUE;

    borrow_evidence(claim, from);
    claim->class = HANDOFF_INFERRED;
    claim->typed = (struct handoff_typed){ .read = HANDOFF_READ_VALUE,
                                           .has_number = true,
                                           .low = value,
                                           .high = value };
    claim->value = field->value[value].name;
    claim->confidence =
        read && from->class == HANDOFF_EXPLICIT ? "high" : "low";
    claim->reason = read ? ho_arena_format(b->arena, "the %s says so",
                                           fields->item[from->field].name)
                         : ho_arena_format(b->arena, "the %s says nothing else",
                                           fields->item[from->field].name);
}

static enum handoff_status infer_enum(struct ho_build *b,
                                      struct handoff_claim *claim,
                                      const struct handoff_claim *from)
{
    const struct handoff_field *field = &b->brief->fields->item[claim->field];
    struct handoff_typed typed;
    enum handoff_status status = ho_read_value(
        field, ho_slice(from->value), b->day, &typed, &b->text, b->err);

    if (status != HANDOFF_OK || typed.read == HANDOFF_READ_AMBIGUOUS)
        return status;
    claim->typed = typed;
    if (typed.read == HANDOFF_READ_VALUE)
        set_enum(b, claim, from, (int)typed.low);
    else if (field->infer_else >= 0)
        set_enum(b, claim, from, field->infer_else);
    return HANDOFF_OK;
}

enum handoff_status ho_brief_infer(struct ho_build *b)
{
    const struct handoff_fields *fields = b->brief->fields;
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < fields->count && status == HANDOFF_OK; i++) {
        const struct handoff_field *field = &fields->item[i];
        struct handoff_claim *claim = &b->claim[i];
        const struct handoff_claim *from;

        if (field->infer_from == HANDOFF_NO_FIELD ||
            claim->class != HANDOFF_UNKNOWN)
            continue;
        from = &b->claim[field->infer_from];
        if (from->class == HANDOFF_UNKNOWN ||
            from->typed.read != HANDOFF_READ_VALUE)
            continue;
        status = field->type == HANDOFF_TYPE_ENUM
                     ? infer_enum(b, claim, from)
                     : infer_domain(b, claim, from);
    }
    return status;
}
