/* clause.c - see evidence/clause.h
 *
 * A full stop behind an abbreviation, an initial or an ordinal ends nothing,
 * nor does a line end in the middle of a wrapped sentence: "We do not" stands
 * on the line before "have a budget".
 */
#include "evidence/clause.h"

#include "base/utf8.h"
#include "evidence/date.h"

enum {
    WRAPPED = 60,       /* bytes of a line that was probably wrapped */
    WRAPPED_LOWER = 40, /* where the next one starts with a small letter */
    WORD_BYTES = 16
};

/* A full stop behind them ends no sentence. */
static const char *const abbreviations[] = {
    "ca",   "approx", "etc",  "vs",   "incl", "excl", "avg", "inc",  "ltd",
    "corp", "mr",     "mrs",  "ms",   "dr",   "prof", "bzw", "usw",  "ggf",
    "evtl", "inkl",   "exkl", "zzgl", "mio",  "mrd",  "tsd", "tel",  "str",
    "env",  "aprox",  "ej",   "sr",   "sra",  "srta", "mme", "mlle", "sig",
    "dott", "bijv",   "jan",  "feb",  "apr",  "jun",  "jul", "aug",  "sep",
    "sept", "oct",    "okt",  "nov",  "dec",  "dez",  "eg",  "ie",   "no",
    "nr",   "max",    "min",  "mind", "co",   "st",   "abt", "hr",   "fr"
};

/* These only before a figure: "no. 5" against "the answer is no." */
static bool needs_figure(struct handoff_slice word)
{
    static const char *const words[] = { "no",  "nr",  "max", "min", "co",
                                         "st",  "jan", "apr", "jun", "sep",
                                         "nov", "dec", "fr",  "hr" };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ho_slice_is_nocase(word, words[i]))
            return true;
    return false;
}

/* Words that no sentence ends with or starts a line of a list with. */
static const char *const joints[] = {
    "a",     "an",     "the",       "and",     "or",    "of",    "to",
    "in",    "on",     "at",        "for",     "by",    "with",  "from",
    "is",    "are",    "was",       "were",    "be",    "been",  "has",
    "have",  "had",    "do",        "does",    "did",   "not",   "no",
    "any",   "our",    "my",        "your",    "their", "that",  "if",
    "when",  "who",    "which",     "because", "but",   "we",    "i",
    "it",    "they",   "will",      "would",   "can",   "could", "about",
    "until", "before", "currently", "yet",     "still", "as",    "than",
    "ein",   "eine",   "einen",     "der",     "die",   "das",   "den",
    "dem",   "und",    "oder",      "von",     "zu",    "mit",   "ist",
    "sind",  "haben",  "nicht",     "kein",    "keine", "wir",   "uns",
    "wenn",  "dass",   "bei",       "le",      "la",    "les",   "un",
    "une",   "de",     "des",       "du",      "et",    "ou",    "est",
    "pas",   "nous",   "que",       "qui",     "si",    "el",    "los",
    "las",   "una",    "del",       "y",       "con",   "para"
};

static bool is_one_of(struct handoff_slice word, const char *const *words,
                      size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (ho_slice_is_nocase(word, words[i]))
            return true;
    return false;
}

static bool is_digit(struct handoff_slice s, size_t at)
{
    return at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9';
}

static bool is_lower(struct handoff_slice s, size_t at)
{
    return at < s.len && s.ptr[at] >= 'a' && s.ptr[at] <= 'z';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (unsigned char)c >= 0x80;
}

/* The letters that end at byte `at`. */
static struct handoff_slice word_before(struct handoff_slice s, size_t at)
{
    size_t from = at;

    while (from > 0 && at - from < WORD_BYTES && is_letter(s.ptr[from - 1]))
        from--;
    return ho_part(s, from, at);
}

/* The full stop of "15. November". */
static bool is_in_date(struct handoff_slice s, size_t at)
{
    size_t from = at;

    while (from > 0 && at - from < 3 && is_digit(s, from - 1))
        from--;
    return from < at && ho_date_end(s, from) > at;
}

static bool is_abbreviated(struct handoff_slice s, size_t stop)
{
    const struct handoff_slice word = word_before(s, stop);

    if (word.len == 1) /* an initial; "Who decides? I." ends its text anyway */
        return true;
    return is_one_of(word, abbreviations,
                     sizeof abbreviations / sizeof *abbreviations) &&
           (!needs_figure(word) || is_digit(s, stop + 2));
}

/* "1.5" and "acme.example" do not end there. */
static bool stops(struct handoff_slice s, size_t at)
{
    size_t next = at + 1;

    while (next < s.len && strchr("\"')]", s.ptr[next]))
        next++;
    if (next == s.len || s.ptr[next] == '\n' || s.ptr[next] == '\r')
        return true;
    if ((unsigned char)s.ptr[next] == 0xE2 ||
        (unsigned char)s.ptr[next] == 0xC2)
        return true; /* a closing quote, a no-break space */
    return s.ptr[next] == ' ' && !is_abbreviated(s, at) && !is_in_date(s, at);
}

/* --- line ends ----------------------------------------------------------- */

static struct handoff_slice line_before(struct handoff_slice s, size_t at)
{
    size_t from = at;

    while (from > 0 && at - from < HO_CONTEXT && s.ptr[from - 1] != '\n')
        from--;
    return ho_trim(ho_part(s, from, at));
}

static struct handoff_slice line_behind(struct handoff_slice s, size_t at)
{
    size_t to = at;

    while (to < s.len && to - at < HO_CONTEXT && s.ptr[to] != '\n')
        to++;
    return ho_trim(ho_part(s, at, to));
}

/* A label, a bullet, a quoted line, a box. */
static bool starts_item(struct handoff_slice line)
{
    const size_t colon = ho_find(line, 0, ho_slice(":"));
    size_t at = 0;

    if (strchr(">-*#[(|+=_~", line.ptr[0]))
        return true;
    if ((unsigned char)line.ptr[0] == 0xE2) /* bullets, boxes, dashes */
        return true;
    while (is_digit(line, at))
        at++;
    return (at > 0 && at < line.len &&
            (line.ptr[at] == ')' || (line.ptr[at] == '.' && at < 3))) ||
           (colon != SIZE_MAX && colon < 40);
}

static struct handoff_slice first_word(struct handoff_slice line)
{
    size_t to = 0;

    while (to < line.len && to < WORD_BYTES && is_letter(line.ptr[to]))
        to++;
    return ho_part(line, 0, to);
}

/* Does the sentence go on behind the line end at byte `at`? */
static bool is_wrapped(struct handoff_slice s, size_t at)
{
    const struct handoff_slice a = line_before(s, at);
    const struct handoff_slice b = line_behind(s, at + 1);
    const size_t count = sizeof joints / sizeof *joints;

    if (a.len == 0 || b.len == 0 || starts_item(b) ||
        strchr(".!?:;>", a.ptr[a.len - 1]) || a.ptr[0] == '>')
        return false;
    if (a.ptr[a.len - 1] == ',' ||
        is_one_of(word_before(a, a.len), joints, count))
        return true;
    if (is_lower(b, 0))
        return a.len >= WRAPPED_LOWER ||
               is_one_of(first_word(b), joints, count);
    return a.len >= WRAPPED;
}

/* --- where it ends ------------------------------------------------------- */

/* Bytes of a full stop, question or exclamation mark of another script. */
static size_t foreign_stop(struct handoff_slice s, size_t at)
{
    static const char *const stops_of[] = { "\u3002", "\uFF01", "\uFF1F",
                                            "\uFF0E", "\u061F", "\u06D4",
                                            "\u0964", "\u2028", "\u2029" };

    if ((unsigned char)s.ptr[at] < 0xD8)
        return 0;
    for (size_t i = 0; i < sizeof stops_of / sizeof *stops_of; i++) {
        const size_t n = strlen(stops_of[i]);

        if (s.len - at >= n && memcmp(s.ptr + at, stops_of[i], n) == 0)
            return n;
    }
    return 0;
}

static bool ends_sentence(struct handoff_slice s, size_t at)
{
    switch (s.ptr[at]) {
    case '!':
    case '?':
        return true;
    case '.':
        return stops(s, at);
    case '\n':
        return !is_wrapped(s, at);
    default:
        return foreign_stop(s, at) > 0;
    }
}

static struct handoff_slice around(struct handoff_slice text, size_t from,
                                   size_t to, char also)
{
    const size_t first = from > HO_CONTEXT ? from - HO_CONTEXT : 0;
    const size_t last = text.len - to > HO_CONTEXT ? to + HO_CONTEXT : text.len;
    size_t at = first, start = first;

    for (; at < from; at++)
        if (text.ptr[at] == also || ends_sentence(text, at))
            start = at + (foreign_stop(text, at) ? foreign_stop(text, at) : 1);
    while (start < from && ((unsigned char)text.ptr[start] & 0xC0) == 0x80)
        start++; /* the context starts inside a character */
    while (to < last && text.ptr[to] != also && !ends_sentence(text, to))
        to++;
    while (to < text.len && ((unsigned char)text.ptr[to] & 0xC0) == 0x80)
        to++;
    return ho_trim(ho_part(text, start < from ? start : from, to));
}

struct handoff_slice handoff_clause(struct handoff_slice text, size_t from,
                                    size_t to)
{
    return around(text, from, to, ';');
}

struct handoff_slice ho_sentence(struct handoff_slice text, size_t from,
                                 size_t to)
{
    return around(text, from, to, '\0');
}

bool ho_is_asked(struct handoff_slice text, struct handoff_slice sentence)
{
    static const char turned[] = "\u00BF", arabic[] = "\u061F",
                      wide[] = "\uFF1F";
    size_t at = (size_t)(sentence.ptr - text.ptr) + sentence.len;

    if (ho_find(sentence, 0, ho_slice(turned)) != SIZE_MAX)
        return true;
    while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '"'))
        at++;
    return at < text.len &&
           (text.ptr[at] == '?' ||
            (text.len - at >= 2 && memcmp(text.ptr + at, arabic, 2) == 0) ||
            (text.len - at >= 3 && memcmp(text.ptr + at, wide, 3) == 0));
}

struct handoff_slice ho_line(struct handoff_slice text, size_t from, size_t to)
{
    const size_t first = from > HO_CONTEXT ? from - HO_CONTEXT : 0;
    const size_t last = text.len - to > HO_CONTEXT ? to + HO_CONTEXT : text.len;

    while (from > first && text.ptr[from - 1] != '\n')
        from--;
    while (to < last && text.ptr[to] != '\n')
        to++;
    return ho_part(text, from, to);
}

/* Is the line end at byte `at` followed by a line with nothing in it? */
static bool is_blank_behind(struct handoff_slice s, size_t at)
{
    at++;
    while (at < s.len &&
           (s.ptr[at] == ' ' || s.ptr[at] == '\r' || s.ptr[at] == '\t'))
        at++;
    return at == s.len || s.ptr[at] == '\n';
}

struct handoff_slice ho_paragraph(struct handoff_slice text, size_t from,
                                  size_t to)
{
    const size_t first = from > HO_CONTEXT ? from - HO_CONTEXT : 0;
    const size_t last = text.len - to > HO_CONTEXT ? to + HO_CONTEXT : text.len;

    while (from > first &&
           !(text.ptr[from - 1] == '\n' && is_blank_behind(text, from - 1)))
        from--;
    while (to < last && !(text.ptr[to] == '\n' && is_blank_behind(text, to)))
        to++;
    return ho_part(text, from, to);
}
