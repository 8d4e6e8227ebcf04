/* freetext_calendar_day.c - a day later, after the notice, the first and last
 * of a month or quarter, a weekday of a month */
#include <handoff/fields.h>

#include "base/clock.h"
#include "evidence/date_span.h"
#include "evidence/freetext_calendar.h"

enum { TOKENS = 4096, MIDDLE = 15 /* of a month */ };

static bool is_last_day(const struct ho_calendar *k)
{
    return k->f->kind == HO_FACT_DAY &&
           !ho_date_exists(k->f->year ? k->f->year : 2023,
                           (int)ho_month_of(k->f), (int)(k->f->low % 100) + 1);
}

static bool has_weekday_in(const struct ho_calendar *k, uint32_t sentence)
{
    const struct ho_part_list *p = &k->c->source;

    for (size_t i = 0; i < p->facts && i < HO_DATE_FACTS; i++)
        if (p->fact[i].kind == HO_FACT_WEEKDAY &&
            p->fact[i].sentence == sentence)
            return true;
    return false;
}

/* "9 to 13 November" for the week of the 9th */
static bool is_in_week(const struct ho_calendar *k, const struct ho_fact *s)
{
    const struct ho_part_list *p = &k->c->source;
    const int64_t days = ho_days_between(k, s);

    for (size_t d = 1; days > 0 && days < HO_WEEK_DAYS &&
                       d <= HO_DATE_WORDS + 1 && d <= s->first;
         d++)
        if (p->token[s->first - d].unit == HO_UNIT_WEEK)
            return true;
    return false;
}

/* "15-19 February" of the week that begins on the 15th */
static bool is_end_of_range(const struct ho_calendar *k, int64_t days)
{
    return days > 0 && days < HO_WEEK_DAYS && k->f > k->c->text.fact &&
           k->f[-1].kind == HO_FACT_DAY && k->f[-1].first == k->f->first &&
           ho_find_keys(k->c, HO_KEY_DAY, k->f[-1].low, k->f[-1].low).count > 0;
}

/* "within 14 days", "tomorrow", "on Friday" of a mail of that day */
static bool follows_day(const struct ho_calendar *k, const struct ho_fact *s)
{
    const struct ho_part_list *p = &k->c->source;
    const int64_t days = ho_days_between(k, s);
    const int64_t months =
        (ho_month_of(k->f) - ho_month_of(s) + HO_MONTHS) % HO_MONTHS;

    if (days == 0)
        return false;
    if ((days == 1 || days == -1) &&
        (ho_is_date_told(k, s, NULL) || ho_is_date_limit(k, s)))
        return true; /* "by 3 December" for "before the 4th" */
    if ((days > 0 && days <= 2 * HO_WEEK_DAYS && ho_calendar_year(k, s) &&
         ho_has_relative(k, HO_NEXT_WEEK)) ||
        is_in_week(k, s))
        return true;
    if ((days == 1 && ho_has_relative(k, HO_TOMORROW)) ||
        (days == -1 && ho_has_any_word(k, HO_YESTERDAY)) ||
        is_end_of_range(k, days))
        return true;
    for (size_t i = 0; i < p->facts && i < HO_DATE_FACTS; i++) {
        const struct ho_fact *t = &p->fact[i];

        if (t->kind == HO_FACT_WEEKDAY && ho_calendar_year(k, s) &&
            days > -HO_WEEK_DAYS && days < 2 * HO_WEEK_DAYS &&
            ho_date_weekday(ho_calendar_year(k, s), k->f) == t->low)
            return true;
        if ((ho_span_days(t) || ho_span_months(t)) &&
            !ho_is_date_told(k, s, t) && !ho_is_mail_date(k, s))
            continue;
        if (ho_span_days(t) &&
            (ho_span_days(t) == days || ho_span_days(t) == -days))
            return true;
        if (ho_span_months(t) && k->f->low % 100 == s->low % 100 &&
            (ho_span_months(t) % HO_MONTHS == months ||
             ho_span_months(t) % HO_MONTHS == (HO_MONTHS - months) % HO_MONTHS))
            return true;
    }
    return false;
}

/* "1 April" for "from April", "15 April" for "mid-April" */
static bool is_edge_of_month(const struct ho_calendar *k,
                             const struct ho_fact *s)
{
    const int64_t day = k->f->low % 100;

    return day == 1 ||
           (day == MIDDLE &&
            ho_has_before_date(k, s, "mid|middle|mitte|mi|mediados|half")) ||
           (is_last_day(k) && ho_has_before_date(k, s, HO_END_WORDS));
}

static bool is_edge_of_quarter(const struct ho_calendar *k,
                               const struct ho_fact *s)
{
    const int64_t month = ho_month_of(k->f), length = s->low <= 4 ? 3 : 6;
    const int64_t last = s->low <= 4 ? s->low * 3 : (s->low - 4) * 6;

    return (month == last && is_last_day(k)) ||
           (month == last - length + 1 && k->f->low % 100 == 1);
}

bool ho_gives_day(const struct ho_calendar *k, const struct ho_fact *s)
{
    switch ((enum ho_fact_kind)s->kind) {
    case HO_FACT_DAY:
        return follows_day(k, s);
    case HO_FACT_MONTH:
        return ho_month_of(s) == ho_month_of(k->f) &&
               (is_edge_of_month(k, s) || has_weekday_in(k, s->sentence));
    case HO_FACT_QUARTER:
        return is_edge_of_quarter(k, s);
    case HO_FACT_RELATIVE:
        return is_last_day(k) &&
               ((s->low == HO_YEAR_END && ho_month_of(k->f) == HO_MONTHS) ||
                (s->low == HO_QUARTER_END && ho_month_of(k->f) % 3 == 0) ||
                s->low == HO_MONTH_END);
    default:
        return false;
    }
}

/* "the 25th" of the source, without its month */
bool ho_has_day_alone(const struct ho_calendar *k)
{
    const struct ho_part_list *p = &k->c->source;
    const int64_t day = k->f->low % 100 * HANDOFF_SCALE;

    for (size_t i = 0; i < p->tokens && i < TOKENS; i++)
        if (p->token[i].kind == HO_TOKEN_NUMBER && p->token[i].value == day &&
            (p->token[i].shape & HO_SHAPE_ORDINAL))
            return true;
    return false;
}

/* "25 November, and back ten days later": another date of the text, and a
 * time that the source tells */
bool ho_is_later_day(const struct ho_calendar *k)
{
    const struct ho_part_list *p = &k->c->source;
    const struct ho_fact *all = k->c->text.fact;
    const struct ho_calendar to = { k->c, k->f };

    for (const struct ho_fact *t = all;
         t < all + k->c->text.facts && t < all + HO_DATES; t++)
        for (size_t i = 0; t != k->f && t->kind == HO_FACT_DAY &&
                           i < p->facts && i < HO_DATES;
             i++)
            if (ho_span_days(&p->fact[i]) &&
                ho_days_between(&to, t) == ho_span_days(&p->fact[i]))
                return true;
    return false;
}
