/* date_relative.c - days told from the submission's day; see
 * evidence/date_span.h */
#include "evidence/date_span.h"

#include "base/clock.h"
#include "evidence/match.h"

enum { MONTHS = 12 };

/* --- today, next week, end of the month ----------------------------------- */

enum relation {
    DAY,   /* today + amount */
    NOW,   /* the same, where a word says that it is a date */
    WEEK,  /* the week `amount` after this one */
    MONTH, /* likewise */
    YEAR,
    MONTH_END /* the last day of that month */
};

struct relative {
    const char *words;
    enum relation relation;
    int amount;
};

static const struct relative relatives[] = {
    { "today", NOW, 0 },
    { "tonight", NOW, 0 },
    { "tomorrow", DAY, 1 },
    { "day after tomorrow", DAY, 2 },
    { "this week", WEEK, 0 },
    { "next week", WEEK, 1 },
    { "the week after next", WEEK, 2 },
    { "this month", MONTH, 0 },
    { "next month", MONTH, 1 },
    { "this year", YEAR, 0 },
    { "next year", YEAR, 1 },
    { "end of month", MONTH_END, 0 },
    { "end of the month", MONTH_END, 0 },
    { "month end", MONTH_END, 0 },
    { "month-end", MONTH_END, 0 },
    { "heute", NOW, 0 },
    { "morgen", NOW, 1 }, /* "guten Morgen" */
    { "übermorgen", DAY, 2 },
    { "diese woche", WEEK, 0 },
    { "dieser woche", WEEK, 0 },
    { "nächste woche", WEEK, 1 },
    { "nächster woche", WEEK, 1 },
    { "kommende woche", WEEK, 1 },
    { "kommender woche", WEEK, 1 },
    { "übernächste woche", WEEK, 2 },
    { "diesen monat", MONTH, 0 },
    { "diesem monat", MONTH, 0 },
    { "nächsten monat", MONTH, 1 },
    { "kommenden monat", MONTH, 1 },
    { "dieses jahr", YEAR, 0 },
    { "diesem jahr", YEAR, 0 },
    { "nächstes jahr", YEAR, 1 },
    { "nächsten jahr", YEAR, 1 },
    { "nächsten jahres", YEAR, 1 },
    { "kommenden jahr", YEAR, 1 },
    { "monatsende", MONTH_END, 0 },
    { "ende des monats", MONTH_END, 0 },
    { "aujourd'hui", NOW, 0 },
    { "demain", DAY, 1 },
    { "après-demain", DAY, 2 },
    { "cette semaine", WEEK, 0 },
    { "la semaine prochaine", WEEK, 1 },
    { "semaine prochaine", WEEK, 1 },
    { "ce mois", MONTH, 0 },
    { "le mois prochain", MONTH, 1 },
    { "mois prochain", MONTH, 1 },
    { "cette année", YEAR, 0 },
    { "l'année prochaine", YEAR, 1 },
    { "l'an prochain", YEAR, 1 },
    { "fin du mois", MONTH_END, 0 },
    { "fin de mois", MONTH_END, 0 },
    { "hoy", NOW, 0 },
    { "mañana", NOW, 1 }, /* "por la mañana" */
    { "pasado mañana", DAY, 2 },
    { "esta semana", WEEK, 0 },
    { "la próxima semana", WEEK, 1 },
    { "próxima semana", WEEK, 1 },
    { "la semana que viene", WEEK, 1 },
    { "este mes", MONTH, 0 },
    { "el próximo mes", MONTH, 1 },
    { "próximo mes", MONTH, 1 },
    { "el mes que viene", MONTH, 1 },
    { "este año", YEAR, 0 },
    { "el próximo año", YEAR, 1 },
    { "próximo año", YEAR, 1 },
    { "el año que viene", YEAR, 1 },
    { "fin de mes", MONTH_END, 0 },
    { "finales de mes", MONTH_END, 0 },
};

static const struct relative *find_relative(struct handoff_slice s, size_t at,
                                            size_t *end)
{
    const struct relative *best = NULL;
    size_t longest = 0;

    for (size_t i = 0; i < sizeof relatives / sizeof *relatives; i++) {
        const size_t n = ho_match_word(s, at, relatives[i].words);

        if (n <= longest)
            continue;
        longest = n;
        best = &relatives[i];
    }
    *end = at + longest;
    return best;
}

/* What runs now has begun: the days before today are over. */
static void set_span(int64_t first, int64_t last, int64_t today, size_t to,
                     struct ho_span *out)
{
    *out = (struct ho_span){ .first = first < today ? today : first,
                             .last = last,
                             .to = to };
}

static void set_relative(const struct relative *r, int64_t today, size_t to,
                         struct ho_span *out)
{
    const int64_t monday =
        today - ho_weekday_of(today) + 1 + r->amount * HO_WEEK;
    int64_t year;
    int month, day;

    ho_date_from_days(today, &year, &month, &day);
    switch (r->relation) {
    case WEEK:
        set_span(monday, monday + HO_WEEK - 1, today, to, out);
        out->is_week = true;
        break;
    case MONTH:
        set_span(ho_month_start(year, month + r->amount),
                 ho_month_end(year, month + r->amount), today, to, out);
        break;
    case YEAR:
        set_span(ho_month_start(year + r->amount, 1),
                 ho_month_end(year + r->amount, MONTHS), today, to, out);
        break;
    case MONTH_END:
        set_span(ho_month_end(year, month), ho_month_end(year, month), today,
                 to, out);
        break;
    default:
        set_span(today + r->amount, today + r->amount, today, to, out);
    }
}

/* "next week on Friday" */
static void narrow_to_weekday(struct handoff_slice s, struct ho_span *out)
{
    static const char *const joints[] = { " on ", " am ", " le ", " el ", " " };
    const int64_t monday = out->first - ho_weekday_of(out->first) + 1;

    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
        const size_t n = ho_match(s, out->to, joints[i]);
        size_t end;
        const int weekday = n ? ho_weekday_at(s, out->to + n, false, &end) : 0;

        if (weekday == 0)
            continue;
        out->first = out->last = monday + weekday - 1;
        out->is_week = false;
        out->to = end;
        return;
    }
}

static bool relative_at(struct handoff_slice s, size_t at, int64_t today,
                        bool named, struct ho_span *out)
{
    size_t end;
    const struct relative *r = find_relative(s, at, &end);

    if (!r || (r->relation == NOW && (!named || ho_match(s, end, "'") > 0)))
        return false; /* "today's" */
    set_relative(r, today, end, out);
    if (r->relation == WEEK)
        narrow_to_weekday(s, out);
    return true;
}

/* --- weekdays ------------------------------------------------ */

/* "every Friday" is none to decide by, "last Friday" is over. */
static bool is_other_weekday(struct handoff_slice s, size_t at, size_t end)
{
    static const struct ho_ending words[] = {
        HO_ENDING("every"),     HO_ENDING("each"),     HO_ENDING("last"),
        HO_ENDING("past"),      HO_ENDING("any"),      HO_ENDING("jeden"),
        HO_ENDING("jedem"),     HO_ENDING("letzten"),  HO_ENDING("vergangenen"),
        HO_ENDING("chaque"),    HO_ENDING("tous les"), HO_ENDING("cada"),
        HO_ENDING("todos los"), HO_ENDING("previous"),
    };
    static const char *const behind[] = { "dernier", "passé", "pasado",
                                          "scorso" };

    return ho_match_any_before(s, at - ho_blank_before(s, at), words,
                               sizeof words / sizeof *words) > 0 ||
           ho_match_any(s, end + ho_blank(s, end), behind, 4) > 0;
}

/* "next Friday": the coming one to some, the one of next week to others. */
static bool says_next(struct handoff_slice s, size_t at, size_t *end)
{
    static const struct ho_ending words[] = {
        HO_ENDING("next"),    HO_ENDING("nächsten"),   HO_ENDING("nächster"),
        HO_ENDING("próximo"), HO_ENDING("el próximo"),
    };
    static const char *const behind[] = { "prochain", "próximo", "que viene" };
    const size_t next = *end + ho_blank(s, *end);
    const size_t n = ho_match_any(s, next, behind, 3);

    if (n > 0)
        *end = next + n;
    return n > 0 ||
           ho_match_any_before(s, at - ho_blank_before(s, at), words, 5) > 0;
}

/* "Friday next week", "Friday of next week" */
static bool week_behind(struct handoff_slice s, size_t at, int64_t today,
                        struct ho_span *week)
{
    static const char *const joints[] = { " of ", " de ", " in ", " " };

    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
        const size_t n = ho_match(s, at, joints[i]);
        size_t end;
        const struct relative *r = n ? find_relative(s, at + n, &end) : NULL;

        if (!r || r->relation != WEEK)
            continue;
        set_relative(r, today, end, week);
        return true;
    }
    return false;
}

/* "Friday, 12 October": the date decides, and must be a Friday; "so 12 October"
 * need not be a Sunday. */
static bool day_behind(struct handoff_slice s, size_t at, int64_t today,
                       int weekday, struct ho_span *out)
{
    static const char *const joints[] = { ", the ", " the ", ", den ", " den ",
                                          ", le ",  " le ",  ", el ",  " el ",
                                          ", ",     " " };

    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
        const size_t n = ho_match(s, at, joints[i]);

        if (n == 0 || !(ho_day_at(s, at + n, today, out) ||
                        ho_short_day_at(s, at + n, today, out)))
            continue;
        if (weekday > 0 && ho_weekday_of(out->first) != weekday)
            out->ambiguous = true;
        return true;
    }
    return false;
}

static bool weekday_at(struct handoff_slice s, size_t at, int64_t today,
                       struct ho_span *out)
{
    const int now = ho_weekday_of(today);
    size_t end;
    const int weekday = ho_weekday_at(s, at, false, &end);
    struct ho_span week;
    int ahead;

    if (weekday == 0)
        return ho_weekday_at(s, at, true, &end) > 0 &&
               day_behind(s, end, today, 0, out);
    if (day_behind(s, end, today, weekday, out))
        return true;
    if (is_other_weekday(s, at, end))
        return false;
    ahead = weekday > now ? weekday - now : weekday - now + HO_WEEK;
    *out = (struct ho_span){ .first = today + ahead, .to = end };
    if (week_behind(s, end, today, &week)) {
        out->first = week.last - HO_WEEK + weekday;
        out->to = week.to;
    } else if (says_next(s, at, &out->to)) {
        out->ambiguous = weekday > now;
    }
    out->last = out->first;
    return true;
}

bool ho_relative_at(struct handoff_slice s, size_t at, int64_t today,
                    bool named, struct ho_span *out)
{
    return ho_window_at(s, at, today, out) ||
           relative_at(s, at, today, named, out) ||
           weekday_at(s, at, today, out);
}
