/* brief_check.h - a brief against what is expected of it, and against what
 * holds for every brief.  `name` names the case in a failure.
 */
#ifndef TEST_SUPPORT_BRIEF_CHECK_H
#define TEST_SUPPORT_BRIEF_CHECK_H

#include <handoff/brief.h>

#include "base/json.h"

/* Every field of the policy stands in exactly one of the three lists. */
void brief_check_lists(const char *name, const struct handoff_brief *brief);

/* The lead's own bytes [start, end), their escapes undone, are the quote of
 * each evidence, and the value's text, too. */
void brief_check_quotes(const char *name, const struct handoff_brief *brief);

/* Written as JSON and read again it is the same brief, to the byte and in what
 * its values mean to the rules. */
void brief_check_read_back(const char *name, const struct handoff_brief *brief);

/* The brief says what expect.json says, and nothing else:
 *
 *     explicit   field: [value, source, quote, match]
 *     inferred   field: [value, reason, confidence, quote, question]
 *     unknown    field: [reason, question], but for what nobody mentioned
 *                (each with the further quotes of more evidence, and both of
 *                a contradiction)
 *     findings   [code, field, was, now, quote], in order; "again" behind one
 *                that was asked about once more
 *     lane, action, degraded
 */
void brief_check_expected(const char *name, const struct handoff_brief *brief,
                          const char *expect);

/* The same for values alone: `explicit` and `inferred` map fields to values,
 * `unknown` to reasons, `findings` are codes.  A member that the row lacks is
 * empty. */
void brief_check_row(const cJSON *row, const struct handoff_brief *brief);

#endif
