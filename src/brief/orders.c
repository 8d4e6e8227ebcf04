/* orders.c - orders to the reader, wherever they stand in the lead.
 *
 * They are text like any other: shown to a person, followed by nobody.
 */
#include "base/utf8.h"
#include "brief/build.h"

enum { SHOWN = 160 /* bytes of the sentence */ };

static void note_order(struct ho_build *b, const struct handoff_value *value,
                       const struct ho_origin *origin)
{
    const struct handoff_slice sentence = ho_trim(ho_around(
        &origin->breaks, origin->order, origin->order, HO_ENDS_SENTENCE));

    ho_brief_find(b, HANDOFF_FINDING_INSTRUCTION, HANDOFF_NO_FIELD, "", "",
                  ho_utf8_cut(sentence, SHOWN), value->cite);
}

enum handoff_status ho_brief_note_orders(struct ho_build *b)
{
    const struct handoff_lead *lead = b->brief->lead;
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < lead->count && status == HANDOFF_OK; i++) {
        const struct ho_origin *origin = NULL;

        if (lead->value[i].source == HANDOFF_SOURCE_BATCH)
            continue;
        status = ho_brief_origin(b, i, &origin);
        if (status == HANDOFF_OK && origin->order != SIZE_MAX)
            note_order(b, &lead->value[i], origin);
    }
    return status;
}
