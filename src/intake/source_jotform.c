/* source_jotform.c - Jotform's webhook and API.
 *
 * The webhook is multipart/form-data.  Its part `rawRequest` is JSON with keys
 * q<id>_<label> and with answers escaped for HTML; its part `pretty` joins
 * labels and answers with commas and colons that both may hold, and is never
 * parsed.  Automation tools forward the same parts as members of JSON.
 */
#include "intake/source.h"

/* "whatDo" of "q6_whatDo"; nothing where the key is no question's. */
static struct handoff_slice question_of(struct handoff_slice key)
{
    size_t at = 1;

    if (key.len == 0 || key.ptr[0] != 'q')
        return ho_part(key, 0, 0);
    while (at < key.len && key.ptr[at] >= '0' && key.ptr[at] <= '9')
        at++;
    if (at == 1 || at + 1 >= key.len || key.ptr[at] != '_')
        return ho_part(key, 0, 0);
    return ho_part(key, at + 1, key.len);
}

/* {"first": "Ines", "last": "Vega"} are two answers of one question. */
static void read_parts(struct ho_reading *r, struct handoff_slice label,
                       const struct ho_node *answer)
{
    const struct ho_node *part = ho_tree_child(r->tree, answer);

    for (; part; part = ho_tree_next(r->tree, part)) {
        const struct handoff_slice key =
            ho_tree_key_text(r->tree, part, r->in->arena).text;
        const char *name;

        if (ho_slice_is(key, "first") || ho_slice_is(key, "last"))
            name = ho_slice_is(key, "first") ? "First name" : "Last name";
        else
            name = ho_arena_format(r->in->arena, "%.*s %.*s", (int)label.len,
                                   label.ptr, (int)key.len, key.ptr);
        ho_answer(r, ho_slice(name), part, false);
    }
}

void ho_source_jotform_raw(struct ho_reading *r, const struct ho_node *root)
{
    const struct ho_node *child = ho_tree_child(r->tree, root);

    ho_test_mark(r, ho_tree_get(r->tree, root, "preview"));
    for (; child; child = ho_tree_next(r->tree, child)) {
        const struct handoff_slice question =
            question_of(ho_tree_key_text(r->tree, child, r->in->arena).text);

        if (question.len > 0 && child->kind == '{')
            read_parts(r, question, child);
        else if (question.len > 0)
            ho_answer(r, question, child, false);
    }
}

void ho_source_jotform(struct ho_reading *r, const struct ho_node *root)
{
    const struct ho_node *raw = ho_at(r->tree, root, "rawRequest");

    ho_meta(r, &r->in->origin.submission_id,
            ho_at(r->tree, root, "submissionID"));
    ho_meta(r, &r->in->origin.form_id, ho_at(r->tree, root, "formID"));
    ho_meta(r, &r->in->origin.form_name, ho_at(r->tree, root, "formTitle"));
    ho_beside(r, HANDOFF_ASIDE_DELIVERY, ho_at(r->tree, root, "ip"));
    if (raw->kind == '{') {
        r->html = true;
        ho_source_jotform_raw(r, raw);
    } else if (ho_read_inner(r, ho_node_piece(r, raw), "/rawRequest", true,
                             ho_source_jotform_raw)) {
        ho_take(r, raw);
    } else {
        ho_warn(r, HANDOFF_WARNING_UNREAD_ANSWER, raw);
    }
}

void ho_source_jotform_read(struct ho_reading *r, const struct ho_node *root)
{
    const struct ho_node *answer =
        ho_tree_child(r->tree, ho_at(r->tree, root, "answers"));

    ho_meta(r, &r->in->origin.submission_id, ho_at(r->tree, root, "id"));
    ho_meta(r, &r->in->origin.form_id, ho_at(r->tree, root, "form_id"));
    ho_submitted(r, ho_at(r->tree, root, "created_at"));
    ho_beside(r, HANDOFF_ASIDE_DELIVERY, ho_at(r->tree, root, "ip"));
    r->html = true;
    for (; answer; answer = ho_tree_next(r->tree, answer)) {
        const struct ho_node *value = ho_tree_get(r->tree, answer, "answer");
        const struct ho_node *text = ho_tree_get(r->tree, answer, "text");

        if (value && value->kind == '{')
            read_parts(r, ho_node_text(r, text), value);
        else if (value)
            ho_answer(
                r, ho_question(r, text, ho_tree_get(r->tree, answer, "name")),
                value,
                ho_node_is(r, ho_tree_get(r->tree, answer, "type"),
                           "control_textarea"));
    }
}
