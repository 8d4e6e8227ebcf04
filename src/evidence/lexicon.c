/* lexicon.c - see evidence/lexicon.h */
#include "evidence/lexicon.h"

#include <stdlib.h>

enum { ROOM = 256 };

static enum handoff_status grow(struct ho_lexicon *l, struct handoff_error *err)
{
    const size_t room = l->room ? 2 * l->room : ROOM;
    struct ho_lexeme *item = realloc(l->item, room * sizeof *item);

    if (!item)
        return ho_no_memory(err);
    l->item = item;
    l->room = room;
    return HANDOFF_OK;
}

/* To the front of its slot: the tables are read from their ends. */
static enum handoff_status add(struct ho_lexicon *l, size_t start,
                               struct ho_lexeme lexeme,
                               struct handoff_error *err)
{
    if (l->count == l->room && grow(l, err) != HANDOFF_OK)
        return HANDOFF_NO_MEMORY;
    lexeme.next = l->first[start];
    l->item[l->count++] = lexeme;
    l->first[start] = (uint32_t)l->count;
    return HANDOFF_OK;
}

static enum handoff_status add_group(struct ho_lexicon *l,
                                     const struct ho_starts *starts,
                                     const struct ho_phrases *group,
                                     enum ho_behind behind,
                                     struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = group->count; i-- > 0 && status == HANDOFF_OK;) {
        const char *phrase = group->item[i];
        const size_t start = ho_start_of(phrase + (phrase[0] == '='));

        if (ho_has_start(starts, start))
            status =
                add(l, start,
                    (struct ho_lexeme){ phrase, group->kind, behind, 0 }, err);
    }
    return status;
}

static enum handoff_status add_language(struct ho_lexicon *l,
                                        const struct ho_starts *starts,
                                        const struct ho_language *language,
                                        struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    size_t groups = 0;

    while (language->phrase[groups].count > 0)
        groups++;
    while (groups-- > 0 && status == HANDOFF_OK)
        status = add_group(l, starts, &language->phrase[groups],
                           language->behind, err);
    return status;
}

enum handoff_status ho_lexicon_make(const struct ho_starts *starts,
                                    unsigned languages, struct ho_lexicon *l,
                                    struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    *l = (struct ho_lexicon){ .first = calloc(HO_STARTS, sizeof *l->first) };
    if (!l->first)
        return ho_no_memory(err);
    for (size_t i = HO_LANGUAGES; i-- > 0 && status == HANDOFF_OK;)
        if (languages >> i & 1)
            status = add_language(l, starts, ho_language(i), err);
    return status;
}

void ho_lexicon_release(struct ho_lexicon *l)
{
    free(l->item);
    free(l->first);
    *l = (struct ho_lexicon){ 0 };
}

const struct ho_lexeme *ho_lexeme_at(const struct ho_lexicon *l,
                                     struct handoff_slice folded, size_t at)
{
    const uint32_t first = l->first[ho_start_at(folded, at)];

    return first ? &l->item[first - 1] : NULL;
}

const struct ho_lexeme *ho_lexeme_next(const struct ho_lexicon *l,
                                       const struct ho_lexeme *lexeme)
{
    return lexeme->next ? &l->item[lexeme->next - 1] : NULL;
}
