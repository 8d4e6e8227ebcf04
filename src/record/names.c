/* names.c - which lead is the same as before, and what it is called. */
#include <inttypes.h>
#include <stdio.h>

#include "record/record.h"

enum { IDENTITY_BYTES = 4 * HANDOFF_INTAKE_RECORD };

/* --- the same lead? --------------------------------------------------------
 */

enum handoff_status ho_lead_identity(const struct handoff_lead *lead,
                                     char out[HO_SHA256_HEX],
                                     struct handoff_error *err)
{
    struct ho_buffer b;
    enum handoff_status status;

    if (lead->origin.submission_id[0] != '\0') /* its source names it */
        return ho_sha256_hex(ho_slice(lead->origin.key), out, err);
    ho_buffer_init(&b, IDENTITY_BYTES);
    for (size_t i = 0; i < lead->count; i++)
        if (lead->value[i].source == HANDOFF_SOURCE_FIELD ||
            lead->value[i].source == HANDOFF_SOURCE_MESSAGE) {
            ho_seal_slice(&b, ho_slice(lead->value[i].label));
            ho_seal_slice(&b, lead->value[i].text);
        }
    if (b.len == 0) /* the CRM's words alone: then they are the lead */
        ho_seal_slice(&b, lead->bytes);
    status = ho_buffer_status(&b, "the lead", err);
    if (status == HANDOFF_OK)
        status = ho_sha256_hex(ho_buffer_slice(&b), out, err);
    ho_buffer_release(&b);
    return status;
}

enum handoff_status ho_lead_find(struct handoff_record *record,
                                 const char *identity, int64_t *id,
                                 struct handoff_error *err)
{
    struct ho_query q;

    *id = 0;
    ho_query(record->db, &q, "SELECT id, name FROM lead WHERE identity = ?1");
    ho_bind_text(&q, identity);
    if (ho_step(&q)) {
        *id = ho_integer(&q, 0);
        snprintf(record->name, sizeof record->name, "%s", ho_text(&q, 1));
    }
    return ho_done(&q, err);
}

/* --- names ------------------------------------------------------------------
 */

static enum handoff_status is_taken(struct handoff_record *record,
                                    const char *name, bool *yes,
                                    struct handoff_error *err)
{
    struct ho_query q;

    ho_query(record->db, &q, "SELECT 1 FROM lead WHERE name = ?1");
    ho_bind_text(&q, name);
    *yes = ho_step(&q);
    return ho_done(&q, err);
}

enum handoff_status ho_lead_last(struct handoff_record *record, int64_t *id,
                                 struct handoff_error *err)
{
    struct ho_query q;

    ho_query(record->db, &q,
             "SELECT max((SELECT coalesce(max(id), 0) FROM lead),"
             " (SELECT coalesce(max(lead), 0) FROM event))");
    if (ho_step(&q))
        *id = ho_integer(&q, 0);
    return ho_done(&q, err);
}

/* The name that is wanted, or a number of its own; "-2", "-3" ... behind one
 * that another lead has. */
static enum handoff_status choose_name(struct handoff_record *record,
                                       const char *wanted,
                                       struct handoff_error *err)
{
    const size_t size = sizeof record->name;
    enum handoff_status status = HANDOFF_OK;
    bool taken = true;

    if (record->named == 0)
        status = ho_lead_last(record, &record->named, err);
    record->named++;
    for (unsigned next = 1; taken && status == HANDOFF_OK; next++) {
        const int len = wanted ? snprintf(record->name, size, "%s", wanted)
                               : snprintf(record->name, size, "L-%04" PRId64,
                                          record->named);

        if (next > 1)
            snprintf(record->name + len, size - (size_t)len, "-%u", next);
        status = is_taken(record, record->name, &taken, err);
        /* "policy" names what policies wait under: see record/waiting.h */
        taken = taken || strcmp(record->name, "policy") == 0;
    }
    return status;
}

static const char *name_lead(void *user, const struct handoff_lead *lead,
                             const char *wanted)
{
    struct handoff_record *record = user;
    struct handoff_error *err = &record->trouble;
    char identity[HO_SHA256_HEX];
    int64_t id = 0;
    enum handoff_status status = ho_lead_identity(lead, identity, err);

    if (status == HANDOFF_OK)
        status = ho_lead_find(record, identity, &id, err);
    if (status == HANDOFF_OK && id == 0)
        status = choose_name(record, wanted, err);
    return status == HANDOFF_OK ? record->name : NULL;
}

const struct handoff_namer *handoff_record_namer(struct handoff_record *record)
{
    record->namer = (struct handoff_namer){ name_lead, record };
    return &record->namer;
}
