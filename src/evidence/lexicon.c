/* lexicon.c - see evidence/lexicon.h */
#include "evidence/lexicon.h"

static uint64_t load(const void *bytes, size_t len)
{
    uint64_t word = 0;

    memcpy(&word, bytes, len < HO_HEAD ? len : HO_HEAD);
    return word;
}

struct ho_lexemes ho_lexemes_at(struct handoff_slice s, size_t at,
                                unsigned languages)
{
    const uint64_t high_bits = UINT64_C(0x8080808080808080);
    const uint16_t *const slot = &ho_lexeme_slots[ho_start_at(s, at)];
    const uint64_t head = load(s.ptr + at, s.len - at);

    return (struct ho_lexemes){ .next = ho_lexemes + slot[0],
                                .end = ho_lexemes + slot[1],
                                .text = s,
                                .at = at,
                                .languages = languages,
                                .head = head,
                                .plain = (head & high_bits) == 0 };
}

/* false: other bytes stand there, and no accent that would not count. */
static bool may_stand(const struct ho_lexemes *lexemes,
                      const struct ho_lexeme *l)
{
    return !lexemes->plain || ((lexemes->head ^ load(l->head, HO_HEAD)) &
                               load(l->mask, HO_HEAD)) == 0;
}

const struct ho_lexeme *ho_lexemes_next(struct ho_lexemes *lexemes, size_t *len)
{
    while (lexemes->next < lexemes->end) {
        const struct ho_lexeme *const l = lexemes->next++;

        if (!(l->language & lexemes->languages) || !may_stand(lexemes, l))
            continue;
        *len = ho_phrase_at(lexemes->text, lexemes->at, l->phrase);
        if (*len > 0)
            return l;
    }
    return NULL;
}
