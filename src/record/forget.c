/* forget.c - a person goes; see handoff_record_forget.
 *
 * Rows go, and the salts of the events that sealed them: what is left of those
 * events is a hash that nothing fits.  A row that is deleted leaves its bytes
 * in the file until they are overwritten, so the file is made anew. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "record/layout.h"
#include "record/suppress.h"
#include "record/update.h"

enum { LEADS = 10000, ARENA_BYTES = 64 << 20, FILE_BYTES = 1 << 30 };

struct person {
    struct handoff_record *record;
    struct ho_arena *arena;
    int64_t *lead;
    size_t lead_count;
    const char **name; /* of the leads */
    size_t name_count;
    const char **email;
    size_t email_count;
};

/* --- who
 * ---------------------------------------------------------------------- */

static void add_email(struct person *p, const char *email)
{
    const char **slot;

    for (size_t i = 0; i < p->email_count; i++)
        if (ho_slice_is_nocase(ho_slice(email), p->email[i]))
            return;
    slot = ho_arena_push(p->arena, &p->email, &p->email_count, sizeof *slot);
    if (slot)
        *slot = ho_arena_text(p->arena, email);
}

static void add_lead(struct person *p, int64_t id, const char *name)
{
    int64_t *lead =
        ho_arena_push(p->arena, &p->lead, &p->lead_count, sizeof *lead);
    const char **slot =
        ho_arena_push(p->arena, &p->name, &p->name_count, sizeof *slot);

    if (lead && slot) {
        *lead = id;
        *slot = ho_arena_text(p->arena, name);
    }
}

/* Each lead with the addresses that its briefs state. */
static enum handoff_status find(struct person *p,
                                const struct handoff_forget *who,
                                struct handoff_error *err)
{
    struct ho_query q;

    ho_query(p->record->db, &q,
             "SELECT DISTINCT l.id, l.name, coalesce(json_extract(f.value, "
             "'$.value'), '')"
             " FROM lead l LEFT JOIN brief b ON b.lead = l.id"
             " LEFT JOIN json_each(b.body, '$.explicit') f"
             " ON json_extract(f.value, '$.field') = 'email'"
             " WHERE l.name = ?1 OR lower(json_extract(f.value, '$.value')) = "
             "lower(?2)"
             " ORDER BY l.id");
    ho_bind_text(&q, who->lead);
    ho_bind_text(&q, who->email);
    while (ho_step(&q)) {
        const int64_t id = ho_integer(&q, 0);

        if (p->lead_count == 0 || p->lead[p->lead_count - 1] != id)
            add_lead(p, id, ho_text(&q, 1));
        if (*ho_text(&q, 2))
            add_email(p, ho_text(&q, 2));
    }
    if (who->email)
        add_email(p, who->email);
    return ho_done(&q, err);
}

/* --- rows
 * --------------------------------------------------------------------- */

static const char *const deletes[] = {
    "DELETE FROM answer WHERE brief IN (SELECT id FROM brief WHERE lead = ?1)",
    "DELETE FROM draft_review WHERE lead = ?1",
    "DELETE FROM draft WHERE lead = ?1",
    "DELETE FROM response WHERE lead = ?1",
    "DELETE FROM watch WHERE lead = ?1",
    "DELETE FROM sent WHERE lead = ?1",
    "DELETE FROM crm WHERE lead = ?1",
    "DELETE FROM review WHERE lead = ?1",
    "DELETE FROM decision WHERE lead = ?1",
    "DELETE FROM brief WHERE lead = ?1",
    "DELETE FROM reply WHERE lead = ?1",
    ("DELETE FROM receipt WHERE submission IN (SELECT id FROM submission"
     " WHERE lead = ?1)"),
    "DELETE FROM submission WHERE lead = ?1",
    "DELETE FROM lead WHERE id = ?1",
    "UPDATE event SET salt = NULL WHERE lead = ?1",
};

static enum handoff_status erase(struct person *p, int64_t lead,
                                 struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    struct ho_query q;

    for (size_t i = 0; i < sizeof deletes / sizeof *deletes; i++) {
        if (status != HANDOFF_OK)
            return status;
        ho_query(p->record->db, &q, deletes[i]);
        ho_bind_integer(&q, lead);
        status = ho_run(&q, err);
    }
    return status == HANDOFF_OK
               ? ho_record_event(p->record, HO_EVENT_FORGOTTEN, lead, lead, err)
               : status;
}

/* Headers that no submission is read with any more. */
static enum handoff_status drop_texts(struct person *p,
                                      struct handoff_error *err)
{
    struct ho_query q;

    ho_query(p->record->db, &q,
             "DELETE FROM text WHERE id NOT IN (SELECT policy FROM run)"
             " AND id NOT IN (SELECT frame FROM submission) AND id NOT IN"
             " (SELECT policy FROM review WHERE policy IS NOT NULL)"
             " AND id NOT IN (SELECT text FROM policy)"
             " AND id NOT IN (SELECT prefix FROM sent)");
    return ho_run(&q, err);
}

static enum handoff_status erase_all(struct person *p,
                                     struct handoff_forgotten *out,
                                     struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < p->lead_count && status == HANDOFF_OK; i++)
        status = erase(p, p->lead[i], err);
    for (size_t i = 0; i < p->email_count && status == HANDOFF_OK; i++) {
        bool added;

        status =
            ho_suppression_add(p->record, ho_slice(p->email[i]), &added, err);
        out->addresses++;
    }
    out->leads = p->lead_count;
    return status == HANDOFF_OK ? drop_texts(p, err) : status;
}

/* --- bytes
 * -------------------------------------------------------------------- */

static enum handoff_status make_anew(struct handoff_record *record,
                                     struct handoff_error *err)
{
    enum handoff_status status = ho_db_script(record->db, "VACUUM", err);

    return status == HANDOFF_OK
               ? ho_db_script(record->db, "PRAGMA wal_checkpoint(TRUNCATE)",
                              err)
               : status;
}

/* A person's name in a file: their address, or the lead's own name. */
static bool names(const struct person *p, struct handoff_slice text)
{
    for (size_t i = 0; i < p->email_count; i++)
        if (ho_find(text, 0, ho_slice(p->email[i])) != SIZE_MAX)
            return true;
    for (size_t i = 0; i < p->name_count; i++)
        if (ho_find(text, 0, ho_slice(p->name[i])) != SIZE_MAX)
            return true;
    return false;
}

static void look_into(const struct person *p, const char *folder,
                      void (*found)(void *user, const char *path), void *user)
{
    for (int f = 0; f <= HO_FILES; f++) {
        char *text = NULL, path[4200];
        size_t len;

        snprintf(path, sizeof path, "%s/%s", folder,
                 f == HO_FILES ? "manifest.json"
                               : ho_file_name((enum ho_file)f));
        if (ho_file_read(path, FILE_BYTES, &text, &len, NULL) == HANDOFF_OK &&
            names(p, (struct handoff_slice){ text, len }))
            found(user, path);
        free(text);
    }
}

static enum handoff_status look_at_exports(
    const struct person *p, void (*found)(void *user, const char *path),
    void *user, struct handoff_error *err)
{
    struct ho_query q;

    ho_query(p->record->db, &q, "SELECT folder FROM export ORDER BY id");
    while (ho_step(&q))
        look_into(p, ho_text(&q, 0), found, user);
    return ho_done(&q, err);
}

/* --- all of it
 * ---------------------------------------------------------------- */

static enum handoff_status forget(struct person *p,
                                  const struct handoff_forget *who,
                                  struct handoff_forgotten *out,
                                  struct handoff_error *err)
{
    enum handoff_status status = ho_db_begin(p->record->db, err);

    if (status == HANDOFF_OK)
        status = find(p, who, err);
    if (status == HANDOFF_OK)
        status = ho_arena_status(p->arena, "a person's leads", err);
    if (status == HANDOFF_OK && p->lead_count == 0)
        status = ho_fail(err, HANDOFF_USAGE,
                         "nobody is recorded as %.200s; handoff suppress keeps "
                         "an address out that never came in",
                         who->email ? who->email : who->lead);
    if (status == HANDOFF_OK)
        status = erase_all(p, out, err);
    if (status == HANDOFF_OK)
        return ho_db_commit(p->record->db, err);
    ho_db_rollback(p->record->db);
    return status;
}

enum handoff_status handoff_record_forget(
    struct handoff_record *record, const struct handoff_forget *who,
    void (*found)(void *user, const char *path), void *user,
    struct handoff_forgotten *out, struct handoff_error *err)
{
    struct person p = { .record = record, .arena = ho_arena_new(ARENA_BYTES) };
    enum handoff_status status = p.arena ? HANDOFF_OK : ho_no_memory(err);

    *out = (struct handoff_forgotten){ 0 };
    if (status == HANDOFF_OK)
        status = ho_db_script(record->db, "PRAGMA secure_delete = ON", err);
    if (status == HANDOFF_OK)
        status = forget(&p, who, out, err);
    if (status == HANDOFF_OK)
        status = make_anew(record, err);
    if (status == HANDOFF_OK)
        status = look_at_exports(&p, found, user, err);
    ho_arena_free(p.arena);
    return status;
}
