/* listing.c - see record/listing.h */
#include "record/listing.h"

#include "report/clean.h"
#include "report/layout.h"

enum { LISTING_BYTES = 1 << 30 };

enum handoff_status ho_listing_init(struct ho_listing *list,
                                    enum handoff_format format,
                                    const struct ho_listing_column *column,
                                    size_t columns, struct handoff_error *err)
{
    *list = (struct ho_listing){ .format = format,
                                 .column = column,
                                 .columns = columns };
    ho_buffer_init(&list->out, LISTING_BYTES);
    if (format != HANDOFF_FORMAT_TEXT && format != HANDOFF_FORMAT_JSON &&
        format != HANDOFF_FORMAT_NDJSON)
        return ho_fail(err, HANDOFF_USAGE,
                       "this comes as text, json or ndjson");
    ho_writer_init(&list->writer, &list->out,
                   format == HANDOFF_FORMAT_JSON ? 2 : 0);
    if (format == HANDOFF_FORMAT_JSON)
        ho_write_array(&list->writer, NULL);
    return HANDOFF_OK;
}

void ho_listing_release(struct ho_listing *list)
{
    ho_buffer_release(&list->out);
}

void ho_listing_clean(struct ho_buffer *raw, const char *value)
{
    ho_clean(raw, ho_slice(value), HO_TARGET_TEXT);
}

static void table_head(struct ho_listing *list)
{
    for (size_t i = 0; i < list->columns; i++)
        ho_buffer_format(&list->out, "%s%s", i > 0 ? "\t" : "",
                         list->column[i].title);
    ho_buffer_byte(&list->out, '\n');
    for (size_t i = 0; i < list->columns; i++)
        ho_buffer_text(&list->out, i > 0 ? "\t---" : "---");
    ho_buffer_byte(&list->out, '\n');
}

static void table_row(struct ho_listing *list, const char *const *value)
{
    if (list->rows == 0)
        table_head(list);
    for (size_t i = 0; i < list->columns; i++) {
        if (i > 0)
            ho_buffer_byte(&list->out, '\t');
        ho_listing_clean(&list->out, value[i] && *value[i] ? value[i] : "-");
    }
    ho_buffer_byte(&list->out, '\n');
}

static void json_row(struct ho_listing *list, const char *const *value)
{
    struct ho_writer *w = &list->writer;

    if (list->format == HANDOFF_FORMAT_NDJSON)
        ho_writer_init(w, &list->out, 0);
    ho_write_object(w, NULL);
    for (size_t i = 0; i < list->columns; i++)
        if (list->column[i].is_number && value[i])
            ho_write_raw(w, list->column[i].key, ho_slice(value[i]));
        else
            ho_write_text(w, list->column[i].key, value[i]);
    ho_write_end_object(w);
    if (list->format == HANDOFF_FORMAT_NDJSON)
        ho_buffer_byte(&list->out, '\n');
}

void ho_listing_row(struct ho_listing *list, const char *const *value)
{
    if (list->format == HANDOFF_FORMAT_TEXT)
        table_row(list, value);
    else
        json_row(list, value);
    list->rows++;
}

enum handoff_status ho_listing_layout(struct handoff_slice raw, char **text,
                                      size_t *len, struct handoff_error *err)
{
    struct ho_buffer out;

    ho_buffer_init(&out, LISTING_BYTES);
    ho_layout(raw, HO_LAYOUT_COLUMNS, &out);
    return ho_buffer_take(&out, "the list", text, len, err);
}

enum handoff_status ho_listing_take(struct ho_listing *list, const char *none,
                                    char **text, size_t *len,
                                    struct handoff_error *err)
{
    enum handoff_status status;

    if (list->format == HANDOFF_FORMAT_JSON) {
        ho_write_end_array(&list->writer);
        ho_buffer_byte(&list->out, '\n');
    }
    if (list->format == HANDOFF_FORMAT_TEXT && list->rows == 0)
        ho_buffer_format(&list->out, "%s\n", none);
    if (list->format != HANDOFF_FORMAT_TEXT)
        return ho_buffer_take(&list->out, "the list", text, len, err);
    status = ho_buffer_status(&list->out, "the list", err);
    return status == HANDOFF_OK
               ? ho_listing_layout(ho_buffer_slice(&list->out), text, len, err)
               : status;
}
