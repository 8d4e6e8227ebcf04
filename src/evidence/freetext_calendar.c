/* freetext_calendar.c - dates that follow from those of the source: a day
 * later, after the notice, the first and last of a month or quarter, a season,
 * a weekday of a month */
#include <handoff/fields.h>

#include "base/clock.h"
#include "evidence/date_span.h"
#include "evidence/freetext.h"

enum {
    DATES = 48, /* of the source, that are worked with */
    FACTS = 256,
    TOKENS = 4096,
    BUDGET = 512, /* dates of one text that are worked out */
    MONTHS = 12,
    WEEK = 7,
    TOMORROW = 1, /* HO_FACT_RELATIVE */
    NEXT_WEEK = 2,
    QUARTER_END = 6,
    YEAR_END = 7,
    MONTH_END = 8,
    MIDDLE = 15, /* of a month */
    LATE = 28,
    MONTH_DAYS = 30,
    BEFORE = 3, /* tokens between "end" and the month */
    NOON = 12 * 60,
    FIRST_YEAR = 1950,
    LAST_YEAR = 2100
};

#define ENDS "end|ende|fin|finales|final|fine|eind|late|letzte|dernier"

#define YESTERDAY "yesterday|gestern|hier|ayer|ontem|ieri|gisteren"

struct calendar {
    struct handoff_text_checker *c;
    const struct ho_fact *f; /* of the text */
};

static int64_t month_of(const struct ho_fact *f)
{
    return f->low / 100;
}

/* 0: there is no such day */
static int64_t weekday_of(int64_t year, const struct ho_fact *f)
{
    const int month = (int)month_of(f), day = (int)(f->low % 100);

    return ho_date_exists(year, month, day)
               ? ho_weekday_of(ho_days_from_date(year, month, day))
               : 0;
}

static bool is_monthly(const struct ho_fact *f)
{
    return f->kind == HO_FACT_DAY || f->kind == HO_FACT_MONTH;
}

static bool has_relative(const struct calendar *k, int64_t which)
{
    return ho_find_keys(k->c, HO_KEY_RELATIVE, which, which).count > 0;
}

static bool is_last_day(const struct calendar *k)
{
    return k->f->kind == HO_FACT_DAY &&
           !ho_date_exists(k->f->year ? k->f->year : 2023, (int)month_of(k->f),
                           (int)(k->f->low % 100) + 1);
}

/* Does the source have one of the words, '|' between them? */
static bool has_any(const struct calendar *k, const char *words)
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

/* The year to reckon with; 0 where neither says it and no day is given. */
static int64_t year_of(const struct calendar *k, const struct ho_fact *s)
{
    int64_t year = 0;
    int month, day;

    if (k->f->year || s->year)
        return k->f->year ? k->f->year : s->year;
    if (k->c->day > 0)
        ho_date_from_days(k->c->day, &year, &month, &day);
    return year;
}

/* Days from the source's date to the text's, turn of the year or not. */
static int64_t days_between(const struct calendar *k, const struct ho_fact *s)
{
    const int64_t known = year_of(k, s), year = known ? known : 2026;
    const int from[] = { (int)month_of(s), (int)(s->low % 100) };
    const int to[] = { (int)month_of(k->f), (int)(k->f->low % 100) };
    const bool turns = to[0] < from[0] && !(k->f->year && s->year);
    const int64_t first = s->year ? s->year : year;
    const int64_t last = k->f->year ? k->f->year : first + turns;

    if (!ho_date_exists(first, from[0], from[1]) ||
        !ho_date_exists(last, to[0], to[1]))
        return 0;
    return ho_days_from_date(last, to[0], to[1]) -
           ho_days_from_date(first, from[0], from[1]);
}

/* --- a day --------------------------------------------------------------- */

static int64_t days_of(const struct ho_fact *f)
{
    if (f->kind != HO_FACT_NUMBER || f->low != f->high)
        return 0;
    return f->unit == HO_UNIT_DAY    ? f->low / HANDOFF_SCALE
           : f->unit == HO_UNIT_WEEK ? f->low / HANDOFF_SCALE * WEEK
                                     : 0;
}

static int64_t months_of(const struct ho_fact *f)
{
    const int64_t n = f->low / HANDOFF_SCALE;

    if (f->kind != HO_FACT_NUMBER || f->low != f->high || n > 1000)
        return 0;
    switch (f->unit) {
    case HO_UNIT_DAY:
        return (n + 14) / 30;
    case HO_UNIT_WEEK:
        return (n * WEEK + 14) / 30;
    case HO_UNIT_MONTH:
        return n;
    case HO_UNIT_QUARTER:
        return n * 3;
    case HO_UNIT_YEAR:
        return n * MONTHS;
    default:
        return 0;
    }
}

static bool has_weekday_in(const struct calendar *k, uint32_t sentence)
{
    const struct ho_part_list *p = &k->c->source;

    for (size_t i = 0; i < p->facts && i < FACTS; i++)
        if (p->fact[i].kind == HO_FACT_WEEKDAY &&
            p->fact[i].sentence == sentence)
            return true;
    return false;
}

static const struct ho_fact no_fact = { .kind = HO_FACT_KINDS };

/* What is worked out stands beside what it comes from; what takes its place
 * does not. */
static bool is_told(const struct calendar *k, const struct ho_fact *s,
                    const struct ho_fact *span)
{
    const struct ho_part_list *p = &k->c->text;

    for (size_t i = 0; i < p->facts && i < FACTS; i++)
        if ((is_monthly(&p->fact[i]) && is_monthly(s) &&
             (p->fact[i].low == s->low ||
              p->fact[i].low == month_of(s) * 100)) ||
            (p->fact[i].kind == span->kind && p->fact[i].low == span->low &&
             p->fact[i].unit == span->unit))
            return true;
    return false;
}

/* Does "before" or "until" stand before the source's date? */
static bool is_limit(const struct calendar *k, const struct ho_fact *s)
{
    const struct ho_token *first = &k->c->source.token[s->first];

    for (size_t d = 1; d <= BEFORE && d <= s->first; d++)
        if ((first - d)->sense & HO_S(BY))
            return true;
    return false;
}

/* Is it the day of the mail, from which "in three weeks" counts? */
static bool is_of_mail(const struct calendar *k, const struct ho_fact *s)
{
    const struct ho_part_list *p = &k->c->source;
    const struct ho_sentence *about = &p->sentence[s->sentence];

    return (about->flags & HO_SENTENCE_LABELLED) &&
           ho_is_among("date|received|datum|eingegangen|eingang|fecha|recibido|"
                       "recu|data|created|sent|gesendet|envoye",
                       ho_word_text(&k->c->words, p->token[about->first].word));
}

/* "9 to 13 November" for the week of the 9th */
static bool is_in_week(const struct calendar *k, const struct ho_fact *s)
{
    const struct ho_part_list *p = &k->c->source;
    const int64_t days = days_between(k, s);

    for (size_t d = 1;
         days > 0 && days < WEEK && d <= BEFORE + 1 && d <= s->first; d++)
        if (p->token[s->first - d].unit == HO_UNIT_WEEK)
            return true;
    return false;
}

/* "15-19 February" of the week that begins on the 15th */
static bool is_end_of_range(const struct calendar *k, int64_t days)
{
    return days > 0 && days < WEEK && k->f > k->c->text.fact &&
           k->f[-1].kind == HO_FACT_DAY && k->f[-1].first == k->f->first &&
           ho_find_keys(k->c, HO_KEY_DAY, k->f[-1].low, k->f[-1].low).count > 0;
}

/* "within 14 days", "tomorrow", "on Friday" of a mail of that day */
static bool follows_day(const struct calendar *k, const struct ho_fact *s)
{
    const struct ho_part_list *p = &k->c->source;
    const int64_t days = days_between(k, s);
    const int64_t months = (month_of(k->f) - month_of(s) + MONTHS) % MONTHS;

    if (days == 0)
        return false;
    if ((days == 1 || days == -1) &&
        (is_told(k, s, &no_fact) || is_limit(k, s)))
        return true; /* "by 3 December" for "before the 4th" */
    if ((days > 0 && days <= 2 * WEEK && year_of(k, s) &&
         has_relative(k, NEXT_WEEK)) ||
        is_in_week(k, s))
        return true;
    if ((days == 1 && has_relative(k, TOMORROW)) ||
        (days == -1 && has_any(k, YESTERDAY)) || is_end_of_range(k, days))
        return true;
    for (size_t i = 0; i < p->facts && i < FACTS; i++) {
        const struct ho_fact *t = &p->fact[i];

        if (t->kind == HO_FACT_WEEKDAY && year_of(k, s) && days > -WEEK &&
            days < 2 * WEEK && weekday_of(year_of(k, s), k->f) == t->low)
            return true;
        if ((days_of(t) || months_of(t)) && !is_told(k, s, t) &&
            !is_of_mail(k, s))
            continue;
        if (days_of(t) && (days_of(t) == days || days_of(t) == -days))
            return true;
        if (months_of(t) && k->f->low % 100 == s->low % 100 &&
            (months_of(t) % MONTHS == months ||
             months_of(t) % MONTHS == (MONTHS - months) % MONTHS))
            return true;
    }
    return false;
}

/* Does one of the words stand before the source's date? */
static bool has_before(const struct calendar *k, const struct ho_fact *s,
                       const char *words)
{
    const struct ho_part_list *p = &k->c->source;

    for (size_t d = 1; d <= BEFORE && d <= s->first; d++) {
        char folded[HO_WORD_BYTES];
        const struct handoff_slice word = {
            folded, ho_fold_word(ho_token_slice(p, s->first - d), folded)
        };

        if (word.len > 0 && ho_is_among(words, word))
            return true;
    }
    return false;
}

/* "1 April" for "from April", "15 April" for "mid-April" */
static bool is_edge_of_month(const struct calendar *k, const struct ho_fact *s)
{
    const int64_t day = k->f->low % 100;

    return day == 1 ||
           (day == MIDDLE &&
            has_before(k, s, "mid|middle|mitte|mi|mediados|half")) ||
           (is_last_day(k) && has_before(k, s, ENDS));
}

static bool is_edge_of_quarter(const struct calendar *k,
                               const struct ho_fact *s)
{
    const int64_t month = month_of(k->f), length = s->low <= 4 ? 3 : 6;
    const int64_t last = s->low <= 4 ? s->low * 3 : (s->low - 4) * 6;

    return (month == last && is_last_day(k)) ||
           (month == last - length + 1 && k->f->low % 100 == 1);
}

static bool gives_day(const struct calendar *k, const struct ho_fact *s)
{
    switch ((enum ho_fact_kind)s->kind) {
    case HO_FACT_DAY:
        return follows_day(k, s);
    case HO_FACT_MONTH:
        return month_of(s) == month_of(k->f) &&
               (is_edge_of_month(k, s) || has_weekday_in(k, s->sentence));
    case HO_FACT_QUARTER:
        return is_edge_of_quarter(k, s);
    case HO_FACT_RELATIVE:
        return is_last_day(k) &&
               ((s->low == YEAR_END && month_of(k->f) == MONTHS) ||
                (s->low == QUARTER_END && month_of(k->f) % 3 == 0) ||
                s->low == MONTH_END);
    default:
        return false;
    }
}

/* --- a month ------------------------------------------------------------- */

/* "before March" for the end of February */
static bool is_after(const struct calendar *k, const struct ho_fact *s)
{
    const size_t before = k->f->first;

    return (s->low % 100 >= LATE || has_before(k, s, ENDS)) && before > 0 &&
           (k->c->text.token[before - 1].sense & HO_S(BY)) &&
           (month_of(k->f) - month_of(s) + MONTHS) % MONTHS == 1;
}

/* April and 90 days' notice: January */
static bool is_apart(const struct calendar *k, const struct ho_fact *s)
{
    const struct ho_part_list *p = &k->c->source;
    const int64_t months = (month_of(k->f) - month_of(s) + MONTHS) % MONTHS;

    for (size_t i = 0; i < p->facts && i < FACTS; i++) {
        const int64_t n = months_of(&p->fact[i]);

        if (n && (is_told(k, s, &p->fact[i]) || is_of_mail(k, s)) &&
            (n % MONTHS == months || (MONTHS - n % MONTHS) == months))
            return true;
    }
    return false;
}

/* "by the end of June" */
static bool is_end_in_text(const struct calendar *k)
{
    const struct ho_part_list *p = &k->c->text;

    for (size_t d = 1; d <= BEFORE && d <= k->f->first; d++) {
        const struct ho_token *t = &p->token[k->f->first - d];

        if ((t->sense & HO_S(BY)) ||
            ho_is_among(ENDS, ho_word_text(&k->c->words, t->word)))
            return true;
    }
    return false;
}

/* "03/2027" */
static bool is_month_of_year(const struct calendar *k, const struct ho_fact *s)
{
    const struct ho_token *t = &k->c->source.token[s->first];

    return s->kind == HO_FACT_YEAR && s->first >= 2 && ho_is_sign(t - 1, '/') &&
           t[-2].kind == HO_TOKEN_NUMBER &&
           t[-2].value == month_of(k->f) * HANDOFF_SCALE &&
           (!k->f->year || k->f->year == s->low / HANDOFF_SCALE);
}

static bool gives_month(const struct calendar *k, const struct ho_fact *s)
{
    if (is_monthly(s))
        return is_after(k, s) || is_apart(k, s) ||
               (is_limit(k, s) && is_end_in_text(k) &&
                (month_of(s) - month_of(k->f) + MONTHS) % MONTHS == 1);
    return is_month_of_year(k, s) ||
           (s->kind == HO_FACT_RELATIVE && s->low == YEAR_END &&
            month_of(k->f) % MONTHS <= 1);
}

/* "week 6": February */
static bool is_of_week(const struct calendar *k)
{
    const struct ho_part_list *p = &k->c->source;

    for (size_t i = 0; i < p->facts && i < FACTS; i++) {
        const struct ho_fact *s = &p->fact[i];
        const int64_t week = s->low / HANDOFF_SCALE;
        const int64_t first = (week * WEEK - 2 * WEEK) / 31 + 1;

        if (s->kind == HO_FACT_NUMBER && s->first > 0 && week >= 1 &&
            week <= 53 &&
            ho_is_among(
                "week|wk|kw|kalenderwoche|semaine|semana|uke|vecka",
                ho_word_text(&k->c->words, p->token[s->first - 1].word)) &&
            month_of(k->f) >= first && month_of(k->f) <= first + 1)
            return true;
    }
    return false;
}

/* Does the source name a season or feast that this month is in? */
static bool is_in_season(const struct calendar *k)
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
    const int month = (int)month_of(k->f);

    for (size_t i = 0; i < sizeof seasons / sizeof *seasons; i++) {
        char folded[HO_WORD_BYTES];
        const struct handoff_slice name = {
            folded, ho_fold_word(ho_slice(seasons[i].name), folded)
        };
        const uint32_t word = ho_word_find(&k->c->words, name);

        if (word && k->c->words.word[word].count > 0 &&
            ((month >= seasons[i].first && month <= seasons[i].last) ||
             month + MONTHS <= seasons[i].last))
            return true;
    }
    return false;
}

/* --- a year, a weekday, a time ------------------------------------------- */

/* Does the text tell a date that the source's sentence has beside it? */
static bool tells_date_of(const struct calendar *k, const struct ho_fact *span)
{
    const struct ho_part_list *p = &k->c->source;

    for (size_t i = 0; i < p->facts && i < FACTS; i++)
        if (p->fact[i].sentence == span->sentence && is_monthly(&p->fact[i]) &&
            is_told(k, &p->fact[i], &no_fact))
            return true;
    return false;
}

/* "renewed for two years": the year in which that ends */
static bool gives_year(const struct calendar *k, const struct ho_fact *s)
{
    const int64_t years = months_of(s) / MONTHS;
    const uint32_t year = (uint32_t)(k->f->low / HANDOFF_SCALE);
    const int64_t now = k->c->day > 0 ? year_of(k, &no_fact) : 0;
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
static bool is_year_after(const struct calendar *k)
{
    return has_any(k, "next|nachste|nachsten|nachster|nachstes|prochain|"
                      "prochaine|proximo|proxima") &&
           ho_has_year(k->c, (uint32_t)(k->f->low / HANDOFF_SCALE) - 1);
}

static bool gives_weekday(const struct calendar *k, const struct ho_fact *s)
{
    const int64_t year = year_of(k, s);
    const int64_t day =
        s->kind == HO_FACT_DAY && year ? weekday_of(year, s) : 0;

    if (day && has_any(k, YESTERDAY) &&
        (day + WEEK - 2) % WEEK + 1 == k->f->low)
        return true;
    return day && has_relative(k, TOMORROW) && day % WEEK + 1 == k->f->low;
}

/* "before ten", "between 2 and 4 pm" */
static bool gives_clock(const struct calendar *k, const struct ho_fact *s)
{
    return s->kind == HO_FACT_NUMBER && (!s->unit || s->unit == HO_UNIT_HOUR) &&
           s->low > 0 && s->low <= 24 * (int64_t)HANDOFF_SCALE &&
           s->low / HANDOFF_SCALE * 60 % NOON == k->f->low % NOON;
}

/* "the 25th" of the source, without its month */
static bool has_day_alone(const struct calendar *k)
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
static bool is_later(const struct calendar *k)
{
    const struct ho_part_list *p = &k->c->source;
    const struct ho_fact *all = k->c->text.fact;
    const struct calendar to = { k->c, k->f };

    for (const struct ho_fact *t = all;
         t < all + k->c->text.facts && t < all + DATES; t++)
        for (size_t i = 0;
             t != k->f && t->kind == HO_FACT_DAY && i < p->facts && i < DATES;
             i++)
            if (days_of(&p->fact[i]) &&
                days_between(&to, t) == days_of(&p->fact[i]))
                return true;
    return false;
}

/* "in winter 2026/27" for 2027 */
static bool is_first_of_two(const struct calendar *k)
{
    const struct ho_part_list *p = &k->c->text;
    const uint32_t year = (uint32_t)(k->f->low / HANDOFF_SCALE);
    const size_t i = k->f->last;

    return i + 1 < p->tokens && ho_is_sign(&p->token[i], '/') &&
           p->token[i + 1].kind == HO_TOKEN_NUMBER &&
           p->token[i + 1].value / HANDOFF_SCALE % 100 == (year + 1) % 100 &&
           ho_has_year(k->c, year + 1);
}

static bool gives(const struct calendar *k, const struct ho_fact *s)
{
    switch ((enum ho_fact_kind)k->f->kind) {
    case HO_FACT_DAY:
        return gives_day(k, s);
    case HO_FACT_MONTH:
        return gives_month(k, s);
    case HO_FACT_YEAR:
        return gives_year(k, s);
    case HO_FACT_WEEKDAY:
        return gives_weekday(k, s);
    case HO_FACT_CLOCK:
        return gives_clock(k, s);
    default:
        return false;
    }
}

bool ho_may_be_dated(struct handoff_text_checker *c, const struct ho_fact *f)
{
    const struct calendar k = { c, f };

    if (c->reckoned++ > BUDGET)
        return false;
    if (f->kind == HO_FACT_MONTH && (is_in_season(&k) || is_of_week(&k)))
        return true;
    if (f->kind == HO_FACT_DAY && (has_day_alone(&k) || is_later(&k)))
        return true;
    if (f->kind == HO_FACT_YEAR && (is_year_after(&k) || is_first_of_two(&k)))
        return true;
    for (size_t i = 0; i < c->source.facts && i < DATES; i++)
        if (gives(&k, &c->source.fact[i]))
            return true;
    return false;
}

/* "May to October" are six months, or five. */
static bool is_of_months(const struct ho_part_list *p, int64_t span)
{
    for (size_t i = 1; i < p->facts && i < DATES; i++) {
        const struct ho_fact *a = &p->fact[i - 1], *b = &p->fact[i];
        const int64_t months = (month_of(b) - month_of(a) + MONTHS) % MONTHS;

        if (is_monthly(a) && is_monthly(b) && a->sentence == b->sentence &&
            (months == span || months + 1 == span))
            return true;
    }
    return false;
}

/* Does a time of so many days, more or less, part the two dates? */
static bool parts_by(const struct calendar *k, const struct ho_fact *from,
                     int64_t span, int64_t slack)
{
    const int64_t days = from->kind == HO_FACT_DAY ? days_between(k, from) : 0;

    return days > 0 && days >= span - slack && days <= span + slack;
}

bool ho_may_be_span(struct handoff_text_checker *c, const struct ho_fact *f)
{
    const struct ho_part_list *p = &c->source;
    const int64_t days = days_of(f);
    const int64_t span = days ? days : months_of(f) * MONTH_DAYS;
    const int64_t slack = f->unit == HO_UNIT_DAY ? 1
                          : days                 ? WEEK
                                                 : MONTH_DAYS / 2;

    if (f->unit == HO_UNIT_MONTH && is_of_months(p, months_of(f)))
        return true;
    for (size_t i = 0; span > 0 && i < p->facts && i < DATES; i++) {
        const struct calendar to = { c, &p->fact[i] };

        for (size_t k = 0;
             p->fact[i].kind == HO_FACT_DAY && k < p->facts && k < DATES; k++)
            if (k != i && parts_by(&to, &p->fact[k], span, slack))
                return true;
    }
    return false;
}
