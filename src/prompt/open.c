/* open.c - see prompt/open.h */
#include "prompt/open.h"

static bool is_stated(const struct handoff_lead *lead,
                      const struct handoff_field *field)
{
    for (size_t i = 0; lead->screened && i < lead->screened->count; i++)
        if (field->from_screen &&
            lead->screened->fact[i].kind == field->from_screen)
            return true;
    return false;
}

bool ho_field_is_open(const struct handoff_fields *fields,
                      const struct handoff_lead *lead, size_t index)
{
    const struct handoff_field *field = &fields->item[index];

    return !field->from_crm &&
           (field->ask == HANDOFF_ASK_LEAD || field->ask == HANDOFF_ASK_WEB) &&
           field->infer_from == HANDOFF_NO_FIELD && !is_stated(lead, field) &&
           handoff_lead_settled(lead, (int)index) == NULL;
}
