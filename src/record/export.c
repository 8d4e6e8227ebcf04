/* export.c - files for a CRM; see handoff_record_export.
 *
 * The files are written beside their place, the export is committed with their
 * hashes, and one rename shows them all.  Killed before the commit nothing has
 * left; killed behind it, the next export does the rename. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "record/collect.h"

enum {
    FILE_BYTES = 1 << 30,
    MANIFEST_BYTES = 256 << 20,
    PATH_BYTES = 4096,
    MANIFEST = HO_FILES,
    ALL_FILES
};

struct export
{
    struct handoff_record *record;
    const struct handoff_export *wanted;
    struct ho_collected all;
    struct ho_buffer manifest;
    char hash[ALL_FILES][HO_SHA256_HEX];
    char part[PATH_BYTES + 8];
    int64_t previous; /* 0: none */
    struct handoff_exported *out;
};

static const char *file_name(int file)
{
    return file == MANIFEST ? "manifest.json"
                            : ho_file_name((enum ho_file)file);
}

static enum handoff_status fail_path(const char *path, const char *what,
                                     struct handoff_error *err)
{
    ho_fail(err, HANDOFF_IO, "%s: %s", what, strerror(errno));
    ho_error_file(err, path);
    return HANDOFF_IO;
}

/* --- an export that was broken off ------------------------------------------
 */

static bool has_hash(const char *folder, int file, const char *sha256)
{
    char path[PATH_BYTES + 64], hash[HO_SHA256_HEX] = "";
    char *text = NULL;
    size_t len;

    snprintf(path, sizeof path, "%s/%s", folder, file_name(file));
    if (ho_file_read(path, FILE_BYTES, &text, &len, NULL) == HANDOFF_OK)
        ho_sha256_hex((struct handoff_slice){ text, len }, hash, NULL);
    free(text);
    return strcmp(hash, sha256) == 0;
}

/* The row that q stands on: folder, then the hashes. */
static enum handoff_status complete(struct export *e, const struct ho_query *q,
                                    struct handoff_error *err)
{
    char part[PATH_BYTES + 8];
    const char *folder = ho_text(q, 0);

    snprintf(part, sizeof part, "%s.part", folder);
    if (access(folder, F_OK) == 0 || access(part, F_OK) != 0)
        return HANDOFF_OK;
    for (int f = 0; f < ALL_FILES; f++)
        if (!has_hash(part, f, ho_text(q, 1 + f)))
            return HANDOFF_OK;
    if (rename(part, folder) != 0)
        return fail_path(folder, "cannot be made", err);
    snprintf(e->out->completed, sizeof e->out->completed, "%s", folder);
    return HANDOFF_OK;
}

static enum handoff_status complete_last(struct export *e,
                                         struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK, done;
    struct ho_query q;

    ho_query(e->record->db, &q,
             "SELECT folder, contacts, tasks, notes, manifest FROM export"
             " ORDER BY id DESC LIMIT 1");
    if (ho_step(&q))
        status = complete(e, &q, err);
    done = ho_done(&q, err);
    return status == HANDOFF_OK ? done : status;
}

/* --- the manifest
 * ------------------------------------------------------------- */

static void write_policies(struct ho_writer *w, const struct export *e)
{
    struct handoff_slice rest = ho_buffer_slice(&e->all.policies), line;

    ho_write_array(w, "policies");
    while (ho_next_line(&rest, &line))
        if (line.len > 0)
            ho_write_raw(w, NULL, line);
    ho_write_end_array(w);
}

static void write_files(struct ho_writer *w, const struct export *e)
{
    ho_write_array(w, "files");
    for (int f = 0; f < HO_FILES; f++) {
        ho_write_object(w, NULL);
        ho_write_text(w, "name", file_name(f));
        ho_write_integer(w, "rows", (int64_t)e->all.lines[f]);
        ho_write_integer(w, "bytes", (int64_t)e->all.file[f].len);
        ho_write_text(w, "sha256", e->hash[f]);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

static void write_leads(struct ho_writer *w, const struct export *e)
{
    ho_write_array(w, "withheld");
    for (size_t i = 0; i < e->all.count; i++) {
        const struct ho_leaving *item = &e->all.item[i];

        if (item->why == HO_WITHHELD_NOTHING && !item->no_owner)
            continue;
        ho_write_object(w, NULL);
        ho_write_text(w, "lead", item->name);
        ho_write_text(w, "rows",
                      item->why == HO_WITHHELD_NOTHING ? "task" : "all");
        ho_write_text(w, "why",
                      item->why == HO_WITHHELD_NOTHING
                          ? "no_owner"
                          : ho_withheld_word(item->why));
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

/* Pursuits that no person approved one by one. */
static void write_free(struct ho_writer *w, const struct export *e)
{
    ho_write_array(w, "approval_free");
    for (size_t i = 0; i < e->all.count; i++) {
        const struct ho_leaving *item = &e->all.item[i];

        if (item->why != HO_WITHHELD_NOTHING || !item->free_by)
            continue;
        ho_write_object(w, NULL);
        ho_write_text(w, "lead", item->name);
        ho_write_text(w, "rule", item->free_by);
        ho_write_text(w, "why", "approval-free by policy");
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

static enum handoff_status last_run(struct export *e, int64_t *run,
                                    struct handoff_error *err)
{
    struct ho_query q;

    *run = 0;
    ho_query(e->record->db, &q,
             "SELECT max(id) FROM run WHERE finished IS NOT NULL");
    if (ho_step(&q))
        *run = ho_integer(&q, 0);
    return ho_done(&q, err);
}

static enum handoff_status make_manifest(struct export *e,
                                         struct handoff_error *err)
{
    struct ho_writer w;
    int64_t run = 0;
    const enum handoff_status status = last_run(e, &run, err);

    if (status != HANDOFF_OK)
        return status;
    ho_writer_init(&w, &e->manifest, 2);
    ho_write_object(&w, NULL);
    ho_write_integer(&w, "export", e->out->id);
    if (e->previous > 0)
        ho_write_integer(&w, "previous_export", e->previous);
    else
        ho_write_null(&w, "previous_export");
    ho_write_text(&w, "crm", handoff_crm_target_name(e->wanted->target));
    ho_write_integer(&w, "run", run);
    write_policies(&w, e);
    write_files(&w, e);
    write_leads(&w, e);
    write_free(&w, e);
    ho_write_end_object(&w);
    ho_buffer_byte(&e->manifest, '\n');
    return ho_buffer_status(&e->manifest, "the manifest", err);
}

/* --- on the disk
 * -------------------------------------------------------------- */

static enum handoff_status make_folder(const char *path,
                                       struct handoff_error *err)
{
    return mkdir(path, 0777) == 0 || errno == EEXIST
               ? HANDOFF_OK
               : fail_path(path, "cannot be made", err);
}

static enum handoff_status name_folder(struct export *e,
                                       struct handoff_error *err)
{
    char *folder = e->out->folder;
    const int len = snprintf(folder, PATH_BYTES, "%s/export-%04" PRId64 "-%s",
                             e->wanted->folder, e->out->id,
                             handoff_crm_target_name(e->wanted->target));

    if (len >= PATH_BYTES)
        return ho_fail(err, HANDOFF_TOO_LARGE,
                       "the folder's path is too long; name a shorter one");
    if (access(folder, F_OK) == 0) {
        ho_fail(err, HANDOFF_IO,
                "exists, and is not of this record; name another folder");
        ho_error_file(err, folder);
        return HANDOFF_IO;
    }
    snprintf(e->part, sizeof e->part, "%s.part", folder);
    return HANDOFF_OK;
}

static enum handoff_status write_file(struct export *e, int file,
                                      struct handoff_error *err)
{
    const struct handoff_slice bytes =
        ho_buffer_slice(file == MANIFEST ? &e->manifest : &e->all.file[file]);
    char path[PATH_BYTES + 64];
    enum handoff_status status = ho_sha256_hex(bytes, e->hash[file], err);

    snprintf(path, sizeof path, "%s/%s", e->part, file_name(file));
    return status == HANDOFF_OK ? ho_file_write(path, bytes, err) : status;
}

static enum handoff_status write_all(struct export *e,
                                     struct handoff_error *err)
{
    enum handoff_status status = name_folder(e, err);

    if (status == HANDOFF_OK)
        status = make_folder(e->wanted->folder, err);
    if (status == HANDOFF_OK)
        status = make_folder(e->part, err);
    for (int f = 0; f < HO_FILES && status == HANDOFF_OK; f++)
        status = write_file(e, f, err);
    if (status == HANDOFF_OK)
        status = make_manifest(e, err);
    return status == HANDOFF_OK ? write_file(e, MANIFEST, err) : status;
}

/* --- in the record
 * ------------------------------------------------------------ */

static enum handoff_status number_export(struct export *e,
                                         struct handoff_error *err)
{
    struct ho_query q;

    ho_query(e->record->db, &q,
             "SELECT coalesce(max(id), 0) + 1,"
             " coalesce(max(CASE WHEN crm = ?1 THEN id END), 0) FROM export");
    ho_bind_text(&q, handoff_crm_target_name(e->wanted->target));
    if (ho_step(&q)) {
        e->out->id = ho_integer(&q, 0);
        e->previous = ho_integer(&q, 1);
    }
    return ho_done(&q, err);
}

static enum handoff_status insert_export(struct export *e,
                                         struct handoff_error *err)
{
    struct ho_query q;

    ho_query(e->record->db, &q,
             "INSERT INTO export (id, crm, folder, previous, withheld,"
             " contacts, tasks, notes, manifest)"
             " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    ho_bind_integer(&q, e->out->id);
    ho_bind_text(&q, handoff_crm_target_name(e->wanted->target));
    ho_bind_text(&q, e->out->folder);
    if (e->previous > 0)
        ho_bind_integer(&q, e->previous);
    else
        ho_bind_null(&q);
    ho_bind_integer(&q, (int64_t)e->all.withheld);
    for (int f = 0; f < ALL_FILES; f++)
        ho_bind_text(&q, e->hash[f]);
    return ho_run(&q, err);
}

static enum handoff_status insert_line(struct export *e,
                                       const struct ho_leaving *item,
                                       enum ho_line_kind kind,
                                       struct handoff_error *err)
{
    const enum ho_file file =
        kind == HO_LINE_TASK ? HO_FILE_TASKS : HO_FILE_NOTES;
    struct ho_query q;

    if (item->span[file].end == item->span[file].start)
        return HANDOFF_OK;
    ho_query(e->record->db, &q,
             "INSERT INTO line (export, lead, kind, decision, review)"
             " VALUES (?1, ?2, ?3, ?4, ?5)");
    ho_bind_integer(&q, e->out->id);
    ho_bind_integer(&q, item->lead);
    ho_bind_integer(&q, (int64_t)kind);
    ho_bind_integer(&q, item->decision);
    ho_bind_integer(&q, item->review);
    return ho_run(&q, err);
}

static enum handoff_status keep(struct export *e, struct handoff_error *err)
{
    enum handoff_status status = insert_export(e, err);

    for (size_t i = 0; i < e->all.count && status == HANDOFF_OK; i++) {
        if (e->all.item[i].why != HO_WITHHELD_NOTHING)
            continue;
        status = insert_line(e, &e->all.item[i], HO_LINE_TASK, err);
        if (status == HANDOFF_OK)
            status = insert_line(e, &e->all.item[i], HO_LINE_NOTE, err);
    }
    return status == HANDOFF_OK ? ho_record_event(e->record, HO_EVENT_EXPORTED,
                                                  0, e->out->id, err)
                                : status;
}

static enum handoff_status export_all(struct export *e,
                                      struct handoff_error *err)
{
    enum handoff_status status = complete_last(e, err);

    if (status == HANDOFF_OK)
        status = number_export(e, err);
    if (status == HANDOFF_OK)
        status = ho_collect(e->record, e->wanted->settings, e->wanted->target,
                            &e->all, err);
    if (status == HANDOFF_OK)
        status = write_all(e, err);
    if (status == HANDOFF_OK)
        status = keep(e, err);
    if (status == HANDOFF_OK)
        status = ho_db_commit(e->record->db, err);
    if (status == HANDOFF_OK && rename(e->part, e->out->folder) != 0)
        status = fail_path(e->out->folder, "cannot be made", err);
    return status;
}

enum handoff_status handoff_record_export(struct handoff_record *record,
                                          const struct handoff_export *wanted,
                                          struct handoff_exported *out,
                                          struct handoff_error *err)
{
    struct export e = { .record = record, .wanted = wanted, .out = out };
    enum handoff_status status = ho_db_begin(record->db, err);

    *out = (struct handoff_exported){ 0 };
    ho_buffer_init(&e.manifest, MANIFEST_BYTES);
    if (status == HANDOFF_OK)
        status = export_all(&e, err);
    ho_db_rollback(record->db);
    out->contacts = e.all.lines[HO_FILE_CONTACTS];
    out->tasks = e.all.lines[HO_FILE_TASKS];
    out->notes = e.all.lines[HO_FILE_NOTES];
    out->withheld = e.all.withheld;
    ho_buffer_release(&e.manifest);
    ho_collected_release(&e.all);
    return status;
}
