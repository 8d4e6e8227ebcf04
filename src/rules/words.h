/* words.h - cells in the words of the policy file.
 *
 *   enum     "demo|pricing", "not none"
 *   numbers  "50..999", "under 50", "1000 or more", "none"
 *   date     "within 14 days", "more than 30 days ago"
 *   others   "in competitors", "under suppression", "acme.example", "any
 *            other", "none"
 */
#ifndef HANDOFF_RULES_WORDS_H
#define HANDOFF_RULES_WORDS_H

#include "base/buffer.h"
#include "rules/space.h"

enum { HO_WORDS_FIELDS = 6, HO_WORDS_ALL = 1000 }; /* for ho_box_words */

void ho_mask_words(struct ho_buffer *out, const struct handoff_policy *policy,
                   int field, uint64_t mask);

/* "intent demo|pricing, employees 500..999, budget unknown": the fields whose
 * mask leaves cells out, at most `most` of them, first those that must be
 * known; "every lead" where none does.  mask: one a field of the space, whose
 * fields are the policy's. */
void ho_box_words(struct ho_buffer *out, const struct handoff_policy *policy,
                  const struct ho_space *space, const uint64_t *mask,
                  size_t most);

/* A number of the fixed-point scale: "250", "99.95". */
void ho_number_words(struct ho_buffer *out, int64_t number);

/* The list of these entries, by name; NULL where none has just these. */
const char *ho_list_words(const struct handoff_policy *policy,
                          const struct ho_set *set);

#endif
