/* orders.c - phrases that command whoever reads a text; see
 * evidence/speech.h */
#include "evidence/lexicon.h"
#include "evidence/speech.h"

/* In scripts that put no space between words. */
static const char *const unspaced[] = {
    "忽略之前",   "忽略以上",       "忽略所有",
    "以前の指示", "これまでの指示", "指示を無視",
};

/* Each letter of such a script is a word of the index. */
static size_t find_unspaced(const struct ho_word_index *index,
                            struct handoff_slice part)
{
    const size_t base = (size_t)(part.ptr - index->text.ptr);
    size_t first = part.len;

    for (size_t i = 0; i < sizeof unspaced / sizeof *unspaced; i++) {
        const size_t len = strlen(unspaced[i]);
        struct ho_word_places places;

        if (!ho_has_start(&index->starts, ho_start_of(unspaced[i])) ||
            !ho_word_index_look(index, ho_slice(unspaced[i]), &places))
            continue;
        for (size_t k = 0; k < places.count; k++) {
            const size_t at = places.at[k] - base; /* huge before the part */

            if (at < first && part.len - at >= len &&
                memcmp(part.ptr + at, unspaced[i], len) == 0)
                first = at;
        }
    }
    return first < part.len ? first : SIZE_MAX;
}

/* The first one that starts within bytes [from, to) of the index's text. */
static size_t find_order(const struct ho_word_index *index, size_t from,
                         size_t to)
{
    const struct handoff_slice text = ho_part(index->text, 0, to);

    for (size_t i = ho_word_at(index->order, index->count, from);
         i < index->count && index->order[i].at < to; i++) {
        const struct ho_indexed_word *const word = &index->order[i];
        struct ho_lexemes lexemes;
        size_t len;

        if (!ho_has_lexemes(&ho_order_phrases, word->start))
            continue;
        lexemes = ho_lexemes_at(&ho_order_phrases, text, word->at, word->start);
        if (ho_lexemes_next(&lexemes, &len))
            return word->at;
    }
    return SIZE_MAX;
}

bool ho_gives_orders(const struct ho_word_index *index,
                     struct handoff_slice part)
{
    const size_t base = (size_t)(part.ptr - index->text.ptr);

    return find_order(index, base, base + part.len) != SIZE_MAX ||
           find_unspaced(index, part) != SIZE_MAX;
}

size_t ho_first_order(const struct ho_word_index *index)
{
    const size_t plain = find_order(index, 0, index->text.len);
    const size_t unspaced_at = find_unspaced(index, index->text);

    return plain < unspaced_at ? plain : unspaced_at;
}
