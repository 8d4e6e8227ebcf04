/* suppress.c - see record/suppress.h
 *
 * A hash has to fit the same address years later, so all rows share one salt,
 * which never leaves the file: without it nobody can look an address up. */
#include "record/suppress.h"

#include "base/punycode.h"
#include "intake/plain.h"

enum { WHAT_BYTES = 320, FILE_LINES = 1000000 };

static enum handoff_status find_salt(struct handoff_record *record,
                                     char salt[HO_SALT], bool *any,
                                     struct handoff_error *err)
{
    struct ho_query q;

    *any = false;
    ho_query(record->db, &q,
             "SELECT salt FROM suppression ORDER BY id LIMIT 1");
    if (ho_step(&q) && ho_bytes(&q, 0).len == HO_SALT) {
        memcpy(salt, ho_bytes(&q, 0).ptr, HO_SALT);
        *any = true;
    }
    return ho_done(&q, err);
}

static enum handoff_status make_salt(struct handoff_record *record,
                                     char salt[HO_SALT],
                                     struct handoff_error *err)
{
    struct ho_query q;

    ho_query(record->db, &q, "SELECT randomblob(16)");
    if (ho_step(&q) && ho_bytes(&q, 0).len == HO_SALT)
        memcpy(salt, ho_bytes(&q, 0).ptr, HO_SALT);
    return ho_done(&q, err);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static enum handoff_status hash(const char salt[HO_SALT],
                                struct handoff_slice what,
                                char out[HO_SHA256_HEX],
                                struct handoff_error *err)
{
    char text[HO_SALT + WHAT_BYTES];
    size_t len = HO_SALT;

    memcpy(text, salt, HO_SALT);
    for (size_t i = 0; i < what.len && len < sizeof text; i++)
        text[len++] = lower(what.ptr[i]);
    return ho_sha256_hex((struct handoff_slice){ text, len }, out, err);
}

enum handoff_status ho_suppression_open(struct handoff_record *record,
                                        int64_t before,
                                        struct ho_suppression *out,
                                        struct handoff_error *err)
{
    *out = (struct ho_suppression){ .record = record, .before = before };
    return find_salt(record, out->salt, &out->any, err);
}

/* SHA-256 of the small letters, as lists of hashes have it. */
static enum handoff_status digest(struct handoff_slice what,
                                  char out[HO_SHA256_HEX],
                                  struct handoff_error *err)
{
    char text[WHAT_BYTES];
    size_t len = 0;

    while (len < what.len && len < sizeof text) {
        text[len] = lower(what.ptr[len]);
        len++;
    }
    return ho_sha256_hex((struct handoff_slice){ text, len }, out, err);
}

static enum handoff_status has(const struct ho_suppression *s,
                               struct handoff_slice what, bool *yes,
                               struct handoff_error *err)
{
    char hex[HO_SHA256_HEX];
    struct ho_query q;
    enum handoff_status status = hash(s->salt, what, hex, err);

    if (status != HANDOFF_OK)
        return status;
    ho_query(s->record->db, &q,
             "SELECT 1 FROM suppression s JOIN event e ON e.ref = s.id"
             " AND e.lead = 0 AND e.kind = 'suppressed'"
             " WHERE s.hash = ?1 AND e.id < ?2");
    ho_bind_text(&q, hex);
    ho_bind_integer(&q, s->before);
    *yes = ho_step(&q);
    return ho_done(&q, err);
}

enum handoff_status ho_suppression_is(const struct ho_suppression *s,
                                      struct handoff_slice what, bool *yes,
                                      struct handoff_error *err)
{
    char hex[HO_SHA256_HEX];
    enum handoff_status status = HANDOFF_OK;

    *yes = false;
    if (!s->any || what.len > WHAT_BYTES)
        return HANDOFF_OK;
    status = has(s, what, yes, err);
    if (status == HANDOFF_OK && !*yes)
        status = digest(what, hex, err);
    return status == HANDOFF_OK && !*yes ? has(s, ho_slice(hex), yes, err)
                                         : status;
}

static enum handoff_status screen_has(void *user, struct handoff_slice what,
                                      bool *yes, struct handoff_error *err)
{
    return ho_suppression_is(user, what, yes, err);
}

struct handoff_suppression ho_suppression_for_screen(struct ho_suppression *s)
{
    return (struct handoff_suppression){ screen_has, s };
}

/* The transaction stays open: what is suppressed meanwhile would come before
 * the run in the log, and have no effect on it. */
enum handoff_status handoff_record_suppression(struct handoff_record *record,
                                               struct handoff_suppression *out,
                                               struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    if (!ho_db_is_open(record->db))
        status = ho_db_begin(record->db, err);
    if (status == HANDOFF_OK)
        status =
            ho_suppression_open(record, INT64_MAX, &record->suppression, err);
    if (status == HANDOFF_OK)
        *out = ho_suppression_for_screen(&record->suppression);
    return status;
}

static enum handoff_status has_form(const struct ho_suppression *s,
                                    const char *email, bool *yes,
                                    struct handoff_error *err)
{
    struct handoff_slice what = ho_slice(email);
    enum handoff_status status = HANDOFF_OK;
    size_t at;

    while (s->any && what.len > 0 && !*yes && status == HANDOFF_OK) {
        status = ho_suppression_is(s, what, yes, err);
        for (at = 0;
             at < what.len && what.ptr[at] != '@' && what.ptr[at] != '.';)
            at++;
        /* dots of the part before the @ are no domain's */
        if (what.ptr == email && memchr(what.ptr, '@', what.len))
            at = (size_t)(strchr(email, '@') - email);
        what = at < what.len ? ho_part(what, at + 1, what.len)
                             : (struct handoff_slice){ "", 0 };
    }
    return status;
}

/* As it was typed, and with its domain in the other of its two forms. */
enum handoff_status ho_suppression_has(const struct ho_suppression *s,
                                       const char *email, bool *yes,
                                       struct handoff_error *err)
{
    char plain[WHAT_BYTES + 1], letters[WHAT_BYTES + 1];
    enum handoff_status status;

    *yes = false;
    status = has_form(s, email, yes, err);
    if (status != HANDOFF_OK || *yes ||
        !ho_plain_address(ho_slice(email), plain, sizeof plain))
        return status;
    status = has_form(s, plain, yes, err);
    if (status == HANDOFF_OK && !*yes &&
        ho_punycode_remove(plain, letters, sizeof letters))
        status = has_form(s, letters, yes, err);
    return status;
}

static enum handoff_status insert(struct handoff_record *record,
                                  const char *hex, const char salt[HO_SALT],
                                  struct handoff_error *err)
{
    struct ho_query q;
    enum handoff_status status;

    ho_query(record->db, &q,
             "INSERT INTO suppression (hash, salt) VALUES (?1, ?2)");
    ho_bind_text(&q, hex);
    ho_bind_blob(&q, (struct handoff_slice){ salt, HO_SALT });
    status = ho_run(&q, err);
    return status == HANDOFF_OK
               ? ho_record_event(record, HO_EVENT_SUPPRESSED, 0,
                                 ho_db_last_id(record->db), err)
               : status;
}

enum handoff_status ho_suppression_add(struct handoff_record *record,
                                       struct handoff_slice what, bool *added,
                                       struct handoff_error *err)
{
    char salt[HO_SALT] = { 0 }, hex[HO_SHA256_HEX];
    bool any, there = false;
    struct ho_query q;
    enum handoff_status status = find_salt(record, salt, &any, err);

    *added = false;
    if (what.len == 0 || what.len > WHAT_BYTES)
        return ho_fail(
            err, HANDOFF_USAGE,
            "an address or domain has 1 to %d bytes; write one of them",
            WHAT_BYTES);
    if (status == HANDOFF_OK && !any)
        status = make_salt(record, salt, err);
    if (status == HANDOFF_OK)
        status = hash(salt, what, hex, err);
    if (status != HANDOFF_OK)
        return status;
    ho_query(record->db, &q, "SELECT 1 FROM suppression WHERE hash = ?1");
    ho_bind_text(&q, hex);
    there = ho_step(&q);
    status = ho_done(&q, err);
    *added = status == HANDOFF_OK && !there;
    return *added ? insert(record, hex, salt, err) : status;
}

/* --- for people
 * --------------------------------------------------------------- */

static bool is_digest(struct handoff_slice what)
{
    for (size_t i = 0; i < what.len; i++)
        if (!what.ptr[i] || !strchr("0123456789abcdefABCDEF", what.ptr[i]))
            return false;
    return what.len == HO_SHA256_HEX - 1;
}

/* An address, a domain with a dot in it, or the hash of one of these. */
static bool is_one(struct handoff_slice what)
{
    if (is_digest(what))
        return true;
    for (size_t i = 0; i < what.len; i++)
        if ((unsigned char)what.ptr[i] <= ' ' || what.ptr[i] == ',')
            return false;
    return what.len > 2 && memchr(what.ptr, '.', what.len);
}

static enum handoff_status add_lines(struct handoff_record *record,
                                     struct handoff_slice rest, size_t *added,
                                     struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    struct handoff_slice line;

    for (size_t n = 1; status == HANDOFF_OK && ho_next_line(&rest, &line);
         n++) {
        bool is_new = false;

        line = ho_trim(line);
        if (line.len > 0 && line.ptr[0] == '@')
            line = ho_part(line, 1, line.len);
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        if (!is_one(line) || n > FILE_LINES)
            return ho_fail(err, HANDOFF_USAGE,
                           "line %zu is no e-mail address, domain or SHA-256 "
                           "hash of one; mend or remove it",
                           n);
        status = ho_suppression_add(record, line, &is_new, err);
        *added += is_new;
    }
    return status;
}

enum handoff_status handoff_record_suppress(struct handoff_record *record,
                                            struct handoff_slice list,
                                            size_t *added,
                                            struct handoff_error *err)
{
    enum handoff_status status = ho_db_begin(record->db, err);

    *added = 0;
    if (status == HANDOFF_OK)
        status = add_lines(record, list, added, err);
    if (status == HANDOFF_OK)
        return ho_db_commit(record->db, err);
    ho_db_rollback(record->db);
    return status;
}
