/* stops.h - leads whose newest reply was to stop, for their place on a map. */
#ifndef HANDOFF_RECORD_STOPS_H
#define HANDOFF_RECORD_STOPS_H

#include "record/record.h"

/* A row n of response that says where its lead stands: an automatic answer
 * takes back no stop. */
#define HO_SPEAKS \
    "(n.action = 'stop' OR json_extract(n.body, '$.automatic') IS NULL)"

/* Was any lead stopped?  Most records hold no such reply: asked once, before
 * the leads. */
enum handoff_status ho_stops_any(struct handoff_record *record, bool *any,
                                 struct handoff_error *err);

/* One for each lead of the batch, in its order, in the arena.  Replies that the
 * record got before that event count: a map that is made again stands on what
 * was known. */
enum handoff_status ho_stops_before(struct handoff_record *record,
                                    int64_t event,
                                    const struct handoff_batch *batch,
                                    struct ho_arena *arena,
                                    const struct handoff_stop **out,
                                    struct handoff_error *err);

#endif
