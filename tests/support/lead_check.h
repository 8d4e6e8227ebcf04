/* lead_check.h - what holds for every lead that intake reads. */
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

/* Each text of a lead that is JSON or a row is a value or beside them. */
void lead_nothing_lost(const char *name, const struct handoff_lead *lead);

/* What holds for every batch, whatever was sent: the schema, each value's
 * place, nothing lost, and the same lead when it is read again as it was kept.
 * key: a secret that nothing prints, or NULL. */
void lead_laws(const char *name, const struct handoff_batch *batch,
               const struct handoff_fields *fields, const char *key);

#endif
