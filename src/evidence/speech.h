/* speech.h - what stands in a lead's text and is not the lead speaking: quoted
 * mail, signatures, footers, quotations, boxes left empty, orders to whoever
 * reads it.
 */
#ifndef HANDOFF_EVIDENCE_SPEECH_H
#define HANDOFF_EVIDENCE_SPEECH_H

#include "base/error.h"
#include "base/slice.h"

enum ho_region_kind {
    HO_REGION_OWN, /* the lead's own words */
    HO_REGION_QUOTED_REPLY,
    HO_REGION_SIGNATURE,
    HO_REGION_BOILERPLATE
};

struct ho_region {
    size_t from, to; /* bytes of the text */
    enum ho_region_kind kind;
};

struct ho_regions {
    struct ho_region *item; /* in order, none overlaps another */
    size_t count, room;
};

/* Release in any case. */
enum handoff_status ho_regions_find(struct handoff_slice text,
                                    struct ho_regions *out,
                                    struct handoff_error *err);
void ho_regions_release(struct ho_regions *regions);

/* What byte `at` stands in. */
enum ho_region_kind ho_region_at(const struct ho_regions *regions, size_t at);

/* Do [from, to) stand in quotation marks, as part of what somebody says rather
 * than as a word set apart? */
bool ho_is_quoted(struct handoff_slice text, size_t from, size_t to);

enum ho_box { HO_BOX_NONE, HO_BOX_EMPTY, HO_BOX_TICKED };

/* The box to tick that stands before byte `at`, on the same line. */
enum ho_box ho_box_before(struct handoff_slice text, size_t at);

/* Does a folded text order its reader about ("ignore previous rules")? */
bool ho_gives_orders(struct handoff_slice folded);

#endif
