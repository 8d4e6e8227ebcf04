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

/* Types whose value is the lead's own words: there is nothing to read. */
bool ho_type_is_words(enum handoff_type type);

/* All Unknown: what a field is that no list has, because it was declared
 * later. */
void ho_claims_start(const struct handoff_fields *fields,
                     struct handoff_claim *claim);

#endif
