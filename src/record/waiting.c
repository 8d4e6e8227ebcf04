/* waiting.c - the queue of what waits for a person; see record/waiting.h */
#include "record/waiting.h"

#include <inttypes.h>
#include <stdio.h>

#include "record/drafts.h"
#include "record/policies.h"

enum { LEAST = 6 /* digits of the hash that must be given */ };

static const char policy_word[] = "policy";

/* LEAD@HASH: the lead's name may hold an @ of its own. */
static void split(const char *item, struct handoff_slice *name,
                  const char **hash)
{
    const char *at = strrchr(item, '@');

    *name = at ? (struct handoff_slice){ item, (size_t)(at - item) }
               : ho_slice(item);
    *hash = at ? at + 1 : NULL;
}

/* One hash over the columns of the row that q stands on, from `first`. */
static enum handoff_status hash_shown(const struct ho_query *q, int first,
                                      int count, char out[HO_SHA256_HEX],
                                      struct handoff_error *err)
{
    struct ho_buffer b;
    enum handoff_status status;

    ho_buffer_init(&b, HO_SHOWN_BYTES);
    for (int i = 0; i < count; i++)
        ho_seal_slice(&b, ho_bytes(q, first + i));
    status = ho_buffer_status(&b, "what is shown", err);
    if (status == HANDOFF_OK)
        status = ho_sha256_hex(ho_buffer_slice(&b), out, err);
    ho_buffer_release(&b);
    return status;
}

static enum handoff_status find_lead(struct handoff_record *record,
                                     struct handoff_slice name,
                                     struct ho_waiting *out,
                                     struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK, done;
    struct ho_query q;

    ho_query(record->db, &q,
             "SELECT l.id, d.id, b.body, d.body, d.crm, d.needs FROM lead l"
             " JOIN crm c ON c.lead = l.id JOIN decision d ON d.id = c.decision"
             " JOIN brief b ON b.id = d.brief WHERE l.name = ?1 AND c.waits");
    ho_bind_slice(&q, name);
    if (ho_step(&q)) {
        out->lead = ho_integer(&q, 0);
        out->decision = ho_integer(&q, 1);
        status = hash_shown(&q, 2, 4, out->shown, err);
    }
    done = ho_done(&q, err);
    return status == HANDOFF_OK ? done : status;
}

#define POLICIES                                                    \
    "SELECT t.id, t.sha256, max(r.id), count(*), t.body FROM run r" \
    " JOIN text t ON t.id = r.policy WHERE " HO_POLICY_UNSAID       \
    " GROUP BY t.id ORDER BY max(r.id) DESC"

/* The newest one, or the one whose hash begins so. */
static enum handoff_status find_policy(struct handoff_record *record,
                                       const char *hash, struct ho_waiting *out,
                                       struct handoff_error *err)
{
    struct ho_query q;

    ho_query(record->db, &q, POLICIES);
    while (out->policy == 0 && ho_step(&q))
        if (!hash || strncmp(ho_text(&q, 1), hash, strlen(hash)) == 0) {
            out->policy = ho_integer(&q, 0);
            snprintf(out->shown, sizeof out->shown, "%s", ho_text(&q, 1));
        }
    return ho_done(&q, err);
}

enum handoff_status ho_waiting_find(struct handoff_record *record,
                                    const char *item, bool exact,
                                    struct ho_waiting *out,
                                    struct handoff_error *err)
{
    struct handoff_slice name;
    const char *hash;
    enum handoff_status status;

    *out = (struct ho_waiting){ 0 };
    split(item, &name, &hash);
    status = ho_slice_is(name, policy_word)
                 ? find_policy(record, hash, out, err)
                 : find_lead(record, name, out, err);
    if (status != HANDOFF_OK)
        return status;
    if (out->decision == 0 && out->policy == 0)
        return ho_fail(err, HANDOFF_USAGE,
                       "nothing waits for review as %s; see handoff review "
                       "list",
                       item);
    if (exact && (!hash || strlen(hash) < LEAST))
        return ho_fail(err, HANDOFF_USAGE,
                       "say which version you saw: %.*s@%.*s; handoff review "
                       "show %.*s shows it",
                       (int)name.len, name.ptr, HO_ITEM_HASH, out->shown,
                       (int)name.len, name.ptr);
    if (hash && strncmp(out->shown, hash, strlen(hash)) != 0)
        return ho_fail(err, HANDOFF_USAGE,
                       "%.*s has changed since then and is %.*s@%.*s now; "
                       "look at it with handoff review show",
                       (int)name.len, name.ptr, (int)name.len, name.ptr,
                       HO_ITEM_HASH, out->shown);
    return HANDOFF_OK;
}

void ho_waiting_name(const struct ho_waiting *what, const char *item,
                     char out[HO_ITEM_BYTES])
{
    struct handoff_slice name;
    const char *hash;

    split(item, &name, &hash);
    snprintf(out, HO_ITEM_BYTES, "%.*s@%.*s", (int)name.len, name.ptr,
             HO_ITEM_HASH, what->shown);
}

/* --- list
 * --------------------------------------------------------------------- */

static const struct ho_listing_column columns[] = {
    { "item", "Item", false },   { "needs", "Needs a person for", false },
    { "route", "Route", false }, { "owner", "Owner", false },
    { "due", "Due", false },     { "next_action", "Next action", false },
    { "score", "Score", true }
};

enum { COLUMNS = sizeof columns / sizeof *columns };

static enum handoff_status list_policies(struct handoff_record *record,
                                         struct ho_listing *list,
                                         struct handoff_error *err)
{
    struct ho_query q;

    ho_query(record->db, &q, POLICIES);
    while (ho_step(&q)) {
        char item[32], runs[64];
        const char *value[COLUMNS] = {
            item, "policy approval", NULL, NULL, NULL, runs, NULL
        };

        snprintf(item, sizeof item, "%s@%.*s", policy_word, HO_ITEM_HASH,
                 ho_text(&q, 1));
        snprintf(runs, sizeof runs, "%" PRId64 " run%s without approval",
                 ho_integer(&q, 3), ho_integer(&q, 3) == 1 ? "" : "s");
        ho_listing_row(list, value);
    }
    return ho_done(&q, err);
}

static enum handoff_status list_lead(struct ho_listing *list,
                                     const struct ho_query *q,
                                     struct handoff_error *err)
{
    char shown[HO_SHA256_HEX], item[HANDOFF_INTAKE_ID + 64], score[24];
    const char *value[COLUMNS] = { item,          ho_text(q, 4), ho_text(q, 5),
                                   ho_text(q, 6), ho_text(q, 7), ho_text(q, 8),
                                   score };
    const enum handoff_status status = hash_shown(q, 1, 4, shown, err);

    snprintf(item, sizeof item, "%s@%.*s", ho_text(q, 0), HO_ITEM_HASH, shown);
    snprintf(score, sizeof score, "%" PRId64, ho_integer(q, 9));
    if (status == HANDOFF_OK)
        ho_listing_row(list, value);
    return status;
}

static enum handoff_status list_leads(struct handoff_record *record,
                                      struct ho_listing *list, size_t limit,
                                      struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK, done;
    struct ho_query q;

    ho_query(record->db, &q,
             "SELECT l.name, b.body, d.body, d.crm, d.needs, c.route, c.owner,"
             " c.due, c.next_action, c.score FROM crm c"
             " JOIN lead l ON l.id = c.lead"
             " JOIN decision d ON d.id = c.decision"
             " JOIN brief b ON b.id = d.brief WHERE c.waits = 1"
             " ORDER BY c.score DESC, c.lead LIMIT ?1");
    ho_bind_integer(&q, (int64_t)limit);
    while (status == HANDOFF_OK && ho_step(&q))
        status = list_lead(list, &q, err);
    done = ho_done(&q, err);
    return status == HANDOFF_OK ? done : status;
}

enum handoff_status handoff_review_list(struct handoff_record *record,
                                        size_t limit,
                                        enum handoff_format format, char **text,
                                        size_t *len, struct handoff_error *err)
{
    struct ho_listing list;
    enum handoff_status status =
        ho_listing_init(&list, format, columns, COLUMNS, err);

    if (status != HANDOFF_OK)
        return status;
    status = list_policies(record, &list, err);
    if (status == HANDOFF_OK)
        status = list_leads(record, &list, limit, err);
    if (status == HANDOFF_OK)
        status = ho_drafts_list(record, &list, limit, err);
    if (status == HANDOFF_OK)
        status =
            ho_listing_take(&list, "Nothing waits for review.", text, len, err);
    ho_listing_release(&list);
    return status;
}
