/* polarity.h - what a sentence does to the words in it.
 *
 * A lexicon and reach, no grammar: each kind of phrase reaches so far to the
 * left or right, and up to where another clause begins.  It errs on the side
 * of doubt, and it never turns a claim into its opposite.
 */
#ifndef HANDOFF_EVIDENCE_POLARITY_H
#define HANDOFF_EVIDENCE_POLARITY_H

#include <handoff/fields.h>
#include <handoff/finding.h>

#include "evidence/lexicon.h"

/* Bytes [from, to); to == 0: none. */
struct ho_range {
    size_t from, to;
};

/* All bytes are those of the folded sentence. */
struct ho_scene {
    struct handoff_slice sentence; /* folded */
    bool asked;                    /* it ends with a question mark */
    unsigned languages;            /* that it may be in, as ho_languages_of */
    const struct handoff_field *field; /* or NULL */
    struct ho_range core; /* what carries the value: the number, the day ... */
    struct ho_range cue;  /* the phrase that says it is about the field; what
                           * stands inside it does nothing to it */
    struct ho_range span; /* the quote */
    bool says_none;       /* the value is that there is none */
};

enum ho_effect { HO_CLEAN, HO_DOUBTFUL, HO_FLIPPED };

/* *code says why, when the effect is not clean.  The strongest effect counts,
 * of equal ones the first in the sentence. */
enum ho_effect ho_polarity(const struct ho_scene *scene,
                           enum handoff_finding_code *code);

#endif
