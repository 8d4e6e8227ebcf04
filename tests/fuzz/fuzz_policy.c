/* fuzz_policy.c - any text is a policy or an error with its place; a policy
 * decides a brief of which nothing is known, and explains that. */
#include <handoff/policy.h>

#include <string.h>

#include "base/slice.h"
#include "fuzz/fuzz.h"

enum { FIELDS = 200 };

/* The one file that there is beside a policy. */
static enum handoff_status read_file(void *user, enum handoff_file_kind kind,
                                     const char *name, size_t limit,
                                     char **text, size_t *len,
                                     struct handoff_error *err)
{
    static const char list[] = "# one\na.example\n";

    (void)user;
    (void)err;
    FUZZ_ASSERT(limit >= sizeof list);
    FUZZ_ASSERT(name[0] != '/' && !strstr(name, "../"));
    if (kind == HANDOFF_FILE_ZONE)
        return HANDOFF_IO;
    *text = malloc(sizeof list);
    FUZZ_ASSERT(*text);
    memcpy(*text, list, sizeof list);
    *len = sizeof list - 1;
    return HANDOFF_OK;
}

static void explain(const struct handoff_policy *policy)
{
    static struct handoff_claim claim[FIELDS];
    struct handoff_brief brief = { .fields = handoff_policy_fields(policy),
                                   .claim = claim };
    char *json = NULL;

    if (brief.fields->count > FIELDS)
        return;
    for (size_t i = 0; i < brief.fields->count; i++)
        claim[i] = (struct handoff_claim){ .field = (int)i,
                                           .class = HANDOFF_UNKNOWN,
                                           .basis = HANDOFF_NO_FIELD,
                                           .reason = "not_mentioned",
                                           .confidence = "",
                                           .question = "" };
    FUZZ_ASSERT(handoff_policy_explain_json(policy, &brief, 1790240400, &json,
                                            NULL) == HANDOFF_OK);
    free(json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct handoff_files files = { read_file, NULL };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_policy *policy = NULL;

    if (handoff_policy_read("p",
                            (struct handoff_slice){ (const char *)data, size },
                            &files, &policy, &err) != HANDOFF_OK) {
        FUZZ_ASSERT(!policy && err.message[0]);
        return 0;
    }
    explain(policy);
    handoff_policy_free(policy);
    return 0;
}
