/* limit.h - the words around a number that make it a bound or a guess. */
#ifndef HANDOFF_EVIDENCE_LIMIT_H
#define HANDOFF_EVIDENCE_LIMIT_H

#include <stdbool.h>

#include "base/slice.h"

enum ho_limit {
    HO_LIMIT_NONE,
    HO_LIMIT_FROM,  /* at least: the number itself is in */
    HO_LIMIT_ABOVE, /* over: it is not */
    HO_LIMIT_TO,    /* at most: it is in */
    HO_LIMIT_BELOW  /* under: it is not */
};

struct ho_limits {
    size_t start, end; /* bytes, the words included */
    enum ho_limit before, behind;
    bool approximate; /* about, ~, circa, or so */
    bool between;     /* "between", "from": a range may follow */
    size_t between_start;
};

/* The words before a number that starts at `from`, a currency between them
 * and it; end and behind of *out are left alone. */
void ho_limits_before(struct handoff_slice s, size_t from,
                      struct ho_limits *out);
/* The words behind a number that ends at `to`, its currency and one noun
 * between ("200 people or more"); start and before of *out are left alone. */
void ho_limits_behind(struct handoff_slice s, size_t to, struct ho_limits *out);

#endif
