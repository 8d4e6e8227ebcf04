/* freetext_days.c - the dates of the text in the source */
#include <handoff/fields.h>

#include "base/clock.h"
#include "evidence/date_span.h"
#include "evidence/freetext.h"
#include "evidence/freetext_likely.h"

static const struct ho_fact *source_fact(const struct handoff_text_checker *c,
                                         const struct ho_key *key)
{
    return &c->source.fact[key->fact];
}

static void refuse(struct handoff_text_checker *c, const struct ho_fact *f,
                   enum handoff_finding_code code, const struct ho_fact *about)
{
    const struct ho_sentence *s =
        about ? &c->source.sentence[about->sentence] : NULL;

    ho_text_find(c,
                 code == HANDOFF_FINDING_DATE_NOT_IN_SOURCE &&
                         ho_may_be_dated(c, f)
                     ? HANDOFF_TEXT_UNCONFIRMED
                     : HANDOFF_TEXT_REFUSED,
                 HANDOFF_TEXT_DATE, code, f->first, f->last, s ? s->first : 0,
                 s ? s->last : 0);
}

/* The day is right, but the source is not sure of it, or means another part of
 * the month. */
static void doubt(struct handoff_text_checker *c, const struct ho_fact *f,
                  const struct ho_fact *about)
{
    const struct ho_sentence *s = &c->source.sentence[about->sentence];

    ho_text_find(c, HANDOFF_TEXT_UNCONFIRMED, HANDOFF_TEXT_DATE,
                 HANDOFF_FINDING_DATE_OF_OTHER_THING, f->first, f->last,
                 s->first, s->last);
}

/* "the first half of May": 1; 0 where no half is meant. */
static int64_t half_of(const struct ho_part_list *p, const struct ho_fact *f)
{
    enum { REACH = 3 };

    for (size_t d = 2; d <= REACH + 1 && f->first >= d; d++) {
        const struct ho_token *t = &p->token[f->first - d];

        if ((t->class & HO_C(ORDINAL)) && ho_is_word_token(t + 1) &&
            (t[1].class & (HO_C(HALF) | HO_C(FRACTION))))
            return t->value;
    }
    return 0;
}

enum { NEXT_YEAR = 5, YEAR_END = 7, NEXT_FISCAL_YEAR = 12 };

static int64_t year_now(const struct handoff_text_checker *c)
{
    int64_t year = 0;
    int month, day;

    if (c->day > 0)
        ho_date_from_days(c->day, &year, &month, &day);
    return year;
}

/* A day without a year may be given the year it will be in. */
static bool years_agree(const struct handoff_text_checker *c,
                        const struct ho_fact *t, const struct ho_fact *s)
{
    const int64_t now = year_now(c);

    if (!t->year || t->year == s->year)
        return true;
    if (s->year)
        return false;
    return now == 0 || t->year == now || t->year == now + 1 ||
           ho_has_year(c, t->year) || ho_has_year(c, t->year - 1);
}

static bool has_year(const struct handoff_text_checker *c,
                     const struct ho_fact *f, struct ho_found_keys found)
{
    for (size_t i = 0; i < found.count; i++)
        if (years_agree(c, f, source_fact(c, &found.key[i])))
            return true;
    return false;
}

/* Does the source give another date to what the text dates so? */
static bool is_of_other(const struct handoff_text_checker *c,
                        const struct ho_fact *t, const struct ho_fact *s)
{
    if (!t->event || t->event == s->event)
        return false;
    for (size_t i = 0; i < c->source.facts && i < HO_LOOKS; i++)
        if (c->source.fact[i].event == t->event &&
            c->source.fact[i].low != t->low)
            return true;
    return false;
}

/* "31 March" for "the end of March". */
static bool is_end_of_month(const struct handoff_text_checker *c,
                            const struct ho_fact *f)
{
    static const char *const ends[] = { "end", "ende", "fin", "finales" };
    const int64_t month = f->low / 100, day = f->low % 100;
    const struct ho_found_keys found =
        ho_find_keys(c, HO_KEY_DAY, month * 100, month * 100);

    if (ho_date_exists(f->year ? f->year : 2023, (int)month, (int)day + 1))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        const struct ho_fact *s = source_fact(c, &found.key[i]);

        for (size_t d = 1; d <= 2 && d <= s->first; d++)
            for (size_t k = 0; k < sizeof ends / sizeof *ends; k++)
                if (years_agree(c, f, s) &&
                    ho_slice_is_nocase(ho_token_slice(&c->source, s->first - d),
                                       ends[k]))
                    return true;
    }
    return false;
}

/* "before April" for "until 31 March" */
static bool is_month_after(const struct handoff_text_checker *c,
                           const struct ho_fact *f)
{
    enum { LAST_DAYS = 28 };
    const int64_t before = (f->low / 100 + 10) % 12 + 1;
    const struct ho_found_keys found = ho_find_keys(
        c, HO_KEY_DAY, before * 100 + LAST_DAYS, before * 100 + 31);

    return found.count > 0 && f->first > 0 &&
           (c->text.token[f->first - 1].sense & HO_S(BY)) &&
           (before == 12 || has_year(c, f, found));
}

/* "April to June" for the second quarter: both its ends. */
static bool is_end_of_quarter(const struct handoff_text_checker *c,
                              const struct ho_fact *f)
{
    const int64_t month = f->low / 100, quarter = (month + 2) / 3;
    const int64_t other = month % 3 == 1 ? month + 2 : month - 2;
    const struct ho_fact *all = c->text.fact;
    const size_t i = (size_t)(f - all);

    if (month % 3 == 2 ||
        !has_year(c, f, ho_find_keys(c, HO_KEY_QUARTER, quarter, quarter)))
        return false;
    return (i > 0 && all[i - 1].sentence == f->sentence &&
            all[i - 1].low == other * 100) ||
           (i + 1 < c->text.facts && all[i + 1].sentence == f->sentence &&
            all[i + 1].low == other * 100);
}

/* "October 30" for "10/30" */
static bool is_slashed(const struct handoff_text_checker *c,
                       const struct ho_fact *f)
{
    const int64_t pair[] = { f->low / 100 * HANDOFF_SCALE,
                             f->low % 100 * HANDOFF_SCALE };

    for (int way = 0; way < 2; way++) {
        const struct ho_found_keys found =
            ho_find_keys(c, HO_KEY_QUANTITY, pair[way], pair[way]);

        for (size_t i = 0; i < found.count; i++) {
            const struct ho_fact *s = source_fact(c, &found.key[i]);

            if (found.key[i].fact + 1 < c->source.facts &&
                s[1].low == pair[!way] && s[1].first == s->last + 1 &&
                ho_is_sign(&c->source.token[s->last], '/'))
                return true;
        }
    }
    return false;
}

static void check_day(struct handoff_text_checker *c, const struct ho_fact *f)
{
    const bool month = f->kind == HO_FACT_MONTH;
    const struct ho_found_keys found =
        ho_find_keys(c, HO_KEY_DAY, f->low, f->low + (month ? 99 : 0));
    const struct ho_fact *about = NULL;
    const struct ho_fact *half = NULL;
    bool other = false, two_ways = false;

    for (size_t i = 0; i < found.count; i++) {
        const struct ho_fact *s = source_fact(c, &found.key[i]);

        if (!years_agree(c, f, s))
            continue;
        about = s;
        if (s->two_ways && !f->two_ways && c->source.is_english && !month)
            two_ways = true;
        else if (is_of_other(c, f, s))
            other = true;
        else if (half_of(&c->text, f) && half_of(&c->source, s) &&
                 half_of(&c->text, f) != half_of(&c->source, s))
            half = s;
        else
            return;
    }
    if (half) {
        doubt(c, f, half);
        return;
    }
    if (found.count >= HO_LOOKS ||
        (month ? is_end_of_quarter(c, f) || is_month_after(c, f)
               : is_end_of_month(c, f) || is_slashed(c, f)))
        return;
    refuse(c, f,
           other      ? HANDOFF_FINDING_DATE_OF_OTHER_THING
           : two_ways ? HANDOFF_FINDING_AMBIGUOUS
                      : HANDOFF_FINDING_DATE_NOT_IN_SOURCE,
           about);
}

/* A quarter is carried by a month in it. */
static bool has_quarter(const struct handoff_text_checker *c,
                        const struct ho_fact *f)
{
    const int64_t first =
        f->low <= 4 ? (f->low - 1) * 3 + 1 : (f->low - 5) * 6 + 1;
    const int64_t last = f->low <= 4 ? first + 2 : first + 5;

    return has_year(c, f, ho_find_keys(c, HO_KEY_QUARTER, f->low, f->low)) ||
           has_year(c, f,
                    ho_find_keys(c, HO_KEY_DAY, first * 100, last * 100 + 99));
}

bool ho_has_short_weekday(struct handoff_text_checker *c, int64_t weekday)
{
    static const char *const days[] = { "mon", "tue", "wed", "thu",
                                        "fri", "sat", "sun" };
    const uint32_t word = ho_word_find(&c->words, ho_slice(days[weekday - 1]));

    return word && c->words.word[word].count > 0 &&
           (c->words.word[word].flags & HO_WORD_CAPITAL);
}

/* A weekday is carried by a date that falls on it. */
static bool has_weekday(struct handoff_text_checker *c, int64_t weekday)
{
    struct ho_found_keys days = ho_find_keys(c, HO_KEY_DAY, 0, 1300);

    if (ho_find_keys(c, HO_KEY_WEEKDAY, weekday, weekday).count > 0 ||
        ho_has_short_weekday(c, weekday))
        return true;
    for (size_t i = 0; i < days.count; i++) {
        const struct ho_fact *s = source_fact(c, &days.key[i]);
        const int64_t now = s->year ? s->year : year_now(c);
        const int month = (int)(s->low / 100), day = (int)(s->low % 100);

        if (s->kind != HO_FACT_DAY)
            continue;
        for (int64_t year = now; now && year <= now + (s->year == 0); year++)
            if (ho_date_exists(year, month, day) &&
                ho_weekday_of(ho_days_from_date(year, month, day)) == weekday)
                return true;
    }
    return false;
}

/* The first, second ... of its weekdays; 0 where that is not said. */
static int64_t ordinal_of(const struct ho_part_list *p, const struct ho_fact *f)
{
    const struct ho_token *before = &p->token[f->first - (f->first > 0)];

    return f->first > 0 && (before->class & HO_C(ORDINAL)) ? before->value : 0;
}

/* "the third Tuesday" where the source has the first */
static const struct ho_fact *other_ordinal(const struct handoff_text_checker *c,
                                           const struct ho_fact *f)
{
    const struct ho_found_keys found =
        ho_find_keys(c, HO_KEY_WEEKDAY, f->low, f->low);
    const int64_t mine = ordinal_of(&c->text, f);
    const struct ho_fact *other = NULL;

    for (size_t i = 0; mine && i < found.count; i++) {
        const struct ho_fact *s = source_fact(c, &found.key[i]);
        const int64_t its = ordinal_of(&c->source, s);

        if (!its || its == mine)
            return NULL;
        other = s;
    }
    return other;
}

/* "not this quarter" */
static bool is_denied(const struct ho_part_list *p, const struct ho_fact *f)
{
    return f->first > p->sentence[f->sentence].first &&
           (p->token[f->first - 1].sense & HO_S(NEG));
}

/* Which day "next month" means is not decided here: a date carries it unless
 * the source speaks of another time in such words. */
static bool has_relative(struct handoff_text_checker *c,
                         const struct ho_fact *f)
{
    const struct ho_found_keys found =
        ho_find_keys(c, HO_KEY_RELATIVE, f->low, f->low);

    for (size_t i = 0; i < found.count; i++)
        if (!is_denied(&c->source, source_fact(c, &found.key[i])) ||
            is_denied(&c->text, f)) {
            if (ho_drops_doubt(c, f, source_fact(c, &found.key[i])))
                doubt(c, f, source_fact(c, &found.key[i]));
            return true;
        }
    if (found.count > 0)
        return false;
    if (f->low == YEAR_END && ho_find_keys(c, HO_KEY_DAY, 1200, 1231).count > 0)
        return true;
    return ho_find_keys(c, HO_KEY_RELATIVE, 0, INT64_MAX).count == 0 &&
           (ho_find_keys(c, HO_KEY_DAY, 0, INT64_MAX).count > 0 ||
            ho_find_keys(c, HO_KEY_QUARTER, 0, INT64_MAX).count > 0);
}

void ho_check_date(struct handoff_text_checker *c, const struct ho_fact *f)
{
    const struct ho_fact *other;
    bool found;

    switch ((enum ho_fact_kind)f->kind) {
    case HO_FACT_DAY:
    case HO_FACT_MONTH:
        check_day(c, f);
        return;
    case HO_FACT_QUARTER:
        found = has_quarter(c, f);
        break;
    case HO_FACT_WEEKDAY:
        other = other_ordinal(c, f);
        if (other) {
            refuse(c, f, HANDOFF_FINDING_DATE_OF_OTHER_THING, other);
            return;
        }
        found = has_weekday(c, f->low);
        break;
    case HO_FACT_RELATIVE:
        found = has_relative(c, f);
        break;
    default:
        found = ho_find_keys(c, HO_KEY_CLOCK, f->low, f->low).count > 0;
    }
    if (!found)
        refuse(c, f, HANDOFF_FINDING_DATE_NOT_IN_SOURCE, NULL);
}

bool ho_is_next_year(const struct handoff_text_checker *c, uint32_t year)
{
    const int64_t now = year_now(c);

    if (ho_find_keys(c, HO_KEY_RELATIVE, NEXT_YEAR, NEXT_YEAR).count == 0 &&
        ho_find_keys(c, HO_KEY_RELATIVE, NEXT_FISCAL_YEAR, NEXT_FISCAL_YEAR)
                .count == 0)
        return false;
    return now == 0 || year == now + 1 || ho_has_year(c, year - 1);
}

/* --- "the 25th", without its month ---------------------------------------- */

/* A day of some month, and not the 25th of something. */
static bool is_day_number(const struct handoff_text_checker *c,
                          const struct ho_part_list *p,
                          const struct ho_sentence *s, size_t i)
{
    const struct ho_token *t = &p->token[i], *next = t + 1;

    return t->kind == HO_TOKEN_NUMBER && (t->shape & HO_SHAPE_ORDINAL) &&
           t->value >= HANDOFF_SCALE && t->value <= 31 * HANDOFF_SCALE &&
           i > s->first && ho_is_word_token(t - 1) &&
           ho_is_among("the|am|den|dem|le|on|by",
                       ho_word_text(&c->words, t[-1].word)) &&
           (i + 1 == s->last || !ho_is_word_token(next) ||
            (next->class & HO_C(FUNC)));
}

/* Does the source have the day, with its month or as a number?  *any: it has
 * others without a month. */
static bool has_day_number(const struct handoff_text_checker *c, int64_t value,
                           bool *any)
{
    const struct ho_part_list *p = &c->source;
    const int64_t day = value / HANDOFF_SCALE;

    *any = false;
    for (size_t i = 0; i < p->facts && i < HO_LOOKS; i++)
        if (p->fact[i].kind == HO_FACT_DAY && p->fact[i].low % 100 == day)
            return true;
    for (size_t n = 0; n < p->sentences && n < HO_LOOKS; n++) {
        const struct ho_sentence *s = &p->sentence[n];

        for (size_t i = s->first; i < s->last; i++) {
            if (p->token[i].kind == HO_TOKEN_NUMBER &&
                p->token[i].value == value)
                return true;
            *any = *any || is_day_number(c, p, s, i);
        }
    }
    return false;
}

void ho_check_day_numbers(struct handoff_text_checker *c)
{
    const struct ho_part_list *p = &c->text;

    for (size_t n = 0; n < p->sentences; n++) {
        const struct ho_sentence *s = &p->sentence[n];

        for (size_t i = s->first; i < s->last; i++) {
            bool any;

            if (!is_day_number(c, p, s, i) || c->text.is_letter ||
                (s->flags & (HO_SENTENCE_OWN | HO_SENTENCE_ASKS)) ||
                !ho_may_look(c, HO_READING))
                continue;
            c->checked++;
            if (!has_day_number(c, p->token[i].value, &any))
                ho_text_find(
                    c, any ? HANDOFF_TEXT_REFUSED : HANDOFF_TEXT_UNCONFIRMED,
                    HANDOFF_TEXT_DATE, HANDOFF_FINDING_DATE_NOT_IN_SOURCE, i,
                    i + 1, 0, 0);
        }
    }
}
