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
 * such as "at least 200", is an interval with INT64_MIN or INT64_MAX at its
 * open end.  An end that is not meant itself is moved to its neighbour, as in
 * the rules: "over 200" people begins at 201, over $200 at 200.0001.  Units:
 * integer and money fixed-point 10^4, date days since 1970-01-01, enum the
 * index of the value; other types have no number, nor has a price ("$50 each").
 * Which currency, and whether a year or a month, stands in the text only. */
struct handoff_typed {
    enum handoff_read read;
    bool has_number;
    int64_t low, high;
    bool approximate; /* "about 40": low and high are what was written */
};

/* Read a field's value out of words that the lead wrote.  day: the day
 * (since 1970) of the submission, from which "next week" counts and which a
 * date without a year follows.  *text is the canonical value, the caller's to
 * free, "" unless read is VALUE or NONE; read again it gives the same value:
 * 40, 15..20, 200 or more, more than 200, up to 20, less than 20, 15000..20000
 * EUR a year, 50 USD each, 2026-10-12, 2026-10-01..2026-10-31, 2026-10-12 or
 * later. */
HANDOFF_API enum handoff_status handoff_read_value(
    const struct handoff_field *field, struct handoff_slice words, int64_t day,
    struct handoff_typed *typed, char **text, struct handoff_error *err);

/* The clause of `text` (up to . ! ? ; or a line end, and no more than some
 * thousand bytes on either side) around bytes [from, to).
 */
HANDOFF_API struct handoff_slice handoff_clause(struct handoff_slice text,
                                                size_t from, size_t to);

/* A text to look in. */
struct handoff_text {
    const char *name; /* how evidence cites it: "message", "field:Title"; what
                       * stands behind the colon is the form's label */
    struct handoff_slice text;
};

/* These words state that field, says somebody. */
struct handoff_quote {
    const struct handoff_fields *fields; /* of the policy; NULL: labels of
                                          * other fields are not known */
    const struct handoff_field *field;   /* NULL: only that the quote stands
                                          * there, and means there what it
                                          * means alone */
    struct handoff_slice quote;
    const char *value; /* what it is said to read as; or NULL */
    int64_t day;       /* a date without a year follows it */
};

enum handoff_verdict {
    HANDOFF_ACCEPTED,
    HANDOFF_REVIEW, /* stands there, but does not prove the claim alone */
    HANDOFF_REJECTED
};

struct handoff_quote_result {
    enum handoff_verdict verdict;
    bool has_code;
    enum handoff_finding_code code; /* why not accepted */
    size_t text;                    /* which of the texts it stands in */
    size_t start, end;              /* where there; 0, 0 if nowhere */
    size_t places;                  /* in how many places there, up to 16; of
                                     * several the one that proves most counts */
    struct handoff_slice clause;    /* what takes back or weakens what the
                                     * quote says, for a person to read; else
                                     * empty */
};

/* One quote against the texts of one lead, for `handoff check quotes`.  The
 * slices of the result are parts of the texts. */
HANDOFF_API enum handoff_status handoff_check_quote(
    const struct handoff_quote *quote, const struct handoff_text *texts,
    size_t count, struct handoff_quote_result *result,
    struct handoff_error *err);

#endif
