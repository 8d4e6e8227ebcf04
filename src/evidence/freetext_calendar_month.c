/* freetext_calendar_month.c - the month before, after the notice, of a season
 * or week; years, weekdays and times */
#include <handoff/fields.h>

#include "base/clock.h"
#include "evidence/date_span.h"
#include "evidence/freetext_calendar.h"

enum { LATE = 28, NOON = 12 * 60, FIRST_YEAR = 1950, LAST_YEAR = 2100 };

/* "before March" for the end of February */
static bool is_after(const struct ho_calendar *k, const struct ho_fact *s)
{
    const size_t before = k->f->first;

    return (s->low % 100 >= LATE || ho_has_before_date(k, s, HO_END_WORDS)) &&
           before > 0 && (k->c->text.token[before - 1].sense & HO_S(BY)) &&
           (ho_month_of(k->f) - ho_month_of(s) + HO_MONTHS) % HO_MONTHS == 1;
}

/* April and 90 days' notice: January */
static bool is_apart(const struct ho_calendar *k, const struct ho_fact *s)
{
    const struct ho_part_list *p = &k->c->source;
    const int64_t months =
        (ho_month_of(k->f) - ho_month_of(s) + HO_MONTHS) % HO_MONTHS;

    for (size_t i = 0; i < p->facts && i < HO_DATE_FACTS; i++) {
        const int64_t n = ho_span_months(&p->fact[i]);

        if (n &&
            (ho_is_date_told(k, s, &p->fact[i]) || ho_is_mail_date(k, s)) &&
            (n % HO_MONTHS == months || (HO_MONTHS - n % HO_MONTHS) == months))
            return true;
    }
    return false;
}

/* "by the end of June" */
static bool is_end_in_text(const struct ho_calendar *k)
{
    const struct ho_part_list *p = &k->c->text;

    for (size_t d = 1; d <= HO_DATE_WORDS && d <= k->f->first; d++) {
        const struct ho_token *t = &p->token[k->f->first - d];

        if ((t->sense & HO_S(BY)) ||
            ho_is_among(HO_END_WORDS, ho_word_text(&k->c->words, t->word)))
            return true;
    }
    return false;
}

/* "03/2027" */
static bool is_month_of_year(const struct ho_calendar *k,
                             const struct ho_fact *s)
{
    const struct ho_token *t = &k->c->source.token[s->first];

    return s->kind == HO_FACT_YEAR && s->first >= 2 && ho_is_sign(t - 1, '/') &&
           t[-2].kind == HO_TOKEN_NUMBER &&
           t[-2].value == ho_month_of(k->f) * HANDOFF_SCALE &&
           (!k->f->year || k->f->year == s->low / HANDOFF_SCALE);
}

bool ho_gives_month(const struct ho_calendar *k, const struct ho_fact *s)
{
    if (ho_is_monthly(s))
        return is_after(k, s) || is_apart(k, s) ||
               (ho_is_date_limit(k, s) && is_end_in_text(k) &&
                (ho_month_of(s) - ho_month_of(k->f) + HO_MONTHS) % HO_MONTHS ==
                    1);
    return is_month_of_year(k, s) ||
           (s->kind == HO_FACT_RELATIVE && s->low == HO_YEAR_END &&
            ho_month_of(k->f) % HO_MONTHS <= 1);
}

/* "week 6": February */
bool ho_is_of_week(const struct ho_calendar *k)
{
    const struct ho_part_list *p = &k->c->source;

    for (size_t i = 0; i < p->facts && i < HO_DATE_FACTS; i++) {
        const struct ho_fact *s = &p->fact[i];
        const int64_t week = s->low / HANDOFF_SCALE;
        const int64_t first = (week * HO_WEEK_DAYS - 2 * HO_WEEK_DAYS) / 31 + 1;

        if (s->kind == HO_FACT_NUMBER && s->first > 0 && week >= 1 &&
            week <= 53 &&
            ho_is_among(
                "week|wk|kw|kalenderwoche|semaine|semana|uke|vecka",
                ho_word_text(&k->c->words, p->token[s->first - 1].word)) &&
            ho_month_of(k->f) >= first && ho_month_of(k->f) <= first + 1)
            return true;
    }
    return false;
}

/* Does the source name a season or feast that this month is in? */
bool ho_is_in_season(const struct ho_calendar *k)
{
    static const struct {
        const char *name;
        int first, last;
    } seasons[] = { { "spring", 3, 6 },     { "frühjahr", 3, 6 },
                    { "frühling", 3, 6 },   { "printemps", 3, 6 },
                    { "primavera", 3, 6 },  { "summer", 6, 9 },
                    { "sommer", 6, 9 },     { "été", 6, 9 },
                    { "verano", 6, 9 },     { "autumn", 9, 12 },
                    { "fall", 9, 12 },      { "herbst", 9, 12 },
                    { "automne", 9, 12 },   { "otoño", 9, 12 },
                    { "winter", 12, 15 },   { "hiver", 12, 15 },
                    { "invierno", 12, 15 }, { "christmas", 12, 12 },
                    { "xmas", 12, 12 },     { "weihnachten", 12, 12 },
                    { "noël", 12, 12 },     { "navidad", 12, 12 },
                    { "easter", 3, 4 },     { "ostern", 3, 4 },
                    { "pâques", 3, 4 },     { "thanksgiving", 11, 11 } };
    const int month = (int)ho_month_of(k->f);

    for (size_t i = 0; i < sizeof seasons / sizeof *seasons; i++) {
        char folded[HO_WORD_BYTES];
        const struct handoff_slice name = {
            folded, ho_fold_word(ho_slice(seasons[i].name), folded)
        };
        const uint32_t word = ho_word_find(&k->c->words, name);

        if (word && k->c->words.word[word].count > 0 &&
            ((month >= seasons[i].first && month <= seasons[i].last) ||
             month + HO_MONTHS <= seasons[i].last))
            return true;
    }
    return false;
}

/* Does the text tell a date that the source's sentence has beside it? */
static bool tells_date_of(const struct ho_calendar *k,
                          const struct ho_fact *span)
{
    const struct ho_part_list *p = &k->c->source;

    for (size_t i = 0; i < p->facts && i < HO_DATE_FACTS; i++)
        if (p->fact[i].sentence == span->sentence &&
            ho_is_monthly(&p->fact[i]) && ho_is_date_told(k, &p->fact[i], NULL))
            return true;
    return false;
}

/* "renewed for two years": the year in which that ends */
bool ho_gives_year(const struct ho_calendar *k, const struct ho_fact *s)
{
    const int64_t years = ho_span_months(s) / HO_MONTHS;
    const uint32_t year = (uint32_t)(k->f->low / HANDOFF_SCALE);
    const int64_t now = k->c->day > 0 ? ho_calendar_year(k, NULL) : 0;
    uint32_t latest = 0;

    if (s->unit != HO_UNIT_YEAR && s->unit != HO_UNIT_MONTH)
        return false;
    for (uint32_t y = FIRST_YEAR; y < LAST_YEAR; y++)
        latest = ho_has_year(k->c, y) ? y : latest;
    return years > 0 &&
           (latest == 0 || ho_has_year(k->c, year - (uint32_t)years) ||
            ho_has_year(k->c, year + (uint32_t)years) ||
            (int64_t)year == now + years ||
            (year > latest && tells_date_of(k, s)));
}

/* "by next summer" in a mail of 2026 */
bool ho_is_year_after(const struct ho_calendar *k)
{
    return ho_has_any_word(k,
                           "next|nachste|nachsten|nachster|nachstes|prochain|"
                           "prochaine|proximo|proxima") &&
           ho_has_year(k->c, (uint32_t)(k->f->low / HANDOFF_SCALE) - 1);
}

/* "in winter 2026/27" for 2027 */
bool ho_is_first_of_two(const struct ho_calendar *k)
{
    const struct ho_part_list *p = &k->c->text;
    const uint32_t year = (uint32_t)(k->f->low / HANDOFF_SCALE);
    const size_t i = k->f->last;

    return i + 1 < p->tokens && ho_is_sign(&p->token[i], '/') &&
           p->token[i + 1].kind == HO_TOKEN_NUMBER &&
           p->token[i + 1].value / HANDOFF_SCALE % 100 == (year + 1) % 100 &&
           ho_has_year(k->c, year + 1);
}

bool ho_gives_weekday(const struct ho_calendar *k, const struct ho_fact *s)
{
    const int64_t year = ho_calendar_year(k, s);
    const int64_t day =
        s->kind == HO_FACT_DAY && year ? ho_date_weekday(year, s) : 0;

    if (day && ho_has_any_word(k, HO_YESTERDAY) &&
        (day + HO_WEEK_DAYS - 2) % HO_WEEK_DAYS + 1 == k->f->low)
        return true;
    return day && ho_has_relative(k, HO_TOMORROW) &&
           day % HO_WEEK_DAYS + 1 == k->f->low;
}

/* "before ten", "between 2 and 4 pm" */
bool ho_gives_clock(const struct ho_calendar *k, const struct ho_fact *s)
{
    return s->kind == HO_FACT_NUMBER && (!s->unit || s->unit == HO_UNIT_HOUR) &&
           s->low > 0 && s->low <= 24 * (int64_t)HANDOFF_SCALE &&
           s->low / HANDOFF_SCALE * 60 % NOON == k->f->low % NOON;
}
