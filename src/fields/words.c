/* words.c - lists of phrases and whole numbers; see fields/fields.h */
#include "fields/fields.h"

enum {
    WORDS = 400, /* phrases of one list */
    WORD_BYTES = 120
};

bool ho_read_whole(struct handoff_slice text, int64_t *out)
{
    int64_t value = 0;
    const bool minus = text.len > 0 && text.ptr[0] == '-';

    if (text.len == minus || text.len - minus > 18)
        return false;
    for (size_t i = minus; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        value = value * 10 + (text.ptr[i] - '0');
    }
    *out = minus ? -value : value;
    return true;
}

static enum handoff_status add_word(struct ho_arena *arena,
                                    const struct ho_yaml *node,
                                    const char *what,
                                    struct handoff_words *words,
                                    struct handoff_error *err)
{
    const char **slot;

    if (node->kind != HO_YAML_SCALAR)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "%s is a list of phrases", what);
    if (strlen(node->text) > WORD_BYTES || words->count == WORDS)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "%s holds at most %d phrases of %d bytes", what,
                            WORDS, WORD_BYTES);
    slot = ho_arena_push(arena, &words->item, &words->count, sizeof *slot);
    if (slot)
        *slot = node->text;
    return HANDOFF_OK;
}

enum handoff_status ho_words_read(struct ho_arena *arena,
                                  const struct ho_yaml *node, const char *what,
                                  struct handoff_words *words,
                                  struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    if (!node)
        return HANDOFF_OK;
    if (node->kind == HO_YAML_SCALAR)
        return add_word(arena, node, what, words, err);
    if (node->kind == HO_YAML_MAPPING)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "%s is a list of phrases", what);
    for (const struct ho_yaml *c = node->child; c && status == HANDOFF_OK;
         c = c->next)
        status = add_word(arena, c, what, words, err);
    return status;
}
