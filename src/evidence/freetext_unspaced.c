/* freetext_unspaced.c - names in scripts that are written without spaces */
#include "base/utf8.h"
#include "evidence/freetext_names.h"

/* A run of Han or kana in a text of another script is a name or a quotation:
 * all its neighbours stand together in the source. */
void ho_check_unspaced(struct handoff_text_checker *c, size_t i)
{
    const struct handoff_slice s = ho_token_slice(&c->text, i);
    const struct ho_word *w = &c->words.word[c->text.token[i].word];
    int32_t before = 0;
    size_t len, count = 0;
    bool all = true;

    for (size_t at = 0; at < s.len; at += len) {
        const int32_t code = ho_utf8_decode(s, at, &len);

        all = all && (!before || ho_pairs_have(&c->pairs, (uint32_t)before,
                                               (uint32_t)code));
        before = code;
        count++;
    }
    if (count < 2)
        return;
    c->checked++;
    if (!all && !w->count)
        ho_text_refuse(c, HANDOFF_TEXT_NAME, HANDOFF_FINDING_NAME_NOT_IN_SOURCE,
                       i, i + 1, 0, 0);
}

static size_t count_unspaced(const struct ho_part_list *p)
{
    size_t count = 0;

    for (size_t i = 0; i < p->tokens; i++)
        count += (p->token[i].shape & HO_SHAPE_UNSPACED) != 0;
    return count;
}

/* In a text that is written so itself, and against a source that is, names
 * cannot be told from words, nor be compared letter by letter. */
bool ho_is_mostly_unspaced(const struct ho_part_list *p)
{
    return p->has_unspaced && count_unspaced(p) * 3 > p->tokens;
}
