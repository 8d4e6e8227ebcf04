/* freetext_sentence.c - tokens into sentences, labels and headings */
#include "evidence/freetext.h"

enum {
    LABEL_WORDS = 9,      /* of "How many seats do you need?:" */
    SHORT_LABEL = 4,      /* tokens of one inside a line */
    TITLE_WORDS = 14,     /* a heading has no more */
    WRAP_BYTES = 50,      /* a line this long may go on in the next one */
    SHARED = 1,           /* English words that a German sentence may have */
    GREETING = 8,         /* tokens of "Dear Ms Lefort," */
    SENTENCE_TOKENS = 400 /* longer ones are cut: bounds hostile input */
};

struct split {
    struct handoff_text_checker *c;
    struct ho_part_list *p;
    uint16_t section; /* HO_SENTENCE_OPEN or _OWN under such a heading */
    bool lasts;       /* until the next heading, not only to a blank line */
    bool begun;       /* a line of it was seen */
};

static const struct ho_token *token(const struct ho_part_list *p, size_t i)
{
    static const struct ho_token none = { .kind = HO_TOKEN_LINE, .sign = 'P' };

    return i < p->tokens ? &p->token[i] : &none;
}

static bool is_marker(const struct ho_part_list *p, size_t i)
{
    const struct ho_token *t = token(p, i);

    if (t->kind == HO_TOKEN_SIGN && t->sign && strchr("-*+#|>", t->sign))
        return true;
    if (ho_is_word_token(t) && i < p->tokens && p->bytes.ptr[t->from] == '[')
        return true; /* "[ ]" */
    return t->kind == HO_TOKEN_NUMBER && (ho_is_sign(token(p, i + 1), '.') ||
                                          ho_is_sign(token(p, i + 1), ')'));
}

/* The token behind "Label:" when the line at token i begins with one; i where
 * it does not. */
static size_t label_end(const struct ho_part_list *p, size_t i)
{
    size_t words = 0;

    for (size_t k = i; words <= LABEL_WORDS; k++) {
        const struct ho_token *t = token(p, k);

        if (t->kind == HO_TOKEN_LINE || t->kind == HO_TOKEN_MAIL ||
            t->kind == HO_TOKEN_HOST)
            return i;
        if (ho_is_sign(t, ':'))
            return words > 0 ? k + 1 : i;
        if (t->kind == HO_TOKEN_SIGN &&
            (!t->sign || !strchr("?()/-*'&|", t->sign)))
            return i;
        words += ho_is_word_token(t);
    }
    return i;
}

/* Does the line end at token i go on in the next line? */
static bool is_wrap(const struct ho_part_list *p, size_t line, size_t i)
{
    const struct ho_token *next = token(p, i + 1);
    const size_t len = p->token[i].from - p->token[line].from;

    if (p->token[i].sign == 'P' || next->kind == HO_TOKEN_LINE ||
        is_marker(p, line) || is_marker(p, i + 1) || i == line ||
        ho_is_sign(&p->token[i - 1], ':'))
        return false;
    if (ho_is_word_token(next) && !(next->shape & HO_SHAPE_CAPITAL))
        return label_end(p, i + 1) == i + 1;
    return len >= WRAP_BYTES && label_end(p, i + 1) == i + 1 &&
           label_end(p, line) == line;
}

static bool is_abbreviation(const struct ho_token *t)
{
    if (t->kind == HO_TOKEN_NUMBER)
        return true; /* "12. Oktober", decided by what follows */
    return ho_is_word_token(t) &&
           ((t->class & HO_C(ABBREVIATION)) || t->to - t->from == 1);
}

/* Does the full stop at token i end a sentence? */
static bool is_stop(const struct ho_part_list *p, size_t i)
{
    const struct ho_token *next = token(p, i + 1);
    const struct ho_token *before = i > 0 ? &p->token[i - 1] : next;

    if (next->kind == HO_TOKEN_LINE)
        return true;
    if (next->shape & HO_SHAPE_GLUED)
        return next->kind == HO_TOKEN_SIGN && next->sign != ',' &&
               next->sign != ':';
    if (ho_is_word_token(next) && !(next->shape & HO_SHAPE_CAPITAL))
        return !is_abbreviation(before) && !(next->shape & HO_SHAPE_CAPITAL) &&
               before->to - before->from > 3;
    if (is_abbreviation(before))
        return before->kind == HO_TOKEN_NUMBER &&
               !(next->class & HO_C(MONTH)) && !ho_is_sign(next, '-') &&
               next->unit != HO_UNIT_QUARTER; /* "1. Quartal" */
    return true;
}

static bool ends_sentence(const struct ho_part_list *p, size_t line, size_t i)
{
    const struct ho_token *t = &p->token[i];

    if (t->kind == HO_TOKEN_LINE)
        return !is_wrap(p, line, i);
    if (t->kind != HO_TOKEN_SIGN)
        return false;
    if (t->sign == '.')
        return is_stop(p, i);
    return t->sign == '!' || t->sign == ';' ||
           (t->sign == '?' && !ho_is_sign(token(p, i + 1), ':'));
}

/* Closing quotation marks and brackets belong to the sentence they close. */
static size_t take_closing(const struct ho_part_list *p, size_t i)
{
    while (i < p->tokens && p->token[i].kind == HO_TOKEN_SIGN &&
           p->token[i].sign && strchr("\"')]*", p->token[i].sign) &&
           (p->token[i].shape & HO_SHAPE_GLUED))
        i++;
    return i;
}

/* --- what a sentence is -------------------------------------------------- */

struct count {
    size_t words, capitals, small, english, german;
    bool begins_sign, hash, stop;
};

static struct count count_words(const struct ho_part_list *p,
                                const struct ho_sentence *s)
{
    struct count n = { 0 };

    for (size_t i = s->first; i < s->last; i++) {
        const struct ho_token *t = &p->token[i];

        n.english += (t->class & HO_C(ENGLISH)) != 0;
        n.german += (t->class & HO_C(GERMAN)) != 0;
        n.hash = n.hash || (i == s->first && ho_is_sign(t, '#'));
        n.stop = ho_is_sign(t, '.') || ho_is_sign(t, '!');
        if (!ho_is_word_token(t) || (t->class & HO_C(FUNC)))
            continue;
        n.words++;
        n.capitals += (t->shape & HO_SHAPE_CAPITAL) != 0;
        n.small += (t->shape & HO_SHAPE_CAPITAL) == 0;
    }
    return n;
}

static void set_language(const struct ho_part_list *p, struct ho_sentence *s,
                         const struct count *n)
{
    /* "in", "an", "was" are words of both */
    if (n->german > n->english ||
        (p->is_german && n->german + SHARED >= n->english))
        s->flags |= HO_SENTENCE_GERMAN;
}

static void set_title(struct ho_sentence *s, const struct count *n)
{
    const bool most = n->capitals >= 2 && n->capitals * 10 >= n->words * 7;

    if (n->hash || (most && !n->stop && n->words <= TITLE_WORDS))
        s->flags |= HO_SENTENCE_TITLE;
    if (n->hash)
        s->flags |= HO_SENTENCE_HEADS;
}

/* "Unknown", "Open questions", "Next actions" as a heading or label. */
static uint16_t meaning_of(const struct ho_part_list *p, size_t from, size_t to)
{
    uint16_t flags = 0;
    bool negated = false;

    for (size_t i = from; i < to; i++) {
        const struct ho_token *t = &p->token[i];

        negated = negated || (t->sense & HO_S(NEG));
        if ((t->sense & HO_S(UNKNOWN)) || /* "what we don't know" */
            (negated && (t->sense & HO_S(SAY))))
            flags |= HO_SENTENCE_OPEN;
        if (ho_is_word_token(t) && (t->class & HO_C(OWN_LABEL)))
            flags |= HO_SENTENCE_OWN;
        if ((t->sense & HO_S(ASK)) && ho_is_word_token(t))
            flags |= HO_SENTENCE_OPEN;
    }
    return flags;
}

static size_t skip_marker(const struct ho_part_list *p,
                          const struct ho_sentence *s)
{
    size_t i = s->first;

    while (i < s->last && is_marker(p, i))
        i += p->token[i].kind == HO_TOKEN_NUMBER ? 2 : 1;
    return i < s->last ? i : s->last;
}

/* Imperatives and proposals are ours: "Reply today", "Could we talk". */
static void set_own(const struct ho_part_list *p, struct ho_sentence *s)
{
    const size_t value = s->value > s->first ? s->value : skip_marker(p, s);
    size_t words = 0;

    for (size_t i = s->first; i < s->last; i++)
        if (p->token[i].sense & HO_S(PROPOSE))
            s->flags |= HO_SENTENCE_OWN;
    for (size_t i = value; i < s->last && words < 1; i++) {
        const struct ho_token *t = &p->token[i];

        if (!ho_is_word_token(t))
            continue;
        words++;
        if (t->sense & HO_S(ACT))
            s->flags |= HO_SENTENCE_OWN;
        if (t->sense & HO_S(SELF)) /* "I will follow up" */
            for (size_t k = i + 1; k < s->last && k < i + 4; k++)
                if (p->token[k].sense & HO_S(ACT))
                    s->flags |= HO_SENTENCE_OWN;
        if (t->sense & HO_S(IF)) /* "If there is no answer, send ..." */
            for (size_t k = i; k + 1 < s->last; k++)
                if (ho_is_sign(&p->token[k], ',') &&
                    (p->token[k + 1].sense & HO_S(ACT)))
                    s->flags |= HO_SENTENCE_OWN;
    }
}

static void set_initial(struct ho_part_list *p, const struct ho_sentence *s)
{
    bool initial = true;

    for (size_t i = s->first; i < s->last; i++) {
        struct ho_token *t = &p->token[i];

        if (t->kind == HO_TOKEN_SIGN && t->sign) {
            initial = initial || strchr("\":|*_/>([#?", t->sign) != NULL ||
                      (t->sign == '-' && !(t->shape & HO_SHAPE_GLUED));
            continue;
        }
        if (initial)
            t->shape |= HO_SHAPE_INITIAL;
        initial = initial && (t->kind == HO_TOKEN_NUMBER || is_marker(p, i));
    }
}

static void set_label(const struct ho_part_list *p, struct ho_sentence *s,
                      bool at_line)
{
    const size_t start = skip_marker(p, s);
    const size_t end = label_end(p, start);

    if (end > start && end <= s->last &&
        (at_line || end - start <= SHORT_LABEL)) {
        s->value = (uint32_t)end;
        s->flags |= HO_SENTENCE_LABELLED;
        if (!p->is_source)
            s->flags |= meaning_of(p, start, end - 1);
    }
}

/* "Unknown" alone in its line. */
static bool is_bare_heading(const struct ho_part_list *p,
                            const struct ho_sentence *s, const struct count *n)
{
    return (s->flags & HO_SENTENCE_LINE) && !n->stop &&
           s->last - s->first <= 4 && !is_marker(p, s->first) &&
           token(p, s->last)->kind == HO_TOKEN_LINE &&
           meaning_of(p, s->first, s->first + 1) != 0;
}

/* A heading or a label without a value rules the lines below it. */
static void set_section(struct split *s, struct ho_sentence *now,
                        const struct count *n)
{
    const bool labelled = (now->flags & HO_SENTENCE_LABELLED) != 0;
    const bool bare = labelled && take_closing(s->p, now->value) >= now->last;

    if ((now->flags & HO_SENTENCE_HEADS) || bare ||
        is_bare_heading(s->p, now, n)) {
        s->section = meaning_of(s->p, now->first, now->last);
        s->lasts = (now->flags & HO_SENTENCE_HEADS) != 0;
        s->begun = false;
        return;
    }
    now->flags |= s->section;
    s->begun = true;
}

static void add_sentence(struct split *s, size_t line, size_t first,
                         size_t last)
{
    struct ho_part_list *p = s->p;
    struct ho_sentence *now = ho_more(s->c, &p->sentence, &p->sentences,
                                      &p->sentence_room, sizeof *now);
    struct count n;

    if (!now)
        return;
    *now = (struct ho_sentence){ .first = (uint32_t)first,
                                 .last = (uint32_t)last,
                                 .value = (uint32_t)first };
    if (first == line)
        now->flags |= HO_SENTENCE_LINE;
    n = count_words(p, now);
    set_language(p, now, &n);
    set_title(now, &n);
    set_label(p, now, first == line);
    for (size_t i = first; i < last; i++) {
        if (ho_is_sign(&p->token[i], '?') && i + 3 >= last)
            now->flags |= HO_SENTENCE_ASKS;
        p->has_orders = p->has_orders || (p->token[i].sense & HO_S(ORDER));
    }
    if (!p->is_source) {
        set_own(p, now);
        set_section(s, now, &n);
    }
    set_initial(p, now);
}

/* "Are you the decision maker? Yes", on one line or on two. */
static void link_answers(struct ho_part_list *p)
{
    for (size_t i = 0; i + 1 < p->sentences; i++) {
        const struct ho_sentence *next = &p->sentence[i + 1];
        const struct ho_token *t = &p->token[next->first];

        if (!(p->sentence[i].flags & HO_SENTENCE_ASKS) ||
            next->last - next->first > 4 || !ho_is_word_token(t))
            continue;
        if (t->sense & HO_S(NO))
            p->sentence[i].flags |= HO_SENTENCE_NO;
        else if (t->sense & HO_S(YES))
            p->sentence[i].flags |= HO_SENTENCE_YES;
    }
}

static void set_main_language(struct ho_part_list *p)
{
    p->is_german = p->german > p->english && p->german >= p->other;
    p->is_english = p->english >= p->german && p->english >= p->other;
}

/* "Hi Dana,", "Sehr geehrte Frau Krämer," */
static bool is_letter(const struct ho_part_list *p)
{
    if (!(token(p, 0)->class & HO_C(GREETING)))
        return false;
    for (size_t i = 1; i < GREETING; i++)
        if (token(p, i)->kind == HO_TOKEN_LINE ||
            ho_is_sign(token(p, i), ',') || ho_is_sign(token(p, i), '!') ||
            ho_is_sign(token(p, i), '-'))
            return true;
    return false;
}

void ho_find_sentences(struct handoff_text_checker *c, struct ho_part_list *p)
{
    struct split s = { .c = c, .p = p };
    size_t line = 0, first = 0;

    set_main_language(p);
    p->is_letter = !p->is_source && is_letter(p);
    for (size_t i = 0; i < p->tokens && c->failed == HANDOFF_OK; i++) {
        const bool at_line = p->token[i].kind == HO_TOKEN_LINE;
        size_t end;

        if (!ends_sentence(p, line, i) && i - first < SENTENCE_TOKENS)
            continue;
        end = at_line ? i : take_closing(p, i + 1);
        if (end > first)
            add_sentence(&s, line, first, end);
        if (at_line && p->token[i].sign == 'P' && s.begun && !s.lasts)
            s.section = 0;
        first = at_line ? i + 1 : end;
        if (at_line)
            line = i + 1;
        i = first - 1;
    }
    if (first < p->tokens && c->failed == HANDOFF_OK)
        add_sentence(&s, line, first, p->tokens);
    link_answers(p);
}
