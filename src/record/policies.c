/* policies.c - see record/policies.h */
#include "record/policies.h"

#include <stdio.h>
#include <stdlib.h>

#include <handoff/clock.h>

#include "record/pack.h"
#include "rules/model.h"

/* --- what is there --------------------------------------------------------
 */

static enum handoff_status find_last(struct handoff_record *record,
                                     int64_t text, int64_t before, int64_t *id,
                                     struct handoff_error *err)
{
    struct ho_query q;

    *id = 0;
    ho_query(record->db, &q,
             "SELECT p.id FROM policy p JOIN event e ON e.ref = p.id"
             " AND e.lead = 0 AND e.kind = 'policy_kept'"
             " WHERE p.text = ?1 AND e.id < ?2 ORDER BY e.id DESC LIMIT 1");
    ho_bind_integer(&q, text);
    ho_bind_integer(&q, before);
    if (ho_step(&q))
        *id = ho_integer(&q, 0);
    return ho_done(&q, err);
}

static enum handoff_status has_file(struct handoff_record *record, int64_t id,
                                    const struct ho_read_file *file, bool *yes,
                                    struct handoff_error *err)
{
    char hash[HO_SHA256_HEX];
    struct ho_query q;
    enum handoff_status status = ho_sha256_hex(file->bytes, hash, err);

    if (status != HANDOFF_OK)
        return status;
    ho_query(record->db, &q,
             "SELECT 1 FROM pin n JOIN file f ON f.id = n.file"
             " WHERE n.policy = ?1 AND n.kind = ?2 AND n.name = ?3"
             " AND f.sha256 = ?4");
    ho_bind_integer(&q, id);
    ho_bind_integer(&q, (int64_t)file->kind);
    ho_bind_text(&q, file->name);
    ho_bind_text(&q, hash);
    *yes = ho_step(&q);
    return ho_done(&q, err);
}

/* Meaning and files follow from the text, the machine's time zones and this
 * program: the last two change with the years. */
static enum handoff_status is_same(struct handoff_record *record, int64_t id,
                                   const struct handoff_policy *policy,
                                   bool *same, struct handoff_error *err)
{
    struct ho_query q;
    enum handoff_status status;

    ho_query(record->db, &q,
             "SELECT 1 FROM policy WHERE id = ?1 AND"
             " sha256 = ?2");
    ho_bind_integer(&q, id);
    ho_bind_text(&q, policy->sha256);
    *same = ho_step(&q);
    status = ho_done(&q, err);
    for (size_t i = 0; i < policy->file_count; i++)
        if (status == HANDOFF_OK && *same)
            status = has_file(record, id, &policy->file[i], same, err);
    return status;
}

/* --- keeping --------------------------------------------------------------
 */

static enum handoff_status find_file(struct handoff_record *record,
                                     const char *hash, int64_t *id,
                                     struct handoff_error *err)
{
    struct ho_query q;

    *id = 0;
    ho_query(record->db, &q, "SELECT id FROM file WHERE sha256 = ?1");
    ho_bind_text(&q, hash);
    if (ho_step(&q))
        *id = ho_integer(&q, 0);
    return ho_done(&q, err);
}

static enum handoff_status insert_file(struct handoff_record *record,
                                       const char *hash,
                                       struct handoff_slice bytes, int64_t *id,
                                       struct handoff_error *err)
{
    struct handoff_slice packed;
    struct ho_query q;
    char *owned = NULL;
    enum handoff_status status = ho_pack(bytes, &owned, &packed, err);

    if (status != HANDOFF_OK)
        return status;
    ho_query(record->db, &q,
             "INSERT INTO file (sha256, size, bytes) VALUES (?1, ?2, ?3)");
    ho_bind_text(&q, hash);
    ho_bind_integer(&q, (int64_t)bytes.len);
    ho_bind_blob(&q, packed);
    status = ho_run(&q, err);
    *id = ho_db_last_id(record->db);
    free(owned);
    return status;
}

static enum handoff_status keep_file(struct handoff_record *record, int64_t id,
                                     const struct ho_read_file *file,
                                     struct handoff_error *err)
{
    char hash[HO_SHA256_HEX];
    int64_t kept = 0;
    struct ho_query q;
    enum handoff_status status = ho_sha256_hex(file->bytes, hash, err);

    if (status == HANDOFF_OK)
        status = find_file(record, hash, &kept, err);
    if (status == HANDOFF_OK && kept == 0)
        status = insert_file(record, hash, file->bytes, &kept, err);
    if (status != HANDOFF_OK)
        return status;
    ho_query(record->db, &q,
             "INSERT INTO pin (policy, kind, name, file)"
             " VALUES (?1, ?2, ?3, ?4)");
    ho_bind_integer(&q, id);
    ho_bind_integer(&q, (int64_t)file->kind);
    ho_bind_text(&q, file->name);
    ho_bind_integer(&q, kept);
    return ho_run(&q, err);
}

static enum handoff_status keep(struct handoff_record *record,
                                const struct handoff_policy *policy,
                                int64_t text, int64_t *id,
                                struct handoff_error *err)
{
    struct ho_query q;
    enum handoff_status status;

    ho_query(record->db, &q,
             "INSERT INTO policy (text, name, version, sha256)"
             " VALUES (?1, ?2, ?3, ?4)");
    ho_bind_integer(&q, text);
    ho_bind_text(&q, policy->name);
    ho_bind_text(&q, policy->version);
    ho_bind_text(&q, policy->sha256);
    status = ho_run(&q, err);
    *id = ho_db_last_id(record->db);
    for (size_t i = 0; i < policy->file_count && status == HANDOFF_OK; i++)
        status = keep_file(record, *id, &policy->file[i], err);
    return status == HANDOFF_OK
               ? ho_record_event(record, HO_EVENT_POLICY, 0, *id, err)
               : status;
}

enum handoff_status ho_policy_keep(struct handoff_record *record,
                                   const struct handoff_policy *policy,
                                   int64_t text, int64_t *id,
                                   struct handoff_error *err)
{
    bool same = false;
    enum handoff_status status = find_last(record, text, INT64_MAX, id, err);

    if (status == HANDOFF_OK && *id > 0)
        status = is_same(record, *id, policy, &same, err);
    return status == HANDOFF_OK && !same ? keep(record, policy, text, id, err)
                                         : status;
}

/* --- reading it again -------------------------------------------------------
 */

struct kept {
    struct handoff_record *record;
    int64_t id;
};

static enum handoff_status unpack(const struct ho_query *q, size_t limit,
                                  char **text, size_t *len,
                                  struct handoff_error *err)
{
    const size_t size = (size_t)ho_integer(q, 0);
    struct handoff_slice bytes;
    char *owned = NULL;
    enum handoff_status status;

    if (size > limit)
        return ho_fail(err, HANDOFF_TOO_LARGE,
                       "larger than %zu bytes; run handoff verify, and put a "
                       "backup in its place",
                       limit);
    status = ho_unpack(ho_bytes(q, 1), size, &owned, &bytes, err);
    if (status != HANDOFF_OK)
        return status;
    if (!owned) {
        owned = malloc(bytes.len + 1);
        if (!owned)
            return ho_no_memory(err);
        memcpy(owned, bytes.ptr, bytes.len);
        owned[bytes.len] = '\0';
    }
    *text = owned;
    *len = bytes.len;
    return HANDOFF_OK;
}

static enum handoff_status read_kept(void *user, enum handoff_file_kind kind,
                                     const char *name, size_t limit,
                                     char **text, size_t *len,
                                     struct handoff_error *err)
{
    const struct kept *kept = user;
    enum handoff_status status, done;
    struct ho_query q;

    ho_query(kept->record->db, &q,
             "SELECT f.size, f.bytes FROM pin n JOIN file f ON f.id = n.file"
             " WHERE n.policy = ?1 AND n.kind = ?2 AND n.name = ?3");
    ho_bind_integer(&q, kept->id);
    ho_bind_integer(&q, (int64_t)kind);
    ho_bind_text(&q, name);
    if (ho_step(&q))
        status = unpack(&q, limit, text, len, err);
    else
        status =
            q.code == 0
                ? ho_fail(err, HANDOFF_RECORD,
                          "it is not in the record; handoff log lists what is")
                : HANDOFF_RECORD;
    done = ho_done(&q, err);
    return status == HANDOFF_OK ? done : status;
}

static enum handoff_status parse(struct handoff_record *record, int64_t id,
                                 struct handoff_slice text,
                                 struct handoff_policy **out,
                                 struct handoff_error *err)
{
    struct kept kept = { record, id };
    const struct handoff_files files = { read_kept, &kept };

    return id > 0 ? handoff_policy_read("the policy", text, &files, out, err)
                  : handoff_policy_load_text(record->path, text, out, err);
}

enum handoff_status ho_policy_restore(struct handoff_record *record,
                                      int64_t text, int64_t before, int64_t *id,
                                      struct handoff_policy **out,
                                      struct handoff_error *err)
{
    enum handoff_status status = find_last(record, text, before, id, err), done;
    struct ho_query q;

    if (status != HANDOFF_OK)
        return status;
    ho_query(record->db, &q, "SELECT body FROM text WHERE id = ?1");
    ho_bind_integer(&q, text);
    if (ho_step(&q))
        status = parse(record, *id, ho_bytes(&q, 0), out, err);
    else if (q.code == 0)
        status = ho_fail(err, HANDOFF_BAD_POLICY,
                         "its text is gone; run handoff verify, and put a "
                         "backup in its place");
    done = ho_done(&q, err);
    return status == HANDOFF_OK ? done : status;
}

/* --- what people say --------------------------------------------------------
 */

static enum handoff_status check_said(struct handoff_record *record, int64_t id,
                                      struct handoff_error *err)
{
    bool holds = false;
    const enum handoff_status status =
        ho_event_holds(record->db, HO_EVENT_APPROVAL, id, &holds, err);

    if (status == HANDOFF_OK && !holds) {
        ho_fail(err, HANDOFF_RECORD,
                "the record of approvals cannot be trusted: what was said of "
                "a policy was changed; run handoff verify, and put a backup "
                "in its place");
        ho_error_file(err, record->path);
        return HANDOFF_RECORD;
    }
    return status;
}

enum handoff_status handoff_record_approved(struct handoff_record *record,
                                            const struct handoff_policy *policy,
                                            struct handoff_approved *out,
                                            struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK, done;
    struct ho_query q;

    *out = (struct handoff_approved){ .state = HANDOFF_NOT_APPROVED };
    ho_query(record->db, &q,
             "SELECT a.id, p.version, p.sha256, a.verdict, e.actor, e.at"
             " FROM policy p JOIN approval a ON a.policy = p.id"
             " LEFT JOIN event e ON e.ref = a.id AND e.lead = 0"
             " AND e.kind = 'policy_said' WHERE p.name = ?1 ORDER BY a.id");
    ho_bind_text(&q, policy->name);
    while (status == HANDOFF_OK && ho_step(&q)) {
        char time[HANDOFF_TIME_TEXT];
        const struct handoff_approval_said said = {
            .policy = policy->name,
            .version = ho_text(&q, 1),
            .sha256 = ho_text(&q, 2),
            .rejected = strcmp(ho_text(&q, 3), "approved") != 0,
            .by = ho_text(&q, 4),
            .time = time
        };

        handoff_time_text(ho_integer(&q, 5), time);
        status = check_said(record, ho_integer(&q, 0), err);
        if (status == HANDOFF_OK)
            handoff_approval_add(policy, &said, out);
    }
    done = ho_done(&q, err);
    return status == HANDOFF_OK ? done : status;
}

enum handoff_status ho_policy_stands(struct handoff_record *record,
                                     const char *name, const char *version,
                                     const char *sha256, bool *yes,
                                     struct handoff_error *err)
{
    struct handoff_policy policy = { .name = name, .version = version };
    struct handoff_approved said;
    enum handoff_status status;

    snprintf(policy.sha256, sizeof policy.sha256, "%s", sha256);
    status = handoff_record_approved(record, &policy, &said, err);
    *yes = status == HANDOFF_OK && said.state == HANDOFF_APPROVED;
    return status;
}

enum handoff_status ho_policy_say(struct handoff_record *record,
                                  const struct handoff_policy *policy,
                                  int64_t id, bool approved, const char *note,
                                  struct handoff_error *err)
{
    struct handoff_approved before;
    struct ho_query q;
    enum handoff_status status =
        handoff_record_approved(record, policy, &before, err);

    if (status == HANDOFF_OK && approved &&
        before.state == HANDOFF_APPROVED_OTHER)
        status = ho_fail(err, HANDOFF_USAGE,
                         "this version was approved with another content; "
                         "raise `version` in the policy, then approve it");
    if (status != HANDOFF_OK)
        return status;
    ho_query(record->db, &q,
             "INSERT INTO approval (policy, verdict, note)"
             " VALUES (?1, ?2, ?3)");
    ho_bind_integer(&q, id);
    ho_bind_text(&q, approved ? "approved" : "rejected");
    ho_bind_text(&q, note);
    status = ho_run(&q, err);
    return status == HANDOFF_OK
               ? ho_record_event(record, HO_EVENT_APPROVAL, 0,
                                 ho_db_last_id(record->db), err)
               : status;
}

enum handoff_status handoff_record_approve(struct handoff_record *record,
                                           const struct handoff_policy *policy,
                                           struct handoff_slice text,
                                           struct handoff_error *err)
{
    int64_t row = 0, id = 0;
    enum handoff_status status = ho_db_begin(record->db, err);

    if (status == HANDOFF_OK)
        status = ho_record_text(record, text, &row, err);
    if (status == HANDOFF_OK)
        status = ho_policy_keep(record, policy, row, &id, err);
    if (status == HANDOFF_OK)
        status = ho_policy_say(record, policy, id, true, "", err);
    if (status == HANDOFF_OK)
        return ho_db_commit(record->db, err);
    ho_db_rollback(record->db);
    return status;
}
