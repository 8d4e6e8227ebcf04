/* source_ads.c - lead forms in ads: Meta and Google.
 *
 * Meta's webhook brings ids only: the lead has to be fetched.  Google's brings
 * a shared secret in the body, which source.c has blanked by now.
 */
#include "intake/source.h"

void ho_source_meta_notice(struct ho_reading *r, const struct ho_node *root)
{
    const struct ho_node *value = ho_at(r->tree, root, "value");

    ho_notice(r);
    ho_meta(r, &r->in->origin.submission_id,
            ho_at(r->tree, value, "leadgen_id"));
    ho_meta(r, &r->in->origin.form_id, ho_at(r->tree, value, "form_id"));
    ho_submitted(r, ho_at(r->tree, value, "created_time"));
}

bool ho_meta_is_test(struct handoff_slice text)
{
    return ho_find(text, 0, ho_slice("<test lead: dummy data")) != SIZE_MAX ||
           ho_slice_is(text, "test@meta.com") ||
           ho_slice_is(text, "test@fb.com");
}

static void read_meta_field(struct ho_reading *r, const struct ho_node *field)
{
    const struct ho_node *name = ho_tree_get(r->tree, field, "name");
    const struct ho_node *values = ho_tree_get(r->tree, field, "values");
    const struct ho_node *value = ho_tree_child(r->tree, values);

    if (!value || values->kind != '[') {
        if (values)
            ho_warn(r, HANDOFF_WARNING_UNREAD_ANSWER, field);
        return;
    }
    for (; value && !r->in->origin.test; value = ho_tree_next(r->tree, value))
        if (ho_meta_is_test(ho_node_text(r, value)))
            r->in->origin.test = ho_node_path(r, value);
    ho_answer(r, ho_question(r, name, NULL), values, false);
}

void ho_source_meta(struct ho_reading *r, const struct ho_node *root)
{
    const struct ho_node *field =
        ho_tree_child(r->tree, ho_at(r->tree, root, "field_data"));
    const struct ho_node *consent =
        ho_at(r->tree, root, "custom_disclaimer_responses");

    ho_meta(r, &r->in->origin.submission_id, ho_at(r->tree, root, "id"));
    ho_meta(r, &r->in->origin.form_id, ho_at(r->tree, root, "form_id"));
    ho_meta(r, &r->in->origin.form_name, ho_at(r->tree, root, "form_name"));
    ho_meta(r, NULL, ho_at(r->tree, root, "platform"));
    ho_submitted(r, ho_at(r->tree, root, "created_time"));
    for (; field; field = ho_tree_next(r->tree, field))
        read_meta_field(r, field);
    ho_beside(r, HANDOFF_ASIDE_CONSENT, consent);
}

static void read_column(struct ho_reading *r, const struct ho_node *column)
{
    const struct ho_node *name = ho_tree_get(r->tree, column, "column_name");
    const struct ho_node *id = ho_tree_get(r->tree, column, "column_id");
    const struct ho_node *value = ho_tree_get(r->tree, column, "string_value");

    if (!ho_is_scalar(value)) {
        ho_warn(r, HANDOFF_WARNING_UNREAD_ANSWER, column);
        return;
    }
    if (ho_node_text(r, name).len == 0)
        name = id; /* FULL_NAME says what it is */
    ho_answer(r, ho_question(r, name, value), value, false);
}

void ho_source_google(struct ho_reading *r, const struct ho_node *root)
{
    static const char *const ads[] = { "campaign_id", "adgroup_id",
                                       "creative_id", "asset_group_id",
                                       "gcl_id" };
    const struct ho_node *column =
        ho_tree_child(r->tree, ho_at(r->tree, root, "user_column_data"));

    ho_meta(r, &r->in->origin.submission_id, ho_at(r->tree, root, "lead_id"));
    ho_meta(r, &r->in->origin.form_id, ho_at(r->tree, root, "form_id"));
    ho_submitted(r, ho_at(r->tree, root, "lead_submit_time"));
    ho_test_mark(r, ho_at(r->tree, root, "is_test"));
    if (r->in->google_key && !ho_at(r->tree, root, "google_key"))
        ho_warn(r, HANDOFF_WARNING_KEY_WRONG, NULL);
    for (; column; column = ho_tree_next(r->tree, column))
        read_column(r, column);
    for (size_t i = 0; i < sizeof ads / sizeof *ads; i++)
        ho_beside(r, HANDOFF_ASIDE_HIDDEN, ho_at(r->tree, root, ads[i]));
}
