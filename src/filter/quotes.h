/* quotes.h - one line of `handoff check quotes`. */
#ifndef HANDOFF_FILTER_QUOTES_H
#define HANDOFF_FILTER_QUOTES_H

#include <handoff/evidence.h>

#include "base/json.h"

struct ho_quote_line {
    struct handoff_quote_result result;
    const char *source; /* key of the text that it stands in; NULL where the
                         * line has one text */
};

/* fields may be NULL: then a line's "field" is not looked at.  The result
 * borrows from the line. */
enum handoff_status ho_quote_check(const struct handoff_fields *fields,
                                   int64_t day, const cJSON *line,
                                   struct ho_quote_line *out,
                                   struct handoff_error *err);

/* Its members, into an object that is open. */
void ho_quote_write(const struct ho_quote_line *quote, struct ho_writer *w);

#endif
