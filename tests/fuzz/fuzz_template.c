/* fuzz_template.c - any template over any data ends, in text or an error.
 * Input: the data, a newline, the template. */
#include <handoff/prompt.h>

#include "base/slice.h"
#include "fuzz/fuzz.h"

static struct handoff_slice itself(void *user, struct handoff_slice name)
{
    (void)name;
    return *(const struct handoff_slice *)user;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct handoff_slice all = { (const char *)data, size };
    const size_t line = ho_find(all, 0, ho_slice("\n"));
    const struct handoff_template_options options = { HANDOFF_ESCAPE_HTML,
                                                      false };
    struct handoff_slice text;
    char *out = NULL;
    size_t len = 0;

    if (line == SIZE_MAX)
        return 0;
    text = ho_part(all, line + 1, all.len);
    if (handoff_render(text, ho_part(all, 0, line), &options,
                       &(struct handoff_partials){ itself, &text }, &out, &len,
                       NULL) == HANDOFF_OK)
        FUZZ_ASSERT(out && out[len] == '\0');
    free(out);
    return 0;
}
