/* plan.h - a run that is not made: its requests are counted, and written as a
 * batch file where one is wanted.
 *
 * A line is what OpenAI's Batch API takes: {"custom_id","method","url","body"},
 * with the request's hash as custom_id, so that results find their lead in any
 * order and on any day; a request that comes twice is one line.
 */
#ifndef HANDOFF_ENDPOINT_PLAN_H
#define HANDOFF_ENDPOINT_PLAN_H

#include "endpoint/transport.h"

struct ho_plan;

/* path NULL: only count. */
enum handoff_status ho_plan_new(const char *path, struct ho_plan **out,
                                struct handoff_error *err);
/* Without ho_plan_finish nothing stays behind.  NULL-safe. */
void ho_plan_free(struct ho_plan *plan);

/* TOO_LARGE: more than one batch may hold. */
enum handoff_status ho_plan_add(struct ho_plan *plan,
                                const struct ho_exchange *x, const char *model,
                                struct ho_transport *transport,
                                struct handoff_error *err);
enum handoff_status ho_plan_finish(struct ho_plan *plan,
                                   struct handoff_error *err);

#endif
