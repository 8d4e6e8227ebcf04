/* words.c - see endpoint/words.h.
 *
 * A server's error text goes to terminals and reports, so it must neither
 * steer them (escape sequences, bidi overrides) nor carry the key, which some
 * servers repeat when they refuse it.
 */
#include "endpoint/words.h"

#include "base/utf8.h"

/* A shorter key is a placeholder for a server that wants none ("x", "none"),
 * and replacing it would only garble the words. */
enum { SECRET_BYTES = 8 };

/* C0, DEL, C1, and what a reader does not see: zero-width and bidi controls,
 * BOM, tags, variation selectors. */
static bool is_unseen(int32_t code)
{
    static const int32_t range[][2] = {
        { 0x00, 0x1F },     { 0x7F, 0x9F },       { 0xAD, 0xAD },
        { 0x061C, 0x061C }, { 0x200B, 0x200F },   { 0x2028, 0x202E },
        { 0x2060, 0x206F }, { 0xFE00, 0xFE0F },   { 0xFEFF, 0xFEFF },
        { 0xFFF9, 0xFFFB }, { 0xE0000, 0xE01EF },
    };

    for (size_t i = 0; i < sizeof range / sizeof *range; i++)
        if (code >= range[i][0] && code <= range[i][1])
            return true;
    return false;
}

static bool is_space(int32_t code)
{
    return code == ' ' || (code >= '\t' && code <= '\r');
}

static void clean(struct ho_buffer *out, struct handoff_slice s)
{
    bool space = false;
    size_t len;

    for (size_t at = 0; at < s.len; at += len ? len : 1) {
        int32_t code = '?';

        len = ho_utf8_valid(s, at);
        if (len)
            code = ho_utf8_decode(s, at, &len);
        if (is_space(code)) {
            space = out->len > 0;
            continue;
        }
        if (is_unseen(code))
            continue;
        if (space)
            ho_buffer_byte(out, ' ');
        space = false;
        if (len)
            ho_buffer_add(out, ho_part(s, at, at + len));
        else
            ho_buffer_byte(out, '?');
    }
}

static bool starts_with(struct handoff_slice s, size_t at,
                        struct handoff_slice what)
{
    return s.len - at >= what.len &&
           memcmp(s.ptr + at, what.ptr, what.len) == 0;
}

/* Copy until there is more than can be shown, so that the cost is bounded. */
static void redact(struct ho_buffer *out, struct handoff_slice s,
                   struct handoff_slice secret)
{
    const bool has_secret = secret.len >= SECRET_BYTES;
    size_t at = 0;

    while (at < s.len && out->len <= HO_WORDS && !out->failed) {
        if (has_secret && starts_with(s, at, secret)) {
            ho_buffer_text(out, "[key]");
            at += secret.len;
        } else {
            ho_buffer_byte(out, s.ptr[at++]);
        }
    }
}

void ho_words(struct ho_buffer *out, struct handoff_slice said,
              const char *secret)
{
    struct ho_buffer plain, safe;
    struct handoff_slice shown;

    ho_buffer_init(&plain, said.len);
    ho_buffer_init(&safe, HO_WORDS + sizeof "[key]");
    clean(&plain, said);
    redact(&safe, ho_buffer_slice(&plain), ho_slice(secret));
    shown = ho_buffer_slice(&safe);
    if (plain.failed || safe.failed)
        out->failed = HANDOFF_NO_MEMORY;
    else if (shown.len <= HO_WORDS)
        ho_buffer_add(out, shown);
    else {
        ho_buffer_add(out, ho_utf8_cut(shown, HO_WORDS));
        ho_buffer_text(out, "...");
    }
    ho_buffer_release(&plain);
    ho_buffer_release(&safe);
}
