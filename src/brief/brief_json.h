/* brief_json.h - a brief as a part of a larger JSON document. */
#ifndef HANDOFF_BRIEF_BRIEF_JSON_H
#define HANDOFF_BRIEF_BRIEF_JSON_H

#include <handoff/brief.h>

#include "base/json.h"

enum { HO_BRIEF_JSON = 32 * 1024 * 1024 }; /* bytes of one, both ways */

void ho_brief_write(struct ho_writer *w, const char *key,
                    const struct handoff_brief *brief);

/* handoff_brief_read of a document that is parsed already. */
enum handoff_status ho_brief_read(const struct handoff_fields *fields,
                                  const cJSON *root, struct handoff_brief **out,
                                  struct handoff_error *err);

/* A text that stands beside the brief in its line: {"path": {"to": "text"}}. */
enum { HO_BESIDE_DEPTH = 3 };

struct ho_beside {
    const char *path[HO_BESIDE_DEPTH]; /* NULL behind the last key */
    const char *text; /* in the arena; NULL: there is no such text */
};

/* handoff_brief_skim, and of the same pass what stands beside the brief.  The
 * brief lies in the arena and is not freed by itself.  *is_json is set, and
 * `beside` filled, whatever is returned: what is JSON and no brief is
 * BAD_JSON. */
enum handoff_status ho_brief_skim_line(
    const struct handoff_fields *fields, struct handoff_slice json,
    struct ho_arena *arena, struct ho_beside *beside, size_t count,
    bool *is_json, struct handoff_brief **out, struct handoff_error *err);

/* Types whose value is the lead's own words: there is nothing to read. */
bool ho_type_is_words(enum handoff_type type);

/* All Unknown: what a field is that no list has, because it was declared
 * later. */
void ho_claims_start(const struct handoff_fields *fields,
                     struct handoff_claim *claim);

#endif
