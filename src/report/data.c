/* data.c - see report/data.h */
#include "report/data.h"

#include "report/rows.h"

enum { INDENT = 2 };

/* Its document is {"leads": [...]}: each of them is written as it is. */
static bool is_list(enum handoff_report report)
{
    return report == HANDOFF_REPORT_EXPLAIN ||
           report == HANDOFF_REPORT_DRAFTS || report == HANDOFF_REPORT_REPLIES;
}

static bool is_one_of(const char *key, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(key, *list) == 0)
            return true;
    return false;
}

/* The members of a section's row, but for those that are said already. */
static void write_members(struct ho_writer *w, const cJSON *row)
{
    static const char *const said[] = { "lead", "who", NULL };
    const cJSON *item;

    cJSON_ArrayForEach(item, row)
    {
        if (!is_one_of(item->string, said))
            ho_write_json(w, item->string, item);
    }
}

static void write_row(struct ho_writer *w, const char *key, const cJSON *row)
{
    if (!cJSON_IsObject(row)) {
        ho_write_null(w, key);
        return;
    }
    ho_write_object(w, key);
    write_members(w, row);
    ho_write_end_object(w);
}

static void write_flags(struct ho_writer *w, const struct ho_row *row)
{
    const cJSON *flag = row->risk;

    ho_write_array(w, "flags");
    for (size_t i = 0; i < row->risks; i++, flag = flag->next)
        write_row(w, NULL, flag);
    ho_write_end_array(w);
}

static void write_map_line(struct ho_writer *w, const struct ho_row *row)
{
    ho_write_object(w, NULL);
    ho_write_json(w, "lead", ho_json_get(row->lead, "lead"));
    ho_write_json(w, "who", ho_json_get(row->lead, "who"));
    if (row->stage)
        write_members(w, row->stage);
    write_row(w, "blocked_decision", row->blocked);
    write_row(w, "next_action", row->action);
    write_row(w, "crm_update", row->crm);
    write_flags(w, row);
    ho_write_end_object(w);
}

static void write_brief(struct ho_writer *w, const struct ho_row *row)
{
    static const char *const keys[] = { "lead", "brief", "decision" };

    ho_write_object(w, NULL);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        ho_write_json(w, keys[i], ho_json_get(row->lead, keys[i]));
    ho_write_end_object(w);
}

static void write_lines(enum handoff_report report, cJSON *map,
                        struct ho_buffer *out)
{
    struct ho_rows rows;
    struct ho_row row;

    ho_rows_init(&rows, map);
    while (ho_rows_next(&rows, &row)) {
        struct ho_writer w;

        ho_writer_init(&w, out, 0);
        if (is_list(report))
            ho_write_json(&w, NULL, row.lead);
        else if (report == HANDOFF_REPORT_MAP)
            write_map_line(&w, &row);
        else
            write_brief(&w, &row);
        ho_buffer_byte(out, '\n');
    }
}

static void write_briefs(struct ho_writer *w, cJSON *map)
{
    struct ho_rows rows;
    struct ho_row row;

    ho_rows_init(&rows, map);
    ho_write_array(w, NULL);
    while (ho_rows_next(&rows, &row))
        write_brief(w, &row);
    ho_write_end_array(w);
}

enum handoff_status ho_report_data(enum handoff_report report,
                                   enum handoff_format format, cJSON *map,
                                   struct ho_buffer *out,
                                   struct handoff_error *err)
{
    const bool has_leads = report == HANDOFF_REPORT_MAP ||
                           report == HANDOFF_REPORT_BRIEFS || is_list(report);
    struct ho_writer w;

    if (format == HANDOFF_FORMAT_NDJSON && !has_leads)
        return ho_fail(err, HANDOFF_USAGE,
                       "this report is one document and no list of leads; "
                       "use --format json");
    if (format == HANDOFF_FORMAT_NDJSON) {
        write_lines(report, map, out);
        return HANDOFF_OK;
    }
    ho_writer_init(&w, out, INDENT);
    if (is_list(report))
        ho_write_json(&w, NULL, ho_json_get(map, "leads"));
    else if (report == HANDOFF_REPORT_BRIEFS)
        write_briefs(&w, map);
    else
        ho_write_json(&w, NULL, map);
    ho_buffer_byte(out, '\n');
    return HANDOFF_OK;
}
