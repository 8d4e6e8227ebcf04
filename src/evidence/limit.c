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
    unsigned char len;
    char first, last; /* first: behind the space */
    enum sense sense;
};

#define LIMIT(words, sense)                                   \
    {                                                         \
        words, sizeof(words) - 1, (words)[(words)[0] == ' '], \
            (words)[sizeof(words) - 2u], sense                \
    }

static const struct limit before[] = {
    LIMIT(">", ABOVE),
    LIMIT("over", ABOVE),
    LIMIT("more than", ABOVE),
    LIMIT("greater than", ABOVE),
    LIMIT("above", ABOVE),
    LIMIT("exceeding", ABOVE),
    LIMIT("in excess of", ABOVE),
    LIMIT("north of", ABOVE),
    LIMIT("über", ABOVE),
    LIMIT("mehr als", ABOVE),
    LIMIT("plus de", ABOVE),
    LIMIT("plus d'", ABOVE),
    LIMIT("más de", ABOVE),
    LIMIT("más que", ABOVE),
    LIMIT("superior a", ABOVE),
    LIMIT("più di", ABOVE),
    LIMIT("oltre", ABOVE),
    LIMIT("mais de", ABOVE),
    LIMIT("meer dan", ABOVE),
    LIMIT(">=", FROM),
    LIMIT("≥", FROM),
    LIMIT("at least", FROM),
    LIMIT("no less than", FROM),
    LIMIT("not less than", FROM),
    LIMIT("no fewer than", FROM),
    LIMIT("not fewer than", FROM),
    LIMIT("not under", FROM),
    LIMIT("not below", FROM),
    LIMIT("minimum", FROM),
    LIMIT("a minimum of", FROM),
    LIMIT("minimum of", FROM),
    LIMIT("min", FROM),
    LIMIT("min.", FROM),
    LIMIT("upwards of", FROM),
    LIMIT("starting at", FROM),
    LIMIT("nicht weniger als", FROM),
    LIMIT("nicht unter", FROM),
    LIMIT("mindestens", FROM),
    LIMIT("mind.", FROM),
    LIMIT("wenigstens", FROM),
    LIMIT("ab", FROM),
    LIMIT("au moins", FROM),
    LIMIT("au minimum", FROM),
    LIMIT("pas moins de", FROM),
    LIMIT("à partir de", FROM),
    LIMIT("al menos", FROM),
    LIMIT("por lo menos", FROM),
    LIMIT("como mínimo", FROM),
    LIMIT("no menos de", FROM),
    LIMIT("a partir de", FROM),
    LIMIT("almeno", FROM),
    LIMIT("pelo menos", FROM),
    LIMIT("minstens", FROM),
    LIMIT("<", BELOW),
    LIMIT("under", BELOW),
    LIMIT("less than", BELOW),
    LIMIT("fewer than", BELOW),
    LIMIT("below", BELOW),
    LIMIT("unter", BELOW),
    LIMIT("weniger als", BELOW),
    LIMIT("moins de", BELOW),
    LIMIT("moins d'", BELOW),
    LIMIT("menos de", BELOW),
    LIMIT("meno di", BELOW),
    LIMIT("minder dan", BELOW),
    LIMIT("<=", TO),
    LIMIT("≤", TO),
    LIMIT("no more than", TO),
    LIMIT("not more than", TO),
    LIMIT("not over", TO),
    LIMIT("not above", TO),
    LIMIT("not exceeding", TO),
    LIMIT("not to exceed", TO),
    LIMIT("up to", TO),
    LIMIT("at most", TO),
    LIMIT("maximum", TO),
    LIMIT("a maximum of", TO),
    LIMIT("maximum of", TO),
    LIMIT("max", TO),
    LIMIT("max.", TO),
    LIMIT("capped at", TO),
    LIMIT("as many as", TO),
    LIMIT("as much as", TO),
    LIMIT("nicht mehr als", TO),
    LIMIT("nicht über", TO),
    LIMIT("bis zu", TO),
    LIMIT("bis", TO),
    LIMIT("höchstens", TO),
    LIMIT("maximal", TO),
    LIMIT("pas plus de", TO),
    LIMIT("jusqu'à", TO),
    LIMIT("au maximum", TO),
    LIMIT("au plus", TO),
    LIMIT("no más de", TO),
    LIMIT("hasta", TO),
    LIMIT("como máximo", TO),
    LIMIT("fino a", TO),
    LIMIT("até", TO),
    LIMIT("maximaal", TO),
    LIMIT("~", ABOUT),
    LIMIT("≈", ABOUT),
    LIMIT("about", ABOUT),
    LIMIT("around", ABOUT),
    LIMIT("roughly", ABOUT),
    LIMIT("approximately", ABOUT),
    LIMIT("approx", ABOUT),
    LIMIT("approx.", ABOUT),
    LIMIT("circa", ABOUT),
    LIMIT("zirka", ABOUT),
    LIMIT("ca", ABOUT),
    LIMIT("ca.", ABOUT),
    LIMIT("c.", ABOUT),
    LIMIT("some", ABOUT),
    LIMIT("nearly", ABOUT),
    LIMIT("almost", ABOUT),
    LIMIT("close to", ABOUT),
    LIMIT("in the region of", ABOUT),
    LIMIT("in the ballpark of", ABOUT),
    LIMIT("somewhere around", ABOUT),
    LIMIT("etwa", ABOUT),
    LIMIT("ungefähr", ABOUT),
    LIMIT("rund", ABOUT),
    LIMIT("knapp", ABOUT),
    LIMIT("an die", ABOUT),
    LIMIT("environ", ABOUT),
    LIMIT("près de", ABOUT),
    LIMIT("autour de", ABOUT),
    LIMIT("à peu près", ABOUT),
    LIMIT("unos", ABOUT),
    LIMIT("unas", ABOUT),
    LIMIT("aproximadamente", ABOUT),
    LIMIT("alrededor de", ABOUT),
    LIMIT("cerca de", ABOUT),
    LIMIT("casi", ABOUT),
    LIMIT("quasi", ABOUT),
    LIMIT("ongeveer", ABOUT),
    LIMIT("between", BETWEEN),
    LIMIT("from", BETWEEN),
    LIMIT("zwischen", BETWEEN),
    LIMIT("von", BETWEEN),
    LIMIT("entre", BETWEEN),
    LIMIT("de", BETWEEN),
    LIMIT("desde", BETWEEN),
    LIMIT("tra", BETWEEN),
    LIMIT("tussen", BETWEEN),
};

/* Right behind the number. */
static const struct limit behind[] = {
    LIMIT("+", FROM),
    LIMIT("ish", ABOUT),
    LIMIT("-ish", ABOUT),
    LIMIT(" or so", ABOUT),
    LIMIT(" oder so", ABOUT),
    LIMIT(" approx", ABOUT),
    LIMIT(" approx.", ABOUT),
    LIMIT(" approximately", ABOUT),
    LIMIT(" roughly", ABOUT),
    LIMIT(" more or less", ABOUT),
    LIMIT(" give or take", ABOUT),
    LIMIT(" environ", ABOUT),
    LIMIT(" ungefähr", ABOUT),
    LIMIT(" aproximadamente", ABOUT),
    LIMIT(" max", TO),
    LIMIT(" max.", TO),
    LIMIT(" maximum", TO),
    LIMIT(" tops", TO),
    LIMIT(" at most", TO),
    LIMIT(" höchstens", TO),
    LIMIT(" maximal", TO),
    LIMIT(" au plus", TO),
    LIMIT(" au maximum", TO),
    LIMIT(" como máximo", TO),
    LIMIT(" minimum", FROM),
    LIMIT(" at least", FROM),
    LIMIT(" mindestens", FROM),
    LIMIT(" au moins", FROM),
    LIMIT(" como mínimo", FROM),
};

/* These also behind what is counted. */
static const struct limit far_behind[] = {
    LIMIT(" or more", FROM),    LIMIT(" and more", FROM),
    LIMIT(" or above", FROM),   LIMIT(" and above", FROM),
    LIMIT(" and up", FROM),     LIMIT(" or over", FROM),
    LIMIT(" upwards", FROM),    LIMIT(" oder mehr", FROM),
    LIMIT(" und mehr", FROM),   LIMIT(" ou plus", FROM),
    LIMIT(" et plus", FROM),    LIMIT(" o más", FROM),
    LIMIT(" y más", FROM),      LIMIT(" o più", FROM),
    LIMIT(" ou mais", FROM),    LIMIT(" of meer", FROM),
    LIMIT(" or less", TO),      LIMIT(" or fewer", TO),
    LIMIT(" or below", TO),     LIMIT(" or under", TO),
    LIMIT(" oder weniger", TO), LIMIT(" ou moins", TO),
    LIMIT(" o menos", TO),      LIMIT(" of minder", TO),
};

/* The longest of the table's words at `at`.  Most start with a space: what
 * stands behind it is looked at, once it is clear that there is one. */
static const struct limit *limit_at(struct handoff_slice s, size_t at,
                                    const struct limit *table, size_t count,
                                    size_t *len)
{
    const size_t blank = ho_match(s, at, " ");
    const char near = at < s.len ? s.ptr[at] : '\0';
    const char far = at + blank < s.len ? s.ptr[at + blank] : '\0';
    const struct limit *best = NULL;

    *len = 0;
    for (size_t i = 0; i < count; i++) {
        const size_t skip = table[i].words[0] == ' ';
        const size_t gap = skip ? blank : 0;
        size_t n;

        if ((skip && blank == 0) ||
            !ho_may_match(skip ? far : near, table[i].first))
            continue;
        n = ho_match_word(s, at + gap, table[i].words + skip);
        if (n == 0 || gap + n <= *len)
            continue;
        *len = gap + n;
        best = &table[i];
    }
    return best;
}

static const struct limit *limit_before(struct handoff_slice s, size_t end,
                                        size_t *len)
{
    const struct limit *best = NULL;

    *len = 0;
    for (size_t i = 0; end > 0 && i < sizeof before / sizeof *before; i++) {
        size_t n;

        if (!ho_may_match(s.ptr[end - 1], before[i].last))
            continue;
        n = ho_match_back(s, end, before[i].words, before[i].len);
        if (n <= *len || !ho_word_boundary(s, end - n))
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

static const struct ho_ending space = HO_ENDING(" ");

/* White space and a currency, which may stand between; the article of "a
 * hundred", too. */
static size_t skip_back(struct handoff_slice s, size_t at)
{
    static const struct ho_ending articles[] = {
        HO_ENDING("a"),
        HO_ENDING("an"),
        HO_ENDING("the"),
    };
    struct ho_currency currency;
    size_t end = at - ho_match_before(s, at, &space);
    size_t n = ho_currency_before(s, end, &currency);

    end -= n;
    end -= n ? ho_match_before(s, end, &space) : 0;
    n = ho_match_any_before(s, end, articles, 3);
    return n ? end - n - ho_match_before(s, end - n, &space) : end;
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
