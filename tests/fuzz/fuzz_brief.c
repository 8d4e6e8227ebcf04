/* fuzz_brief.c - whatever can be read as a brief writes itself, and that reads
 * back as the same bytes. */
#include <handoff/policy.h>

#include <string.h>

#include "base/slice.h"
#include "fuzz/fuzz.h"

static const char policy_text[] =
    "policy: fuzz\nversion: 1\nfields:\n"
    "  name: {type: text, question: Who?}\n"
    "  kind: {type: enum, values: [a, b], question: Which?}\n"
    "  size: {type: integer, question: How many?}\n"
    "  money: {type: money, question: How much?}\n"
    "  day: {type: date, question: When?}\n"
    "  host: {type: domain, question: Where?}\n"
    "rules: [{id: R, when: {kind: a}, then: {route: skip, reason: A}}]\n"
    "otherwise: {id: Z, then: {route: skip, reason: Z}}\n"
    "undecided: {then: {route: enrich, reason: U}}\n";

static struct handoff_policy *policy;

static void round_trip(const struct handoff_brief *brief)
{
    struct handoff_brief *again = NULL;
    char *json = NULL, *twice = NULL;

    FUZZ_ASSERT(handoff_brief_json(brief, &json, NULL) == HANDOFF_OK);
    FUZZ_ASSERT(handoff_brief_read(handoff_policy_fields(policy),
                                   ho_slice(json), &again, NULL) == HANDOFF_OK);
    FUZZ_ASSERT(handoff_brief_json(again, &twice, NULL) == HANDOFF_OK);
    FUZZ_ASSERT(strcmp(json, twice) == 0);
    handoff_brief_free(again);
    free(twice);
    free(json);
}

/* What is read can be skimmed, with the same result; all else is skimmed
 * without harm. */
static void skim(struct handoff_slice json, const struct handoff_brief *read)
{
    struct handoff_brief *brief = NULL;
    const enum handoff_status status =
        handoff_brief_skim(handoff_policy_fields(policy), json, &brief, NULL);

    FUZZ_ASSERT(!read || status == HANDOFF_OK);
    for (size_t i = 0; read && i < read->fields->count; i++) {
        const struct handoff_claim *a = &read->claim[i], *b = &brief->claim[i];

        FUZZ_ASSERT(a->class == b->class && !a->value == !b->value);
        FUZZ_ASSERT(!a->value || strcmp(a->value, b->value) == 0);
        FUZZ_ASSERT(a->typed.low == b->typed.low &&
                    a->typed.high == b->typed.high);
    }
    handoff_brief_free(brief);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct handoff_slice json = { (const char *)data, size };
    struct handoff_brief *brief = NULL;

    if (!policy)
        FUZZ_ASSERT(handoff_policy_parse("fuzz", ho_slice(policy_text), &policy,
                                         NULL) == HANDOFF_OK);
    if (handoff_brief_read(handoff_policy_fields(policy), json, &brief, NULL) ==
        HANDOFF_OK)
        round_trip(brief);
    skim(json, brief);
    handoff_brief_free(brief);
    return 0;
}
