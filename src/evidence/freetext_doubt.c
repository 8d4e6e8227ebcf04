/* freetext_doubt.c - capitalised words that the source does not have, and that
 * may be no name, or one of the source in another form */
#include "evidence/freetext.h"

enum { LONG = 5 /* letters that two forms of a noun share */ };

/* Are the two words, a before b, joined by a hyphen? */
static bool are_joined(const struct handoff_text_checker *c,
                       const struct ho_token *a, const struct ho_token *b)
{
    return ho_is_word_token(a) && ho_is_word_token(b) && b->from == a->to + 1 &&
           c->text.bytes.ptr[a->to] == '-';
}

/* "Excel-Listen" of a source that has Excel */
static bool is_half_known(const struct handoff_text_checker *c,
                          const struct ho_token *t)
{
    const struct ho_token *first = c->text.token;
    const struct ho_token *last = first + c->text.tokens - 1;

    return (t > first && are_joined(c, t - 1, t) &&
            c->words.word[t[-1].word].count > 0) ||
           (t < last && are_joined(c, t, t + 1) &&
            c->words.word[t[1].word].count > 0);
}

/* "Rückrufe" of "Rückruf": one German noun in two forms, not two names */
static bool is_inflected(const struct handoff_text_checker *c, uint32_t word)
{
    static const char endings[] = "e|en|er|es|n|ern|s|se|ses|in|innen";
    const struct handoff_slice s = ho_word_text(&c->words, word);

    for (size_t k = 0; k < c->names_count; k++) {
        const struct handoff_slice name = ho_word_text(&c->words, c->names[k]);
        const struct handoff_slice less = name.len < s.len ? name : s;
        const struct handoff_slice more = name.len < s.len ? s : name;

        if (less.len >= LONG && more.len > less.len &&
            memcmp(less.ptr, more.ptr, less.len) == 0 &&
            ho_is_among(endings, ho_part(more, less.len, more.len)))
            return true;
    }
    return false;
}

/* The company that a mail comes from: "Brightforge" of
 * olga@brightforge.example */
static bool is_mail_host(const struct handoff_text_checker *c, uint32_t word)
{
    const struct handoff_slice s = ho_word_text(&c->words, word);

    for (size_t i = 0; i < c->addresses; i++) {
        const struct handoff_slice a = ho_word_text(&c->words, c->address[i]);
        const size_t at = ho_find(a, 0, s);
        const size_t end = at + s.len;

        if (at != SIZE_MAX && at > 0 && a.ptr[at - 1] == '@' && end < a.len &&
            a.ptr[end] == '.')
            return true;
    }
    return false;
}

bool ho_may_be_no_name(const struct handoff_text_checker *c, size_t i,
                       bool alone, bool german)
{
    const struct ho_token *t = &c->text.token[i];

    return is_half_known(c, t) ||
           (alone &&
            ((german && is_inflected(c, t->word)) || is_mail_host(c, t->word)));
}
