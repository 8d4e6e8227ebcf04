/* csv_stream.c - a CSV of any length, row by row; see <handoff/lead.h>
 *
 * A window moves over the file.  What the header became lies in one arena, what
 * the row became in another that is cleared behind each row.
 */
#include "intake/csv_stream.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "intake/charset.h"
#include "intake/csv_rows.h"
#include "intake/utf16.h"

enum {
    WINDOW = 4 << 20, /* more than any row that is taken */
    CHARACTER = 4,    /* a window without room for the longest is full */
    PIECE = 1 << 16,  /* of UTF-16 that is read at a time */
    HEADER_MEMORY = 64 << 20
};

/* What a file in UTF-16 has given and the window has not taken. */
struct units {
    bool big;
    size_t len;
    char bytes[PIECE];
};

struct stream {
    struct ho_input *in;
    struct ho_labels *labels;
    struct ho_arena *header, *row;
    const struct ho_draft_sink *sink;
    FILE *file;
    struct units *units; /* NULL: the file is UTF-8 */
    char *window;
    size_t len;
    size_t leads; /* handed over */
    bool ended;
};

static void fill_plainly(struct stream *s)
{
    const size_t room = WINDOW - s->len;
    const size_t got = fread(s->window + s->len, 1, room, s->file);

    s->len += got;
    s->ended = got < room;
}

/* One piece; what its end cuts off waits for the next one. */
static void fill_from_units(struct stream *s)
{
    struct units *u = s->units;
    const size_t room = sizeof u->bytes - u->len;
    const size_t got = fread(u->bytes + u->len, 1, room, s->file);
    size_t taken, len;

    u->len += got;
    taken = ho_utf16_read((struct handoff_slice){ u->bytes, u->len }, u->big,
                          s->window + s->len, WINDOW - s->len, &len);
    s->len += len;
    u->len -= taken;
    memmove(u->bytes, u->bytes + taken, u->len);
    if (got == room || WINDOW - s->len < CHARACTER)
        return;
    s->ended = true;
    if (u->len > 0) /* half a character */
        s->window[s->len++] = (char)HO_UTF16_FAULT;
}

static bool is_full(const struct stream *s)
{
    return WINDOW - s->len < (s->units ? CHARACTER : 1);
}

static enum handoff_status fill(struct stream *s, struct handoff_error *err)
{
    if (!s->units)
        fill_plainly(s);
    while (s->units && !s->ended && !is_full(s))
        fill_from_units(s);
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
            status = s->sink->draft(s->sink->user, draft, err);
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

    if (gone == 0 && is_full(s)) {
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

/* The first bytes tell how the others are written. */
static enum handoff_status read_mark(struct stream *s,
                                     struct handoff_error *err)
{
    const char *charset;

    s->len = fread(s->window, 1, 3, s->file);
    charset = ho_charset_utf16((struct handoff_slice){ s->window, s->len });
    if (s->len == 3 && memcmp(s->window, "\xEF\xBB\xBF", 3) == 0)
        s->len = 0;
    if (!charset)
        return HANDOFF_OK;
    s->units = calloc(1, sizeof *s->units);
    if (!s->units)
        return ho_no_memory(err);
    s->units->big = strcmp(charset, "UTF-16BE") == 0;
    s->units->len = s->len - 2;
    memcpy(s->units->bytes, s->window + 2, s->units->len);
    s->len = 0;
    return HANDOFF_OK;
}

/* Why it is no table. */
static enum handoff_status refuse(const struct stream *s,
                                  struct handoff_error *err)
{
    return s->units ? ho_fail(err, HANDOFF_BAD_TEXT,
                              "this is UTF-16, and no CSV with a header that "
                              "handoff knows; save the file as UTF-8")
                    : ho_fail(err, HANDOFF_BAD_INPUT,
                              "is no CSV with a header that handoff knows, and "
                              "only tables are read row by row; split it");
}

static enum handoff_status read_table(struct stream *s,
                                      struct handoff_error *err)
{
    const struct ho_csv_feed feed = { on_row, on_more, s };
    enum handoff_status status = read_mark(s, err);
    struct ho_csv csv = { 0 };

    if (status == HANDOFF_OK)
        status = fill(s, err);
    if (status == HANDOFF_OK)
        status = ho_csv_detect(s->in, &csv, err);
    if (status == HANDOFF_OK && csv.delimiter == '\0')
        status = refuse(s, err);
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
    s->in->alone = !s->sink->people;
    s->in->lead_room = s->in->refused_room = SIZE_MAX;
    return HANDOFF_OK;
}

enum handoff_status ho_csv_each(const struct handoff_fields *fields,
                                const struct handoff_columns *columns,
                                const char *path,
                                const struct ho_draft_sink *sink,
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
    free(s.units);
    ho_labels_free(s.labels);
    return status;
}

static enum handoff_status on_draft(void *user, struct ho_draft *draft,
                                    struct handoff_error *err)
{
    const struct handoff_lead_sink *const *sink = user;

    return (*sink)->lead((*sink)->user, &draft->lead, err);
}

static enum handoff_status on_refused(void *user,
                                      const struct handoff_refused *refused,
                                      struct handoff_error *err)
{
    const struct handoff_lead_sink *const *sink = user;

    return (*sink)->refused((*sink)->user, refused, err);
}

enum handoff_status handoff_csv_each(const struct handoff_fields *fields,
                                     const struct handoff_columns *columns,
                                     const char *path,
                                     const struct handoff_lead_sink *sink,
                                     struct handoff_error *err)
{
    const struct ho_draft_sink drafts = { on_draft, on_refused, &sink, false };

    return ho_csv_each(fields, columns, path, &drafts, err);
}
