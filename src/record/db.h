/* db.h - SQLite behind a small interface; the one home of sqlite3.h.
 *
 * A query remembers its first failure, like a buffer: bind and step as often
 * as needed, and ask once, at its end.  Statements are prepared once and kept
 * by the address of their text, so `sql` is always a string literal; values
 * are bound and never written into it.
 */
#ifndef HANDOFF_RECORD_DB_H
#define HANDOFF_RECORD_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"

struct ho_db;
struct ho_query {
    struct ho_db *db;
    void *stmt;
    int bound, code;
};

enum ho_db_mode {
    HO_DB_READ,  /* of a file that exists */
    HO_DB_WRITE, /* made where it is missing */
    HO_DB_MEMORY /* a scratch one; path is only its name */
};

/* Make an empty file where there is none: what leads wrote will stand in it, so
 * it is for its owner alone, and so is what SQLite puts beside it.  Whoever
 * shares a record changes its mode. */
void ho_db_private(const char *path);

enum handoff_status ho_db_open(const char *path, enum ho_db_mode mode,
                               struct ho_db **out, struct handoff_error *err);
void ho_db_close(struct ho_db *db); /* NULL-safe */

/* Several statements without values: schema and settings. */
enum handoff_status ho_db_script(struct ho_db *db, const char *sql,
                                 struct handoff_error *err);
enum handoff_status ho_db_begin(struct ho_db *db, struct handoff_error *err);
enum handoff_status ho_db_commit(struct ho_db *db, struct handoff_error *err);
void ho_db_rollback(struct ho_db *db);      /* nothing open: nothing done */
bool ho_db_is_open(const struct ho_db *db); /* inside a transaction? */
/* How many were begun: what was read in one holds for the rest of it. */
uint64_t ho_db_begun(const struct ho_db *db);
int64_t ho_db_last_id(const struct ho_db *db);

void ho_query(struct ho_db *db, struct ho_query *q, const char *sql);
/* The next parameter, from ?1 on. */
void ho_bind_integer(struct ho_query *q, int64_t value);
void ho_bind_text(struct ho_query *q, const char *text); /* NULL: null */
void ho_bind_slice(struct ho_query *q, struct handoff_slice text);
void ho_bind_blob(struct ho_query *q, struct handoff_slice bytes);
void ho_bind_null(struct ho_query *q);
/* A row is there?  What its columns return lives until the next step. */
bool ho_step(struct ho_query *q);
int64_t ho_integer(const struct ho_query *q, int column); /* null: 0 */
struct handoff_slice ho_bytes(const struct ho_query *q, int column);
const char *ho_text(const struct ho_query *q, int column); /* null: "" */
enum ho_column {
    HO_COLUMN_NULL,
    HO_COLUMN_INTEGER,
    HO_COLUMN_TEXT,
    HO_COLUMN_BLOB
};
enum ho_column ho_column_type(const struct ho_query *q, int column);
int ho_column_count(const struct ho_query *q);
bool ho_is_null(const struct ho_query *q, int column);
/* Ready for another use; the first failure since ho_query. */
enum handoff_status ho_done(struct ho_query *q, struct handoff_error *err);
/* One step, which returns no row that matters. */
enum handoff_status ho_run(struct ho_query *q, struct handoff_error *err);

#endif
