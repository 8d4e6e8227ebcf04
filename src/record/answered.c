/* answered.c - what was asked and answered before, for who only plans. */
#include <stdio.h>
#include <stdlib.h>

#include "record/record.h"

enum handoff_status ho_record_asks(struct handoff_record *record,
                                   const char *endpoint, const char *model,
                                   struct handoff_error *err)
{
    const bool batch = strncmp(endpoint, "batch:", 6) == 0;
    const size_t size =
        strlen(endpoint) + strlen(model) + strlen(ho_asked_batch) + 2;
    char *asked = malloc(size);

    if (!asked)
        return ho_no_memory(err);
    snprintf(asked, size, "%s%s%s", batch ? ho_asked_batch : endpoint,
             batch ? "" : " ", model);
    free(record->asked);
    record->asked = asked;
    return HANDOFF_OK;
}

static enum handoff_status recall(void *user, struct handoff_reply *reply,
                                  bool *known, struct handoff_error *err)
{
    const struct handoff_record *record = user;
    struct ho_query q;

    ho_query(record->db, &q,
             "SELECT 1 FROM reply WHERE request = ?1 AND asked = ?2 LIMIT 1");
    ho_bind_text(&q, reply->request_sha256);
    ho_bind_text(&q, record->asked);
    *known = ho_step(&q);
    return ho_done(&q, err);
}

enum handoff_status handoff_record_answered(struct handoff_record *record,
                                            const char *endpoint,
                                            const char *model,
                                            const struct handoff_memory **out,
                                            struct handoff_error *err)
{
    const enum handoff_status status =
        ho_record_asks(record, endpoint, model, err);

    if (status != HANDOFF_OK)
        return status;
    record->memory =
        (struct handoff_memory){ .recall = recall, .user = record };
    *out = &record->memory;
    return HANDOFF_OK;
}
