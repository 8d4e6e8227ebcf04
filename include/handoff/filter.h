/* filter.h - one JSON object a line in, one a line out, in order.
 *
 *   text    {"id","source","text","received"?}
 *           {"id","findings":[{"start","end","text","kind","code","why"}],
 *            "checked":n}; source: a text, or a JSON object or array, whose
 *           keys are fields
 *   quotes  {"id","source","quote","value"?,"field"?,"received"?}
 *           {"id","verdict":"accepted|review|rejected","code","start","end"};
 *           source: a text, or an object of texts by the name they are cited
 *           by: then the answer has the "source" that the quote stands in
 *   schema  {"id","schema","instance"}
 *           {"id","valid","errors":[{"instance","keyword","message"}]}
 *   render  {"id","template","data","partials"?}
 *           {"id","output"}
 *
 * Offsets are bytes of the UTF-8 text (of the source for quotes), start
 * inclusive, end exclusive.  "received" is the day the source arrived,
 * "2026-09-24" or a time: dates without a year follow it.  A line that cannot
 * be read gives {"id","error"}; the next line goes on.
 */
#ifndef HANDOFF_FILTER_H
#define HANDOFF_FILTER_H

#include <stdbool.h>

#include <handoff/fields.h>
#include <handoff/prompt.h>
#include <handoff/schema.h>

enum handoff_filter_kind {
    HANDOFF_FILTER_TEXT,
    HANDOFF_FILTER_QUOTES,
    HANDOFF_FILTER_SCHEMA,
    HANDOFF_FILTER_RENDER
};

struct handoff_filter_options {
    const struct handoff_fields *fields; /* quotes: what "field" names; or
                                          * NULL */
    const struct handoff_schema_remotes *remotes; /* schema; or NULL */
    bool assert_format;                           /* schema */
    enum handoff_escape escape;                   /* render */
    bool strict;                                  /* render */
    int64_t as_of; /* text, quotes: of lines without "received"; 0: text
                    * leaves the year of such dates open */
};

struct handoff_filter;

/* Everything in the options is borrowed. */
HANDOFF_API enum handoff_status handoff_filter_new(
    enum handoff_filter_kind kind, const struct handoff_filter_options *options,
    struct handoff_filter **out, struct handoff_error *err);
HANDOFF_API void handoff_filter_free(struct handoff_filter *filter);

/* *out is the answer without a line end, valid until the next call.
 * *refused is set when the line could not be read or something was found. */
HANDOFF_API enum handoff_status handoff_filter_line(
    struct handoff_filter *filter, struct handoff_slice line,
    struct handoff_slice *out, bool *refused, struct handoff_error *err);

#endif
