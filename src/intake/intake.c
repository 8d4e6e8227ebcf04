/* intake.c - inputs of any kind into a batch; see <handoff/lead.h> */
#include "intake/batch.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "intake/charset.h"

static bool starts_with(struct handoff_slice s, const char *start, size_t len)
{
    return s.len >= len && memcmp(s.ptr, start, len) == 0;
}

static enum handoff_status check_text(struct ho_input *in,
                                      struct handoff_error *err)
{
    /* NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): got it */
    const char *nul = memchr(in->bytes.ptr, '\0', in->bytes.len);

    if (nul)
        return ho_fail_at(err, HANDOFF_BAD_TEXT,
                          ho_input_line(in, (size_t)(nul - in->bytes.ptr)), 0,
                          "holds a NUL byte; save the file as UTF-8 text");
    return ho_utf8_check(in->bytes, err);
}

static const char kind_json[] = "json", kind_text[] = "text",
                  kind_form[] = "form";

static enum handoff_status read_text(struct ho_input *in,
                                     struct handoff_error *err)
{
    const enum handoff_status status = check_text(in, err);

    in->kind = kind_text;
    return status == HANDOFF_OK ? ho_read_text(in, err) : status;
}

static enum handoff_status read_form(struct ho_input *in,
                                     struct handoff_error *err)
{
    const enum handoff_status status = check_text(in, err);

    in->kind = kind_form;
    return status == HANDOFF_OK ? ho_read_form_data(in, err) : status;
}

static enum handoff_status read_json(struct ho_input *in,
                                     struct handoff_error *err)
{
    in->kind = kind_json;
    return ho_read_json(in, err);
}

static enum handoff_status read_by_kind(struct ho_input *in,
                                        struct handoff_error *err)
{
    enum handoff_status status;
    struct ho_csv csv;

    if (ho_is_mail(in))
        return ho_read_mail(in, err);
    if (ho_is_json(in))
        return read_json(in, err);
    if (ho_is_form_data(ho_trim(in->bytes)))
        return read_form(in, err);
    status = ho_csv_detect(in, &csv, err);
    if (status != HANDOFF_OK)
        return status;
    return csv.delimiter != '\0' ? ho_read_csv(in, csv, err)
                                 : read_text(in, err);
}

static enum handoff_status read_all(struct ho_input *in,
                                    struct handoff_error *err)
{
    enum handoff_status status;

    if (ho_trim(in->bytes).len == 0)
        return ho_fail(err, HANDOFF_BAD_INPUT,
                       "holds no lead, it is empty; give a form notification, "
                       "CSV with a header row, or JSON");
    status = ho_charset_utf16(in->bytes) ? ho_read_utf16(in, err)
                                         : read_by_kind(in, err);
    if (status != HANDOFF_OK)
        return status;
    status = ho_arena_status(in->arena, "the input", err);
    if (status == HANDOFF_OK && in->draft_count + in->refused_count == 0)
        return ho_fail(err, HANDOFF_BAD_INPUT,
                       "holds no lead, only a header, brackets or separators; "
                       "add the leads");
    return status;
}

static struct ho_input *open_input(const struct handoff_batch *batch,
                                   const char *name, struct handoff_slice bytes)
{
    struct ho_input *in = ho_input_new(ho_arena_new(HANDOFF_INTAKE_MEMORY));

    if (!in)
        return NULL;
    if (starts_with(bytes, "\xEF\xBB\xBF", 3))
        bytes = ho_part(bytes, 3, bytes.len);
    in->writable = ho_arena_alloc(in->arena, bytes.len + 1);
    if (in->writable && bytes.len > 0)
        memcpy(in->writable, bytes.ptr, bytes.len);
    in->bytes = (struct handoff_slice){ in->writable, bytes.len };
    in->google_key = batch->google_key;
    in->name = ho_arena_text(in->arena, name);
    in->fields = batch->fields;
    in->labels = batch->labels;
    in->columns = batch->columns;
    in->lead_room = HANDOFF_INTAKE_LEADS - batch->count;
    in->refused_room = HANDOFF_INTAKE_REFUSED - batch->refused_count;
    return in;
}

/* bytes.ptr is NULL for a maildir of that name. */
static enum handoff_status add(struct handoff_batch *batch, const char *name,
                               struct handoff_slice bytes,
                               struct handoff_error *err)
{
    struct ho_input *in = open_input(batch, name, bytes);
    enum handoff_status status;

    if (!in)
        return ho_no_memory(err);
    status = ho_arena_status(in->arena, "the input", err);
    if (status == HANDOFF_OK)
        status = bytes.ptr ? read_all(in, err) : ho_read_maildir(in, name, err);
    if (status == HANDOFF_OK)
        status = ho_batch_join(batch, in, err);
    ho_input_free(in);
    return status;
}

enum handoff_status handoff_batch_add(struct handoff_batch *batch,
                                      const char *name,
                                      struct handoff_slice bytes,
                                      struct handoff_error *err)
{
    enum handoff_status status;

    if (bytes.len > HANDOFF_INTAKE_FILE)
        status = ho_fail(err, HANDOFF_TOO_LARGE,
                         "larger than %d MiB, the limit for one input; "
                         "split it",
                         HANDOFF_INTAKE_FILE >> 20);
    else
        status = add(batch, name, bytes, err);
    if (status != HANDOFF_OK)
        ho_error_file(err, name);
    return status;
}

/* --- a lead that was kept --------------------------------------------------
 */

static enum handoff_status read_again(struct ho_input *in, const char *kind,
                                      struct handoff_error *err)
{
    const struct ho_csv csv = { ho_csv_delimiter(kind), 0 };
    enum handoff_status status = HANDOFF_BAD_INPUT;

    if (csv.delimiter != '\0')
        status = ho_read_csv(in, csv, err);
    else if (strcmp(kind, kind_json) == 0)
        status = read_json(in, err);
    else if (strcmp(kind, kind_form) == 0)
        status = read_form(in, err);
    else if (strcmp(kind, kind_text) == 0)
        status = read_text(in, err);
    else if (strcmp(kind, ho_mail_kind) == 0)
        status = ho_read_mail_text(in, err);
    if (status == HANDOFF_OK)
        status = ho_arena_status(in->arena, "the input", err);
    if (status == HANDOFF_OK && in->draft_count != 1)
        status = HANDOFF_BAD_INPUT;
    if (status == HANDOFF_BAD_INPUT)
        ho_fail(err, status,
                "the kept bytes are no longer one lead; run handoff verify");
    return status;
}

static void take_members(struct ho_input *in,
                         const struct handoff_kept_lead *kept)
{
    struct handoff_lead *lead = &in->draft[0]->lead;

    in->draft[0]->person.text = NULL; /* found by what was kept */
    in->draft[0]->receipt.text = NULL;
    lead->line = kept->line;
    if (kept->duplicate_of)
        lead->duplicate_of = ho_arena_text(in->arena, kept->duplicate_of);
}

enum handoff_status handoff_batch_restore(struct handoff_batch *batch,
                                          const struct handoff_kept_lead *kept,
                                          struct handoff_error *err)
{
    struct ho_buffer text;
    struct ho_input *in = NULL;
    enum handoff_status status;
    const char *id = NULL;

    ho_buffer_init(&text, HANDOFF_INTAKE_FILE);
    ho_buffer_add(&text, kept->frame);
    ho_buffer_add(&text, kept->bytes);
    status = ho_buffer_status(&text, "the kept lead", err);
    if (status == HANDOFF_OK &&
        !(in = open_input(batch, kept->file, ho_buffer_slice(&text))))
        status = ho_no_memory(err);
    if (status == HANDOFF_OK)
        status = ho_arena_status(in->arena, "the input", err);
    if (status == HANDOFF_OK) {
        in->columns = NULL; /* the frame has the names already */
        in->table = &batch->table;
        status = read_again(in, kept->kind, err);
    }
    if (status == HANDOFF_OK) {
        take_members(in, kept);
        id = ho_arena_text(in->arena, kept->id);
        status = ho_arena_status(in->arena, "the input", err);
    }
    if (status == HANDOFF_OK) {
        struct ho_draft *draft = in->draft[0];

        status = ho_batch_join(batch, in, err);
        draft->lead.id = id;
    }
    if (status != HANDOFF_OK) /* it may lie in this input's arena */
        batch->table.kind = NULL;
    ho_input_free(in);
    ho_buffer_release(&text);
    return status;
}

static enum handoff_status read_maildir(struct handoff_batch *batch,
                                        const char *path,
                                        struct handoff_error *err)
{
    const struct handoff_slice none = { NULL, 0 };
    const enum handoff_status status = add(batch, path, none, err);

    if (status != HANDOFF_OK)
        ho_error_file(err, path);
    return status;
}

enum handoff_status handoff_batch_read(struct handoff_batch *batch,
                                       const char *path,
                                       struct handoff_error *err)
{
    enum handoff_status status;
    char *text = NULL;
    size_t len = 0;

    if (ho_is_maildir(path))
        return read_maildir(batch, path, err);
    status = ho_file_read(path, HANDOFF_INTAKE_FILE, &text, &len, err);
    if (status == HANDOFF_OK)
        status = handoff_batch_add(batch, path,
                                   (struct handoff_slice){ text, len }, err);
    free(text);
    return status;
}
