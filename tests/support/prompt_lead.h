/* prompt_lead.h - fields and a lead by hand, for the tests of prompt/. */
#ifndef TEST_SUPPORT_PROMPT_LEAD_H
#define TEST_SUPPORT_PROMPT_LEAD_H

#include <handoff/prompt.h>

#define FENCE        "k3v9-q7l0-x2"
#define COUNT(array) (sizeof(array) / sizeof *(array))
#define TEXT(s)          \
    {                    \
        s, sizeof(s) - 1 \
    }

enum { ROLE, PAIN, TEAM, SENIORITY, ACCOUNT, INTENT, SITE, BATCH, FIELDS };

extern const struct handoff_fields prompt_fields; /* FIELDS of them */
extern const struct handoff_lead prompt_lead;     /* role is settled */

/* A lead that is one message; value holds it. */
struct handoff_lead message_lead(struct handoff_value *value, const char *text);

/* The caller's to free; they fail the test on failure. */
char *data_of(const struct handoff_fields *fields,
              const struct handoff_lead *lead);
char *schema_of(const struct handoff_fields *fields,
                const struct handoff_lead *lead, int *max_tokens);

/* A file of fixtures/prompt/lead holds this text and a newline, or this JSON,
 * laid out with two spaces. */
void expect_text(const char *name, const char *got);
void expect_json(const char *name, const char *got);

#endif
