/* store.c - opening and closing; see <handoff/record.h> */
#include "record/record.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "record/run_lock.h"
#include "record/schema.h"

enum { ACTOR_BYTES = 200 };

int64_t ho_record_now(const struct handoff_record *record)
{
    return record->clock->now(record->clock->user);
}

/* A record of an older handoff, or a new one. */
static enum handoff_status bring_up(const char *path, bool make,
                                    struct handoff_error *err)
{
    struct ho_db *db = NULL;
    int64_t version = 0;
    enum handoff_status status = ho_db_open(path, HO_DB_WRITE, &db, err);

    if (status == HANDOFF_OK)
        status = ho_schema_version(db, path, &version, err);
    if (status == HANDOFF_OK && version == 0 && !make)
        status = ho_fail(err, HANDOFF_RECORD,
                         "nothing is recorded here yet; run handoff map FILE "
                         "first");
    if (status == HANDOFF_OK && version == 0)
        status = ho_db_script(db, "PRAGMA journal_mode = WAL", err);
    if (status == HANDOFF_OK && version > 0 && version < ho_schema_latest())
        status = ho_schema_backup(db, path, version, err);
    if (status == HANDOFF_OK && version < ho_schema_latest())
        status = ho_schema_migrate(db, ho_schema_latest(), err);
    ho_db_close(db);
    return status;
}

static enum handoff_status open_db(struct handoff_record *record,
                                   struct handoff_error *err)
{
    const enum ho_db_mode mode =
        record->use == HANDOFF_RECORD_READ ? HO_DB_READ : HO_DB_WRITE;
    int64_t version = 0;
    enum handoff_status status =
        ho_db_open(record->path, mode, &record->db, err);

    if (status == HANDOFF_OK)
        status = ho_schema_version(record->db, record->path, &version, err);
    if (status != HANDOFF_OK || version == ho_schema_latest())
        return status;
    ho_db_close(record->db);
    record->db = NULL;
    status = bring_up(record->path, record->use == HANDOFF_RECORD_RUN, err);
    return status == HANDOFF_OK
               ? ho_db_open(record->path, mode, &record->db, err)
               : status;
}

static bool is_name(struct handoff_slice name)
{
    if (ho_trim(name).len == 0 || name.len > ACTOR_BYTES ||
        ho_utf8_check(name, NULL) != HANDOFF_OK)
        return false;
    for (size_t at = 0, len; at < name.len; at += len) {
        const int32_t code = ho_utf8_decode(name, at, &len);

        if (code < 0x20 || (code >= 0x7F && code < 0xA0))
            return false;
    }
    return true;
}

static enum handoff_status check_actor(const struct handoff_record_options *o,
                                       struct handoff_error *err)
{
    if (o->use != HANDOFF_RECORD_READ && !is_name(ho_slice(o->actor)))
        return ho_fail(err, HANDOFF_USAGE,
                       "a record is written in somebody's name, of at most %d "
                       "bytes and without control characters; give --as NAME",
                       ACTOR_BYTES);
    return HANDOFF_OK;
}

static char *copy(const char *text)
{
    const size_t size = strlen(text) + 1;
    char *out = malloc(size);

    return out ? memcpy(out, text, size) : NULL;
}

enum handoff_status handoff_record_open(
    const struct handoff_record_options *options, struct handoff_record **out,
    struct handoff_error *err)
{
    struct handoff_record *record;
    enum handoff_status status = check_actor(options, err);

    if (status != HANDOFF_OK)
        return status;
    record = calloc(1, sizeof *record);
    if (!record)
        return ho_no_memory(err);
    record->lock = -1;
    record->clock = options->clock;
    record->use = options->use;
    record->path = copy(options->path);
    record->actor = copy(options->actor);
    status = record->path && record->actor ? HANDOFF_OK : ho_no_memory(err);
    if (status == HANDOFF_OK && record->use == HANDOFF_RECORD_RUN)
        status = ho_run_lock(record->path, &record->lock, err);
    if (status == HANDOFF_OK)
        status = open_db(record, err);
    if (status == HANDOFF_OK) {
        ho_chain_init(&record->chain, record->db, record->actor);
        *out = record;
    } else {
        ho_error_file(err, options->path);
        handoff_record_close(record);
    }
    return status;
}

void handoff_record_close(struct handoff_record *record)
{
    if (!record)
        return;
    if (record->db) {
        ho_db_rollback(record->db);
        ho_outbox_keep(record, NULL); /* of a run that was broken off */
    }
    ho_outbox_release(&record->outbox);
    ho_db_close(record->db);
    ho_run_unlock(record->lock);
    ho_chain_release(&record->chain);
    ho_arena_free(record->arena);
    ho_arena_free(record->past);
    ho_arena_free(record->stops);
    free(record->running);
    free(record->asked);
    free(record->actor);
    free(record->path);
    free(record);
}

enum handoff_status ho_record_text(struct handoff_record *record,
                                   struct handoff_slice text, int64_t *id,
                                   struct handoff_error *err)
{
    char hash[HO_SHA256_HEX];
    struct ho_query q;
    enum handoff_status status = ho_sha256_hex(text, hash, err);

    if (status != HANDOFF_OK)
        return status;
    *id = 0;
    ho_query(record->db, &q, "SELECT id FROM text WHERE sha256 = ?1");
    ho_bind_text(&q, hash);
    if (ho_step(&q))
        *id = ho_integer(&q, 0);
    status = ho_done(&q, err);
    if (status != HANDOFF_OK || *id > 0)
        return status;
    ho_query(record->db, &q, "INSERT INTO text (sha256, body) VALUES (?1, ?2)");
    ho_bind_text(&q, hash);
    ho_bind_slice(&q, text);
    status = ho_run(&q, err);
    *id = ho_db_last_id(record->db);
    return status;
}

enum handoff_status ho_record_event(struct handoff_record *record,
                                    enum ho_event_kind kind, int64_t lead,
                                    int64_t ref, struct handoff_error *err)
{
    struct ho_event e = { .at = ho_record_now(record),
                          .run = record->run_id,
                          .lead = lead,
                          .ref = ref,
                          .kind = kind };

    return ho_chain_append(&record->chain, &e, err);
}

enum handoff_status handoff_record_check(struct handoff_record *record,
                                         int64_t *version,
                                         struct handoff_error *err)
{
    char wrong[HANDOFF_ERROR_MESSAGE] = "";
    struct ho_query q;
    enum handoff_status status;

    ho_query(record->db, &q, "PRAGMA integrity_check(1)");
    if (ho_step(&q) && strcmp(ho_text(&q, 0), "ok") != 0)
        snprintf(wrong, sizeof wrong, "%.200s", ho_text(&q, 0));
    status = ho_done(&q, err);
    if (status == HANDOFF_OK && wrong[0] != '\0') {
        status = ho_fail(err, HANDOFF_RECORD,
                         "the record is damaged (%s); keep this file, and put "
                         "a backup of it in its place",
                         wrong);
        ho_error_file(err, record->path);
    }
    if (status == HANDOFF_OK)
        *version = ho_schema_latest();
    return status;
}
