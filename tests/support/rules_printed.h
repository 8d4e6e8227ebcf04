/* rules_printed.h - printed words of a policy's cells, read back as its
 * conditions.
 *
 * Of enums and numbers; lists are told by the lists alone that a value is in.
 */
#ifndef HANDOFF_TESTS_RULES_PRINTED_H
#define HANDOFF_TESTS_RULES_PRINTED_H

#include "base/buffer.h"
#include "support/rules_table.h"

/* A random table whose fields have no lists. */
void rules_make_plain(struct table *table, bool assumes);

/* A policy of the table's fields: start, boxes such as
 * "f0 v1|v2, f1 under 3|none" with a number each, which becomes the reason,
 * end. */
void rules_start_printed(struct ho_buffer *b, const struct table *table);
void rules_write_box(struct ho_buffer *b, const struct table *table,
                     const char *box, size_t region);
struct handoff_policy *rules_end_printed(struct ho_buffer *b);

/* In how many boxes the brief lies for certain. */
unsigned rules_times_matched(const struct handoff_decision *d);

/* The same route and owner, or both undecided. */
bool rules_same_key(const struct handoff_decision *a,
                    const struct handoff_decision *b);

#endif
