/* fuzz_ptests.c - any tests file ends, in a result or an error with a place.
 * Input: a tests file for the policy below. */
#include <handoff/policy_tests.h>

#include "base/json.h"
#include "fuzz/fuzz.h"

static const char desk[] =
    "policy: desk\n"
    "version: 1\n"
    "fields:\n"
    "  domain: {type: domain, question: Which?}\n"
    "  employees: {type: integer, question: How many?}\n"
    "  deadline: {type: date, question: When?}\n"
    "  intent: {type: enum, values: [demo, guide], question: What?}\n"
    "lists: {blocked: [stop.example, halt.example]}\n"
    "owners: {seller: {name: seller desk}, news: {name: newsletter}}\n"
    "rules:\n"
    "  - id: stop\n"
    "    when: {domain: under blocked}\n"
    "    if_unknown: {domain: does_not_match}\n"
    "    then: {route: skip, reason: STOP}\n"
    "  - id: large\n"
    "    when: {intent: demo, any: [{employees: '>= 200'},\n"
    "           {deadline: within 30d}]}\n"
    "    evidence: {intent: explicit}\n"
    "    then: {route: pursue, owner: seller, reason: LARGE, sla: 4h}\n"
    "otherwise: {id: rest, then: {route: nurture, owner: news, reason: REST}}\n"
    "undecided: {then: {route: enrich, reason: NEED_FACTS}}\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct handoff_slice text = { (const char *)data, size };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_policy *policy = NULL;
    bool passed = false;
    char *json = NULL;
    enum handoff_status status =
        handoff_policy_parse("desk", ho_slice(desk), &policy, NULL);

    FUZZ_ASSERT(status == HANDOFF_OK);
    status = handoff_policy_test(policy, "tests", text, HANDOFF_MUTATE_FAST,
                                 &json, &passed, &err);
    if (status == HANDOFF_OK)
        FUZZ_ASSERT(ho_json_scan(ho_slice(json), NULL, NULL) == HANDOFF_OK);
    else
        FUZZ_ASSERT(!json && err.message[0] && err.file[0]);
    free(json);
    handoff_policy_free(policy);
    return 0;
}
