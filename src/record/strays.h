/* strays.h - rows that no event speaks of, and a present that does not follow
 * from the past: a part of verify. */
#ifndef HANDOFF_RECORD_STRAYS_H
#define HANDOFF_RECORD_STRAYS_H

#include "record/chain.h"

struct ho_strays {
    struct ho_db *db;
    const int64_t *spoken; /* by kind: events whose row is there, each row
                            * counted once */
    void (*found)(void *user, const char *what, int64_t row, const char *wrong);
    void *user;
};

enum handoff_status ho_strays_find(const struct ho_strays *strays,
                                   struct handoff_error *err);

#endif
