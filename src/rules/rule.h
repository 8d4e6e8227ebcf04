/* rule.h - `rules:` and `otherwise:`. */
#ifndef HANDOFF_RULES_RULE_H
#define HANDOFF_RULES_RULE_H

#include "rules/model.h"

enum handoff_status ho_rules_read(struct handoff_policy *policy,
                                  struct handoff_error *err);

#endif
