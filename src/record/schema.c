/* schema.c - see record/schema.h
 *
 * A step that was released is never changed; what comes later is a new step.
 * Every row that is not a plain count or pointer is sealed by the event that
 * `event.ref` points from: see record/chain.h.
 */
#include "record/schema.h"

#include <inttypes.h>
#include <stdio.h>

enum { APPLICATION = 0x68616E64 /* "hand" */, PATH_BYTES = 4096 };

static const char *const steps[] = {
    /* 1: what arrived, what was asked, what came of it */
    "CREATE TABLE text (" /* policies and CSV headers, kept once */
    " id INTEGER PRIMARY KEY,"
    " sha256 TEXT NOT NULL UNIQUE,"
    " body TEXT NOT NULL) STRICT;"
    "CREATE TABLE run ("
    " id INTEGER PRIMARY KEY,"
    " command TEXT NOT NULL,"
    " program TEXT NOT NULL," /* version of handoff */
    " started INTEGER NOT NULL,"
    " as_of INTEGER NOT NULL,"
    " policy INTEGER NOT NULL REFERENCES text,"
    " prompt TEXT NOT NULL,"
    " reask TEXT NOT NULL,"
    " endpoint TEXT NOT NULL,"
    " model TEXT NOT NULL,"
    " leads INTEGER NOT NULL,"
    " refused INTEGER NOT NULL,"
    " finished INTEGER) STRICT;"
    "CREATE TABLE lead ("
    " id INTEGER PRIMARY KEY,"
    " name TEXT NOT NULL UNIQUE,"
    " identity TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE submission ("
    " id INTEGER PRIMARY KEY,"
    " lead INTEGER NOT NULL REFERENCES lead,"
    " sha256 TEXT NOT NULL,"
    " kind TEXT NOT NULL,"
    " frame INTEGER NOT NULL REFERENCES text,"
    " received INTEGER NOT NULL,"
    " size INTEGER NOT NULL,"
    " bytes BLOB NOT NULL,"
    " UNIQUE (lead, sha256, frame)) STRICT;"
    "CREATE TABLE receipt ("
    " id INTEGER PRIMARY KEY,"
    " run INTEGER NOT NULL REFERENCES run,"
    " submission INTEGER NOT NULL REFERENCES submission,"
    " position INTEGER NOT NULL,"
    " file TEXT NOT NULL,"
    " line INTEGER NOT NULL,"
    " duplicate_of TEXT,"
    " UNIQUE (run, position)) STRICT;"
    "CREATE INDEX receipt_submission ON receipt (submission);"
    "CREATE TABLE reply ("
    " id INTEGER PRIMARY KEY,"
    " lead INTEGER NOT NULL REFERENCES lead,"
    " run INTEGER NOT NULL REFERENCES run,"
    " request TEXT NOT NULL," /* SHA-256 of messages and schema */
    " asked TEXT NOT NULL,"   /* endpoint and model */
    " attempts INTEGER NOT NULL,"
    " prompt_tokens INTEGER NOT NULL,"
    " completion_tokens INTEGER NOT NULL,"
    " size INTEGER NOT NULL,"
    " bytes BLOB NOT NULL) STRICT;"
    "CREATE INDEX reply_request ON reply (request, asked);"
    "CREATE INDEX reply_lead ON reply (lead);"
    "CREATE TABLE brief ("
    " id INTEGER PRIMARY KEY,"
    " lead INTEGER NOT NULL REFERENCES lead,"
    " receipt INTEGER NOT NULL UNIQUE REFERENCES receipt,"
    " attempts INTEGER NOT NULL,"
    " prompt_tokens INTEGER NOT NULL,"
    " completion_tokens INTEGER NOT NULL,"
    " body TEXT NOT NULL) STRICT;"
    "CREATE INDEX brief_lead ON brief (lead);"
    "CREATE TABLE answer ("
    " brief INTEGER NOT NULL REFERENCES brief,"
    " number INTEGER NOT NULL,"
    " reply INTEGER REFERENCES reply,"
    " failure TEXT,"
    " PRIMARY KEY (brief, number)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE decision ("
    " id INTEGER PRIMARY KEY,"
    " lead INTEGER NOT NULL REFERENCES lead,"
    " brief INTEGER NOT NULL REFERENCES brief,"
    " run INTEGER NOT NULL REFERENCES run,"
    " body TEXT NOT NULL,"
    " crm TEXT NOT NULL," /* what the CRM should say, JSON */
    " route TEXT NOT NULL,"
    " rule TEXT NOT NULL,"
    " stage TEXT NOT NULL,"
    " owner TEXT NOT NULL,"
    " next_action TEXT NOT NULL,"
    " due TEXT NOT NULL,"
    " score INTEGER NOT NULL,"
    " needs TEXT NOT NULL) STRICT;" /* why a person has to look; or "" */
    "CREATE INDEX decision_lead ON decision (lead);"
    "CREATE TABLE crm (" /* where each lead stands now */
    " lead INTEGER PRIMARY KEY REFERENCES lead,"
    " decision INTEGER NOT NULL UNIQUE REFERENCES decision,"
    " route TEXT NOT NULL,"
    " stage TEXT NOT NULL,"
    " owner TEXT NOT NULL,"
    " next_action TEXT NOT NULL,"
    " due TEXT NOT NULL,"
    " score INTEGER NOT NULL,"
    " waits INTEGER NOT NULL) STRICT;" /* for a person: 1 or 0 */
    "CREATE INDEX crm_queue ON crm (waits, score DESC, lead);"
    "CREATE TABLE event ("
    " id INTEGER PRIMARY KEY,"
    " at INTEGER NOT NULL,"
    " actor TEXT NOT NULL,"
    " kind TEXT NOT NULL,"
    " run INTEGER NOT NULL,"  /* 0: none */
    " lead INTEGER NOT NULL," /* 0: none */
    " ref INTEGER NOT NULL,"
    " seal TEXT NOT NULL,"
    " salt BLOB," /* taken away when the lead is forgotten */
    " hash TEXT NOT NULL) STRICT;"
    "CREATE INDEX event_lead ON event (lead);",
    /* 2: what people said to it */
    "CREATE TABLE review ("
    " id INTEGER PRIMARY KEY,"
    " lead INTEGER REFERENCES lead,"
    " decision INTEGER UNIQUE REFERENCES decision,"
    " policy INTEGER REFERENCES text,"
    " verdict TEXT NOT NULL,"
    " shown TEXT NOT NULL," /* SHA-256 of what the person saw */
    " note TEXT NOT NULL,"
    " owner TEXT,"
    " next_action TEXT,"
    " due TEXT) STRICT;"
    "CREATE INDEX review_lead ON review (lead);"
    "CREATE INDEX review_policy ON review (policy);"
    "CREATE INDEX run_policy ON run (policy);",
    /* 3: what left for the CRM, and who is not to be contacted */
    "CREATE TABLE export ("
    " id INTEGER PRIMARY KEY,"
    " crm TEXT NOT NULL,"
    " folder TEXT NOT NULL,"
    " previous INTEGER REFERENCES export,"
    " withheld INTEGER NOT NULL,"
    " contacts TEXT NOT NULL," /* SHA-256 of each file */
    " tasks TEXT NOT NULL,"
    " notes TEXT NOT NULL,"
    " manifest TEXT NOT NULL) STRICT;"
    "CREATE TABLE line (" /* a task or note; numbers alone, so that it stays
                             when its lead is forgotten */
    " id INTEGER PRIMARY KEY,"
    " export INTEGER NOT NULL REFERENCES export,"
    " lead INTEGER NOT NULL,"
    " kind INTEGER NOT NULL," /* 0: task, 1: note */
    " decision INTEGER NOT NULL,"
    " review INTEGER NOT NULL) STRICT;" /* 0: none */
    "CREATE INDEX line_export ON line (export);"
    "CREATE INDEX line_lead ON line (lead, kind);"
    "CREATE TABLE suppression ("
    " id INTEGER PRIMARY KEY,"
    " hash TEXT NOT NULL UNIQUE,"   /* SHA-256 of salt and address or domain */
    " salt BLOB NOT NULL) STRICT;", /* the same in all rows */
    /* 4: who stands behind which policy, the files it names, and what was
     * learnt of an endpoint */
    "CREATE TABLE policy (" /* what a text meant, with its files of that time */
    " id INTEGER PRIMARY KEY,"
    " text INTEGER NOT NULL REFERENCES text,"
    " name TEXT NOT NULL,"
    " version TEXT NOT NULL,"
    " sha256 TEXT NOT NULL) STRICT;" /* of its meaning */
    "CREATE INDEX policy_text ON policy (text);"
    "CREATE INDEX policy_meaning ON policy (name, sha256);"
    "CREATE TABLE file ("
    " id INTEGER PRIMARY KEY,"
    " sha256 TEXT NOT NULL UNIQUE,"
    " size INTEGER NOT NULL,"
    " bytes BLOB NOT NULL) STRICT;"
    "CREATE TABLE pin ("
    " id INTEGER PRIMARY KEY,"
    " policy INTEGER NOT NULL REFERENCES policy,"
    " kind INTEGER NOT NULL," /* enum handoff_file_kind */
    " name TEXT NOT NULL,"
    " file INTEGER NOT NULL REFERENCES file,"
    " UNIQUE (policy, kind, name)) STRICT;"
    "CREATE TABLE approval ("
    " id INTEGER PRIMARY KEY,"
    " policy INTEGER NOT NULL REFERENCES policy,"
    " verdict TEXT NOT NULL,"
    " note TEXT NOT NULL) STRICT;"
    "CREATE INDEX approval_policy ON approval (policy);"
    "CREATE TABLE ladder ("
    " id INTEGER PRIMARY KEY,"
    " asked TEXT NOT NULL," /* endpoint and model */
    " learnt TEXT NOT NULL) STRICT;"
    "CREATE INDEX ladder_asked ON ladder (asked);"
    /* events that are no lead's, by what they are about */
    "CREATE INDEX event_ref ON event (kind, ref) WHERE lead = 0;",
    /* 5: messages that were proposed, and what came back */
    "CREATE TABLE draft ("
    " id INTEGER PRIMARY KEY,"
    " lead INTEGER NOT NULL REFERENCES lead,"
    " decision INTEGER NOT NULL REFERENCES decision,"
    " made INTEGER NOT NULL," /* the first of those made together */
    " as_of INTEGER NOT NULL,"
    " channel TEXT NOT NULL,"
    " message TEXT NOT NULL,"
    " body TEXT NOT NULL) STRICT;" /* JSON: facts, promise, call, stop */
    "CREATE INDEX draft_lead ON draft (lead, made);"
    "CREATE TABLE draft_review ("
    " id INTEGER PRIMARY KEY,"
    " lead INTEGER NOT NULL REFERENCES lead,"
    " draft INTEGER NOT NULL UNIQUE REFERENCES draft,"
    " verdict TEXT NOT NULL,"
    " shown TEXT NOT NULL," /* SHA-256 of what the person saw */
    " note TEXT NOT NULL,"
    " message TEXT) STRICT;" /* where it was edited */
    "CREATE INDEX draft_review_lead ON draft_review (lead);"
    "CREATE TABLE response ("
    " id INTEGER PRIMARY KEY,"
    " lead INTEGER NOT NULL REFERENCES lead,"
    " as_of INTEGER NOT NULL,"
    " action TEXT NOT NULL," /* continue, pause, stop, book */
    " reason TEXT NOT NULL,"
    " next_touch TEXT NOT NULL," /* a date, or "" */
    " body TEXT NOT NULL,"       /* JSON: quotes, objection, path */
    " size INTEGER NOT NULL,"
    " bytes BLOB NOT NULL) STRICT;"
    "CREATE INDEX response_lead ON response (lead);"
    "CREATE TABLE watch (" /* what each lead's decision says of time */
    " lead INTEGER PRIMARY KEY REFERENCES lead,"
    " risk TEXT NOT NULL,"               /* "" for none */
    " since INTEGER NOT NULL,"           /* when it was seen first */
    " due INTEGER NOT NULL,"             /* end of the term; 0 for none */
    " stopped INTEGER NOT NULL) STRICT;" /* enrichment is exhausted: 1 or 0 */
    "INSERT INTO watch (lead, risk, since, due, stopped) SELECT d.lead,"
    " CASE WHEN json_extract(d.crm, '$.open_risk') LIKE 'none %' THEN ''"
    " ELSE coalesce(json_extract(d.crm, '$.open_risk'), '') END, r.as_of,"
    " coalesce(CAST(strftime('%s', json_extract(d.body, '$.due'))"
    " AS INTEGER), 0), coalesce(json_extract(d.body, '$.stopped'), 0)"
    " FROM crm c JOIN decision d ON d.id = c.decision"
    " JOIN run r ON r.id = d.run;",
    /* 6: what left this machine */
    "CREATE TABLE sent ("
    " id INTEGER PRIMARY KEY,"
    " lead INTEGER NOT NULL REFERENCES lead,"
    " run INTEGER NOT NULL REFERENCES run,"
    " asked TEXT NOT NULL," /* endpoint and model */
    " redacted INTEGER NOT NULL,"
    " prefix INTEGER NOT NULL REFERENCES text," /* what each lead's have */
    " size INTEGER NOT NULL,"
    " bytes BLOB NOT NULL) STRICT;" /* what this lead's alone has */
    "CREATE INDEX sent_lead ON sent (lead);"
    "CREATE INDEX sent_prefix ON sent (prefix);",
};

enum { LATEST = sizeof steps / sizeof *steps };

int64_t ho_schema_latest(void)
{
    return LATEST;
}

static enum handoff_status pragma(struct ho_db *db, const char *sql,
                                  int64_t *out, struct handoff_error *err)
{
    struct ho_query q;

    ho_query(db, &q, sql);
    if (ho_step(&q))
        *out = ho_integer(&q, 0);
    return ho_done(&q, err);
}

static enum handoff_status not_ours(const char *path, struct handoff_error *err)
{
    ho_fail(err, HANDOFF_RECORD,
            "this SQLite file is another program's; move it away");
    ho_error_file(err, path);
    return HANDOFF_RECORD;
}

enum handoff_status ho_schema_version(struct ho_db *db, const char *path,
                                      int64_t *version,
                                      struct handoff_error *err)
{
    int64_t found = 0, application = 0, tables = 0;
    enum handoff_status status = pragma(db, "PRAGMA user_version", &found, err);

    if (status == HANDOFF_OK)
        status = pragma(db, "PRAGMA application_id", &application, err);
    if (status == HANDOFF_OK)
        status = pragma(db, "SELECT count(*) FROM sqlite_schema", &tables, err);
    if (status != HANDOFF_OK)
        return status;
    if (tables > 0 && application != APPLICATION)
        return not_ours(path, err);
    if (found > LATEST) {
        ho_fail(err, HANDOFF_RECORD,
                "a newer handoff wrote this record (version %" PRId64
                ", this one knows %d); use that one",
                found, LATEST);
        ho_error_file(err, path);
        return HANDOFF_RECORD;
    }
    *version = tables > 0 ? found : 0;
    return HANDOFF_OK;
}

static enum handoff_status run_steps(struct ho_db *db, int64_t to,
                                     struct handoff_error *err)
{
    char settings[96];
    int64_t at = 0;
    enum handoff_status status = pragma(db, "PRAGMA user_version", &at, err);

    for (; at < to && status == HANDOFF_OK; at++)
        status = ho_db_script(db, steps[at], err);
    snprintf(settings, sizeof settings,
             "PRAGMA application_id = %d; PRAGMA user_version = %" PRId64,
             APPLICATION, to);
    return status == HANDOFF_OK ? ho_db_script(db, settings, err) : status;
}

enum handoff_status ho_schema_migrate(struct ho_db *db, int64_t to,
                                      struct handoff_error *err)
{
    enum handoff_status status = ho_db_begin(db, err);

    if (status == HANDOFF_OK)
        status = run_steps(db, to, err);
    if (status == HANDOFF_OK)
        return ho_db_commit(db, err);
    ho_db_rollback(db);
    return status;
}

enum handoff_status ho_schema_backup(struct ho_db *db, const char *path,
                                     int64_t version, struct handoff_error *err)
{
    char part[PATH_BYTES], name[PATH_BYTES];
    struct ho_query q;
    enum handoff_status status;

    if (snprintf(name, sizeof name, "%s.v%" PRId64, path, version) >=
            (int)sizeof name ||
        snprintf(part, sizeof part, "%s.part", name) >= (int)sizeof part)
        return ho_fail(err, HANDOFF_TOO_LARGE,
                       "the record's path is too long; move the workspace "
                       "nearer to the root");
    remove(part); /* of a copy that was broken off */
    ho_db_private(part);
    ho_query(db, &q, "VACUUM INTO ?1");
    ho_bind_text(&q, part);
    status = ho_run(&q, err);
    if (status == HANDOFF_OK && rename(part, name) != 0)
        status =
            ho_fail(err, HANDOFF_IO,
                    "the backup %s cannot be written; check the folder", name);
    return status;
}

/* Tables and indexes in the order of their names; quoted, for a text that was
 * made a blob reads the same otherwise. */
#define LAYOUT                                                           \
    "SELECT quote(type) || quote(name) || quote(tbl_name) || quote(sql)" \
    " FROM sqlite_schema ORDER BY name"

static bool is_same(struct ho_query *a, struct ho_query *b)
{
    for (;;) {
        const bool more = ho_step(a);

        if (more != ho_step(b))
            return false;
        if (!more)
            return true;
        if (strcmp(ho_text(a, 0), ho_text(b, 0)) != 0)
            return false;
    }
}

enum handoff_status ho_schema_is_ours(struct ho_db *db, bool *yes,
                                      struct handoff_error *err)
{
    struct ho_db *fresh = NULL;
    struct ho_query a, b;
    enum handoff_status status =
        ho_db_open("a fresh record", HO_DB_MEMORY, &fresh, err);

    if (status == HANDOFF_OK)
        status = ho_schema_migrate(fresh, LATEST, err);
    if (status == HANDOFF_OK) {
        ho_query(db, &a, LAYOUT);
        ho_query(fresh, &b, LAYOUT);
        *yes = is_same(&a, &b);
        status = ho_done(&a, err);
        if (ho_done(&b, err) != HANDOFF_OK && status == HANDOFF_OK)
            status = HANDOFF_RECORD;
    }
    ho_db_close(fresh);
    return status;
}
