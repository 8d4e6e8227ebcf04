/* open.c - see prompt/open.h */
#include "prompt/open.h"

bool ho_field_is_open(const struct handoff_fields *fields,
                      const struct handoff_lead *lead, size_t index)
{
    const struct handoff_field *field = &fields->item[index];

    return !field->from_crm && !field->from_screen &&
           (field->ask == HANDOFF_ASK_LEAD || field->ask == HANDOFF_ASK_WEB) &&
           field->infer_from == HANDOFF_NO_FIELD &&
           handoff_lead_settled(lead, (int)index) == NULL;
}
