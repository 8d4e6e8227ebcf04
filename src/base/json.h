/* json.h - strict JSON in, tidy JSON out.
 *
 * cJSON accepts duplicate keys, `[01]`, raw newlines, bad UTF-8, a BOM and
 * 1e999, cuts strings at \u0000 and reads 2^53+1 as 2^53.  So its parser is
 * not used: one strict pass over the bytes builds the tree of cJSON nodes.
 * This header is the one home of cJSON, and only the case-sensitive getters
 * below are used.
 *
 * Strict means RFC 8259, UTF-8 without BOM, no duplicate keys, no \u0000, no
 * lone surrogates, no number that overflows a double, nothing but white space
 * behind the value, and at most HO_JSON_DEPTH levels.
 */
#ifndef HANDOFF_BASE_JSON_H
#define HANDOFF_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "base/buffer.h"

enum {
    HO_JSON_DEPTH = 200, /* every reader and cJSON_Delete recurse */
    HO_JSON_NUMBER = 63  /* bytes of a number */
};

/* Where the scalars (string, number, true, false, null; keys are none) of a
 * document stand, in document order: [start, end) in bytes, quotes included.
 * `found` may be called any number of times before a later failure. */
struct ho_json_observer {
    void (*found)(void *user, size_t start, size_t end);
    void *user;
};

/* Scan only.  The error carries line and column.  observer may be NULL. */
enum handoff_status ho_json_scan(struct handoff_slice text,
                                 const struct ho_json_observer *observer,
                                 struct handoff_error *err);

/* From byte `at` over what stands in a string as it is and needs no second
 * look: ASCII but for quote, backslash, DEL and control characters. */
size_t ho_json_plain(struct handoff_slice s, size_t at);

/* Behind the string whose first quote is byte `at`; the text's end where it
 * does not end.  The text need not have been scanned. */
size_t ho_json_skip_string(struct handoff_slice text, size_t at);

/* The value of a top-level member of an object that passed the scanner or is
 * the writer's, as it stands there; of length 0 where it has no such member.
 * Another text gives some part of itself, or nothing. */
struct handoff_slice ho_json_member(struct handoff_slice object,
                                    const char *key);

/* The value of a top-level member of an object that the writer below put on
 * one line, as it stands there; of length 0 where it has no such member.  Of
 * any other text it is some part, or nothing. */
struct handoff_slice ho_json_member(struct handoff_slice object,
                                    const char *key);

/* What a document is made of, in document order: [start, end) in bytes, the
 * quotes of strings and keys included.  Each may be NULL, and each may be
 * called any number of times before a later failure. */
struct ho_json_events {
    void (*open)(void *user, size_t start); /* at '{' or '[' */
    void (*close)(void *user, size_t end);
    void (*key)(void *user, size_t start, size_t end);
    void (*scalar)(void *user, size_t start, size_t end);
    void *user;
    bool nul; /* let \u0000 pass: this reader's strings carry their length */
};

/* Scan, and tell what was found: for readers that need no cJSON tree. */
enum handoff_status ho_json_walk(struct handoff_slice text,
                                 const struct ho_json_events *events,
                                 struct handoff_error *err);

/* Undo the escapes of a string that passed the scanner, given without its
 * quotes.  out has room for s.len bytes; returns the bytes written. */
size_t ho_json_unescape(struct handoff_slice s, char *out);

/* The double nearest to a number that passed the scanner, in any locale. */
double ho_json_double(struct handoff_slice number);

/* *out is the caller's: cJSON_Delete.  Integers that a double cannot hold
 * exactly are kept as written in their valuestring, see ho_json_number_text. */
enum handoff_status ho_json_parse(struct handoff_slice text, cJSON **out,
                                  struct handoff_error *err);
/* The same, and every number is kept as written. */
enum handoff_status ho_json_parse_as_written(struct handoff_slice text,
                                             cJSON **out,
                                             struct handoff_error *err);

/* Member of an object, case-sensitive; NULL where there is none. */
const cJSON *ho_json_get(const cJSON *object, const char *key);
/* Its text; NULL where it is absent or not a string. */
const char *ho_json_text(const cJSON *object, const char *key);
/* The number as written, or NULL where that was not kept. */
const char *ho_json_number_text(const cJSON *number);
/* true and *out set when the node is a number that is a whole int64. */
bool ho_json_integer(const cJSON *number, int64_t *out);

/* Writer: appends to a buffer, whose sticky failure is the writer's.
 * key is NULL inside arrays and for the outermost value. */
struct ho_writer {
    struct ho_buffer *buffer;
    unsigned indent; /* spaces a level; 0: all on one line */
    unsigned depth;
    bool has_item; /* the open container already holds a value */
};

void ho_writer_init(struct ho_writer *w, struct ho_buffer *buffer,
                    unsigned indent);
void ho_write_object(struct ho_writer *w, const char *key);
void ho_write_array(struct ho_writer *w, const char *key);
void ho_write_end_object(struct ho_writer *w);
void ho_write_end_array(struct ho_writer *w);
/* NULL text is written as null.  Text is UTF-8; control characters, U+2028
 * and U+2029 are escaped. */
void ho_write_text(struct ho_writer *w, const char *key, const char *text);
void ho_write_slice(struct ho_writer *w, const char *key,
                    struct handoff_slice s);
void ho_write_integer(struct ho_writer *w, const char *key, int64_t value);
void ho_write_bool(struct ho_writer *w, const char *key, bool value);
void ho_write_null(struct ho_writer *w, const char *key);
/* A value that is JSON already, on one line. */
void ho_write_raw(struct ho_writer *w, const char *key,
                  struct handoff_slice json);
/* A parsed value, in the writer's layout, numbers as they were written. */
void ho_write_json(struct ho_writer *w, const char *key, const cJSON *value);

#endif
