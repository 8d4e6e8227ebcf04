/* source_hubspot.c - three shapes: a submission's body, the contact that a
 * workflow posts, and what the API reads back.
 *
 * Many sites hard-code the consent, so it is a claim of the form.  A contact
 * holds the values of today; they may be newer than the submission.
 */
#include "intake/source.h"

static void read_pairs(struct ho_reading *r, const struct ho_node *pairs)
{
    const struct ho_node *pair = ho_tree_child(r->tree, pairs);

    for (; pair; pair = ho_tree_next(r->tree, pair)) {
        const struct ho_node *name = ho_tree_get(r->tree, pair, "name");
        const struct ho_node *value = ho_tree_get(r->tree, pair, "value");

        if (ho_is_scalar(name) && ho_is_scalar(value))
            ho_answer(r, ho_question(r, name, value), value, false);
        else
            ho_warn(r, HANDOFF_WARNING_UNREAD_ANSWER, pair);
    }
}

void ho_source_hubspot_form(struct ho_reading *r, const struct ho_node *root)
{
    const struct ho_node *context = ho_at(r->tree, root, "context");
    const struct ho_node *consent = ho_at(r->tree, root, "legalConsentOptions");

    read_pairs(r, ho_at(r->tree, root, "fields"));
    ho_submitted(r, ho_at(r->tree, root, "submittedAt"));
    ho_meta(r, &r->in->origin.form_id, ho_at(r->tree, root, "formGuid"));
    ho_meta(r, NULL, ho_at(r->tree, root, "portalId"));
    ho_meta(r, NULL, ho_at(r->tree, context, "pageUri"));
    ho_meta(r, &r->in->origin.form_name, ho_at(r->tree, context, "pageName"));
    ho_beside(r, HANDOFF_ASIDE_DELIVERY, context);
    if (consent)
        ho_warn(r, HANDOFF_WARNING_CLAIMED_CONSENT, consent);
    ho_beside(r, HANDOFF_ASIDE_CONSENT, consent);
}

void ho_source_hubspot_read(struct ho_reading *r, const struct ho_node *root)
{
    ho_meta(r, &r->in->origin.submission_id,
            ho_at(r->tree, root, "conversionId"));
    ho_meta(r, &r->in->origin.form_id, ho_at(r->tree, root, "formGuid"));
    ho_submitted(r, ho_at(r->tree, root, "submittedAt"));
    read_pairs(r, ho_at(r->tree, root, "values"));
    ho_meta(r, NULL, ho_at(r->tree, root, "pageUrl"));
}

static bool begins(struct handoff_slice s, const char *with)
{
    const size_t len = strlen(with);

    return s.len >= len && memcmp(s.ptr, with, len) == 0;
}

static void read_property(struct ho_reading *r, const struct ho_node *property)
{
    const struct handoff_slice key =
        ho_tree_key_text(r->tree, property, r->in->arena).text;
    const struct ho_node *value = property->kind == '{'
                                      ? ho_tree_get(r->tree, property, "value")
                                      : property;

    if (begins(key, "utm_") ||
        (begins(key, "hs_") && !ho_slice_is(key, "hs_lead_status")))
        ho_beside(r, HANDOFF_ASIDE_HIDDEN, value);
    else if (ho_is_scalar(value))
        ho_answer(r, key, value, false);
    else if (value || property->kind == '{')
        ho_warn(r, HANDOFF_WARNING_UNREAD_ANSWER, property);
}

/* Where no property tells the address. */
static void read_identities(struct ho_reading *r, const struct ho_node *root)
{
    const struct ho_node *one = ho_tree_child(
        r->tree, ho_at(r->tree, root, "identity-profiles/0/identities"));

    for (; one; one = ho_tree_next(r->tree, one))
        if (ho_node_is(r, ho_tree_get(r->tree, one, "type"), "EMAIL"))
            ho_answer(r, ho_slice("Email"), ho_tree_get(r->tree, one, "value"),
                      false);
}

void ho_source_hubspot_record(struct ho_reading *r, const struct ho_node *root)
{
    const struct ho_node *properties = ho_at(r->tree, root, "properties");
    const struct ho_node *property = ho_tree_child(r->tree, properties);
    const struct ho_node *form = ho_at(r->tree, root, "form-submissions/0");

    r->in->origin.event = "contact";
    ho_warn(r, HANDOFF_WARNING_CURRENT_VALUES, properties);
    ho_meta(r, NULL, ho_at(r->tree, root, "vid"));
    ho_meta(r, NULL, ho_at(r->tree, root, "portal-id"));
    ho_meta(r, &r->in->origin.submission_id,
            ho_at(r->tree, form, "conversion-id"));
    ho_meta(r, &r->in->origin.form_id, ho_at(r->tree, form, "form-id"));
    ho_meta(r, &r->in->origin.form_name, ho_at(r->tree, form, "title"));
    ho_submitted(r, ho_at(r->tree, form, "timestamp"));
    for (; property; property = ho_tree_next(r->tree, property))
        read_property(r, property);
    if (!ho_tree_get(r->tree, properties, "email"))
        read_identities(r, root);
}
