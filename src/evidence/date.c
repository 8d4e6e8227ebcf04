/* date.c - see evidence/date.h */
#include "evidence/date.h"

#include "base/utf8.h"
#include "evidence/date_span.h"
#include "evidence/match.h"

/* What the words before a date make of it. */
enum lead {
    PLAIN,
    NAMED,     /* it is a date: "in March" */
    BY,        /* the same, but "by 2027" leaves open which end of it */
    END,       /* its last day */
    BEFORE,    /* up to the day before */
    AFTER,     /* from the day after it */
    NOT_BEFORE /* from its first day */
};

static const struct {
    const char *words;
    enum lead lead;
} leads[] = {
    { "in", NAMED },
    { "in early", NAMED },
    { "in late", NAMED },
    { "in mid", NAMED },
    { "on", NAMED },
    { "early", NAMED },
    { "mid", NAMED },
    { "mid-", NAMED },
    { "late", NAMED },
    { "during", NAMED },
    { "beginning of", NAMED },
    { "the beginning of", NAMED },
    { "start of", NAMED },
    { "the start of", NAMED },
    { "middle of", NAMED },
    { "sometime in", NAMED },
    { "im", NAMED },
    { "im jahr", NAMED },
    { "am", NAMED },
    { "anfang", NAMED },
    { "mitte", NAMED },
    { "en", NAMED },
    { "au mois de", NAMED },
    { "début", NAMED },
    { "mi-", NAMED },
    { "le", NAMED },
    { "el", NAMED },
    { "a mediados de", NAMED },
    { "mediados de", NAMED },
    { "a principios de", NAMED },
    { "principios de", NAMED },
    { "em", NAMED },
    { "by", BY },
    { "until", BY },
    { "till", BY },
    { "no later than", BY },
    { "from", BY },
    { "bis", BY },
    { "bis zum", BY },
    { "zum", BY },
    { "vom", BY },
    { "spätestens", BY },
    { "d'ici", BY },
    { "d'ici le", BY },
    { "avant le", BY },
    { "jusqu'en", BY },
    { "para", BY },
    { "hasta", BY },
    { "hasta el", BY },
    { "antes del", BY },
    { "entro", BY },
    { "até", BY },
    { "voor", BY },
    { "end of", END },
    { "the end of", END },
    { "by end", END },
    { "end", END },
    { "ende", END },
    { "ende des", END },
    { "fin", END },
    { "fin de", END },
    { "à la fin de", END },
    { "finales de", END },
    { "a finales de", END },
    { "fines de", END },
    { "final de", END },
    { "eind", END },
    { "before", BEFORE },
    { "ahead of", BEFORE },
    { "vor", BEFORE },
    { "avant", BEFORE },
    { "antes de", BEFORE },
    { "after", AFTER },
    { "nach", AFTER },
    { "nach dem", AFTER },
    { "après", AFTER },
    { "après le", AFTER },
    { "después de", AFTER },
    { "después del", AFTER },
    { "not before", NOT_BEFORE },
    { "no earlier than", NOT_BEFORE },
    { "not until", NOT_BEFORE },
    { "starting", NOT_BEFORE },
    { "starting in", NOT_BEFORE },
    { "starting on", NOT_BEFORE },
    { "as of", NOT_BEFORE },
    { "ab", NOT_BEFORE },
    { "ab dem", NOT_BEFORE },
    { "nicht vor", NOT_BEFORE },
    { "nicht vor dem", NOT_BEFORE },
    { "frühestens", NOT_BEFORE },
    { "frühestens am", NOT_BEFORE },
    { "frühestens im", NOT_BEFORE },
    { "à partir de", NOT_BEFORE },
    { "à partir du", NOT_BEFORE },
    { "pas avant", NOT_BEFORE },
    { "pas avant le", NOT_BEFORE },
    { "a partir de", NOT_BEFORE },
    { "a partir del", NOT_BEFORE },
    { "no antes de", NOT_BEFORE },
    { "no antes del", NOT_BEFORE },
};

/* The longest words of the table at `at`; *end is behind them and their gap. */
static enum lead find_lead(struct handoff_slice s, size_t at, size_t *end)
{
    enum lead lead = PLAIN;
    size_t best = 0;

    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        const size_t n = ho_match_word(s, at, leads[i].words);

        if (n <= best)
            continue;
        best = n;
        lead = leads[i].lead;
    }
    *end = at + best + ho_match(s, at + best, " ");
    return lead;
}

/* --- behind a date ----------------------------------------------- */

/* "2026-10-12..2026-10-31", as we write a span ourselves. */
static void take_second(struct handoff_slice s, int64_t today,
                        struct ho_span *span)
{
    const size_t n = ho_match(s, span->to, "..");
    struct ho_span second;

    if (n == 0 || !ho_day_at(s, span->to + n, today, &second) ||
        second.first < span->first)
        return;
    span->last = second.first;
    span->to = second.to;
}

static void take_or_later(struct handoff_slice s, struct ho_span *span)
{
    static const char *const words[] = { " or later", " oder später",
                                         " ou plus tard", " o más tarde",
                                         " onwards" };
    const size_t n =
        ho_match_any(s, span->to, words, sizeof words / sizeof *words);

    if (n == 0)
        return;
    span->last = INT64_MAX;
    span->to += n;
}

/* --- one place --------------------------------------------------- */

/* Bounds bound days; words such as "end of" only make sense of longer spans. */
static void apply_lead(enum lead lead, int64_t today, struct ho_span *span)
{
    const bool is_day = span->first == span->last;

    if (lead == END && span->last != INT64_MAX && !span->is_week) {
        span->first = span->last;
    } else if (lead == BEFORE && !is_day) {
        span->last = span->first - 1;
        span->first = today < span->last ? today : span->last;
    } else if (lead == AFTER || lead == NOT_BEFORE) {
        span->first = lead == AFTER && span->last != INT64_MAX ? span->last + 1
                                                               : span->first;
        span->last = INT64_MAX;
    }
}

/* A year is named by "in" and "end of", not by "by" and "after". */
static bool is_year_only(struct handoff_slice s, size_t at, size_t to)
{
    return to - at == 4 && ho_digit_run(s, at) == 4;
}

static bool span_at(struct handoff_slice s, size_t at, int64_t today,
                    enum lead lead, struct ho_span *out)
{
    const bool named = lead != PLAIN;

    if (ho_day_at(s, at, today, out)) {
        take_second(s, today, out);
        take_or_later(s, out);
        return true;
    }
    if (named && ho_short_day_at(s, at, today, out))
        return true;
    if (ho_calendar_at(s, at, today, named, out)) {
        take_or_later(s, out);
        return !is_year_only(s, at, out->to) || lead == NAMED || lead == END;
    }
    return ho_relative_at(s, at, today, lead == BY, out);
}

/* The date at `at` with the words before it. */
static bool date_at(struct handoff_slice s, size_t at, int64_t today,
                    struct ho_span *out)
{
    static const char *const articles[] = { "the ",    "this ", "next ",
                                            "coming ", "dem ",  "den ",
                                            "le ",     "el ",   "of " };
    size_t behind, n;
    const enum lead lead = find_lead(s, at, &behind);

    if (ho_relative_at(s, at, today, false, out))
        return true;
    if (lead != PLAIN) {
        for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
            n = ho_match(s, behind, articles[i]);
            if (n > 0 && span_at(s, behind + n, today, lead, out)) {
                apply_lead(lead, today, out);
                return true;
            }
        }
        if (span_at(s, behind, today, lead, out)) {
            apply_lead(lead, today, out);
            return true;
        }
    }
    return span_at(s, at, today, PLAIN, out);
}

/* --- all of them ------------------------------------------------- */

static bool lies_in(int64_t first, int64_t last, int64_t low, int64_t high)
{
    return low <= first && last <= high;
}

static void add_date(const struct ho_span *span, size_t from,
                     struct ho_dates *out)
{
    out->ambiguous = out->ambiguous || span->ambiguous;
    if (out->count == 0) {
        out->from = from;
        out->to = span->to;
    } else if (lies_in(out->day, out->last, span->first, span->last)) {
        return;
    }
    if (out->count > 0 &&
        !lies_in(span->first, span->last, out->day, out->last)) {
        out->count++;
        return;
    }
    out->day = span->first;
    out->last = span->last;
    out->count += out->count == 0;
}

static size_t next_place(struct handoff_slice s, size_t at)
{
    const size_t letters = ho_letter_run(s, at);
    const size_t digits = letters ? letters : ho_digit_run(s, at);

    at += digits ? digits : 1;
    while (at < s.len && ((unsigned char)s.ptr[at] & 0xC0) == 0x80)
        at++;
    return at;
}

static bool may_start(struct handoff_slice s, size_t at)
{
    return (ho_is_digit(s, at) || ho_letter_run(s, at) > 0) &&
           ho_word_boundary(s, at);
}

/* A text that is a date and nothing else needs no word that names it: "March",
 * "12.10.", "today". */
static bool whole_date(struct handoff_slice text, int64_t today,
                       struct ho_span *span)
{
    const struct handoff_slice s = ho_trim(text);

    return s.len > 0 &&
           ((span_at(s, 0, today, NAMED, span) && span->to == s.len) ||
            (span_at(s, 0, today, BY, span) && span->to == s.len));
}

void ho_find_dates(struct handoff_slice text, int64_t today,
                   struct ho_dates *out)
{
    struct ho_span span;
    size_t at = 0;

    *out = (struct ho_dates){ 0 };
    if (whole_date(text, today, &span)) {
        span.to = text.len;
        add_date(&span, 0, out);
        return;
    }
    while (at < text.len) {
        if (!may_start(text, at) || !date_at(text, at, today, &span)) {
            at = next_place(text, at);
            continue;
        }
        add_date(&span, at, out);
        at = span.to;
    }
}

size_t ho_date_end(struct handoff_slice text, size_t at)
{
    struct ho_span span;

    if (ho_day_at(text, at, 0, &span) ||
        ho_calendar_at(text, at, 0, false, &span))
        return span.to;
    return at;
}
