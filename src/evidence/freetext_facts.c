/* freetext_facts.c - the numbers, amounts and dates of a text */
#include <stdlib.h>

#include <handoff/fields.h>

#include "evidence/freetext.h"

enum {
    YEAR_FIRST = 1950,
    YEAR_LAST = 2099,
    BOUND_TOKENS = 4,
    DENIAL = 4, /* tokens between "not" and "more than" */
    PERIOD_REACH = 5
};

struct reader {
    struct handoff_text_checker *c;
    struct ho_part_list *p;
    uint32_t sentence;
    size_t first, last; /* its tokens */
};

static const struct ho_token *token(const struct reader *r, size_t i)
{
    static const struct ho_token none = { .kind = HO_TOKEN_LINE };

    return i >= r->first && i < r->last ? &r->p->token[i] : &none;
}

static bool is_class(const struct reader *r, size_t i, uint64_t class)
{
    return (token(r, i)->class & class) != 0;
}

/* --- numbers in words ---------------------------------------------------- */

struct spelt {
    int64_t total, part; /* "two million" + "three hundred" */
    bool any, scaled;
};

/* May a word of this value follow: "twenty five", "cent vingt"? */
static bool may_add(const struct spelt *n, int64_t value)
{
    const int64_t rest = n->part % 100;

    if (!n->any)
        return true;
    if (rest == 4 && value == 20) /* quatre-vingt */
        return true;
    if (rest == 60 || rest == 80)
        return value < 20;
    if (rest >= 20 && rest % 10 == 0)
        return value < 10;
    return rest == 0 && value < 100 && n->part > 0;
}

static bool add_spelt(struct spelt *n, const struct ho_token *t)
{
    const int64_t value = t->value;

    if (t->class & HO_C(SCALE)) {
        if (n->any && n->part == 0)
            return false;
        n->scaled = true;
        if (value <= 100) {
            n->part = (n->part ? n->part : 1) * value;
        } else {
            n->total += (n->part ? n->part : 1) * value;
            n->part = 0;
        }
    } else if (!may_add(n, value)) {
        return false;
    } else if (n->part % 100 == 4 && value == 20) {
        n->part += 76;
    } else {
        n->part += value;
    }
    n->any = true;
    return true;
}

/* "and" inside a number: "a hundred and twenty", "treinta y cinco". */
static bool joins(const struct reader *r, size_t i, const struct spelt *n)
{
    return is_class(r, i, HO_C(AND)) && is_class(r, i + 1, HO_C(NUMBER)) &&
           !is_class(r, i + 1, HO_C(SCALE)) &&
           (n->scaled ||
            (!(token(r, i)->class & HO_C(ENGLISH)) && n->part % 10 == 0 &&
             n->part > 10 && token(r, i + 1)->value < 10)) &&
           may_add(n, token(r, i + 1)->value);
}

static size_t read_spelt(const struct reader *r, size_t i, struct ho_fact *f)
{
    struct spelt n = { 0 };
    size_t at = i;

    while (at < r->last) {
        if (ho_is_word_token(token(r, at)) && is_class(r, at, HO_C(NUMBER)) &&
            add_spelt(&n, token(r, at)))
            at++;
        else if (n.any && joins(r, at, &n))
            at++;
        else
            break;
    }
    if (!n.any || n.total > INT64_MAX / HANDOFF_SCALE - 1000)
        return i;
    f->low = (n.total + n.part) * HANDOFF_SCALE;
    f->spelt = true;
    f->scaled = n.scaled;
    if (i > r->first && is_class(r, i - 1, HO_C(PER)) && n.scaled && i >= 2 &&
        ho_slice_is_nocase(ho_token_slice(r->p, i - 2), "half"))
        f->low /= 2;
    return at;
}

/* --- digits -------------------------------------------------------------- */

/* What "million" or the letter of "12 k€", "18 T€" scales by, else 0. */
static int64_t scale_at(const struct reader *r, size_t i)
{
    const struct ho_token *t = token(r, i), *next = token(r, i + 1);

    if (!ho_is_word_token(t))
        return 0;
    if (t->to - t->from > 1)
        return t->class & HO_C(SCALE) ? t->value : 0;
    if (!(next->class & HO_C(CURRENCY)) || !(next->shape & HO_SHAPE_GLUED))
        return 0;
    return ho_slice_is_nocase(ho_token_slice(r->p, i), "t") ? 1000
           : t->class & HO_C(SCALE)                         ? t->value
                                                            : 0;
}

static size_t read_digits(const struct reader *r, size_t i, struct ho_fact *f)
{
    const struct ho_token *t = token(r, i);
    const int64_t scale = scale_at(r, i + 1);

    f->low = t->value;
    f->scaled = (t->shape & HO_SHAPE_GROUPED) != 0;
    if (scale <= 0 || f->low > INT64_MAX / scale)
        return i + 1;
    f->low *= scale;
    f->scaled = true;
    return i + 2;
}

/* "L-0012", "W-9", "SOC-2": part of a name. */
static bool is_code(const struct reader *r, size_t i)
{
    const struct ho_token *t = token(r, i), *before = token(r, i - 1);

    return i > r->first && (t->shape & HO_SHAPE_GLUED) &&
           ho_is_word_token(before) && t->from == before->to + 1 &&
           ((before->shape & HO_SHAPE_UPPER) || before->to - before->from == 1);
}

static bool reads_number(const struct reader *r, size_t i)
{
    const struct ho_token *t = token(r, i);

    if (t->kind == HO_TOKEN_NUMBER)
        return !is_code(r, i);
    return ho_is_word_token(t) && (t->class & HO_C(NUMBER)) &&
           !(t->shape & HO_SHAPE_BRACKETED);
}

static size_t read_value(const struct reader *r, size_t i, struct ho_fact *f)
{
    return token(r, i)->kind == HO_TOKEN_NUMBER ? read_digits(r, i, f)
                                                : read_spelt(r, i, f);
}

static bool is_currency(const struct reader *r, size_t i)
{
    return is_class(r, i, HO_C(CURRENCY)) &&
           !(token(r, i)->shape & HO_SHAPE_BRACKETED);
}

/* The token behind the sign or word that makes a range: "15-20", "15 to 20",
 * "between 15 and 20"; i where there is none. */
static size_t skip_range(const struct reader *r, size_t i, bool between)
{
    const uint64_t words = HO_C(RANGE) | (between ? HO_C(AND) : 0);
    size_t at = i + 1;

    if (!ho_is_sign(token(r, i), '-') && !is_class(r, i, words))
        return i;
    at += is_currency(r, at);
    return reads_number(r, at) ? at : i;
}

static void share_scale(struct ho_fact *f, int64_t high, bool scaled)
{
    /* "15-20k": what scales the second scales the first */
    while (scaled && !f->scaled && high >= 1000 * HANDOFF_SCALE && f->low > 0 &&
           f->low * 1000 <= high)
        f->low *= 1000;
}

static size_t read_range(const struct reader *r, size_t i, bool between,
                         struct ho_fact *f)
{
    size_t at = skip_range(r, i, between), end;
    struct ho_fact second = { 0 }, first = *f;

    if (at == i || f->spelt != (token(r, at)->kind != HO_TOKEN_NUMBER))
        return i;
    end = read_value(r, at, &second);
    if (end == at)
        return i;
    share_scale(&first, second.low, second.scaled);
    if (second.low <= first.low)
        return i;
    f->low = first.low;
    f->high = second.low;
    f->scaled = f->scaled || second.scaled;
    return end;
}

/* --- what stands around the number --------------------------------------- */

/* "won't spend more than" */
static bool is_denied(const struct reader *r, size_t i)
{
    for (size_t d = 1; d <= DENIAL && i >= r->first + d; d++)
        if (ho_is_word_token(token(r, i - d)) &&
            (token(r, i - d)->sense & HO_S(NEG)))
            return true;
    return false;
}

/* "11 -> 5", "11 → 5": no "more than" */
static bool is_arrow(const struct reader *r, size_t i)
{
    const struct ho_token *t = token(r, i), *before = token(r, i - 1);

    return ho_is_sign(t, '>') &&
           (t->to - t->from > 1 ||
            (i > r->first && (t->shape & HO_SHAPE_GLUED) &&
             (ho_is_sign(before, '-') || ho_is_sign(before, '='))));
}

/* "sotto i 100", "plus que les 40" */
static bool is_article(const struct reader *r, size_t i)
{
    const struct ho_token *t = token(r, i);

    return ho_is_word_token(t) &&
           ho_is_among("i|gli|le|les|los|las|die|den|the|os|as",
                       ho_word_text(&r->c->words, t->word));
}

static void read_bound(const struct reader *r, size_t i, struct ho_fact *f)
{
    static const uint64_t any = HO_C(APPROX) | HO_C(AT_LEAST) | HO_C(AT_MOST);

    if (is_currency(r, i - 1) && i > r->first)
        i--;
    if (is_article(r, i - 1) && i > r->first + 1)
        i--;
    for (size_t back = 1; back <= BOUND_TOKENS && i >= r->first + back;
         back++) {
        const struct ho_token *t = token(r, i - back);
        const bool strict = (t->class & HO_C(STRICT)) != 0;

        if (t->span < back || !(t->class & any) || is_arrow(r, i - back))
            continue;
        if ((t->class & (HO_C(AT_LEAST) | HO_C(AT_MOST))) && t->span == back &&
            is_denied(r, i - back))
            f->bound = t->class & HO_C(AT_LEAST) ? HO_BOUND_AT_MOST
                                                 : HO_BOUND_AT_LEAST;
        else if (t->class & HO_C(AT_LEAST))
            f->bound = strict ? HO_BOUND_OVER : HO_BOUND_AT_LEAST;
        else if (t->class & HO_C(AT_MOST))
            f->bound = strict ? HO_BOUND_UNDER : HO_BOUND_AT_MOST;
        else if (f->bound == HO_BOUND_NONE)
            f->bound = HO_BOUND_ABOUT;
    }
}

/* "Mehr als 60 wollen wir nicht ausgeben" */
static void deny_bound(const struct reader *r, size_t end, struct ho_fact *f)
{
    enum { REACH = 9 };

    if (!r->p->is_german || f->bound != HO_BOUND_OVER)
        return;
    for (size_t i = end; i < r->last && i < end + REACH; i++) {
        if (ho_is_sign(token(r, i), ',') ||
            token(r, i)->kind == HO_TOKEN_NUMBER)
            return;
        if (ho_is_word_token(token(r, i)) && (token(r, i)->sense & HO_S(NEG))) {
            f->bound = HO_BOUND_AT_MOST;
            return;
        }
    }
}

static size_t read_plus(const struct reader *r, size_t i, struct ho_fact *f)
{
    if (ho_is_sign(token(r, i), '+') && !reads_number(r, i + 1)) {
        f->bound = HO_BOUND_AT_LEAST;
        return i + 1;
    }
    if (is_class(r, i, HO_C(BEHIND)))
        f->bound = HO_BOUND_AT_LEAST;
    return i;
}

/* "250 a month maximum" */
static void read_bound_behind(const struct reader *r, size_t i,
                              struct ho_fact *f)
{
    enum { REACH = 4 };

    for (size_t d = 0; d < REACH && f->bound == HO_BOUND_NONE; d++) {
        const struct ho_token *t = token(r, i + d);

        if (t->kind == HO_TOKEN_NUMBER || t->kind == HO_TOKEN_LINE ||
            ho_is_sign(t, ',') || ho_is_sign(t, '.') ||
            token(r, i + d + 1)->kind == HO_TOKEN_NUMBER)
            return;
        if (ho_is_word_token(t) &&
            ho_is_among("minimum|maximum|max|maxi|mini|maximal|minimo|maximo",
                        ho_word_text(&r->c->words, t->word)))
            f->bound = t->class & HO_C(AT_LEAST)  ? HO_BOUND_AT_LEAST
                       : t->class & HO_C(AT_MOST) ? HO_BOUND_AT_MOST
                                                  : HO_BOUND_NONE;
    }
}

static size_t read_money(const struct reader *r, size_t i, size_t end,
                         struct ho_fact *f)
{
    if (is_currency(r, end)) {
        f->currency = (uint8_t)token(r, end)->value;
        f->kind = HO_FACT_MONEY;
        end++;
    }
    if (i > r->first && is_currency(r, i - 1)) {
        if (!f->currency || f->currency == 2) /* "$5,000 CAD" */
            f->currency =
                f->currency ? f->currency : (uint8_t)token(r, i - 1)->value;
        f->kind = HO_FACT_MONEY;
        f->first = (uint32_t)i - 1;
    }
    return end;
}

/* "Occupancy pct: 71", "Spend (EUR): 85000": the label has the unit. */
static void read_label(const struct reader *r, struct ho_fact *f)
{
    const struct ho_sentence *s = &r->p->sentence[r->sentence];

    if (f->kind != HO_FACT_NUMBER || !(s->flags & HO_SENTENCE_LABELLED) ||
        f->first != s->value || f->last != s->last)
        return;
    for (size_t i = s->first; i < s->value; i++) {
        if (is_class(r, i, HO_C(PERCENT)))
            f->kind = HO_FACT_SHARE;
        if (!is_currency(r, i))
            continue;
        f->kind = HO_FACT_MONEY;
        f->currency = (uint8_t)token(r, i)->value;
    }
}

static bool is_year(const struct reader *r, size_t i, const struct ho_fact *f)
{
    const int64_t value = f->low / HANDOFF_SCALE;
    const struct ho_token *before = token(r, i - 1), *next = token(r, i + 1);

    if (f->low % HANDOFF_SCALE || f->scaled || f->spelt || value < YEAR_FIRST ||
        value > YEAR_LAST || token(r, i)->to - token(r, i)->from != 4)
        return false;
    if (ho_is_word_token(next) &&
        (next->class & (HO_C(UNIT) | HO_C(CURRENCY))) &&
        !(next->class & HO_C(TIME_UNIT)) && !(next->sense & HO_S(EVENT)))
        return false;
    if (i > r->first && (before->class & (HO_C(IN_TIME) | HO_C(MONTH) |
                                          HO_C(QUARTER) | HO_C(TIME_UNIT))))
        return true;
    return !ho_is_word_token(next) || (next->sense & HO_S(BUDGET)) ||
           (next->class & HO_C(FUNC));
}

static void add_fact(const struct reader *r, const struct ho_fact *f)
{
    struct ho_part_list *p = r->p;
    struct ho_fact *now =
        ho_more(r->c, &p->fact, &p->facts, &p->fact_room, sizeof *now);

    if (now)
        *now = *f;
}

/* "a third of", "one in five": a share, and roughly so. */
static size_t read_share(const struct reader *r, size_t i)
{
    struct ho_fact f = { .first = (uint32_t)i,
                         .sentence = r->sentence,
                         .kind = HO_FACT_SHARE,
                         .spelt = true,
                         .bound = HO_BOUND_ABOUT };
    const size_t end = ho_read_fraction(r->p, i, r->last, &f);

    if (end == i || (token(r, i)->shape & HO_SHAPE_BRACKETED))
        return i;
    f.last = (uint32_t)end;
    add_fact(r, &f);
    return end;
}

static size_t read_fact(const struct reader *r, size_t i)
{
    const bool between =
        i > r->first && (token(r, i - 1)->class & HO_C(BETWEEN));
    struct ho_fact f = { .first = (uint32_t)i,
                         .sentence = r->sentence,
                         .kind = HO_FACT_NUMBER };
    size_t end = read_value(r, i, &f);
    size_t behind;

    if (end == i)
        return i + 1;
    if (token(r, i)->shape & HO_SHAPE_ORDINAL)
        return end;
    f.high = f.low;
    read_bound(r, i, &f);
    behind = read_range(r, end, between, &f);
    if (behind == end && is_currency(r, end)) { /* "15 EUR - 20 EUR" */
        behind = read_range(r, end + 1, between, &f);
        behind = behind > end + 1 ? behind : end;
    }
    end = read_plus(r, behind, &f);
    if (is_class(r, end, HO_C(PERCENT)))
        f.kind = HO_FACT_SHARE;
    else if (f.low == f.high && is_year(r, i, &f))
        f.kind = HO_FACT_YEAR;
    else
        end = read_money(r, i, end, &f);
    if (f.kind == HO_FACT_SHARE)
        end += token(r, end)->span; /* "per cent" */
    f.last = (uint32_t)end;
    read_bound_behind(r, end, &f);
    deny_bound(r, end, &f);
    read_label(r, &f);
    if (f.kind <= HO_FACT_SHARE)
        ho_find_unit(r->c, r->p, &f);
    if (f.kind == HO_FACT_MONEY || (f.kind == HO_FACT_NUMBER && f.role)) {
        r->p->token[f.first].sense |= HO_S(AMOUNT);
        if (f.last - f.first < UINT8_MAX)
            r->p->token[f.first].span = (uint8_t)(f.last - f.first);
    }
    add_fact(r, &f);
    return end;
}

static void read_sentence(struct reader *r)
{
    size_t i = r->first;

    while (i < r->last && r->c->failed == HANDOFF_OK) {
        size_t behind = ho_find_date(r->c, r->p, r->sentence, i);

        if (behind == i)
            behind = read_share(r, i);
        if (behind > i)
            i = behind;
        else if (reads_number(r, i))
            i = read_fact(r, i);
        else
            i++;
    }
}

void ho_find_facts(struct handoff_text_checker *c, struct ho_part_list *p)
{
    for (size_t i = 0; i < p->sentences && c->failed == HANDOFF_OK; i++) {
        struct reader r = { c, p, (uint32_t)i, p->sentence[i].first,
                            p->sentence[i].last };

        read_sentence(&r);
    }
    ho_read_siblings(p);
}
