/* schema.h - the tables of the record, and how an older one becomes new. */
#ifndef HANDOFF_RECORD_SCHEMA_H
#define HANDOFF_RECORD_SCHEMA_H

#include "record/db.h"

/* The version that this program reads and writes. */
int64_t ho_schema_latest(void);

/* *version: 0 for a new, empty file.  RECORD: the file is another program's,
 * or of a newer handoff. */
enum handoff_status ho_schema_version(struct ho_db *db, const char *path,
                                      int64_t *version,
                                      struct handoff_error *err);

/* Step by step up to version `to`, all of it or nothing. */
enum handoff_status ho_schema_migrate(struct ho_db *db, int64_t to,
                                      struct handoff_error *err);

/* A copy of the record as it is, at path.v<version>. */
enum handoff_status ho_schema_backup(struct ho_db *db, const char *path,
                                     int64_t version,
                                     struct handoff_error *err);

/* The same tables and indexes as a fresh record has? */
enum handoff_status ho_schema_is_ours(struct ho_db *db, bool *yes,
                                      struct handoff_error *err);

#endif
