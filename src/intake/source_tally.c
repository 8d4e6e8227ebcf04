/* source_tally.c - Tally's webhook.
 *
 * A choice is answered with the ids of its options; what the lead chose is the
 * option's text.  An unanswered question is null.  Checkboxes come a second
 * time as one boolean an option, which says nothing new.
 */
#include "intake/source.h"

static const struct ho_node *find_option(struct ho_reading *r,
                                         const struct ho_node *options,
                                         const struct ho_node *chosen)
{
    const struct ho_node *option = NULL;

    if (ho_lookup(r))
        option = ho_tree_child(r->tree, options);
    while (option &&
           !ho_same_text(r->tree, ho_tree_get(r->tree, option, "id"), chosen) &&
           !ho_same_text(r->tree, ho_tree_get(r->tree, option, "text"), chosen))
        option = ho_tree_next(r->tree, option);
    return option;
}

static void read_choice(struct ho_reading *r, struct handoff_slice label,
                        const struct ho_node *options,
                        const struct ho_node *chosen)
{
    const struct ho_node *option = find_option(r, options, chosen);
    const struct ho_node *text = ho_tree_get(r->tree, option, "text");

    if (ho_node_text(r, chosen).len == 0)
        return;
    if (ho_node_text(r, text).len > 0)
        ho_answer(r, label, text, false);
    else
        ho_warn(r, HANDOFF_WARNING_UNKNOWN_OPTION, chosen);
}

static void read_choices(struct ho_reading *r, struct handoff_slice label,
                         const struct ho_node *options,
                         const struct ho_node *value)
{
    if (value->kind != '[') {
        read_choice(r, label, options, value);
        return;
    }
    for (value = ho_tree_child(r->tree, value); value;
         value = ho_tree_next(r->tree, value))
        read_choice(r, label, options, value);
}

static bool is_tick(struct ho_reading *r, const struct ho_node *field,
                    const struct ho_node *value)
{
    return ho_node_is(r, ho_tree_get(r->tree, field, "type"), "CHECKBOXES") &&
           (value->kind == 't' || value->kind == 'f');
}

static void read_field(struct ho_reading *r, const struct ho_node *field)
{
    const struct ho_node *value = ho_tree_get(r->tree, field, "value");
    const struct ho_node *type = ho_tree_get(r->tree, field, "type");
    const struct ho_node *options = ho_tree_get(r->tree, field, "options");
    struct handoff_slice label;

    if (!value || value->kind == 'n' || is_tick(r, field, value))
        return;
    if (ho_node_is(r, type, "HIDDEN_FIELDS")) {
        ho_beside(r, HANDOFF_ASIDE_HIDDEN, value);
        return;
    }
    label = ho_question(r, ho_tree_get(r->tree, field, "label"),
                        ho_tree_get(r->tree, field, "key"));
    if ((options && options->kind == '[') || value->kind == '[')
        read_choices(r, label, options, value);
    else if (value->kind == '{')
        ho_warn(r, HANDOFF_WARNING_UNREAD_ANSWER, value);
    else
        ho_answer(r, label, value, ho_node_is(r, type, "TEXTAREA"));
}

void ho_source_tally(struct ho_reading *r, const struct ho_node *root)
{
    const struct ho_node *data = ho_at(r->tree, root, "data");
    const struct ho_node *field =
        ho_tree_child(r->tree, ho_at(r->tree, data, "fields"));

    ho_meta(r, NULL, ho_at(r->tree, root, "eventId"));
    ho_meta(r, &r->in->origin.form_id, ho_at(r->tree, data, "formId"));
    ho_meta(r, &r->in->origin.form_name, ho_at(r->tree, data, "formName"));
    ho_meta(r, &r->in->origin.submission_id,
            ho_at(r->tree, data, "submissionId"));
    ho_meta(r, &r->in->origin.submission_id,
            ho_at(r->tree, data, "responseId"));
    ho_submitted(r, ho_at(r->tree, data, "createdAt"));
    for (; field; field = ho_tree_next(r->tree, field))
        read_field(r, field);
}
