/* shown.h - a brief that a policy and a changed one decide differently. */
#ifndef HANDOFF_RULES_SHOWN_H
#define HANDOFF_RULES_SHOWN_H

#include "rules/mutate.h"

enum {
    HO_SHOWN_ALL = 4000, /* partial briefs that are tried where these are all */
    HO_SHOWN_SOME = 300  /* and around a rule, where there are more */
};

struct ho_shown {
    bool equivalent;      /* there is none */
    const char *brief;    /* in words; "" where none was found */
    const char *was, *is; /* the rules that decide it */
};

/* Complete briefs first, by reach.h; then partial ones.  *briefs: how many may
 * be tried where not all can be; those that were are taken.  Texts lie in the
 * arena. */
enum handoff_status ho_shown_find(const struct handoff_policy *policy,
                                  const struct ho_mutant *mutant, int64_t as_of,
                                  size_t *briefs, struct ho_arena *arena,
                                  struct ho_shown *out,
                                  struct handoff_error *err);

#endif
