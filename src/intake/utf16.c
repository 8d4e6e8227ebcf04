/* utf16.c - tables in UTF-16; see intake/utf16.h */
#include "intake/utf16.h"

#include "base/utf8.h"
#include "intake/charset.h"
#include "intake/input.h"

enum {
    NO_CHARACTER = -1,
    UNIT = 2,
    CHARACTER_BYTES = 4 /* of the longest, in either encoding */
};

static int32_t unit_at(struct handoff_slice s, size_t at, bool big)
{
    const unsigned char first = (unsigned char)s.ptr[at];
    const unsigned char second = (unsigned char)s.ptr[at + 1];

    return big ? first << 8 | second : second << 8 | first;
}

/* *len: the bytes that it takes; 0 where the rest of them is not here. */
static int32_t character_at(struct handoff_slice s, size_t at, bool big,
                            size_t *len)
{
    const size_t left = s.len - at;
    int32_t high, low;

    *len = left < UNIT ? 0 : UNIT;
    if (left < UNIT)
        return NO_CHARACTER;
    high = unit_at(s, at, big);
    if (high < 0xD800 || high > 0xDFFF)
        return high;
    if (high > 0xDBFF)
        return NO_CHARACTER;
    *len = left < 2 * UNIT ? 0 : UNIT;
    if (left < 2 * UNIT)
        return NO_CHARACTER;
    low = unit_at(s, at + UNIT, big);
    if (low < 0xDC00 || low > 0xDFFF)
        return NO_CHARACTER;
    *len = 2 * UNIT;
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

size_t ho_utf16_read(struct handoff_slice bytes, bool big, char *out,
                     size_t room, size_t *len)
{
    size_t at = 0, step;

    for (*len = 0; room - *len >= CHARACTER_BYTES; at += step) {
        const int32_t code = character_at(bytes, at, big, &step);

        if (step == 0)
            break;
        if (code == NO_CHARACTER)
            out[(*len)++] = (char)HO_UTF16_FAULT;
        else if (code < 0x80)
            out[(*len)++] = (char)code;
        else
            *len += ho_utf8_encode(code, out + *len);
    }
    return at;
}

/* As UTF-8; false: some of it is no character.  An arena without room leaves
 * nothing, and remembers. */
static bool convert(struct ho_input *in)
{
    const bool big = strcmp(ho_charset_utf16(in->bytes), "UTF-16BE") == 0;
    const struct handoff_slice rest = ho_part(in->bytes, UNIT, in->bytes.len);
    const size_t room = rest.len / UNIT * 3 + CHARACTER_BYTES;
    char *text = ho_arena_alloc(in->arena, room + 1);
    size_t len = 0, read = rest.len;

    if (text)
        read = ho_utf16_read(rest, big, text, room, &len);
    in->bytes = (struct handoff_slice){ text ? text : "", len };
    return read == rest.len &&
           !(len > 0 &&
             (memchr(text, '\0', len) || memchr(text, HO_UTF16_FAULT, len)));
}

/* What spreadsheets and ad platforms export; the table is kept as UTF-8. */
enum handoff_status ho_read_utf16(struct ho_input *in,
                                  struct handoff_error *err)
{
    const bool whole = convert(in);
    enum handoff_status status = ho_arena_status(in->arena, "the input", err);
    struct ho_csv csv = { 0 };

    if (status == HANDOFF_OK && whole)
        status = ho_csv_detect(in, &csv, err);
    if (status != HANDOFF_OK || csv.delimiter != '\0')
        return status == HANDOFF_OK ? ho_read_csv(in, csv, err) : status;
    return ho_fail_at(err, HANDOFF_BAD_TEXT, 1, 1,
                      "this is UTF-16; save the file as UTF-8");
}
