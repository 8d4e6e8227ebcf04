/* json_read.h - a parsed JSON document, read as strictly as its schema.
 *
 * The first failure stays in the reader, with the JSON pointer of the node in
 * front of its message; from then on every step does nothing and gives "" or
 * 0.  So a reader is as plain as the writer that it undoes, and asks once, at
 * its end.
 */
#ifndef HANDOFF_BASE_JSON_READ_H
#define HANDOFF_BASE_JSON_READ_H

#include "base/arena.h"
#include "base/json.h"

struct ho_json_reader {
    const cJSON *root;
    const char *what;           /* the root, as errors name it: "this brief" */
    struct ho_arena *arena;     /* texts are copied into it */
    enum handoff_status status; /* OK, or BAD_JSON */
    struct handoff_error *err;
};

/* what: one phrase, without the place. */
void ho_json_refuse(struct ho_json_reader *r, const cJSON *node,
                    const char *what);

/* An object of these keys alone, of which the first `required` must be there;
 * false after any failure. */
bool ho_json_object(struct ho_json_reader *r, const cJSON *node,
                    const char *const *keys, size_t required, size_t count);
/* The first item of a member that must be an array; NULL: there is none. */
const cJSON *ho_json_items(struct ho_json_reader *r, const cJSON *object,
                           const char *key);

const char *ho_json_take_text(struct ho_json_reader *r, const cJSON *node);
/* null reads as `none`. */
const char *ho_json_take_text_or(struct ho_json_reader *r, const cJSON *node,
                                 const char *none);

/* The same of an object's member. */
const char *ho_json_text_of(struct ho_json_reader *r, const cJSON *object,
                            const char *key);
bool ho_json_take_bool(struct ho_json_reader *r, const cJSON *object,
                       const char *key);
int64_t ho_json_take_whole(struct ho_json_reader *r, const cJSON *object,
                           const char *key, int64_t least, int64_t most);
/* A text that is one of the words; which one. */
size_t ho_json_take_word(struct ho_json_reader *r, const cJSON *object,
                         const char *key, const char *const *words,
                         size_t count);

#endif
