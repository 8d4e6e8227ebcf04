/* mask.c - see evidence/mask.h */
#include "evidence/mask.h"

#include <stdbool.h>

#include "base/utf8.h"

/* What a letter looks like; Unicode's confusables (UTS 39) of Latin letters
 * among the Greek and Cyrillic ones.  Sorted by code point. */
static const struct {
    int32_t code;
    char plain;
} looks[] = {
    { 0x0391, 'A' }, { 0x0392, 'B' }, { 0x0395, 'E' }, { 0x0396, 'Z' },
    { 0x0397, 'H' }, { 0x0399, 'I' }, { 0x039A, 'K' }, { 0x039C, 'M' },
    { 0x039D, 'N' }, { 0x039F, 'O' }, { 0x03A1, 'P' }, { 0x03A4, 'T' },
    { 0x03A5, 'Y' }, { 0x03A7, 'X' }, { 0x03B1, 'a' }, { 0x03B9, 'i' },
    { 0x03BD, 'v' }, { 0x03BF, 'o' }, { 0x03C1, 'p' }, { 0x03C5, 'u' },
    { 0x0405, 'S' }, { 0x0406, 'I' }, { 0x0408, 'J' }, { 0x0410, 'A' },
    { 0x0412, 'B' }, { 0x0415, 'E' }, { 0x041A, 'K' }, { 0x041C, 'M' },
    { 0x041D, 'H' }, { 0x041E, 'O' }, { 0x0420, 'P' }, { 0x0421, 'C' },
    { 0x0422, 'T' }, { 0x0423, 'Y' }, { 0x0425, 'X' }, { 0x0430, 'a' },
    { 0x0435, 'e' }, { 0x043E, 'o' }, { 0x0440, 'p' }, { 0x0441, 'c' },
    { 0x0443, 'y' }, { 0x0445, 'x' }, { 0x0455, 's' }, { 0x0456, 'i' },
    { 0x0458, 'j' }, { 0x04BB, 'h' }, { 0x0501, 'd' }, { 0x051B, 'q' },
    { 0x051D, 'w' },
};

enum {
    TAG = 0xE0000,
    SELECTOR = 0xE0100,
    REFERENCE = 10 /* bytes of "&#x1F600;", at most */
};

/* The Latin letter that a Greek or Cyrillic one looks like, or 0. */
static char look_of(int32_t code)
{
    size_t low = 0, high = sizeof looks / sizeof *looks;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (looks[middle].code < code)
            low = middle + 1;
        else
            high = middle;
    }
    return low < sizeof looks / sizeof *looks && looks[low].code == code
               ? looks[low].plain
               : '\0';
}

/* Letters of phonetics that are written as small capitals. */
static char small_capital(int32_t code)
{
    static const int32_t capitals[] = {
        0x1D00, 0x0299, 0x1D04, 0x1D05, 0x1D07, 0xA730, 0x0262, 0x029C, 0x026A,
        0x1D0A, 0x1D0B, 0x029F, 0x1D0D, 0x0274, 0x1D0F, 0x1D18, 0xA7AF, 0x0280,
        0xA731, 0x1D1B, 0x1D1C, 0x1D20, 0x1D21, 0,      0x028F, 0x1D22,
    };

    for (size_t i = 0; i < sizeof capitals / sizeof *capitals; i++)
        if (capitals[i] == code)
            return (char)('a' + i);
    return '\0';
}

static char letter(int32_t index)
{
    return (char)(index < 26 ? 'A' + index : 'a' + index - 26);
}

/* The ASCII character that a sign shows in any company, or 0. */
static char shown_by(int32_t c)
{
    if (c >= TAG + ' ' && c < TAG + 0x7F)
        return (char)(c - TAG);
    if (c >= 0x1D400 && c < 0x1D6A4) /* mathematical letters */
        return letter((c - 0x1D400) % 52);
    if (c >= 0x24B6 && c <= 0x24E9) /* circled */
        return letter(c - 0x24B6);
    if (c >= 0x1F130 && c <= 0x1F149) /* squared */
        return letter(c - 0x1F130);
    if (c >= 0x1F150 && c <= 0x1F169) /* white in a circle */
        return letter(c - 0x1F150);
    if (c >= 0x1F170 && c <= 0x1F189) /* white in a square */
        return letter(c - 0x1F170);
    if (c >= 0x1F1E6 && c <= 0x1F1FF) /* halves of flags */
        return letter(c - 0x1F1E6);
    if (c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x2800)
        return ' '; /* letters without ink */
    if (c >= SELECTOR + ' ' - 16 && c < SELECTOR + 0x7F - 16)
        return (char)(c - SELECTOR + 16); /* a byte for each selector */
    return c >= 0x0262 ? small_capital(c) : '\0';
}

/* "&#105;" or "&#x69;" for one of ASCII: its bytes, else 0. */
static size_t read_reference(struct handoff_slice text, size_t at, char *out)
{
    const bool hex = at + 2 < text.len && (text.ptr[at + 2] | 32) == 'x';
    size_t i = at + (hex ? 3 : 2);
    int32_t code = 0;

    if (at + 2 >= text.len || text.ptr[at] != '&' || text.ptr[at + 1] != '#')
        return 0;
    for (; i < text.len && i < at + REFERENCE; i++) {
        const char c = text.ptr[i], low = (char)(c | 32);

        if (c >= '0' && c <= '9')
            code = code * (hex ? 16 : 10) + (c - '0');
        else if (hex && low >= 'a' && low <= 'f')
            code = code * 16 + (low - 'a' + 10);
        else
            break;
        if (code >= 0x7F)
            return 0;
    }
    *out = (char)code;
    return i < text.len && text.ptr[i] == ';' && code >= ' ' ? i + 1 - at : 0;
}

static bool is_latin(int32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= 0xC0 && c <= 0x24F);
}

static bool is_other(int32_t c)
{
    return (c >= 0x370 && c <= 0x52F);
}

/* A word and what it is made of. */
struct word {
    size_t end;
    bool latin, other;
};

static struct word read_word(struct handoff_slice text, size_t at)
{
    struct word word = { .end = at };

    while (word.end < text.len) {
        size_t len;
        const int32_t c = ho_utf8_decode(text, word.end, &len);

        if (!is_latin(c) && !is_other(c))
            break;
        word.latin = word.latin || is_latin(c);
        word.other = word.other || is_other(c);
        word.end += len;
    }
    return word;
}

static void unmask_word(struct handoff_slice text, size_t from, size_t to,
                        struct ho_buffer *out)
{
    while (from < to) {
        size_t len;
        const char look = look_of(ho_utf8_decode(text, from, &len));

        if (look)
            ho_buffer_byte(out, look);
        else
            ho_buffer_add(out, ho_part(text, from, from + len));
        from += len;
    }
}

/* What stands at a byte: `shown` instead of it, or 0; and where it ends.  A
 * word that mixes scripts is one such thing. */
struct piece {
    size_t end;
    char shown;
    bool mixed;
};

static struct piece read_piece(struct handoff_slice text, size_t at)
{
    const struct word word = read_word(text, at);
    struct piece piece = { .end = word.end, .mixed = word.latin && word.other };
    size_t len;

    if (word.end > at)
        return piece;
    len = read_reference(text, at, &piece.shown);
    if (len == 0)
        piece.shown = shown_by(ho_utf8_decode(text, at, &len));
    piece.end = at + len;
    return piece;
}

static bool is_letter_at(struct handoff_slice text, size_t at)
{
    size_t len;
    const int32_t c = ho_utf8_decode(text, at, &len);

    return is_latin(c) || is_other(c);
}

/* Where the word starts that goes on at `at`; `at`, where none does. */
static size_t word_start(struct handoff_slice text, size_t at)
{
    size_t start = at;

    while (is_letter_at(text, at)) {
        start = at;
        if (at == 0)
            break;
        at = ho_utf8_before(text, at);
    }
    return start;
}

size_t ho_mask_at(struct handoff_slice text)
{
    static const struct ho_stops stops = { "&", true };
    size_t at = 0;

    /* words of ASCII alone hide nothing */
    while ((at = ho_find_stop(text, at, &stops)) < text.len) {
        const size_t start = word_start(text, at);
        const struct piece piece = read_piece(text, start);

        if (piece.mixed || piece.shown)
            return start;
        at = piece.end;
    }
    return SIZE_MAX;
}

void ho_unmask(struct handoff_slice text, struct ho_buffer *out)
{
    for (size_t at = 0; at < text.len;) {
        const struct piece piece = read_piece(text, at);

        if (piece.mixed)
            unmask_word(text, at, piece.end, out);
        else if (piece.shown)
            ho_buffer_byte(out, piece.shown);
        else
            ho_buffer_add(out, ho_part(text, at, piece.end));
        at = piece.end;
    }
}
