/* product.h - the product's own policy and prompt, out of the source tree, and
 * what they make of a lead.  Every function fails the running cmocka test
 * where it cannot do its work.
 */
#ifndef TEST_SUPPORT_PRODUCT_H
#define TEST_SUPPORT_PRODUCT_H

#include <handoff/pipeline.h>

enum { PRODUCT_AS_OF = 1790240400 }; /* 2026-09-24T09:00:00Z */

struct handoff_policy *product_policy(void);

/* The leads of one input, or of none where text is NULL. */
struct handoff_batch *product_batch(const struct handoff_policy *policy,
                                    const char *name, const char *text,
                                    size_t len);

/* What the built-in extractor replies; to be freed. */
char *product_reply(const struct handoff_policy *policy,
                    const struct handoff_lead *lead);

/* The brief of a lead; reply NULL: there is none, because of `failure`. */
struct handoff_brief *product_brief(const struct handoff_policy *policy,
                                    const struct handoff_lead *lead,
                                    const char *reply, const char *failure);

/* The same of several answers, the first one to the prompt. */
struct handoff_brief *product_brief_from(const struct handoff_policy *policy,
                                         const struct handoff_lead *lead,
                                         const struct handoff_answer *answer,
                                         size_t count);

/* The whole flow, with the built-in extractor. */
struct handoff_run *product_run(const struct handoff_policy *policy,
                                const struct handoff_batch *batch,
                                int64_t as_of);
/* The same where replies stopped leads: see struct handoff_map_input. */
struct handoff_run *product_run_stopped(const struct handoff_policy *policy,
                                        const struct handoff_batch *batch,
                                        int64_t as_of,
                                        const struct handoff_stop *stop);

#endif
