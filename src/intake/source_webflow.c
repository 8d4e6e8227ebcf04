/* source_webflow.c - Webflow's form webhooks, both versions: the answers stand
 * under the labels that the marketer typed. */
#include "intake/source.h"

static void read_data(struct ho_reading *r, const struct ho_node *data)
{
    const struct ho_node *child = ho_tree_child(r->tree, data);

    for (; child; child = ho_tree_next(r->tree, child)) {
        const struct handoff_slice key =
            ho_tree_key_text(r->tree, child, r->in->arena).text;

        if (key.len > 4 && memcmp(key.ptr, "utm_", 4) == 0)
            ho_beside(r, HANDOFF_ASIDE_HIDDEN, child);
        else
            ho_answer(r, key, child, false);
    }
}

void ho_source_webflow(struct ho_reading *r, const struct ho_node *root)
{
    const struct ho_node *payload = ho_at(r->tree, root, "payload");

    ho_meta(r, &r->in->origin.submission_id, ho_at(r->tree, payload, "id"));
    ho_meta(r, &r->in->origin.form_id, ho_at(r->tree, payload, "formId"));
    ho_meta(r, &r->in->origin.form_name, ho_at(r->tree, payload, "name"));
    ho_meta(r, NULL, ho_at(r->tree, payload, "siteId"));
    ho_submitted(r, ho_at(r->tree, payload, "submittedAt"));
    read_data(r, ho_at(r->tree, payload, "data"));
}

void ho_source_webflow_v1(struct ho_reading *r, const struct ho_node *root)
{
    ho_meta(r, &r->in->origin.submission_id, ho_at(r->tree, root, "_id"));
    ho_meta(r, &r->in->origin.form_name, ho_at(r->tree, root, "name"));
    ho_meta(r, NULL, ho_at(r->tree, root, "site"));
    ho_submitted(r, ho_at(r->tree, root, "d"));
    read_data(r, ho_at(r->tree, root, "data"));
}
