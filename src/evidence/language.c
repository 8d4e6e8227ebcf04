/* language.c - see evidence/language.h */
#include "evidence/language.h"

#include "base/utf8.h"

static const struct ho_language *const all[HO_LANGUAGES] = {
    &ho_english, &ho_german,     &ho_french, &ho_spanish,
    &ho_italian, &ho_portuguese, &ho_dutch,
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

static bool ends_word(struct handoff_slice s, size_t at)
{
    size_t len;

    if (at >= s.len)
        return true;
    if ((unsigned char)s.ptr[at] < 0x80)
        return !is_word_byte(s.ptr[at]);
    return !ho_is_word(ho_utf8_decode(s, at, &len));
}

/* But for the end of a declared phrase. */
static bool is_ascii(char c)
{
    return c != 0 && (unsigned char)c < 0x80;
}

size_t ho_phrase_at(struct handoff_slice s, size_t from, const char *phrase)
{
    const bool strict = phrase[0] == '=';
    size_t at = from;

    phrase += strict;
    for (; at < s.len && *phrase == s.ptr[at] && is_ascii(*phrase); at++)
        phrase++;
    if (*phrase && at < s.len && (unsigned char)s.ptr[at] < 0x80)
        return 0; /* as most end; the rest is about accents */
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
