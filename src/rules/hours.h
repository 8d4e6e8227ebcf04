/* hours.h - `timezone:`, `business_hours:`, `holidays:`, and what is due when.
 *
 * A clock is a zone and, where declared, business hours in it: those of the
 * owner, else those of the policy.  An SLA in minutes or hours runs while the
 * desk is open; one in days ends at the same time of day that many business
 * days on; one in weeks is that many calendar weeks.  Whatever ends while the
 * desk is closed is due when it opens.  Without business hours all of them
 * are plain time.
 */
#ifndef HANDOFF_RULES_HOURS_H
#define HANDOFF_RULES_HOURS_H

#include "base/zone.h"
#include "rules/model.h"

/* `timezone:`, `business_hours:` and `holidays:`. */
enum handoff_status ho_hours_read(struct handoff_policy *policy,
                                  struct handoff_error *err);

/* `zone:` and `hours:` of a mapping (an owner), each over what *clock has. */
enum handoff_status ho_clock_read(struct handoff_policy *policy,
                                  const struct ho_yaml *map,
                                  struct ho_clock *clock,
                                  struct handoff_error *err);

/* The clock of an owner's id. */
const struct ho_clock *ho_clock_of(const struct handoff_policy *policy,
                                   const char *owner);

/* The first moment at or after `time` at which the desk is open. */
int64_t ho_clock_open(const struct handoff_policy *policy,
                      const struct ho_clock *clock, int64_t time);
/* When an SLA that starts at `time` ends. */
int64_t ho_clock_due(const struct handoff_policy *policy,
                     const struct ho_clock *clock, int64_t time, int64_t sla,
                     char unit);

#endif
