/* texts.c - see filter/texts.h */
#include "filter/texts.h"

enum { SOURCE_BYTES = 64 * 1024 * 1024 };

/* An object goes to the check as its JSON text, which it reads as fields. */
static enum handoff_status check_object(struct handoff_text_checker *checker,
                                        int64_t day, const cJSON *source,
                                        const char *text,
                                        struct handoff_text_result *result,
                                        struct handoff_error *err)
{
    struct ho_buffer json;
    struct ho_writer w;
    enum handoff_status status;

    ho_buffer_init(&json, SOURCE_BYTES);
    ho_writer_init(&w, &json, 0);
    ho_write_json(&w, NULL, source);
    status = ho_buffer_status(&json, "\"source\"", err);
    if (status == HANDOFF_OK)
        status = handoff_text_check(checker, ho_buffer_slice(&json),
                                    ho_slice(text), day, result, err);
    ho_buffer_release(&json);
    return status;
}

enum handoff_status ho_text_check(struct handoff_text_checker *checker,
                                  int64_t day, const cJSON *line,
                                  struct handoff_text_result *result,
                                  struct handoff_error *err)
{
    const cJSON *source = ho_json_get(line, "source");
    const char *text = ho_json_text(line, "text");

    if (!text)
        return ho_fail(err, HANDOFF_BAD_INPUT,
                       "the line needs \"text\": a text");
    if (cJSON_IsString(source))
        return handoff_text_check(checker, ho_slice(source->valuestring),
                                  ho_slice(text), day, result, err);
    if (!cJSON_IsObject(source) && !cJSON_IsArray(source))
        return ho_fail(err, HANDOFF_BAD_INPUT,
                       "the line needs \"source\": a text or an object");
    return check_object(checker, day, source, text, result, err);
}

void ho_text_write(const struct handoff_text_result *result, const cJSON *line,
                   struct ho_writer *w)
{
    const struct handoff_slice text = ho_slice(ho_json_text(line, "text"));

    ho_write_array(w, "findings");
    for (size_t i = 0; i < result->count; i++) {
        const struct handoff_text_finding *f = &result->item[i];

        ho_write_object(w, NULL);
        ho_write_integer(w, "start", (int64_t)f->start);
        ho_write_integer(w, "end", (int64_t)f->end);
        ho_write_slice(w, "text", ho_part(text, f->start, f->end));
        ho_write_text(w, "severity", handoff_text_severity_name(f->severity));
        ho_write_text(w, "kind", handoff_text_kind_name(f->kind));
        ho_write_text(w, "code", handoff_finding_name(f->code));
        ho_write_text(w, "why", f->why);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
    ho_write_text(w, "verdict", result->refused ? "refused" : "passed");
    ho_write_integer(w, "checked", (int64_t)result->checked);
}
