/* facts.h - a brief as the rules see it: of each field, a cell.
 *
 * One byte a field: the cell's number, or one of the codes below.  That is
 * all that a decision needs; the texts stay in the brief.
 */
#ifndef HANDOFF_RULES_FACTS_H
#define HANDOFF_RULES_FACTS_H

#include "rules/cells.h"

enum {
    HO_CODE_OPEN = HO_CELLS_MAX, /* Unknown */
    HO_CODE_SOME,                /* several cells: see handoff_facts.some */
    HO_CODE_INFERRED = 0x80      /* a bit beside the others */
};

/* A fact that leaves several cells possible: a range over a threshold. */
struct ho_some {
    size_t field;
    uint64_t cells;
};

struct handoff_facts {
    const struct handoff_policy *policy;
    int64_t as_of;
    struct ho_some *some; /* in the same block of memory */
    size_t some_count;
    bool stopped;         /* enriched often or long enough: see process.h */
    bool guessed;         /* an inferred fact that some rule wants Explicit */
    unsigned char code[]; /* one a field */
};

/* n - today, at most as far as numbers go. */
int64_t ho_days_from(int64_t n, int64_t today);

/* Fill cells->view and cells->any of the field. */
enum handoff_status ho_views_build(struct handoff_policy *policy, int field,
                                   struct handoff_error *err);

/* A view of these cells, whose sets are cut from `room`, 4 * words. */
void ho_view_fill(const struct handoff_policy *policy, int field,
                  uint64_t cells, uint64_t *room, struct ho_view *view);

#endif
