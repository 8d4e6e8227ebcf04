/* utf16.c - tables in UTF-16; see intake/input.h */
#include "base/buffer.h"
#include "intake/charset.h"
#include "intake/input.h"

/* What spreadsheets and ad platforms export; the table is kept as UTF-8. */
enum handoff_status ho_read_utf16(struct ho_input *in,
                                  struct handoff_error *err)
{
    const char *charset = ho_charset_utf16(in->bytes);
    struct ho_csv csv = { 0 };
    enum handoff_status status;
    enum ho_charset how;
    struct ho_buffer text;

    ho_buffer_init(&text, 2 * (size_t)HANDOFF_INTAKE_FILE);
    how = ho_charset_add(&text, charset, ho_part(in->bytes, 2, in->bytes.len));
    in->bytes.ptr = ho_arena_copy(in->arena, ho_buffer_slice(&text));
    in->bytes.len = text.len;
    status = ho_buffer_status(&text, "the input", err);
    ho_buffer_release(&text);
    if (status == HANDOFF_OK)
        status = ho_arena_status(in->arena, "the input", err);
    if (status == HANDOFF_OK && how == HO_CHARSET_AS_SAID)
        status = ho_csv_detect(in, &csv, err);
    if (status != HANDOFF_OK || csv.delimiter != '\0')
        return status == HANDOFF_OK ? ho_read_csv(in, csv, err) : status;
    return ho_fail_at(err, HANDOFF_BAD_TEXT, 1, 1,
                      "this is UTF-16; save the file as UTF-8");
}
