/* input.h - one input on its way into the batch.
 *
 * A reader (csv, text, json) walks over the bytes and hands over records:
 * begin, values in order of arrival, end.  What it cannot read it refuses.
 * Everything lies in the input's own arena, so that an input that fails as a
 * whole is thrown away whole.
 */
#ifndef HANDOFF_INTAKE_INPUT_H
#define HANDOFF_INTAKE_INPUT_H

#include "base/buffer.h"
#include "intake/index.h"
#include "intake/labels.h"

/* A lead on its way: what naming and finding duplicates need beside it. */
struct ho_draft {
    struct handoff_lead lead;
    const char *wanted;    /* id from the input, or NULL */
    struct ho_key id;      /* its place in the index of ids */
    struct ho_key person;  /* and of people; text is NULL for nobody known */
    struct ho_key receipt; /* and of submissions; NULL without an id */
};

/* A piece of text and where it stands in the record; see handoff_value. */
struct ho_piece {
    struct handoff_slice text;
    size_t start;
    const uint32_t *map;
};

struct ho_csv_frame; /* intake/csv_header.h */

struct ho_input {
    struct ho_arena *arena;
    const struct handoff_fields *fields;
    const struct ho_labels *labels;
    const struct handoff_columns *columns; /* or NULL */
    struct ho_csv_frame *table; /* of the table before this one, or NULL */
    const char *name;
    const char *google_key;         /* see handoff_batch_google_key */
    struct handoff_slice bytes;     /* without byte order mark, NUL behind it */
    char *writable;                 /* the same: secrets are blanked in it */
    size_t lead_room, refused_room; /* what the batch still takes */

    struct ho_draft **draft;
    size_t draft_count;
    struct handoff_refused *refused;
    size_t refused_count;

    const char *kind;           /* of its leads, see handoff_lead */
    struct handoff_slice frame; /* the same */

    size_t line, line_at; /* the last place asked for: moves forward */

    /* the open record */
    size_t start, end;
    size_t count;
    size_t missing;      /* see handoff_lead */
    const char *trouble; /* why it is refused at its end, or NULL */
    struct handoff_origin origin;
    bool no_memory;    /* ended while it was read */
    int64_t submitted; /* stated by the source; 0: look among the values */
    bool is_table;     /* its values come in the order of its columns */
    struct ho_buffer scratch; /* of ho_origin_key */
    bool alone;        /* no batch: nobody asks whose duplicate a lead is */
    const char *place; /* before the line in a value's path; "" for none */

    /* of the open record, too; not zeroed, and never read behind their counts
     */
    struct handoff_value value[HANDOFF_INTAKE_VALUES];
    struct ho_meaning is[HANDOFF_INTAKE_VALUES]; /* the value's label */
    struct handoff_aside aside[HANDOFF_INTAKE_ASIDES];
    struct handoff_warning warning[HANDOFF_INTAKE_WARNINGS];
};

/* An input that is read with that arena, which it owns until it is NULL; NULL
 * arena, NULL result: out of memory. */
struct ho_input *ho_input_new(struct ho_arena *arena);
void ho_input_free(struct ho_input *in); /* NULL-safe */

/* 1-based; places are asked for in rising order. */
size_t ho_input_line(struct ho_input *in, size_t at);
/* A value's path: that line of the text, behind in->place. */
const char *ho_line_path(struct ho_input *in, size_t number);

/* A record of bytes [start, end). */
void ho_record_begin(struct ho_input *in, size_t start, size_t end);

/* Add a value.  White space at its ends is cut off; what is empty then is
 * none.  path may be borrowed from the arena or be static. */
void ho_record_value(struct ho_input *in, const struct ho_label *label,
                     const char *path, struct ho_piece piece);

/* Add what is none of the lead's words.  White space at its ends is cut off;
 * what is empty then is none.  label and path lie in the arena. */
void ho_record_aside(struct ho_input *in, enum handoff_aside_kind kind,
                     const char *label, const char *path,
                     struct handoff_slice text);
void ho_record_warn(struct ho_input *in, enum handoff_warning_code code,
                    const char *path);

/* A time as form programs write it: a date, or seconds or milliseconds since
 * 1970 in digits. */
bool ho_read_time(struct handoff_slice text, int64_t *out);

/* Refuse the record at its end.  why is static; the first one wins. */
void ho_record_trouble(struct ho_input *in, const char *why);

/* Make the open record a lead, or refuse it.  Fails where a limit of the
 * batch is reached or memory ends, never because of the record. */
enum handoff_status ho_record_end(struct ho_input *in,
                                  struct handoff_error *err);

/* Refuse what begins at byte `at`. */
enum handoff_status ho_refuse(struct ho_input *in, size_t at,
                              struct handoff_error *err, const char *format,
                              ...) __attribute__((format(printf, 4, 5)));

/* key.c: what names the submission, see handoff_origin. */
enum handoff_status ho_origin_key(struct ho_input *in, const char **out,
                                  struct handoff_error *err);

/* Text that names one person in any batch; NULL where the record does not tell
 * who it is. */
enum handoff_status ho_person(struct ho_input *in, const char **out,
                              struct handoff_error *err);

/* The readers.  Each looks at the bytes it gets and says whether they are of
 * its kind, then reads them. */
bool ho_is_json(const struct ho_input *in);
enum handoff_status ho_read_json(struct ho_input *in,
                                 struct handoff_error *err);

struct ho_csv {
    char delimiter; /* NUL: no CSV with a header row that handoff knows */
    size_t start;   /* of the header row */
};

/* BAD_INPUT: a table whose header names no known column. */
enum handoff_status ho_csv_detect(struct ho_input *in, struct ho_csv *out,
                                  struct handoff_error *err);
/* "csv" with the delimiter behind it where that is no comma; and back: NUL for
 * another kind. */
const char *ho_csv_kind(char delimiter);
char ho_csv_delimiter(const char *kind);
enum handoff_status ho_read_csv(struct ho_input *in, struct ho_csv csv,
                                struct handoff_error *err);
struct ho_csv_feed; /* intake/csv_rows.h */
enum handoff_status ho_read_csv_fed(struct ho_input *in, struct ho_csv csv,
                                    const struct ho_csv_feed *feed,
                                    struct handoff_error *err);

enum handoff_status ho_read_text(struct ho_input *in,
                                 struct handoff_error *err);
/* The values of one notification's bytes [start, end), into the open record;
 * names its form program where it knows it. */
void ho_text_values(struct ho_input *in, size_t start, size_t end);

/* A mail as it came, several of them as an mbox; and the text that is kept of
 * one, see intake/mime.h. */
extern const char ho_mail_kind[];
bool ho_is_mail(const struct ho_input *in);
enum handoff_status ho_read_mail(struct ho_input *in,
                                 struct handoff_error *err);
enum handoff_status ho_read_mail_text(struct ho_input *in,
                                      struct handoff_error *err);
/* One mail that begins on that line of the input. */
enum handoff_status ho_read_one_mail(struct ho_input *in,
                                     struct handoff_slice raw, size_t line,
                                     struct handoff_error *err);
/* A table with a UTF-16 byte order mark: what spreadsheets and ad platforms
 * export. */
enum handoff_status ho_read_utf16(struct ho_input *in,
                                  struct handoff_error *err);
/* The mails of a directory with `new` and `cur`. */
bool ho_is_maildir(const char *path);
enum handoff_status ho_read_maildir(struct ho_input *in, const char *path,
                                    struct handoff_error *err);

/* form_data.c: multipart/form-data, one lead an input. */
bool ho_is_form_data(struct handoff_slice bytes);
enum handoff_status ho_read_form_data(struct ho_input *in,
                                      struct handoff_error *err);

/* text_forms.c: mails of WordPress plugins.  WPForms: reads the notification at
 * bytes [start, end) into the open record; false: it is none of theirs.
 * Contact Form 7: the line `From: Jo Lind jo@hillmarsh.example`, where name
 * and address of the lead share one value. */
bool ho_read_wpforms(struct ho_input *in, size_t start, size_t end);
void ho_read_cf7_from(struct ho_input *in, const char *path, size_t start,
                      size_t end);

#endif
