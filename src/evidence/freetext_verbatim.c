/* freetext_verbatim.c - a text that quotes its source */
#include "evidence/freetext.h"

enum { OCCURRENCES = 64 /* places where a quotation may begin */ };

const struct ho_sentence *ho_source_sentence(
    const struct handoff_text_checker *c, size_t i)
{
    const struct ho_part_list *p = &c->source;
    size_t from = 0, to = p->sentences;

    while (from + 1 < to) {
        const size_t middle = from + (to - from) / 2;

        if (p->sentence[middle].first <= i)
            from = middle;
        else
            to = middle;
    }
    return &p->sentence[from];
}

static bool is_edge(const struct ho_part_list *p, size_t i)
{
    return i >= p->tokens || p->token[i].kind == HO_TOKEN_SIGN ||
           p->token[i].kind == HO_TOKEN_LINE;
}

static bool is_same_token(const struct ho_token *a, const struct ho_token *b)
{
    return a->kind == b->kind && a->word == b->word &&
           (a->word || a->value == b->value) && a->sign == b->sign;
}

static bool runs_alike(const struct handoff_text_checker *c, size_t first,
                       size_t last, size_t at)
{
    if ((at > 0 && !is_edge(&c->source, at - 1)) ||
        !is_edge(&c->source, at + (last - first)))
        return false;
    for (size_t i = first; i < last; i++)
        if (at + i - first >= c->source.tokens ||
            !is_same_token(&c->text.token[i], &c->source.token[at + i - first]))
            return false;
    return true;
}

bool ho_is_verbatim(const struct handoff_text_checker *c, size_t first,
                    size_t last)
{
    uint32_t at;

    while (first > 0 && !is_edge(&c->text, first - 1))
        first--;
    while (!is_edge(&c->text, last))
        last++;
    at = c->words.word[c->text.token[first].word].first;
    if (!c->text.token[first].word || last - first < 3)
        return false;
    for (size_t looks = 0; at && looks < OCCURRENCES; looks++) {
        if (runs_alike(c, first, last, at - 1))
            return true;
        at = c->source.token[at - 1].next;
    }
    return false;
}
