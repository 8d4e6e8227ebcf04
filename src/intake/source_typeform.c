/* source_typeform.c - Typeform's webhook.
 *
 * The questions stand in the definition only; an answer names its question by
 * id or ref, and its value by its type.  A question that nobody answered is
 * absent: that is no "No".
 */
#include "intake/source.h"

static bool is_named(struct ho_reading *r, const struct ho_node *field,
                     const struct ho_node *by, const char *name)
{
    return ho_same_text(r->tree, ho_tree_get(r->tree, field, name),
                        ho_tree_get(r->tree, by, name));
}

static const struct ho_node *find_question(struct ho_reading *r,
                                           const struct ho_node *fields,
                                           const struct ho_node *by)
{
    const struct ho_node *field = NULL;

    if (ho_lookup(r))
        field = ho_tree_child(r->tree, fields);
    while (field && !is_named(r, field, by, "id") &&
           !is_named(r, field, by, "ref"))
        field = ho_tree_next(r->tree, field);
    return ho_tree_get(r->tree, field, "title");
}

/* The member that the type names; a choice holds its words deeper. */
static const struct ho_node *find_value(struct ho_reading *r,
                                        const struct ho_node *answer)
{
    const struct ho_node *type = ho_tree_get(r->tree, answer, "type");
    const char *name = ho_arena_copy(r->in->arena, ho_node_text(r, type));

    if (name[0] == '\0' || strcmp(name, "type") == 0 ||
        strcmp(name, "field") == 0)
        return NULL;
    return ho_tree_get(r->tree, answer, name);
}

static void read_value(struct ho_reading *r, struct handoff_slice label,
                       const struct ho_node *value, bool message)
{
    static const char *const words[] = { "label", "other", "labels" };

    if (value->kind != '{') {
        ho_answer(r, label, value, message);
        return;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        ho_answer(r, label, ho_tree_get(r->tree, value, words[i]), message);
}

static void read_answer(struct ho_reading *r, const struct ho_node *answer,
                        const struct ho_node *fields)
{
    const struct ho_node *by = ho_tree_get(r->tree, answer, "field");
    const struct ho_node *value = find_value(r, answer);
    const struct ho_node *ref = ho_tree_get(r->tree, by, "ref");

    if (!value) {
        ho_warn(r, HANDOFF_WARNING_UNREAD_ANSWER, answer);
        return;
    }
    if (ho_node_text(r, ref).len == 0)
        ref = ho_tree_get(r->tree, by, "id");
    read_value(r, ho_question(r, find_question(r, fields, by), ref), value,
               ho_node_is(r, ho_tree_get(r->tree, by, "type"), "long_text"));
}

void ho_source_typeform(struct ho_reading *r, const struct ho_node *root)
{
    const struct ho_node *form = ho_at(r->tree, root, "form_response");
    const struct ho_node *fields = ho_at(r->tree, form, "definition/fields");
    const struct ho_node *answer =
        ho_tree_child(r->tree, ho_at(r->tree, form, "answers"));

    ho_meta(r, NULL, ho_at(r->tree, root, "event_id"));
    ho_meta(r, NULL, ho_at(r->tree, root, "event_type"));
    ho_meta(r, &r->in->origin.form_id, ho_at(r->tree, form, "form_id"));
    ho_meta(r, &r->in->origin.form_name,
            ho_at(r->tree, form, "definition/title"));
    ho_meta(r, &r->in->origin.submission_id, ho_at(r->tree, form, "token"));
    ho_submitted(r, ho_at(r->tree, form, "submitted_at"));
    ho_meta(r, NULL, ho_at(r->tree, form, "landed_at"));
    for (; answer; answer = ho_tree_next(r->tree, answer))
        read_answer(r, answer, fields);
    ho_beside(r, HANDOFF_ASIDE_HIDDEN, ho_at(r->tree, form, "hidden"));
}
