/* freetext_doubt.c - capitalised words that the source does not have, and that
 * may be no name, or one of the source in another form */
#include "evidence/freetext_names.h"

enum {
    LONGER = 7, /* the same in English, where endings are few */
    LONG = 5,   /* letters that two forms of a noun share */
    PLACE = 8   /* consonants of a place that are compared */
};

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
static bool is_inflected(const struct handoff_text_checker *c, uint32_t word,
                         size_t least)
{
    static const char endings[] = "e|en|er|es|n|ern|s|se|ses|in|innen";
    const struct handoff_slice s = ho_word_text(&c->words, word);

    for (size_t k = 0; k < c->names_count; k++) {
        const struct handoff_slice name = ho_word_text(&c->words, c->names[k]);
        const struct handoff_slice less = name.len < s.len ? name : s;
        const struct handoff_slice more = name.len < s.len ? s : name;

        if (less.len >= least && more.len > less.len &&
            memcmp(less.ptr, more.ptr, less.len) == 0 &&
            ho_is_among(endings, ho_part(more, less.len, more.len)))
            return true;
    }
    return false;
}

bool ho_is_of_place(struct handoff_text_checker *c, uint32_t word)
{
    const struct handoff_slice s = ho_word_text(&c->words, word);

    if (s.len <= LONG + 2 || memcmp(s.ptr + s.len - 2, "er", 2) != 0 ||
        !ho_may_look(c, 1))
        return false;
    for (size_t k = 0; k < c->names_count; k++) {
        const struct handoff_slice name = ho_word_text(&c->words, c->names[k]);

        if (name.len >= LONG && s.len == name.len + 2 &&
            memcmp(s.ptr, name.ptr, name.len) == 0)
            return true;
    }
    return false;
}

/* Do the letters of words [first, last) make the first label of the host:
 * "Riverstone Homes" of keith@riverstone-homes.example? */
static bool is_host(const struct handoff_text_checker *c,
                    struct handoff_slice host, size_t first, size_t last)
{
    size_t at = ho_find(host, 0, ho_slice("@")) + 1;

    for (size_t i = first; at > 0 && i < last; i++) {
        const struct handoff_slice s =
            ho_word_text(&c->words, c->text.token[i].word);

        at += at < host.len && host.ptr[at] == '-';
        if (host.len - at <= s.len || memcmp(host.ptr + at, s.ptr, s.len) != 0)
            return false;
        at += s.len;
    }
    return at > 0 && at < host.len && host.ptr[at] == '.';
}

/* Consonants of a word, no two alike in a row: what languages keep of the name
 * of a place. */
static size_t skeleton(struct handoff_slice s, char out[PLACE])
{
    size_t n = 0;

    for (size_t i = 0; i < s.len && n < PLACE; i++)
        if (!strchr("aeiouyh", s.ptr[i]) && (n == 0 || out[n - 1] != s.ptr[i]))
            out[n++] = s.ptr[i];
    return n;
}

/* "Brittany" for "Bretagne", "Naples" for "Napoli": behind "in", alike at the
 * beginning, and in all consonants but one */
static bool is_place_of_source(const struct handoff_text_checker *c, size_t i)
{
    const struct handoff_slice s =
        ho_word_text(&c->words, c->text.token[i].word);
    char mine[PLACE], its[PLACE];
    const size_t len = skeleton(s, mine);

    if (i == 0 || len < 3 || s.len < LONG ||
        !(c->text.token[i - 1].class &
          (HO_C(WHERE) | HO_C(IN_TIME) | HO_C(AND))))
        return false;
    for (size_t k = 0; k < c->names_count; k++) {
        const struct handoff_slice name = ho_word_text(&c->words, c->names[k]);
        const size_t n = name.len >= LONG ? skeleton(name, its) : 0;
        size_t common = 0;

        for (size_t m = 0; m < n && common < len; m++)
            common += its[m] == mine[common];
        if (n >= 3 && s.ptr[0] == name.ptr[0] && mine[1] == its[1] &&
            common + 1 >= len && n <= len + 1)
            return true;
    }
    return false;
}

/* The company that a mail comes from */
static bool is_mail_host(const struct handoff_text_checker *c, size_t first,
                         size_t last)
{
    for (size_t i = 0; i < c->addresses; i++)
        if (is_host(c, ho_word_text(&c->words, c->address[i]), first, last))
            return true;
    return false;
}

/* "NL", "DE": a country or language more often than a firm */
static bool is_code(const struct ho_token *t)
{
    return (t->shape & HO_SHAPE_UPPER) && t->to - t->from == 2;
}

/* "a Montessori school": a kind of thing, more often than somebody */
static bool is_kind(const struct handoff_text_checker *c, size_t i)
{
    return i > 0 && i + 1 < c->text.tokens &&
           ho_is_among("a|an",
                       ho_word_text(&c->words, c->text.token[i - 1].word)) &&
           ho_is_word_token(&c->text.token[i + 1]) &&
           !(c->text.token[i + 1].shape & HO_SHAPE_CAPITAL);
}

bool ho_may_be_no_name(struct handoff_text_checker *c, size_t first,
                       size_t last, bool german)
{
    const struct ho_token *t = &c->text.token[first];
    bool half = false;

    if (!ho_may_look(c, 1))
        return false;
    for (size_t i = first; i < last; i++)
        half = half || is_half_known(c, &c->text.token[i]);
    return half || is_mail_host(c, first, last) ||
           (first + 1 == last &&
            (is_inflected(c, t->word,
                          german || !c->text.is_english ? LONG : LONGER) ||
             is_place_of_source(c, first) || is_code(t) || is_kind(c, first)));
}
