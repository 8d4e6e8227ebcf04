/* speech.h - what stands in a lead's text and is not the lead speaking: quoted
 * mail, signatures, footers, quotations, boxes left empty, orders to whoever
 * reads it.
 */
#ifndef HANDOFF_EVIDENCE_SPEECH_H
#define HANDOFF_EVIDENCE_SPEECH_H

#include "base/error.h"
#include "base/fold.h"
#include "base/slice.h"
#include "evidence/clause.h"
#include "evidence/word_index.h"

enum ho_region_kind {
    HO_REGION_OWN, /* the lead's own words */
    HO_REGION_QUOTED_REPLY,
    HO_REGION_SIGNATURE,
    HO_REGION_BOILERPLATE,
    HO_REGION_QUOTATION
};

struct ho_region {
    size_t from, to; /* bytes of the text */
    enum ho_region_kind kind;
};

struct ho_regions {
    struct ho_region *item; /* in order, none overlaps another */
    size_t count, room;
};

enum handoff_status ho_regions_add(struct ho_regions *regions, size_t from,
                                   size_t to, enum ho_region_kind kind,
                                   struct handoff_error *err);
void ho_regions_release(struct ho_regions *regions);

/* What byte `at` stands in. */
enum ho_region_kind ho_region_at(const struct ho_regions *regions, size_t at);
/* Does one of the regions hold all of [from, to)? */
bool ho_is_in_region(const struct ho_regions *regions, size_t from, size_t to);

/* The text, folded and indexed, by its lines.  *out is empty before; release
 * it in any case. */
enum handoff_status ho_regions_find(struct handoff_slice text,
                                    const struct ho_folded *folded,
                                    const struct ho_word_index *index,
                                    struct ho_regions *out,
                                    struct handoff_error *err);

enum { HO_QUOTING = 2 }; /* double and single marks, which may be nested */

/* What stands in quotation marks of each kind, as part of what somebody says
 * rather than as a word set apart.  As above. */
enum handoff_status ho_quotations_find(const struct ho_breaks *breaks,
                                       struct ho_regions out[HO_QUOTING],
                                       struct handoff_error *err);

enum ho_box { HO_BOX_NONE, HO_BOX_EMPTY, HO_BOX_TICKED };

/* The box to tick that stands before byte `at` of a line. */
enum ho_box ho_box_before(struct handoff_slice line, size_t at);
bool ho_has_box(struct handoff_slice text);

/* Does that part of the index's text order its reader about ("ignore previous
 * rules")? */
bool ho_gives_orders(const struct ho_word_index *index,
                     struct handoff_slice part);
/* Where in the index's text the first order stands, or SIZE_MAX. */
size_t ho_first_order(const struct ho_word_index *index);

#endif
