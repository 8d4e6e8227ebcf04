/* csv_stream.c - a CSV of any length, row by row; see <handoff/lead.h>
 *
 * A window moves over the file.  What the header became lies in one arena, what
 * the row became in another that is cleared behind each row.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "intake/charset.h"
#include "intake/csv_rows.h"
#include "intake/input.h"

enum {
    WINDOW = 4 << 20, /* more than any row that is taken */
    HEADER_MEMORY = 64 << 20
};

struct stream {
    struct ho_input *in;
    struct ho_labels *labels;
    struct ho_arena *header, *row;
    const struct handoff_lead_sink *sink;
    FILE *file;
    char *window;
    size_t len;
    size_t leads; /* handed over */
    bool ended;
};

static enum handoff_status fill(struct stream *s, struct handoff_error *err)
{
    const size_t got = fread(s->window + s->len, 1, WINDOW - s->len, s->file);

    s->len += got;
    s->ended = s->len < WINDOW;
    s->window[s->len] = '\0';
    s->in->bytes = (struct handoff_slice){ s->window, s->len };
    if (ferror(s->file))
        return ho_fail(err, HANDOFF_IO, "cannot be read: %s", strerror(errno));
    return HANDOFF_OK;
}

static enum handoff_status hand_over(struct stream *s,
                                     struct handoff_error *err)
{
    struct ho_input *in = s->in;
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < in->draft_count && status == HANDOFF_OK; i++) {
        struct ho_draft *draft = in->draft[i];

        s->leads++;
        draft->lead.id = draft->wanted;
        if (!draft->lead.id)
            draft->lead.id = ho_arena_format(in->arena, "L-%04zu", s->leads);
        status = ho_arena_status(in->arena, "the row", err);
        if (status == HANDOFF_OK)
            status = s->sink->lead(s->sink->user, &draft->lead, err);
    }
    for (size_t i = 0; i < in->refused_count && status == HANDOFF_OK; i++)
        status = s->sink->refused(s->sink->user, &in->refused[i], err);
    return status;
}

static enum handoff_status on_row(void *user, struct ho_csv_rows *rows,
                                  struct handoff_error *err)
{
    struct stream *s = user;
    struct ho_input *in = s->in;
    enum handoff_status status = ho_arena_status(in->arena, "the row", err);

    if (status == HANDOFF_OK)
        status = hand_over(s, err);
    if (in->arena == s->header) /* the window is about to move */
        in->frame.ptr = ho_arena_copy(s->header, in->frame);
    in->arena = s->row;
    ho_arena_clear(s->row);
    in->draft = NULL;
    in->refused = NULL;
    in->draft_count = in->refused_count = 0;
    rows->more = !s->ended;
    return status;
}

/* A row that fills the window is read as if the file ended there: it is
 * refused, and so are the lines behind it that are not whole. */
static enum handoff_status on_more(void *user, struct ho_csv_rows *rows,
                                   struct handoff_error *err)
{
    struct stream *s = user;
    const size_t gone = rows->start;
    enum handoff_status status = HANDOFF_OK;

    if (gone == 0 && s->len == WINDOW) {
        rows->more = false;
        return HANDOFF_OK;
    }
    ho_input_line(s->in, gone);
    s->in->line_at = 0;
    s->len -= gone;
    memmove(s->window, s->window + gone, s->len);
    status = fill(s, err);
    rows->text = s->in->bytes;
    rows->start = rows->at = 0;
    rows->more = !s->ended;
    return status;
}

static void pass_mark(struct stream *s)
{
    if (s->len >= 3 && memcmp(s->window, "\xEF\xBB\xBF", 3) == 0) {
        s->len -= 3;
        memmove(s->window, s->window + 3, s->len + 1);
        s->in->bytes.len = s->len;
    }
}

static enum handoff_status read_table(struct stream *s,
                                      struct handoff_error *err)
{
    const struct ho_csv_feed feed = { on_row, on_more, s };
    enum handoff_status status = fill(s, err);
    struct ho_csv csv = { 0 };

    if (status != HANDOFF_OK)
        return status;
    if (ho_charset_utf16(s->in->bytes))
        return ho_fail(err, HANDOFF_BAD_TEXT,
                       "this is UTF-16; save the file as UTF-8");
    pass_mark(s);
    status = ho_csv_detect(s->in, &csv, err);
    if (status == HANDOFF_OK && csv.delimiter == '\0')
        status = ho_fail(err, HANDOFF_BAD_INPUT,
                         "is no CSV with a header that handoff knows; give "
                         "CSV with a header row");
    if (status == HANDOFF_OK)
        status = ho_read_csv_fed(s->in, csv, &feed, err);
    return status;
}

static enum handoff_status open_stream(struct stream *s, const char *path,
                                       const struct handoff_fields *fields,
                                       const struct handoff_columns *columns,
                                       struct handoff_error *err)
{
    enum handoff_status status = ho_labels_new(fields, &s->labels, err);

    if (status != HANDOFF_OK)
        return status;
    s->in = ho_input_new(ho_arena_new(HEADER_MEMORY));
    s->window = malloc((size_t)WINDOW + 1);
    s->header = s->in ? s->in->arena : NULL;
    s->row = ho_arena_new(HEADER_MEMORY);
    if (!s->in || !s->window || !s->row)
        return ho_no_memory(err);
    s->file = fopen(path, "rb");
    if (!s->file)
        return ho_fail(err, HANDOFF_IO, "cannot be read: %s", strerror(errno));
    s->in->fields = fields;
    s->in->columns = columns;
    s->in->labels = s->labels;
    s->in->name = path;
    s->in->alone = true;
    s->in->lead_room = s->in->refused_room = SIZE_MAX;
    return HANDOFF_OK;
}

enum handoff_status handoff_csv_each(const struct handoff_fields *fields,
                                     const struct handoff_columns *columns,
                                     const char *path,
                                     const struct handoff_lead_sink *sink,
                                     struct handoff_error *err)
{
    struct stream s = { .sink = sink };
    enum handoff_status status = open_stream(&s, path, fields, columns, err);

    if (status == HANDOFF_OK)
        status = read_table(&s, err);
    if (status != HANDOFF_OK)
        ho_error_file(err, path);
    if (s.file)
        fclose(s.file);
    if (s.in)
        s.in->arena = s.header;
    ho_input_free(s.in);
    ho_arena_free(s.row);
    free(s.window);
    ho_labels_free(s.labels);
    return status;
}
