/* freetext_spelling.c - two spellings: a slip, a variant, an abbreviation */
#include "base/utf8.h"
#include "evidence/freetext.h"

enum { NEAR_BYTES = 40 };

/* Edits that part two short words: letters put in, left out, replaced, or
 * two of them swapped. */
static size_t edits(struct handoff_slice a, struct handoff_slice b)
{
    size_t row[3][NEAR_BYTES + 1];

    for (size_t j = 0; j <= b.len; j++)
        row[1][j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t *now = row[(i + 1) % 3];
        const size_t *up = row[i % 3], *above = row[(i + 2) % 3];

        now[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t best = up[j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);

            best = up[j] + 1 < best ? up[j] + 1 : best;
            best = now[j - 1] + 1 < best ? now[j - 1] + 1 : best;
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] &&
                a.ptr[i - 2] == b.ptr[j - 1] && above[j - 2] + 1 < best)
                best = above[j - 2] + 1;
            now[j] = best;
        }
    }
    return row[(a.len + 1) % 3][b.len];
}

bool ho_is_near(struct handoff_slice a, struct handoff_slice b)
{
    const size_t least = a.len < b.len ? a.len : b.len;
    const size_t most = a.len < b.len ? b.len : a.len;

    if (least < 4 || most > NEAR_BYTES || most - least > 2 ||
        a.ptr[0] != b.ptr[0])
        return false;
    return edits(a, b) <= (least < 6 ? 1u : 2u);
}

bool ho_has_umlaut(struct handoff_slice s)
{
    static const int32_t umlauts[] = {
        0xC4, 0xD6, 0xDC, 0xE4, 0xF6, 0xFC, 0x308
    };
    size_t len;

    for (size_t at = 0; at < s.len; at += len) {
        const int32_t code = ho_utf8_decode(s, at, &len);

        for (size_t i = 0; i < sizeof umlauts / sizeof *umlauts; i++)
            if (code == umlauts[i])
                return true;
    }
    return false;
}

bool ho_is_variant(struct handoff_slice a, struct handoff_slice b, bool umlaut)
{
    size_t i = 0, j = 0;

    while (i < a.len && j < b.len && a.ptr[i] == b.ptr[j]) {
        i++;
        j++;
        if (!umlaut)
            continue;
        if (strchr("aou", a.ptr[i - 1]) && i < a.len && a.ptr[i] == 'e' &&
            !(j < b.len && b.ptr[j] == 'e'))
            i++;
        else if (strchr("aou", b.ptr[j - 1]) && j < b.len && b.ptr[j] == 'e' &&
                 !(i < a.len && a.ptr[i] == 'e'))
            j++;
    }
    if (i < a.len && (a.ptr[i] == 's' || a.ptr[i] == '\''))
        i++;
    if (j < b.len && b.ptr[j] == 's')
        j++;
    return i == a.len && j == b.len;
}

bool ho_are_cognates(struct handoff_slice a, struct handoff_slice b)
{
    enum { SHARED = 5 };
    const size_t least = a.len < b.len ? a.len : b.len;
    size_t n = 0;

    while (n < least && a.ptr[n] == b.ptr[n])
        n++;
    return (n >= SHARED && n * 3 >= least * 2) ||
           (n == least && n + 1 == SHARED);
}

bool ho_is_among(const char *names, struct handoff_slice s)
{
    for (const char *end; *names; names = *end ? end + 1 : end) {
        end = names + strcspn(names, "|");
        if (s.len == (size_t)(end - names) && memcmp(names, s.ptr, s.len) == 0)
            return true;
    }
    return false;
}

const char *ho_place_names(struct handoff_slice s)
{
    static const char *const places[] = {
#include "evidence/freetext_places.inc"
    };

    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (ho_is_among(places[i], s))
            return places[i];
    return "";
}

bool ho_abbreviates(struct handoff_slice letters, struct handoff_slice word)
{
    size_t k = 0;

    for (size_t i = 0; i < word.len && k < letters.len; i++)
        k += word.ptr[i] == letters.ptr[k];
    return k == letters.len && letters.ptr[0] == word.ptr[0];
}
