/* lead_check.h - what intake prints keeps to schemas/lead.schema.json. */
#ifndef TEST_SUPPORT_LEAD_CHECK_H
#define TEST_SUPPORT_LEAD_CHECK_H

#include <handoff/lead.h>

/* Setup and teardown of a group of tests. */
int lead_schema_compile(void **state);
int lead_schema_free(void **state);

/* Fails the test, naming the case, where the batch's JSON breaks the schema.
 * What is printed is the caller's. */
char *lead_json_checked(const char *name, const struct handoff_batch *batch,
                        const struct handoff_fields *fields);

#endif
