/* lexicon.c - see evidence/lexicon.h */
#include "evidence/lexicon.h"

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
