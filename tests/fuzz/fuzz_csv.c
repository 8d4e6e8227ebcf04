/* fuzz_csv.c - a table read as a whole and row by row gives the same leads. */
#include <handoff/lead.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/slice.h"
#include "fuzz/fuzz.h"
#include "fuzz/kept.h"
#include "fuzz/policy.h"

struct seen {
    const struct handoff_batch *batch;
    size_t leads, refused;
};

static enum handoff_status same_lead(void *user,
                                     const struct handoff_lead *lead,
                                     struct handoff_error *err)
{
    struct seen *seen = user;
    const struct handoff_lead *whole;

    (void)err;
    FUZZ_ASSERT(seen->leads < handoff_batch_count(seen->batch));
    whole = handoff_batch_lead(seen->batch, seen->leads++);
    FUZZ_ASSERT(lead->line == whole->line && lead->count == whole->count);
    FUZZ_ASSERT(strcmp(lead->sha256, whole->sha256) == 0);
    FUZZ_ASSERT(strcmp(lead->origin.key, whole->origin.key) == 0);
    for (size_t v = 0; v < lead->count; v++) {
        size_t start = 0, end = 0;

        handoff_value_span(&lead->value[v], 0, lead->value[v].text.len, &start,
                           &end);
        FUZZ_ASSERT(start < end && end <= lead->bytes.len);
        FUZZ_ASSERT(lead->value[v].start == whole->value[v].start);
    }
    return HANDOFF_OK;
}

static enum handoff_status same_refusal(void *user,
                                        const struct handoff_refused *refused,
                                        struct handoff_error *err)
{
    struct seen *seen = user;
    const struct handoff_refused *whole;

    (void)err;
    FUZZ_ASSERT(seen->refused < handoff_batch_refused_count(seen->batch));
    whole = handoff_batch_refused(seen->batch, seen->refused++);
    FUZZ_ASSERT(refused->line == whole->line);
    FUZZ_ASSERT(strcmp(refused->reason, whole->reason) == 0);
    return HANDOFF_OK;
}

static void read_rows(const struct handoff_batch *batch, const uint8_t *data,
                      size_t size)
{
    struct seen seen = { .batch = batch };
    const struct handoff_lead_sink sink = { same_lead, same_refusal, &seen };
    char path[] = "/tmp/handoff-fuzz-XXXXXX";
    const int fd = mkstemp(path);
    enum handoff_status status;

    FUZZ_ASSERT(fd >= 0);
    FUZZ_ASSERT(write(fd, data, size) == (ssize_t)size);
    close(fd);
    status = handoff_csv_each(fuzz_fields(), NULL, path, &sink, NULL);
    unlink(path);
    if (status != HANDOFF_OK) /* another kind, or UTF-16 */
        return;
    FUZZ_ASSERT(seen.leads == handoff_batch_count(batch));
    FUZZ_ASSERT(seen.refused == handoff_batch_refused_count(batch));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct handoff_slice bytes = { (const char *)data, size };
    struct handoff_batch *batch = NULL;

    if (handoff_batch_new(fuzz_fields(), &batch, NULL) != HANDOFF_OK)
        return 0;
    if (handoff_batch_add(batch, "fuzz", bytes, NULL) == HANDOFF_OK &&
        (handoff_batch_count(batch) == 0 ||
         strncmp(handoff_batch_lead(batch, 0)->kind, "csv", 3) == 0))
        read_rows(batch, data, size);
    for (size_t i = 0; i < handoff_batch_count(batch); i++)
        check_kept(handoff_batch_lead(batch, i), fuzz_fields());
    handoff_batch_free(batch);
    return 0;
}
