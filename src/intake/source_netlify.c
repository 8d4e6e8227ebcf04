/* source_netlify.c - Netlify Forms: the function's event, and the outgoing
 * webhook, which is what the event wraps.
 *
 * An answer comes up to four times.  It is read once, under its title; a copy
 * with the same bytes says nothing new.
 */
#include "intake/source.h"

static void take_copy(struct ho_reading *r, const struct ho_node *copy,
                      const struct ho_node *value)
{
    if (ho_same_text(r->tree, copy, value))
        ho_take(r, copy);
}

static void read_item(struct ho_reading *r, const struct ho_node *payload,
                      const struct ho_node *item)
{
    const struct ho_node *title = ho_tree_get(r->tree, item, "title");
    const struct ho_node *name = ho_tree_get(r->tree, item, "name");
    const struct ho_node *value = ho_tree_get(r->tree, item, "value");
    const char *key = ho_arena_copy(r->in->arena, ho_node_text(r, name));
    const char *shown = ho_arena_copy(r->in->arena, ho_node_text(r, title));

    if (!value) {
        ho_warn(r, HANDOFF_WARNING_UNREAD_ANSWER, item);
        return;
    }
    ho_answer(r, ho_question(r, title, name), value, false);
    if (!ho_lookup(r))
        return;
    take_copy(r, ho_tree_get(r->tree, payload, key), value);
    take_copy(r, ho_tree_get(r->tree, ho_at(r->tree, payload, "data"), key),
              value);
    take_copy(
        r, ho_tree_get(r->tree, ho_at(r->tree, payload, "human_fields"), shown),
        value);
}

static void read_named(struct ho_reading *r, const struct ho_node *payload)
{
    const struct ho_node *data = ho_at(r->tree, payload, "data");
    const struct ho_node *child =
        ho_tree_child(r->tree, ho_at(r->tree, payload, "human_fields"));

    for (; child; child = ho_tree_next(r->tree, child))
        ho_answer(r, ho_tree_key_text(r->tree, child, r->in->arena).text, child,
                  false);
    if (r->in->count > 0)
        return;
    for (child = ho_tree_child(r->tree, data); child;
         child = ho_tree_next(r->tree, child))
        if (!child->used)
            ho_answer(r, ho_tree_key_text(r->tree, child, r->in->arena).text,
                      child, false);
}

void ho_source_netlify(struct ho_reading *r, const struct ho_node *root)
{
    static const char *const delivery[] = { "ip", "user_agent", "referrer" };
    const struct ho_node *payload = ho_at(r->tree, root, "payload");
    const struct ho_node *item;

    if (!payload)
        payload = root;
    ho_meta(r, &r->in->origin.submission_id, ho_at(r->tree, payload, "id"));
    ho_meta(r, &r->in->origin.form_id, ho_at(r->tree, payload, "form_id"));
    ho_meta(r, &r->in->origin.form_name, ho_at(r->tree, payload, "form_name"));
    ho_meta(r, NULL, ho_at(r->tree, payload, "site_url"));
    ho_submitted(r, ho_at(r->tree, payload, "created_at"));
    for (size_t i = 0; i < sizeof delivery / sizeof *delivery; i++)
        ho_beside(
            r, HANDOFF_ASIDE_DELIVERY,
            ho_tree_get(r->tree, ho_at(r->tree, payload, "data"), delivery[i]));
    item =
        ho_tree_child(r->tree, ho_at(r->tree, payload, "ordered_human_fields"));
    if (!item)
        read_named(r, payload);
    for (; item; item = ho_tree_next(r->tree, item))
        read_item(r, payload, item);
    ho_beside(r, HANDOFF_ASIDE_HIDDEN, ho_at(r->tree, payload, "data"));
}
