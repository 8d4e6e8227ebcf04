/* spelled.h - numbers in words: English, German, French, Spanish. */
#ifndef HANDOFF_EVIDENCE_SPELLED_H
#define HANDOFF_EVIDENCE_SPELLED_H

#include <stdbool.h>
#include <stdint.h>

#include "evidence/match.h"

struct ho_spelled {
    int64_t value;    /* whole */
    size_t end;       /* behind the last word */
    bool approximate; /* "une vingtaine" */
};

/* The number in words that begins at `at`, a word's start: "forty-five",
 * "two dozen", "zweihundertfünfzig", "quatre-vingt-dix", "treinta y cinco".
 * Not alone: words that mean something else more often, in the same language
 * or another ("one", "once", "onze"), and "hundred" behind "a few".  false:
 * none begins there; out->end is then behind the words that must not be read
 * again, or `at`. */
bool ho_read_spelled(struct handoff_slice s, size_t at, struct ho_spelled *out);

/* The tables of the words that one may begin with; NULL behind the last. */
const struct ho_table *ho_spelled_table(size_t index);

#endif
