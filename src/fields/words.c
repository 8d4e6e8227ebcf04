/* words.c - lists of phrases and whole numbers; see fields/fields.h */
#include "fields/fields.h"

#include "base/fold.h"
#include "base/starts.h"

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

static enum handoff_status fold_word(struct ho_arena *arena, const char *word,
                                     struct handoff_folded_word *out,
                                     struct handoff_error *err)
{
    struct ho_folded folded = { 0 };
    const enum handoff_status status = ho_fold(ho_slice(word), &folded, err);

    if (status == HANDOFF_OK) {
        out->text =
            ho_slice(ho_arena_copy(arena, ho_trim(ho_folded_slice(&folded))));
        out->start = ho_start_of_phrase(out->text, &out->offset);
    }
    ho_folded_release(&folded);
    return status;
}

enum handoff_status ho_words_fold(struct ho_arena *arena,
                                  struct handoff_words *words,
                                  struct handoff_error *err)
{
    struct handoff_folded_word *folded =
        ho_arena_alloc(arena, words->count * sizeof *folded);
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; folded && i < words->count && status == HANDOFF_OK; i++)
        status = fold_word(arena, words->item[i], &folded[i], err);
    words->folded = folded;
    return status == HANDOFF_OK ? ho_arena_status(arena, "the policy", err)
                                : status;
}
