/* sources.c - see brief/sources.h */
#include "brief/sources.h"

#include <stdlib.h>

/* For each byte of a value's text: 1 + the index of the claim that it proves,
 * 0 for none.  Where two claims rest on the same words the first one shows. */
typedef unsigned char claim_mark;

/* The text byte that stands at a byte of the lead. */
static size_t text_offset(const struct handoff_value *value, size_t at)
{
    size_t i = 0;

    if (!value->map)
        return at - value->start;
    while (i < value->text.len && value->map[i] < at)
        i++;
    return i;
}

static void mark_claim(const struct handoff_claim *claim,
                       const struct handoff_value *value, claim_mark *marks)
{
    for (size_t i = 0; i < claim->evidence_count; i++) {
        const struct handoff_evidence *e = &claim->evidence[i];
        size_t from, to;

        if (e->cite != value->cite || e->end <= e->start)
            continue;
        from = text_offset(value, e->start);
        to = text_offset(value, e->end);
        for (size_t at = from; at < to && at < value->text.len; at++)
            if (marks[at] == 0)
                marks[at] = (claim_mark)(claim->field + 1);
    }
}

static void write_piece(struct ho_writer *w, const struct handoff_brief *brief,
                        struct handoff_slice text, claim_mark mark)
{
    const struct handoff_claim *claim = mark ? &brief->claim[mark - 1] : NULL;

    ho_write_object(w, NULL);
    ho_write_slice(w, "text", text);
    ho_write_text(w, "class",
                  claim ? handoff_class_name(claim->class) : "plain");
    ho_write_text(w, "field",
                  claim ? brief->fields->item[claim->field].name : "");
    ho_write_end_object(w);
}

static void write_source(struct ho_writer *w, const struct handoff_brief *brief,
                         const struct handoff_value *value, claim_mark *marks)
{
    size_t start = 0;

    for (size_t i = 0; i < brief->fields->count; i++)
        if (brief->claim[i].basis == HANDOFF_NO_FIELD)
            mark_claim(&brief->claim[i], value, marks);
    ho_write_object(w, NULL);
    ho_write_text(w, "cite", value->cite);
    ho_write_text(w, "label", value->label);
    ho_write_array(w, "pieces");
    for (size_t i = 1; i <= value->text.len; i++) {
        if (i < value->text.len && marks[i] == marks[start])
            continue;
        write_piece(w, brief, ho_part(value->text, start, i), marks[start]);
        start = i;
    }
    ho_write_end_array(w);
    ho_write_end_object(w);
}

enum handoff_status ho_sources_write(struct ho_writer *w, const char *key,
                                     const struct handoff_brief *brief,
                                     struct handoff_error *err)
{
    const struct handoff_lead *lead = brief->lead;

    ho_write_array(w, key);
    for (size_t i = 0; i < lead->count; i++) {
        claim_mark *marks = calloc(lead->value[i].text.len + 1, 1);

        if (!marks)
            return ho_no_memory(err);
        write_source(w, brief, &lead->value[i], marks);
        free(marks);
    }
    ho_write_end_array(w);
    return HANDOFF_OK;
}
