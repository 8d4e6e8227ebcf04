/* sources.h - the lead's text cut into pieces, each with the claim it proves:
 * what a report needs to mark claims in the words they rest on. */
#ifndef HANDOFF_BRIEF_SOURCES_H
#define HANDOFF_BRIEF_SOURCES_H

#include <handoff/brief.h>

#include "base/json.h"

/* An array of {"cite", "label", "pieces": [{"text", "class", "field"}]}, one
 * for each value of the lead; class is "explicit", "inferred" or "plain". */
enum handoff_status ho_sources_write(struct ho_writer *w, const char *key,
                                     const struct handoff_brief *brief,
                                     struct handoff_error *err);

#endif
