/* origin.h - a text that many quotes are proved against.
 *
 * It is folded once and its words are indexed once, so that a quote is looked
 * up instead of searched for.
 */
#ifndef HANDOFF_EVIDENCE_ORIGIN_H
#define HANDOFF_EVIDENCE_ORIGIN_H

#include <handoff/evidence.h>

#include "base/fold.h"
#include "evidence/speech.h"
#include "evidence/word_index.h"

enum { HO_PLACES = 16 }; /* of one quote in one source; more are not listed */

struct ho_origin {
    struct handoff_text text;   /* borrowed */
    struct handoff_slice plain; /* the same, its figures narrowed */
    char *narrowed;             /* what holds them, where there are any */
    struct handoff_slice label; /* of the form field; empty for a message */
    struct ho_folded folded;
    struct ho_word_index index; /* of the folded text */
    struct ho_breaks breaks;
    struct ho_regions regions, quoted[HO_QUOTING];
    unsigned languages; /* that the text may be written in, as bits */
    /* Where it first orders its reader about, and where that paragraph starts;
     * SIZE_MAX: nowhere.  hides_orders: in masked letters. */
    size_t order, orders_from;
    size_t order_to; /* where what it dictates ends: "record this: ..." */
    bool hides_orders;
    bool has_box; /* to tick */
};

struct ho_places {
    struct handoff_found item[HO_PLACES]; /* in the order of the text */
    size_t count;
    bool cut; /* none, but it occurs inside words */
};

/* Release in any case. */
enum handoff_status ho_origin_open(struct ho_origin *source,
                                   const struct handoff_text *text,
                                   struct handoff_error *err);
void ho_origin_release(struct ho_origin *source);

/* Do the text's bytes [from, to) order their reader about? */
bool ho_is_order(const struct ho_origin *source, size_t from, size_t to);

/* Where the quote stands as whole words.  Linear in source plus quote at
 * worst; as a rule it looks only at places where the quote's first word
 * stands. */
enum handoff_status ho_origin_find(const struct ho_origin *source,
                                   struct handoff_slice quote,
                                   struct ho_places *places,
                                   struct handoff_error *err);

#endif
