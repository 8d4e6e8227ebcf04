/* settled.c - what a lead's labels settle; see <handoff/lead.h> */
#include "intake/settled.h"

size_t handoff_lead_parts(const struct handoff_lead *lead, int field,
                          const struct handoff_value *part[HANDOFF_PARTS])
{
    size_t count = 0;

    if (field == HANDOFF_NO_FIELD)
        return 0;
    for (size_t next = 0; next <= HANDOFF_PARTS; next++)
        for (size_t i = 0; i < lead->count && count < HANDOFF_PARTS; i++)
            if (lead->value[i].settles == field && lead->value[i].part == next)
                part[count++] = &lead->value[i];
    return count;
}

const struct handoff_value *handoff_lead_settled(
    const struct handoff_lead *lead, int field)
{
    const struct handoff_value *first = NULL;

    if (field == HANDOFF_NO_FIELD)
        return NULL;
    for (size_t i = 0; i < lead->count; i++)
        if (lead->value[i].settles == field &&
            (!first || lead->value[i].part < first->part))
            first = &lead->value[i];
    return first;
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
