/* evidence.h - does the quote stand there, and what does it say?
 *
 * Decided without any model.  Nothing is repaired and nothing fuzzier than
 * folding is accepted: white space, typographic quotes and dashes, full width,
 * case, and composed or decomposed letters may differ; words may not.
 */
#ifndef HANDOFF_EVIDENCE_H
#define HANDOFF_EVIDENCE_H

#include <handoff/fields.h>
#include <handoff/finding.h>

enum handoff_match {
    HANDOFF_MATCH_NONE,
    HANDOFF_MATCH_EXACT,
    HANDOFF_MATCH_FOLDED
};

/* Bytes [from, to) of the source. */
struct handoff_found {
    enum handoff_match match;
    size_t from, to;
};

/* Find the first occurrence of the quote that starts and ends on word
 * boundaries; *cut is set when it occurs, but only inside words.  Linear in
 * source plus quote. */
HANDOFF_API enum handoff_status handoff_locate(struct handoff_slice source,
                                               struct handoff_slice quote,
                                               struct handoff_found *found,
                                               bool *cut,
                                               struct handoff_error *err);

enum handoff_read {
    HANDOFF_READ_VALUE,
    HANDOFF_READ_NONE,      /* it says that there is none: "no budget" */
    HANDOFF_READ_AMBIGUOUS, /* more than one value */
    HANDOFF_READ_NOTHING    /* no value of the type in it */
};

/* A value as it was read.  Exact numbers have low == high; a range, or a bound
 * such as "over 200", is an interval with INT64_MIN or INT64_MAX at its open
 * end.  Units: integer and money fixed-point 10^4, date days since 1970-01-01,
 * enum the index of the value; other types have no number. */
struct handoff_typed {
    enum handoff_read read;
    bool has_number;
    int64_t low, high;
};

/* Read a field's value out of words that the lead wrote.  day: the day
 * (since 1970) that a date without a year follows.  *text is the canonical
 * value, the caller's to free, "" unless read is VALUE or NONE. */
HANDOFF_API enum handoff_status handoff_read_value(
    const struct handoff_field *field, struct handoff_slice words, int64_t day,
    struct handoff_typed *typed, char **text, struct handoff_error *err);

/* The clause of `text` (up to . ! ? ; or a line end, and no more than some
 * thousand bytes on either side) around bytes [from, to).
 */
HANDOFF_API struct handoff_slice handoff_clause(struct handoff_slice text,
                                                size_t from, size_t to);

/* One quote against one source text, for `handoff check quotes`.
 * field and value may be NULL. */
enum handoff_verdict {
    HANDOFF_ACCEPTED,
    HANDOFF_REVIEW, /* stands there, but does not prove the claim alone */
    HANDOFF_REJECTED
};

struct handoff_quote_result {
    enum handoff_verdict verdict;
    bool has_code;
    enum handoff_finding_code code; /* why not accepted */
    size_t start, end;              /* where it stands; 0, 0 if nowhere */
};

HANDOFF_API enum handoff_status handoff_check_quote(
    const struct handoff_field *field, struct handoff_slice source,
    struct handoff_slice quote, const char *value, int64_t day,
    struct handoff_quote_result *result, struct handoff_error *err);

#endif
