/* spelled.c - see evidence/spelled.h */
#include "evidence/spelled.h"

#include "base/utf8.h"
#include "evidence/match.h"

enum {
    PARTS_MAX = 12, /* "two million three hundred and forty-five thousand" */
    MILLION = 1000000
};

enum kind {
    UNIT,     /* 1 to 9 */
    TEEN,     /* 10 to 19 */
    TEN,      /* 20, 30 ... */
    WHOLE,    /* 21 to 29 in one word */
    HUNDREDS, /* doscientos */
    TIMES_HUNDRED,
    TIMES_THOUSAND,
    TIMES_MILLION,
    TIMES_DOZEN
};

struct part {
    const char *word;
    int64_t value;
    enum kind kind;
    bool never_alone;
};

/* Each in the order of the words' first letters, by which they are found. */
static const struct part english[] = {
    { "dozen", 12, TIMES_DOZEN, false },
    { "eight", 8, UNIT, false },
    { "eleven", 11, TEEN, false },
    { "eighteen", 18, TEEN, false },
    { "eighty", 80, TEN, false },
    { "four", 4, UNIT, false },
    { "five", 5, UNIT, false },
    { "fourteen", 14, TEEN, false },
    { "fifteen", 15, TEEN, false },
    { "forty", 40, TEN, false },
    { "fifty", 50, TEN, false },
    { "hundred", 100, TIMES_HUNDRED, false },
    { "million", MILLION, TIMES_MILLION, false },
    { "nine", 9, UNIT, false },
    { "nineteen", 19, TEEN, false },
    { "ninety", 90, TEN, false },
    { "one", 1, UNIT, true },
    { "six", 6, UNIT, false },
    { "seven", 7, UNIT, false },
    { "sixteen", 16, TEEN, false },
    { "seventeen", 17, TEEN, false },
    { "sixty", 60, TEN, false },
    { "seventy", 70, TEN, false },
    { "two", 2, UNIT, false },
    { "three", 3, UNIT, false },
    { "ten", 10, TEEN, false },
    { "twelve", 12, TEEN, false },
    { "thirteen", 13, TEEN, false },
    { "twenty", 20, TEN, false },
    { "thirty", 30, TEN, false },
    { "thousand", 1000, TIMES_THOUSAND, false },
};

static const struct part german[] = {
    { "acht", 8, UNIT, false },
    { "achtzehn", 18, TEEN, false },
    { "achtzig", 80, TEN, false },
    { "drei", 3, UNIT, false },
    { "dreizehn", 13, TEEN, false },
    { "dreißig", 30, TEN, false },
    { "dreissig", 30, TEN, false },
    { "dutzend", 12, TIMES_DOZEN, false },
    { "ein", 1, UNIT, true },
    { "eine", 1, UNIT, true },
    { "eins", 1, UNIT, true },
    { "elf", 11, TEEN, false },
    { "fünf", 5, UNIT, false },
    { "fuenf", 5, UNIT, false },
    { "fünfzehn", 15, TEEN, false },
    { "fuenfzehn", 15, TEEN, false },
    { "fünfzig", 50, TEN, false },
    { "fuenfzig", 50, TEN, false },
    { "hundert", 100, TIMES_HUNDRED, false },
    { "million", MILLION, TIMES_MILLION, false },
    { "millionen", MILLION, TIMES_MILLION, true },
    { "neun", 9, UNIT, false },
    { "neunzehn", 19, TEEN, false },
    { "neunzig", 90, TEN, false },
    { "sechs", 6, UNIT, false },
    { "sieben", 7, UNIT, false },
    { "sechzehn", 16, TEEN, false },
    { "siebzehn", 17, TEEN, false },
    { "sechzig", 60, TEN, false },
    { "siebzig", 70, TEN, false },
    { "tausend", 1000, TIMES_THOUSAND, false },
    { "vier", 4, UNIT, false },
    { "vierzehn", 14, TEEN, false },
    { "vierzig", 40, TEN, false },
    { "zwei", 2, UNIT, false },
    { "zwo", 2, UNIT, false },
    { "zehn", 10, TEEN, false },
    { "zwölf", 12, TEEN, false },
    { "zwoelf", 12, TEEN, false },
    { "zwanzig", 20, TEN, false },
};

static const struct part french[] = {
    { "cinq", 5, UNIT, false },
    { "cinquante", 50, TEN, false },
    { "cent", 100, TIMES_HUNDRED, true },
    { "cents", 100, TIMES_HUNDRED, true },
    { "deux", 2, UNIT, false },
    { "dix", 10, TEEN, false },
    { "douze", 12, TEEN, false },
    { "dix-sept", 17, TEEN, false },
    { "dix-huit", 18, TEEN, false },
    { "dix-neuf", 19, TEEN, false },
    { "douzaines", 12, TIMES_DOZEN, true },
    { "huit", 8, UNIT, false },
    { "huitante", 80, TEN, false },
    { "mille", 1000, TIMES_THOUSAND, true },
    { "million", MILLION, TIMES_MILLION, false },
    { "millions", MILLION, TIMES_MILLION, true },
    { "neuf", 9, UNIT, true }, /* new */
    { "nonante", 90, TEN, false },
    { "onze", 11, TEEN, true }, /* Dutch: our */
    { "quatre", 4, UNIT, false },
    { "quatorze", 14, TEEN, false },
    { "quinze", 15, TEEN, false },
    { "quarante", 40, TEN, false },
    { "quatre-vingt", 80, TEN, false },
    { "quatre-vingts", 80, TEN, false },
    { "six", 6, UNIT, false },
    { "sept", 7, UNIT, true }, /* September */
    { "seize", 16, TEEN, true },
    { "soixante", 60, TEN, false },
    { "septante", 70, TEN, false },
    { "trois", 3, UNIT, false },
    { "treize", 13, TEEN, false },
    { "trente", 30, TEN, false },
    { "un", 1, UNIT, true },
    { "une", 1, UNIT, true },
    { "vingt", 20, TEN, false },
};

static const struct part spanish[] = {
    { "cuatro", 4, UNIT, false },
    { "cinco", 5, UNIT, false },
    { "catorce", 14, TEEN, false },
    { "cuarenta", 40, TEN, false },
    { "cincuenta", 50, TEN, false },
    { "cien", 100, HUNDREDS, false },
    { "ciento", 100, HUNDREDS, true },
    { "cuatrocientos", 400, HUNDREDS, false },
    { "dos", 2, UNIT, true }, /* Portuguese: of the */
    { "diez", 10, TEEN, false },
    { "doce", 12, TEEN, false },
    { "dieciséis", 16, TEEN, false },
    { "dieciseis", 16, TEEN, false },
    { "diecisiete", 17, TEEN, false },
    { "dieciocho", 18, TEEN, false },
    { "diecinueve", 19, TEEN, false },
    { "doscientos", 200, HUNDREDS, false },
    { "doscientas", 200, HUNDREDS, false },
    { "docenas", 12, TIMES_DOZEN, true },
    { "mil", 1000, TIMES_THOUSAND, true },
    { "millón", MILLION, TIMES_MILLION, false },
    { "millones", MILLION, TIMES_MILLION, true },
    { "nueve", 9, UNIT, false },
    { "noventa", 90, TEN, false },
    { "novecientos", 900, HUNDREDS, false },
    { "ocho", 8, UNIT, false },
    { "once", 11, TEEN, true },
    { "ochenta", 80, TEN, false },
    { "ochocientos", 800, HUNDREDS, false },
    { "quince", 15, TEEN, false },
    { "quinientos", 500, HUNDREDS, false },
    { "seis", 6, UNIT, false },
    { "siete", 7, UNIT, false },
    { "sesenta", 60, TEN, false },
    { "setenta", 70, TEN, false },
    { "seiscientos", 600, HUNDREDS, false },
    { "setecientos", 700, HUNDREDS, false },
    { "tres", 3, UNIT, false },
    { "trece", 13, TEEN, false },
    { "treinta", 30, TEN, false },
    { "trescientos", 300, HUNDREDS, false },
    { "trescientas", 300, HUNDREDS, false },
    { "un", 1, UNIT, true },
    { "uno", 1, UNIT, true },
    { "una", 1, UNIT, true },
    { "veinte", 20, TEN, false },
    { "veintiuno", 21, WHOLE, false },
    { "veintiún", 21, WHOLE, false },
    { "veintidós", 22, WHOLE, false },
    { "veintitrés", 23, WHOLE, false },
    { "veinticuatro", 24, WHOLE, false },
    { "veinticinco", 25, WHOLE, false },
    { "veintiséis", 26, WHOLE, false },
    { "veintisiete", 27, WHOLE, false },
    { "veintiocho", 28, WHOLE, false },
    { "veintinueve", 29, WHOLE, false },
};

/* Whole phrases that no grammar of the four needs to know; in the same order.
 */
static const struct phrase {
    const char *words;
    int64_t value;
    bool approximate;
} phrases[] = {
    { "a quarter of a million", MILLION / 4, false },
    { "ein halbes dutzend", 6, false },
    { "eine halbe million", MILLION / 2, false },
    { "half a dozen", 6, false },
    { "half dozen", 6, false },
    { "half a million", MILLION / 2, false },
    { "half million", MILLION / 2, false },
    { "halbes dutzend", 6, false },
    { "halbe million", MILLION / 2, false },
    { "media docena", 6, false },
    { "medio millón", MILLION / 2, false },
    { "quarter of a million", MILLION / 4, false },
    { "quarter million", MILLION / 4, false },
    { "une demi-douzaine", 6, false },
    { "un demi-million", MILLION / 2, false },
    { "una docena", 12, false },
    { "une douzaine", 12, true },
    { "une dizaine", 10, true },
    { "une quinzaine", 15, true },
    { "une vingtaine", 20, true },
    { "une trentaine", 30, true },
    { "une quarantaine", 40, true },
    { "une cinquantaine", 50, true },
    { "une soixantaine", 60, true },
    { "une centaine", 100, true },
    { "un millier", 1000, true },
    { "una decena", 10, true },
    { "una veintena", 20, true },
    { "una treintena", 30, true },
    { "un centenar", 100, true },
    { "un millar", 1000, true },
};

static const struct ho_table phrase_table = HO_TABLE(phrases);

/* After which part the language says "and" in the middle of a number. */
enum and_place { AND_BEHIND_HUNDREDS, AND_BEHIND_TENS, AND_BEHIND_UNITS };

static const struct language {
    struct ho_table parts;
    const char *and_words[2];
    enum and_place and_place;
    bool glued;     /* parts stand in one word, large ones aside */
    bool long_tens; /* soixante-dix */
} languages[] = {
    { HO_TABLE(english),
      { " and ", "-and-" },
      AND_BEHIND_HUNDREDS,
      false,
      false },
    { HO_TABLE(german), { "und", "und" }, AND_BEHIND_UNITS, true, false },
    { HO_TABLE(french), { " et ", "-et-" }, AND_BEHIND_TENS, false, true },
    { HO_TABLE(spanish), { " y ", " y " }, AND_BEHIND_TENS, false, false },
};

/* A number on its way. */
struct tally {
    int64_t high, low; /* thousands and more; below a thousand */
    size_t words;
    bool done; /* nothing can follow */
};

static bool add_small(const struct language *l, struct tally *t,
                      const struct part *p, bool joined)
{
    const int64_t rest = t->low % 100;
    const bool tens = rest >= 20 && rest % 10 == 0;
    bool fits = rest == 0 && (!joined || l->and_place == AND_BEHIND_HUNDREDS);

    if (p->kind == UNIT && l->and_place != AND_BEHIND_UNITS)
        fits = fits || (tens && (!joined || l->and_place == AND_BEHIND_TENS));
    if (p->kind == TEEN && l->long_tens)
        fits = fits || rest == 60 || rest == 80;
    if (p->kind == TEN && l->and_place == AND_BEHIND_UNITS)
        fits = fits || (joined && rest > 0 && rest < 10);
    if (fits)
        t->low += p->value;
    return fits;
}

static bool add_hundred(struct tally *t)
{
    if (t->low >= 20 || t->low == 10)
        return false;
    t->low = (t->low ? t->low : 1) * 100;
    return true;
}

static bool add_large(struct tally *t, const struct part *p)
{
    const int64_t factor = t->low ? t->low : 1;

    if (p->kind == TIMES_DOZEN) {
        if (t->high > 0 || t->low >= 100)
            return false;
        t->low = factor * p->value;
        t->done = true;
        return true;
    }
    if (p->kind == TIMES_MILLION ? t->high >= MILLION : t->high % MILLION != 0)
        return false;
    if (p->kind == TIMES_MILLION)
        t->high = (t->high + t->low > 0 ? t->high + t->low : 1) * MILLION;
    else
        t->high += factor * p->value;
    t->low = 0;
    return true;
}

static bool add_part(const struct language *l, struct tally *t,
                     const struct part *p, bool joined)
{
    if (t->done)
        return false;
    switch (p->kind) {
    case HUNDREDS:
        if (joined || t->low > 0)
            return false;
        t->low = p->value;
        return true;
    case TIMES_HUNDRED:
        return !joined && add_hundred(t);
    case TIMES_THOUSAND:
    case TIMES_MILLION:
    case TIMES_DOZEN:
        return !joined && add_large(t, p);
    default:
        return add_small(l, t, p, joined);
    }
}

static const struct part *part_at(const struct language *l,
                                  struct handoff_slice s, size_t at,
                                  size_t *len)
{
    const struct part *const parts = l->parts.row, *best = NULL;
    const struct ho_rows rows = ho_rows_at(s, at, &l->parts);

    *len = 0;
    for (size_t i = rows.from; i < rows.to; i++) {
        const size_t n = l->glued ? ho_match(s, at, parts[i].word)
                                  : ho_match_word(s, at, parts[i].word);

        if (n <= *len)
            continue;
        *len = n;
        best = &parts[i];
    }
    return best;
}

/* The part behind a joint of `joint` bytes; its end, or 0. */
static size_t take_part(const struct language *l, struct handoff_slice s,
                        size_t at, size_t joint, bool joined, struct tally *t)
{
    struct tally next = *t;
    size_t len;
    const struct part *p = part_at(l, s, at + joint, &len);

    if (!p || !add_part(l, &next, p, joined))
        return 0;
    next.words++;
    *t = next;
    return at + joint + len;
}

/* The next part, behind whatever may join it to the last one; 0: none. */
static size_t next_part(const struct language *l, struct handoff_slice s,
                        size_t at, struct tally *t)
{
    const size_t blank = ho_match(s, at, " ");
    const size_t hyphen = l->glued ? 0 : ho_match(s, at, "-");
    size_t end = 0;

    for (size_t i = 0; i < 2 && end == 0 && t->words > 0; i++) {
        const size_t joint = ho_match(s, at, l->and_words[i]);

        end = joint ? take_part(l, s, at, joint, true, t) : 0;
    }
    if (end == 0 && (l->glued || t->words == 0))
        end = take_part(l, s, at, 0, false, t);
    if (end == 0 && t->words > 0 && blank > 0)
        end = take_part(l, s, at, blank, false, t);
    if (end == 0 && t->words > 0 && hyphen > 0)
        end = take_part(l, s, at, hyphen, false, t);
    return end;
}

/* "a few hundred", "several dozen", "zweieinhalb tausend": how many is left
 * open, or was said before. */
static bool is_vague(struct handoff_slice s, size_t at)
{
    static const struct ho_ending vague[] = {
        HO_ENDING("few"),      HO_ENDING("several"),  HO_ENDING("many"),
        HO_ENDING("some"),     HO_ENDING("couple"),   HO_ENDING("couple of"),
        HO_ENDING("multiple"), HO_ENDING("various"),  HO_ENDING("half"),
        HO_ENDING("quarter"),  HO_ENDING("einige"),   HO_ENDING("einigen"),
        HO_ENDING("mehrere"),  HO_ENDING("mehreren"), HO_ENDING("paar"),
        HO_ENDING("viele"),    HO_ENDING("quelques"), HO_ENDING("plusieurs"),
        HO_ENDING("varios"),   HO_ENDING("algunos"),  HO_ENDING("unos pocos"),
        HO_ENDING("hundred"),  HO_ENDING("thousand"), HO_ENDING("halbes"),
        HO_ENDING("halbe"),    HO_ENDING("demi"),     HO_ENDING("medio"),
        HO_ENDING("media"),
    };
    const size_t end = at - ho_blank_before(s, at);

    return ho_match_any_before(s, end, vague, sizeof vague / sizeof *vague) >
               0 ||
           (end >= 4 && ho_match(s, end - 4, "halb") == 4);
}

static bool read_in(const struct language *l, struct handoff_slice s, size_t at,
                    struct ho_spelled *out)
{
    struct tally t = { 0 };
    size_t end = at, len;
    const struct part *first = part_at(l, s, at, &len);

    if (!first)
        return false;
    for (size_t next; t.words < PARTS_MAX && (next = next_part(l, s, end, &t));)
        end = next;
    if (t.words == 0 || !ho_word_boundary(s, end))
        return false;
    if (t.words == 1 && first->never_alone)
        return false;
    out->end = end;
    if (first->kind >= TIMES_HUNDRED && is_vague(s, at))
        return false;
    out->value = t.high + t.low;
    return true;
}

static bool read_phrase(struct handoff_slice s, size_t at,
                        struct ho_spelled *out)
{
    const struct ho_rows rows = ho_rows_at(s, at, &phrase_table);

    for (size_t i = rows.from; i < rows.to; i++) {
        const size_t n = ho_match_word(s, at, phrases[i].words);

        if (n == 0)
            continue;
        *out = (struct ho_spelled){ phrases[i].value, at + n,
                                    phrases[i].approximate };
        return true;
    }
    return false;
}

bool ho_read_spelled(struct handoff_slice s, size_t at, struct ho_spelled *out)
{
    struct ho_spelled best = { .end = at };
    bool found = false;

    *out = best;
    if (read_phrase(s, at, out))
        return true;
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        struct ho_spelled next = { .end = at };
        const bool read = read_in(&languages[i], s, at, &next);

        if (next.end <= best.end)
            continue;
        best = next;
        found = read;
    }
    *out = best;
    return found;
}

const struct ho_table *ho_spelled_table(size_t index)
{
    enum { LANGUAGES = sizeof languages / sizeof *languages };

    return index < LANGUAGES    ? &languages[index].parts
           : index == LANGUAGES ? &phrase_table
                                : NULL;
}
