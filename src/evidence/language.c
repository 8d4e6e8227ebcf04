/* language.c - see evidence/language.h */
#include "evidence/language.h"

#include "base/utf8.h"

static const struct ho_language *const all[HO_LANGUAGES] = {
    &ho_english, &ho_german,     &ho_french, &ho_spanish,
    &ho_italian, &ho_portuguese, &ho_dutch,
};

enum {
    SAMPLE_BYTES = 2048, /* of a text, to tell its language */
    START = 3,           /* bytes of a phrase that are looked at first */
    FILTER = 2048
};

const struct ho_language *ho_language(size_t index)
{
    return all[index];
}

/* U+0300 to U+036F, two bytes each. */
static bool is_mark(const char *s)
{
    const unsigned char lead = (unsigned char)s[0];

    return lead == 0xCC || (lead == 0xCD && (unsigned char)s[1] <= 0xAF);
}

/* Of folded text. */
static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           (unsigned char)c >= 0x80;
}

/* A letter or digit that needs no second look. */
static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool ends_word(struct handoff_slice s, size_t at)
{
    size_t len;

    if (at >= s.len)
        return true;
    if ((unsigned char)s.ptr[at] < 0x80)
        return !is_word_byte(s.ptr[at]);
    return !ho_is_word(ho_utf8_decode(s, at, &len));
}

size_t ho_phrase_at(struct handoff_slice s, size_t from, const char *phrase)
{
    const bool strict = phrase[0] == '=';
    size_t at = from;

    phrase += strict;
    while (at < s.len) {
        if (is_mark(s.ptr + at) && !(*phrase && is_mark(phrase))) {
            if (strict)
                return 0;
            at += 2;
            continue;
        }
        if (!*phrase || *phrase != s.ptr[at])
            break;
        phrase++;
        at++;
    }
    if (*phrase)
        return 0;
    return !is_word_byte(phrase[-1]) || ends_word(s, at) ? at - from : 0;
}

static size_t skip(struct handoff_slice s, size_t at)
{
    const unsigned char lead = (unsigned char)s.ptr[at];

    return at + (lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4);
}

/* The start of the next word behind byte `at`, or the end of the text. */
static size_t next_start(struct handoff_slice s, size_t at)
{
    while (at < s.len && (is_plain(s.ptr[at]) || !ends_word(s, at)))
        at = skip(s, at);
    while (at < s.len && !is_plain(s.ptr[at]) && ends_word(s, at))
        at = skip(s, at);
    return at;
}

/* Which beginnings the phrases have: most words have none of them, and are
 * passed over at once. */
struct filter {
    bool has[FILTER];
};

static size_t slot(const char *start)
{
    return ((unsigned char)start[0] * 961u + (unsigned char)start[1] * 31u +
            (unsigned char)start[2]) %
           FILTER;
}

static bool starts_at(struct handoff_slice s, size_t at,
                      const char *const *phrases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (memcmp(phrases[i], s.ptr + at, START) == 0 &&
            ho_phrase_at(s, at, phrases[i]) > 0)
            return true;
    return false;
}

bool ho_any_phrase(struct handoff_slice s, const char *const *phrases,
                   size_t count)
{
    struct filter f = { { false } };

    for (size_t i = 0; i < count; i++)
        f.has[slot(phrases[i])] = true;
    for (size_t at = 0; at + START <= s.len; at = next_start(s, at))
        if (f.has[slot(s.ptr + at)] && starts_at(s, at, phrases, count))
            return true;
    return false;
}

static unsigned count_common(struct handoff_slice s,
                             const struct ho_language *language)
{
    unsigned hits = 0;

    for (size_t at = 0; at < s.len; at = next_start(s, at))
        for (const char *const *w = language->common; *w; w++)
            hits += **w == s.ptr[at] && ho_phrase_at(s, at, *w) > 0;
    return hits;
}

unsigned ho_languages_of(struct handoff_slice folded)
{
    const struct handoff_slice sample = ho_utf8_cut(folded, SAMPLE_BYTES);
    unsigned hits[HO_LANGUAGES], most = 0, bits = 1;

    for (size_t i = 0; i < HO_LANGUAGES; i++) {
        hits[i] = count_common(sample, all[i]);
        most = hits[i] > most ? hits[i] : most;
    }
    /* nothing to go by: any of them */
    for (size_t i = 1; i < HO_LANGUAGES; i++)
        if (3 * hits[i] >= 2 * most)
            bits |= 1u << i;
    return bits;
}
