/* waiting.h - finding what waits for a person. */
#ifndef HANDOFF_RECORD_WAITING_H
#define HANDOFF_RECORD_WAITING_H

#include "record/record.h"

enum {
    HO_ITEM_HASH = 8, /* digits of a hash that name an item */
    HO_ITEM_BYTES = HANDOFF_INTAKE_ID + 64,
    HO_SHOWN_BYTES = 64 << 20
};

/* What waits, and the hash of what the person sees of it. */
struct ho_waiting {
    int64_t lead, decision, policy; /* decision, or policy alone */
    char shown[HO_SHA256_HEX];
};

/* LEAD@HASH, or LEAD alone unless exact.  USAGE: nothing waits under that
 * name, or something else by now. */
enum handoff_status ho_waiting_find(struct handoff_record *record,
                                    const char *item, bool exact,
                                    struct ho_waiting *out,
                                    struct handoff_error *err);
/* LEAD@HASH of it; item as it was given to _find. */
void ho_waiting_name(const struct ho_waiting *what, const char *item,
                     char out[HO_ITEM_BYTES]);

#endif
