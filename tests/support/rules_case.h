/* rules_case.h - what the tests of the rules stage share. */
#ifndef HANDOFF_TESTS_RULES_CASE_H
#define HANDOFF_TESTS_RULES_CASE_H

#include <handoff/policy.h>

#include "base/yaml.h"

/* 2026-09-24T09:00:00Z, what cases take for today unless they say otherwise */
enum { RULES_AS_OF = 1790240400 };

/* Parse a policy that must be good. */
struct handoff_policy *rules_policy(const char *name, const char *text);

/* Decide a brief (support/brief_build.h), which must succeed; the JSON of the
 * decision is the caller's, too. */
struct handoff_decision *rules_decide(const struct handoff_policy *policy,
                                      const struct ho_yaml *brief,
                                      int64_t as_of, char **json);

/* The same for a brief on one line, "{intent: demo}". */
struct handoff_decision *rules_decide_text(const struct handoff_policy *policy,
                                           const char *brief);

#endif
