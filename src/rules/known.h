/* known.h - what one brief says to one test, in three values.
 *
 * Rules are decided by cells and possible worlds (world.h).  Here is the plain
 * reading of a single test, for tables about what is known and for
 * explanations: strong Kleene, in which "not known" is a value of its own.
 */
#ifndef HANDOFF_RULES_KNOWN_H
#define HANDOFF_RULES_KNOWN_H

#include "rules/model.h"

enum ho_truth {
    HO_TRUTH_NO,
    HO_TRUTH_OPEN,
    HO_TRUTH_YES
}; /* "and" is the least of them */

enum ho_truth ho_test_truth(const struct ho_test *test,
                            const struct handoff_brief *brief, int64_t today);

/* Of all tests of the row; *field is the first that it fails by, or that
 * leaves it open; HANDOFF_NO_FIELD where it is YES. */
enum ho_truth ho_row_truth(const struct ho_row *row,
                           const struct handoff_brief *brief, int64_t today,
                           int *field);

#endif
