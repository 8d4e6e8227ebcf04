/* db.c - see record/db.h */
#include "record/db.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

enum {
    STATEMENTS = 128, /* more than the record has */
    BUSY_MS = 5000,
    PATH_BYTES = 4096
};

struct ho_db {
    sqlite3 *handle;
    struct {
        const char *sql;
        sqlite3_stmt *stmt;
    } kept[STATEMENTS];
    size_t count;
    uint64_t begun; /* transactions */
    char path[];
};

/* --- what went wrong, in words -------------------------------------------- */

static const struct {
    int code;
    const char *text;
} troubles[] = {
    { SQLITE_BUSY, "another process is writing to the record; run this again "
                   "when it is done" },
    { SQLITE_LOCKED, "another process is writing to the record; run this "
                     "again when it is done" },
    { SQLITE_FULL, "the disk is full; make room and run this again, nothing "
                   "that was recorded is lost" },
    { SQLITE_READONLY, "the record cannot be written here; check who may "
                       "write the file and its folder, or add --no-record" },
    { SQLITE_CANTOPEN, "the record cannot be opened; check that the folder "
                       "exists and who may write it, or add --no-record" },
    { SQLITE_CORRUPT, "the record is damaged; keep this file, and put a "
                      "backup of it in its place" },
    { SQLITE_NOTADB, "this file is no record of handoff; move it away, or put "
                     "a backup of the record in its place" },
    { SQLITE_IOERR, "the record could not be read or written; check the disk, "
                    "then run this again" },
    { SQLITE_PERM, "the record cannot be opened; check who may read it" },
    { SQLITE_AUTH, "the record cannot be opened; check who may read it" },
};

static enum handoff_status fail(const struct ho_db *db, int code,
                                struct handoff_error *err)
{
    const char *why = db->handle ? sqlite3_errmsg(db->handle) : "";
    enum handoff_status status = HANDOFF_RECORD;

    if ((code & 0xFF) == SQLITE_NOMEM)
        return ho_no_memory(err);
    for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++)
        if (troubles[i].code == (code & 0xFF)) {
            ho_fail(err, status, "%s (%s)", troubles[i].text, why);
            ho_error_file(err, db->path);
            return status;
        }
    ho_fail(err, status, "the record cannot be used: %s", why);
    ho_error_file(err, db->path);
    return status;
}

/* --- opening ---------------------------------------------------------------
 */

static int configure(sqlite3 *handle, enum ho_db_mode mode)
{
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, BUSY_MS);
    /* What a crafted file could make SQLite do stays off. */
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    /* proof reads each page once, from 64 MB; who writes goes on to new pages,
     * and keeps what a statement could have to take back off the disk.  A new
     * file's pages hold a lead's brief and decision whole. */
    return sqlite3_exec(handle,
                        mode == HO_DB_READ ? "PRAGMA foreign_keys = ON;"
                                             "PRAGMA cell_size_check = ON;"
                                             "PRAGMA cache_size = -65536"
                                           : "PRAGMA page_size = 16384;"
                                             "PRAGMA foreign_keys = ON;"
                                             "PRAGMA cell_size_check = ON;"
                                             "PRAGMA synchronous = NORMAL;"
                                             "PRAGMA cache_size = -4096;"
                                             "PRAGMA temp_store = MEMORY;"
                                             "PRAGMA wal_autocheckpoint = 2000",
                        NULL, NULL, NULL);
}

/* A folder that nobody may write holds no shared memory for readers: there a
 * file without a journal is read as it stands. */
static int open_still(struct ho_db *db)
{
    char uri[PATH_BYTES + 32] = "file:";
    size_t len = strlen(uri);
    char journal[PATH_BYTES + 8];

    snprintf(journal, sizeof journal, "%s-wal", db->path);
    if (access(journal, F_OK) == 0)
        return SQLITE_CANTOPEN;
    for (const char *p = db->path; *p && len + 24 < sizeof uri; p++)
        if (strchr("?#%", *p))
            len += (size_t)snprintf(uri + len, 4, "%%%02X", (unsigned char)*p);
        else
            uri[len++] = *p;
    snprintf(uri + len, sizeof uri - len, "?immutable=1");
    sqlite3_close(db->handle);
    db->handle = NULL;
    return sqlite3_open_v2(
        uri, &db->handle,
        SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
}

void ho_db_private(const char *path)
{
    const int file =
        open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);

    if (file >= 0)
        close(file);
}

static int open_handle(struct ho_db *db, enum ho_db_mode mode)
{
    static const int flags[] = {
        [HO_DB_READ] = SQLITE_OPEN_READONLY,
        [HO_DB_WRITE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
        [HO_DB_MEMORY] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    };
    int code;

    if (mode == HO_DB_WRITE)
        ho_db_private(db->path);
    /* a record is one thread's: no lock of SQLite's own is needed */
    code =
        sqlite3_open_v2(mode == HO_DB_MEMORY ? ":memory:" : db->path,
                        &db->handle, flags[mode] | SQLITE_OPEN_NOMUTEX, NULL);

    if (code == SQLITE_OK)
        code = configure(db->handle, mode);
    /* the first page that is read shows what the file is */
    if (code == SQLITE_OK)
        code = sqlite3_exec(db->handle, "SELECT count(*) FROM sqlite_schema",
                            NULL, NULL, NULL);
    if (mode != HO_DB_READ ||
        ((code & 0xFF) != SQLITE_CANTOPEN && (code & 0xFF) != SQLITE_READONLY))
        return code;
    code = open_still(db);
    return code == SQLITE_OK ? configure(db->handle, mode) : code;
}

enum handoff_status ho_db_open(const char *path, enum ho_db_mode mode,
                               struct ho_db **out, struct handoff_error *err)
{
    const size_t size = strlen(path) + 1;
    struct ho_db *db = calloc(1, sizeof *db + size);
    enum handoff_status status = HANDOFF_OK;
    int code;

    if (!db)
        return ho_no_memory(err);
    memcpy(db->path, path, size);
    code = open_handle(db, mode);
    if (code != SQLITE_OK)
        status = fail(db, code, err);
    if (status == HANDOFF_OK)
        *out = db;
    else
        ho_db_close(db);
    return status;
}

void ho_db_close(struct ho_db *db)
{
    if (!db)
        return;
    for (size_t i = 0; i < db->count; i++)
        sqlite3_finalize(db->kept[i].stmt);
    sqlite3_close(db->handle);
    free(db);
}

/* --- whole statements ------------------------------------------------------
 */

enum handoff_status ho_db_script(struct ho_db *db, const char *sql,
                                 struct handoff_error *err)
{
    const int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

    return code == SQLITE_OK ? HANDOFF_OK : fail(db, code, err);
}

enum handoff_status ho_db_begin(struct ho_db *db, struct handoff_error *err)
{
    db->begun++;
    return ho_db_script(db, "BEGIN IMMEDIATE", err);
}

enum handoff_status ho_db_commit(struct ho_db *db, struct handoff_error *err)
{
    const enum handoff_status status = ho_db_script(db, "COMMIT", err);

    if (status != HANDOFF_OK)
        ho_db_rollback(db);
    return status;
}

void ho_db_rollback(struct ho_db *db)
{
    if (ho_db_is_open(db))
        sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
}

bool ho_db_is_open(const struct ho_db *db)
{
    return !sqlite3_get_autocommit(db->handle);
}

uint64_t ho_db_begun(const struct ho_db *db)
{
    return db->begun;
}

int64_t ho_db_last_id(const struct ho_db *db)
{
    return sqlite3_last_insert_rowid(db->handle);
}

/* --- queries ---------------------------------------------------------------
 */

static sqlite3_stmt *prepare(struct ho_db *db, const char *sql, int *code)
{
    sqlite3_stmt *stmt = NULL;

    for (size_t i = 0; i < db->count; i++)
        if (db->kept[i].sql == sql)
            return db->kept[i].stmt;
    if (db->count == STATEMENTS) {
        *code = SQLITE_NOMEM;
        return NULL;
    }
    *code = sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT,
                               &stmt, NULL);
    if (stmt) {
        db->kept[db->count].sql = sql;
        db->kept[db->count++].stmt = stmt;
    }
    return stmt;
}

void ho_query(struct ho_db *db, struct ho_query *q, const char *sql)
{
    *q = (struct ho_query){ .db = db, .code = SQLITE_OK };
    q->stmt = prepare(db, sql, &q->code);
}

void ho_bind_integer(struct ho_query *q, int64_t value)
{
    q->bound++;
    if (q->code == SQLITE_OK)
        q->code = sqlite3_bind_int64(q->stmt, q->bound, value);
}

void ho_bind_slice(struct ho_query *q, struct handoff_slice text)
{
    q->bound++;
    if (q->code == SQLITE_OK)
        q->code =
            sqlite3_bind_text64(q->stmt, q->bound, text.ptr ? text.ptr : "",
                                text.len, SQLITE_STATIC, SQLITE_UTF8);
}

void ho_bind_text(struct ho_query *q, const char *text)
{
    if (text)
        ho_bind_slice(q, ho_slice(text));
    else
        ho_bind_null(q);
}

void ho_bind_blob(struct ho_query *q, struct handoff_slice bytes)
{
    q->bound++;
    if (q->code == SQLITE_OK)
        q->code =
            sqlite3_bind_blob64(q->stmt, q->bound, bytes.ptr ? bytes.ptr : "",
                                bytes.len, SQLITE_STATIC);
}

void ho_bind_null(struct ho_query *q)
{
    q->bound++;
    if (q->code == SQLITE_OK)
        q->code = sqlite3_bind_null(q->stmt, q->bound);
}

bool ho_step(struct ho_query *q)
{
    if (q->code != SQLITE_OK)
        return false;
    q->code = sqlite3_step(q->stmt);
    if (q->code == SQLITE_ROW) {
        q->code = SQLITE_OK;
        return true;
    }
    if (q->code == SQLITE_DONE)
        q->code = SQLITE_OK;
    return false;
}

int64_t ho_integer(const struct ho_query *q, int column)
{
    return sqlite3_column_int64(q->stmt, column);
}

struct handoff_slice ho_bytes(const struct ho_query *q, int column)
{
    const void *ptr = sqlite3_column_blob(q->stmt, column);
    const int len = sqlite3_column_bytes(q->stmt, column);

    return (struct handoff_slice){ ptr ? ptr : "", ptr ? (size_t)len : 0 };
}

const char *ho_text(const struct ho_query *q, int column)
{
    const unsigned char *text = sqlite3_column_text(q->stmt, column);

    return text ? (const char *)text : "";
}

enum ho_column ho_column_type(const struct ho_query *q, int column)
{
    switch (sqlite3_column_type(q->stmt, column)) {
    case SQLITE_NULL:
        return HO_COLUMN_NULL;
    case SQLITE_INTEGER:
        return HO_COLUMN_INTEGER;
    case SQLITE_TEXT:
        return HO_COLUMN_TEXT;
    default: /* strict tables hold no floating point */
        return HO_COLUMN_BLOB;
    }
}

int ho_column_count(const struct ho_query *q)
{
    return sqlite3_column_count(q->stmt);
}

bool ho_is_null(const struct ho_query *q, int column)
{
    return sqlite3_column_type(q->stmt, column) == SQLITE_NULL;
}

enum handoff_status ho_done(struct ho_query *q, struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    if (q->code != SQLITE_OK)
        status = fail(q->db, q->code, err);
    if (q->stmt) {
        sqlite3_reset(q->stmt);
        sqlite3_clear_bindings(q->stmt);
    }
    return status;
}

enum handoff_status ho_run(struct ho_query *q, struct handoff_error *err)
{
    ho_step(q);
    return ho_done(q, err);
}
