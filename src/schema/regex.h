/* regex.h - patterns: ECMA-262 syntax in Unicode mode, matched by PCRE2.
 *
 * A pattern is translated before PCRE2 sees it, so that it means what
 * ECMA-262 says and nothing of PCRE2's own (verbs, recursion, possessive
 * repeats) slips in.  Where Unicode mode is stricter than the patterns people
 * write (an escaped `-` or `@`, a lone brace), the usual meaning is taken.
 * Every match has a limit of steps in proportion to the text.
 */
#ifndef HANDOFF_SCHEMA_REGEX_H
#define HANDOFF_SCHEMA_REGEX_H

#include <stdbool.h>

#include "base/error.h"
#include "base/slice.h"

enum { HO_REGEX_WHY = 160 };

struct ho_regex;

/* BAD_SCHEMA with the reason in why, or NO_MEMORY. */
enum handoff_status ho_regex_compile(struct handoff_slice pattern,
                                     struct ho_regex **out,
                                     char why[HO_REGEX_WHY]);
/* Is it an ECMA-262 pattern at all? */
bool ho_regex_is_valid(struct handoff_slice pattern);
void ho_regex_free(struct ho_regex *regex); /* NULL-safe */

/* What matches share within one check; starts zeroed. */
struct ho_matcher {
    void *data, *context;
};

void ho_matcher_release(struct ho_matcher *m);

/* Does the pattern match anywhere in text (valid UTF-8)?  TOO_LARGE when it
 * needs more steps than allowed. */
enum handoff_status ho_regex_match(const struct ho_regex *regex,
                                   struct ho_matcher *m,
                                   struct handoff_slice text, bool *matches);

#endif
