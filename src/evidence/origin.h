/* origin.h - a text that many quotes are proved against.
 *
 * It is folded once and its words are indexed once, so that a quote is looked
 * up instead of searched for.
 */
#ifndef HANDOFF_EVIDENCE_ORIGIN_H
#define HANDOFF_EVIDENCE_ORIGIN_H

#include <handoff/evidence.h>

#include "evidence/fold.h"
#include "evidence/speech.h"

enum { HO_PLACES = 16 }; /* of one quote in one source; more are not listed */

struct ho_origin {
    struct handoff_text text;   /* borrowed */
    struct handoff_slice label; /* of the form field; empty for a message */
    struct ho_folded folded;
    uint32_t *word;   /* folded bytes at which words start, by bucket */
    uint32_t *bucket; /* bucket i holds word[bucket[i] .. bucket[i + 1]) */
    size_t mask;      /* number of buckets, a power of two, less one */
    struct ho_regions regions;
    unsigned languages; /* bits of ho_languages that the text is written in */
    bool gives_orders;  /* to whoever reads it */
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

/* Where the quote stands as whole words.  Linear in source plus quote at
 * worst; as a rule it looks only at places where the quote's first word
 * stands. */
enum handoff_status ho_origin_find(const struct ho_origin *source,
                                   struct handoff_slice quote,
                                   struct ho_places *places,
                                   struct handoff_error *err);

/* The first folded byte that comes from byte `at` of the text or behind it. */
size_t ho_folded_at(const struct ho_folded *folded, size_t at);

#endif
