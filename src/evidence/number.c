/* number.c - see evidence/number.h */
#include "evidence/number.h"

#include <handoff/fields.h>

#include "base/utf8.h"
#include "evidence/currency.h"
#include "evidence/date.h"
#include "evidence/figure.h"
#include "evidence/limit.h"
#include "evidence/match.h"
#include "evidence/word_sets.h"

/* Bytes of what may stand between the two numbers of a range. */
static size_t range_sign(struct handoff_slice s, size_t at, bool between)
{
    static const char *const signs[] = { "..",    "...",     "…",     "-",
                                         "–",     "—",       "−",     "to",
                                         "bis",   "à",       "a",     "al",
                                         "tot",   "through", "up to", "until",
                                         "hasta", "jusqu'à" };
    static const char *const joints[] = { "and", "und", "et", "y",
                                          "e",   "en",  "&" };
    const size_t start = at + ho_blank(s, at);
    size_t n = ho_match_any(s, start, signs, sizeof signs / sizeof *signs);

    if (n == 0 && between)
        n = ho_match_any(s, start, joints, sizeof joints / sizeof *joints);
    return n ? start - at + n + ho_blank(s, start + n) : 0;
}

/* Behind the currency written right there, with its blank. */
static size_t skip_currency(struct handoff_slice s, size_t at)
{
    struct ho_currency currency;
    const size_t blank = ho_blank(s, at);
    const size_t n = ho_currency_at(s, at + blank, &currency);

    return n ? at + blank + n : at;
}

/* Two figures with a sign between them. */
struct pair {
    struct ho_figure first, second;
    size_t at; /* where the second begins; 0: there is none */
};

static void find_second(struct handoff_slice s, bool between, struct pair *p)
{
    const size_t behind = skip_currency(s, p->first.end);
    size_t sign = range_sign(s, behind, between);
    size_t at = behind + sign;

    if (sign == 0)
        return;
    sign = skip_currency(s, at);
    at = sign > at ? sign + ho_blank(s, sign) : at;
    if (!ho_is_digit(s, at) && !ho_word_boundary(s, at))
        return;
    p->at = at;
}

/* Behind "555-123-4567": figures that are joined so are no numbers. */
static size_t chain_end(struct handoff_slice s, size_t at)
{
    while (at < s.len && s.ptr[at] == '-' && ho_is_digit(s, at + 1))
        at += 1 + ho_digit_run(s, at + 1);
    return at;
}

/* Join the second figure to the number: the scale of "15-20k" is both's.  false
 * where it makes neither of the two a number ("15-20 %", "9-10:30"); out->to
 * is then behind them. */
static bool join_second(struct handoff_slice s, const struct pair *p,
                        struct ho_number *out)
{
    enum { DAYS = 31 };
    const size_t day = ho_date_end(s, p->at);
    struct ho_figure second;
    int64_t first = out->low, factor = p->first.factor, last;
    size_t chained;

    if (day > p->at && first <= DAYS * (int64_t)HANDOFF_SCALE) {
        out->to = day; /* "12 to 14 October" */
        return false;
    }
    if (day > p->at)
        return true;
    if (!ho_read_figure(s, p->at, &second)) {
        if (!ho_is_digit(s, p->at) && second.end == p->at)
            return true; /* another word: "15 to go" */
        out->to = second.end;
        return false;
    }
    chained = chain_end(s, second.end);
    if (chained > second.end && ho_is_digit(s, p->at)) {
        out->to = chained;
        return false;
    }
    if (factor == 1 && second.factor > 1 && first <= second.low &&
        first <= INT64_MAX / second.factor)
        first *= second.factor;
    last = second.high * second.factor;
    if (first > last)
        return true; /* no range runs down */
    out->low = first;
    out->high = last;
    out->to = second.end;
    out->unclear = out->unclear || second.unclear;
    out->approximate = out->approximate || second.approximate;
    out->scaled = out->scaled || second.factor > 1;
    out->year_like = out->year_like && second.year_like;
    return true;
}

/* The figure at `at`, alone; its end also where it makes no number. */
static bool read_first(struct handoff_slice s, size_t at, struct pair *p,
                       struct ho_number *out)
{
    const bool ok = ho_read_figure(s, at, &p->first);

    *out = (struct ho_number){ .from = at, .to = p->first.end };
    if (!ok)
        return false;
    out->low = p->first.low * p->first.factor;
    out->high = p->first.high * p->first.factor;
    out->approximate = p->first.approximate;
    out->unclear = p->first.unclear;
    out->scaled = p->first.factor > 1;
    out->year_like = p->first.year_like;
    return true;
}

/* The same, and what makes a range of it. */
static bool read_second(struct handoff_slice s, bool between, struct pair *p,
                        struct ho_number *out)
{
    bool ok = true;

    find_second(s, between, p);
    if (p->at > 0 && !out->unclear)
        ok = join_second(s, p, out);
    out->start = out->from;
    out->end = out->to;
    return ok;
}

bool ho_number_at(struct handoff_slice s, size_t at, struct ho_number *out)
{
    struct pair p = { .at = 0 };

    return read_first(s, at, &p, out) && read_second(s, false, &p, out);
}

/* A range is a bound on both sides already. */
static void apply_limits(const struct ho_limits *l, struct ho_number *n)
{
    const enum ho_limit limit = l->before ? l->before : l->behind;

    n->approximate = n->approximate || l->approximate;
    if (limit == HO_LIMIT_NONE)
        return;
    n->unclear = n->unclear || n->low != n->high || (l->before && l->behind);
    if (n->unclear)
        return;
    n->excludes = limit == HO_LIMIT_ABOVE || limit == HO_LIMIT_BELOW;
    if (limit == HO_LIMIT_FROM || limit == HO_LIMIT_ABOVE)
        n->high = INT64_MAX;
    else
        n->low = INT64_MIN;
}

/* The number at `at` with the words around it. */
static bool read_number(struct handoff_slice s, size_t at,
                        struct ho_number *out)
{
    struct ho_limits limits = { .start = at };
    struct pair p = { .at = 0 };

    if (ho_skip_no_figure(s, at) > at) {
        *out = (struct ho_number){ .to = ho_skip_no_figure(s, at) };
        return false;
    }
    if (!read_first(s, at, &p, out))
        return false;
    ho_limits_before(s, at, &limits);
    if (!read_second(s, limits.between, &p, out))
        return false;
    if (limits.between && out->low != out->high)
        limits.start = limits.between_start;
    ho_limits_behind(s, out->to, &limits);
    out->start = limits.start;
    out->end = limits.end;
    apply_limits(&limits, out);
    return true;
}

/* Where a date that starts at `at` ends, or `at`. */
static size_t skip_date(struct handoff_slice s, size_t at)
{
    return (ho_is_digit(s, at) || ho_letter_run(s, at) > 0) &&
                   ho_word_boundary(s, at)
               ? ho_date_end(s, at)
               : at;
}

/* The next place, behind what begins there. */
static size_t next_place(struct handoff_slice s, size_t at)
{
    const size_t letters = ho_letter_run(s, at);

    if (letters > 0)
        return at + letters;
    at++;
    while (at < s.len && ((unsigned char)s.ptr[at] & 0xC0) == 0x80)
        at++;
    return at;
}

/* A digit, or a word with which a date or a number may begin. */
static bool may_start(struct handoff_slice s, size_t at)
{
    return ho_is_digit(s, at) ||
           ho_has_start(&ho_figure_words, ho_start_at(s, at));
}

bool ho_next_number(struct handoff_slice s, size_t *at, struct ho_number *out)
{
    while (*at < s.len) {
        size_t behind;

        if (!may_start(s, *at)) {
            *at = next_place(s, *at);
            continue;
        }
        behind = skip_date(s, *at);
        if (behind > *at) {
            *at = behind;
            continue;
        }
        if (!ho_figure_starts(s, *at) ||
            (!ho_is_digit(s, *at) && ho_letter_run(s, *at) == 0)) {
            *at = next_place(s, *at);
            continue;
        }
        if (read_number(s, *at, out)) {
            *at = out->to;
            return true;
        }
        *at = out->to > *at ? out->to : next_place(s, *at);
    }
    *at = s.len;
    return false;
}

void ho_widen_to_numbers(struct handoff_slice text, size_t *from, size_t *to)
{
    const size_t first = *from, last = *to;
    struct ho_number n;
    size_t at = 0;

    while (ho_next_number(text, &at, &n) && n.from < last) {
        if (n.to <= first)
            continue;
        *from = n.start < *from ? n.start : *from;
        *to = n.end > *to ? n.end : *to;
    }
}
