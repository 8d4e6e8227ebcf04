/* name.c - job titles, companies, persons, plain text; see evidence/value.h */
#include "evidence/value.h"

#include "base/utf8.h"
#include "evidence/match.h"
#include "evidence/read.h"

enum {
    VALUE_BYTES = 1000, /* a longer value is no value but a message */
    TITLE_LETTERS = 80,
    NAME_LETTERS = 120
};

void ho_put_words(struct ho_buffer *out, struct handoff_slice words)
{
    const struct handoff_slice s = ho_utf8_cut(ho_trim(words), VALUE_BYTES);
    bool gap = false;

    for (size_t i = 0; i < s.len; i++) {
        const bool space = s.ptr[i] == ' ' || s.ptr[i] == '\t' ||
                           s.ptr[i] == '\r' || s.ptr[i] == '\n';

        if (!space && gap && out->len > 0)
            ho_buffer_byte(out, ' ');
        if (!space)
            ho_buffer_byte(out, s.ptr[i]);
        gap = space;
    }
}

/* A letter, or a digit where figures do: "42" may be a company, "5" no role. */
static bool has_word(struct handoff_slice s, bool figures)
{
    size_t len;

    for (size_t at = 0; at < s.len; at += len)
        if (ho_is_word(ho_utf8_decode(s, at, &len)) &&
            (figures || !ho_is_digit(s, at)))
            return true;
    return false;
}

static size_t letters(struct handoff_slice s)
{
    size_t count = 0;

    for (size_t i = 0; i < s.len; i++)
        count += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return count;
}

void ho_value_text(const struct ho_reading *r, struct handoff_typed *typed,
                   struct ho_buffer *text)
{
    ho_put_words(text, r->words);
    typed->read = text->len > 0 ? HANDOFF_READ_VALUE : HANDOFF_READ_NOTHING;
}

/* Signs that may stand around a name without being part of it. */
static size_t sign_at(struct handoff_slice s, size_t at)
{
    static const char *const wide[] = {
        "“", "”", "„", "‘", "’", "«", "»", "–", "—", "•", "\xC2\xA0",
    };

    if (at >= s.len)
        return 0;
    if (s.ptr[at] && strchr(" \t\r\n,;:!?\"'*|-", s.ptr[at]))
        return 1;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        const size_t n = strlen(wide[i]);

        if (s.len - at >= n && memcmp(s.ptr + at, wide[i], n) == 0)
            return n;
    }
    return 0;
}

/* "Inc." keeps its full stop, the end of a sentence does not. */
static bool is_abbreviation(struct handoff_slice s)
{
    static const struct ho_ending words[] = {
        HO_ENDING("inc"),  HO_ENDING("ltd"), HO_ENDING("co"),
        HO_ENDING("corp"), HO_ENDING("jr"),  HO_ENDING("sr"),
        HO_ENDING("bros"), HO_ENDING("pty"), HO_ENDING("llc"),
        HO_ENDING("dept"), HO_ENDING("mgr"), HO_ENDING("dir"),
        HO_ENDING("asst"), HO_ENDING("pvt"),
    };
    const struct handoff_slice rest = ho_part(s, 0, s.len - 1);

    return ho_match_any_before(rest, rest.len, words,
                               sizeof words / sizeof *words) > 0 ||
           (rest.len >= 2 && rest.ptr[rest.len - 2] == '.');
}

static bool is_quote(struct handoff_slice s, size_t at)
{
    static const char *const quotes[] = { "\"", "“", "”", "„", "«", "»" };

    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++) {
        const size_t n = strlen(quotes[i]);

        if (s.len - at >= n && memcmp(s.ptr + at, quotes[i], n) == 0)
            return true;
    }
    return false;
}

/* The first half of "Acme" GmbH is part of the name. */
static bool opens_inside(struct handoff_slice s)
{
    size_t last = s.len;

    if (!is_quote(s, 0))
        return false;
    for (size_t at = 1; at < s.len; at++)
        if (is_quote(s, at))
            last = at;
    return last < s.len && ho_letter_run(s, last + 1) == 0 && last + 3 < s.len;
}

static struct handoff_slice trim_signs(struct handoff_slice s)
{
    size_t n;

    while (!opens_inside(s) && (n = sign_at(s, 0)) > 0)
        s = ho_part(s, n, s.len);
    while (s.len > 0) {
        const size_t last = ho_utf8_before(s, s.len);

        if (sign_at(s, last) == s.len - last ||
            (s.ptr[last] == '.' && !is_abbreviation(s)))
            s.len = last;
        else
            break;
    }
    return s;
}

/* Words that open or close a mail, before a person's name. */
static struct handoff_slice trim_greeting(struct handoff_slice s)
{
    static const char *const words[] = {
        "hi",          "hello",     "dear",         "hey",
        "hallo",       "guten tag", "liebe",        "lieber",
        "bonjour",     "hola",      "best regards", "kind regards",
        "regards",     "best",      "thanks",       "thank you",
        "cheers",      "sincerely", "viele grüße",  "mit freundlichen grüßen",
        "beste grüße", "mfg",       "cordialement", "bien cordialement",
        "merci",       "saludos",   "un saludo",    "gracias",
        "this is",     "name"
    };
    const size_t n = ho_match_any(s, 0, words, sizeof words / sizeof *words);

    return n > 0 && n < s.len ? ho_part(s, n, s.len) : s;
}

/* The field's own phrase in front: "I am the VP Operations". */
static enum handoff_status trim_cue(const struct ho_reading *r,
                                    struct handoff_slice *s,
                                    struct handoff_error *err)
{
    static const char *const articles[] = { "the ", "a ",  "an ", "der ",
                                            "die ", "le ", "la ", "el " };
    const size_t from = (size_t)(s->ptr - r->words.ptr);
    const struct ho_passage part =
        ho_passage_part(r->passage, from, from + s->len);
    struct ho_phrase_hit hit;
    enum handoff_status status =
        ho_find_in_passage(&part, &r->field->cues, &hit, err);

    if (status != HANDOFF_OK || !hit.found || hit.from > 0 || hit.to >= s->len)
        return status;
    *s = trim_signs(ho_part(*s, hit.to, s->len));
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
        const size_t n = ho_match(*s, 0, articles[i]);

        if (n == 0 || r->field->type != HANDOFF_TYPE_JOB_TITLE)
            continue;
        *s = ho_part(*s, n, s->len);
        break;
    }
    return HANDOFF_OK;
}

/* "Jane Doe <jane@acme.example>" */
static struct handoff_slice cut_address(struct handoff_slice s)
{
    const size_t at = ho_find(s, 0, ho_slice("<"));
    size_t from, to;

    if (at == SIZE_MAX || !ho_find_email(ho_part(s, at, s.len), &from, &to))
        return s;
    return trim_signs(ho_part(s, 0, at));
}

enum handoff_status ho_value_name(const struct ho_reading *r,
                                  struct handoff_typed *typed,
                                  struct ho_buffer *text,
                                  struct handoff_error *err)
{
    const bool person = r->field->type == HANDOFF_TYPE_PERSON;
    const size_t most =
        r->field->type == HANDOFF_TYPE_JOB_TITLE ? TITLE_LETTERS : NAME_LETTERS;
    struct handoff_slice s = ho_trim(r->words);
    enum handoff_status status;
    size_t from, to;

    typed->read = HANDOFF_READ_NOTHING;
    if (s.len > VALUE_BYTES)
        return HANDOFF_OK;
    s = cut_address(trim_signs(s));
    if (person)
        s = trim_signs(trim_greeting(s));
    status = trim_cue(r, &s, err);
    if (status != HANDOFF_OK)
        return status;
    if (!has_word(s, r->field->type == HANDOFF_TYPE_COMPANY) ||
        letters(s) > most ||
        (ho_find_email(s, &from, &to) && to - from == s.len))
        return HANDOFF_OK; /* an address proves no name */
    ho_put_words(text, s);
    typed->read = HANDOFF_READ_VALUE;
    return HANDOFF_OK;
}
