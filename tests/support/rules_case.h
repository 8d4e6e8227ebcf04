/* rules_case.h - what the tests of the rules stage share. */
#ifndef HANDOFF_TESTS_RULES_CASE_H
#define HANDOFF_TESTS_RULES_CASE_H

#include <handoff/policy.h>

#include "base/yaml.h"

/* 2026-09-24T09:00:00Z, what cases take for today unless they say otherwise */
enum { RULES_AS_OF = 1790240400 };

/* Parse a policy that must be good. */
struct handoff_policy *rules_policy(const char *name, const char *text);

/* The same of a case: the files beside it, and the zones of
 * fixtures/rules/zones. */
struct handoff_policy *rules_policy_in(const char *directory, const char *name,
                                       const char *text);
/* ... as what handoff_policy_read takes; user is the directory. */
enum handoff_status rules_file(void *user, enum handoff_file_kind kind,
                               const char *name, size_t limit, char **text,
                               size_t *len, struct handoff_error *err);

enum { RULES_FACTS = 80 }; /* of one case */

/* The facts of a case, then those of the base that it does not name. */
struct ho_yaml rules_merged(const struct ho_yaml *brief,
                            const struct ho_yaml *base,
                            struct ho_yaml copy[RULES_FACTS]);

/* Decide a brief (rules/written.h), which must succeed; the JSON of the
 * decision is the caller's, too. */
struct handoff_decision *rules_decide(const struct handoff_policy *policy,
                                      const struct ho_yaml *brief,
                                      int64_t as_of, char **json);

/* The same for a brief on one line, "{intent: demo}". */
struct handoff_decision *rules_decide_text(const struct handoff_policy *policy,
                                           const char *brief);

#endif
