/* fuzz_json.c - what the strict reader takes, it writes and reads again; and
 * cJSON's own parser, which takes more, reads the same in it. */
#include "base/json.h"
#include "fuzz/fuzz.h"

static char *write_json(const cJSON *value)
{
    struct ho_writer w;
    struct ho_buffer b;
    char *text = NULL;

    ho_buffer_init(&b, (size_t)64 << 20);
    ho_writer_init(&w, &b, 0);
    ho_write_json(&w, NULL, value);
    FUZZ_ASSERT(ho_buffer_take(&b, "it", &text, NULL, NULL) == HANDOFF_OK);
    return text;
}

static void check_with_cjson(struct handoff_slice s, const cJSON *tree)
{
    cJSON *other = cJSON_ParseWithLength(s.ptr, s.len);

    FUZZ_ASSERT(other && cJSON_Compare(tree, other, /* case */ 1));
    cJSON_Delete(other);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct handoff_slice s = { (const char *)data, size };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    cJSON *first = NULL, *second = NULL;
    char *text, *again;

    if (ho_json_parse(s, &first, &err) != HANDOFF_OK) {
        FUZZ_ASSERT(err.status == HANDOFF_BAD_JSON && err.line > 0);
        return 0;
    }
    check_with_cjson(s, first);
    text = write_json(first);
    FUZZ_ASSERT(ho_json_parse(ho_slice(text), &second, NULL) == HANDOFF_OK);
    again = write_json(second);
    FUZZ_ASSERT(strcmp(text, again) == 0);
    cJSON_Delete(first);
    cJSON_Delete(second);
    free(text);
    free(again);
    return 0;
}
