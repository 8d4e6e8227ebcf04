/* clause.c - see evidence/clause.h
 *
 * A full stop behind an abbreviation, an initial or an ordinal ends nothing,
 * nor does a line end in the middle of a wrapped sentence: "We do not" stands
 * on the line before "have a budget".
 */
#include "evidence/clause.h"

#include <stdlib.h>

#include "evidence/date.h"

enum {
    WRAPPED = 60,       /* bytes of a line that was probably wrapped */
    WRAPPED_LOWER = 40, /* where the next one starts with a small letter */
    WORD_BYTES = 16,
    ABBREVIATION = 6 /* bytes of the longest */
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
    const char first = (char)(word.len > 0 ? word.ptr[0] | 32 : 0);

    for (size_t i = 0; i < count; i++)
        if (words[i][0] == first && ho_slice_is_nocase(word, words[i]))
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
    return word.len <= ABBREVIATION &&
           is_one_of(word, abbreviations,
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
    const size_t most = s.len - at < HO_CONTEXT ? s.len - at : HO_CONTEXT;
    const char *end = most > 0 ? memchr(s.ptr + at, '\n', most) : NULL;

    return ho_trim(ho_part(s, at, end ? (size_t)(end - s.ptr) : at + most));
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
    const struct handoff_slice b = line_behind(s, at + 1);
    const size_t count = sizeof joints / sizeof *joints;
    struct handoff_slice a;

    if (b.len == 0 || starts_item(b))
        return false;
    a = line_before(s, at);
    if (a.len == 0 || strchr(".!?:;>", a.ptr[a.len - 1]) || a.ptr[0] == '>')
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

/* Is the line end at byte `at` followed by a line with nothing in it? */
static bool is_blank_behind(struct handoff_slice s, size_t at)
{
    at++;
    while (at < s.len &&
           (s.ptr[at] == ' ' || s.ptr[at] == '\r' || s.ptr[at] == '\t'))
        at++;
    return at == s.len || s.ptr[at] == '\n';
}

/* What ends at byte `at`, and with how many bytes. */
static unsigned ends_at(struct handoff_slice s, size_t at, size_t *len)
{
    enum { BOTH = HO_ENDS_SENTENCE | HO_ENDS_CLAUSE };

    *len = 1;
    switch (s.ptr[at]) {
    case '!':
    case '?':
        return BOTH;
    case ';':
        return HO_ENDS_CLAUSE;
    case '.':
        return stops(s, at) ? BOTH : 0;
    case '\n':
        return HO_ENDS_LINE | (is_wrapped(s, at) ? 0 : BOTH) |
               (is_blank_behind(s, at) ? HO_ENDS_PARAGRAPH : 0);
    default:
        *len = foreign_stop(s, at);
        return *len > 0 ? BOTH : 0;
    }
}

/* How far from bytes [from, to) is looked. */
static size_t first_of(size_t from)
{
    return from > HO_CONTEXT ? from - HO_CONTEXT : 0;
}

static size_t last_of(struct handoff_slice text, size_t to)
{
    return text.len - to > HO_CONTEXT ? to + HO_CONTEXT : text.len;
}

/* Not from inside a character, nor to it. */
static struct handoff_slice whole_part(struct handoff_slice text, size_t start,
                                       size_t from, size_t to)
{
    while (start < from && ((unsigned char)text.ptr[start] & 0xC0) == 0x80)
        start++;
    while (to < text.len && ((unsigned char)text.ptr[to] & 0xC0) == 0x80)
        to++;
    return ho_part(text, start < from ? start : from, to);
}

static struct handoff_slice search(struct handoff_slice text, size_t from,
                                   size_t to, unsigned ends)
{
    const size_t last = last_of(text, to);
    size_t start = first_of(from), len;

    for (size_t at = start; at < from; at++)
        if (ends_at(text, at, &len) & ends)
            start = at + len;
    while (to < last && !(ends_at(text, to, &len) & ends))
        to++;
    return ho_trim(whole_part(text, start, from, to));
}

struct handoff_slice handoff_clause(struct handoff_slice text, size_t from,
                                    size_t to)
{
    return search(text, from, to, HO_ENDS_CLAUSE);
}

struct handoff_slice ho_sentence(struct handoff_slice text, size_t from,
                                 size_t to)
{
    return search(text, from, to, HO_ENDS_SENTENCE);
}

/* --- all of a text ------------------------------------------------------- */

/* The next byte with which something may end. */
static size_t next_end(struct handoff_slice s, size_t at)
{
    static const struct ho_stops stops = { ".\n?!;", true };

    return ho_find_stop(s, at, &stops);
}

static enum handoff_status add(struct ho_breaks *b, struct ho_break item,
                               struct handoff_error *err)
{
    if (b->count == b->room) {
        const size_t room = b->room ? 2 * b->room : 64;
        struct ho_break *more = realloc(b->item, room * sizeof *more);

        if (!more)
            return ho_no_memory(err);
        b->item = more;
        b->room = room;
    }
    b->item[b->count++] = item;
    return HANDOFF_OK;
}

enum handoff_status ho_breaks_find(struct handoff_slice text,
                                   struct ho_breaks *out,
                                   struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    *out = (struct ho_breaks){ .text = text };
    for (size_t at = next_end(text, 0); at < text.len && status == HANDOFF_OK;
         at = next_end(text, at + 1)) {
        size_t len;
        const unsigned ends = ends_at(text, at, &len);

        if (ends)
            status = add(out,
                         (struct ho_break){ at, (unsigned char)len,
                                            (unsigned char)ends },
                         err);
    }
    return status;
}

void ho_breaks_release(struct ho_breaks *b)
{
    free(b->item);
    *b = (struct ho_breaks){ 0 };
}

/* The first break at byte `at` or behind it. */
static size_t break_at(const struct ho_breaks *b, size_t at)
{
    size_t low = 0, high = b->count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (b->item[middle].at < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct handoff_slice ho_around(const struct ho_breaks *b, size_t from,
                               size_t to, unsigned ends)
{
    const size_t first = first_of(from), last = last_of(b->text, to);
    const struct ho_break *item = b->item;
    size_t before = break_at(b, from), behind = break_at(b, to);
    size_t start = first;

    while (before > 0 && !(item[before - 1].ends & ends) &&
           item[before - 1].at >= first)
        before--;
    if (before > 0 && item[before - 1].at >= first)
        start = item[before - 1].at + item[before - 1].len;
    while (behind < b->count && item[behind].at < last &&
           !(item[behind].ends & ends))
        behind++;
    to = behind < b->count && item[behind].at < last ? item[behind].at : last;
    return whole_part(b->text, start, from, to);
}

bool ho_is_asked(struct handoff_slice text, struct handoff_slice sentence)
{
    static const char turned[] = "\u00BF", arabic[] = "\u061F",
                      wide[] = "\uFF1F";
    size_t at = (size_t)(sentence.ptr - text.ptr) + sentence.len;

    if (memchr(sentence.ptr, turned[0], sentence.len) &&
        ho_find(sentence, 0, ho_slice(turned)) != SIZE_MAX)
        return true;
    while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '"'))
        at++;
    return at < text.len &&
           (text.ptr[at] == '?' ||
            (text.len - at >= 2 && memcmp(text.ptr + at, arabic, 2) == 0) ||
            (text.len - at >= 3 && memcmp(text.ptr + at, wide, 3) == 0));
}
