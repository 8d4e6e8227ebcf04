/* settled.c - what a lead's labels settle; see <handoff/lead.h> */
#include "intake/settled.h"

const struct handoff_value *handoff_lead_settled(
    const struct handoff_lead *lead, int field)
{
    const struct handoff_value *first = NULL;

    if (field == HANDOFF_NO_FIELD)
        return NULL;
    for (size_t i = 0; i < lead->count && !(first && first->part == 0); i++)
        if (lead->value[i].settles == field &&
            (!first || lead->value[i].part < first->part))
            first = &lead->value[i];
    return first;
}

size_t handoff_lead_parts(const struct handoff_lead *lead, int field,
                          const struct handoff_value *part[HANDOFF_PARTS])
{
    size_t count = 1;

    part[0] = handoff_lead_settled(lead, field);
    if (!part[0] || part[0]->part == 0)
        return part[0] != NULL;
    for (size_t next = part[0]->part + 1; next <= HANDOFF_PARTS; next++)
        for (size_t i = 0; i < lead->count && count < HANDOFF_PARTS; i++)
            if (lead->value[i].settles == field && lead->value[i].part == next)
                part[count++] = &lead->value[i];
    return count;
}

void ho_settled_text(const struct handoff_lead *lead, int field,
                     struct ho_buffer *out)
{
    const struct handoff_value *part[HANDOFF_PARTS];
    const size_t count = handoff_lead_parts(lead, field, part);

    for (size_t i = 0; i < count; i++)
        ho_buffer_format(out, "%s%.*s", i ? " " : "", (int)part[i]->text.len,
                         part[i]->text.ptr);
}
