/* fuzz_yaml.c - every node has a place and a text; refusals say where. */
#include "base/yaml.h"
#include "fields/fields.h"
#include "fuzz/fuzz.h"

static size_t walk(const struct ho_yaml *node)
{
    size_t count = 0;

    FUZZ_ASSERT(node->line > 0 && node->column > 0 && node->text);
    for (const struct ho_yaml *c = node->child; c; c = c->next) {
        FUZZ_ASSERT((node->kind == HO_YAML_MAPPING) == (c->key != NULL));
        walk(c);
        count++;
    }
    FUZZ_ASSERT(count == node->count);
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct handoff_slice s = { (const char *)data, size };
    struct ho_arena *arena = ho_arena_new((size_t)64 << 20);
    struct handoff_error err = HANDOFF_ERROR_INIT;
    const struct ho_yaml *root = NULL;
    struct handoff_fields fields;

    FUZZ_ASSERT(arena);
    if (ho_yaml_parse(arena, s, &root, &err) == HANDOFF_OK) {
        walk(root);
        ho_fields_read(arena, root, &fields, &err);
    } else {
        FUZZ_ASSERT(!root && err.message[0]);
    }
    ho_arena_free(arena);
    return 0;
}
