/* figure.c - see evidence/figure.h */
#include "evidence/figure.h"

#include <handoff/fields.h>

#include "base/utf8.h"
#include "evidence/currency.h"
#include "evidence/digits.h"
#include "evidence/match.h"
#include "evidence/spelled.h"
#include "evidence/unit.h"

enum {
    YEARS_FROM = 1900,
    YEARS_TO = 2099,
    YEAR_DIGITS = 4,
    SCALES_IN_A_ROW = 2, /* "2 hundred thousand" */
    NOON = 12
};

struct scale {
    const char *word;
    int64_t factor;
};

static const struct scale scales[] = {
    { "k", 1000 },
    { "thousand", 1000 },
    { "grand", 1000 },
    { "tsd", 1000 },
    { "tausend", 1000 },
    { "mille", 1000 },
    { "mila", 1000 },
    { "mil", 1000 },
    { "mio", 1000000 },
    { "million", 1000000 },
    { "millions", 1000000 },
    { "millionen", 1000000 },
    { "millón", 1000000 },
    { "millones", 1000000 },
    { "milioni", 1000000 },
    { "milhões", 1000000 },
    { "miljoen", 1000000 },
    { "mn", 1000000 },
    { "mm", 1000000 },
    { "m", 1000000 },
    { "bn", 1000000000 },
    { "billion", 1000000000 },
    { "mrd", 1000000000 },
    { "milliarden", 1000000000 },
    { "milliard", 1000000000 },
    { "milliards", 1000000000 },
    { "lakh", 100000 },
    { "lakhs", 100000 },
    { "crore", 10000000 },
    { "crores", 10000000 },
    { "hundred", 100 },
    { "hundert", 100 },
    { "dozen", 12 },
    { "dutzend", 12 },
};

/* --- scale -------------------------------------------------------------- */

/* Is a currency written on one side of [from, to)? */
static bool has_currency(struct handoff_slice s, size_t from, size_t to)
{
    struct ho_currency currency;

    return ho_currency_at(s, to + ho_blank(s, to), &currency) > 0 ||
           ho_currency_before(s, from - ho_blank_before(s, from), &currency) >
               0;
}

/* "$5 mil" is five million to some, "5 mil euros" five thousand to others. */
static bool is_spanish_mil(struct handoff_slice s, size_t from, size_t to)
{
    static const char *const behind[] = {
        "euros",    "euro",      "€",           "eur", "reais",
        "pesos",    "dólares",   "usuarios",    "de",  "soles",
        "personas", "empleados", "funcionários"
    };
    struct ho_currency currency;
    const size_t end = from - ho_blank_before(s, from);
    const size_t at = to + ho_blank(s, to);

    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++)
        if (ho_match(s, at, behind[i]) > 0)
            return true;
    return ho_currency_before(s, end, &currency) > 0 && !currency.loose;
}

/* "5 m" are five metres or minutes; "5 m€" and "€ 5 m" are not. */
static bool is_scale(struct handoff_slice s, size_t from, size_t at, size_t gap,
                     const struct scale *scale)
{
    return gap == 0 || strcmp(scale->word, "m") != 0 ||
           has_currency(s, from, at + strlen(scale->word));
}

/* The scale's letter right before a currency: "50kEUR", "20 TEUR", "5 T€". */
static size_t letter_scale(struct handoff_slice s, size_t at, int64_t *factor)
{
    struct ho_currency currency;
    const char c = at < s.len ? (char)(s.ptr[at] | 32) : '\0';

    if ((c != 'k' && c != 'm' && c != 't') ||
        ho_currency_at(s, at + 1, &currency) == 0)
        return 0;
    *factor = c == 'm' ? 1000000 : 1000;
    return 1;
}

/* Bytes of the scale behind the figure [from, at), the blank before it and the
 * full stop of its abbreviation included; 0: none. */
static size_t scale_at(struct handoff_slice s, size_t from, size_t at,
                       struct ho_figure *f, int64_t *factor)
{
    struct ho_currency currency;
    const size_t gap = ho_blank(s, at), start = at + gap;
    size_t n = letter_scale(s, start, factor), dot;

    if (n > 0)
        return gap + n;
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        n = ho_match_word(s, start, scales[i].word);
        if (n == 0 || !is_scale(s, from, start, gap, &scales[i]))
            continue;
        *factor = scales[i].factor;
        f->unclear = f->unclear || (strcmp(scales[i].word, "mil") == 0 &&
                                    !is_spanish_mil(s, from, start + n));
        dot = start + n;
        if (dot < s.len && s.ptr[dot] == '.' &&
            ho_currency_at(s, dot + 1 + ho_blank(s, dot + 1), &currency) > 0)
            n++; /* "2 Mio. EUR" */
        return gap + n;
    }
    return 0;
}

static void take_ish(struct handoff_slice s, struct ho_figure *f)
{
    size_t n = ho_match_word(s, f->end, "ish");

    n = n ? n : ho_match_word(s, f->end, "-ish");
    f->approximate = f->approximate || n > 0;
    f->end += n;
}

static bool take_scales(struct handoff_slice s, size_t from,
                        struct ho_figure *f)
{
    int64_t factor;
    size_t n;

    for (int i = 0; i < SCALES_IN_A_ROW; i++) {
        n = scale_at(s, from, f->end, f, &factor);
        if (n == 0)
            break;
        if (f->factor > INT64_MAX / factor)
            return false;
        f->factor *= factor;
        f->end += n;
    }
    return f->high <= INT64_MAX / f->factor;
}

/* "two and a half million" */
static void take_half(struct handoff_slice s, struct ho_figure *f)
{
    static const char *const halves[] = { " and a half", " et demi",
                                          " et demie", " y medio", " y media" };
    const size_t n =
        ho_match_any(s, f->end, halves, sizeof halves / sizeof *halves);

    if (n == 0)
        return;
    f->low += HANDOFF_SCALE / 2;
    f->high += HANDOFF_SCALE / 2;
    f->end += n;
}

/* --- what only looks like a number ---------------------------------------- */

static bool is_share(struct handoff_slice s, size_t at)
{
    static const char *const words[] = {
        "percent",   "per cent",      "percentage", "pct",
        "prozent",   "prozentpunkte", "pour cent",  "por ciento",
        "por cento", "per cento",     "procent"
    };
    const size_t blank = ho_blank(s, at);

    at += blank;
    if (blank == 0 && at < s.len && s.ptr[at] == '-')
        at++; /* "a 20-percent share" */
    return ho_match(s, at, "%") > 0 || ho_match(s, at, "‰") > 0 ||
           ho_match_any(s, at, words, sizeof words / sizeof *words) > 0;
}

/* "10 am", "14 Uhr", "10:30", "24/7", "1/2" */
static bool is_clock(struct handoff_slice s, const struct ho_figure *f)
{
    static const char *const words[] = { "a.m",     "p.m",    "pm",     "uhr",
                                         "o'clock", "figure", "figures" };
    const size_t at = f->end + ho_blank(s, f->end);
    const bool hour = f->high <= NOON * HANDOFF_SCALE && f->factor == 1;

    if (f->end < s.len && (s.ptr[f->end] == ':' || s.ptr[f->end] == '/') &&
        ho_is_digit(s, f->end + 1))
        return true;
    if (f->end < s.len && s.ptr[f->end] == '-' &&
        ho_match_any(s, f->end + 1, words, 7) > 0)
        return true; /* "six-figure" */
    return ho_match_any(s, at, words, 7) > 0 ||
           (hour && ho_match_word(s, at, "am") > 0);
}

/* "two-factor", "5-star": only what is counted may be joined by a hyphen. */
static bool is_compound(struct handoff_slice s, size_t end)
{
    static const char *const words[] = { "plus", "ish", "something", "odd",
                                         "to",   "bis", "strong" };
    size_t len;

    return end < s.len && s.ptr[end] == '-' && ho_letter_run(s, end + 1) > 0 &&
           ho_unit_at(s, end + 1, &len) == HO_UNIT_NONE &&
           ho_match_any(s, end + 1, words, sizeof words / sizeof *words) == 0;
}

/* "15 1/2" */
static bool has_fraction(struct handoff_slice s, size_t end)
{
    const size_t at = end + ho_blank(s, end);
    const size_t n = ho_digit_run(s, at);

    return at > end && n > 0 && n <= 2 && at + n < s.len &&
           s.ptr[at + n] == '/' && ho_is_digit(s, at + n + 1);
}

static bool ends_figure(struct handoff_slice s, const struct ho_figure *f)
{
    struct ho_currency currency;

    if (is_share(s, f->end) || is_clock(s, f) || is_compound(s, f->end) ||
        has_fraction(s, f->end))
        return false;
    return ho_word_boundary(s, f->end) || /* "5000EUR"; not "3rd", "2x" */
           ho_currency_at(s, f->end, &currency) > 0;
}

/* --- a figure ------------------------------------------------ */

static bool read_digits(struct handoff_slice s, size_t at, struct ho_figure *f,
                        struct ho_digits *d)
{
    ho_read_digits(s, at, d);
    f->end = d->end;
    f->low = f->high = d->value;
    f->unclear = d->indian;
    f->year_like = d->plain && d->end - at == YEAR_DIGITS &&
                   d->value >= YEARS_FROM * (int64_t)HANDOFF_SCALE &&
                   d->value <= YEARS_TO * (int64_t)HANDOFF_SCALE;
    return !d->odd;
}

static bool read_words(struct handoff_slice s, size_t at, struct ho_figure *f)
{
    struct ho_spelled spelled;
    const bool read = ho_read_spelled(s, at, &spelled);

    f->end = spelled.end;
    f->low = f->high = spelled.value * HANDOFF_SCALE;
    f->approximate = spelled.approximate;
    return read;
}

bool ho_read_figure(struct handoff_slice s, size_t at, struct ho_figure *out)
{
    struct ho_digits digits = { 0 };

    *out = (struct ho_figure){ .factor = 1, .end = at };
    if (ho_is_digit(s, at) ? !read_digits(s, at, out, &digits)
                           : !read_words(s, at, out))
        return false;
    take_half(s, out);
    take_ish(s, out);
    if (!take_scales(s, at, out))
        return false;
    take_ish(s, out);
    if (out->factor > 1 && digits.grouped) { /* 1.25 or 1250 million */
        out->low /= 1000;
        out->unclear = true;
    }
    out->year_like = out->year_like && out->factor == 1;
    return ends_figure(s, out);
}

/* "GPT-4", "W-9"; "-5" and "EUR-5" are none of them. */
static bool is_part_of_name(struct handoff_slice s, size_t at)
{
    struct ho_currency currency;

    return at >= 2 && s.ptr[at - 1] == '-' &&
           ho_letter_run(s, ho_utf8_before(s, at - 1)) > 0 &&
           ho_currency_before(s, at - 1, &currency) == 0;
}

bool ho_figure_starts(struct handoff_slice s, size_t at)
{
    char before;

    if (!ho_word_boundary(s, at) || is_part_of_name(s, at))
        return false;
    if (at == 0)
        return true;
    before = s.ptr[at - 1];
    if (!ho_is_digit(s, at))
        return before != '-' && before != '\'' && before != '.' &&
               before != '@' && before != '/';
    if (before == ':' || before == '/')
        return at < 2 || !ho_is_digit(s, at - 2);
    if (before == '.') /* "ca.20"; not "x .5" */
        return at >= 2 && ho_letter_run(s, ho_utf8_before(s, at - 1)) > 0;
    return before != ',' && before != '#';
}

/* Names that end in a number, and words before which it is no count. */
static bool is_named(struct handoff_slice s, size_t at)
{
    static const struct ho_ending names[] = {
        HO_ENDING("version"),   HO_ENDING("v"),        HO_ENDING("v."),
        HO_ENDING("no."),       HO_ENDING("nr."),      HO_ENDING("nr"),
        HO_ENDING("n°"),        HO_ENDING("nº"),       HO_ENDING("#"),
        HO_ENDING("phase"),     HO_ENDING("step"),     HO_ENDING("tier"),
        HO_ENDING("level"),     HO_ENDING("option"),   HO_ENDING("room"),
        HO_ENDING("page"),      HO_ENDING("iso"),      HO_ENDING("soc"),
        HO_ENDING("din"),       HO_ENDING("office"),   HO_ENDING("dynamics"),
        HO_ENDING("microsoft"), HO_ENDING("windows"),  HO_ENDING("article"),
        HO_ENDING("section"),   HO_ENDING("release"),  HO_ENDING("floor"),
        HO_ENDING("zip"),       HO_ENDING("plz"),      HO_ENDING("id"),
        HO_ENDING("ticket"),    HO_ENDING("invoice"),  HO_ENDING("ref"),
        HO_ENDING("po box"),    HO_ENDING("python"),   HO_ENDING("php"),
        HO_ENDING("web"),       HO_ENDING("industry"), HO_ENDING("industrie"),
        HO_ENDING("series"),    HO_ENDING("top"),      HO_ENDING("fortune"),
        HO_ENDING("number"),    HO_ENDING("nummer"),   HO_ENDING("chapter"),
        HO_ENDING("rechnung"),  HO_ENDING("factura"),  HO_ENDING("facture"),
        HO_ENDING("schritt"),   HO_ENDING("seite"),
    };

    return ho_match_any_before(s, at - ho_blank_before(s, at), names,
                               sizeof names / sizeof *names) > 0;
}

/* "in 2027", "seit 2019", "Ende 2026", "fiscal 2027" */
static bool is_year(struct handoff_slice s, size_t at)
{
    static const struct ho_ending words[] = {
        HO_ENDING("in"),      HO_ENDING("since"),    HO_ENDING("until"),
        HO_ENDING("till"),    HO_ENDING("by"),       HO_ENDING("before"),
        HO_ENDING("after"),   HO_ENDING("during"),   HO_ENDING("year"),
        HO_ENDING("fy"),      HO_ENDING("fiscal"),   HO_ENDING("early"),
        HO_ENDING("mid"),     HO_ENDING("late"),     HO_ENDING("end"),
        HO_ENDING("end of"),  HO_ENDING("spring"),   HO_ENDING("summer"),
        HO_ENDING("autumn"),  HO_ENDING("fall"),     HO_ENDING("winter"),
        HO_ENDING("seit"),    HO_ENDING("bis"),      HO_ENDING("im jahr"),
        HO_ENDING("jahr"),    HO_ENDING("vor"),      HO_ENDING("nach"),
        HO_ENDING("anfang"),  HO_ENDING("mitte"),    HO_ENDING("ende"),
        HO_ENDING("herbst"),  HO_ENDING("frühjahr"), HO_ENDING("sommer"),
        HO_ENDING("depuis"),  HO_ENDING("avant"),    HO_ENDING("après"),
        HO_ENDING("fin"),     HO_ENDING("en"),       HO_ENDING("début"),
        HO_ENDING("desde"),   HO_ENDING("antes de"), HO_ENDING("finales de"),
        HO_ENDING("año"),     HO_ENDING("nel"),      HO_ENDING("em"),
        HO_ENDING("sinds"),   HO_ENDING("(c)"),      HO_ENDING("©"),
        HO_ENDING("founded"), HO_ENDING("est"),      HO_ENDING("est."),
    };
    const size_t n = ho_digit_run(s, at);
    struct ho_currency currency;

    if (n != YEAR_DIGITS || ho_letter_run(s, at + n) > 0 ||
        (memcmp(s.ptr + at, "19", 2) != 0 && memcmp(s.ptr + at, "20", 2) != 0))
        return false;
    if (ho_unit_behind(s, at + n) == HO_UNIT_THING ||
        ho_currency_at(s, at + n + ho_blank(s, at + n), &currency) > 0)
        return false;
    return ho_match_any_before(s, at - ho_blank_before(s, at), words,
                               sizeof words / sizeof *words) > 0;
}

/* Bytes of what stands between the groups of a telephone number. */
static size_t phone_sign(struct handoff_slice s, size_t at)
{
    static const char *const signs[] = { ") ", " (", ")", "(",       " ",
                                         "-",  ".",  "/", "\xC2\xA0" };

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        const size_t n = strlen(signs[i]);

        if (s.len - at > n && memcmp(s.ptr + at, signs[i], n) == 0 &&
            ho_is_digit(s, at + n))
            return n;
    }
    return 0;
}

/* Behind a telephone number: a plus, or a leading zero and two groups, or three
 * groups; seven digits and more.  0 where none stands. */
static size_t phone_end(struct handoff_slice s, size_t at)
{
    enum { LEAST = 7, MOST = 20, GROUPS = 3 };
    const bool plus = at > 0 && s.ptr[at - 1] == '+';
    const bool zero = s.ptr[at] == '0' && ho_is_digit(s, at + 1);
    size_t digits = 0, groups = 0, sign = 0;

    do {
        const size_t n = ho_digit_run(s, at + sign);

        digits += n;
        groups++;
        at += sign + n;
        sign = phone_sign(s, at);
    } while (sign > 0 && digits <= MOST);
    return digits >= LEAST && (plus || groups >= (zero ? 2 : GROUPS)) ? at : 0;
}

size_t ho_skip_no_figure(struct handoff_slice s, size_t at)
{
    struct ho_digits d;
    size_t end;

    if (!ho_is_digit(s, at))
        return at;
    ho_read_digits(s, at, &d);
    end = phone_end(s, at);
    if (end > 0 && (d.odd || d.plain || (at > 0 && s.ptr[at - 1] == '+')))
        return end;
    if (is_named(s, at) || is_year(s, at))
        return d.end;
    return at;
}
