/* freetext_calendar.c - see freetext_calendar.h */
#include <handoff/fields.h>

#include "base/clock.h"
#include "evidence/date_span.h"
#include "evidence/freetext_calendar.h"

enum { BUDGET = 512 /* dates of one text that are worked out */ };

int64_t ho_month_of(const struct ho_fact *f)
{
    return f->low / 100;
}

int64_t ho_date_weekday(int64_t year, const struct ho_fact *f)
{
    const int month = (int)ho_month_of(f), day = (int)(f->low % 100);

    return ho_date_exists(year, month, day)
               ? ho_weekday_of(ho_days_from_date(year, month, day))
               : 0;
}

bool ho_is_monthly(const struct ho_fact *f)
{
    return f->kind == HO_FACT_DAY || f->kind == HO_FACT_MONTH;
}

bool ho_has_relative(const struct ho_calendar *k, int64_t which)
{
    return ho_find_keys(k->c, HO_KEY_RELATIVE, which, which).count > 0;
}

bool ho_has_any_word(const struct ho_calendar *k, const char *words)
{
    for (const char *end; *words; words = *end ? end + 1 : end) {
        struct handoff_slice s;
        uint32_t word;

        end = words + strcspn(words, "|");
        s = (struct handoff_slice){ words, (size_t)(end - words) };
        word = ho_word_find(&k->c->words, s);
        if (word && k->c->words.word[word].count > 0)
            return true;
    }
    return false;
}

int64_t ho_calendar_year(const struct ho_calendar *k, const struct ho_fact *s)
{
    int64_t year = 0;
    int month, day;

    if (k->f->year || (s && s->year))
        return k->f->year ? k->f->year : s->year;
    if (k->c->day > 0)
        ho_date_from_days(k->c->day, &year, &month, &day);
    return year;
}

int64_t ho_days_between(const struct ho_calendar *k, const struct ho_fact *s)
{
    const int64_t known = ho_calendar_year(k, s), year = known ? known : 2026;
    const int from[] = { (int)ho_month_of(s), (int)(s->low % 100) };
    const int to[] = { (int)ho_month_of(k->f), (int)(k->f->low % 100) };
    const bool turns = to[0] < from[0] && !(k->f->year && s->year);
    const int64_t first = s->year ? s->year : year;
    const int64_t last = k->f->year ? k->f->year : first + turns;

    if (!ho_date_exists(first, from[0], from[1]) ||
        !ho_date_exists(last, to[0], to[1]))
        return 0;
    return ho_days_from_date(last, to[0], to[1]) -
           ho_days_from_date(first, from[0], from[1]);
}

int64_t ho_span_days(const struct ho_fact *f)
{
    if (f->kind != HO_FACT_NUMBER || f->low != f->high)
        return 0;
    return f->unit == HO_UNIT_DAY    ? f->low / HANDOFF_SCALE
           : f->unit == HO_UNIT_WEEK ? f->low / HANDOFF_SCALE * HO_WEEK_DAYS
                                     : 0;
}

int64_t ho_span_months(const struct ho_fact *f)
{
    const int64_t n = f->low / HANDOFF_SCALE;

    if (f->kind != HO_FACT_NUMBER || f->low != f->high || n > 1000)
        return 0;
    switch (f->unit) {
    case HO_UNIT_DAY:
        return (n + 14) / 30;
    case HO_UNIT_WEEK:
        return (n * HO_WEEK_DAYS + 14) / 30;
    case HO_UNIT_MONTH:
        return n;
    case HO_UNIT_QUARTER:
        return n * 3;
    case HO_UNIT_YEAR:
        return n * HO_MONTHS;
    default:
        return 0;
    }
}

bool ho_is_date_told(const struct ho_calendar *k, const struct ho_fact *s,
                     const struct ho_fact *span)
{
    const struct ho_part_list *p = &k->c->text;

    for (size_t i = 0; i < p->facts && i < HO_DATE_FACTS; i++)
        if ((ho_is_monthly(&p->fact[i]) && ho_is_monthly(s) &&
             (p->fact[i].low == s->low ||
              p->fact[i].low == ho_month_of(s) * 100)) ||
            (span && p->fact[i].kind == span->kind &&
             p->fact[i].low == span->low && p->fact[i].unit == span->unit))
            return true;
    return false;
}

bool ho_is_date_limit(const struct ho_calendar *k, const struct ho_fact *s)
{
    const struct ho_token *first = &k->c->source.token[s->first];

    for (size_t d = 1; d <= HO_DATE_WORDS && d <= s->first; d++)
        if ((first - d)->sense & HO_S(BY))
            return true;
    return false;
}

bool ho_is_mail_date(const struct ho_calendar *k, const struct ho_fact *s)
{
    const struct ho_part_list *p = &k->c->source;
    const struct ho_sentence *about = &p->sentence[s->sentence];

    return (about->flags & HO_SENTENCE_LABELLED) &&
           ho_is_among("date|received|datum|eingegangen|eingang|fecha|recibido|"
                       "recu|data|created|sent|gesendet|envoye",
                       ho_word_text(&k->c->words, p->token[about->first].word));
}

bool ho_has_before_date(const struct ho_calendar *k, const struct ho_fact *s,
                        const char *words)
{
    const struct ho_part_list *p = &k->c->source;

    for (size_t d = 1; d <= HO_DATE_WORDS && d <= s->first; d++) {
        char folded[HO_WORD_BYTES];
        const struct handoff_slice word = {
            folded, ho_fold_word(ho_token_slice(p, s->first - d), folded)
        };

        if (word.len > 0 && ho_is_among(words, word))
            return true;
    }
    return false;
}

static bool gives(const struct ho_calendar *k, const struct ho_fact *s)
{
    switch ((enum ho_fact_kind)k->f->kind) {
    case HO_FACT_DAY:
        return ho_gives_day(k, s);
    case HO_FACT_MONTH:
        return ho_gives_month(k, s);
    case HO_FACT_YEAR:
        return ho_gives_year(k, s);
    case HO_FACT_WEEKDAY:
        return ho_gives_weekday(k, s);
    case HO_FACT_CLOCK:
        return ho_gives_clock(k, s);
    default:
        return false;
    }
}

bool ho_may_be_dated(struct handoff_text_checker *c, const struct ho_fact *f)
{
    const struct ho_calendar k = { c, f };

    if (c->reckoned++ > BUDGET)
        return false;
    if (f->kind == HO_FACT_MONTH && (ho_is_in_season(&k) || ho_is_of_week(&k)))
        return true;
    if (f->kind == HO_FACT_DAY && (ho_has_day_alone(&k) || ho_is_later_day(&k)))
        return true;
    if (f->kind == HO_FACT_YEAR &&
        (ho_is_year_after(&k) || ho_is_first_of_two(&k)))
        return true;
    for (size_t i = 0; i < c->source.facts && i < HO_DATES; i++)
        if (gives(&k, &c->source.fact[i]))
            return true;
    return false;
}

/* "May to October" are six months, or five. */
static bool is_of_months(const struct ho_part_list *p, int64_t span)
{
    for (size_t i = 1; i < p->facts && i < HO_DATES; i++) {
        const struct ho_fact *a = &p->fact[i - 1], *b = &p->fact[i];
        const int64_t months =
            (ho_month_of(b) - ho_month_of(a) + HO_MONTHS) % HO_MONTHS;

        if (ho_is_monthly(a) && ho_is_monthly(b) &&
            a->sentence == b->sentence &&
            (months == span || months + 1 == span))
            return true;
    }
    return false;
}

/* Does a time of so many days, more or less, part the two dates? */
static bool parts_by(const struct ho_calendar *k, const struct ho_fact *from,
                     int64_t span, int64_t slack)
{
    const int64_t days =
        from->kind == HO_FACT_DAY ? ho_days_between(k, from) : 0;

    return days > 0 && days >= span - slack && days <= span + slack;
}

bool ho_may_be_span(struct handoff_text_checker *c, const struct ho_fact *f)
{
    const struct ho_part_list *p = &c->source;
    const int64_t days = ho_span_days(f);
    const int64_t span = days ? days : ho_span_months(f) * HO_MONTH_DAYS;
    const int64_t slack = f->unit == HO_UNIT_DAY ? 1
                          : days                 ? HO_WEEK_DAYS
                                                 : HO_MONTH_DAYS / 2;

    if (f->unit == HO_UNIT_MONTH && is_of_months(p, ho_span_months(f)))
        return true;
    for (size_t i = 0; span > 0 && i < p->facts && i < HO_DATES; i++) {
        const struct ho_calendar to = { c, &p->fact[i] };

        for (size_t k = 0;
             p->fact[i].kind == HO_FACT_DAY && k < p->facts && k < HO_DATES;
             k++)
            if (k != i && parts_by(&to, &p->fact[k], span, slack))
                return true;
    }
    return false;
}
