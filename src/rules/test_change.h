/* test_change.h - the small changes to one test, by number. */
#ifndef HANDOFF_RULES_TEST_CHANGE_H
#define HANDOFF_RULES_TEST_CHANGE_H

#include "rules/model.h"

enum ho_applied {
    HO_APPLIED,
    HO_SKIPPED, /* it is none here; the next number may be */
    HO_NO_MORE  /* nor will be a later one, or the arena gives no more */
};

/* Change k of a test that is the caller's own; what it adds lies in the
 * arena. */
enum ho_applied ho_test_change(const struct handoff_policy *policy,
                               struct ho_arena *arena, struct ho_test *test,
                               size_t k);

bool ho_test_same(const struct ho_test *a, const struct ho_test *b);

#endif
