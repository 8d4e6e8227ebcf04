/* limit.c - see evidence/limit.h */
#include "evidence/limit.h"

#include "base/utf8.h"
#include "evidence/currency.h"
#include "evidence/match.h"
#include "evidence/unit.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { IN_A_ROW = 4 }; /* "a minimum of about", and no more */

enum sense { FROM, ABOVE, TO, BELOW, ABOUT, BETWEEN };

/* In the order of the keys, by which they are found: the last byte of what
 * stands before a number, the first one, behind the space, of what stands
 * behind it. */
struct limit {
    const char *words;
    unsigned char len, key;
    enum sense sense;
};

#define LIMIT(words, key, sense)                              \
    {                                                         \
        words, sizeof(words) - 1, (unsigned char)(key), sense \
    }
#define BEFORE(words, sense) LIMIT(words, (words)[sizeof(words) - 2u], sense)
#define BEHIND(words, sense) LIMIT(words, (words)[(words)[0] == ' '], sense)

static const struct limit before[] = {
    BEFORE("plus d'", ABOVE),
    BEFORE("moins d'", BELOW),
    BEFORE("min.", FROM),
    BEFORE("mind.", FROM),
    BEFORE("max.", TO),
    BEFORE("approx.", ABOUT),
    BEFORE("ca.", ABOUT),
    BEFORE("c.", ABOUT),
    BEFORE("<", BELOW),
    BEFORE(">=", FROM),
    BEFORE("<=", TO),
    BEFORE(">", ABOVE),
    BEFORE("superior a", ABOVE),
    BEFORE("hasta", TO),
    BEFORE("fino a", TO),
    BEFORE("circa", ABOUT),
    BEFORE("zirka", ABOUT),
    BEFORE("ca", ABOUT),
    BEFORE("etwa", ABOUT),
    BEFORE("tra", BETWEEN),
    BEFORE("ab", FROM),
    BEFORE("not to exceed", TO),
    BEFORE("around", ABOUT),
    BEFORE("somewhere around", ABOUT),
    BEFORE("rund", ABOUT),
    BEFORE("above", ABOVE),
    BEFORE("plus de", ABOVE),
    BEFORE("más de", ABOVE),
    BEFORE("más que", ABOVE),
    BEFORE("oltre", ABOVE),
    BEFORE("mais de", ABOVE),
    BEFORE("pas moins de", FROM),
    BEFORE("à partir de", FROM),
    BEFORE("no menos de", FROM),
    BEFORE("a partir de", FROM),
    BEFORE("moins de", BELOW),
    BEFORE("menos de", BELOW),
    BEFORE("not above", TO),
    BEFORE("pas plus de", TO),
    BEFORE("no más de", TO),
    BEFORE("some", ABOUT),
    BEFORE("an die", ABOUT),
    BEFORE("près de", ABOUT),
    BEFORE("autour de", ABOUT),
    BEFORE("aproximadamente", ABOUT),
    BEFORE("alrededor de", ABOUT),
    BEFORE("cerca de", ABOUT),
    BEFORE("entre", BETWEEN),
    BEFORE("de", BETWEEN),
    BEFORE("desde", BETWEEN),
    BEFORE("in excess of", ABOVE),
    BEFORE("north of", ABOVE),
    BEFORE("a minimum of", FROM),
    BEFORE("minimum of", FROM),
    BEFORE("upwards of", FROM),
    BEFORE("a maximum of", TO),
    BEFORE("maximum of", TO),
    BEFORE("in the region of", ABOUT),
    BEFORE("in the ballpark of", ABOUT),
    BEFORE("exceeding", ABOVE),
    BEFORE("not exceeding", TO),
    BEFORE("più di", ABOVE),
    BEFORE("meno di", BELOW),
    BEFORE("casi", ABOUT),
    BEFORE("quasi", ABOUT),
    BEFORE("maximal", TO),
    BEFORE("maximaal", TO),
    BEFORE("minimum", FROM),
    BEFORE("au minimum", FROM),
    BEFORE("maximum", TO),
    BEFORE("au maximum", TO),
    BEFORE("from", BETWEEN),
    BEFORE("more than", ABOVE),
    BEFORE("greater than", ABOVE),
    BEFORE("meer dan", ABOVE),
    BEFORE("no less than", FROM),
    BEFORE("not less than", FROM),
    BEFORE("no fewer than", FROM),
    BEFORE("not fewer than", FROM),
    BEFORE("min", FROM),
    BEFORE("less than", BELOW),
    BEFORE("fewer than", BELOW),
    BEFORE("minder dan", BELOW),
    BEFORE("no more than", TO),
    BEFORE("not more than", TO),
    BEFORE("environ", ABOUT),
    BEFORE("between", BETWEEN),
    BEFORE("zwischen", BETWEEN),
    BEFORE("von", BETWEEN),
    BEFORE("tussen", BETWEEN),
    BEFORE("como mínimo", FROM),
    BEFORE("almeno", FROM),
    BEFORE("up to", TO),
    BEFORE("como máximo", TO),
    BEFORE("close to", ABOUT),
    BEFORE("knapp", ABOUT),
    BEFORE("over", ABOVE),
    BEFORE("über", ABOVE),
    BEFORE("not under", FROM),
    BEFORE("nicht unter", FROM),
    BEFORE("under", BELOW),
    BEFORE("unter", BELOW),
    BEFORE("not over", TO),
    BEFORE("nicht über", TO),
    BEFORE("ungefähr", ABOUT),
    BEFORE("ongeveer", ABOUT),
    BEFORE("mehr als", ABOVE),
    BEFORE("nicht weniger als", FROM),
    BEFORE("mindestens", FROM),
    BEFORE("wenigstens", FROM),
    BEFORE("au moins", FROM),
    BEFORE("al menos", FROM),
    BEFORE("por lo menos", FROM),
    BEFORE("pelo menos", FROM),
    BEFORE("minstens", FROM),
    BEFORE("weniger als", BELOW),
    BEFORE("as many as", TO),
    BEFORE("as much as", TO),
    BEFORE("nicht mehr als", TO),
    BEFORE("bis", TO),
    BEFORE("höchstens", TO),
    BEFORE("au plus", TO),
    BEFORE("à peu près", ABOUT),
    BEFORE("unos", ABOUT),
    BEFORE("unas", ABOUT),
    BEFORE("at least", FROM),
    BEFORE("starting at", FROM),
    BEFORE("at most", TO),
    BEFORE("capped at", TO),
    BEFORE("about", ABOUT),
    BEFORE("almost", ABOUT),
    BEFORE("bis zu", TO),
    BEFORE("not below", FROM),
    BEFORE("below", BELOW),
    BEFORE("max", TO),
    BEFORE("approx", ABOUT),
    BEFORE("roughly", ABOUT),
    BEFORE("approximately", ABOUT),
    BEFORE("nearly", ABOUT),
    BEFORE("~", ABOUT),
    BEFORE("≈", ABOUT),
    BEFORE("jusqu'à", TO),
    BEFORE("≤", TO),
    BEFORE("≥", FROM),
    BEFORE("até", TO),
};

/* Right behind the number. */
static const struct limit behind[] = {
    BEHIND("+", FROM),
    BEHIND("-ish", ABOUT),
    BEHIND(" approx", ABOUT),
    BEHIND(" approx.", ABOUT),
    BEHIND(" approximately", ABOUT),
    BEHIND(" aproximadamente", ABOUT),
    BEHIND(" at most", TO),
    BEHIND(" au plus", TO),
    BEHIND(" au maximum", TO),
    BEHIND(" at least", FROM),
    BEHIND(" au moins", FROM),
    BEHIND(" como máximo", TO),
    BEHIND(" como mínimo", FROM),
    BEHIND(" environ", ABOUT),
    BEHIND(" give or take", ABOUT),
    BEHIND(" höchstens", TO),
    BEHIND("ish", ABOUT),
    BEHIND(" more or less", ABOUT),
    BEHIND(" max", TO),
    BEHIND(" max.", TO),
    BEHIND(" maximum", TO),
    BEHIND(" maximal", TO),
    BEHIND(" minimum", FROM),
    BEHIND(" mindestens", FROM),
    BEHIND(" or so", ABOUT),
    BEHIND(" oder so", ABOUT),
    BEHIND(" roughly", ABOUT),
    BEHIND(" tops", TO),
    BEHIND(" ungefähr", ABOUT),
};

/* These also behind what is counted. */
static const struct limit far_behind[] = {
    BEHIND(" and more", FROM), BEHIND(" and above", FROM),
    BEHIND(" and up", FROM),   BEHIND(" et plus", FROM),
    BEHIND(" or more", FROM),  BEHIND(" or above", FROM),
    BEHIND(" or over", FROM),  BEHIND(" oder mehr", FROM),
    BEHIND(" ou plus", FROM),  BEHIND(" o más", FROM),
    BEHIND(" o più", FROM),    BEHIND(" ou mais", FROM),
    BEHIND(" of meer", FROM),  BEHIND(" or less", TO),
    BEHIND(" or fewer", TO),   BEHIND(" or below", TO),
    BEHIND(" or under", TO),   BEHIND(" oder weniger", TO),
    BEHIND(" ou moins", TO),   BEHIND(" o menos", TO),
    BEHIND(" of minder", TO),  BEHIND(" upwards", FROM),
    BEHIND(" und mehr", FROM), BEHIND(" y más", FROM),
};

/* The rows that may stand at that byte.  What a letter that is not of ASCII
 * may be is left to the comparison. */
static struct ho_rows rows_of(const struct limit *table, size_t count,
                              char byte)
{
    const unsigned char c = (unsigned char)byte;
    const unsigned char key = c >= 'A' && c <= 'Z' ? c | 0x20 : c;
    struct ho_rows rows = { 0, count };

    if (c >= 0x80)
        return rows;
    for (size_t rest = count; rest > 0;) {
        const size_t half = (rest + 1) / 2;

        rows.from += table[rows.from + half - 1].key < key ? half : 0;
        rest -= half;
    }
    rows.to = rows.from;
    while (rows.to < count && table[rows.to].key == key)
        rows.to++;
    return rows;
}

/* The longest of the table's words at `at`, with a space before them or
 * without. */
static const struct limit *limit_at(struct handoff_slice s, size_t at,
                                    bool apart, const struct limit *table,
                                    size_t count, size_t *len)
{
    const struct ho_rows rows =
        at < s.len ? rows_of(table, count, s.ptr[at]) : (struct ho_rows){ 0 };
    const struct limit *best = NULL;

    *len = 0;
    for (size_t i = rows.from; i < rows.to; i++) {
        const bool spaced = table[i].words[0] == ' ';
        const size_t n =
            spaced == apart ? ho_match_word(s, at, table[i].words + spaced) : 0;

        if (n <= *len)
            continue;
        *len = n;
        best = &table[i];
    }
    return best;
}

/* Right at `at`, or behind a space. */
static const struct limit *limit_behind(struct handoff_slice s, size_t at,
                                        const struct limit *table, size_t count,
                                        size_t *len)
{
    const size_t blank = ho_match(s, at, " ");
    const struct limit *found = limit_at(s, at, false, table, count, len);
    const struct limit *apart;
    size_t n;

    if (blank == 0)
        return found;
    apart = limit_at(s, at + blank, true, table, count, &n);
    if (!apart || blank + n <= *len)
        return found;
    *len = blank + n;
    return apart;
}

static const struct limit *limit_before(struct handoff_slice s, size_t end,
                                        size_t *len)
{
    const struct ho_rows rows =
        end > 0 ? rows_of(before, COUNT(before), s.ptr[end - 1])
                : (struct ho_rows){ 0 };
    const struct limit *best = NULL;

    *len = 0;
    for (size_t i = rows.from; i < rows.to; i++) {
        const size_t n = ho_match_back(s, end, before[i].words, before[i].len);

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
        const struct limit *found =
            limit_behind(s, at, far_behind, COUNT(far_behind), &len);
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
            limit_behind(s, at, behind, COUNT(behind), &len);

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
