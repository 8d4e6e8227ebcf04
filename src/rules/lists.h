/* lists.h - sets of texts, and the policy's named lists and owners. */
#ifndef HANDOFF_RULES_LISTS_H
#define HANDOFF_RULES_LISTS_H

#include "rules/model.h"

/* Sort the items and drop repeated ones.  ASCII case makes no difference, in
 * any question asked of a set. */
void ho_set_sort(struct ho_set *set);
bool ho_set_has(const struct ho_set *set, struct handoff_slice text);
/* The domain is a member or lies below one ("mail.a.example" below
 * "a.example"). */
bool ho_set_has_above(const struct ho_set *set, struct handoff_slice domain);
bool ho_set_same(const struct ho_set *a, const struct ho_set *b);

enum handoff_status ho_lists_read(struct handoff_policy *policy,
                                  struct handoff_error *err);
const struct ho_list *ho_list_find(const struct handoff_policy *policy,
                                   struct handoff_slice name);

enum handoff_status ho_owners_read(struct handoff_policy *policy,
                                   struct handoff_error *err);

#endif
