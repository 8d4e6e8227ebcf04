/* trail.h - what happened last, for the page of the status. */
#ifndef HANDOFF_RECORD_TRAIL_H
#define HANDOFF_RECORD_TRAIL_H

#include "base/json.h"
#include "record/record.h"

/* The lists "runs" and "trail" into the object that is open. */
enum handoff_status ho_trail_write(struct handoff_record *record,
                                   struct ho_writer *w,
                                   struct handoff_error *err);

#endif
