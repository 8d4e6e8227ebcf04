/* slice.c - see base/slice.h */
#define _GNU_SOURCE /* memmem: linear time, and POSIX 2008 has no such call */
#include "base/slice.h"

#include <strings.h>

bool ho_slice_is(struct handoff_slice s, const char *text)
{
    return strlen(text) == s.len &&
           (s.len == 0 || memcmp(s.ptr, text, s.len) == 0);
}

bool ho_slice_is_nocase(struct handoff_slice s, const char *text)
{
    if (s.len > 0 && ((s.ptr[0] ^ text[0]) & ~('a' - 'A')) != 0)
        return false; /* more than the case of the first byte is another */
    return strlen(text) == s.len &&
           (s.len == 0 || strncasecmp(s.ptr, text, s.len) == 0);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct handoff_slice ho_trim(struct handoff_slice s)
{
    while (s.len > 0 && is_space(s.ptr[0])) {
        s.ptr++;
        s.len--;
    }
    while (s.len > 0 && is_space(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

bool ho_next_line(struct handoff_slice *rest, struct handoff_slice *line)
{
    const char *end;

    if (rest->len == 0)
        return false;
    end = memchr(rest->ptr, '\n', rest->len);
    *line = *rest;
    if (end)
        line->len = (size_t)(end - rest->ptr);
    rest->ptr += line->len + (end != NULL);
    rest->len -= line->len + (end != NULL);
    if (line->len > 0 && line->ptr[line->len - 1] == '\r')
        line->len--;
    return true;
}

size_t ho_find(struct handoff_slice s, size_t from, struct handoff_slice needle)
{
    const char *hit;

    if (needle.len == 0 || from > s.len || s.len - from < needle.len)
        return SIZE_MAX;
    hit = memmem(s.ptr + from, s.len - from, needle.ptr, needle.len);
    return hit ? (size_t)(hit - s.ptr) : SIZE_MAX;
}

enum { SUGGEST_MAX = 40 }; /* longer words are not typing slips */

static size_t smallest(size_t a, size_t b, size_t c)
{
    const size_t least = a < b ? a : b;

    return least < c ? least : c;
}

/* Levenshtein distance of two words of at most SUGGEST_MAX bytes. */
static size_t distance(struct handoff_slice a, struct handoff_slice b)
{
    size_t row[SUGGEST_MAX + 1];

    for (size_t j = 0; j <= b.len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            const size_t above = row[j];
            const size_t cost = a.ptr[i - 1] != b.ptr[j - 1];

            row[j] = smallest(above + 1, row[j - 1] + 1, diagonal + cost);
            diagonal = above;
        }
    }
    return row[b.len];
}

const char *ho_did_you_mean(struct handoff_slice word, const char *const *words,
                            size_t count)
{
    const char *best = NULL;
    size_t limit = word.len / 3 < 2 ? word.len / 3 : 2;

    if (word.len > SUGGEST_MAX)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        const struct handoff_slice other = ho_slice(words[i]);
        size_t d;

        if (other.len > SUGGEST_MAX)
            continue;
        d = distance(word, other);
        if (d > limit || (best && d == limit))
            continue;
        best = words[i];
        limit = d;
    }
    return best;
}

static bool is_word_end(char c)
{
    return c == '_' || c == ' ' || c == '\0';
}

void ho_write_out(char *name)
{
    static const char capitals[] = "CRM";
    const size_t len = sizeof capitals - 1;
    bool start = true;

    for (char *c = name; *c; c++) {
        if (start && strncmp(c, "crm", len) == 0 && is_word_end(c[len]))
            memcpy(c, capitals, len);
        if (*c == '_')
            *c = ' ';
        start = *c == ' ';
    }
}
