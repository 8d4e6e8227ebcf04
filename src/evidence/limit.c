/* limit.c - see evidence/limit.h */
#include "evidence/limit.h"

#include "base/utf8.h"
#include "evidence/currency.h"
#include "evidence/match.h"
#include "evidence/unit.h"

enum { IN_A_ROW = 4 }; /* "a minimum of about", and no more */

enum sense { FROM, ABOVE, TO, BELOW, ABOUT, BETWEEN };

struct limit {
    const char *words;
    enum sense sense;
};

static const struct limit before[] = {
    { ">", ABOVE },
    { "over", ABOVE },
    { "more than", ABOVE },
    { "greater than", ABOVE },
    { "above", ABOVE },
    { "exceeding", ABOVE },
    { "in excess of", ABOVE },
    { "north of", ABOVE },
    { "über", ABOVE },
    { "mehr als", ABOVE },
    { "plus de", ABOVE },
    { "plus d'", ABOVE },
    { "más de", ABOVE },
    { "más que", ABOVE },
    { "superior a", ABOVE },
    { "più di", ABOVE },
    { "oltre", ABOVE },
    { "mais de", ABOVE },
    { "meer dan", ABOVE },
    { ">=", FROM },
    { "≥", FROM },
    { "at least", FROM },
    { "no less than", FROM },
    { "not less than", FROM },
    { "no fewer than", FROM },
    { "not fewer than", FROM },
    { "not under", FROM },
    { "not below", FROM },
    { "minimum", FROM },
    { "a minimum of", FROM },
    { "minimum of", FROM },
    { "min", FROM },
    { "min.", FROM },
    { "upwards of", FROM },
    { "starting at", FROM },
    { "nicht weniger als", FROM },
    { "nicht unter", FROM },
    { "mindestens", FROM },
    { "mind.", FROM },
    { "wenigstens", FROM },
    { "ab", FROM },
    { "au moins", FROM },
    { "au minimum", FROM },
    { "pas moins de", FROM },
    { "à partir de", FROM },
    { "al menos", FROM },
    { "por lo menos", FROM },
    { "como mínimo", FROM },
    { "no menos de", FROM },
    { "a partir de", FROM },
    { "almeno", FROM },
    { "pelo menos", FROM },
    { "minstens", FROM },
    { "<", BELOW },
    { "under", BELOW },
    { "less than", BELOW },
    { "fewer than", BELOW },
    { "below", BELOW },
    { "unter", BELOW },
    { "weniger als", BELOW },
    { "moins de", BELOW },
    { "moins d'", BELOW },
    { "menos de", BELOW },
    { "meno di", BELOW },
    { "minder dan", BELOW },
    { "<=", TO },
    { "≤", TO },
    { "no more than", TO },
    { "not more than", TO },
    { "not over", TO },
    { "not above", TO },
    { "not exceeding", TO },
    { "not to exceed", TO },
    { "up to", TO },
    { "at most", TO },
    { "maximum", TO },
    { "a maximum of", TO },
    { "maximum of", TO },
    { "max", TO },
    { "max.", TO },
    { "capped at", TO },
    { "as many as", TO },
    { "as much as", TO },
    { "nicht mehr als", TO },
    { "nicht über", TO },
    { "bis zu", TO },
    { "bis", TO },
    { "höchstens", TO },
    { "maximal", TO },
    { "pas plus de", TO },
    { "jusqu'à", TO },
    { "au maximum", TO },
    { "au plus", TO },
    { "no más de", TO },
    { "hasta", TO },
    { "como máximo", TO },
    { "fino a", TO },
    { "até", TO },
    { "maximaal", TO },
    { "~", ABOUT },
    { "≈", ABOUT },
    { "about", ABOUT },
    { "around", ABOUT },
    { "roughly", ABOUT },
    { "approximately", ABOUT },
    { "approx", ABOUT },
    { "approx.", ABOUT },
    { "circa", ABOUT },
    { "zirka", ABOUT },
    { "ca", ABOUT },
    { "ca.", ABOUT },
    { "c.", ABOUT },
    { "some", ABOUT },
    { "nearly", ABOUT },
    { "almost", ABOUT },
    { "close to", ABOUT },
    { "in the region of", ABOUT },
    { "in the ballpark of", ABOUT },
    { "somewhere around", ABOUT },
    { "etwa", ABOUT },
    { "ungefähr", ABOUT },
    { "rund", ABOUT },
    { "knapp", ABOUT },
    { "an die", ABOUT },
    { "environ", ABOUT },
    { "près de", ABOUT },
    { "autour de", ABOUT },
    { "à peu près", ABOUT },
    { "unos", ABOUT },
    { "unas", ABOUT },
    { "aproximadamente", ABOUT },
    { "alrededor de", ABOUT },
    { "cerca de", ABOUT },
    { "casi", ABOUT },
    { "quasi", ABOUT },
    { "ongeveer", ABOUT },
    { "between", BETWEEN },
    { "from", BETWEEN },
    { "zwischen", BETWEEN },
    { "von", BETWEEN },
    { "entre", BETWEEN },
    { "de", BETWEEN },
    { "desde", BETWEEN },
    { "tra", BETWEEN },
    { "tussen", BETWEEN },
};

/* Right behind the number. */
static const struct limit behind[] = {
    { "+", FROM },
    { "ish", ABOUT },
    { "-ish", ABOUT },
    { " or so", ABOUT },
    { " oder so", ABOUT },
    { " approx", ABOUT },
    { " approx.", ABOUT },
    { " approximately", ABOUT },
    { " roughly", ABOUT },
    { " more or less", ABOUT },
    { " give or take", ABOUT },
    { " environ", ABOUT },
    { " ungefähr", ABOUT },
    { " aproximadamente", ABOUT },
    { " max", TO },
    { " max.", TO },
    { " maximum", TO },
    { " tops", TO },
    { " at most", TO },
    { " höchstens", TO },
    { " maximal", TO },
    { " au plus", TO },
    { " au maximum", TO },
    { " como máximo", TO },
    { " minimum", FROM },
    { " at least", FROM },
    { " mindestens", FROM },
    { " au moins", FROM },
    { " como mínimo", FROM },
};

/* These also behind what is counted. */
static const struct limit far_behind[] = {
    { " or more", FROM },   { " and more", FROM },  { " or above", FROM },
    { " and above", FROM }, { " and up", FROM },    { " or over", FROM },
    { " upwards", FROM },   { " oder mehr", FROM }, { " und mehr", FROM },
    { " ou plus", FROM },   { " et plus", FROM },   { " o más", FROM },
    { " y más", FROM },     { " o più", FROM },     { " ou mais", FROM },
    { " of meer", FROM },   { " or less", TO },     { " or fewer", TO },
    { " or below", TO },    { " or under", TO },    { " oder weniger", TO },
    { " ou moins", TO },    { " o menos", TO },     { " of minder", TO },
};

/* The longest of the table's words at `at`. */
static const struct limit *limit_at(struct handoff_slice s, size_t at,
                                    const struct limit *table, size_t count,
                                    size_t *len)
{
    const struct limit *best = NULL;

    *len = 0;
    for (size_t i = 0; i < count; i++) {
        const size_t n = ho_match_word(s, at, table[i].words);

        if (n <= *len)
            continue;
        *len = n;
        best = &table[i];
    }
    return best;
}

static const struct limit *limit_before(struct handoff_slice s, size_t end,
                                        size_t *len)
{
    const struct limit *best = NULL;

    *len = 0;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        const size_t n = ho_match_before(s, end, before[i].words);

        if (n <= *len)
            continue;
        *len = n;
        best = &before[i];
    }
    return best;
}

static enum ho_limit limit_of(enum sense sense)
{
    switch (sense) {
    case FROM:
        return HO_LIMIT_FROM;
    case ABOVE:
        return HO_LIMIT_ABOVE;
    case TO:
        return HO_LIMIT_TO;
    default:
        return HO_LIMIT_BELOW;
    }
}

/* White space and a currency, which may stand between; the article of "a
 * hundred", too. */
static size_t skip_back(struct handoff_slice s, size_t at)
{
    static const char *const articles[] = { "a", "an", "the" };
    struct ho_currency currency;
    size_t end = at - ho_match_before(s, at, " ");
    size_t n = ho_currency_before(s, end, &currency);

    end -= n;
    end -= n ? ho_match_before(s, end, " ") : 0;
    n = ho_match_any_before(s, end, articles, 3);
    return n ? end - n - ho_match_before(s, end - n, " ") : end;
}

void ho_limits_before(struct handoff_slice s, size_t from,
                      struct ho_limits *out)
{
    size_t at = from;

    out->start = from;
    for (int i = 0; i < IN_A_ROW; i++) {
        const size_t end = skip_back(s, at);
        size_t len;
        const struct limit *found = limit_before(s, end, &len);

        if (!found)
            return;
        at = end - len;
        if (found->sense == BETWEEN) {
            out->between = true;
            out->between_start = at;
            return;
        }
        out->start = at;
        if (found->sense != ABOUT) {
            out->before = limit_of(found->sense);
            return;
        }
        out->approximate = true;
    }
}

static void take_behind(const struct limit *found, size_t end,
                        struct ho_limits *out)
{
    out->end = end;
    if (found->sense == ABOUT)
        out->approximate = true;
    else
        out->behind = limit_of(found->sense);
}

/* "50 plus", not "20k plus VAT". */
static size_t plus_at(struct handoff_slice s, size_t at)
{
    const size_t n = ho_match_word(s, at, " plus");
    const size_t end = at + n, next = end + ho_blank(s, end);
    size_t len;

    if (n == 0)
        return 0;
    return next >= s.len || !ho_word_boundary(s, next) ||
                   ho_unit_at(s, next, &len) == HO_UNIT_THING ||
                   (!ho_is_digit(s, next) && ho_letter_run(s, next) == 0)
               ? n
               : 0;
}

/* "200 people or more"; not "15 reps and more leads". */
static void look_further(struct handoff_slice s, size_t at,
                         struct ho_limits *out)
{
    for (int words = 0; words < 2 && out->behind == HO_LIMIT_NONE; words++) {
        size_t len;
        const struct limit *found = limit_at(
            s, at, far_behind, sizeof far_behind / sizeof *far_behind, &len);
        const size_t next = at + len + ho_blank(s, at + len);

        if (found && (words == 0 || ho_letter_run(s, next) == 0))
            take_behind(found, at + len, out);
        at += ho_blank(s, at);
        at += ho_letter_run(s, at);
    }
}

void ho_limits_behind(struct handoff_slice s, size_t to, struct ho_limits *out)
{
    struct ho_currency currency;
    const size_t blank = ho_blank(s, to);
    const size_t money = ho_currency_at(s, to + blank, &currency);
    size_t at = money ? to + blank + money : to, len;

    out->end = to;
    for (int i = 0; i < IN_A_ROW; i++) {
        const struct limit *found =
            limit_at(s, at, behind, sizeof behind / sizeof *behind, &len);

        if (!found)
            break;
        at += len;
        take_behind(found, at, out);
    }
    len = plus_at(s, at);
    if (len > 0) {
        out->behind = HO_LIMIT_FROM;
        out->end = at + len;
    }
    look_further(s, at, out);
}
