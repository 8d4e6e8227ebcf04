/* fuzz_sources.c - whatever form programs send: the output is strict JSON, and
 * a lead that was kept is the same submission. */
#include <handoff/lead.h>

#include <stdlib.h>

#include "base/json.h"
#include "fuzz/fuzz.h"
#include "fuzz/kept.h"
#include "support/lead_fields.h"

static struct handoff_batch *read_batch(struct handoff_slice bytes)
{
    struct handoff_batch *batch = NULL;

    if (handoff_batch_new(&lead_fields, &batch, NULL) != HANDOFF_OK)
        return NULL;
    handoff_batch_google_key(batch, "configured");
    handoff_batch_add(batch, "fuzz", bytes, NULL);
    return batch;
}

static void check_values(const struct handoff_lead *lead)
{
    for (size_t i = 0; i < lead->count; i++) {
        const struct handoff_value *value = &lead->value[i];
        size_t start, end;

        for (size_t at = 0; at < value->text.len; at++) {
            handoff_value_span(value, at, at + 1, &start, &end);
            FUZZ_ASSERT(start <= end && end <= lead->bytes.len);
            FUZZ_ASSERT(
                lead->bytes.ptr[start] == value->text.ptr[at] ||
                (value->map && strchr("\\&\"", lead->bytes.ptr[start])));
        }
    }
}

static void check_output(const struct handoff_batch *batch)
{
    char *text = NULL, *words = NULL;
    struct handoff_slice rest = { 0 }, line;
    size_t len = 0;

    if (handoff_batch_json(batch, &lead_fields, &text, &rest.len, NULL) !=
            HANDOFF_OK ||
        handoff_batch_explain(batch, &lead_fields, &words, &len, NULL) !=
            HANDOFF_OK)
        goto out;
    rest.ptr = text;
    while (ho_next_line(&rest, &line))
        FUZZ_ASSERT(ho_json_scan(line, NULL, NULL) == HANDOFF_OK);
out:
    free(words);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct handoff_slice bytes = { (const char *)data, size };
    struct handoff_batch *batch = read_batch(bytes);

    if (!batch)
        return 0;
    for (size_t i = 0; i < handoff_batch_count(batch); i++) {
        check_values(handoff_batch_lead(batch, i));
        check_kept(handoff_batch_lead(batch, i), &lead_fields);
    }
    check_output(batch);
    handoff_batch_free(batch);
    return 0;
}
