/* currency.h - currencies, as they stand beside an amount. */
#ifndef HANDOFF_EVIDENCE_CURRENCY_H
#define HANDOFF_EVIDENCE_CURRENCY_H

#include <stdbool.h>

#include "base/slice.h"

struct ho_currency {
    const char *code; /* ISO 4217; "" where the word names none: "kr", "¥" */
    bool loose;       /* "$" or "dollars", which a code beside it may narrow */
};

/* Bytes of the currency written at `at`; 0 where none is. */
size_t ho_currency_at(struct handoff_slice s, size_t at,
                      struct ho_currency *out);
/* Bytes of the currency that ends right at `end`, on its own: "US$" and "EUR",
 * not the end of a word. */
size_t ho_currency_before(struct handoff_slice s, size_t end,
                          struct ho_currency *out);

/* The two say the same, or one narrows the other ("$" and "CAD"): *out is what
 * both say.  false: they contradict each other. */
bool ho_currency_join(const struct ho_currency *a, const struct ho_currency *b,
                      struct ho_currency *out);

#endif
