/* freetext_state.c - fields that the source leaves empty, answers with no or
 * with yes, and texts that speak of them as if they were not */
#include <stdlib.h>

#include "evidence/freetext.h"

enum {
    FIELDS_MAX = 4096,
    EVIDENCE = 6, /* tokens between "have" and what they have */
    OTHERS = 64   /* places of the source that may state it after all */
};

/* "Newsletter consent: no" is about the newsletter. */
static bool is_consent(const struct ho_part_list *p, size_t i)
{
    static const char *const words[] = { "consent", "consentement",
                                         "consentimiento", "einwilligung" };

    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (ho_slice_is_nocase(ho_token_slice(p, i), words[k]))
            return true;
    return false;
}

static bool is_label_word(const struct ho_token *t)
{
    return ho_is_word_token(t) && !(t->class & HO_C(FUNC)) &&
           !(t->sense & (HO_S(HAVE) | HO_S(BE) | HO_S(SELF))) &&
           !(t->shape & HO_SHAPE_UNSPACED);
}

static bool is_participle(const struct handoff_text_checker *c,
                          const struct ho_token *t)
{
    const struct handoff_slice s = ho_word_text(&c->words, t->word);

    return (t->sense & (HO_S(APPROVED) | HO_S(AGREE) | HO_S(AVAILABLE))) ||
           (s.len > 4 && memcmp(s.ptr + s.len - 2, "ed", 2) == 0);
}

/* Nothing, or only words that say no; *empty tells which. */
static bool is_false(const struct handoff_text_checker *c, size_t index,
                     bool *empty)
{
    const struct ho_part_list *p = &c->source;
    const struct ho_sentence *s = &p->sentence[index];
    size_t words = 0;

    *empty = true;
    for (size_t i = s->value; i < s->last; i++) {
        const struct ho_token *t = &p->token[i];

        if (t->kind == HO_TOKEN_SIGN)
            continue;
        words++;
        if (t->sense & HO_S(UNKNOWN))
            continue;
        *empty = false;
        if (!(t->sense & HO_S(NO)) &&
            !(t->kind == HO_TOKEN_NUMBER && t->value == 0))
            return false;
    }
    if (words > 0)
        return words <= 3;
    /* a label with its block of text below it is not empty */
    return index + 1 == p->sentences || (s[1].flags & HO_SENTENCE_LABELLED);
}

/* One word that says yes. */
static bool is_true(const struct ho_part_list *p, const struct ho_sentence *s)
{
    return s->value + 1 == s->last && (p->token[s->value].sense & HO_S(YES));
}

static bool read_field(const struct handoff_text_checker *c, size_t index,
                       struct ho_field *f)
{
    const struct ho_part_list *p = &c->source;
    const struct ho_sentence *s = &p->sentence[index];

    *f = (struct ho_field){ .sentence = (uint32_t)index };
    if (!(s->flags & HO_SENTENCE_LABELLED))
        return false;
    f->yes = is_true(p, s);
    if (!f->yes && !is_false(c, index, &f->empty))
        return false;
    for (size_t i = s->first; i + 1 < s->value; i++) {
        const struct ho_token *t = &p->token[i];

        f->predicate = f->predicate || (t->sense & HO_S(BE)) ||
                       (ho_is_word_token(t) && is_participle(c, t));
        if (!is_label_word(t) || is_consent(p, i))
            continue;
        if (f->words == HO_SIDE)
            return false;
        f->word[f->words++] = t->word;
    }
    if (f->words == 0)
        return false;
    f->stem = c->words.word[f->word[0]].stem;
    return true;
}

static int compare_fields(const void *a, const void *b)
{
    const struct ho_field *x = a, *y = b;

    return (x->stem > y->stem) - (x->stem < y->stem);
}

static void collect(struct handoff_text_checker *c)
{
    c->fields = 0;
    for (size_t i = 0; i < c->source.sentences && c->fields < FIELDS_MAX; i++) {
        struct ho_field f, *now;

        if (!read_field(c, i, &f))
            continue;
        now = ho_more(c, &c->field, &c->fields, &c->field_room, sizeof *now);
        if (!now)
            return;
        *now = f;
    }
    if (c->fields > 1)
        qsort(c->field, c->fields, sizeof *c->field, compare_fields);
}

/* --- does the text say that it is so? ------------------------------------ */

/* Tokens of the sentence that hold all words of the field. */
static bool find_words(const struct handoff_text_checker *c,
                       const struct ho_sentence *s, const struct ho_field *f,
                       size_t *first, size_t *last)
{
    *first = SIZE_MAX;
    *last = 0;
    for (size_t k = 0; k < f->words; k++) {
        const uint64_t stem = c->words.word[f->word[k]].stem;
        size_t i = s->first;

        while (i < s->last &&
               !(ho_is_word_token(&c->text.token[i]) &&
                 c->words.word[c->text.token[i].word].stem == stem))
            i++;
        if (i == s->last)
            return false;
        *first = i < *first ? i : *first;
        *last = i + 1 > *last ? i + 1 : *last;
    }
    return *last - *first <= (size_t)f->words + 4;
}

/* What the words before it do: they have it, or want it. */
static bool has_before(const struct ho_part_list *p,
                       const struct ho_sentence *s, size_t first,
                       const struct ho_field *f)
{
    static const uint64_t have =
        HO_S(HAVE) | HO_S(USE) | HO_S(GIVE) | HO_S(AGREE) | HO_S(ALREADY);
    const uint64_t yes = have | (f->predicate ? HO_S(BE) : 0);

    for (size_t d = 1; d <= EVIDENCE && first >= s->first + d; d++) {
        const struct ho_token *t = &p->token[first - d];

        if (ho_is_sign(t, ',') || (t->sense & HO_S(BUT)))
            return false;
        if (t->sense & yes)
            return true;
        if (t->sense & (HO_S(WANT) | HO_S(MUST)))
            return false;
    }
    return false;
}

static bool has_behind(const struct ho_part_list *p,
                       const struct ho_sentence *s, size_t last)
{
    static const uint64_t yes = HO_S(AGREE) | HO_S(AVAILABLE) | HO_S(ALREADY) |
                                HO_S(YES) | HO_S(APPROVED) | HO_S(GIVE);

    for (size_t i = last; i < s->last && i < last + EVIDENCE; i++) {
        if (ho_is_sign(&p->token[i], ',') || (p->token[i].sense & HO_S(BUT)))
            return false;
        if (p->token[i].sense & yes)
            return true;
        if (p->token[i].sense & (HO_S(WANT) | HO_S(NEG)))
            return false;
    }
    return false;
}

static bool wants(const struct ho_part_list *p, const struct ho_sentence *s,
                  size_t first)
{
    for (size_t d = 1; d <= EVIDENCE && first >= s->first + d; d++)
        if (p->token[first - d].sense & (HO_S(WANT) | HO_S(MUST)))
            return true;
    return false;
}

/* "No phone number, budget or timeline": "no" is said of each. */
static bool is_in_denied_list(const struct ho_part_list *p,
                              const struct ho_sentence *s, size_t first,
                              size_t last)
{
    enum { LIST = 16, ITEM = 4 };
    bool joined = false;
    size_t apart = 0;

    for (size_t i = last; i < s->last && i < last + LIST && !joined; i++)
        joined = (p->token[i].class & HO_C(OR)) != 0;
    for (size_t i = first; i > s->first && first - i < LIST; i--) {
        const struct ho_token *t = &p->token[i - 1];

        if (joined && (t->sense & HO_S(NEG)) && apart <= ITEM)
            return true;
        joined = joined || (t->class & HO_C(OR));
        apart = ho_is_sign(t, ',') ? 0 : apart + 1;
        if (apart > ITEM || (t->sense & HO_S(BUT)) || ho_is_sign(t, ';'))
            return false;
    }
    return false;
}

static bool is_claimed(const struct handoff_text_checker *c,
                       const struct ho_sentence *s, const struct ho_field *f,
                       size_t first, size_t last)
{
    const struct ho_part_list *p = &c->text;

    if (ho_mood_of(p, s, first, last) || is_in_denied_list(p, s, first, last) ||
        (s->flags & HO_SENTENCE_OWN) || (p->token[first].sense & HO_S(ASK)))
        return false;
    if (f->predicate && f->words > 1 && !wants(p, s, first))
        return true;
    return has_before(p, s, first, f) || has_behind(p, s, last);
}

/* Does another place of the source say that it is so? */
static bool is_stated_elsewhere(const struct handoff_text_checker *c,
                                const struct ho_field *f)
{
    uint32_t at = c->words.word[f->word[0]].first;

    for (size_t looks = 0; at && looks < OTHERS; looks++) {
        const size_t i = at - 1;
        const struct ho_sentence *s = ho_source_sentence(c, i);
        bool empty;

        at = c->source.token[i].next;
        if (s == &c->source.sentence[f->sentence])
            continue;
        if ((s->flags & HO_SENTENCE_LABELLED) && i < s->value) {
            if (!is_false(c, (size_t)(s - c->source.sentence), &empty))
                return true;
            continue;
        }
        if (!ho_mood_of(&c->source, s, i, i + 1) &&
            (has_before(&c->source, s, i, f) ||
             has_behind(&c->source, s, i + 1)))
            return true;
    }
    return false;
}

static bool is_found_already(const struct handoff_text_checker *c, size_t first,
                             size_t last)
{
    const size_t from = c->text.token[first].from;
    const size_t to = c->text.token[last - 1].to;

    for (size_t i = c->findings; i > 0 && i + 8 > c->findings; i--) {
        const struct handoff_text_finding *f = &c->finding[i - 1];

        if (f->kind >= HANDOFF_TEXT_PROTECTED && f->start < to && from < f->end)
            return true;
    }
    return false;
}

/* "a tender is not required", "no tender required" where the field says that
 * it is */
static bool is_denied(const struct handoff_text_checker *c,
                      const struct ho_sentence *s, size_t first, size_t last)
{
    enum { BEFORE = 2 };
    const struct ho_part_list *p = &c->text;
    bool denied = false;

    if ((s->flags & (HO_SENTENCE_OWN | HO_SENTENCE_ASKS)) ||
        ho_mood_of(p, s, first, last) != HO_MOOD_DENIED)
        return false;
    for (size_t i = first; i < last; i++)
        denied = denied || (p->token[i].sense & HO_S(NEG));
    for (size_t d = 1; d <= BEFORE && first >= s->first + d; d++) {
        const struct ho_token *t = &p->token[first - d];

        if (ho_is_sign(t, ',') || (t->class & HO_C(AND)))
            break;
        denied = denied || (t->sense & HO_S(NEG));
    }
    return denied;
}

static void check_field(struct handoff_text_checker *c,
                        const struct ho_sentence *s, const struct ho_field *f)
{
    const struct ho_sentence *about = &c->source.sentence[f->sentence];
    size_t first, last;

    if (!find_words(c, s, f, &first, &last) ||
        !(f->yes ? is_denied(c, s, first, last)
                 : is_claimed(c, s, f, first, last) &&
                       !is_stated_elsewhere(c, f)) ||
        is_found_already(c, first, last))
        return;
    c->checked++;
    ho_text_refuse(c, HANDOFF_TEXT_STATE,
                   f->yes     ? HANDOFF_FINDING_POLARITY_FLIPPED
                   : f->empty ? HANDOFF_FINDING_FIELD_EMPTY
                              : HANDOFF_FINDING_STATED_FALSE,
                   first, last, about->first, about->last);
}

/* The first field whose label starts with a word of that stem. */
static size_t first_field(const struct handoff_text_checker *c, uint64_t stem)
{
    size_t from = 0, to = c->fields;

    while (from < to) {
        const size_t middle = from + (to - from) / 2;

        if (c->field[middle].stem < stem)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static void check_sentence(struct handoff_text_checker *c,
                           const struct ho_sentence *s)
{
    for (size_t i = s->first; i < s->last; i++) {
        const struct ho_token *t = &c->text.token[i];
        uint64_t stem;

        if (!ho_is_word_token(t) || !t->word)
            continue;
        stem = c->words.word[t->word].stem;
        for (size_t k = first_field(c, stem), n = 0;
             k < c->fields && c->field[k].stem == stem && n < OTHERS; k++, n++)
            check_field(c, s, &c->field[k]);
    }
}

void ho_check_fields(struct handoff_text_checker *c)
{
    collect(c);
    for (size_t i = 0; i < c->text.sentences && c->fields > 0; i++)
        check_sentence(c, &c->text.sentence[i]);
}
