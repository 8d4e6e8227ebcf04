/* lexicon.c - see evidence/lexicon.h */
#include "evidence/lexicon.h"

static uint64_t load(const void *bytes, size_t len)
{
    uint64_t word = 0;

    memcpy(&word, bytes, len < HO_HEAD ? len : HO_HEAD);
    return word;
}

struct ho_lexemes ho_lexemes_at(const struct ho_lexicon *lexicon,
                                struct handoff_slice s, size_t at, size_t start)
{
    const uint64_t high_bits = UINT64_C(0x8080808080808080);
    const uint64_t head = load(s.ptr + at, s.len - at);

    return (struct ho_lexemes){ .next = lexicon->item + lexicon->slot[start],
                                .end = lexicon->item + lexicon->slot[start + 1],
                                .text = s,
                                .at = at,
                                .head = head,
                                .plain = (head & high_bits) == 0 };
}

/* false: other bytes stand there, and no accent that would not count. */
static bool may_stand(const struct ho_lexemes *lexemes,
                      const struct ho_lexeme *l)
{
    return l->offset <= lexemes->at &&
           (!lexemes->plain || ((lexemes->head ^ load(l->head, HO_HEAD)) &
                                load(l->mask, HO_HEAD)) == 0);
}

const struct ho_lexeme *ho_lexemes_next(struct ho_lexemes *lexemes, size_t *len)
{
    while (lexemes->next < lexemes->end) {
        const struct ho_lexeme *const l = lexemes->next++;

        if (!may_stand(lexemes, l))
            continue;
        *len = ho_phrase_at(lexemes->text, lexemes->at - l->offset, l->phrase);
        if (*len > 0)
            return l;
    }
    return NULL;
}

/* --- the language of a text ----------------------------------------------- */

enum { SAMPLE_BYTES = 2048 /* of a text, to tell its language */ };

/* How often the common words of each language stand at its beginning. */
static void count_common(const struct ho_word_index *index,
                         unsigned hits[HO_LANGUAGES])
{
    for (size_t i = 0; i < index->count; i++) {
        const struct ho_indexed_word *const word = &index->order[i];
        const struct ho_lexeme *l;
        struct ho_lexemes lexemes;
        size_t len;

        if (word->at >= SAMPLE_BYTES)
            break;
        if (!ho_has_lexemes(&ho_common_words, word->start))
            continue;
        lexemes =
            ho_lexemes_at(&ho_common_words, index->text, word->at, word->start);
        while ((l = ho_lexemes_next(&lexemes, &len)))
            for (size_t k = 0; k < HO_LANGUAGES; k++)
                hits[k] += l->language >> k & 1;
    }
}

unsigned ho_languages_of(const struct ho_word_index *index)
{
    unsigned hits[HO_LANGUAGES] = { 0 }, most = 0, bits = 1;

    count_common(index, hits);
    for (size_t i = 0; i < HO_LANGUAGES; i++)
        most = hits[i] > most ? hits[i] : most;
    /* nothing to go by: any of them */
    for (size_t i = 1; i < HO_LANGUAGES; i++)
        if (3 * hits[i] >= 2 * most)
            bits |= 1u << i;
    return bits;
}
