/* lead.h - intake: bytes in, leads out.
 *
 * A batch holds the leads of one or more inputs.  A lead keeps the bytes it
 * arrived in; each value says where in them it stands, so that evidence can
 * cite the original.  Bytes that cannot be read as a lead become a refused
 * row with file, line and reason; the rest goes on.
 *
 * Kinds are found from content: CSV with a header row, JSON (object, array,
 * NDJSON) with any keys, mail (one message or an mbox), or a plain-text
 * notification of `Label: value` lines and a message block.  CSV and JSON may
 * be UTF-16 with a byte order mark; it is kept as UTF-8.  Of a mail the decoded
 * text is kept, see src/intake/mime.h.
 */
#ifndef HANDOFF_LEAD_H
#define HANDOFF_LEAD_H

#include <stdbool.h>
#include <stdint.h>

#include <handoff/fields.h>

/* What is larger is refused with a sentence that names the limit. */
enum {
    HANDOFF_INTAKE_FILE = 64 << 20,  /* bytes of one input */
    HANDOFF_INTAKE_RECORD = 1 << 20, /* bytes of one lead */
    HANDOFF_INTAKE_LEADS = 20000,    /* leads of one batch */
    HANDOFF_INTAKE_REFUSED = 20000,  /* refused records of one batch */
    HANDOFF_INTAKE_VALUES = 200,     /* values of one lead */
    HANDOFF_INTAKE_COLUMNS = 1000,   /* of a CSV header */
    HANDOFF_INTAKE_RENAMED = 200,    /* columns that are given another name */
    HANDOFF_INTAKE_LABEL = 1024,     /* bytes of a label, column or key */
    HANDOFF_INTAKE_PATH = 4096,      /* bytes of a JSON pointer */
    HANDOFF_INTAKE_ID = 64,          /* bytes of an id taken from the input */
    HANDOFF_INTAKE_ASIDES = 1000,    /* asides of one lead */
    HANDOFF_INTAKE_WARNINGS = 100,   /* of one lead */
    HANDOFF_INTAKE_MEMORY = 1 << 30  /* bytes that one input may take up */
};

enum handoff_source {
    HANDOFF_SOURCE_FIELD,   /* a form field; cited as "field:<label>" */
    HANDOFF_SOURCE_MESSAGE, /* free text of the lead; "message" */
    HANDOFF_SOURCE_CRM,     /* a value out of the CRM; "crm:<label>" */
    HANDOFF_SOURCE_BATCH    /* worked out from the batch; "batch:<lead>" */
};

/* The playbook's columns that record what was done so far.  They are CRM
 * values: taken at their word, and never proof of what the lead wants. */
#define HANDOFF_CRM_MAP(X)                   \
    X(SUMMARY, "summary")                    \
    X(ROUTE, "route")                        \
    X(ENRICHMENT, "enrichment status")       \
    X(QUALIFICATION, "qualification status") \
    X(OUTREACH, "outreach status")           \
    X(FOLLOW_UP, "follow-up date")           \
    X(STAGE, "crm stage")                    \
    X(OWNER, "owner")

enum handoff_crm {
#define X(name, label) HANDOFF_CRM_##name,
    HANDOFF_CRM_MAP(X)
#undef X
        HANDOFF_CRM_COUNT
};

struct handoff_value {
    const char *label; /* as it arrived, decoded; "" for a bare message */
    const char *path;  /* where: "/contact/email", "column 4", "line 3" */
    const char *cite;  /* how evidence names it: "field:Title", "message" */
    struct handoff_slice text; /* decoded; never empty */
    enum handoff_source source;
    int settles;  /* field that this label settles, or HANDOFF_NO_FIELD */
    size_t part;  /* "Last name": the part of the field that it settles, from
                   * 1; 0: it settles the whole */
    size_t start; /* byte of the lead's bytes where the value's text starts */
    /* Only where the record holds escapes ("" in CSV, \n in JSON): map[i] is
     * the byte of the lead's bytes at which text byte i stands, map[text.len]
     * the end.  NULL: byte i stands at start + i. */
    const uint32_t *map;
};

/* What a payload holds beside the lead's own words.  It reaches no prompt and
 * proves no claim. */
#define HANDOFF_ASIDE_MAP(X)                               \
    X(META, "meta")         /* ids, names, times, pages */ \
    X(HIDDEN, "hidden")     /* hidden fields, utm, ads */  \
    X(CONSENT, "consent")   /* verbatim; weak evidence */  \
    X(DELIVERY, "delivery") /* ip, browser, referrer */    \
    X(REST, "rest")         /* what no adapter knows */

enum handoff_aside_kind {
#define X(name, word) HANDOFF_ASIDE_##name,
    HANDOFF_ASIDE_MAP(X)
#undef X
};

struct handoff_aside {
    enum handoff_aside_kind kind;
    const char *label;
    const char *path;          /* as that of a value */
    struct handoff_slice text; /* decoded; never empty */
};

/* The closed list of what intake warns of. */
#define HANDOFF_WARNING_MAP(X)                                                \
    X(UNKNOWN_SOURCE, "unknown_source",                                       \
      "no form program that handoff knows wrote this; its keys were read "    \
      "as labels")                                                            \
    X(TWO_SOURCES, "two_sources",                                             \
      "it has the marks of another source, too; the first was taken")         \
    X(NO_SUBMISSION_ID, "no_submission_id",                                   \
      "it names no submission; it is known again by its content only")        \
    X(BAD_TIME, "bad_time", "the time cannot be read")                        \
    X(NO_LABEL, "no_label",                                                   \
      "the question is not in the payload; send the form along")              \
    X(UNKNOWN_OPTION, "unknown_option",                                       \
      "the chosen option is not among the question's options")                \
    X(UNREAD_ANSWER, "unread_answer",                                         \
      "the answer has a shape that handoff does not know; it is in rest")     \
    X(IDS_ONLY, "ids_only",                                                   \
      "only ids were sent; fetch the lead from the platform")                 \
    X(NO_ANSWER, "no_answer", "it holds no answer at all")                    \
    X(CLAIMED_CONSENT, "claimed_consent",                                     \
      "the form's settings claim this consent; it does not show that a box "  \
      "was ticked")                                                           \
    X(CURRENT_VALUES, "current_values",                                       \
      "these are the contact's values of today, not what the form received")  \
    X(KEY_REMOVED, "key_removed",                                             \
      "the shared secret was blanked; nothing keeps it")                      \
    X(KEY_WRONG, "key_wrong",                                                 \
      "the shared secret is not the configured one; anyone may have sent "    \
      "this")                                                                 \
    X(CUT, "cut", "more than handoff lists; see rest, or the bytes")          \
    X(HIDDEN_TEXT, "hidden_text",                                             \
      "the HTML held text that no reader sees; it was left out")              \
    X(CHARSET_GUESSED, "charset_guessed",                                     \
      "the text is not in the character set it names; it was guessed")        \
    X(DAMAGED_TEXT, "damaged_text", "some bytes are no character")            \
    X(LOOSE_TEXT, "loose_text",                                               \
      "text stands outside the mail's parts; their boundary is broken")       \
    X(NESTED_PARTS, "nested_parts",                                           \
      "parts or HTML are too deep or too large; what is inside was not read") \
    X(TEXT_CUT, "text_cut",                                                   \
      "the text is longer than handoff keeps of one mail; its end is in the " \
      "mail only")                                                            \
    X(NO_TEXT, "no_text", "the mail holds no text")                           \
    X(MORE_ATTACHMENTS, "more_attachments", "more than are named")            \
    X(FORWARDED, "forwarded",                                                 \
      "the sender passes on somebody else's mail; who the lead is stands in " \
      "its text")                                                             \
    X(OTHER_ADDRESS, "other_address",                                         \
      "the form and the mail's headers name two addresses")                   \
    X(TWO_ADDRESSES, "two_addresses",                                         \
      "more than one e-mail address stands here; check which is the lead's")  \
    X(SPREADSHEET_NUMBER, "spreadsheet_number",                               \
      "a spreadsheet has rounded this number; ask for the original")          \
    X(SPREADSHEET_DATE, "spreadsheet_date",                                   \
      "a spreadsheet has made this a day number or #####")

enum handoff_warning_code {
#define X(name, word, text) HANDOFF_WARNING_##name,
    HANDOFF_WARNING_MAP(X)
#undef X
};

struct handoff_warning {
    enum handoff_warning_code code;
    const char *path; /* where; "" for the lead as a whole */
};

/* Where a lead came from: read off the payload, never guessed. */
struct handoff_origin {
    const char
        *kind; /* "typeform", "hubspot", "json", "text", "csv", "mail" ... */
    const char *event; /* "submission", "notice", "booked", "cancelled" ... */
    const char *form_id, *form_name, *submission_id; /* "" where not stated */
    /* "<kind>:id:<sha256>" of event, form and submission, else
     * "<kind>:content:<sha256>" of all values and their paths, whatever their
     * order in JSON.  Two notifications with one key are one submission. */
    const char *key;
    const char *replay_of; /* id of the batch's earlier lead of an :id: key */
    const char *test;      /* path of the platform's mark of a test, or NULL */
    bool incomplete; /* the lead's words are missing: ids only, no answer */
    const struct handoff_aside *aside;
    size_t asides;
    const struct handoff_warning *warning;
    size_t warnings;
};

/* What screening states about a lead; see <handoff/screen.h>. */
struct handoff_fact {
    enum handoff_fact_kind kind;
    const char *value; /* "yes", "vendor", "free", the id of another lead */
    const char *why;   /* what told: "address", "platform", "crm_id" ... */
    const struct handoff_value *source; /* where it stands; NULL: not in the
                                         * lead's words */
    size_t from, to;                    /* bytes of the source's text */
    const char *cite; /* "message", "origin:/is_test", "batch:L-0001",
                       * "suppression", "screen" */
};

struct handoff_screened {
    const struct handoff_fact *fact; /* in the order of the gates */
    size_t count;
};

struct handoff_lead {
    /* Unique in the batch: what the input calls `id`, `lead id` or `record id`
     * (a JSON key of the record itself), else "L-" and the number of the lead
     * in the batch.  Of leads with the same id the first keeps it, the next
     * ones become "id-2", "id-3" ... */
    const char *id;
    const char *file;           /* "-" for standard input */
    size_t line;                /* of its first byte, 1-based */
    struct handoff_slice bytes; /* the record as it arrived */
    char sha256[65];            /* of bytes */
    int64_t received;           /* seconds since 1970; 0 where not stated */
    const struct handoff_value *value; /* in order of arrival */
    size_t count;
    /* index of the value that records it, or -1 */
    int crm[HANDOFF_CRM_COUNT];
    /* Id of the earliest lead of the same person, or NULL: the same e-mail
     * address but for case and Punycode; where neither has one, the same
     * company, names, roles and messages.  "line 17" in a table that is read
     * row by row. */
    const char *duplicate_of;
    size_t missing; /* CSV: cells of the header that the row lacks */
    /* What it takes to read the bytes again, alone: how they were read, and
     * what stood before them (a CSV's header row; else empty). */
    const char *kind;
    struct handoff_slice frame;
    struct handoff_origin origin;
    const struct handoff_screened *screened; /* NULL: not yet */
};

struct handoff_refused {
    const char *file;
    size_t line;
    const char *reason; /* one sentence with the remedy */
};

struct handoff_batch;

/* fields is borrowed for the life of the batch. */
HANDOFF_API enum handoff_status handoff_batch_new(
    const struct handoff_fields *fields, struct handoff_batch **out,
    struct handoff_error *err);
/* Give up its leads and what it refused, for the next ones: what it knows of
 * fields, columns and names stays. */
HANDOFF_API void handoff_batch_clear(struct handoff_batch *batch);
HANDOFF_API void handoff_batch_free(struct handoff_batch *batch);

/* Names leads in place of the batch, for whoever knows them from before.
 * wanted: the input's own id, or NULL; what is returned is copied.  NULL, or a
 * name that the batch has already, leaves it to the batch. */
struct handoff_namer {
    const char *(*name)(void *user, const struct handoff_lead *lead,
                        const char *wanted);
    void *user;
};

/* Before the first input; namer is borrowed for the life of the batch. */
HANDOFF_API void handoff_batch_name_by(struct handoff_batch *batch,
                                       const struct handoff_namer *namer);

/* A lead as it was kept: its members of those names. */
struct handoff_kept_lead {
    const char *kind, *id, *file, *duplicate_of;
    size_t line;
    struct handoff_slice frame, bytes;
};

/* Read it again and add it under its own id, whatever else the batch holds.
 * BAD_INPUT: the bytes are no such lead. */
HANDOFF_API enum handoff_status handoff_batch_restore(
    struct handoff_batch *batch, const struct handoff_kept_lead *kept,
    struct handoff_error *err);

/* The key that Google Ads puts into each notification, as it was configured;
 * borrowed for the life of the batch.  Before the first input; NULL: nothing
 * is verified.  Keys in payloads are blanked in either case: a lead's bytes
 * hold `*` in their place, and `!` where the key was not yours. */
HANDOFF_API void handoff_batch_google_key(struct handoff_batch *batch,
                                          const char *key);

/* Names for the columns of tables: what stands under `header` is read, cited
 * and kept as if its column had the first label of `field`.  That is a field of
 * the policy by its name, "message", "id", "received", or a CRM column of the
 * playbook such as "owner". */
struct handoff_column {
    const char *field, *header;
    bool must; /* a table without that header is an error */
};

struct handoff_columns;

/* fields is borrowed for the life of the list. */
HANDOFF_API enum handoff_status handoff_columns_new(
    const struct handoff_fields *fields, struct handoff_columns **out,
    struct handoff_error *err);
HANDOFF_API void handoff_columns_free(struct handoff_columns *columns);
/* Of two for one header the later one holds; texts are copied.  BAD_INPUT: the
 * field is none. */
HANDOFF_API enum handoff_status handoff_columns_add(
    struct handoff_columns *columns, struct handoff_column column,
    struct handoff_error *err);
/* "company=Firma,message=\"Wobei, und wann?\"": each must be there. */
HANDOFF_API enum handoff_status handoff_columns_parse(
    struct handoff_columns *columns, const char *text,
    struct handoff_error *err);
HANDOFF_API size_t handoff_columns_count(const struct handoff_columns *columns);
HANDOFF_API struct handoff_column handoff_columns_get(
    const struct handoff_columns *columns, size_t index);

/* Before the first input; borrowed for the life of the batch, or until it is
 * given other ones.  NULL: none. */
HANDOFF_API void handoff_batch_columns(struct handoff_batch *batch,
                                       const struct handoff_columns *columns);

/* Add the leads of one input.  name is how reports cite it; bytes are copied.
 * BAD_INPUT, BAD_TEXT or BAD_JSON: the input as a whole holds no readable lead
 * (empty, not UTF-8, CSV without a usable header ...); IO: a mail, on a machine
 * without GMime or libxml2, which are opened at the first one; the batch is
 * left as it was, as after every other failure.  An input whose records were
 * read and refused one by one is HANDOFF_OK. */
HANDOFF_API enum handoff_status handoff_batch_add(struct handoff_batch *batch,
                                                  const char *name,
                                                  struct handoff_slice bytes,
                                                  struct handoff_error *err);

/* Read a file, or standard input for "-", and add it.  A directory is a
 * maildir: each mail in its `new` and `cur`, in the order of their names; one
 * that cannot be read, or is a draft or thrown away, is a refused record. */
HANDOFF_API enum handoff_status handoff_batch_read(struct handoff_batch *batch,
                                                   const char *path,
                                                   struct handoff_error *err);

/* Takes leads one by one.  What it is given is gone when it returns; what is
 * not HANDOFF_OK ends the reading. */
struct handoff_lead_sink {
    enum handoff_status (*lead)(void *user, const struct handoff_lead *lead,
                                struct handoff_error *err);
    enum handoff_status (*refused)(void *user,
                                   const struct handoff_refused *refused,
                                   struct handoff_error *err);
    void *user;
};

/* Read a CSV of any length, in UTF-8 or in UTF-16 with its byte order mark, in
 * constant memory: a batch keeps each lead and its input, this keeps none.  So
 * no lead is known to be another one's duplicate, and an id that comes twice
 * stays; handoff_screen_each (<handoff/screen.h>) tells duplicates, too.
 * columns may be NULL.
 * BAD_INPUT, BAD_TEXT: no CSV with a header that handoff knows. */
HANDOFF_API enum handoff_status handoff_csv_each(
    const struct handoff_fields *fields, const struct handoff_columns *columns,
    const char *path, const struct handoff_lead_sink *sink,
    struct handoff_error *err);

/* A lead stays where it is as long as the batch lives; a refused record until
 * the next input is added. */
HANDOFF_API size_t handoff_batch_count(const struct handoff_batch *batch);
HANDOFF_API const struct handoff_lead *handoff_batch_lead(
    const struct handoff_batch *batch, size_t index);
HANDOFF_API size_t
handoff_batch_refused_count(const struct handoff_batch *batch);
HANDOFF_API const struct handoff_refused *handoff_batch_refused(
    const struct handoff_batch *batch, size_t index);

/* Bytes [*start, *end) of the lead's bytes for text bytes [from, to). */
HANDOFF_API void handoff_value_span(const struct handoff_value *value,
                                    size_t from, size_t to, size_t *start,
                                    size_t *end);

/* The value that a form label, CRM column or the batch gives for a field, or
 * NULL: then the field is open, and the message may tell.  Of a name that comes
 * in parts the first one that the lead has. */
HANDOFF_API const struct handoff_value *handoff_lead_settled(
    const struct handoff_lead *lead, int field);

/* All of them: one, but for a name in parts, which stand in their order. */
HANDOFF_API size_t
handoff_lead_parts(const struct handoff_lead *lead, int field,
                   const struct handoff_value *part[HANDOFF_PARTS]);

/* The CRM's own word on a stage of the playbook, or NULL. */
HANDOFF_API const struct handoff_value *handoff_lead_crm(
    const struct handoff_lead *lead, enum handoff_crm what);

/* All leads: one line of JSON each, as schemas/lead.schema.json has it, or in
 * words that say where each value stands.  fields are the batch's; *text is
 * NUL-terminated and the caller's. */
HANDOFF_API enum handoff_status handoff_batch_json(
    const struct handoff_batch *batch, const struct handoff_fields *fields,
    char **text, size_t *len, struct handoff_error *err);
HANDOFF_API enum handoff_status handoff_batch_explain(
    const struct handoff_batch *batch, const struct handoff_fields *fields,
    char **text, size_t *len, struct handoff_error *err);

/* One lead in the same ways, for a sink. */
HANDOFF_API enum handoff_status handoff_submission_json(
    const struct handoff_lead *lead, const struct handoff_fields *fields,
    char **text, size_t *len, struct handoff_error *err);
HANDOFF_API enum handoff_status handoff_submission_explain(
    const struct handoff_lead *lead, const struct handoff_fields *fields,
    char **text, size_t *len, struct handoff_error *err);

#endif
