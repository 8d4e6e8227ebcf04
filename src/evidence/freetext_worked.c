/* freetext_worked.c - a number that the text says it has worked out: "i.e. 150
 * in all", "about 717 each"
 *
 * Behind such words any two numbers, of the source or of the text's sentence,
 * may give it; freetext_reckon.c looks for what follows without them.
 */
#include "evidence/freetext_likely.h"

#include <handoff/fields.h>

enum {
    NUMBERS = 24, /* that are worked with */
    REACH = 6,    /* tokens between the number and the words that say so */
    LOOKS = 8,    /* numbers of the text's sentence, on each side */
    WHOLE = 100,
    ROUGHLY = 3 /* percent */
};

struct pool {
    int64_t at[NUMBERS];
    size_t count;
};

/* Does the text say that it reckons? */
static bool says_so(const struct handoff_text_checker *c,
                    const struct ho_fact *f)
{
    static const char words[] =
        "ie|i.e|thus|each|apiece|altogether|total|combined|leaving|remaining|"
        "difference|average|equals|growth|jeweils|insgesamt|zusammen|macht|"
        "soit|"
        "chacun|totale|decir|ciascuno|samen|overlap|window|later|other";
    const struct ho_sentence *s = &c->text.sentence[f->sentence];
    const size_t from =
        f->first < s->first + REACH ? s->first : f->first - REACH;

    for (size_t i = from; i < s->last && i < f->last + REACH; i++) {
        const struct ho_token *t = &c->text.token[i];

        if (ho_is_sign(t, '=') ||
            (ho_is_word_token(t) &&
             ho_is_among(words, ho_word_text(&c->words, t->word))))
            return true;
    }
    return false;
}

static void put(struct pool *p, int64_t value)
{
    if (p->count < NUMBERS && value > 0 && value < INT32_MAX * INT64_C(10000))
        p->at[p->count++] = value;
}

static void fill(const struct handoff_text_checker *c, const struct ho_fact *f,
                 struct pool *p)
{
    static const int64_t times[] = { 5, 7, 12, 52 };
    const size_t here = (size_t)(f - c->text.fact);

    for (size_t i = here < LOOKS ? 0 : here - LOOKS;
         i < c->text.facts && i < here + LOOKS; i++) {
        const struct ho_fact *near = &c->text.fact[i];

        if (i != here && near->sentence == f->sentence &&
            near->kind <= HO_FACT_SHARE) {
            put(p, near->low);
            if (near->high != near->low)
                put(p, near->high);
        }
    }
    for (size_t i = 0; i < c->source.facts; i++)
        if (c->source.fact[i].kind <= HO_FACT_SHARE) {
            put(p, c->source.fact[i].low);
            if (c->source.fact[i].high != c->source.fact[i].low)
                put(p, c->source.fact[i].high);
        }
    if (p->count > NUMBERS - 4)
        p->count = NUMBERS - 4;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++)
        put(p, times[i] * HANDOFF_SCALE);
}

/* The number, or a rounding of it. */
static bool is_it(int64_t wanted, bool roughly, int64_t value)
{
    const int64_t off = wanted > value ? wanted - value : value - wanted;

    return value > 0 && (off < HANDOFF_SCALE / 2 + 1 ||
                         (roughly && off <= value / WHOLE * ROUGHLY));
}

static bool gives(int64_t a, int64_t b, const struct ho_fact *f, bool roughly)
{
    const int64_t x = a / HANDOFF_SCALE, y = b / HANDOFF_SCALE;

    if (a > INT64_MAX / (2 * WHOLE) || b > INT64_MAX / (2 * WHOLE))
        return false;
    if (f->kind == HO_FACT_SHARE)
        return y > 0 && (is_it(f->low, roughly, a / y * WHOLE) ||
                         is_it(f->low, roughly,
                               a / y * WHOLE - WHOLE * (int64_t)HANDOFF_SCALE));
    return is_it(f->low, roughly, a + b) ||
           (a > b && is_it(f->low, roughly, a - b)) ||
           (y > 1 && is_it(f->low, roughly, a / y)) ||
           (x > 1 && y > 1 && a % HANDOFF_SCALE == 0 && x <= INT64_MAX / b &&
            is_it(f->low, roughly, x * b));
}

bool ho_may_be_worked(struct handoff_text_checker *c, const struct ho_fact *f)
{
    struct pool p = { .count = 0 };
    const bool roughly =
        f->bound != HO_BOUND_NONE || f->low >= WHOLE * (int64_t)HANDOFF_SCALE;

    if (f->kind > HO_FACT_SHARE || ho_minutes_of(f->unit) || !says_so(c, f) ||
        !ho_may_look(c, HO_READING))
        return false;
    fill(c, f, &p);
    for (size_t i = 0; i < p.count; i++)
        for (size_t k = 0; k < p.count; k++)
            if (i != k && gives(p.at[i], p.at[k], f, roughly))
                return true;
    return false;
}
